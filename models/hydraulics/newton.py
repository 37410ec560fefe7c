"""Damped Newton iteration on the flows of a batch of networks that share one topology."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from models.hydraulics.branch import BranchCoefficients, branch_law
from models.hydraulics.topology import Flags, Floats, Integers, Topology

# Residual at which a network is solved, as a share of its pressure scale and of its largest nominal flow.
PRESSURE_TOLERANCE = 1e-10
FLOW_TOLERANCE = 1e-12
# What rounding leaves of the difference of two pressures, as a share of the pressures.
ROUNDING = 1e-14
# A step is shortened when the content's slope at its end exceeds this share of that at its start; the search
# for the minimum along the step ends below the same share.
OVERSHOOT_FRAC = 0.5
SEARCH_STEPS = 30


class Networks(NamedTuple):
    """What is given about a batch; one row per network, or one row for all."""

    coefficients: BranchCoefficients
    static_pa: Floats
    demand_kg_s: Floats
    pressure_scale_pa: Floats
    flow_scale_kg_s: Floats


class Outcome(NamedTuple):
    """What the iteration leaves behind; one row per network."""

    flow_kg_s: Floats
    pressure_pa: Floats
    slope_pa_s_kg: Floats
    residual_pa: Floats
    imbalance_kg_s: Floats
    steps: Integers
    converged: Flags


class _Stride(NamedTuple):
    """The step just taken: where it began, its direction and the content's slope there."""

    origin_kg_s: Floats
    direction_kg_s: Floats
    descent_w: Floats


def iterate(
    topology: Topology, networks: Networks, flow_kg_s: Floats, pressure_pa: Floats, max_steps: int
) -> Outcome:
    """Take Newton steps until every network of the batch is solved or given up.

    Parameters
    ----------
    topology : Topology
        The graph.
    networks : Networks
        Laws, static heads, demands and scales.
    flow_kg_s, pressure_pa : ndarray, shape (n_network, n_branch), (n_network, n_node)
        Start; pressure holds the reference pressures already.
    max_steps : int
        Steps after which a network is given up.

    Returns
    -------
    Outcome

    Notes
    -----
    A solved network is set aside at once, so its result does not depend on its companions.
    """
    outcome = _blank(topology, flow_kg_s, pressure_pa)
    rows = np.arange(flow_kg_s.shape[0])
    stride: _Stride | None = None
    for step in range(max_steps + 1):
        loss, slope = _law(flow_kg_s, networks.coefficients)
        drive = networks.static_pa + pressure_pa @ topology.incidence
        residual = loss - drive
        limit = _pressure_limit_pa(networks, pressure_pa)
        # The first step restores the node balances; only from then on is the content defined along a step.
        if stride is not None and step >= 2:
            flow_kg_s, residual, slope = _shorten(
                networks.coefficients, drive, stride, flow_kg_s, residual, slope, limit
            )
        imbalance = flow_kg_s @ topology.free_incidence.T + networks.demand_kg_s
        solved, lost = _judge(networks, flow_kg_s, residual, imbalance, limit)
        leaving = solved | lost | (step == max_steps)
        if leaving.any():
            state = (flow_kg_s, pressure_pa, slope, residual, imbalance)
            _set_aside(outcome, rows[leaving], [values[leaving] for values in state], step, solved[leaving])
            staying = ~leaving
            if not staying.any():
                break
            rows, networks = rows[staying], _rows(networks, staying)
            flow_kg_s, pressure_pa, slope, residual, imbalance = (values[staying] for values in state)
        conductance = 1.0 / slope
        pull = residual * conductance
        rise = solve_nodes(topology, conductance, pull @ topology.free_incidence.T - imbalance)
        direction = (rise @ topology.free_incidence) * conductance - pull
        stride = _Stride(flow_kg_s, direction, (slope * direction * direction).sum(axis=-1))
        flow_kg_s = flow_kg_s + direction
        pressure_pa = pressure_pa.copy()
        pressure_pa[:, topology.free_nodes] += rise
    return outcome


def _blank(topology: Topology, flow: Floats, pressure: Floats) -> Outcome:
    return Outcome(
        np.empty_like(flow),
        np.empty_like(pressure),
        np.empty_like(flow),
        np.empty_like(flow),
        np.empty((flow.shape[0], topology.free_nodes.size)),
        np.zeros(flow.shape[0], dtype=np.intp),
        np.zeros(flow.shape[0], dtype=np.bool_),
    )


def _pressure_limit_pa(networks: Networks, pressure: Floats) -> Floats:
    rounding = ROUNDING * np.abs(pressure).max(axis=-1)
    return np.asarray(PRESSURE_TOLERANCE * networks.pressure_scale_pa[..., 0] + rounding)


