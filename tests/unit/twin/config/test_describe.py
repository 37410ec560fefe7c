"""What `twin catalog NAME` prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.config import catalogue_entry, describe, list_catalogue
from twin.config.describe import EntryRow, _beside
from twin.config.sourced import Sourced
from twin.units import parse_quantity


def rows_of(name: str) -> dict[str, EntryRow]:
    return {row.field: row for row in describe(catalogue_entry(name))}


def test_a_number_shows_text_spread_kind_and_source(folder: Path) -> None:
    assert rows_of("mini-chip")["sustained_power"] == EntryRow(
        field="sustained_power",
        value="880 W",
        low="740 W",
        high="1000 W",
        kind="derived",
        source="invented for tests",
    )


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "shown"),
    [
        ("1000 W", "power", 900.0, 1e3, ("900 W", "1000 W")),
        ("0.4", "fraction", 0.3, 0.5, ("0.3", "0.5")),
        ("40 %", "fraction", 0.3, 0.5, ("30 %", "50 %")),
        ("30 degC", "temperature", 300.15, 305.15, ("27 degC", "32 degC")),
    ],
)
def test_a_range_is_told_in_the_unit_of_the_value(
    text: str, kind: str, low: float, high: float, shown: tuple[str, str]
) -> None:
    value = parse_quantity(text, kind)
    number = Sourced(value=value, low=low, high=high, kind="assumed", source="s", text=text, unit_kind=kind)
    assert (_beside(number, low), _beside(number, high)) == shown


def test_blocks_and_lists_are_walked(folder: Path) -> None:
    rows = rows_of("mini-compute")
    assert rows["liquid.pressure_drop.rows.2.drop"].value == "37 kPa"
    assert rows["node_parts.0.chip"] == EntryRow(field="node_parts.0.chip", value="mini-chip")
    assert rows_of("mini-ups")["modes.eco.c0"].value == "0.0038"
    assert rows_of("mini-shelf")["efficiency.points"].value == "[[0.1, 0.9], [0.5, 0.96], [1, 0.92]]"


def test_what_is_not_given_is_not_shown(folder: Path) -> None:
    assert "cap_power" not in rows_of("mini-chip")
    assert "name" not in rows_of("mini-chip")


def test_every_number_of_every_entry_has_a_kind_and_a_source(folder: Path) -> None:
    for family, names in list_catalogue().items():
        for name in names:
            if name.startswith("mini-"):
                rows = describe(catalogue_entry(f"{family}/{name}"))
                assert rows
                assert all(
                    bool(row.kind) == bool(row.source) == bool(row.low) == bool(row.high)
                    for row in rows
                    if not row.field.endswith(("kind", "source"))
                )


@pytest.mark.parametrize("name", ["mini-chip", "mini-cdu"])
def test_the_order_is_that_of_the_schema(folder: Path, name: str) -> None:
    entry = catalogue_entry(name)
    tops = [row.field.partition(".")[0] for row in describe(entry)]
    assert list(dict.fromkeys(tops)) == [key for key in type(entry).model_fields if key in tops]
