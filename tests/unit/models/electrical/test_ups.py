"""UPS: the two fits against the data sheet."""

from __future__ import annotations

import numpy as np
import pytest

from models.electrical.ups import ups_loss_w

DOUBLE_CONVERSION = (0.0060, -0.0008, 0.0320)
ENERGY_SAVER = (0.0038, 0.00005, 0.0041)
RATING_W = 1.1e6


@pytest.mark.parametrize(
    ("fit", "load", "efficiency"),
    [
        (DOUBLE_CONVERSION, 0.25, 0.970),
        (DOUBLE_CONVERSION, 0.50, 0.973),
        (DOUBLE_CONVERSION, 0.75, 0.970),
        (DOUBLE_CONVERSION, 1.00, 0.964),
        (ENERGY_SAVER, 0.25, 0.984),
        (ENERGY_SAVER, 0.50, 0.990),
        (ENERGY_SAVER, 0.75, 0.992),
        (ENERGY_SAVER, 1.00, 0.992),
    ],
)
def test_data_sheet(fit: tuple[float, float, float], load: float, efficiency: float) -> None:
    load_w = load * RATING_W
    got = load_w / (load_w + ups_loss_w(load_w, RATING_W, *fit))
    assert got == pytest.approx(efficiency, abs=0.001)


@pytest.mark.parametrize("fit", [DOUBLE_CONVERSION, ENERGY_SAVER])
def test_loss_is_positive_from_no_load_on(fit: tuple[float, float, float]) -> None:
    loss_w = np.asarray(ups_loss_w(np.linspace(0.0, 1.1 * RATING_W, 200), RATING_W, *fit))
    assert loss_w[0] == pytest.approx(fit[0] * RATING_W)
    assert np.all(loss_w > 0.0)
