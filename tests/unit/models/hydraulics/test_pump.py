"""Pumps: rated points, affinity, and power at the ends of the curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hydraulics.pump import pump_coefficients, pump_electric_power_w, pump_head_pa


def test_curve_passes_through_shutoff_and_rated_point() -> None:
    curve = pump_coefficients(3e5, 0.01, 2e5)
    assert pump_head_pa(0.0, 1.0, *curve) == pytest.approx(3e5)
    assert pump_head_pa(0.01, 1.0, *curve) == pytest.approx(2e5)


def test_one_point_curve_of_epanet_net1() -> None:
    """EPANET example Net1: 1500 gpm at 250 ft makes 333.33 - 83.33 (q/1500)^2 ft; 204.35 ft at 1866.2 gpm."""
    foot, gpm = 0.3048 * 9806.65, 6.30901964e-5
    curve = pump_coefficients(4.0 / 3.0 * 250.0 * foot, 1500.0 * gpm, 250.0 * foot)
    assert pump_head_pa(1866.2 * gpm, 1.0, *curve) / foot == pytest.approx(204.35, abs=0.01)


@given(st.floats(-0.02, 0.02), st.floats(0.05, 1.1), st.floats(-1e6, 0.0))
def test_affinity_of_the_curve(flow: float, speed: float, linear: float) -> None:
    full = pump_head_pa(flow, 1.0, 3e5, linear, 1e9)
    assert pump_head_pa(flow * speed, speed, 3e5, linear, 1e9) == pytest.approx(
        full * speed**2, rel=1e-12, abs=1e-6
    )


@given(st.floats(0.0, 0.03), st.floats(0.05, 1.0))
def test_affine_points_take_power_by_the_cube(flow: float, speed: float) -> None:
    full = pump_electric_power_w(flow, 2e5, 1.0, 0.01, 0.6)
    slow = pump_electric_power_w(flow * speed, 2e5 * speed**2, speed, 0.01, 0.6)
    assert slow == pytest.approx(full * speed**3, rel=1e-8)


def test_best_point_has_best_efficiency() -> None:
    flow = np.linspace(1e-4, 0.03, 3000)
    efficiency = flow * 2e5 / pump_electric_power_w(flow, 2e5, 1.0, 0.01, 0.6)
    assert np.max(efficiency) == pytest.approx(0.6, rel=1e-6)
    assert flow[np.argmax(efficiency)] == pytest.approx(0.01, rel=2e-3)
    assert efficiency[-1] == pytest.approx(0.6 * 1.6 * 0.4, rel=1e-9)


def test_rated_power_of_a_published_cdu() -> None:
    """OCP CDU Deschutes: 31.48 kg/s of PG25 (1010 kg/m3) at 85 psi is 18.2 kW hydraulic, 74 kW electric."""
    flow = 31.48 / 1010.0
    power = pump_electric_power_w(flow, 85.0 * 6894.757, 1.0, flow, 0.246)
    assert power == pytest.approx(74e3, rel=0.01)


def test_closed_valve_is_finite_and_below_rated_power() -> None:
    curve = pump_coefficients(3e5, 0.01, 2e5)
    rated = pump_electric_power_w(0.01, pump_head_pa(0.01, 1.0, *curve), 1.0, 0.01, 0.6)
    shut = pump_electric_power_w(0.0, pump_head_pa(0.0, 1.0, *curve), 1.0, 0.01, 0.6)
    assert 0.0 < shut < rated


@pytest.mark.parametrize(("flow", "head"), [(0.0, 0.0), (-0.01, -1e5), (0.01, -1e5), (-0.01, 3e5)])
def test_standing_pump_takes_nothing(flow: float, head: float) -> None:
    assert pump_electric_power_w(flow, head, 0.0, 0.01, 0.6) == 0.0


@given(st.floats(-0.05, 0.05), st.floats(-1e5, 5e5), st.floats(0.0, 1.2))
def test_power_is_never_negative_and_covers_the_hydraulic_power(
    flow: float, head: float, speed: float
) -> None:
    power = pump_electric_power_w(flow, head, speed, 0.01, 0.6)
    assert np.isfinite(power)
    assert power >= 0.0
    if speed > 0.01:
        assert power >= flow * head if head > 0.0 else power == 0.0
