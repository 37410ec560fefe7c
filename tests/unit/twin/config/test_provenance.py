"""No number without provenance: every value of the catalogue has a kind, a source and a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from twin.cli import main
from twin.config import Sourced, catalogue_entry, list_catalogue
from twin.config.base import Block

Place = tuple[str, ...]

ENTRIES = [f"{family}/{name}" for family, names in list_catalogue().items() for name in names]

EXACT: Final = frozenset({"published", "measured"})
"""Kinds that may come without a spread."""

COUNTED: Final = frozenset(
    {"compute.memory", "optics.bandwidth", "published.optical_modules", "published.memory"}
)
"""Counts, some in disguise: bytes of memory stacks, lanes times their rate."""

RATING_POINTS: Final = frozenset(
    {
        # A part is named by its rating; another part would be another entry.
        "power.rating", "power.rated_current", "power.voltage", "power.secondary_voltage", "heat_rejection.capacity",
        "heat_rejection.volume", "pumps.motor_power", "pumps.rated_flow", "pumps.rated_head", "cdus.rated_heat",
        # The conditions at which the uncertain numbers beside them hold.
        "cdus.rated_approach", "cdus.rated_primary_supply", "cdus.secondary_flow", "heat_rejection.air_in",
        "heat_rejection.airflow", "heat_rejection.condenser_entering", "heat_rejection.design_wet_bulb",
        "heat_rejection.evaporator_leaving", "heat_rejection.exhaust_temp", "heat_rejection.flow",
        "heat_rejection.return_air", "heat_rejection.water_flow", "heat_rejection.water_in",
        "heat_rejection.water_out", "pressure_drop.flow", "pressure_drop.temp", "rows.flow", "rows.temp",
        "rows.drop", "weather.elevation",
    }
)  # fmt: skip
"""Numbers that say what an entry is or where another number was taken; their own error is in that number's range."""

BARE: Final = frozenset(
    {"coefficients", "curves", "efficiency", "valid_min", "valid_max", "latitude", "longitude"}
)
"""Fits and tables, which have one kind and source for all their numbers, and where a fit or a city is."""


def numbers(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield every number of an entry, counts and sourced values alike, with the names that lead to it."""
    if isinstance(value, Block):
        for name in type(value).model_fields:
            yield from numbers(getattr(value, name), (*place, name))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from numbers(part, (*place, str(name)))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from numbers(part, place)
    elif isinstance(value, Sourced | int | float) and not isinstance(value, bool):
        yield place, value


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_number_is_sourced_or_a_count(entry: str) -> None:
    bare = [
        place
        for place, value in numbers(catalogue_entry(entry))
        if not isinstance(value, Sourced | int) and not BARE & set(place)
    ]
    assert bare == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_value_has_kind_source_and_range(entry: str) -> None:
    family = entry.partition("/")[0]
    for place, value in numbers(catalogue_entry(entry)):
        if not isinstance(value, Sourced):
            continue
        assert value.kind, place
        assert len(value.source) > 5, place
        if value.low == value.high and value.kind not in EXACT:
            names = {f"{family}.{place[-1]}", ".".join(place[-2:])}
            is_zero_share = place[-1] == "liquid_share" and value.value == 0.0
            assert is_zero_share or names & (RATING_POINTS | COUNTED), (place, value.text, value.kind)


@pytest.mark.parametrize("entry", ENTRIES)
def test_twin_catalog_shows_every_entry(entry: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", entry]) == 0
    assert entry in capsys.readouterr().out


def test_a_relayed_number_is_not_called_published() -> None:
    claimed = [
        (entry, place)
        for entry in ENTRIES
        for place, value in numbers(catalogue_entry(entry))
        if isinstance(value, Sourced) and value.kind == "published" and "relayed" in value.source
    ]
    assert claimed == []


@pytest.mark.parametrize(
    "chip",
    [
        "ascend-910b", "ascend-910c", "ascend-920", "ascend-950pr", "ascend-950dt", "ascend-960", "ascend-970",
        "kunlun-p800", "hanguang-800", "ppu-810e", "metax-c500", "metax-c550", "metax-c600", "a100", "h100", "h200",
        "h20", "b200", "gb200-gpu", "gb300-gpu",
    ],
)  # fmt: skip
def test_every_chip_of_the_field_is_there(chip: str) -> None:
    assert catalogue_entry(f"chips/{chip}").name == chip
