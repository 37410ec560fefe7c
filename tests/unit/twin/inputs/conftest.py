"""Cabinets and a city that the input tests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from twin.config.sourced import Sourced
from twin.config.weather import Weather
from twin.inputs import CabinetLoad

MakeCabinet = Callable[..., CabinetLoad]
WriteTable = Callable[[str, str, Sequence[Sequence[object]]], Path]


@pytest.fixture
def make_cabinet() -> MakeCabinet:
    """Return a maker of compute cabinets with round numbers."""

    def make(number: int, **changes: object) -> CabinetLoad:
        values: dict[str, object] = {
            "name": f"sn-1.compute-{number:02d}",
            "chip_name": "round-chip",
            "chip_count": 32,
            "sustained_activity_frac": 0.85,
            "prefill_tokens_s": 5000.0,
            "decode_tokens_s": 2000.0,
            "prefill_power_frac": 1.0,
            "decode_power_frac": 0.6,
            "training_power_frac": 0.92,
            "collective_power_frac": 0.6,
            "idle_power_frac": 0.2,
            "cdu": None,
            "loop": "tcs-1",
        } | changes
        return CabinetLoad(**values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def cabinets(make_cabinet: MakeCabinet) -> tuple[CabinetLoad, ...]:
    """Return three compute cabinets and one switch cabinet without chips."""
    switch = make_cabinet(4, name="sn-1.bus-01", chip_count=0, prefill_tokens_s=None, decode_tokens_s=None)
    return (*(make_cabinet(number) for number in range(1, 4)), switch)


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """Return a writer of CSV files."""

    def write(name: str, header: str, rows: Sequence[Sequence[object]]) -> Path:
        path = tmp_path / name
        lines = [header, *(",".join(str(cell) for cell in row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def city() -> Weather:
    """Return a hot and humid city with round numbers."""

    def number(value: float) -> Sourced:
        return Sourced(
            value=value,
            low=value,
            high=value,
            kind="assumed",
            source="test",
            text=str(value),
            unit_kind="any",
        )

    return Weather(
        name="testville",
        title="Testville",
        city="Testville",
        country="Nowhere",
        latitude=30.0,
        longitude=120.0,
        elevation=number(8.0),
        pressure=number(101000.0),
        design_dry_bulb=number(308.15),
        coincident_wet_bulb=number(299.15),
        design_wet_bulb=number(301.15),
        mean_coincident_dry_bulb=number(304.15),
        dew_point_design=number(300.15),
        extreme_min_dry_bulb=number(268.15),
        mean_dry_bulb=number(290.15),
        mean_wet_bulb=number(287.15),
    )
