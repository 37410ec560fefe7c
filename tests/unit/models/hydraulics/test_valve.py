"""Valves and quick disconnects against published points and the limits of their characteristic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hydraulics.valve import (
    equal_percentage_frac,
    kv_from_cv,
    kv_from_point,
    valve_quadratic_1_m4,
)

L_MIN = 1.0 / 60000.0


def test_quick_disconnect_of_the_universal_standard() -> None:
    """UQD04 at 6.4 l/min and 31 kPa: Kv 0.690, Cv 0.797."""
    kv = kv_from_point(6.4 * L_MIN, 31e3, 1000.0)
    assert kv == pytest.approx(0.690, abs=5e-4)
    assert kv / kv_from_cv(1.0) == pytest.approx(0.797, abs=5e-4)


def test_one_bar_drives_kv_of_water() -> None:
    """The definition: Kv cubic metres per hour of water (1000 kg/m3) at 1 bar."""
    for kv in (0.5, 4.0, 63.0):
        assert valve_quadratic_1_m4(kv) * 1000.0 * (kv / 3600.0) ** 2 == pytest.approx(1e5, rel=1e-14)


@given(st.floats(1e-5, 1e-1), st.floats(1e2, 1e6), st.floats(800.0, 1200.0))
def test_coefficient_reproduces_its_rated_point(flow: float, dp: float, density: float) -> None:
    kv = kv_from_point(flow, dp, density)
    assert valve_quadratic_1_m4(kv) * density * flow**2 == pytest.approx(dp, rel=1e-12)


def test_valves_in_series_add_as_inverse_squares() -> None:
    together = (1.0 / 2.0**2 + 1.0 / 3.0**2) ** -0.5
    assert valve_quadratic_1_m4(2.0) + valve_quadratic_1_m4(3.0) == pytest.approx(
        valve_quadratic_1_m4(together)
    )


def test_published_position_of_the_cdu_example() -> None:
    """LBNL Modelica Buildings, CDU_epsNTU: position 0.77724 of a valve of rangeability 50 passes 0.41835."""
    assert equal_percentage_frac(0.77724, 50.0, 1e-4) == pytest.approx(0.41835, abs=5e-6)


@given(st.floats(0.05, 0.9), st.floats(20.0, 100.0))
def test_equal_steps_change_flow_by_equal_percentages(position: float, rangeability: float) -> None:
    ratio = equal_percentage_frac(position + 0.1, rangeability, 1e-4) / equal_percentage_frac(
        position, rangeability, 1e-4
    )
    assert ratio == pytest.approx(rangeability**0.1, rel=1e-10)


def test_shut_and_open() -> None:
    assert equal_percentage_frac(0.0, 50.0, 1e-4) == pytest.approx(1e-4)
    assert equal_percentage_frac(-0.3, 50.0, 1e-4) == pytest.approx(1e-4)
    assert equal_percentage_frac(1.0, 50.0, 1e-4) == 1.0
    assert equal_percentage_frac(1.3, 50.0, 1e-4) == 1.0


def test_rises_strictly_over_the_whole_travel() -> None:
    position = np.linspace(0.0, 1.0, 2001)
    assert np.all(np.diff(equal_percentage_frac(position, 50.0, 1e-4)) > 0.0)
