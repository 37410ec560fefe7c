"""The branch law: each term against its definition, its slope, and what happens at rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import IllPosed, OutOfRange
from models.formula import Array
from models.hydraulics.branch import (
    LEAK_FRAC,
    WINDOW_FRAC,
    BranchParams,
    branch_loss_pa,
    branch_params,
    branch_slope_pa_s_kg,
)
from models.hydraulics.friction import colebrook_friction_factor
from twin.engine.dual import Dual, seed

DENSITY, VISCOSITY = 1010.0, 1.35e-3
FLOWS = np.array([-3.0, -0.4, -1e-3, 0.0, 1e-3, 0.05, 0.4, 3.0])


def record(**terms: Array) -> BranchParams:
    """Return a branch of nominal 1 kg/s with PG25 at 40 degC and the given terms."""
    return branch_params(density_kg_m3=DENSITY, viscosity_pa_s=VISCOSITY, nominal_flow_kg_s=1.0, **terms)


TERMS: dict[str, dict[str, Array]] = {
    "linear": {"linear_1_m3": 1e10},
    "quadratic": {"quadratic_1_m4": 2e7},
    "two-term": {"linear_1_m3": 1e10, "quadratic_1_m4": 2e7},
    "power 1.85": {"power_coefficient": 5e9, "power_exponent": 1.85},
    "power 1.76": {"power_coefficient": 5e9, "power_exponent": 1.76},
    "pipe": {"pipe_length_m": 12.0, "pipe_diameter_m": 0.03, "pipe_roughness_m": 2e-5},
    "minor loss": {"pipe_diameter_m": 0.03, "pipe_loss_coefficient": 4.0},
    "pump": {"pump_head_shutoff_pa": 2e5, "pump_head_linear": -1e7, "pump_head_quadratic": 5e10},
    "slow pump": {"pump_head_shutoff_pa": 2e5, "pump_head_quadratic": 5e10, "pump_speed_frac": 0.4},
    "check valve": {"linear_1_m3": 1e10, "check_valve": 1.0},
    "shut": {"quadratic_1_m4": 2e7, "open": 0.0},
    "all": {
        "linear_1_m3": 1e10,
        "quadratic_1_m4": 2e7,
        "power_coefficient": 5e9,
        "power_exponent": 1.85,
        "pipe_length_m": 12.0,
        "pipe_diameter_m": 0.03,
        "pipe_loss_coefficient": 4.0,
        "pump_head_shutoff_pa": 2e5,
        "pump_head_quadratic": 5e10,
        "pump_speed_frac": 0.8,
        "check_valve": 1.0,
    },
}
every_term = pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)


def losses(flow: float, params: BranchParams) -> float:
    """Return the loss of one branch at one flow."""
    return float(np.asarray(branch_loss_pa(flow, params)))


def replaced(params: BranchParams, name: str, value: Any) -> BranchParams:
    """Return the branch with one field exchanged."""
    change: dict[str, Any] = {name: value}
    return params._replace(**change)


def dual_loss(flow: Any, params: BranchParams) -> Dual:
    """Return the loss with its partial derivatives."""
    loss: Any = branch_loss_pa(flow, params)
    assert isinstance(loss, Dual)
    return loss


def test_two_term_law() -> None:
    volume = 0.6 / DENSITY
    expected = 1e10 * VISCOSITY * volume + 2e7 * DENSITY * volume**2
    assert losses(0.6, record(linear_1_m3=1e10, quadratic_1_m4=2e7)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("exponent", [1.76, 1.85, 1.852])
def test_power_law(exponent: float) -> None:
    params = record(power_coefficient=5e9, power_exponent=exponent)
    assert losses(0.6, params) == pytest.approx(5e9 * (0.6 / DENSITY) ** exponent, rel=1e-13)


def test_turbulent_pipe_with_minor_loss_is_darcy_weisbach() -> None:
    params = record(
        pipe_length_m=12.0, pipe_diameter_m=0.03, pipe_roughness_m=2e-5, pipe_loss_coefficient=4.0
    )
    velocity = 2.0 / DENSITY / (np.pi / 4.0 * 0.03**2)
    factor, _ = colebrook_friction_factor(DENSITY * velocity * 0.03 / VISCOSITY, 2e-5 / 0.03)
    expected = (factor * 12.0 / 0.03 + 4.0) * 0.5 * DENSITY * velocity**2
    assert losses(2.0, params) == pytest.approx(expected, rel=1e-12)


def test_laminar_pipe_is_hagen_poiseuille() -> None:
    params = record(pipe_length_m=12.0, pipe_diameter_m=0.03)
    expected = 128.0 * VISCOSITY * 12.0 * (0.02 / DENSITY) / (np.pi * 0.03**4)
    assert losses(0.02, params) == pytest.approx(expected, rel=1e-12)


def test_pump_subtracts_its_head() -> None:
    params = record(
        pump_head_shutoff_pa=2e5, pump_head_linear=-1e7, pump_head_quadratic=5e10, pump_speed_frac=0.8
    )
    volume = 0.6 / DENSITY
    expected = 2e5 * 0.64 - 1e7 * 0.8 * volume - 5e10 * volume**2
    assert losses(0.6, params) == pytest.approx(-expected, rel=1e-13)


def test_elements_in_series_add() -> None:
    parts = [TERMS["two-term"], TERMS["power 1.85"], TERMS["pipe"], TERMS["slow pump"]]
    chain = record(**{name: value for part in parts for name, value in part.items()})
    expected = sum(branch_loss_pa(FLOWS, record(**part)) for part in parts)
    np.testing.assert_allclose(branch_loss_pa(FLOWS, chain), expected, rtol=1e-13)


@every_term
def test_loss_rises_strictly_with_flow(terms: dict[str, Array]) -> None:
    flows = np.concatenate([-np.logspace(1, -8, 400), [0.0], np.logspace(-8, 1, 400)])
    assert np.all(np.diff(branch_loss_pa(flows, record(**terms))) > 0.0)
    assert np.all(branch_slope_pa_s_kg(flows, record(**terms)) > 0.0)


@every_term
def test_slope_is_the_exact_derivative(terms: dict[str, Array]) -> None:
    (flow,) = seed([FLOWS])
    loss = dual_loss(flow, record(**terms))
    np.testing.assert_allclose(branch_slope_pa_s_kg(FLOWS, record(**terms)), loss.partials[0], rtol=1e-10)


@every_term
def test_finite_at_rest(terms: dict[str, Array]) -> None:
    params = record(**terms)
    shutoff = params.pump_head_shutoff_pa * params.pump_speed_frac**2
    assert losses(0.0, params) == pytest.approx(-shutoff, rel=1e-14)
    assert np.isfinite(branch_slope_pa_s_kg(0.0, params))


@pytest.mark.parametrize("name", ["linear", "quadratic", "power 1.85", "pipe", "minor loss"])
def test_passive_laws_are_odd(name: str) -> None:
    params = record(**TERMS[name])
    np.testing.assert_allclose(branch_loss_pa(-FLOWS, params), -np.asarray(branch_loss_pa(FLOWS, params)))


def test_square_law_is_untouched_above_its_window() -> None:
    params = record(quadratic_1_m4=2e7)
    flow = WINDOW_FRAC * 1.0000001
    assert losses(flow, params) == pytest.approx(2e7 * flow**2 / DENSITY, rel=1e-12)


def test_window_scales_with_nominal_flow() -> None:
    """A small branch keeps its law at its own small flow: nothing in the law is absolute."""
    small = branch_params(
        density_kg_m3=DENSITY, viscosity_pa_s=VISCOSITY, nominal_flow_kg_s=1e-4, quadratic_1_m4=2e7
    )
    assert losses(1e-4, small) == pytest.approx(2e7 * 1e-8 / DENSITY, rel=1e-12)


def test_zero_length_is_no_pipe() -> None:
    without = branch_loss_pa(FLOWS, record(quadratic_1_m4=2e7))
    mixed = record(quadratic_1_m4=2e7, pipe_length_m=np.array([0.0, 5.0]), pipe_diameter_m=0.03)
    both = np.asarray(branch_loss_pa(FLOWS[:, np.newaxis], mixed))
    np.testing.assert_array_equal(both[:, 0], without)
    assert np.all(both[FLOWS > 0.0, 1] > both[FLOWS > 0.0, 0])


def test_closed_check_valve_and_shut_branch_leak_a_millionth() -> None:
    """At the pressure scale of the network, here the branch's own loss at nominal flow."""
    shut = record(quadratic_1_m4=2e7, open=0.0)
    scale = 2e7 / DENSITY
    assert losses(LEAK_FRAC, shut) == pytest.approx(scale, rel=1e-6)
    check = record(quadratic_1_m4=2e7, check_valve=1.0)
    assert losses(-LEAK_FRAC, check) == pytest.approx(-scale, rel=1e-6)
    assert losses(1.0, check) == losses(1.0, record(quadratic_1_m4=2e7))


