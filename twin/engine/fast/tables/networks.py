"""Hydraulic networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from twin.engine.fast.tables.records import Places, record
from twin.plant.records import Floats, Ints

NET = record(
    integers="first_branch last_branch first_node last_node first_driver last_driver first_result last_result "
    "first_slope band node_high node_low",
    numbers="scale_pa scale_kg_s",
)
"""A hydraulic network: its branches, free nodes, drivers and results among those of all."""

BRANCH = record(
    integers="begin end source valve", numbers="conductance pull by_temperature by_speed by_valve"
)
"""A branch: ``begin`` and ``end`` are free nodes of its network in banded order (-1: the reference), ``valve`` a place in the
joint vector (-1: none); how it answered when it was asked last."""

DRIVER = record(integers="valve_branch", numbers="anchor reach", places="place")
"""What moves a network: temperature, speed, then its valves. ``place`` is in the joint vector, ``valve_branch`` the branch that
a valve acts on (-1 for the first two)."""


class Networks(NamedTuple):
    """Hydraulic networks, one behind the other.

    A result is the flow of ``result_branch``, or the total of the
    sources (-1), or the pressure difference between ``node_high`` and ``node_low`` (-2). Around the last solution
    ``value``, where drivers had their ``anchor``, results follow them by ``slope``, which stands driver by driver. ``matrix``,
    ``side`` and ``sums`` are room for the largest of them.
    """

    each: Any
    branches: Any
    drivers: Any
    numbers: Floats
    slope_numbers: Floats
    flow: Floats
    change: Floats
    pressure: Floats
    result: Places
    result_branch: Ints
    value: Floats
    slope: Floats
    matrix: Floats
    side: Floats
    sums: Floats


def set_ranges(nets: Any, part: str, sizes: Sequence[int] | Ints) -> None:
    """Write where the branches, nodes, drivers or results of each network begin and end, and where its slopes begin."""
    nets[f"last_{part}"] = np.cumsum(sizes)
    nets[f"first_{part}"] = nets[f"last_{part}"] - sizes
    sizes_of_slopes = size_of(nets, "driver") * size_of(nets, "result")
    nets["first_slope"] = np.cumsum(sizes_of_slopes) - sizes_of_slopes


def size_of(nets: Any, part: str) -> Ints:
    """Return how many branches, nodes, drivers or results each network has."""
    return np.asarray(nets[f"last_{part}"] - nets[f"first_{part}"])


def room_of_networks(nets: Any) -> dict[str, Floats]:
    """Return room for what is known of networks at their last solution, and for solving the largest of them."""
    branches, nodes, results = (int(size_of(nets, part).sum()) for part in ("branch", "node", "result"))
    largest = int(size_of(nets, "node").max(initial=0))
    return {
        "flow": np.zeros(branches),
        "change": np.zeros(branches),
        "pressure": np.zeros(nodes),
        "value": np.zeros(results),
        "slope": np.zeros(int((size_of(nets, "driver") * size_of(nets, "result")).sum())),
        "matrix": np.zeros((largest, int(nets["band"].max(initial=0)) + 1)),
        "side": np.zeros(largest),
        "sums": np.zeros(int(size_of(nets, "result").max(initial=0))),
    }
