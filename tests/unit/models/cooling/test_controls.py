"""Controllers: roots inside and at the bounds, wind-up, actuators and the staging by wet bulb."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from models.cooling.controls import (
    actuator_rate_1_s,
    cooling_mode_frac,
    over_tower_frac,
    pi_integral_rate_1_s,
    pi_output,
    tower_allowed_frac,
    trim_allowed_frac,
)

GAIN, INTEGRAL_S, TRACKING_S = 1.0, 120.0, 60.0
FREE_BELOW_K, MECHANICAL_ABOVE_K, BAND_K = 287.15, 293.15, 1.0


def rate(error: float, integral: float) -> float:
    return float(pi_integral_rate_1_s(error, integral, GAIN, INTEGRAL_S, 0.0, 1.0, TRACKING_S))


@given(integral=st.floats(0.01, 0.99))
def test_inside_the_bounds_only_a_met_setpoint_is_steady(integral: float) -> None:
    assert rate(0.0, integral) == pytest.approx(0.0, abs=1e-15)
    assert rate(1e-4, integral) > 0.0
    assert rate(-1e-4, integral) < 0.0


@given(error=st.floats(0.05, 100.0))
def test_a_setpoint_out_of_reach_is_steady_at_the_bound(error: float) -> None:
    integral = brentq(lambda value: rate(error, value), -300.0, 300.0)
    assert integral == pytest.approx(1.0 - GAIN * error * (1.0 - TRACKING_S / INTEGRAL_S), rel=1e-6, abs=1e-6)
    assert pi_output(error, integral, GAIN, 0.0, 1.0) == 1.0
    below = brentq(lambda value: rate(-error, value), -300.0, 300.0)
    assert pi_output(-error, below, GAIN, 0.0, 1.0) == 0.0


def test_the_saturated_root_is_regular_and_stable() -> None:
    error, step = 0.5, 1e-6
    integral = brentq(lambda value: rate(error, value), -10.0, 10.0)
    slope = (rate(error, integral + step) - rate(error, integral - step)) / (2.0 * step)
    assert slope == pytest.approx(-1.0 / TRACKING_S, rel=1e-6)


def test_no_wind_up() -> None:
    """After an hour of an unreachable set-point the output leaves its bound as soon as the error turns."""
    integral, dt_s = 0.5, 1.0
    for _ in range(3600):
        integral += dt_s * rate(0.5, integral)
    assert pi_output(0.5, integral, GAIN, 0.0, 1.0) == 1.0
    assert pi_output(-0.3, integral, GAIN, 0.0, 1.0) < 1.0


@given(error=st.floats(-5.0, 5.0), integral=st.floats(-5.0, 5.0))
def test_output_stays_within_its_bounds(error: float, integral: float) -> None:
    assert 0.2 <= pi_output(error, integral, 2.0, 0.2, 0.9) <= 0.9


def test_actuator_follows_its_command() -> None:
    position, dt_s = 0.0, 0.1
    for _ in range(300):
        position += dt_s * float(actuator_rate_1_s(1.0, position, 30.0))
    assert position == pytest.approx(1.0 - np.exp(-1.0), rel=0.01)
    assert actuator_rate_1_s(0.4, 0.4, 30.0) == 0.0


@pytest.mark.parametrize(
    ("wet_bulb_degc", "expected"),
    [(10.0, (1, 0, 0)), (14.0, (1, 0, 0)), (17.0, (0, 1, 0)), (20.0, (0, 0, 1)), (25.0, (0, 0, 1))],
)
def test_published_stages(wet_bulb_degc: float, expected: tuple[float, float, float]) -> None:
    """Pengcheng Cloud Brain II: free below 14, mixed to 20, mechanical from 20 degC."""
    wet_bulb_k = wet_bulb_degc + 273.15
    tower = tower_allowed_frac(wet_bulb_k, MECHANICAL_ABOVE_K, BAND_K)
    trim = trim_allowed_frac(wet_bulb_k, FREE_BELOW_K, BAND_K)
    assert cooling_mode_frac(tower, trim) == pytest.approx(expected, abs=1e-12)


@given(wet_bulb_k=st.floats(240.0, 310.0), free_k=st.floats(280.0, 290.0), band_k=st.floats(0.1, 5.0))
def test_modes_share_the_whole(wet_bulb_k: float, free_k: float, band_k: float) -> None:
    tower = tower_allowed_frac(wet_bulb_k, MECHANICAL_ABOVE_K, band_k)
    trim = trim_allowed_frac(wet_bulb_k, free_k, band_k)
    modes = cooling_mode_frac(tower, trim)
    assert sum(modes) == pytest.approx(1.0, abs=1e-12)
    assert all(0.0 <= share <= 1.0 for share in modes)


def test_staging_is_monotone_and_smooth() -> None:
    wet_bulb_k = np.linspace(285.0, 295.0, 2001)
    tower = tower_allowed_frac(wet_bulb_k, MECHANICAL_ABOVE_K, BAND_K)
    trim = trim_allowed_frac(wet_bulb_k, FREE_BELOW_K, BAND_K)
    assert np.all(np.diff(tower) <= 0.0)
    assert np.all(np.diff(trim) >= 0.0)
    assert np.max(np.abs(np.diff(trim, 2))) < 6.1 * (5e-3) ** 2


def test_a_bypass_never_lets_water_be_warmed_and_has_no_corner() -> None:
    above_k = np.linspace(-2.0, 4.0, 6001)
    heat = above_k * over_tower_frac(300.0 + above_k, 300.0, 0.5)
    assert np.all(heat[above_k <= 0.0] == 0.0)
    np.testing.assert_allclose(heat[above_k >= 0.5], above_k[above_k >= 0.5], rtol=1e-12)
    assert np.all(np.diff(heat) >= 0.0)
    # A corner would turn the slope by 1 within one step; the largest curvature here is 18 per band.
    assert np.max(np.abs(np.diff(heat, 2))) < 20.0 / 0.5 * 1e-3**2
