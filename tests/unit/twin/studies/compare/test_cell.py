from __future__ import annotations

import pytest

from twin.config import Sourced
from twin.config.sourced import KINDS, Kind
from twin.studies.compare.cell import (
    COUNT,
    SITE,
    STRONGEST_FIRST,
    Cell,
    exact,
    missing,
    product,
    quotient,
    said,
    scaled,
    stated,
    total,
    weakest,
)

POWER = Cell(value=559.0, low=500.0, high=620.0, kind="analyst", rests_on=("analyst note",))


def test_every_kind_of_the_catalogue_has_a_strength() -> None:
    assert set(STRONGEST_FIRST) == {*KINDS, COUNT, SITE}


def test_a_count_keeps_the_kind_and_scales_the_range() -> None:
    assert scaled(POWER, 2.0) == Cell(
        value=1118.0, low=1000.0, high=1240.0, kind="analyst", rests_on=("analyst note",)
    )


def test_a_quotient_has_the_weakest_kind_and_the_outermost_range() -> None:
    rate = Cell(value=300.0, low=288.7, high=307.2, kind="derived", rests_on=("vendor",))
    found = quotient(POWER, rate)
    assert found.value == pytest.approx(1.86333, rel=1e-5)
    assert (found.low, found.high) == (500.0 / 307.2, 620.0 / 288.7)
    assert found.kind == "derived"
    assert found.rests_on == ("analyst note", "vendor")


@pytest.mark.parametrize("combined", [
    total([POWER, missing("nobody says")]), product([missing("nobody says"), POWER]),
    quotient(POWER, missing("nobody says")), quotient(missing("nobody says"), POWER), scaled(missing("nobody says"), 3.0),
])  # fmt: skip
def test_what_is_missing_stays_missing_with_its_reason(combined: Cell) -> None:
    assert combined.value is None
    assert combined.reason == "nobody says"


def test_nothing_is_divided_by_nothing() -> None:
    assert quotient(POWER, exact(0.0)).value is None


def test_a_stated_number_brings_range_kind_and_citation() -> None:
    number = Sourced(value=1.0, low=0.5, high=2.0, kind="seed", source="a text", text="1", unit_kind="ratio")
    assert stated(number, "") == Cell(value=1.0, low=0.5, high=2.0, kind="seed", rests_on=("a text",))
    assert stated(None, "none given").reason == "none given"


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_entry_assumes_is_said_by_nobody(kind: Kind) -> None:
    number = Sourced(
        value=1.3e5, low=1e5, high=2e5, kind=kind, source="a text", text="130 kW", unit_kind="power"
    )
    cell = said(number, "total power", "panjiu")
    if kind == "assumed":
        assert cell == missing("no total power is stated for panjiu; its entry assumes 130 kW")
    else:
        assert cell == Cell(value=1.3e5, low=1e5, high=2e5, kind=kind, rests_on=("a text",))


def test_what_an_entry_lacks_is_said_by_nobody() -> None:
    assert said(None, "memory", "panjiu") == missing("no memory is stated for panjiu")


def test_assumed_is_the_weakest() -> None:
    assert weakest(KINDS) == "assumed"
