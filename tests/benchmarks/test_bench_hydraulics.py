"""How long it takes to solve the coolant loops of a hall at once: 22 loops of 2 CDUs and 8 cabinets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.hydraulics import (
    BranchParams,
    LoopTemplate,
    NetworkSolution,
    branch_params,
    loop_template,
    solve_network,
)
from tests.benchmarks.conftest import Target

LOOPS, CDUS, CABINETS = 22, 2, 8
WARM_LIMIT_S = 2e-3


def hall(template: LoopTemplate) -> BranchParams:
    """Return 22 loops that differ in every rack's resistance and in coolant temperature."""
    random = np.random.default_rng(20261120)
    count = template.topology.branch_count
    source, rack = np.zeros(count), np.zeros(count)
    source[template.source_branches], rack[template.consumer_branches] = 1.0, 1.0
    share = CABINETS / CDUS
    nominal = source * share + rack
    for segments in (template.supply_segments, template.return_segments):
        nominal[segments] = np.arange(CABINETS - 1, 0, -1)
    return branch_params(
        density_kg_m3=np.full((LOOPS, count), 1010.0),
        viscosity_pa_s=random.uniform(1.1e-3, 1.6e-3, (LOOPS, 1)) * np.ones(count),
        nominal_flow_kg_s=nominal,
        linear_1_m3=1.5e10 * rack,
        quadratic_1_m4=(3e7 * rack + 5e7 / share**2 * source) * random.uniform(0.8, 1.2, (LOOPS, count)),
        pipe_length_m=1.2 * (source + rack == 0.0),
        pipe_diameter_m=0.1,
        pipe_roughness_m=1.5e-5,
        pump_head_shutoff_pa=2e5 * source,
        pump_head_quadratic=6e10 / share**2 * source,
        pump_speed_frac=np.ones((LOOPS, count)),
        check_valve=source,
    )


@pytest.fixture(scope="module")
def template() -> LoopTemplate:
    return loop_template(CDUS, CABINETS)


@pytest.fixture(scope="module")
def params(template: LoopTemplate) -> BranchParams:
    return hall(template)


@pytest.fixture(scope="module")
def settled(template: LoopTemplate, params: BranchParams) -> NetworkSolution:
    return solve_network(template.topology, params, reference_pressure_pa=2e5)


@pytest.mark.benchmark(group="hydraulics")
def test_cold(benchmark: Any, template: LoopTemplate, params: BranchParams) -> None:
    solution = benchmark(solve_network, template.topology, params, reference_pressure_pa=2e5)
    assert solution.converged.all()


@pytest.mark.benchmark(group="hydraulics")
def test_warm_after_a_speed_change_of_one_percent(
    benchmark: Any,
    at_most_s: Target,
    template: LoopTemplate,
    params: BranchParams,
    settled: NetworkSolution,
) -> None:
    moved = params._replace(pump_speed_frac=np.asarray(params.pump_speed_frac) * 1.01)
    solution = benchmark(
        solve_network,
        template.topology,
        moved,
        reference_pressure_pa=2e5,
        initial_flow_kg_s=settled.flow_kg_s,
        initial_pressure_pa=settled.pressure_pa,
    )
    assert solution.converged.all()
    assert solution.iterations.max() <= 3
    if benchmark.stats is not None:  # absent when benchmarks are disabled
        at_most_s(WARM_LIMIT_S)


@pytest.mark.benchmark(group="hydraulics")
def test_warm_after_a_trip(
    benchmark: Any, template: LoopTemplate, params: BranchParams, settled: NetworkSolution
) -> None:
    speed = np.array(params.pump_speed_frac)
    speed[:, template.source_branches[0]] = 0.0
    solution = benchmark(
        solve_network,
        template.topology,
        params._replace(pump_speed_frac=speed),
        reference_pressure_pa=2e5,
        initial_flow_kg_s=settled.flow_kg_s,
        initial_pressure_pa=settled.pressure_pa,
    )
    assert solution.converged.all()
