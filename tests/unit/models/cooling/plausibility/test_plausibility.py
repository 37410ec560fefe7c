"""A CDU's reading is believed only where its numbers agree with each other."""

from __future__ import annotations

import math

import pytest

from models.cooling.plausibility import carried_heat_w, heat_departure_frac, implausible_reading

L_MIN = 1e-3 / 60.0
WATER = 0.069e3 / L_MIN
PG25 = 0.0668e3 / L_MIN


def test_example_payload_of_the_ocp_profile_fails_twice() -> None:
    # opencomputeproject/HWMgmt-OCP-Profiles, CDU baseline: 41 L/min, 14 K, HeatRemovedkW 21.03; water gives 39.6 kW.
    assert carried_heat_w(41.0 * L_MIN, 14.0, WATER) == pytest.approx(39.6e3, rel=1e-3)
    assert implausible_reading(21.03e3, 41.0 * L_MIN, 14.0, WATER, 2.0e5, 2.1e5) == (1.0, 1.0)


@pytest.mark.parametrize("capacity", [WATER, PG25])
@pytest.mark.parametrize(("share", "flag"), [(1.0, 0.0), (0.96, 0.0), (0.94, 1.0), (1.04, 0.0), (1.06, 1.0)])
def test_five_per_cent_divide_a_reading_from_a_contradiction(
    capacity: float, share: float, flag: float
) -> None:
    true_w = 100.0 * L_MIN * 10.0 * capacity
    heat, pressure = implausible_reading(share * true_w, 100.0 * L_MIN, 10.0, capacity, 3.0e5, 1.0e5)
    assert (heat, pressure) == (flag, 0.0)


def test_glycol_is_not_mistaken_for_water() -> None:
    # The two coolants lie 3 % apart, inside the tolerance: a reading of one does not accuse the other.
    stated = 100.0 * L_MIN * 10.0 * PG25
    assert implausible_reading(stated, 100.0 * L_MIN, 10.0, WATER, 3.0e5, 1.0e5)[0] == 0.0


def test_standing_unit_reports_no_heat() -> None:
    assert implausible_reading(0.0, 0.0, 0.0, WATER, 1.0e5, 1.0e5) == (0.0, 0.0)
    assert implausible_reading(5.0e3, 0.0, 10.0, WATER, 1.0e5, 1.0e5) == (1.0, 0.0)


def test_heat_of_the_wrong_sign_is_twice_wrong() -> None:
    assert heat_departure_frac(-1.0e3, 1.0e-4, 10.0, 1.0e6) == pytest.approx(2.0)


def test_missing_value_is_not_judged_here() -> None:
    assert implausible_reading(math.nan, 1.0e-4, 10.0, WATER, 2.0e5, 1.0e5) == (0.0, 0.0)