def test_standing_pump_without_check_valve_lets_coolant_back() -> None:
    params = record(pump_head_shutoff_pa=2e5, pump_head_quadratic=5e10, pump_speed_frac=0.0)
    assert losses(-1.0, params) == pytest.approx(-5e10 / DENSITY**2, rel=1e-13)


def test_head_goes_on_rising_in_reverse_flow() -> None:
    params = record(**TERMS["pump"])
    assert -losses(-0.5, params) > 2e5


@pytest.mark.parametrize("name", ["density_kg_m3", "viscosity_pa_s", "quadratic_1_m4", "pump_speed_frac"])
def test_dual_numbers_run_through_every_state_dependent_field(name: str) -> None:
    params = record(**{**TERMS["all"], "check_valve": 0.0})
    flows = np.array([-0.4, 0.05, 0.4, 3.0])
    centre = getattr(params, name)
    (moved,) = seed([np.full(flows.shape, centre)])
    loss = dual_loss(flows, replaced(params, name, moved))

    def at(value: float) -> NDArray[np.float64]:
        return np.asarray(branch_loss_pa(flows, replaced(params, name, value)))

    differences = (at(centre * (1.0 + 1e-5)) - at(centre * (1.0 - 1e-5))) / (2e-5 * centre)
    np.testing.assert_allclose(loss.partials[0], differences, rtol=1e-5)


