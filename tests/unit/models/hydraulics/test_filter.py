"""Filters: the clean point, clogging, and reading it back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hydraulics.filter import filter_clogging_ratio, filter_power_coefficient


def test_published_filter_of_the_cdu_example() -> None:
    """LBNL Modelica Buildings, CDU_epsNTU: 65 kPa nominal, exponent 1.76, 54,649 Pa at 0.90615 of nominal."""
    coefficient = filter_power_coefficient(65e3, 1.4, 1.76, 0.0)
    assert coefficient * (0.90615 * 1.4) ** 1.76 == pytest.approx(54649.0, rel=1e-4)


@given(st.floats(0.0, 3.0), st.floats(1e-3, 2.0), st.floats(1.0, 2.0))
def test_clogging_is_read_back_from_a_measured_drop(clogging: float, flow: float, exponent: float) -> None:
    drop = filter_power_coefficient(65e3, 1.4, exponent, clogging) * flow**exponent
    assert filter_clogging_ratio(drop, flow, 65e3, 1.4, exponent) == pytest.approx(clogging, abs=1e-10)
