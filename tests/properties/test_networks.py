"""What holds for every network: laws, balances, independence of numbering, uniqueness, monotone response."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.constants import GRAVITY_M_S2
from models.hydraulics import (
    BranchParams,
    NetworkSolution,
    branch_loss_pa,
    branch_params,
    build_topology,
    loop_template,
    solve_network,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A network as plain arrays, so that it can be renumbered."""

    node_count: int
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    references: NDArray[np.intp]
    reference_pressure_pa: Floats
    demand_kg_s: Floats
    elevation_m: Floats
    terms: dict[str, Floats]

    @property
    def params(self) -> BranchParams:
        """The branch record."""
        return branch_params(**self.terms)

    def solve(self, guess: Floats | None = None) -> NetworkSolution:
        """Return the solution of the network."""
        topology = build_topology(
            node_count=self.node_count, start=self.start, end=self.end, reference_nodes=self.references
        )
        return solve_network(
            topology,
            self.params,
            reference_pressure_pa=self.reference_pressure_pa,
            demand_kg_s=self.demand_kg_s,
            node_elevation_m=self.elevation_m,
            initial_flow_kg_s=guess,
        )


def make_case(seed: int, node_count: int, extra: int) -> Case:
    """Return a connected random network with every kind of branch, pumps, check valves and shut branches."""
    random = np.random.default_rng(seed)
    later = np.arange(1, node_count)
    earlier = np.array([random.integers(0, node) for node in later], dtype=np.intp)
    others = np.array([random.choice(node_count, 2, replace=False) for _ in range(extra)]).reshape(-1, 2)
    pairs = np.concatenate([np.stack([earlier, later], axis=1), others])
    turned = random.random(len(pairs)) < 0.5
    pairs[turned] = pairs[turned][:, ::-1]
    count = len(pairs)
    references = random.choice(node_count, int(random.integers(1, min(3, node_count) + 1)), replace=False)
    density = random.uniform(950.0, 1050.0, count)
    nominal = 10.0 ** random.uniform(-1.0, 1.0, count)
    volume = nominal / density
    loss = 10.0 ** random.uniform(3.5, 5.5, count)
    laminar = random.random(count)
    kind = random.integers(0, 3, count)
    pump = (random.random(count) < 0.4) * 1e5
    terms = {
        "density_kg_m3": density,
        "viscosity_pa_s": np.full(count, 1e-3),
        "nominal_flow_kg_s": nominal,
        "linear_1_m3": np.where(kind == 0, loss * laminar / (1e-3 * volume), 0.0),
        "quadratic_1_m4": np.where(kind == 0, loss * (1.0 - laminar) / (density * volume**2), 0.0),
        "power_coefficient": np.where(kind == 1, loss / volume**1.85, 0.0),
        "power_exponent": np.full(count, 1.85),
        "pipe_length_m": np.where(kind == 2, random.uniform(1.0, 50.0, count), 0.0),
        "pipe_diameter_m": np.sqrt(4.0 / np.pi * volume / random.uniform(0.1, 3.0, count)),
        "pipe_roughness_m": np.full(count, 1e-5),
        "pump_head_shutoff_pa": pump * random.uniform(0.5, 3.0, count),
        "pump_head_quadratic": pump * random.uniform(0.1, 2.0, count) / volume**2,
        "pump_speed_frac": random.choice([0.0, 0.3, 0.7, 1.0], count),
        "check_valve": (random.random(count) < 0.4) * 1.0,
        "open": (random.random(count) < 0.9) * 1.0,
    }
    return Case(
        node_count=node_count,
        start=pairs[:, 0],
        end=pairs[:, 1],
        references=references,
        reference_pressure_pa=random.uniform(1e5, 5e5, references.size),
        demand_kg_s=random.normal(0.0, 0.3, node_count) * (random.random() < 0.5),
        elevation_m=random.uniform(-5.0, 5.0, node_count),
        terms=terms,
    )


cases = st.builds(make_case, st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 8))


@settings(max_examples=200)
@given(cases)
def test_every_law_and_every_balance_holds(case: Case) -> None:
    """Recomputed from the published flows and pressures by the definitions, not by the solver's residual."""
    solution = case.solve()
    assert solution.converged
    flow, pressure = solution.flow_kg_s, solution.pressure_pa
    static = (
        case.terms["density_kg_m3"]
        * GRAVITY_M_S2
        * (case.elevation_m[case.start] - case.elevation_m[case.end])
    )
    lost = pressure[case.start] - pressure[case.end] + static
    scale = float(np.max(case.params.nominal_dp_pa))
    assert np.max(np.abs(branch_loss_pa(flow, case.params) - lost)) <= 1e-8 * max(
        scale, np.max(np.abs(pressure))
    )
    outflow = np.zeros(case.node_count)
    np.add.at(outflow, case.start, flow)
    np.add.at(outflow, case.end, -flow)
    free = np.setdiff1d(np.arange(case.node_count), case.references)
    assert np.max(np.abs(outflow + case.demand_kg_s)[free], initial=0.0) < 1e-9
    np.testing.assert_array_equal(pressure[case.references], case.reference_pressure_pa)


