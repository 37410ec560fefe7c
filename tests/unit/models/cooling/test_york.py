"""YorkCalc against the reference results of the Modelica Buildings library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.york import LARGEST_LIQUID_TO_GAS_RATIO, york_approach_k

ZERO_DEGC_K = 273.15


@pytest.mark.parametrize(
    ("water_ratio", "expected_k"),
    [(0.25, 0.2102), (0.5, 1.4222), (0.75, 2.6336), (1.0, 3.8445), (1.25, 5.0549)],
)
def test_follows_the_water_flow(water_ratio: float, expected_k: float) -> None:
    assert york_approach_k(25.55 + ZERO_DEGC_K, 5.56, water_ratio, 1.0) == pytest.approx(expected_k, abs=1e-3)


@pytest.mark.parametrize(
    ("air_ratio", "expected_k"),
    [(0.25, 18.3333), (0.5, 8.6827), (0.75, 5.4582), (1.0, 3.8445), (1.25, 2.8758)],
)
def test_follows_the_air_flow(air_ratio: float, expected_k: float) -> None:
    assert york_approach_k(25.55 + ZERO_DEGC_K, 5.56, 1.0, air_ratio) == pytest.approx(expected_k, abs=1e-3)


@pytest.mark.parametrize(
    ("wet_bulb_degc", "range_k", "liquid_to_gas", "expected_k"),
    [
        (20.0, 5.56, 1.0, 5.058),
        (15.0, 5.56, 1.0, 6.330),
        (28.0, 10.0, 1.0, 5.260),
        (25.56, 5.56, 1.0, 3.8425),
        (25.56, 5.56, 0.8, 2.874),
    ],
)
def test_other_points(wet_bulb_degc: float, range_k: float, liquid_to_gas: float, expected_k: float) -> None:
    approach_k = york_approach_k(wet_bulb_degc + ZERO_DEGC_K, range_k, liquid_to_gas, 1.0)
    assert approach_k == pytest.approx(expected_k, abs=1e-3)


def test_a_stopped_fan_is_read_as_the_end_of_the_fit() -> None:
    at_end_k = york_approach_k(298.0, 5.0, LARGEST_LIQUID_TO_GAS_RATIO, 1.0)
    assert york_approach_k(298.0, 5.0, 1.0, 0.0) == pytest.approx(at_end_k, rel=1e-6)


@given(
    wet_bulb_k=st.floats(240.0, 302.0),
    range_k=st.floats(0.0, 22.0),
    water_ratio=st.floats(0.0, 1.5),
    air_ratio=st.floats(0.0, 1.5),
)
def test_is_finite_at_any_flow(
    wet_bulb_k: float, range_k: float, water_ratio: float, air_ratio: float
) -> None:
    assert np.isfinite(york_approach_k(wet_bulb_k, range_k, water_ratio, air_ratio))


def test_more_air_brings_the_water_closer_to_the_wet_bulb() -> None:
    approach_k = york_approach_k(298.70, 5.56, 1.0, np.linspace(0.3, 1.3, 50))
    assert np.all(np.diff(approach_k) < 0.0)
