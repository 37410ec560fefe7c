"""Halls with plants of their own are islands; one thing in common joins them, one odd number tells them apart."""

from __future__ import annotations

import pytest

from twin.config import SiteConfig, equal_islands, load_site

THREE_HALLS = ("repeat.hall.count=3", "repeat.hall.repeat.row.count=2")
SECTIONS = ("halls", "loops", "supernodes")


def islands(*overrides: str) -> tuple[tuple[SiteConfig, ...], ...]:
    return equal_islands(load_site("cloudmatrix384-x432", [*THREE_HALLS, *overrides]))


def halls(*overrides: str) -> list[list[list[str]]]:
    return [[list(island.site.halls) for island in equal] for equal in islands(*overrides)]


def test_equal_halls_are_equal_islands() -> None:
    assert halls() == [[["hall-1"], ["hall-2"], ["hall-3"]]]


def test_islands_share_out_the_site() -> None:
    whole = load_site("cloudmatrix384-x432", THREE_HALLS).site
    parts = [island.site for equal in islands() for island in equal]
    for section in SECTIONS:
        members = [name for part in parts for name in getattr(part, section)]
        assert sorted(members) == sorted(getattr(whole, section))
    for section in ("elements", "paths", "loads", "generators"):
        members = [name for part in parts for name in getattr(part.power, section)]
        assert sorted(members) == sorted(getattr(whole.power, section))
    assert all(part.power.utility == whole.power.utility for part in parts)


def test_a_site_that_is_one_island_is_returned_itself() -> None:
    config = load_site("cloudmatrix384")
    assert equal_islands(config)[0][0] is config


@pytest.mark.parametrize(
    "odd",
    [
        "loops.tcs-2-1.volume=500 L",
        "loops.fws-2.supply_temp=26 degC",
        "halls.hall-2.dew_point=10 degC",
        "power.elements.ups-ma-2=ups-1200kva",
        "power.loads.fws-2.feeds=[pumps-b-2, pumps-a-2]",
        "supernodes.sn-2-1.feeds=[b-2-1, a-2-1]",
    ],
)
def test_one_odd_member_makes_its_island_a_kind_of_its_own(odd: str) -> None:
    assert halls(odd) == [[["hall-1"], ["hall-3"]], [["hall-2"]]]


@pytest.mark.parametrize(
    "bond",
    [
        "loops.tcs-3-1.source=fws-2",
        "halls.hall-3.air.chilled_water=chw-2",
        "halls.hall-3.doors.water=chw-2",
        "power.paths.mech-a-3=[tx-ma-2, swb-ma-3, breaker-ma-3]",
        "power.loads.fws-3.backup=generator-m-2",
        "supernodes.sn-3-1.feeds=[a-3-1, b-2-1]",
        "supernodes.sn-3-1.hall=hall-2",
    ],
)
def test_what_is_shared_joins_islands(bond: str) -> None:
    assert halls(bond) == [[["hall-1"]], [["hall-2", "hall-3"]]]


def test_the_order_of_members_tells_islands_apart() -> None:
    """Loops stand along the header in the order of the file."""
    swapped = ("loops.tcs-1-1.volume=500 L", "loops.tcs-2-2.volume=500 L")
    assert halls(*swapped) == [[["hall-1"]], [["hall-2"]], [["hall-3"]]]


def test_an_island_with_one_supernode_more_stands_apart() -> None:
    found = equal_islands(load_site("kunlun-p800-30k"))
    assert sorted(len(equal) for equal in found) == [1, 12]
