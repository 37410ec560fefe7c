"""Battery autonomy and generating sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.electrical.battery import autonomy_s
from models.electrical.generator import fuel_flow_m3_s, rating_margin_w, run_time_s

SPECIFIC_FUEL = 0.265e-3 / 3.6e6


@given(energy_j=st.floats(1e3, 1e10), power_w=st.floats(10.0, 1e7), efficiency=st.floats(0.5, 1.0))
def test_autonomy_spends_the_energy(energy_j: float, power_w: float, efficiency: float) -> None:
    assert autonomy_s(energy_j, power_w, efficiency) * power_w == pytest.approx(
        efficiency * energy_j, rel=1e-12
    )


def test_five_minutes_of_a_megawatt() -> None:
    assert autonomy_s(300.0 * 1e6 / 0.95, 1e6, 0.95) == pytest.approx(300.0)


def test_no_load_and_no_energy_are_finite() -> None:
    assert np.isfinite(autonomy_s(1e9, 0.0, 0.95))
    assert autonomy_s(0.0, 1e6, 0.95) == 0.0
    assert np.isfinite(run_time_s(10.0, 0.0, SPECIFIC_FUEL))


def test_published_fuel_rate() -> None:
    """0.265 L/kWh at 3 MW: 795 L/h."""
    assert fuel_flow_m3_s(3e6, SPECIFIC_FUEL) * 3600e3 == pytest.approx(795.0)
    assert fuel_flow_m3_s(-1.0, SPECIFIC_FUEL) == 0.0


@given(tank_m3=st.floats(0.1, 100.0), power_w=st.floats(1e3, 1e7))
def test_run_time_empties_the_tank(tank_m3: float, power_w: float) -> None:
    burnt_m3 = run_time_s(tank_m3, power_w, SPECIFIC_FUEL) * fuel_flow_m3_s(power_w, SPECIFIC_FUEL)
    assert burnt_m3 == pytest.approx(tank_m3, rel=1e-12)


def test_rating_margin_is_signed() -> None:
    assert rating_margin_w(2.5e6, 0.96, 2.3e6) == pytest.approx(100e3)
    assert rating_margin_w(2.5e6, 0.96, 2.5e6) == pytest.approx(-100e3)
