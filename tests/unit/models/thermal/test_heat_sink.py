"""Air heat sink: scaling of its resistance with airflow."""

from __future__ import annotations

import pytest

from models.thermal.heat_sink import sink_resistance_k_w

REFERENCE = (0.02, 0.06, 0.8)


def test_is_the_known_point_at_the_reference() -> None:
    assert sink_resistance_k_w(0.02, *REFERENCE) == pytest.approx(0.06, rel=1e-4)


@pytest.mark.parametrize(("exponent", "factor"), [(0.5, 2.0**0.5), (0.8, 2.0**0.8), (1.0, 2.0)])
def test_half_the_air_raises_it_by_the_power_law(exponent: float, factor: float) -> None:
    assert sink_resistance_k_w(0.01, 0.02, 0.06, exponent) == pytest.approx(0.06 * factor, rel=5e-4)


def test_no_air_leaves_a_finite_resistance() -> None:
    assert sink_resistance_k_w(0.0, *REFERENCE) == pytest.approx(0.06 * 100.0**0.8)
