"""Efficiency tables: rating points, what lies between and beyond them, series of stages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.electrical.curve import chain_efficiency, interpolate_efficiency

RUBY = ((0.05, 0.10, 0.20, 0.50, 1.00), (0.90, 0.91, 0.95, 0.965, 0.92))
TITANIUM = ((0.10, 0.20, 0.50, 1.00), (0.90, 0.94, 0.96, 0.91))


@pytest.mark.parametrize("table", [RUBY, TITANIUM], ids=["ruby", "titanium"])
def test_rating_points(table: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    for load, efficiency in zip(*table, strict=True):
        assert interpolate_efficiency(load, *table) == pytest.approx(efficiency, abs=1e-12)


@given(load=st.floats(0.0, 1.5))
def test_interpolation_is_that_of_numpy(load: float) -> None:
    assert interpolate_efficiency(load, *RUBY) == pytest.approx(np.interp(load, *RUBY), rel=1e-12)


def test_why_losses_are_not_taken_from_interpolated_efficiencies() -> None:
    load = np.linspace(0.1, 0.2, 51)
    loss = load * (1.0 / interpolate_efficiency(load, *TITANIUM) - 1.0)
    assert np.argmax(loss) < 40


def test_series_of_stages() -> None:
    chain = chain_efficiency(chain_efficiency(0.990, 0.965), chain_efficiency(0.99, 0.97))
    assert chain == pytest.approx(0.917423, rel=1e-4)
