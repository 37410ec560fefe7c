"""Pipe networks with published solutions, all through the one solver."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.constants import GRAVITY_M_S2
from models.hydraulics import (
    HAZEN_WILLIAMS_EXPONENT,
    NetworkSolution,
    Topology,
    branch_params,
    build_topology,
    equal_percentage_frac,
    filter_power_coefficient,
    fit_two_term,
    hazen_williams_coefficient,
    loop_template,
    pump_coefficients,
    pump_electric_power_w,
    pump_head_pa,
    solve_network,
    valve_quadratic_1_m4,
    velocity_m_s,
)

BAR = 1e5

# pandapipes test networks with STANET results (github.com/e2nIEE/pandapipes, BSD-3-Clause): water of
# 1000 kg/m3 and 1.793e-3 Pa s, Prandtl-Colebrook friction, roughness 0.1 mm, no elevation.
STANET_DENSITY, STANET_VISCOSITY, STANET_ROUGHNESS = 1000.0, 1.793e-3, 1e-4

# meshed_2valves: from, to, length [m], loss coefficient, open, velocity [m/s]; all of 100 mm.
MESHED = (
    ("K1024", "K1025", 500.0, 0.0, 1.0, 1.2732),
    ("K1025", "K1029", 100.0, 200.0, 1.0, 1.2732),
    ("K1029", "K1027", 250.0, 0.0, 1.0, 1.2732),
    ("K1027", "K1028", 250.0, 0.0, 1.0, 1.2732),
    ("K1026", "K1027", 250.0, 0.0, 1.0, 0.0),
    ("K1025", "K1026", 100.0, 200.0, 0.0, 0.0),
)
MESHED_PRESSURE_BAR = {
    "K1024": 10.0,
    "K1025": 9.0688,
    "K1029": 7.2614,
    "K1027": 6.7959,
    "K1026": 6.7959,
    "K1028": 6.3303,
}

# simple_strand_net: from, to, length [m], diameter [mm], velocity [m/s].
STRAND = (
    ("K1", "K2", 10.0, 200.0, 0.1768),
    ("K2", "K4", 10000.0, 75.0, 0.1886),
    ("K2", "K3", 20.0, 150.0, 0.1886),
    ("K3", "K5", 5000.0, 75.0, 0.1258),
    ("K1", "K6", 5.0, 200.0, 0.1680),
    ("K6", "K7", 8400.0, 500.0, 0.0156),
    ("K7", "K8", 500.0, 75.0, 0.1258),
    ("K7", "K9", 1700.0, 75.0, 0.1886),
)
STRAND_DRAW_KG_S = {
    "K2": 1.388889,
    "K3": 2.777778,
    "K4": 0.833333,
    "K5": 0.555556,
    "K6": 2.222222,
    "K7": 1.666667,
    "K8": 0.555556,
    "K9": 0.833333,
}
STRAND_PRESSURE_BAR = {
    "K1": 4.0,
    "K2": 3.9998,
    "K3": 3.9991,
    "K4": 3.1769,
    "K5": 3.7970,
    "K6": 3.9999,
    "K7": 3.9991,
    "K8": 3.9789,
    "K9": 3.8592,
}

# EPANET example network Net1 (US EPA, public domain) at t = 0, EPANET 2.2: pipe, from, to, length [ft],
# diameter [in], flow [l/s]; node, elevation [ft], demand [gpm], head [m]. Hazen-Williams C = 100.
FOOT, INCH, GPM = 0.3048, 0.0254, 6.30901964e-5
NET1_PIPES = (
    (10, 10, 11, 10530.0, 18.0, 117.737),
    (11, 11, 12, 5280.0, 14.0, 77.866),
    (12, 12, 13, 5280.0, 10.0, 8.160),
    (21, 21, 22, 5280.0, 10.0, 12.060),
    (22, 22, 23, 5280.0, 12.0, 7.613),
    (31, 31, 32, 5280.0, 6.0, 2.575),
    (110, 2, 12, 200.0, 18.0, -48.338),
    (111, 11, 21, 5280.0, 10.0, 30.407),
    (112, 12, 22, 5280.0, 12.0, 11.905),
    (113, 13, 23, 5280.0, 8.0, 1.851),
    (121, 21, 31, 5280.0, 8.0, 8.884),
    (122, 22, 32, 5280.0, 6.0, 3.734),
)
NET1_NODES = (
    (9, 800.0, 0.0, 243.840),
    (10, 710.0, 0.0, 306.125),
    (11, 710.0, 150.0, 300.298),
    (12, 700.0, 150.0, 295.677),
    (13, 695.0, 100.0, 295.312),
    (21, 700.0, 150.0, 296.127),
    (22, 695.0, 200.0, 295.375),
    (23, 690.0, 150.0, 295.243),
    (31, 700.0, 100.0, 294.861),
    (32, 710.0, 100.0, 294.342),
    (2, 970.0, 0.0, 295.656),
)
NET1_RESERVOIR, NET1_TANK, NET1_PUMP_FLOW = 9, 2, 117.737


def assert_mass_balance(
    topology: Topology, solution: NetworkSolution, demand_kg_s: NDArray[np.float64]
) -> None:
    """Recompute the balance of every node from the published flows."""
    left = topology.incidence @ solution.flow_kg_s + demand_kg_s
    assert np.max(np.abs(left[topology.free_nodes])) < 1e-9
    assert abs(np.sum(left)) == pytest.approx(abs(np.sum(demand_kg_s)), abs=1e-9)


def test_meshed_network_with_an_open_and_a_closed_valve() -> None:
    nodes = list(MESHED_PRESSURE_BAR)
    topology = build_topology(
        node_count=len(nodes),
        start=[nodes.index(row[0]) for row in MESHED],
        end=[nodes.index(row[1]) for row in MESHED],
        reference_nodes=[nodes.index("K1024")],
    )
    _, _, length, loss, open_frac, velocity = zip(*MESHED, strict=True)
    params = branch_params(
        density_kg_m3=STANET_DENSITY,
        viscosity_pa_s=STANET_VISCOSITY,
        nominal_flow_kg_s=10.0,
        pipe_length_m=np.array(length),
        pipe_diameter_m=0.1,
        pipe_roughness_m=STANET_ROUGHNESS,
        pipe_loss_coefficient=np.array(loss),
        open=np.array(open_frac),
    )
    demand = np.array([10.0 if node == "K1028" else 0.0 for node in nodes])
    solution = solve_network(topology, params, reference_pressure_pa=10.0 * BAR, demand_kg_s=demand)
    assert solution.converged
    np.testing.assert_allclose(solution.pressure_pa / BAR, list(MESHED_PRESSURE_BAR.values()), atol=1e-3)
    found = velocity_m_s(solution.flow_kg_s / STANET_DENSITY, 0.1)
    np.testing.assert_allclose(found, velocity, atol=1e-3)
    assert_mass_balance(topology, solution, demand)


def test_branched_network_of_long_pipes() -> None:
    nodes = list(STRAND_PRESSURE_BAR)
    topology = build_topology(
        node_count=len(nodes),
        start=[nodes.index(row[0]) for row in STRAND],
        end=[nodes.index(row[1]) for row in STRAND],
        reference_nodes=[nodes.index("K1")],
    )
    _, _, length, diameter_mm, velocity = zip(*STRAND, strict=True)
    diameter = np.array(diameter_mm) / 1000.0
    params = branch_params(
        density_kg_m3=STANET_DENSITY,
        viscosity_pa_s=STANET_VISCOSITY,
        nominal_flow_kg_s=STANET_DENSITY * 0.2 * np.pi / 4.0 * diameter**2,
        pipe_length_m=np.array(length),
        pipe_diameter_m=diameter,
        pipe_roughness_m=STANET_ROUGHNESS,
    )
    demand = np.array([STRAND_DRAW_KG_S.get(node, 0.0) for node in nodes])
    solution = solve_network(topology, params, reference_pressure_pa=4.0 * BAR, demand_kg_s=demand)
    assert solution.converged
    np.testing.assert_allclose(solution.pressure_pa / BAR, list(STRAND_PRESSURE_BAR.values()), atol=1e-3)
    found = velocity_m_s(solution.flow_kg_s / STANET_DENSITY, diameter)
    np.testing.assert_allclose(found, velocity, atol=1e-3)
    assert_mass_balance(topology, solution, demand)


def test_epanet_net1_with_pump_reservoir_and_tank() -> None:
    density = 1000.0
    nodes = [row[0] for row in NET1_NODES]
    pipes = len(NET1_PIPES)
    topology = build_topology(
        node_count=len(nodes),
        start=[*(nodes.index(row[1]) for row in NET1_PIPES), nodes.index(9)],
        end=[*(nodes.index(row[2]) for row in NET1_PIPES), nodes.index(10)],
        reference_nodes=[nodes.index(NET1_RESERVOIR), nodes.index(NET1_TANK)],
    )
    _, _, _, length_ft, diameter_in, flow_l_s = (np.array(column) for column in zip(*NET1_PIPES, strict=True))
    _, elevation_ft, demand_gpm, head_m = (np.array(column) for column in zip(*NET1_NODES, strict=True))
    weight = density * GRAVITY_M_S2
    # EPANET completes a one-point curve with shutoff at 4/3 of the head and no head at twice the flow.
    shutoff, linear, quadratic = pump_coefficients(
        4.0 / 3.0 * 250.0 * FOOT * weight, 1500.0 * GPM, 250.0 * FOOT * weight
    )
    main = hazen_williams_coefficient(length_ft * FOOT, diameter_in * INCH, 100.0, density)
    pump = np.append(np.zeros(pipes), 1.0)
    params = branch_params(
        density_kg_m3=density,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=np.append(20.0 * (diameter_in / 10.0) ** 2, 100.0),
        power_coefficient=np.append(main, 0.0),
        power_exponent=HAZEN_WILLIAMS_EXPONENT,
        pump_head_shutoff_pa=pump * shutoff,
        pump_head_linear=pump * linear,
        pump_head_quadratic=pump * quadratic,
    )
    demand = demand_gpm * GPM * density
    solution = solve_network(
        topology,
        params,
        reference_pressure_pa=np.zeros(2),  # free surfaces: reservoir and tank level are their elevation
        demand_kg_s=demand,
        node_elevation_m=elevation_ft * FOOT,
    )
    assert solution.converged
    head = elevation_ft * FOOT + solution.pressure_pa / weight
    np.testing.assert_allclose(head, head_m, atol=1e-3)
    flow = solution.flow_kg_s / density * 1000.0
    np.testing.assert_allclose(flow[:-1], flow_l_s, atol=0.01)
    assert flow[-1] == pytest.approx(NET1_PUMP_FLOW, abs=0.01)
    rise = pump_head_pa(flow[-1] / 1000.0, 1.0, shutoff, linear, quadratic)
    assert rise / weight / FOOT == pytest.approx(204.35, abs=0.01)
    assert_mass_balance(topology, solution, demand)


def test_cdu_example_rack_side() -> None:
    """LBNL Modelica Buildings, CDU_epsNTU at load 0.6: 170.34 kPa of pump drive 0.90615 of nominal flow."""
    density, nominal = 1000.0, 10.0
    topology = build_topology(node_count=4, start=(0, 1, 2), end=(1, 2, 3), reference_nodes=(0, 3))
    volume = nominal / density
    params = branch_params(
        density_kg_m3=density,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=nominal,
        quadratic_1_m4=np.array([80e3 / (density * volume**2), 0.0, 0.0]),
        power_coefficient=np.array(
            [0.0, filter_power_coefficient(65e3, volume, 1.76, 0.0), 60e3 / volume**1.85]
        ),
        power_exponent=np.array([2.0, 1.76, 1.85]),
    )
    solution = solve_network(topology, params, reference_pressure_pa=np.array([170.337e3, 0.0]))
    np.testing.assert_allclose(solution.flow_kg_s / nominal, 0.90615, rtol=1e-4)
    np.testing.assert_allclose(-np.diff(solution.pressure_pa), [65688.0, 54649.0, 50000.0], rtol=1e-4)


def test_cdu_example_plant_side() -> None:
    """The same example: 160 kPa over exchanger and valve (position 0.77724) drive 0.54579 of nominal."""
    density, nominal = 1000.0, 10.0
    volume = nominal / density
    topology = build_topology(node_count=3, start=(0, 1), end=(1, 2), reference_nodes=(0, 2))
    full_kv = volume * 3600.0 / np.sqrt(80e3 / BAR)
    kv = full_kv * equal_percentage_frac(0.77724, 50.0, 1e-4)
    params = branch_params(
        density_kg_m3=density,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=nominal,
        quadratic_1_m4=np.array([80e3 / (density * volume**2), float(valve_quadratic_1_m4(kv))]),
    )
    solution = solve_network(topology, params, reference_pressure_pa=np.array([160e3, 0.0]))
    np.testing.assert_allclose(solution.flow_kg_s / nominal, 0.54579, rtol=1e-4)
    np.testing.assert_allclose(-np.diff(solution.pressure_pa), [23831.0, 136169.0], rtol=1e-4)


def test_gb300_rack_row_follows_from_the_other_two() -> None:
    """Lenovo LP2357 table 27: the law fitted at 25 and 45 degC supply gives the flow at the third drop."""
    linear, quadratic = fit_two_term(
        59.0 / 6e4, 15.9e3, 1.353e-3, 1009.9, 177.0 / 6e4, 126.9e3, 1.073e-3, 1004.4
    )
    topology = build_topology(node_count=2, start=(0,), end=(1,), reference_nodes=(0, 1))
    params = branch_params(
        density_kg_m3=1007.2,
        viscosity_pa_s=1.199e-3,
        nominal_flow_kg_s=1.5,
        linear_1_m3=linear,
        quadratic_1_m4=quadratic,
    )
    solution = solve_network(topology, params, reference_pressure_pa=np.array([33.8e3, 0.0]))
    assert solution.flow_kg_s[0] / 1007.2 * 6e4 == pytest.approx(89.0, rel=0.005)


def pumps_on_a_square_system(running: tuple[float, ...]) -> NetworkSolution:
    """Return pumps at the given speeds, each behind its check valve, on one square resistance."""
    template = loop_template(len(running), 1)
    count = template.topology.branch_count
    source = np.zeros(count)
    source[template.source_branches] = 1.0
    speed = np.ones(count)
    speed[template.source_branches] = running
    params = branch_params(
        density_kg_m3=1000.0,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=1.0,
        quadratic_1_m4=2e7 * (1.0 - source),
        pump_head_shutoff_pa=2e5 * source,
        pump_head_quadratic=5e10 * source,
        pump_speed_frac=speed,
        check_valve=source,
    )
    return solve_network(template.topology, params, reference_pressure_pa=2e5)


def test_affinity_on_a_square_system() -> None:
    full = pumps_on_a_square_system((1.0,))
    head = full.pressure_pa[0] - full.pressure_pa[1]
    power = pump_electric_power_w(full.flow_kg_s[0] / 1000.0, head, 1.0, 1e-3, 0.6)
    for speed in (0.9, 0.7, 0.4):
        slow = pumps_on_a_square_system((speed,))
        slow_head = slow.pressure_pa[0] - slow.pressure_pa[1]
        assert slow.flow_kg_s[0] == pytest.approx(speed * full.flow_kg_s[0], rel=1e-8)
        assert slow_head == pytest.approx(speed**2 * head, rel=1e-8)
        slow_power = pump_electric_power_w(slow.flow_kg_s[0] / 1000.0, slow_head, speed, 1e-3, 0.6)
        assert slow_power == pytest.approx(speed**3 * power, rel=1e-7)


def test_cube_law_fails_under_a_constant_differential_pressure() -> None:
    """Consumers close at a held head: flow halves, head stays, so power falls far less than to an eighth."""
    shutoff, quadratic, held, best = 2e5, 5e10, 1.2e5, 1.2e-3

    def power(flow_m3_s: float) -> float:
        speed = np.sqrt((held + quadratic * flow_m3_s**2) / shutoff)
        return float(pump_electric_power_w(flow_m3_s, held, speed, best, 0.6))

    assert power(0.6e-3) > 3.0 * 0.5**3 * power(1.2e-3)


def test_losing_one_of_two_pumps_leaves_more_than_half_the_flow() -> None:
    """N-1: the survivor runs out along its curve to where it meets the system's square."""
    both = pumps_on_a_square_system((1.0, 1.0))
    survivor = pumps_on_a_square_system((1.0, 0.0))
    consumer_both, consumer_one = both.flow_kg_s[2], survivor.flow_kg_s[2]
    # Square system 2e4 m^2, pumps 2e5 - 5e4 m^2 each: by hand.
    assert consumer_both == pytest.approx(np.sqrt(2e5 / (2e4 + 5e4 / 4.0)), rel=1e-8)
    assert consumer_one == pytest.approx(np.sqrt(2e5 / (2e4 + 5e4)), rel=1e-5)
    assert 0.5 * consumer_both < consumer_one < consumer_both


def test_like_pumps_share_alike() -> None:
    flow = pumps_on_a_square_system((0.8, 0.8, 0.8)).flow_kg_s
    np.testing.assert_allclose(flow[:3], flow[0], rtol=1e-9)
