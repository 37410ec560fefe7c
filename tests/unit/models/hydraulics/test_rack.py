"""The two-term law: fit through two points, prediction of a third."""

from __future__ import annotations

import numpy as np
import pytest

from models.hydraulics.rack import fit_two_term, rack_drop_pa

# Lenovo LP2357 table 27, GB300 NVL72: supply [degC] -> flow [m3/s], pressure drop [Pa].
ROWS = {25: (59.0 / 60000.0, 15.9e3), 35: (89.0 / 60000.0, 33.8e3), 45: (177.0 / 60000.0, 126.9e3)}
# PG25 (CoolProp MPG[0.25]) at the mean of supply and return, which 121.5 kW put at 40, 45 and 50 degC within
# 0.4 K: viscosity [Pa s], density [kg/m3].
PG25 = {25: (1.353e-3, 1009.9), 35: (1.199e-3, 1007.2), 45: (1.073e-3, 1004.4)}


def test_two_rows_predict_the_third_within_half_a_percent() -> None:
    first, last = (*ROWS[25], *PG25[25]), (*ROWS[45], *PG25[45])
    linear, quadratic = fit_two_term(*first, *last)
    assert linear > 0.0
    assert quadratic > 0.0
    for supply in (25, 45):
        drop = rack_drop_pa(ROWS[supply][0], *PG25[supply], linear, quadratic)
        assert drop == pytest.approx(ROWS[supply][1], rel=1e-12)
    held_out = rack_drop_pa(ROWS[35][0], *PG25[35], linear, quadratic)
    assert held_out == pytest.approx(ROWS[35][1], rel=0.005)


def test_single_exponent_misses_the_third_row() -> None:
    """Why the law has two terms: through the same two rows a power of flow is off by more than 1 %."""
    exponent = np.log(ROWS[45][1] / ROWS[25][1]) / np.log(ROWS[45][0] / ROWS[25][0])
    predicted = ROWS[25][1] * (ROWS[35][0] / ROWS[25][0]) ** exponent
    fixed = ROWS[45][1] * (ROWS[35][0] / ROWS[45][0]) ** 1.85
    assert abs(predicted / ROWS[35][1] - 1.0) > 0.004
    assert abs(fixed / ROWS[35][1] - 1.0) > 0.03


def test_warmer_coolant_lowers_the_laminar_part_only() -> None:
    cold, warm = (rack_drop_pa(1e-3, viscosity, 1000.0, 1e9, 0.0) for viscosity in (2e-3, 1e-3))
    assert cold == pytest.approx(2.0 * warm)
    assert rack_drop_pa(1e-3, 2e-3, 1000.0, 0.0, 1e7) == rack_drop_pa(1e-3, 1e-3, 1000.0, 0.0, 1e7)


def test_odd_and_zero_at_rest() -> None:
    assert rack_drop_pa(0.0, 1e-3, 1000.0, 1e9, 1e7) == 0.0
    assert rack_drop_pa(-1e-3, 1e-3, 1e3, 1e9, 1e7) == -rack_drop_pa(1e-3, 1e-3, 1e3, 1e9, 1e7)
