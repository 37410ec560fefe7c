from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.compute.cabinet import part_power_w

POINTS = (100.0, 300.0, 400.0, 0.8)


@pytest.mark.parametrize(
    ("activity", "power_w"), [(0.0, 100.0), (0.4, 200.0), (0.8, 300.0), (0.9, 350.0), (1.0, 400.0)]
)
def test_power_line_passes_its_points(activity: float, power_w: float) -> None:
    assert part_power_w(activity, *POINTS) == pytest.approx(power_w)


@given(st.floats(-10.0, 10.0))
def test_power_never_leaves_idle_to_nameplate(activity: float) -> None:
    assert 100.0 <= part_power_w(activity, *POINTS) <= 400.0


def test_a_part_rated_only_at_nameplate() -> None:
    # Sustained point at full activity: the line ends there.
    assert part_power_w(1.0, 100.0, 300.0, 300.0, 1.0) == pytest.approx(300.0)
    assert part_power_w(0.5, 100.0, 300.0, 300.0, 1.0) == pytest.approx(200.0)


def test_a_part_that_idles_at_its_sustained_power() -> None:
    assert part_power_w(0.5, 250.0, 250.0, 300.0, 0.0) == pytest.approx(275.0)
