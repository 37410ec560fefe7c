"""Transformer: efficiency points and the best load."""

from __future__ import annotations

import numpy as np
import pytest

from models.electrical.transformer import best_load_frac, transformer_loss_w

RATING_VA, NO_LOAD_W, LOAD_LOSS_W, POWER_FACTOR = 2.5e6, 3.5e3, 18e3, 0.95


def efficiency(load: float) -> float:
    loss_w = transformer_loss_w(load * RATING_VA, RATING_VA, NO_LOAD_W, LOAD_LOSS_W)
    return float(1.0 - loss_w / (load * RATING_VA * POWER_FACTOR))


@pytest.mark.parametrize(
    ("load", "expected"), [(0.25, 0.99221), (0.40, 0.99328), (0.50, 0.99326), (0.75, 0.99235), (1.0, 0.99095)]
)
def test_efficiency(load: float, expected: float) -> None:
    assert efficiency(load) == pytest.approx(expected, abs=5e-5)


def test_best_load() -> None:
    best = float(best_load_frac(NO_LOAD_W, LOAD_LOSS_W))
    assert best == pytest.approx(0.441, abs=5e-4)
    assert efficiency(best) > max(efficiency(0.99 * best), efficiency(1.01 * best))


def test_core_loss_remains_at_no_load() -> None:
    load_va = np.linspace(0.0, RATING_VA, 100)
    loss_w = np.asarray(transformer_loss_w(load_va, RATING_VA, NO_LOAD_W, LOAD_LOSS_W))
    assert loss_w[0] == NO_LOAD_W
    assert np.all(np.diff(loss_w) > 0.0)
