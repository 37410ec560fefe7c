"""Everything else that a plant is moved with: racks, states, and room for a window of steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.engine.fast.tables.records import Places, record
from twin.plant.records import Floats, Ints

WINDOW = 16
"""Most steps that a plant moves through with mean chips before its chips follow."""

RACK = record(
    numbers="per_capacity_k_j back_per_capacity_k_j turns_per_kg heat_w last_heat_w predicted_w given_w beyond_mean_w",
    places="state back flow",
)
"""A rack: places in the joint vector of its coolant, flow and loop return, and what a deposit changes there.

Behind them every hall, as the rack of its chips on air: their heat goes to its air and stays there.
``turns_per_kg`` is how often a kilogram of flow replaces the coolant of a rack. ``given_w`` is the heat of mean chips
that the plant was given in a window, summed over its steps, ``beyond_mean_w`` by how much chips give more than those.
"""


class Plant(NamedTuple):
    """States that are not chips: one over what their rates are divided by, the account of heat put in, where the drive begins.

    A product takes a quarter of the time of a quotient, and each stage asks for one per state. ``columns`` are the inputs
    of the drive in a row of those of the whole plant; ``dc_power`` and ``air_inlet`` places of every cabinet's power and air.
    """

    per_capacity: Floats
    heat_in: int
    drive: int
    columns: Places
    dc_power: Ints
    air_inlet: Ints


class Work(NamedTuple):
    """Room of a window: the joint vector where each step begins and where the last ends, mean flows, and rates of states.

    ``slowed`` is the last cabinet that was counted as throttled in each step.
    """

    path: Floats
    flow: Floats
    slowed: Ints
    total: Floats
    out: Floats
    fixed: Floats


def new_work(joint_size: int, state_count: int) -> Work:
    """Return room for the steps of a joint vector."""
    return Work(
        path=np.zeros((WINDOW + 1, joint_size)),
        flow=np.zeros((WINDOW, joint_size)),
        slowed=np.full(WINDOW, -1, dtype=np.int64),
        total=np.zeros(state_count),
        out=np.zeros(state_count),
        fixed=np.zeros(state_count),
    )
