"""Shelf loss: rating points of the 80 PLUS programme, light load, no load."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.electrical.shelf import loss_points, shelf_loss_w

RUBY = ((0.05, 0.10, 0.20, 0.50, 1.00), (0.90, 0.91, 0.95, 0.965, 0.92))
TITANIUM = ((0.10, 0.20, 0.50, 1.00), (0.90, 0.94, 0.96, 0.91))
RATING_W = 5500.0

tables = pytest.mark.parametrize("table", [RUBY, TITANIUM], ids=["ruby", "titanium"])


@tables
def test_rating_points(table: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    for load, efficiency in zip(*table, strict=True):
        loss_w = shelf_loss_w(load * RATING_W, RATING_W, *loss_points(*table))
        assert load * RATING_W / (load * RATING_W + loss_w) == pytest.approx(efficiency, abs=1e-3)


@tables
@given(load=st.floats(0.0, 1.2))
def test_loss_is_positive_at_every_load(
    table: tuple[tuple[float, ...], tuple[float, ...]], load: float
) -> None:
    assert shelf_loss_w(load * RATING_W, RATING_W, *loss_points(*table)) > 0.0


@tables
def test_loss_rises_with_the_load(table: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    loss_w = shelf_loss_w(np.linspace(0.0, 1.1 * RATING_W, 400), RATING_W, *loss_points(*table))
    assert np.all(np.diff(loss_w) > 0.0)


def test_no_load_costs_the_declared_loss() -> None:
    knots, losses = (0.0, 0.1, 1.0), (0.004, 0.011, 0.06)
    assert shelf_loss_w(0.0, RATING_W, knots, losses) == pytest.approx(0.004 * RATING_W)
    assert shelf_loss_w(0.05 * RATING_W, RATING_W, knots, losses) == pytest.approx(0.0075 * RATING_W)


def test_a_quadratic_loss_is_poor_at_light_load() -> None:
    """The best quadratic says 84.9 % at 5 % load, the rating 90 %."""
    load = np.array(RUBY[0])
    loss = load * (1.0 / np.array(RUBY[1]) - 1.0)
    fitted = np.polyval(np.polyfit(load, loss, 2), 0.05)
    assert 0.05 / (0.05 + fitted) == pytest.approx(0.849, abs=0.001)


def test_no_conversion_no_loss() -> None:
    assert shelf_loss_w(0.0, 0.0, (0.0, 1.0), (0.01, 0.05)) == 0.0
