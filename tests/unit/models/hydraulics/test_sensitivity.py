"""Derivatives of a solved network against differences of two solves."""

from __future__ import annotations

import numpy as np
import pytest

from models.hydraulics import BranchParams, branch_params, loop_template, network_sensitivity, solve_network
from models.hydraulics.branch import branch_loss_pa

LOOP = loop_template(2, 3, common_branch=True)
COUNT = LOOP.topology.branch_count


def params() -> BranchParams:
    """Return two unequal pumps on three racks, with headers that count."""
    source, rack = np.zeros(COUNT), np.zeros(COUNT)
    source[LOOP.source_branches], rack[LOOP.consumer_branches] = [1.0, 0.9], [1.0, 1.2, 0.8]
    return branch_params(
        density_kg_m3=1010.0,
        viscosity_pa_s=1.35e-3,
        nominal_flow_kg_s=1.5,
        linear_1_m3=2e10 * rack,
        quadratic_1_m4=3e7 * rack + 1e7 * source,
        pipe_length_m=3.0 * (source + rack == 0.0),
        pipe_diameter_m=0.05,
        pipe_roughness_m=1.5e-5,
        pump_head_shutoff_pa=2e5 * source,
        pump_head_quadratic=4e10 * source,
        check_valve=(source > 0.0).astype(float),
    )


@pytest.mark.parametrize("name", ["viscosity_pa_s", "quadratic_1_m4", "pump_speed_frac", "density_kg_m3"])
def test_agrees_with_differences(name: str) -> None:
    base = params()
    centre = np.broadcast_to(getattr(base, name), (COUNT,)).astype(float)
    scale = 1e-4 * float(np.max(centre))

    def moved(step: float) -> BranchParams:
        change = {name: centre + step * scale * np.eye(COUNT)}
        return base._replace(**change)  # type: ignore[arg-type]

    solution = solve_network(LOOP.topology, base, reference_pressure_pa=2e5)
    partial = (
        np.asarray(branch_loss_pa(solution.flow_kg_s, moved(1.0)))
        - np.asarray(branch_loss_pa(solution.flow_kg_s, moved(-1.0)))
    ) / (2.0 * scale)
    flow, pressure = network_sensitivity(LOOP.topology, solution.slope_pa_s_kg, partial.T)
    above = solve_network(LOOP.topology, moved(1.0), reference_pressure_pa=2e5)
    below = solve_network(LOOP.topology, moved(-1.0), reference_pressure_pa=2e5)
    for exact, high, low in (
        (flow, above.flow_kg_s, below.flow_kg_s),
        (pressure, above.pressure_pa, below.pressure_pa),
    ):
        differences = ((high - low) / (2.0 * scale)).T
        np.testing.assert_allclose(exact, differences, rtol=1e-4, atol=1e-5 * np.max(np.abs(differences)))


def test_keeps_mass_and_reference_pressure() -> None:
    solution = solve_network(LOOP.topology, params(), reference_pressure_pa=2e5)
    flow, pressure = network_sensitivity(LOOP.topology, solution.slope_pa_s_kg, np.eye(COUNT))
    assert flow.shape == (COUNT, COUNT)
    assert pressure.shape == (LOOP.topology.node_count, COUNT)
    np.testing.assert_allclose(LOOP.topology.incidence @ flow, 0.0, atol=1e-12 * np.max(np.abs(flow)))
    np.testing.assert_array_equal(pressure[LOOP.suction_node], 0.0)


def test_batch_equals_one_by_one() -> None:
    slopes = np.random.default_rng(5).uniform(1.0, 9.0, (4, COUNT)) * 1e4
    partials = np.random.default_rng(6).normal(size=(4, COUNT, 3))
    flow, pressure = network_sensitivity(LOOP.topology, slopes, partials)
    for row in range(4):
        one_flow, one_pressure = network_sensitivity(LOOP.topology, slopes[row], partials[row])
        np.testing.assert_allclose(flow[row], one_flow, rtol=1e-10, atol=1e-18)
        np.testing.assert_allclose(pressure[row], one_pressure, rtol=1e-10, atol=1e-12)


def test_more_loss_in_a_rack_moves_its_flow_to_the_others() -> None:
    solution = solve_network(LOOP.topology, params(), reference_pressure_pa=2e5)
    rack = LOOP.consumer_branches[1]
    flow, _ = network_sensitivity(LOOP.topology, solution.slope_pa_s_kg, np.eye(COUNT)[:, [rack]])
    assert flow[rack, 0] < 0.0
    assert np.all(flow[LOOP.consumer_branches[[0, 2]], 0] > 0.0)
