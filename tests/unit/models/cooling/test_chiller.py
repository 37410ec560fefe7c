"""Chillers: the York curves, Carnot, saturation and limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.chiller import (
    SMALLEST_LIFT_K,
    Doe2Chiller,
    biquadratic_ratio,
    carnot_cop,
    chiller_heat_w,
    chiller_power_w,
    condenser_heat_w,
    doe2_capacity_w,
    doe2_out_of_range_k,
    doe2_power_w,
)

ZERO_DEGC_K = 273.15

# York YT 1055 kW, COP 5.96, vanes: performance record of the Modelica Buildings library.
YORK = Doe2Chiller(
    capacity_w=1055e3,
    cop_ratio=5.96,
    capacity_curve=(0.1785912, -0.05900023, -5.946963e-4, 0.09297889, -2.841024e-3, 4.974221e-3),
    input_curve=(0.524511, -0.02850126, 8.03472e-4, 0.01893133, 1.151629e-4, -9.340642e-5),
    part_load_curve=(0.2619878, 0.2393605, 0.4988306),
    smallest_part_load_ratio=0.1,
    leaving_low_k=4.4 + ZERO_DEGC_K,
    leaving_high_k=8.9 + ZERO_DEGC_K,
    entering_low_k=12.8 + ZERO_DEGC_K,
    entering_high_k=35.0 + ZERO_DEGC_K,
)


@pytest.mark.parametrize(
    ("leaving_degc", "entering_degc", "part_load", "expected"),
    [
        (6.67, 29.44, 1.0, 5.91),
        (6.67, 29.44, 0.75, 6.14),
        (6.67, 29.44, 0.5, 5.83),
        (6.67, 29.44, 0.25, 4.18),
        (8.89, 15.0, 1.0, 9.43),
    ],
)
def test_york_efficiency(
    leaving_degc: float, entering_degc: float, part_load: float, expected: float
) -> None:
    temps_k = (leaving_degc + ZERO_DEGC_K, entering_degc + ZERO_DEGC_K)
    cop = part_load * doe2_capacity_w(*temps_k, YORK) / doe2_power_w(part_load, *temps_k, YORK)
    assert cop == pytest.approx(expected, abs=0.005)


def test_york_capacity_by_hand() -> None:
    """0.1786 - 0.3935 - 0.0265 + 2.7373 - 2.4624 + 0.9768: the published fit is 1 % above its own rating."""
    capacity_w = doe2_capacity_w(6.67 + ZERO_DEGC_K, 29.44 + ZERO_DEGC_K, YORK)
    assert capacity_w / 1055e3 == pytest.approx(1.0103, abs=1e-4)


def test_curves_take_degrees_celsius() -> None:
    curve = (1.0, 10.0, 100.0, 0.1, 0.01, 0.001)
    expected = 1.0 + 20.0 + 400.0 + 0.3 + 0.09 + 0.006
    assert biquadratic_ratio(2.0 + ZERO_DEGC_K, 3.0 + ZERO_DEGC_K, curve) == pytest.approx(expected)


def test_the_fit_is_never_extrapolated() -> None:
    entering_k = 20.0 + ZERO_DEGC_K
    warm_k = 25.0 + ZERO_DEGC_K
    assert doe2_capacity_w(warm_k, entering_k, YORK) == doe2_capacity_w(YORK.leaving_high_k, entering_k, YORK)
    assert doe2_power_w(0.5, warm_k, entering_k, YORK) == doe2_power_w(
        0.5, YORK.leaving_high_k, entering_k, YORK
    )
    assert doe2_out_of_range_k(warm_k, entering_k, YORK) == pytest.approx(16.1)
    assert doe2_out_of_range_k(280.0, 40.0 + ZERO_DEGC_K, YORK) == pytest.approx(5.0)
    assert doe2_out_of_range_k(280.0, entering_k, YORK) == 0.0


def test_a_cycling_machine_uses_no_power_at_no_load() -> None:
    power_w = np.asarray(doe2_power_w(np.linspace(0.0, 1.05, 60), 280.0, 300.0, YORK))
    assert power_w[0] == 0.0
    assert np.all(np.diff(power_w) > 0.0)
    just_below, just_above = (doe2_power_w(plr, 280.0, 300.0, YORK) for plr in (0.1 - 1e-9, 0.1 + 1e-9))
    assert just_below == pytest.approx(just_above, rel=1e-6)


@pytest.mark.parametrize("efficiency", [0.45, 0.6])
def test_share_of_carnot(efficiency: float) -> None:
    assert carnot_cop(293.15, 313.15, efficiency) == pytest.approx(efficiency * 293.15 / 20.0, rel=1e-12)


@given(te_k=st.floats(270.0, 310.0), tc_k=st.floats(250.0, 340.0))
def test_carnot_is_bounded_without_lift(te_k: float, tc_k: float) -> None:
    cop = carnot_cop(te_k, tc_k, 0.5)
    assert 0.0 < cop <= 0.5 * te_k / SMALLEST_LIFT_K


def test_carnot_falls_with_the_lift_without_a_corner() -> None:
    tc_k = np.linspace(290.0, 330.0, 4001)
    cop = carnot_cop(293.15, tc_k, 0.5)
    assert np.all(np.diff(cop) <= 0.0)
    slope = np.gradient(cop, tc_k)
    # 0.01 K apart; a corner would make the slope jump by COP / lift, about 6 per kelvin, in one step.
    assert np.max(np.abs(np.diff(slope))) < 1.0


def test_power_at_no_load_is_the_standby() -> None:
    assert chiller_power_w(0.0, 293.0, 313.0, 0.5, 120.0) == 120.0
    assert chiller_power_w(-1e3, 293.0, 313.0, 0.5, 120.0) == 120.0
    assert chiller_power_w(300e3, 293.15, 313.15, 0.5, 0.0) == pytest.approx(40934.6, rel=1e-4)


@given(demand_w=st.floats(-1e6, 3e6), capacity_w=st.floats(0.0, 2e6))
def test_heat_stays_between_nothing_and_the_capacity(demand_w: float, capacity_w: float) -> None:
    heat_w = chiller_heat_w(demand_w, capacity_w)
    assert 0.0 <= heat_w <= capacity_w * (1.0 + 1e-12)
    assert heat_w <= max(demand_w, 0.0) + 1e-9
    assert heat_w >= min(max(demand_w, 0.0), capacity_w) - 0.00126 * capacity_w - 1e-6


def test_a_chiller_too_small_saturates() -> None:
    assert chiller_heat_w(500e3, 400e3) == pytest.approx(400e3, rel=1e-12)
    assert chiller_heat_w(300e3, 400e3) == pytest.approx(300e3, rel=1e-12)


@given(heat_w=st.floats(0.0, 1e6), power_w=st.floats(0.0, 2e5), share=st.floats(0.0, 1.0))
def test_condenser_closes_the_balance(heat_w: float, power_w: float, share: float) -> None:
    room_w = (1.0 - share) * power_w
    assert condenser_heat_w(heat_w, power_w, share) + room_w == pytest.approx(heat_w + power_w, abs=1e-6)
