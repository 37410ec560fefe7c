"""Fans: cube law and the air that moves by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.fans import air_flow_ratio, fan_power_w


@pytest.mark.parametrize(("speed", "expected_w"), [(1.0, 525.0), (0.5, 65.625), (0.0, 0.0), (-0.1, 0.0)])
def test_cube_law(speed: float, expected_w: float) -> None:
    assert fan_power_w(speed, 525.0) == pytest.approx(expected_w)


@pytest.mark.parametrize("natural", [0.0, 0.1, 0.125])
def test_exact_at_standstill_and_full_speed(natural: float) -> None:
    assert air_flow_ratio(0.0, natural) == pytest.approx(natural, abs=1e-9)
    assert air_flow_ratio(1.0, natural) == pytest.approx(1.0, abs=1e-12)


@given(speed=st.floats(0.0, 1.0), natural=st.floats(0.0, 0.3))
def test_never_below_either(speed: float, natural: float) -> None:
    assert air_flow_ratio(speed, natural) >= max(speed, natural) - 1e-12


def test_rises_without_a_corner() -> None:
    ratio = air_flow_ratio(np.linspace(0.0, 1.0, 2001), 0.125)
    assert np.all(np.diff(ratio) >= 0.0)
    assert np.max(np.abs(np.diff(ratio, 2))) < 1.01 * (5e-4) ** 2 / 0.125
