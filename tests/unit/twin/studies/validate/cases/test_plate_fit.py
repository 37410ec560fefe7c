"""The linear fit that V04 uses is the one its reference used."""

from __future__ import annotations

import pytest

from twin.studies.validate.cases.v02_cold_plate import SMALLEST_FITTED_L_MIN, plate_fit


def test_fit_on_all_points() -> None:
    # R V = 0.0161661 V + 0.0083924 on the plate of OCP OAI (March 2023).
    assert plate_fit(0.0) == pytest.approx((0.0161661, 0.0083924), abs=5e-8)


def test_fit_above_the_second_law_bound_is_another_one() -> None:
    assert plate_fit(SMALLEST_FITTED_L_MIN) == pytest.approx((0.01628, 0.00819), abs=1e-5)
