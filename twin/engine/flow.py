"""Flow pass: hydraulic networks of all loops, from pump speeds, valve positions and temperatures to flows.

Loops of equal shape are solved in one batch. The derivative of flows with respect to states comes from the
solved network itself, by the implicit function theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from models.fluids import density_kg_m3, viscosity_pa_s
from models.hydraulics.branch import BranchParams, branch_loss_pa
from models.hydraulics.network import NetworkSolution, solve_network
from models.hydraulics.sensitivity import network_sensitivity
from models.hydraulics.template import LoopTemplate
from models.hydraulics.valve import equal_percentage_frac, valve_quadratic_1_m4
from twin.engine.dual import seed
from twin.engine.layout import Layout
from twin.engine.networks import facility_networks, technology_networks
from twin.plant.records import Floats, Ints, Plant

VALVE_LEAK_FRAC = 1e-4
"""Share of Kv a shut control valve still passes: seat leakage class IV, IEC 60534-4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopBatch:
    """Loops of one shape with everything that fixes their branch laws.

    ``params`` holds what does not follow the state; ``temperature``, ``speed`` and ``valve`` say which state
    drives each loop or branch (valve -1: none). ``outputs`` sends branch flows and the remote pressure
    difference to the algebraic values.
    """

    template: LoopTemplate
    params: BranchParams
    fluid: Any
    temperature: Ints
    speed: Ints
    source_branches: Ints
    valve: Ints
    valve_kv_m3_h: Floats
    valve_rangeability: Floats
    static_pressure_pa: Floats
    flow_targets: Ints
    total_target: Ints
    dp_target: Ints
    dp_nodes: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowState:
    """Flows and pressures at a state, or at several.

    ``values`` are the algebraic values, shape (..., n_algebraic); ``pressure_pa`` the pressures of each batch, shape
    (..., n_loop, n_node).
    """

    values: Floats
    pressure_pa: tuple[Floats, ...]

    def copy(self) -> FlowState:
        """Return the same, in arrays of its own."""
        return FlowState(values=self.values.copy(), pressure_pa=tuple(map(np.copy, self.pressure_pa)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedFlow(FlowState):
    """Flows and pressures with the solution of each batch, from which derivatives follow."""

    solutions: tuple[NetworkSolution, ...]
    params: tuple[BranchParams, ...]


def flows_together(flows: Sequence[FlowState]) -> FlowState:
    """Return the flows of several instants, with a leading axis for them."""
    return FlowState(
        values=np.array([flow.values for flow in flows]),
        pressure_pa=tuple(map(np.array, zip(*[flow.pressure_pa for flow in flows], strict=True))),
    )


class Gauges(NamedTuple):
    """Where a batch shows pressures that somebody looks at.

    ``rack`` counts racks, ``network`` the loops of the batch, ``supply`` and ``back`` are nodes before and behind the
    rack. ``loop`` numbers the technology loop of each network; it is empty for facility water.
    """

    rack: Ints
    network: Ints
    supply: Ints
    back: Ints
    loop: Ints


def gauges_of(batch: LoopBatch, layout: Layout) -> Gauges:
    """Return the gauges of a batch."""
    template = batch.template
    first = layout.rack_flow.min(initial=layout.total_count)
    place = batch.flow_targets[:, template.consumer_branches] - first
    network, consumer = np.nonzero((place >= 0) & (place < layout.rack_flow.size))
    loop = batch.total_target - layout.loop_flow.min(initial=layout.total_count)
    technology = (loop >= 0) & (loop < layout.loop_flow.size)
    return Gauges(
        rack=place[network, consumer],
        network=network,
        supply=np.asarray(template.supply_nodes)[consumer],
        back=np.asarray(template.return_nodes)[consumer],
        loop=loop[technology],
    )


class FlowSolver:
    """Solves all networks of a plant and differentiates them."""

    def __init__(self, plant: Plant, layout: Layout) -> None:
        self._layout = layout
        self.batches: tuple[LoopBatch, ...] = (
            *technology_networks(plant, layout),
            *facility_networks(plant, layout),
        )
        self._guess: list[Floats | None] = [None] * len(self.batches)
        self._rows: list[FlatBatch | None] = [None] * len(self.batches)

    def solve(self, joint: Floats) -> SolvedFlow:
        """Return flows and pressure differences at a state."""
        values = np.zeros(self._layout.algebraic_count)
        solutions, all_params = [], []
        for place, batch in enumerate(self.batches):
            params = _params_at(batch, joint)
            solution = solve_network(
                batch.template.topology,
                params,
                reference_pressure_pa=batch.static_pressure_pa[:, None],
                initial_flow_kg_s=self._guess[place],
            )
            self._guess[place] = solution.flow_kg_s
            _scatter(batch, solution, values, self._layout.state_count)
            solutions.append(solution)
            all_params.append(params)
        return SolvedFlow(
            values=values,
            pressure_pa=tuple(solution.pressure_pa for solution in solutions),
            solutions=tuple(solutions),
            params=tuple(all_params),
        )

    def jacobian(self, joint: Floats, flow: SolvedFlow) -> sparse.csc_matrix:
        """Return d(algebraic values)/d(states), shape (n_algebraic, n_state), at a solved state."""
        entries = []
        for place, batch in enumerate(self.batches):
            row = self._rows[place] or flatten(batch)
            self._rows[place] = row
            loss = _loss_partials(batch, row, joint, flow.solutions[place], flow.params[place])
            entries.append(_derivatives(batch, loss, flow.solutions[place], self._layout.state_count))
        shape = (self._layout.algebraic_count, self._layout.state_count)
        if not entries:
            return sparse.csc_matrix(shape)
        rows, columns, data = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        return sparse.csc_matrix((data, (rows, columns)), shape=shape)


def _params_at(batch: LoopBatch, joint: Floats) -> BranchParams:
    temperature = joint[batch.temperature][:, None]
    speed = np.ones(batch.valve.shape)
    speed[:, batch.source_branches] = joint[batch.speed][:, None]
    position = np.where(batch.valve >= 0, joint[batch.valve], 1.0)
    return exchange(batch, temperature, speed, position)


def exchange(batch: LoopBatch | FlatBatch, temperature: Any, speed: Any, position: Any) -> BranchParams:
    """Put what follows the state into the branch laws; runs on arrays and on dual numbers."""
    has_valve = (batch.valve >= 0).astype(float)
    opening = equal_percentage_frac(position, batch.valve_rangeability, VALVE_LEAK_FRAC)
    valve = has_valve * valve_quadratic_1_m4(batch.valve_kv_m3_h * opening)
    return batch.params._replace(
        density_kg_m3=density_kg_m3(temperature, batch.fluid),
        viscosity_pa_s=viscosity_pa_s(temperature, batch.fluid),
        quadratic_1_m4=batch.params.quadratic_1_m4 + valve,
        pump_speed_frac=speed,
    )


def _scatter(batch: LoopBatch, solution: NetworkSolution, values: Floats, offset: int) -> None:
    wanted = batch.flow_targets >= 0
    values[batch.flow_targets[wanted] - offset] = solution.flow_kg_s[wanted]
    values[batch.total_target - offset] = solution.flow_kg_s[:, batch.source_branches].sum(axis=1)
    high, low = batch.dp_nodes
    values[batch.dp_target - offset] = solution.pressure_pa[:, high] - solution.pressure_pa[:, low]


def _derivatives(
    batch: LoopBatch, loss: Sequence[Floats], solution: NetworkSolution, offset: int
) -> tuple[Ints, Ints, Floats]:
    """Return rows, columns and values of d(algebraic)/d(state) for one batch."""
    drivers, loss_by_driver = _by_driver(batch, loss)
    flow, pressure = network_sensitivity(batch.template.topology, solution.slope_pa_s_kg, loss_by_driver)
    high, low = batch.dp_nodes
    total = flow[:, batch.source_branches, :].sum(axis=1, keepdims=True)
    change = np.concatenate([flow, total, pressure[:, [high], :] - pressure[:, [low], :]], axis=1)
    targets = np.concatenate(
        [batch.flow_targets, batch.total_target[:, None], batch.dp_target[:, None]], axis=1
    )
    rows = np.broadcast_to(targets[:, :, None], change.shape)
    columns = np.broadcast_to(drivers[:, None, :], change.shape)
    wanted = (rows >= 0) & (columns >= 0)
    return rows[wanted] - offset, columns[wanted], change[wanted]


def _loss_partials(
    batch: LoopBatch, row: FlatBatch, joint: Floats, solution: NetworkSolution, params: BranchParams
) -> tuple[Floats, Floats, Floats]:
    """Return d(branch loss)/d(temperature, speed, valve position), each of shape (n_loop, n_branch)."""
    shape = batch.valve.shape
    temperature = np.broadcast_to(joint[batch.temperature][:, None], shape)
    position = np.where(batch.valve >= 0, joint[batch.valve], 1.0)
    speed = np.broadcast_to(params.pump_speed_frac, shape)
    seeds = seed([temperature.ravel(), speed.ravel(), position.ravel()])
    dual = branch_loss_pa(solution.flow_kg_s.ravel(), exchange(row, *seeds))
    partials = np.broadcast_to(dual.partials, (3, temperature.size))  # type: ignore[union-attr]  # a dual went in
    by_temperature, by_speed, by_valve = partials.reshape(3, *shape)
    return by_temperature, by_speed, by_valve * (batch.valve >= 0)


def flatten(batch: LoopBatch) -> FlatBatch:
    """Return the batch with one row of branches, as dual numbers want it."""
    shape = batch.valve.shape
    params = BranchParams._make(
        [
            value if name.startswith("has_") else np.broadcast_to(value, shape).ravel()
            for name, value in batch.params._asdict().items()
        ]
    )
    fluid = type(batch.fluid)(
        *[tuple(np.broadcast_to(c, shape).ravel() for c in group) for group in batch.fluid]
    )
    return FlatBatch(
        params, fluid, batch.valve.ravel(), batch.valve_kv_m3_h.ravel(), batch.valve_rangeability.ravel()
    )


@dataclass(frozen=True, slots=True)
class FlatBatch:
    """A batch of loops as one row of branches, each field of shape (n_loop n_branch,)."""

    params: BranchParams
    fluid: Any
    valve: Ints
    valve_kv_m3_h: Floats
    valve_rangeability: Floats


def _by_driver(batch: LoopBatch, loss: Sequence[Floats]) -> tuple[Ints, Floats]:
    """Sort the loss partials by the state that drives them: temperature, speed, then each valve."""
    by_temperature, by_speed, by_valve = loss
    valves = np.flatnonzero((batch.valve >= 0).any(axis=0))
    drivers = np.column_stack([batch.temperature, batch.speed, batch.valve[:, valves]])
    columns = np.zeros((*by_valve.shape, 2 + valves.size))
    columns[:, :, 0] = by_temperature
    columns[:, batch.source_branches, 1] = by_speed[:, batch.source_branches]
    for place, branch in enumerate(valves):
        columns[:, branch, 2 + place] = by_valve[:, branch]
    return drivers, columns
