"""Die, case and coolant: balances, the closed forms of ride-through and of time to limit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from models.thermal.cold_plate import plate_conductance_w_k, plate_effectiveness
from models.thermal.stack import (
    adiabatic_time_to_limit_s,
    case_rate_k_s,
    case_to_coolant_heat_w,
    die_rate_k_s,
    hbm_temp_k,
    junction_to_case_heat_w,
    plate_outlet_temp_k,
    time_to_limit_s,
)

temps = st.floats(280.0, 400.0)
powers = st.floats(0.0, 2000.0)


def test_steady_stack_is_a_chain_of_resistances() -> None:
    power_w, inlet_k, upper_k_w, conductance_w_k = 1200.0, 313.15, 0.012, 40.0
    case_k = inlet_k + power_w / conductance_w_k
    die_k = case_k + power_w * upper_k_w
    assert die_rate_k_s(power_w, die_k, case_k, upper_k_w, 100.0) == pytest.approx(0.0, abs=1e-9)
    assert case_rate_k_s(die_k, case_k, inlet_k, conductance_w_k, upper_k_w, 400.0) == pytest.approx(
        0.0, abs=1e-9
    )


@given(powers, temps, temps, temps, st.floats(0.0, 100.0))
def test_stored_heat_is_power_minus_coolant_heat(
    power_w: float, die_k: float, case_k: float, inlet_k: float, conductance_w_k: float
) -> None:
    die_k_s = float(die_rate_k_s(power_w, die_k, case_k, 0.012, 100.0))
    plate_k_s = float(case_rate_k_s(die_k, case_k, inlet_k, conductance_w_k, 0.012, 400.0))
    through_w = float(junction_to_case_heat_w(die_k, case_k, 0.012))
    coolant_w = float(case_to_coolant_heat_w(case_k, inlet_k, conductance_w_k))
    scale_w = power_w + abs(through_w) + abs(coolant_w) + 1.0
    assert 100.0 * die_k_s + 400.0 * plate_k_s == pytest.approx(power_w - coolant_w, abs=1e-9 * scale_w)


@given(temps, temps, st.floats(0.0, 1e-4))
def test_outlet_carries_the_heat_of_the_case(inlet_k: float, case_k: float, flow_m3_s: float) -> None:
    plate = (flow_m3_s, 4.0e6, 0.01625, 1.372e-7)
    outlet_k = plate_outlet_temp_k(inlet_k, case_k, plate_effectiveness(*plate))
    given_w = case_to_coolant_heat_w(case_k, inlet_k, plate_conductance_w_k(*plate))
    assert flow_m3_s * 4.0e6 * (outlet_k - inlet_k) == pytest.approx(given_w, rel=1e-9, abs=1e-7)
    assert min(inlet_k, case_k) - 1e-9 <= outlet_k <= max(inlet_k, case_k) + 1e-9


def test_without_flow_the_stack_heats_by_its_heat_capacity() -> None:
    def rate(_: float, y: Any) -> Any:
        return [
            die_rate_k_s(1200.0, y[0], y[1], 0.012, 100.0),
            case_rate_k_s(y[0], y[1], 313.15, 0.0, 0.012, 300.0),
        ]

    solution = solve_ivp(rate, (0.0, 20.0), [337.15, 337.15], method="Radau", rtol=1e-9, atol=1e-9)
    die_k, case_k = solution.y[:, -1]
    assert (100.0 * die_k + 300.0 * case_k) / 400.0 == pytest.approx(337.15 + 1200.0 * 20.0 / 400.0, rel=1e-9)


def test_memory_stands_above_the_case() -> None:
    assert hbm_temp_k(340.0, 0.0, 0.05) == 340.0
    assert hbm_temp_k(340.0, 256.0, 0.05) == pytest.approx(352.8)


# Adiabatic device: power W, inlet degC, resistance K/W, capacity J/K, seconds to 87 degC.
@pytest.mark.parametrize(
    ("power_w", "inlet_c", "resistance_k_w", "capacity_j_k", "expected_s"),
    [
        (1200.0, 40.0, 0.02, 400.0, 7.67),
        (1200.0, 40.0, 0.02, 700.0, 13.42),
        (1200.0, 30.0, 0.02, 700.0, 19.25),
        (1400.0, 40.0, 0.02, 700.0, 9.50),
        (700.0, 35.0, 0.03, 400.0, 17.71),
    ],
)
def test_adiabatic_ride_through(
    power_w: float, inlet_c: float, resistance_k_w: float, capacity_j_k: float, expected_s: float
) -> None:
    start_k = inlet_c + 273.15 + power_w * resistance_k_w
    assert adiabatic_time_to_limit_s(start_k, 360.15, power_w, capacity_j_k) == pytest.approx(
        expected_s, rel=1e-3
    )


def test_adiabatic_limits() -> None:
    assert adiabatic_time_to_limit_s(330.0, 360.0, 0.0, 400.0) == math.inf
    assert adiabatic_time_to_limit_s(330.0, 360.0, -10.0, 400.0) == math.inf
    assert adiabatic_time_to_limit_s(361.0, 360.0, 0.0, 400.0) == 0.0
    assert adiabatic_time_to_limit_s(361.0, 360.0, 100.0, 400.0) == 0.0


def test_time_to_limit_of_a_first_order_response() -> None:
    assert time_to_limit_s(337.15, 383.15, 360.15, 20.0) == pytest.approx(20.0 * math.log(2.0), rel=1e-9)
    assert time_to_limit_s(337.15, 359.15, 360.15, 20.0) == math.inf
    assert time_to_limit_s(337.15, 360.15, 360.15, 20.0) == math.inf
    assert time_to_limit_s(361.15, 350.15, 360.15, 20.0) == 0.0
    assert time_to_limit_s(361.15, 400.15, 360.15, 20.0) == 0.0


def test_time_to_limit_of_many_at_once() -> None:
    times = time_to_limit_s(
        np.array([337.15, 337.15, 361.15]), np.array([383.15, 359.15, 400.0]), 360.15, 20.0
    )
    np.testing.assert_allclose(times, [13.863, math.inf, 0.0], atol=1e-3)


@given(temps, temps, temps, st.floats(0.1, 100.0))
def test_the_response_is_at_the_limit_when_it_says_so(
    temp_k: float, steady_k: float, limit_k: float, tau: float
) -> None:
    time_s = float(time_to_limit_s(temp_k, steady_k, limit_k, tau))
    if temp_k < limit_k and math.isfinite(time_s):
        then_k = steady_k + (temp_k - steady_k) * math.exp(-time_s / tau)
        assert then_k == pytest.approx(limit_k, abs=1e-6)
    else:
        assert time_s in (0.0, math.inf)
