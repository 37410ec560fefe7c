"""The solver: closed forms, failures of plant and of input, batches, warm starts."""

from __future__ import annotations

import numpy as np
import pytest

from models.constants import GRAVITY_M_S2
from models.hydraulics import (
    NetworkStatus,
    Topology,
    branch_params,
    build_topology,
    loop_template,
    solve_network,
)
from models.hydraulics.branch import BranchParams, branch_loss_pa

DENSITY, VISCOSITY = 1000.0, 1e-3
RING = build_topology(node_count=2, start=(0, 1), end=(1, 0), reference_nodes=(0,))


def ring(speed: float = 1.0) -> BranchParams:
    """Return a pump of (100 - 50 m^2) kPa on a resistance of 50 m^2 kPa: 1 kg/s at full speed."""
    return branch_params(
        density_kg_m3=DENSITY,
        viscosity_pa_s=VISCOSITY,
        nominal_flow_kg_s=2.0,
        quadratic_1_m4=np.array([0.0, 5e7]),
        pump_head_shutoff_pa=np.array([1e5, 0.0]),
        pump_head_quadratic=np.array([5e10, 0.0]),
        pump_speed_frac=np.array([speed, 1.0]),
    )


LOOP = loop_template(2, 3)


def loop_params(speed: tuple[float, float] = (1.0, 1.0), check: float = 1.0) -> BranchParams:
    """Return two pumps on three racks with short headers."""
    source = np.zeros(LOOP.topology.branch_count)
    source[LOOP.source_branches] = 1.0
    rack = np.zeros(LOOP.topology.branch_count)
    rack[LOOP.consumer_branches] = 1.0
    speeds = np.ones(LOOP.topology.branch_count)
    speeds[LOOP.source_branches] = speed
    return branch_params(
        density_kg_m3=DENSITY,
        viscosity_pa_s=VISCOSITY,
        nominal_flow_kg_s=1.5,
        linear_1_m3=2e10 * rack,
        quadratic_1_m4=3e7 * rack + 1e7 * source,
        pipe_length_m=1.2 * (1.0 - source - rack),
        pipe_diameter_m=0.08,
        pipe_roughness_m=1.5e-5,
        pump_head_shutoff_pa=2e5 * source,
        pump_head_quadratic=4e10 * source,
        pump_speed_frac=speeds,
        check_valve=check * source,
    )


