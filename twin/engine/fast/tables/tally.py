"""What chips did so far, counted at every step."""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.engine.fast.tables.records import record

SEEN = record(
    integers="peak_chip shutdown_chip",
    numbers="peak_k peak_time_s throttled_s lost_s wanted_s shutdown_time_s",
)
"""What the chips of a cabinet did so far, counted at every step: it outlives a change of the plant."""


def new_tally(cabinet_count: int) -> Any:
    """Return a tally that has seen nothing, shape (n_cabinet,) of ``SEEN``."""
    tally = np.zeros(cabinet_count, dtype=SEEN)
    tally["peak_chip"], tally["shutdown_chip"], tally["shutdown_time_s"] = -1, -1, np.nan
    return tally
