from __future__ import annotations

from dataclasses import replace

import pytest

from twin.config import load_site
from twin.plant import build_plant
from twin.studies.check.failures import failure_classes


def names(site: str, *overrides: str) -> dict[str, tuple[str, ...]]:
    config = load_site(site, overrides)
    plant = build_plant(config, "cabinet")
    return {each.failure.name: each.equals for each in failure_classes(config, plant)}


@pytest.fixture(scope="module")
def cloudmatrix() -> dict[str, tuple[str, ...]]:
    return names("cloudmatrix384")


@pytest.mark.parametrize(
    "unit",
    [
        "tcs-1.cdu-1",
        "tcs-1.cdu-1 pump",
        "tcs-1.cdu-1 primary valve",
        "fws-1 pump",
        "fws-1 tower cell",
        "chw-1 chiller",
        "hall-a room cooler",
        "sn-1.compute-01 cooling door",
        "sn-1.compute-01 power supply",
        "sn-1.bus-01 power supply",
        "tx-a",
        "ups-a",
        "ups-a module",
        "busway-a",
    ],
)
def test_every_redundant_group_of_the_site_has_a_representative(
    cloudmatrix: dict[str, tuple[str, ...]], unit: str
) -> None:
    assert unit in cloudmatrix


def test_equal_units_have_one_representative(cloudmatrix: dict[str, tuple[str, ...]]) -> None:
    assert cloudmatrix["tcs-1.cdu-1"] == ("tcs-1.cdu-1", "tcs-1.cdu-2")
    assert "tcs-1.cdu-2" not in cloudmatrix
    assert len(cloudmatrix["sn-1.compute-01 cooling door"]) == 12
    assert len(cloudmatrix["sn-1.bus-01 power supply"]) == 4
    assert cloudmatrix["busway-a"] == ("busway-a", "busway-b")


def test_a_group_without_redundancy_does_not_fail() -> None:
    plain = names(
        "cloudmatrix384",
        "loops.tcs-1.redundancy=N",
        "loops.fws-1.redundancy=N",
        "loops.fws-1.rejection_redundancy=N",
        "loops.chw-1.redundancy=N",
        "halls.hall-a.air.redundancy=N",
    )
    gone = {"tcs-1.cdu-1", "tcs-1.cdu-1 primary valve", "fws-1 pump", "fws-1 tower cell", "chw-1 chiller"}
    assert not gone & set(plain)
    assert not {"hall-a room cooler", "sn-1.compute-01 cooling door"} & set(plain)
    assert "tcs-1.cdu-1 pump" in plain, "two pumps of which one is required are a group of their own"


def test_an_element_whose_loads_have_no_other_way_does_not_fail() -> None:
    config = load_site("cloudmatrix384")
    plant = build_plant(config, "cabinet")
    loads = plant.power.loads
    only = replace(loads, feeds=tuple(feeds[:1] for feeds in loads.feeds))
    single = replace(plant, power=replace(plant.power, loads=only))
    found = {each.failure.name for each in failure_classes(config, single)}
    assert not {"busway-a", "ups-a", "swb-a"} & found
    assert "tx-a" in found, "its loads have a generator"
    assert "ups-a module" in found, "one module of four is spare"


def test_equal_loops_stand_for_each_other() -> None:
    frontier = names("frontier")
    pumps = {name: equals for name, equals in frontier.items() if name.endswith("pump") and "cdu" in name}
    assert sum(len(equals) for equals in pumps.values()) == 25
    assert len(pumps) == 2, "one loop has fewer cabinets than the others"
