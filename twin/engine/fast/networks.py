"""Hydraulic networks as tables, and the law of their branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import reverse_cuthill_mckee

from models.hydraulics.branch import branch_coefficients, branch_law
from models.hydraulics.topology import Topology
from twin.engine.fast.emit import Body, scalar_function, table
from twin.engine.fast.tables.networks import (
    BRANCH,
    DRIVER,
    NET,
    Networks,
    room_of_networks,
    set_ranges,
    size_of,
)
from twin.engine.fast.trace import argument, derivative, traced
from twin.engine.flow import LoopBatch, exchange, flatten
from twin.engine.layout import Layout
from twin.engine.networks import facility_networks, technology_networks
from twin.plant.records import Floats, Ints, Plant


def network_tables(plant: Plant, layout: Layout) -> tuple[str, Networks, tuple[Ints, ...]]:
    """Return the text of the branch law, the tables of all networks, and the order of the free nodes of each."""
    batches = [*technology_networks(plant, layout), *facility_networks(plant, layout)]
    if not batches:
        return _NO_BRANCH, _joined([], np.zeros((0, 1)), np.zeros((0, 1))), ()
    texts, numbers, slope_numbers, pieces = set(), [], [], []
    for batch in batches:
        (law_text, law), (slope_text, slopes) = _branch_laws(batch)
        texts.add(f"{law_text}\n\n\n{slope_text}")
        numbers.append(table(law.numbers, batch.valve.size, np.float64))
        slope_numbers.append(table(slopes.numbers, batch.valve.size, np.float64))
        pieces += [_network(batch, row) for row in range(batch.valve.shape[0])]
    (text,) = texts  # one law for every branch
    nets = _joined(pieces, np.concatenate(numbers), np.concatenate(slope_numbers))
    return text, nets, tuple(piece["order"] for piece in pieces)


_NO_BRANCH = """def branch_law(i, P, f, t, s, v):
    return 0.0, 1.0


def branch_slopes(i, P, f, t, s, v):
    return 0.0, 0.0, 0.0
"""
"""Of a site that is cooled by air alone: it has no branch to ask about."""


def _branch_laws(batch: LoopBatch) -> tuple[tuple[str, Body], tuple[str, Body]]:
    flat = flatten(batch)
    full = flat.params._replace(has_pipe=np.True_, has_power=np.True_)
    flow, temperature, speed, valve = (argument(name) for name in _BRANCH_ARGUMENTS)
    params = exchange(replace(flat, params=full), temperature, speed, valve)
    given: Any = flow
    loss, slope = map(traced, branch_law(given, branch_coefficients(params)))
    slopes = [derivative(loss, name) for name in _BRANCH_ARGUMENTS[1:]]
    return (
        scalar_function("branch_law", _BRANCH_ARGUMENTS, [loss, slope]),
        scalar_function("branch_slopes", _BRANCH_ARGUMENTS, slopes),
    )


_BRANCH_ARGUMENTS = ("f", "t", "s", "v")

REACH_TEMPERATURE_K = 1.0
REACH_SPEED = 0.004
REACH_VALVE = 0.005
"""How far a driver moves before its network is solved again; in between flows follow in a straight line."""


def _network(batch: LoopBatch, row: int) -> dict[str, Any]:
    topology = batch.template.topology
    place = np.full(topology.node_count, -1, dtype=np.int64)
    order, band = _banded_order(topology)
    place[topology.free_nodes[order]] = np.arange(order.size)
    source = np.zeros(topology.branch_count, dtype=np.int64)
    source[batch.source_branches] = 1
    valves = np.flatnonzero(batch.valve[row] >= 0)
    wanted = np.flatnonzero(batch.flow_targets[row] >= 0)
    high, low = batch.dp_nodes
    return {
        "band": band,
        "begin": place[topology.start],
        "end": place[topology.end],
        "source": source,
        "valve": batch.valve[row],
        "driver": np.concatenate([[batch.temperature[row], batch.speed[row]], batch.valve[row, valves]]),
        "valve_branch": np.concatenate([[-1, -1], valves]),
        "reach": np.concatenate([[REACH_TEMPERATURE_K, REACH_SPEED], np.full(valves.size, REACH_VALVE)]),
        "result": np.concatenate(
            [batch.flow_targets[row, wanted], [batch.total_target[row], batch.dp_target[row]]]
        ),
        "result_branch": np.concatenate([wanted, [-1, -2]]),
        "node_high": place[high],
        "node_low": place[low],
        "scale_pa": float(np.broadcast_to(batch.params.nominal_dp_pa, (batch.valve.shape[0], 1))[row, 0]),
        "scale_kg_s": float(np.max(np.broadcast_to(batch.params.nominal_flow_kg_s, batch.valve.shape)[row])),
        "nodes": order.size,
        "order": order,
    }


def _banded_order(topology: Topology) -> tuple[Ints, int]:
    """Return an order of the free nodes in which joined nodes stand close, and how far apart they are at most."""
    free = topology.free_incidence
    graph = sparse.csr_matrix(np.abs(free) @ np.abs(free).T)
    order = np.asarray(reverse_cuthill_mckee(graph, symmetric_mode=True), dtype=np.int64)
    place = np.argsort(order)
    rows, columns = graph.nonzero()
    return order, int(np.abs(place[rows] - place[columns]).max(initial=0))


def _joined(pieces: Sequence[dict[str, Any]], numbers: Floats, slope_numbers: Floats) -> Networks:
    def together(*names: str) -> Any:
        return np.concatenate([np.zeros(0), *[piece[name] for name in names for piece in pieces]])

    each = np.zeros(len(pieces), dtype=NET)
    for name in ("band", "node_high", "node_low", "scale_pa", "scale_kg_s"):
        each[name] = [piece[name] for piece in pieces]
    set_ranges(each, "branch", [piece["begin"].size for piece in pieces])
    set_ranges(each, "node", [piece["nodes"] for piece in pieces])
    set_ranges(each, "driver", [piece["driver"].size for piece in pieces])
    set_ranges(each, "result", [piece["result"].size for piece in pieces])
    branches = np.zeros(int(size_of(each, "branch").sum()), dtype=BRANCH)
    for name in ("begin", "end", "source", "valve"):
        branches[name] = together(name)
    drivers = np.zeros(int(size_of(each, "driver").sum()), dtype=DRIVER)
    drivers["place"], drivers["reach"] = together("driver"), together("reach")
    for name in ("valve_branch", "result_branch"):
        for piece, first in zip(pieces, each["first_branch"], strict=True):
            piece[name] = np.where(piece[name] >= 0, piece[name] + first, piece[name])
    drivers["valve_branch"] = together("valve_branch")
    return Networks(
        each=each,
        branches=branches,
        drivers=drivers,
        numbers=numbers,
        slope_numbers=slope_numbers,
        result=together("result").astype(np.int64),
        result_branch=together("result_branch").astype(np.int64),
        **room_of_networks(each),
    )
