"""A measured fan curve is met at its points and rises between them."""

from __future__ import annotations

import numpy as np
import pytest

from twin.studies.validate.fan_curve import fan_power_from_curve_w
from twin.studies.validate.tables import input_rows

CURVE = input_rows("v09_fan.csv")
SPEEDS = tuple(row["speed [-]"] for row in CURVE)
POWERS = tuple(row["power [-]"] for row in CURVE)


@pytest.mark.parametrize(("speed", "power"), list(zip(SPEEDS, POWERS, strict=True)))
def test_points_are_met(speed: float, power: float) -> None:
    assert fan_power_from_curve_w(speed, 213.271, SPEEDS, POWERS) == pytest.approx(213.271 * power)


def test_curve_never_falls_and_stays_at_its_ends() -> None:
    powers = [fan_power_from_curve_w(speed, 1.0, SPEEDS, POWERS) for speed in np.linspace(-0.2, 1.2, 281)]
    assert np.all(np.diff(powers) >= 0.0)
    assert (powers[0], powers[-1]) == pytest.approx((0.0, 1.0))


def test_cube_law_of_the_sites_is_another_one() -> None:
    assert fan_power_from_curve_w(0.2, 1.0, SPEEDS, POWERS) > 3.0 * 0.2**3
