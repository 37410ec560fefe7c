"""PUE and WUE."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.metrics import pue_ratio, wue_l_kwh


def test_definitions() -> None:
    assert pue_ratio(1.15e6, 1e6) == pytest.approx(1.15)
    # one litre over one kilowatt hour
    assert wue_l_kwh(1.0, 3.6e6) == pytest.approx(1.0)


@given(it_w=st.floats(1e3, 1e8), pump_w=st.floats(1.0, 1e5), other_w=st.floats(0.0, 1e6))
def test_moving_a_pump_into_the_rack_moves_pue_but_no_power(
    it_w: float, pump_w: float, other_w: float
) -> None:
    total_w = it_w + pump_w + other_w
    outside, inside = pue_ratio(total_w, it_w), pue_ratio(total_w, it_w + pump_w)
    assert outside > inside >= 1.0


def test_an_idle_hall_has_finite_ratios() -> None:
    assert np.isfinite(pue_ratio(5e3, 0.0))
    assert np.isfinite(wue_l_kwh(0.1, 0.0))
