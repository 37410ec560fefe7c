"""Swings worked out on islands are those of the whole plant."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from twin.config import load_site
from twin.engine.sensitivity import Sensitivities, input_sensitivities
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.limits import LimitTable
from twin.plant import build_plant
from twin.studies.check.drives import drive_of
from twin.studies.check.swings import worked_out
from twin.studies.check.types import MarginUncertainty

EQUAL = ("repeat.hall.count=2", "repeat.hall.repeat.row.count=2")
ODD = ("repeat.hall.count=3", "repeat.hall.repeat.row.count=1", "loops.fws-2.supply_temp=26 degC")
NOISE = 1e-3
"""Swings that are rounding in watts and pascals: no number moves such a margin."""


@cache
def both(overrides: tuple[str, ...], load: str) -> tuple[LimitTable, Sensitivities, MarginUncertainty]:
    """Return the swings of the whole plant, without islands, and what was worked out with them."""
    config = load_site("cloudmatrix384-x432", overrides)
    plant = build_plant(config, "cabinet")
    table = LimitTable(plant)
    steady = solve_steady(System(plant), drive_of(plant, load))
    whole = input_sensitivities(
        config, steady, lambda of: drive_of(of, load), lambda of, seen: table.judge(of, seen).margin
    )
    return table, whole, worked_out(config, load)


@pytest.mark.parametrize(("overrides", "load"), [(EQUAL, "nameplate"), (ODD, "sustained")])
def test_they_are_those_of_the_whole_plant(overrides: tuple[str, ...], load: str) -> None:
    _, whole, found = both(overrides, load)
    np.testing.assert_allclose(found.spread, whole.spread(), rtol=1e-6, atol=NOISE)
    moved = whole.spread() > NOISE
    assert moved.sum() > 0.8 * moved.size
    assert [found.names[i] for i in np.flatnonzero(moved)] == [
        whole.least_certain()[i] for i in np.flatnonzero(moved)
    ]


def test_every_island_adds_to_the_contract() -> None:
    table, whole, found = both(EQUAL, "nameplate")
    row = table.scopes.index("utility")
    assert found.spread[row] == pytest.approx(whole.spread()[row], rel=1e-9)
    one_hall = load_site("cloudmatrix384-x432", ["repeat.hall.count=1", EQUAL[1]])
    alone = worked_out(one_hall, "nameplate")
    row_alone = LimitTable(build_plant(one_hall, "cabinet")).scopes.index("utility")
    assert found.spread[row] == pytest.approx(2.0 * alone.spread[row_alone], rel=1e-6)
    assert found.names[row] == alone.names[row_alone]


def test_a_site_of_which_one_island_does_not_settle_has_none() -> None:
    config = load_site("cloudmatrix384-x432", [*EQUAL, "loops.tcs-2-1.supply_temp=110 degC"])
    found = worked_out(config, "sustained")
    assert found.names == ()
    assert found.spread.size == 0


def test_progress_counts_numbers_by_name() -> None:
    told: list[str] = []
    worked_out(load_site("cloudmatrix384"), "sustained", told.append)
    assert told[0].startswith("least certain inputs, sustained: 1 of ")
    assert any("chips.ascend-910c" in sentence for sentence in told)