def test_pressure_scale_is_that_of_the_stiffest_branch_or_pump() -> None:
    passive = record(quadratic_1_m4=np.array([1e7, 3e7]))
    assert passive.nominal_dp_pa == pytest.approx(3e7 / DENSITY)
    pumped = record(quadratic_1_m4=np.array([1e7, 3e7]), pump_head_shutoff_pa=np.array([4e5, 0.0]))
    assert pumped.nominal_dp_pa == pytest.approx(4e5)


def test_absent_terms_are_known() -> None:
    assert not record(linear_1_m3=1e9).has_pipe
    assert not record(linear_1_m3=1e9).has_power
    assert record(**TERMS["all"]).has_pipe
    assert record(**TERMS["all"]).has_power


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pipe_length_m", -1.0),
        ("pipe_diameter_m", 0.0),
        ("quadratic_1_m4", -1.0),
        ("pump_head_linear", 1.0),
        ("power_exponent", 0.5),
        ("linear_1_m3", float("nan")),
    ],
)
def test_refuses_what_is_out_of_range(name: str, value: float) -> None:
    terms: dict[str, Array] = {"quadratic_1_m4": 1e7, name: value}
    with pytest.raises(OutOfRange, match=name):
        record(**terms)


def test_refuses_a_branch_without_resistance() -> None:
    with pytest.raises(IllPosed, match="branch 1"):
        record(quadratic_1_m4=np.array([1e7, 0.0]))
