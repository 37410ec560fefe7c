"""The sites for scale work: counts exact, power in the derived range, settled with nothing violated at sustained load."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from tests.plants import plant, solved, sustained
from twin.limits import LimitTable
from twin.limits.limit import SUSTAINED

MOST_CDUS_ON_A_LOOP = 22
"""A facility loop's network is solved densely; beyond this it is no longer quick."""


class Large(NamedTuple):
    """Counts of a site, and the IT power its parts may add up to [MW]."""

    chips: int
    cabinets: int
    interconnect: int
    optics: int
    low_mw: float
    high_mw: float


SITES = {
    "atlas950-superpod": Large(8_192, 160, 32, 163_840, 7.8, 14.7),
    "atlas960-superpod": Large(15_488, 220, 44, 340_736, 18.0, 38.0),
    "cloudmatrix384-x432": Large(165_888, 6_912, 1_728, 432 * 6_912, 216.0, 281.0),
}


@pytest.mark.parametrize("name", SITES)
def test_counts_are_those_of_the_announcement(name: str) -> None:
    of, expected = plant(name), SITES[name]
    assert int(of.chips.multiplicity.sum()) == expected.chips
    assert len(of.cabinets.names) == len(set(of.cabinets.names)) == expected.cabinets
    assert (
        sum("interconnect" in kind or "bus" in kind for kind in of.cabinets.type_names)
        == expected.interconnect
    )
    assert int(of.optics.count.sum()) == expected.optics


@pytest.mark.parametrize("name", SITES)
def test_no_facility_loop_is_too_large_to_solve_quickly(name: str) -> None:
    assert np.bincount(plant(name).cdus.facility_index).max() <= MOST_CDUS_ON_A_LOOP


@pytest.mark.parametrize("name", SITES)
def test_settles_inside_all_limits_at_sustained_load(name: str) -> None:
    of, expected = plant(name), SITES[name]
    _, view = solved(of, sustained(of))
    assert expected.low_mw <= view.it_power_w / 1e6 <= expected.high_mw
    table = LimitTable(of)
    judged = table.judge(of, view)
    counts = table.counts_in(SUSTAINED) & judged.applies
    violated = [
        table.scopes[i] for i in np.flatnonzero(counts & ~(judged.margin >= -1e-6 * np.abs(judged.bound)))
    ]
    assert violated == []


def test_equal_halls_run_equally() -> None:
    of = plant("cloudmatrix384-x432")
    _, view = solved(of, sustained(of))
    for values in (view.fws.supply_k, view.fws.return_k, view.halls.air_return_k):
        assert np.ptp(values) < 1e-6
