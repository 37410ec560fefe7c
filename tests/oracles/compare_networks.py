"""Compare friction and network solutions with fluids, WNTR (EPANET) and pandapipes.

Run in the environment of the independent codes, from the repository root; exits 1 on a miss::

    python -m tests.oracles.compare_networks
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.constants import GRAVITY_M_S2
from models.hydraulics import (
    HAZEN_WILLIAMS_EXPONENT,
    branch_params,
    build_topology,
    hazen_williams_coefficient,
    kv_from_cv,
    pump_coefficients,
    solve_network,
)
from models.hydraulics.friction import REYNOLDS_TURBULENT, colebrook_friction_factor, haaland_friction_factor

Floats = NDArray[np.float64]

DENSITY, VISCOSITY = 998.2, 1.002e-3
NETWORKS = 8


@dataclass(frozen=True)
class Comparison:
    """Worst difference of one quantity, and what is allowed."""

    quantity: str
    worst: float
    allowed: float
    unit: str

    @property
    def missed(self) -> bool:
        """Whether the difference is too large, or no number at all."""
        return not self.worst <= self.allowed


@dataclass(frozen=True)
class Mesh:
    """A ladder of pipes between two headers, with a demand at every node; node 0 is the reservoir."""

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    length_m: Floats
    diameter_m: Floats
    loss_coefficient: Floats
    demand_m3_s: Floats
    elevation_m: Floats

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.demand_m3_s.size


def mesh(seed: int, rungs: int = 5) -> Mesh:
    """Return one random ladder; every pipe is turbulent at most of the demands drawn."""
    random = np.random.default_rng(seed)
    left = 1 + np.arange(rungs)
    right = left + rungs
    start = np.concatenate([[0], left[:-1], right[:-1], left])
    end = np.concatenate([[1], left[1:], right[1:], right])
    count = start.size
    demand = random.uniform(0.5e-3, 3e-3, 1 + 2 * rungs)
    demand[0] = 0.0
    return Mesh(
        start=start,
        end=end,
        length_m=random.uniform(20.0, 200.0, count),
        diameter_m=random.choice([0.08, 0.1, 0.125, 0.15], count),
        loss_coefficient=random.uniform(0.0, 5.0, count),
        demand_m3_s=demand,
        elevation_m=random.uniform(0.0, 8.0, 1 + 2 * rungs),
    )


def friction() -> Iterator[Comparison]:
    """Friction factors and flow coefficients against the fluids library."""
    import fluids

    reynolds = np.logspace(np.log10(2300.0), 8.0, 40)
    roughness = np.array([0.0, 1e-6, 1e-4, 1e-3, 1e-2, 5e-2])
    # fluids writes 3.7 for the 3.71 of Colebrook's paper, so it is given its roughness in that measure.
    given = roughness * 3.7 / 3.71
    exact = np.array([[fluids.friction.Colebrook(re, e, tol=-1) for e in given] for re in reynolds])
    ours, _ = colebrook_friction_factor(reynolds[:, np.newaxis], roughness)
    yield Comparison(
        "friction factor, Colebrook (fluids)", float(np.max(np.abs(ours / exact - 1.0))), 1e-9, "-"
    )
    explicit = np.array([[fluids.friction.Haaland(re, e) for e in roughness] for re in reynolds])
    haaland = haaland_friction_factor(reynolds[:, np.newaxis], roughness)
    yield Comparison(
        "friction factor, Haaland (fluids)", float(np.max(np.abs(haaland / explicit - 1.0))), 1e-9, "-"
    )
    kv = abs(float(kv_from_cv(1.0)) / fluids.fittings.Cv_to_Kv(1.0) - 1.0)
    yield Comparison("Kv of Cv (fluids)", kv, 1e-3, "-")


def epanet() -> Iterator[Comparison]:
    """Looped Hazen-Williams mains with pump, tank and check valve against EPANET 2.2."""
    import wntr

    head_error, flow_error = 0.0, 0.0
    for seed in range(NETWORKS):
        case = mesh(seed)
        last = case.node_count - 1
        model = wntr.network.WaterNetworkModel()
        model.options.hydraulic.headloss = "H-W"
        model.options.hydraulic.accuracy = 1e-8
        model.options.hydraulic.trials = 200
        model.options.time.duration = 0
        model.add_reservoir("0", base_head=case.elevation_m[0])
        for node in range(1, case.node_count):
            model.add_junction(
                str(node), base_demand=case.demand_m3_s[node], elevation=case.elevation_m[node]
            )
        model.add_reservoir("tank", base_head=30.0)
        model.add_curve("pump", "HEAD", [(0.02, 40.0)])
        model.add_pump("pump", "0", "1", "HEAD", "pump")
        for pipe in range(1, case.start.size):
            model.add_pipe(
                f"p{pipe}",
                str(case.start[pipe]),
                str(case.end[pipe]),
                length=case.length_m[pipe],
                diameter=case.diameter_m[pipe],
                roughness=110.0,
                minor_loss=0.0,
            )
        # The tank may feed the far end but not be fed by it.
        model.add_pipe("check", "tank", str(last), 50.0, 0.1, 110.0, 0.0, check_valve=True)
        with tempfile.TemporaryDirectory() as folder:
            result = wntr.sim.EpanetSimulator(model).run_sim(file_prefix=str(Path(folder) / "net"))
        their_head, their_flow = result.node["head"].iloc[0], result.link["flowrate"].iloc[0]

        weight = DENSITY * GRAVITY_M_S2
        length = np.append(case.length_m, 50.0)
        diameter = np.append(case.diameter_m, 0.1)
        is_pump = (np.arange(length.size) == 0) * 1.0
        shutoff, linear, quadratic = pump_coefficients(40.0 * 4.0 / 3.0, 0.02, 40.0)
        main = hazen_williams_coefficient(length, diameter, 110.0, DENSITY)
        elevation = np.append(case.elevation_m, 30.0)
        topology = build_topology(
            node_count=case.node_count + 1,
            start=np.append(case.start, case.node_count),
            end=np.append(case.end, last),
            reference_nodes=(0, case.node_count),
        )
        solution = solve_network(
            topology,
            branch_params(
                density_kg_m3=DENSITY,
                viscosity_pa_s=VISCOSITY,
                nominal_flow_kg_s=DENSITY * np.pi / 4.0 * diameter**2,
                power_coefficient=main * (1.0 - is_pump),
                power_exponent=HAZEN_WILLIAMS_EXPONENT,
                pump_head_shutoff_pa=shutoff * weight * is_pump,
                pump_head_linear=linear * weight * is_pump,
                pump_head_quadratic=quadratic * weight * is_pump,
                check_valve=(np.arange(length.size) == length.size - 1) * 1.0,
            ),
            reference_pressure_pa=np.zeros(2),  # free surfaces
            demand_kg_s=DENSITY * np.append(case.demand_m3_s, 0.0),
            node_elevation_m=elevation,
        )
        head = solution.pressure_pa / weight + elevation
        flow = solution.flow_kg_s / DENSITY
        names = ["pump", *(f"p{pipe}" for pipe in range(1, case.start.size)), "check"]
        nodes = [str(node) for node in range(case.node_count)]
        head_error = max(head_error, float(np.max(np.abs(head[:-1] - their_head[nodes].to_numpy()))))
        flow_error = max(flow_error, float(np.max(np.abs(flow - their_flow[names].to_numpy()))))
    yield Comparison("heads, looped mains (EPANET)", head_error, 1e-3, "m")
    yield Comparison("flows, looped mains (EPANET)", flow_error * 1000.0, 1e-2, "l/s")


def pandapipes() -> Iterator[Comparison]:
    """Looped Colebrook pipes with minor losses against pandapipes.

    Only networks whose every pipe is turbulent: below Re 4000 pandapipes keeps to Colebrook, we do not. Level
    ones: pandapipes corrects heights for the weight of the air.
    """
    import pandapipes as pp

    pressure_error, flow_error, compared = 0.0, 0.0, 0
    for seed in range(3 * NETWORKS):
        case = mesh(seed)
        coolant = pp.create_constant_fluid(
            "coolant", "liquid", density=DENSITY, viscosity=VISCOSITY, heat_capacity=4180.0
        )
        net = pp.create_empty_network(fluid=coolant)
        nodes = [pp.create_junction(net, pn_bar=6.0, tfluid_k=293.15) for _ in range(case.node_count)]
        pp.create_ext_grid(net, nodes[0], p_bar=6.0, t_k=293.15)
        for pipe in range(case.start.size):
            pp.create_pipe_from_parameters(
                net,
                nodes[case.start[pipe]],
                nodes[case.end[pipe]],
                length_km=case.length_m[pipe] / 1000.0,
                inner_diameter_mm=case.diameter_m[pipe] * 1000.0,
                k_mm=0.05,
                loss_coefficient=case.loss_coefficient[pipe],
            )
        for node in range(1, case.node_count):
            pp.create_sink(net, nodes[node], mdot_kg_per_s=case.demand_m3_s[node] * DENSITY)
        pp.pipeflow(
            net,
            friction_model="colebrook",
            tolerance_colebrook=1e-10,
            tol_p=1e-8,
            tol_m=1e-8,
            max_iter_hyd=100,
        )

        topology = build_topology(
            node_count=case.node_count, start=case.start, end=case.end, reference_nodes=(0,)
        )
        solution = solve_network(
            topology,
            branch_params(
                density_kg_m3=DENSITY,
                viscosity_pa_s=VISCOSITY,
                nominal_flow_kg_s=DENSITY * np.pi / 4.0 * case.diameter_m**2,
                pipe_length_m=case.length_m,
                pipe_diameter_m=case.diameter_m,
                pipe_roughness_m=5e-5,
                pipe_loss_coefficient=case.loss_coefficient,
            ),
            reference_pressure_pa=6e5,
            demand_kg_s=DENSITY * case.demand_m3_s,
        )
        reynolds = 4.0 * np.abs(solution.flow_kg_s) / (np.pi * case.diameter_m * VISCOSITY)
        if reynolds.min() < REYNOLDS_TURBULENT:
            continue
        compared += 1
        pressure_error = max(
            pressure_error,
            float(np.max(np.abs(solution.pressure_pa / 1e5 - net.res_junction.p_bar.to_numpy()))),
        )
        flow_error = max(
            flow_error,
            float(np.max(np.abs(solution.flow_kg_s - net.res_pipe.mdot_from_kg_per_s.to_numpy()))),
        )
    yield Comparison("turbulent networks missing (pandapipes)", max(0, NETWORKS - compared), 0.0, "-")
    yield Comparison("pressures, looped pipes (pandapipes)", pressure_error, 1e-6, "bar")
    yield Comparison("flows, looped pipes (pandapipes)", flow_error, 1e-6, "kg/s")


def compare(part: Callable[[], Iterator[Comparison]]) -> list[Comparison]:
    """Return the comparisons of one part, or none where its code is not installed."""
    try:
        return list(part())
    except ModuleNotFoundError as missing:
        sys.stdout.write(f"skip {part.__name__}: {missing.name} is not installed\n")
        return []


def main() -> int:
    """Print every comparison and return 1 if one missed."""
    results = [result for part in (friction, epanet, pandapipes) for result in compare(part)]
    for result in results:
        verdict = "MISS" if result.missed else "ok"
        numbers = f"{result.worst:.3g} {result.unit}, allowed {result.allowed:g} {result.unit}"
        sys.stdout.write(f"{verdict:4} {result.quantity:40} {numbers}\n")
    return int(not results or any(result.missed for result in results))


if __name__ == "__main__":
    sys.exit(main())
