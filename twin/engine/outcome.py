"""How a solve can end."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """How a steady solve ended."""

    SOLVED = "solved"
    NO_FLOW = "no coolant flow"
    RUNAWAY = "thermal runaway"
    HEAT_NOT_REJECTED = "heat not rejected"
    NOT_CONVERGED = "not converged"
