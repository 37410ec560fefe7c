"""Equal halls are found by what is in them, and one odd part makes its surroundings odd."""

from __future__ import annotations

from collections import Counter

from twin.config import load_site
from twin.plant import build_plant
from twin.studies.check.failures import failure_classes
from twin.studies.check.symmetry import Symmetry, symmetry_of

TWO_HALLS = ("repeat.hall.count=2", "repeat.hall.repeat.row.count=2")


def classes(*overrides: str) -> Symmetry:
    config = load_site("cloudmatrix384-x432", [*TWO_HALLS, *overrides])
    return symmetry_of(config, build_plant(config, "cabinet"))


def test_halls_of_one_pattern_are_equal() -> None:
    assert classes() == Symmetry(tcs=(0, 0, 0, 0), fws=(0, 0), chw=(0, 0), halls=(0, 0))


def test_one_odd_loop_makes_its_hall_and_its_plant_odd() -> None:
    odd = classes("loops.tcs-1-2.volume=500 L")
    assert (odd.fws, odd.halls, odd.chw) == ((0, 1), (0, 1), (0, 1))
    assert sorted(Counter(odd.tcs).values()) == [1, 1, 2]


def test_an_odd_facility_loop_makes_all_its_loops_odd() -> None:
    odd = classes("loops.fws-2.supply_temp=26 degC")
    assert odd.tcs == (0, 0, 1, 1)


def test_one_failure_stands_for_all_equal_ones() -> None:
    config = load_site("cloudmatrix384-x432", TWO_HALLS)
    found = failure_classes(config, build_plant(config, "cabinet"))
    larger = load_site("cloudmatrix384-x432", ["repeat.hall.count=5", TWO_HALLS[1]])
    more = failure_classes(larger, build_plant(larger, "cabinet"))
    assert [each.failure.name for each in found] == [each.failure.name for each in more]
    sizes = {each.failure.name: len(each.equals) for each in more}
    assert (sizes["tcs-1-1.cdu-1"], sizes["fws-1 pump"], sizes["tx-a-1-1"]) == (20, 5, 20)