def laws_and_balances_hold(
    topology: Topology,
    params: BranchParams,
    flow: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    pressure: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> bool:
    """Check a loop without demands by the definitions alone."""
    lost = pressure[..., topology.start] - pressure[..., topology.end]
    laws = np.max(np.abs(branch_loss_pa(flow, params) - lost)) < 1e-3
    return bool(laws and np.max(np.abs(flow @ topology.incidence.T)) < 1e-9)


def test_pump_on_a_square_resistance() -> None:
    solution = solve_network(RING, ring(), reference_pressure_pa=1.5e5)
    np.testing.assert_allclose(solution.flow_kg_s, 1.0, rtol=1e-9)
    np.testing.assert_allclose(solution.pressure_pa, [1.5e5, 2.0e5], rtol=1e-9)
    assert solution.converged
    assert solution.worst_residual_pa < 1e-3
    assert solution.worst_imbalance_kg_s < 1e-12


def test_flow_follows_speed_and_rests_without_it() -> None:
    for speed in (0.8, 0.3, 0.1):
        solution = solve_network(RING, ring(speed), reference_pressure_pa=1.5e5)
        np.testing.assert_allclose(solution.flow_kg_s, speed, rtol=1e-9)
    still = solve_network(RING, ring(0.0), reference_pressure_pa=1.5e5)
    assert still.converged
    np.testing.assert_allclose(still.flow_kg_s, 0.0, atol=1e-8)
    np.testing.assert_allclose(still.pressure_pa, 1.5e5, rtol=1e-9)


def test_parallel_resistances_share_by_the_square_root() -> None:
    topology = build_topology(node_count=2, start=(0, 0), end=(1, 1), reference_nodes=(0, 1))
    params = branch_params(
        density_kg_m3=DENSITY,
        viscosity_pa_s=VISCOSITY,
        nominal_flow_kg_s=1.0,
        quadratic_1_m4=np.array([1e8, 4e8]),
    )
    solution = solve_network(topology, params, reference_pressure_pa=np.array([3e5, 2e5]))
    np.testing.assert_allclose(solution.flow_kg_s, [1.0, 0.5], rtol=1e-10)


def test_standing_column_carries_its_weight() -> None:
    topology = build_topology(node_count=2, start=(0,), end=(1,), reference_nodes=(0,))
    params = branch_params(
        density_kg_m3=DENSITY, viscosity_pa_s=VISCOSITY, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    )
    solution = solve_network(
        topology, params, reference_pressure_pa=3e5, node_elevation_m=np.array([0.0, 10.0])
    )
    assert solution.pressure_pa[1] == pytest.approx(3e5 - DENSITY * GRAVITY_M_S2 * 10.0, rel=1e-9)
    assert abs(solution.flow_kg_s[0]) < 1e-9


def test_warm_leg_rises_without_a_pump() -> None:
    """Buoyancy: 20 kg/m3 lighter over 5 m drives 981 Pa through two equal square resistances."""
    params = branch_params(
        density_kg_m3=np.array([980.0, 1000.0]),
        viscosity_pa_s=VISCOSITY,
        nominal_flow_kg_s=1.0,
        quadratic_1_m4=np.array([0.98e8, 1.0e8]),
    )
    solution = solve_network(RING, params, reference_pressure_pa=2e5, node_elevation_m=np.array([0.0, 5.0]))
    expected = np.sqrt(20.0 * GRAVITY_M_S2 * 5.0 / 2e5)
    np.testing.assert_allclose(solution.flow_kg_s, expected, rtol=1e-9)


def test_demand_leaves_at_its_node() -> None:
    topology = build_topology(node_count=3, start=(0, 1), end=(1, 2), reference_nodes=(0,))
    params = branch_params(
        density_kg_m3=DENSITY, viscosity_pa_s=VISCOSITY, nominal_flow_kg_s=1.0, linear_1_m3=1e10
    )
    solution = solve_network(
        topology, params, reference_pressure_pa=3e5, demand_kg_s=np.array([9.0, 0.5, 0.25])
    )
    np.testing.assert_allclose(solution.flow_kg_s, [0.75, 0.25], rtol=1e-12)


@pytest.mark.parametrize("speed", [(1.0, 1.0), (1.0, 0.6), (1.0, 0.0), (0.0, 0.0)])
@pytest.mark.parametrize("check", [0.0, 1.0])
def test_loop_satisfies_laws_and_balances(speed: tuple[float, float], check: float) -> None:
    params = loop_params(speed, check)
    solution = solve_network(LOOP.topology, params, reference_pressure_pa=2e5)
    assert solution.converged
    assert laws_and_balances_hold(LOOP.topology, params, solution.flow_kg_s, solution.pressure_pa)


def test_check_valve_keeps_a_dead_source_from_short_circuiting() -> None:
    healthy = solve_network(LOOP.topology, loop_params(), reference_pressure_pa=2e5).flow_kg_s
    guarded = solve_network(LOOP.topology, loop_params((1.0, 0.0)), reference_pressure_pa=2e5).flow_kg_s
    bare = solve_network(LOOP.topology, loop_params((1.0, 0.0), 0.0), reference_pressure_pa=2e5).flow_kg_s
    dead, alive = LOOP.source_branches[1], LOOP.source_branches[0]
    assert abs(guarded[dead]) < 1e-5
    assert bare[dead] < -0.5
    assert guarded[alive] > healthy[alive]
    assert np.all(guarded[LOOP.consumer_branches] < healthy[LOOP.consumer_branches])
    assert np.all(bare[LOOP.consumer_branches] < guarded[LOOP.consumer_branches])


def test_weaker_pump_is_pushed_shut_by_the_stronger() -> None:
    flow = solve_network(LOOP.topology, loop_params((1.0, 0.3)), reference_pressure_pa=2e5).flow_kg_s
    assert abs(flow[LOOP.source_branches[1]]) < 1e-5


def test_dead_source_behind_its_valve_equals_its_absence() -> None:
    dead = solve_network(LOOP.topology, loop_params((1.0, 0.0)), reference_pressure_pa=2e5)
    single = loop_template(1, 3)
    kept = np.delete(np.arange(LOOP.topology.branch_count), LOOP.source_branches[1])
    params = loop_params()
    alone = BranchParams(
        *(a if np.ndim(a) == 0 or np.size(a) == 1 else np.asarray(a)[kept] for a in params)  # type: ignore[arg-type]
    )
    absent = solve_network(single.topology, alone, reference_pressure_pa=2e5)
    np.testing.assert_allclose(dead.flow_kg_s[kept], absent.flow_kg_s, rtol=5e-6)
    np.testing.assert_allclose(dead.pressure_pa, absent.pressure_pa, rtol=5e-6)


def test_shutting_one_rack_raises_its_neighbours() -> None:
    before = solve_network(LOOP.topology, loop_params(), reference_pressure_pa=2e5).flow_kg_s
    open_frac = np.ones(LOOP.topology.branch_count)
    open_frac[LOOP.consumer_branches[1]] = 0.0
    after = solve_network(
        LOOP.topology, loop_params()._replace(open=open_frac), reference_pressure_pa=2e5
    ).flow_kg_s
    assert after[LOOP.consumer_branches[1]] < 1e-5
    for neighbour in (LOOP.consumer_branches[0], LOOP.consumer_branches[2]):
        assert after[neighbour] > before[neighbour]


def test_node_behind_shut_branches_keeps_a_pressure() -> None:
    open_frac = np.ones(LOOP.topology.branch_count)
    open_frac[[LOOP.consumer_branches[2], LOOP.supply_segments[1], LOOP.return_segments[1]]] = 0.0
    solution = solve_network(LOOP.topology, loop_params()._replace(open=open_frac), reference_pressure_pa=2e5)
    assert solution.converged
    assert 2e5 < solution.pressure_pa[LOOP.supply_nodes[2]] < solution.pressure_pa[LOOP.discharge_node]
    assert solution.worst_imbalance_kg_s < 1e-9


def test_direct_return_starves_the_last_rack_and_reverse_return_does_not() -> None:
    spread = {}
    for kind in ("direct", "reverse"):
        template = loop_template(2, 3, return_kind=kind)
        flow = solve_network(template.topology, loop_params(), reference_pressure_pa=2e5).flow_kg_s
        racks = flow[template.consumer_branches]
        spread[kind] = np.ptp(racks) / racks.mean()
        if kind == "direct":
            assert np.all(np.diff(racks) < 0.0)
    assert spread["reverse"] < 0.6 * spread["direct"]


def test_batch_equals_one_by_one() -> None:
    speeds = np.ones((5, LOOP.topology.branch_count))
    speeds[:, LOOP.source_branches] = [[1.0, 1.0], [1.0, 0.5], [0.2, 0.9], [0.0, 0.0], [1.0, 0.0]]
    reference = np.linspace(1e5, 3e5, 5)[:, np.newaxis]
    together = solve_network(
        LOOP.topology, loop_params()._replace(pump_speed_frac=speeds), reference_pressure_pa=reference
    )
    assert together.flow_kg_s.shape == (5, LOOP.topology.branch_count)
    for row in range(5):
        alone = solve_network(
            LOOP.topology,
            loop_params()._replace(pump_speed_frac=speeds[row]),
            reference_pressure_pa=reference[row],
        )
        np.testing.assert_allclose(together.flow_kg_s[row], alone.flow_kg_s, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(together.pressure_pa[row], alone.pressure_pa, rtol=1e-12)
        assert together.iterations[row] == alone.iterations


def test_leading_axes_are_kept() -> None:
    speeds = np.ones((2, 3, LOOP.topology.branch_count))
    speeds[..., LOOP.source_branches[0]] = [[1.0, 0.9, 0.8], [0.7, 0.6, 0.5]]
    params = loop_params()._replace(pump_speed_frac=speeds)
    solution = solve_network(LOOP.topology, params, reference_pressure_pa=2e5)
    assert solution.flow_kg_s.shape == (2, 3, LOOP.topology.branch_count)
    assert solution.pressure_pa.shape == (2, 3, LOOP.topology.node_count)
    assert solution.status.shape == solution.iterations.shape == solution.worst_residual_pa.shape == (2, 3)
    corner = solve_network(
        LOOP.topology, loop_params()._replace(pump_speed_frac=speeds[1, 2]), reference_pressure_pa=2e5
    )
    np.testing.assert_allclose(solution.flow_kg_s[1, 2], corner.flow_kg_s, rtol=1e-12)


def test_warm_start_is_short_and_ends_at_the_same_place() -> None:
    first = solve_network(LOOP.topology, loop_params(), reference_pressure_pa=2e5)
    again = solve_network(
        LOOP.topology,
        loop_params(),
        reference_pressure_pa=2e5,
        initial_flow_kg_s=first.flow_kg_s,
        initial_pressure_pa=first.pressure_pa,
    )
    assert again.iterations == 0
    moved = loop_params((1.0, 0.995))
    cold = solve_network(LOOP.topology, moved, reference_pressure_pa=2e5)
    warm = solve_network(
        LOOP.topology,
        moved,
        reference_pressure_pa=2e5,
        initial_flow_kg_s=first.flow_kg_s,
        initial_pressure_pa=first.pressure_pa,
    )
    assert warm.iterations <= 3
    assert warm.iterations < cold.iterations
    np.testing.assert_allclose(warm.flow_kg_s, cold.flow_kg_s, rtol=1e-8)


def test_bad_start_is_no_obstacle() -> None:
    good = solve_network(LOOP.topology, loop_params((1.0, 0.0)), reference_pressure_pa=2e5)
    for guess in (0.0, -5.0, 1e3):
        solution = solve_network(
            LOOP.topology,
            loop_params((1.0, 0.0)),
            reference_pressure_pa=2e5,
            initial_flow_kg_s=np.full(LOOP.topology.branch_count, guess),
        )
        assert solution.converged
        np.testing.assert_allclose(solution.flow_kg_s, good.flow_kg_s, rtol=1e-7, atol=1e-9)


def test_not_a_number_is_a_status_and_stays_in_its_row() -> None:
    speeds = np.ones((3, LOOP.topology.branch_count))
    speeds[1, LOOP.source_branches[0]] = np.nan
    solution = solve_network(
        LOOP.topology, loop_params()._replace(pump_speed_frac=speeds), reference_pressure_pa=2e5
    )
    assert solution.status.tolist() == [
        NetworkStatus.CONVERGED,
        NetworkStatus.NOT_FINITE,
        NetworkStatus.CONVERGED,
    ]


def test_running_out_of_steps_is_a_status_that_names_the_worst_branch() -> None:
    solution = solve_network(
        LOOP.topology, loop_params((1.0, 0.0)), reference_pressure_pa=2e5, max_iterations=1
    )
    assert solution.status == NetworkStatus.ITERATION_LIMIT
    assert not solution.converged
    assert solution.worst_residual_pa > 1.0
    assert solution.worst_branch in LOOP.source_branches


def test_perfect_conductor_is_a_status() -> None:
    """A branch that lost its resistance after the record was built: no finite flow, no exception."""
    params = branch_params(
        density_kg_m3=DENSITY,
        viscosity_pa_s=VISCOSITY,
        nominal_flow_kg_s=1.0,
        linear_1_m3=np.array([1e9, 1e9]),
    )._replace(linear_1_m3=np.array([0.0, 1e9]))
    solution = solve_network(RING, params, reference_pressure_pa=2e5)
    assert solution.status == NetworkStatus.NOT_FINITE
