"""Loops without their heat sink, and the store that bridges it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.buffer import buffer_volume_m3, loop_warming_k_s, ride_through_s


@pytest.mark.parametrize(
    ("heat_w", "volume_m3", "expected_k_s"),
    [(1e6, 0.5, 0.50), (1e6, 1.5, 1.0 / 6.0), (120e3, 0.04, 0.75), (2e6, 1.5, 1.0 / 3.0)],
)
def test_loop_without_facility_water(heat_w: float, volume_m3: float, expected_k_s: float) -> None:
    assert loop_warming_k_s(heat_w, volume_m3, 4.0e6) == pytest.approx(expected_k_s, rel=1e-3)


def test_chilled_water_buffer() -> None:
    """10 MW for 5 min over 10 K: 72 m3."""
    assert buffer_volume_m3(10e6, 300.0, 4.17e6, 10.0, 1.0) == pytest.approx(72.0, abs=0.5)


@given(heat_w=st.floats(1e3, 1e8), time_s=st.floats(1.0, 1e4), rise_k=st.floats(0.1, 30.0))
def test_volume_and_time_are_inverse(heat_w: float, time_s: float, rise_k: float) -> None:
    volume_m3 = buffer_volume_m3(heat_w, time_s, 4.1e6, rise_k, 1.0)
    assert ride_through_s(volume_m3, 4.1e6, rise_k, heat_w) == pytest.approx(time_s, rel=1e-12)


def test_time_is_the_rise_over_the_warming() -> None:
    rate_k_s = loop_warming_k_s(2e6, 3.0, 4.0e6)
    assert ride_through_s(3.0, 4.0e6, 8.0, 2e6) == pytest.approx(8.0 / rate_k_s)


@given(heat_w=st.floats(-1e6, 1e6), rise_k=st.floats(-10.0, 10.0))
def test_is_finite_without_heat_or_rise(heat_w: float, rise_k: float) -> None:
    time_s = ride_through_s(1.0, 4.0e6, rise_k, heat_w)
    assert np.isfinite(time_s)
    assert time_s >= 0.0
