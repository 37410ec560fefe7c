"""Chips in blocks, groups of them, and the mean chips that stand for groups."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from twin.engine.fast.tables.records import LANES, aligned, lanes, plain, record
from twin.plant.records import Floats, Ints

FIELDS = (
    # Temperature of the die [K]; power that follows no drive: at_zero_w + slope T + curve (T - centre)^2 [W].
    "die", "centre", "slope", "at_zero_w",
    # Temperature of the case [K].
    "case", "curve",
    # Where a step takes both, die and case turn about: from die and case [K/K];
    "die_die", "case_die", "die_case", "case_case",
    # what activity and memory add to the power [W], and the change of conductance per change of flow;
    "per_activity", "conductance_per_flow", "per_memory",
    # from power [K/W], and from the inlet at begin and end [K/K].
    "die_power", "case_power", "die_begin", "case_begin",
    # How many chips the lane stands for.
    "many", "die_end", "case_end",
    # Heat capacities [J/K].
    "die_capacity", "case_capacity",
)  # fmt: skip
"""What a step reads of each chip (capacities: at the end of a window, or in a chain of plates), in the order in which compiled code does: memory comes in one stream, twice as fast as in
another order where it does not fit the cache."""
LINK_FIELDS = ("effectiveness", "effectiveness_per_flow", "outlet_begin", "outlet_end")
"""What a plate hands to the next one in a chain."""
RAMP_FIELDS = ("die_ramp", "case_ramp")
"""Answer to a drive that rises by one watt over the step, from half below its middle to half above [K/W]."""

BLOCK, LINK, RAMP = lanes(FIELDS), lanes(LINK_FIELDS), lanes(RAMP_FIELDS)
"""Records of ``LANES`` chips: one cache line per field."""

GROUP = record(
    integers="first last shift cabinet rack upstream chained mean kind stale renewed",
    numbers="most_activity held_activity held_memory reach reference_flow reference_supply "
    "static_w rising_w started_w per_activity_w per_memory_w stored_j many shutdown_k",
    places="activity memory supply flow dc_power",
)
"""Chips of one cabinet, part and place in a chain of plates.

They have the blocks from ``first`` to ``last``. ``upstream`` is the group whose plates feed this one (-1: the cabinet's inlet),
``shift`` blocks before; ``chained`` ones are fed or feed another. ``cabinet`` counts in the plant, ``rack`` in the table of
racks. ``activity``, ``memory``, ``supply``, ``flow`` and ``dc_power`` are places in the joint vector. ``mean`` is the lane of its mean chip.

``kind`` 0: power is linear in the drive inside the reach of each chip, up to ``most_activity``; 1: it holds for the held
activity and memory only (throttled or capped). ``static_w`` is the power of its chips that follows no drive, at their present
temperatures, ``rising_w`` by how much it rose over the last step (after a window: that of the mean chip), ``started_w`` what it was when the window began.
``stored_j`` is the heat that its chips store. ``many`` chips have ``shutdown_k`` as the lowest of their shutdown limits. ``stale`` groups have to be asked anew (2: only those of their
chips that left their reach), ``renewed`` ones were since their mean chip was written. Groups of a cabinet stand together.
"""

BODY = record(numbers="junction_case_k_w die_capacity_j_k case_capacity_j_k shutdown_temp_k")
"""What a chip is made of, and how hot it may get."""


class Chips(NamedTuple):
    """Chips in blocks of ``LANES``, and what their laws read.

    ``blocks`` has shape (n_block,) of ``BLOCK``, ``links`` and ``ramps`` the same of theirs; ``fields`` and ``link_fields`` are
    blocks and links as plain numbers, shape (n_block, n_field, ``LANES``). ``chip`` says which chip of the plant a lane is:
    a padding lane repeats one and counts 0 times. The other tables have a row for every chip of the plant.
    """

    blocks: Any
    links: Any
    ramps: Any
    fields: Floats
    link_fields: Floats
    chip: Ints
    power_numbers: Floats
    plate_numbers: Floats
    bodies: Any


def new_blocks(count: int) -> dict[str, Any]:
    """Return empty blocks, links and ramps of chips."""
    blocks, links = aligned(BLOCK, count), aligned(LINK, count)
    return {
        "blocks": blocks,
        "links": links,
        "ramps": aligned(RAMP, count),
        "fields": plain(blocks),
        "link_fields": plain(links),
    }


PASSAGE = lanes(("begin", "end", "drift", "activity", "memory", "heat_w", "rising_w"))
"""What mean chips go through in a step: coolant at both ends, flow, drive, the heat that their chips give to it, and by how
much static power rises."""


class Means(NamedTuple):
    """One mean chip per group: it stands for its chips while the plant moves through a window of steps.

    A mean chip is a lane of a block, as a chip is; ``group`` says whose, shape (n_block, ``LANES``), -1 for padding. Chips
    downstream in a chain of plates stand in later blocks.
    """

    blocks: Any
    links: Any
    fields: Floats
    link_fields: Floats
    passages: Any
    group: Ints


def new_means(groups: Any) -> Means:
    """Return mean chips of groups, and write there which lane each has."""
    depth = _depth(groups["upstream"])
    sizes = np.bincount(depth) if depth.size else np.zeros(0, dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(-(-sizes // LANES))])
    for level in range(sizes.size):
        groups["mean"][depth == level] = first[level] * LANES + np.arange(sizes[level])
    count = int(first[-1])
    group = np.full(count * LANES, -1, dtype=np.int64)
    group[groups["mean"]] = np.arange(groups.size)
    room = new_blocks(count)
    del room["ramps"]
    return Means(**room, passages=aligned(PASSAGE, count), group=group.reshape(count, LANES))


def _depth(upstream: Ints) -> Ints:
    """Return how many groups stand upstream of each."""
    depth, above = np.zeros(upstream.size, dtype=np.int64), upstream
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, upstream[above], -1)
    return depth
