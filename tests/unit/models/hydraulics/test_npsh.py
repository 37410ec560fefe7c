"""Suction head and velocity against textbook points."""

from __future__ import annotations

import pytest

from models.hydraulics.npsh import npsh_available_m, velocity_m_s


def test_open_tank_of_cold_water() -> None:
    """Water at 20 degC (2339 Pa, 998.2 kg/m3) under one atmosphere at pump height: 10.11 m."""
    assert npsh_available_m(101325.0, 2339.0, 998.2, 0.0) == pytest.approx(10.11, abs=0.005)


def test_boiling_suction_has_none() -> None:
    assert npsh_available_m(19946.0, 19946.0, 983.2, 0.0) == 0.0


def test_velocity_head_counts() -> None:
    assert npsh_available_m(1e5, 1e5, 1000.0, 2.0) == pytest.approx(4.0 / (2.0 * 9.80665))


def test_velocities_of_the_pandapipes_case() -> None:
    """10 kg/s of 1000 kg/m3 in 100 mm: 1.2732 m/s (STANET)."""
    assert velocity_m_s(0.01, 0.1) == pytest.approx(1.2732, abs=5e-5)
    assert velocity_m_s(0.0, 0.1) == 0.0
    assert velocity_m_s(-0.01, 0.1) == -velocity_m_s(0.01, 0.1)
