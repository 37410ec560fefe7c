"""Compiled hydraulic networks against the solver and the sensitivities of the reference engine, on all sites."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numba import njit

from models.hydraulics.topology import Topology
from tests.plants import plant, solved, with_fields
from twin.engine.fast.islands import Island
from twin.engine.fast.kernels import networks
from twin.engine.fast.networks import _banded_order
from twin.engine.fast.stepper import Stepper, drive_row
from twin.engine.fast.tables.tally import new_tally
from twin.engine.system import System
from twin.plant import Plant
from twin.plant.records import Floats

SITES = ("cloudmatrix384", "gb300-hall", "frontier", "atlas950-superpod", "atlas960-superpod")
STRICT = 1e-8


def stepper_of(of: Plant) -> tuple[Stepper, Floats]:
    """Return a started stepper and the state it started from."""
    steady, _ = solved(of)
    count = len(of.cabinets.names)
    stepper = Stepper(System(of), np.zeros(count, dtype=bool), new_tally(count))
    stepper.start(steady.state, steady.drive)
    return stepper, steady.state


def moved(system: System, state: Floats, seed: int) -> Floats:
    """Return a state with other temperatures, speeds and positions of everything that drives a network."""
    random, layout = np.random.default_rng(seed), system.layout
    other = state.copy()
    for name, low, high in (("supply", -10.0, 10.0), ("fws_supply", -10.0, 10.0)):
        place = getattr(layout, name)
        other[place] += random.uniform(low, high, place.size)
    for name in ("pump_speed", "fws_pump_speed", "valve"):
        place = getattr(layout, name)
        other[place] = random.uniform(0.2, 1.0, place.size)
    return other


def flows_at(stepper: Stepper, state: Floats) -> Any:
    stepper.put(state)
    return stepper.flows()


def island_of(stepper: Stepper) -> Island:
    """Return the only island of a plant."""
    (island,) = stepper.islands
    return island


@pytest.mark.parametrize("name", SITES)
def test_flows_and_pressures_are_those_of_the_reference_engine(name: str) -> None:
    of = plant(name)
    stepper, state = stepper_of(of)
    for seed in range(3):
        other = moved(stepper.system, state, seed)
        found, expected = flows_at(stepper, other), System(of).flows(other)
        layout = stepper.system.layout
        algebraic = np.ones(layout.algebraic_count, dtype=bool)
        algebraic[layout.dc_power - layout.state_count] = False
        scale = np.abs(expected.values[algebraic]).max()
        np.testing.assert_allclose(
            found.values[algebraic], expected.values[algebraic], rtol=STRICT, atol=1e-12 * scale
        )
        for one, pressure in zip(found.pressure_pa, expected.pressure_pa, strict=True):
            span = np.ptp(pressure, axis=1, keepdims=True)
            assert np.all(np.abs(one - pressure) <= STRICT * span)


@pytest.mark.parametrize("name", SITES[:3])
def test_slopes_are_those_of_the_implicit_function_theorem(name: str) -> None:
    of = plant(name)
    stepper, state = stepper_of(of)
    other = moved(stepper.system, state, 5)
    stepper.put(other)
    assert stepper._module.refresh_networks(island_of(stepper).nets, island_of(stepper).joint, True) == -1
    system, nets, layout = System(of), island_of(stepper).nets, stepper.system.layout
    joint = np.concatenate([other, np.zeros(layout.algebraic_count)])
    expected = system._flow.jacobian(joint, system.flows(other)).toarray()
    checked = 0
    for net in nets.each:
        drivers = nets.drivers["place"][net["first_driver"] : net["last_driver"]].astype(int)
        results = nets.result[net["first_result"] : net["last_result"]].astype(int)
        first = net["first_slope"]
        slopes = nets.slope[first : first + drivers.size * results.size].reshape(drivers.size, results.size).T
        truth = expected[
            np.ix_(results - stepper.tables.layout.state_count, drivers + layout.chip_state_count)
        ]
        np.testing.assert_allclose(slopes, truth, rtol=1e-6, atol=1e-9 * np.abs(truth).max())
        checked += slopes.size
    assert checked == np.count_nonzero(nets.slope == nets.slope)


def test_what_is_no_number_has_not_converged() -> None:
    stepper, _ = stepper_of(plant())
    nets, joint = island_of(stepper).nets, island_of(stepper).joint
    assert stepper._module.refresh_networks(nets, joint, True) == -1
    nets.flow[nets.each["first_branch"][-1] :] = np.nan
    assert stepper._module.refresh_networks(nets, joint, True) == nets.each.size - 1


def test_a_search_that_is_lost_begins_again_from_scratch() -> None:
    of = plant("superpod-15k", "cabinet")
    steady, _ = solved(of)
    found = []
    for spoilt in (False, True):
        stepper = Stepper(
            System(of), np.zeros(len(of.cabinets.names), dtype=bool), new_tally(len(of.cabinets.names))
        )
        stepper.start(steady.state, steady.drive)
        for island in stepper.islands[1:3] if spoilt else ():
            island.nets.flow[:] = 1e9
            island.nets.drivers["anchor"] += 5.0
        stepper.advance(0.0, 1.0, np.stack([drive_row(steady.drive)] * 3))
        found.append(stepper.state())
    np.testing.assert_allclose(found[1], found[0], rtol=1e-7)


def test_asking_for_flows_leaves_what_the_next_steps_follow() -> None:
    of = plant()
    stepper, state = stepper_of(of)
    nets = island_of(stepper).nets
    stepper.put(moved(stepper.system, state, 5))
    own = (nets.value, nets.drivers["anchor"], nets.slope, nets.flow, nets.pressure, island_of(stepper).joint)
    kept = [array.copy() for array in own]
    values = stepper.flows().values
    for array, before in zip(own, kept, strict=True):
        np.testing.assert_array_equal(array, before)
    layout = stepper.tables.layout
    assert np.abs(values - island_of(stepper).joint[layout.state_count : layout.total_count]).max() > 0.0


def test_between_solves_results_follow_their_drivers_in_a_straight_line() -> None:
    of = plant()
    stepper, state = stepper_of(of)
    layout, nets = stepper.system.layout, island_of(stepper).nets
    kept = nets.value.copy()
    near = state.copy()
    near[layout.pump_speed] += 0.003  # within the reach
    stepper.put(near)
    assert stepper._module.refresh_networks(nets, island_of(stepper).joint, False) == -1
    np.testing.assert_array_equal(nets.value, kept)
    stepper._module.set_flows(nets, island_of(stepper).joint)
    truth = System(of).flows(near).values[layout.rack_flow - layout.state_count]
    np.testing.assert_allclose(island_of(stepper).joint[stepper.tables.layout.rack_flow], truth, rtol=2e-5)
    near[layout.pump_speed] += 0.003
    stepper.put(near)
    assert stepper._module.refresh_networks(nets, island_of(stepper).joint, False) == -1
    assert np.abs(nets.value - kept).max() > 0.0, "beyond the reach it is solved"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"running": np.array([0.0, 1.0])}, id="one CDU behind its check valve"),
        pytest.param({"running": np.array([0.0, 0.0])}, id="none"),
    ],
)
def test_closed_check_valves_and_idle_pumps(changes: dict[str, Floats]) -> None:
    base = plant()
    _, state = stepper_of(base)
    of = with_fields(base, "cdus", **changes)
    count = len(of.cabinets.names)
    stepper = Stepper(System(of), np.zeros(count, dtype=bool), new_tally(count))
    steady, _ = solved(base)
    stepper.start(state, steady.drive)
    expected = System(of).flows(state)
    layout = stepper.system.layout
    nominal = base.cdus.secondary_nominal_kg_s.max()
    place = layout.cdu_flow
    own = stepper.tables.layout.cdu_flow
    np.testing.assert_allclose(
        island_of(stepper).joint[own],
        expected.values[place - layout.state_count],
        rtol=1e-6,
        atol=STRICT * nominal,
    )


@pytest.mark.parametrize("name", SITES)
def test_joined_nodes_stand_close_in_banded_order(name: str) -> None:
    for batch in System(plant(name)).flow_batches:
        topology: Topology = batch.template.topology
        order, band = _banded_order(topology)
        assert sorted(order.tolist()) == list(range(topology.free_nodes.size))
        place = np.full(topology.node_count, -1)
        place[topology.free_nodes[order]] = np.arange(order.size)
        ends = np.stack([place[topology.start], place[topology.end]])
        inner = (ends >= 0).all(axis=0)
        assert np.abs(np.diff(ends[:, inner], axis=0)).max(initial=0) == band
        assert band <= 3, "a ladder of headers"


@pytest.mark.parametrize(("count", "band"), [(1, 0), (2, 1), (9, 2), (30, 3), (12, 11)])
def test_a_banded_matrix_is_solved(count: int, band: int) -> None:
    random = np.random.default_rng(count)
    rows, columns = np.indices((count, count))
    full = np.where(np.abs(rows - columns) <= band, random.normal(size=(count, count)), 0.0)
    full = full + full.T + 4.0 * (band + 1) * np.eye(count)
    stored = np.zeros((count, band + 1))
    for i in range(count):
        for k in range(min(band, i) + 1):
            stored[i, k] = full[i, i - k]
    side = random.normal(size=count)
    expected = np.linalg.solve(full, side)
    njit(networks.factorise_banded)(stored, count, band)
    njit(networks.solve_banded)(stored, side, count, band)
    np.testing.assert_allclose(side, expected, rtol=1e-11, atol=1e-13)
