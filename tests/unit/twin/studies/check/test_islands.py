"""A state put together from islands is that of the whole plant, also when a unit is out."""

from __future__ import annotations

import numpy as np
import pytest

from twin.config import SiteConfig, load_site
from twin.engine.failure import without
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.limits import LimitTable
from twin.plant import build_plant
from twin.studies.check import check
from twin.studies.check.drives import drive_of
from twin.studies.check.failures import failure_classes
from twin.studies.check.islands import Islands
from twin.studies.check.run import settle
from twin.studies.check.types import Case

ODD = ("repeat.hall.count=3", "repeat.hall.repeat.row.count=2", "loops.fws-2.supply_temp=26 degC")


@pytest.fixture(scope="module")
def site() -> SiteConfig:
    return load_site("cloudmatrix384-x432", ODD)


@pytest.mark.parametrize("resolution", ["cabinet", "chip"])
def test_the_whole_plant_finds_it_settled(site: SiteConfig, resolution: str) -> None:
    plant = build_plant(site, resolution)
    state = Islands(site, plant).state(Case(load="sustained"), None)
    assert state is not None
    drive = drive_of(plant, "sustained")
    again = solve_steady(System(plant), drive, state)
    assert (again.solved, again.iterations) == (True, 0)
    np.testing.assert_allclose(state[:-2], solve_steady(System(plant), drive).state[:-2], atol=1e-6)


def test_every_failure_is_settled_on_its_island(site: SiteConfig) -> None:
    plant = build_plant(site, "cabinet")
    islands = Islands(site, plant)
    base = islands.state(Case(load="sustained"), None)
    drive = drive_of(plant, "sustained")
    for each in failure_classes(site, plant):
        state = islands.state(Case(load="sustained", failure=each.failure), base)
        assert state is not None
        again = solve_steady(System(without(plant, each.failure)), drive, state)
        assert (again.solved, again.iterations) == (True, 0), each.failure.name


def test_margins_are_those_of_the_whole_plant(site: SiteConfig) -> None:
    checked = check(site, resolution="cabinet")
    plant, table = checked.plant, LimitTable(checked.plant)
    for result in checked.results:
        alone = settle(plant, table, result.case, None)
        assert result.judgement is not None
        assert alone.judgement is not None
        counts = result.judgement.applies  # what stands still is settled to millikelvins only
        np.testing.assert_array_equal(alone.judgement.applies, counts)
        np.testing.assert_allclose(
            result.judgement.margin[counts],
            alone.judgement.margin[counts],
            rtol=1e-6,
            atol=1e-3,
            err_msg=result.case.name,
        )


def test_what_does_not_settle_is_told_as_by_the_whole_plant() -> None:
    hot = load_site("cloudmatrix384-x432", [*ODD, "loops.tcs-3-1.supply_temp=110 degC"])
    plant = build_plant(hot, "cabinet")
    case = Case(load="sustained")
    assert Islands(hot, plant).state(case, None) is None
    table = LimitTable(plant)
    by_islands = settle(plant, table, case, None, islands=Islands(hot, plant))
    assert by_islands.cause == settle(plant, table, case, None).cause != ""


def test_a_single_island_is_left_to_the_solver(config: SiteConfig) -> None:
    plant = build_plant(config, "cabinet")
    islands = Islands(config, plant)
    assert not islands.several
    assert islands.state(Case(load="sustained"), None) is None