@settings(max_examples=60)
@given(cases, st.integers(0, 10**6))
def test_numbering_does_not_matter(case: Case, seed: int) -> None:
    random = np.random.default_rng(seed)
    node = random.permutation(case.node_count)  # node[i] is the new number of node i
    old = np.argsort(node)
    branch = random.permutation(case.start.size)
    renumbered = Case(
        node_count=case.node_count,
        start=node[case.start][branch],
        end=node[case.end][branch],
        references=node[case.references],
        reference_pressure_pa=case.reference_pressure_pa,
        demand_kg_s=case.demand_kg_s[old],
        elevation_m=case.elevation_m[old],
        terms={name: values[branch] for name, values in case.terms.items()},
    )
    first, second = case.solve(), renumbered.solve()
    assert first.converged
    assert second.converged
    resolved = 1e-9 * case.terms["nominal_flow_kg_s"]
    error = np.abs(second.flow_kg_s - first.flow_kg_s[branch])
    assert np.all(error <= resolved[branch] + 1e-6 * np.abs(first.flow_kg_s[branch]))


@settings(max_examples=60)
@given(cases, st.integers(0, 10**6))
def test_every_start_ends_at_the_same_solution(case: Case, seed: int) -> None:
    guess = np.random.default_rng(seed).normal(size=case.start.size) * case.terms["nominal_flow_kg_s"]
    first, second = case.solve(), case.solve(guess)
    assert first.converged
    assert second.converged
    resolved = 1e-9 * case.terms["nominal_flow_kg_s"]
    error = np.abs(second.flow_kg_s - first.flow_kg_s)
    assert np.all(error <= resolved + 1e-6 * np.abs(first.flow_kg_s))


def loop_flows(speeds: list[float], opens: list[float], check: float) -> Floats:
    """Return the flows of a loop of two-term racks on short headers, sources first."""
    template = loop_template(len(speeds), len(opens))
    count = template.topology.branch_count
    source, rack, speed, opening = np.zeros(count), np.zeros(count), np.ones(count), np.ones(count)
    source[template.source_branches], rack[template.consumer_branches] = 1.0, 1.0
    speed[template.source_branches], opening[template.consumer_branches] = speeds, opens
    params = branch_params(
        density_kg_m3=1010.0,
        viscosity_pa_s=1.35e-3,
        nominal_flow_kg_s=1.5,
        linear_1_m3=2e10 * rack,
        quadratic_1_m4=3e7 * rack + 1e7 * source,
        pipe_length_m=1.2 * (1.0 - source - rack),
        pipe_diameter_m=0.08,
        pipe_roughness_m=1.5e-5,
        pump_head_shutoff_pa=2e5 * source,
        pump_head_quadratic=4e10 * source,
        pump_speed_frac=speed,
        check_valve=check * source,
        open=opening,
    )
    solution = solve_network(template.topology, params, reference_pressure_pa=2e5)
    assert solution.converged
    assert np.all(np.isfinite(solution.pressure_pa))
    return solution.flow_kg_s


speeds = st.lists(st.sampled_from([0.0, 1e-3, 0.3, 0.8, 1.0]), min_size=1, max_size=4)
openings = st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=6)


@given(speeds, openings, st.sampled_from([0.0, 1.0]))
def test_finite_whatever_stands_still(speed: list[float], opening: list[float], check: float) -> None:
    assert np.all(np.isfinite(loop_flows(speed, opening, check)))


@given(speeds, openings)
def test_racks_never_run_backwards_behind_check_valves(speed: list[float], opening: list[float]) -> None:
    flow = loop_flows(speed, opening, 1.0)
    racks = flow[len(speed) : len(speed) + len(opening)]
    assert np.all(racks > -1e-5)
    assert np.all(flow[: len(speed)] > -1e-5)


@given(st.lists(st.floats(0.2, 0.9), min_size=1, max_size=3), st.integers(1, 5), st.data())
def test_a_faster_pump_raises_every_rack(speed: list[float], racks: int, data: st.DataObject) -> None:
    opening = [1.0] * racks
    faster = list(speed)
    faster[data.draw(st.integers(0, len(speed) - 1))] += 0.1
    count = len(speed)
    before = loop_flows(speed, opening, 1.0)[count : count + racks]
    after = loop_flows(faster, opening, 1.0)[count : count + racks]
    assert np.all(after >= before - 1e-6)


@given(st.integers(2, 6), st.data())
def test_shutting_a_rack_never_starves_another(racks: int, data: st.DataObject) -> None:
    shut = data.draw(st.integers(0, racks - 1))
    opening = [1.0] * racks
    before = loop_flows([1.0, 1.0], opening, 1.0)[2 : 2 + racks]
    opening[shut] = 0.0
    after = loop_flows([1.0, 1.0], opening, 1.0)[2 : 2 + racks]
    others = np.arange(racks) != shut
    assert np.all(after[others] > before[others])
    assert after[shut] < 1e-5


@given(st.permutations([1.0, 0.9, 0.6, 0.0]))
def test_order_of_sources_does_not_matter(order: list[float]) -> None:
    reference = loop_flows([1.0, 0.9, 0.6, 0.0], [1.0, 1.0, 1.0], 1.0)
    flow = loop_flows(order, [1.0, 1.0, 1.0], 1.0)
    np.testing.assert_allclose(flow[4:], reference[4:], rtol=1e-7)
    np.testing.assert_allclose(np.sort(flow[:4]), np.sort(reference[:4]), rtol=1e-6, atol=1e-9)
