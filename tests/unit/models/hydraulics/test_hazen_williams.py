"""Hazen-Williams in SI against its definition in feet."""

from __future__ import annotations

import pytest

from models.hydraulics.hazen_williams import hazen_williams_coefficient


@pytest.mark.parametrize(
    ("length_ft", "diameter_in", "flow_cfs"), [(10530.0, 18.0, 4.16), (5280.0, 6.0, 0.091)]
)
def test_head_loss_in_feet(length_ft: float, diameter_in: float, flow_cfs: float) -> None:
    """EPANET 2 Users Manual, table 3.1: h = 4.727 L q^1.852 / (C^1.852 d^4.871) in ft and ft3/s."""
    expected_ft = 4.727 * length_ft * flow_cfs**1.852 / (100.0**1.852 * (diameter_in / 12.0) ** 4.871)
    coefficient = hazen_williams_coefficient(length_ft * 0.3048, diameter_in * 0.0254, 100.0, 1000.0)
    loss_pa = coefficient * (flow_cfs * 0.3048**3) ** 1.852
    assert loss_pa / (9806.65 * 0.3048) == pytest.approx(expected_ft, rel=1e-12)