def _judge(
    networks: Networks, flow: Floats, residual: Floats, imbalance: Floats, pressure_limit: Floats
) -> tuple[Flags, Flags]:
    """Return which networks are solved, and which have left the finite numbers."""
    pressure_error = np.abs(residual).max(axis=-1)
    flow_error = np.abs(imbalance).max(axis=-1, initial=0.0)
    flow_limit = FLOW_TOLERANCE * np.maximum(networks.flow_scale_kg_s[..., 0], np.abs(flow).max(axis=-1))
    solved = (pressure_error <= pressure_limit) & (flow_error <= flow_limit)
    return solved, ~np.isfinite(pressure_error + flow_error)


def _set_aside(outcome: Outcome, rows: Integers, state: list[Floats], step: int, solved: Flags) -> None:
    for store, values in zip(outcome, state, strict=False):
        store[rows] = values
    outcome.steps[rows] = step
    outcome.converged[rows] = solved


def _law(flow: Floats, coefficients: BranchCoefficients) -> tuple[Floats, Floats]:
    loss, slope = branch_law(flow, coefficients)
    return np.asarray(loss), np.asarray(slope)


def solve_nodes(topology: Topology, conductance: Floats, inflow: Floats) -> Floats:
    """Solve A D^-1 A^T x = inflow for each network.

    Parameters
    ----------
    topology : Topology
        The graph; A is its incidence at free nodes.
    conductance : ndarray, shape (n_network, n_branch)
        D^-1, the inverse slope of each branch [kg/(s Pa)], positive.
    inflow : ndarray, shape (n_network, n_free) or (n_network, n_free, k)
        Right-hand sides.

    Returns
    -------
    ndarray
        Of the shape of ``inflow``; NaN for a network whose matrix is singular.
    """
    free = topology.free_incidence
    size, (count, branches) = conductance.shape[0], free.shape
    weighted = (free * conductance[:, None, :]).reshape(size * count, branches)
    matrix = (weighted @ free.T).reshape(size, count, count)
    sides = inflow if inflow.ndim == 3 else inflow[..., None]
    try:
        result = np.asarray(np.linalg.solve(matrix, sides), dtype=np.float64)
    except np.linalg.LinAlgError:
        result = np.stack([_solve_or_nan(one, side) for one, side in zip(matrix, sides, strict=True)])
    return result if inflow.ndim == 3 else result[..., 0]


def _solve_or_nan(matrix: Floats, side: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(matrix, side), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(side, np.nan)


def _shorten(
    coefficients: BranchCoefficients,
    drive: Floats,
    stride: _Stride,
    flow: Floats,
    residual: Floats,
    slope: Floats,
    pressure_limit: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Shorten the steps that overshot, and return flow, residual and slope at their new ends."""
    direction, limit = stride.direction_kg_s, OVERSHOOT_FRAC * stride.descent_w

    def content(residual: Floats, slope: Floats) -> tuple[Floats, Floats]:
        """Return slope and curvature of the content along the step."""
        return (direction * residual).sum(axis=-1), (direction * direction * slope).sum(axis=-1)

    here, curvature = content(residual, slope)
    # Where every law holds already there is only rounding left to search in.
    over = (here > limit) & (np.abs(residual).max(axis=-1) > pressure_limit)
    if not over.any():
        return flow, residual, slope
    low, high, share = np.zeros_like(here), np.ones_like(here), np.ones_like(here)
    for _ in range(SEARCH_STEPS):
        # From the steep side of a valve's kink Newton lands beside the minimum; where it leaves the bracket
        # the bracket is halved.
        high, low = np.where(here > 0.0, share, high), np.where(here > 0.0, low, share)
        guess = share - here / curvature
        guess = np.where((guess > low) & (guess < high), guess, 0.5 * (low + high))
        share = np.where(over, guess, share)
        flow = stride.origin_kg_s + share[:, None] * direction
        loss, slope = _law(flow, coefficients)
        residual = loss - drive
        here, curvature = content(residual, slope)
        over = over & (np.abs(here) > limit)
        if not over.any():
            break
    return flow, residual, slope


def _rows(networks: Networks, keep: Flags) -> Networks:
    def chosen(value: Floats) -> Floats:
        return value if np.ndim(value) < 2 or value.shape[0] != keep.size else value[keep]

    return Networks(map_arrays(chosen, networks.coefficients), *map(chosen, networks[1:]))


def map_arrays(change: Callable[[Any], Floats], coefficients: BranchCoefficients) -> BranchCoefficients:
    """Return the coefficients with a change applied to every array, the two flags kept."""
    arrays: dict[str, Any] = {
        name: change(getattr(coefficients, name)) for name in BranchCoefficients._fields[:-2]
    }
    return coefficients._replace(**arrays)
