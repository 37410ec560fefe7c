"""Feeders, busways and cables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.electrical.busway import conductor_loss_w, three_phase_drop_v
from models.electrical.feeder import (
    continuous_limit_a,
    direct_current_a,
    three_phase_current_a,
    three_phase_power_w,
)


@pytest.mark.parametrize(
    ("voltage_v", "rated_a", "expected_w"),
    [(415.0, 60.0, 34.157e3), (415.0, 100.0, 56.929e3), (400.0, 63.0, 34.569e3)],
)
def test_continuous_power_of_a_feeder(voltage_v: float, rated_a: float, expected_w: float) -> None:
    power_w = three_phase_power_w(continuous_limit_a(rated_a, 0.8), voltage_v, 0.99)
    assert power_w == pytest.approx(expected_w, rel=1e-4)


@given(power_w=st.floats(0.0, 1e7), voltage_v=st.floats(100.0, 2e4), power_factor=st.floats(0.5, 1.0))
def test_current_and_power_are_inverse(power_w: float, voltage_v: float, power_factor: float) -> None:
    current_a = three_phase_current_a(power_w, voltage_v, power_factor)
    assert three_phase_power_w(current_a, voltage_v, power_factor) == pytest.approx(power_w, rel=1e-12)


def test_a_rack_on_fifty_volts() -> None:
    assert direct_current_a(132e3, 50.0) == pytest.approx(2640.0, rel=1e-4)


def test_conductor_loss() -> None:
    assert conductor_loss_w(2000.0, 1e-5, 3.0) == pytest.approx(120.0)
    assert conductor_loss_w(0.0, 1e-5, 3.0) == 0.0
    assert conductor_loss_w(-5.0, 1.0, 2.0) == conductor_loss_w(5.0, 1.0, 2.0)


def test_voltage_drop_of_resistance_and_reactance() -> None:
    root_3 = 3.0**0.5
    assert three_phase_drop_v(100.0, 0.05, 0.02, 1.0) == pytest.approx(root_3 * 5.0)
    assert three_phase_drop_v(100.0, 0.05, 0.02, 0.8) == pytest.approx(root_3 * (4.0 + 1.2))
    assert three_phase_drop_v(0.0, 0.05, 0.02, 0.9) == 0.0


def test_drop_agrees_with_the_loss_at_unity_power_factor() -> None:
    """To first order both say the same: dU / U = P_loss / P."""
    power_w, voltage_v, resistance_ohm = 500e3, 400.0, 1e-3
    current_a = three_phase_current_a(power_w, voltage_v, 1.0)
    relative_drop = three_phase_drop_v(current_a, resistance_ohm, 0.0, 1.0) / voltage_v
    assert relative_drop == pytest.approx(
        conductor_loss_w(current_a, resistance_ohm, 3.0) / power_w, rel=1e-12
    )
