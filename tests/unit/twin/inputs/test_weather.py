from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.unit.twin.inputs.conftest import WriteTable
from twin.config.weather import Weather
from twin.errors import DataFileError, UsageError
from twin.inputs import (
    DayProfile,
    Signal,
    build_activity,
    design_day,
    design_point,
    join_inputs,
    parse_workload,
    trace_weather,
)
from twin.inputs.weather import DesignBasis, outdoor_dew_point_k


@pytest.mark.parametrize(
    ("basis", "dry_k", "wet_k"),
    [("worst", 308.15, 301.15), ("dry-bulb", 308.15, 299.15), ("wet-bulb", 304.15, 301.15)],
)
def test_design_point_takes_the_figures_of_the_city(
    city: Weather, basis: DesignBasis, dry_k: float, wet_k: float
) -> None:
    air = design_point(city, basis)
    assert air.dry_bulb_k.at(0.0)[0] == dry_k
    assert air.wet_bulb_k.at(1e6)[0] == wet_k
    assert air.air_pressure_pa.at(0.0)[0] == 101000.0


def test_design_day_peaks_in_the_afternoon_and_cools_by_its_range(city: Weather) -> None:
    air = design_day(city, DayProfile(dry_bulb_range_k=8.0, wet_bulb_range_k=3.0), duration_s=86400.0)
    dry = [air.dry_bulb_k.at(3600.0 * hour)[0] for hour in range(24)]
    assert max(dry) == 308.15
    assert {hour for hour, value in enumerate(dry) if value == 308.15} == {14, 15}
    assert int(np.argmin(dry)) == 5
    assert min(dry) == pytest.approx(300.15)
    # ASHRAE Fundamentals 2021, chapter 14, table 6: 0.55 of the range at 9 h
    assert dry[9] == pytest.approx(308.15 - 0.55 * 8.0)
    wet = [air.wet_bulb_k.at(3600.0 * hour)[0] for hour in range(24)]
    assert max(wet) == 301.15
    assert min(wet) == pytest.approx(298.15)


def test_design_day_repeats(city: Weather) -> None:
    air = design_day(city, duration_s=2 * 86400.0)
    assert air.dry_bulb_k.at(9.5 * 3600.0)[0] == pytest.approx(air.dry_bulb_k.at(33.5 * 3600.0)[0])


def test_wet_bulb_never_passes_dry_bulb(city: Weather) -> None:
    air = design_day(city, DayProfile(dry_bulb_range_k=20.0, wet_bulb_range_k=1.0), duration_s=86400.0)
    assert (air.wet_bulb_k.values <= air.dry_bulb_k.values).all()


def test_a_short_run_has_the_peak_at_its_middle(city: Weather) -> None:
    air = design_day(city, duration_s=3600.0)
    assert air.dry_bulb_k.at(1800.0)[0] == 308.15
    assert "starts at 14:00" in air.notes[0]
    assert "assumed" in air.notes[1]


def test_start_chooses_the_hour(city: Weather) -> None:
    air = design_day(city, DayProfile(dry_bulb_range_k=8.0), duration_s=3600.0, start="05:00")
    assert air.dry_bulb_k.at(0.0)[0] == pytest.approx(300.15)


@pytest.mark.parametrize("start", ["25:00", "07-15 00:00", "noon", "12:60", ""])
def test_a_start_that_is_no_time_is_refused(city: Weather, start: str) -> None:
    with pytest.raises(UsageError, match="HH:MM"):
        design_day(city, duration_s=3600.0, start=start)


@pytest.mark.parametrize("range_k", [-1.0, 41.0, math.nan])
def test_a_range_that_is_none_is_refused(range_k: float) -> None:
    with pytest.raises(UsageError, match="daily range"):
        DayProfile(dry_bulb_range_k=range_k)


def test_trace_weather_adds_the_city_s_mean_depression(write_table: WriteTable, city: Weather) -> None:
    path = write_table("p.csv", "time_s,p_W,wetbulb_C", [(0, 1, 10), (15, 1, 12)])
    air = trace_weather(path, city, duration_s=15.0)
    assert air.wet_bulb_k.at(7.5)[0] == pytest.approx(284.15)
    assert air.dry_bulb_k.at(7.5)[0] == pytest.approx(284.15 + 3.0)
    assert "no dry bulb" in air.notes[0]


def test_trace_weather_prefers_what_was_recorded(write_table: WriteTable, city: Weather) -> None:
    path = write_table(
        "p.csv", "time_s,wetbulb_C,drybulb_C,pressure_Pa", [(0, 10, 20, 99000), (15, 12, 22, 99000)]
    )
    air = trace_weather(path, city, duration_s=15.0)
    assert air.dry_bulb_k.at(0.0)[0] == pytest.approx(293.15)
    assert air.air_pressure_pa.at(0.0)[0] == 99000.0
    assert air.notes == ()


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        ("time_s,wetbulb_C", (15, "nan"), "wetbulb_C: `nan`"),
        ("time_s,wetbulb_C", (15, 283.15), "an air temperature"),
        ("time_s,wetbulb_C,drybulb_C", (15, 12, 11), "above the dry bulb"),
        ("time_s,p_W", (15, 1), "no column wetbulb_C"),
    ],
)
def test_wrong_weather_is_refused(
    write_table: WriteTable, city: Weather, header: str, row: tuple[object, ...], told: str
) -> None:
    path = write_table("p.csv", header, [(0, *([10] * (len(row) - 1))), row])
    with pytest.raises(DataFileError, match=told):
        trace_weather(path, city, duration_s=15.0)


def test_dew_point_lies_below_the_wet_bulb(city: Weather) -> None:
    air = design_point(city)
    assert outdoor_dew_point_k(air, 0.0) < 301.15


def test_join_carries_notes_and_label(city: Weather) -> None:
    load = build_activity(parse_workload("constant:0.5"), (), 3600.0)
    air = design_day(city, duration_s=3600.0)
    inputs = join_inputs(load, air, indoor_dew_point_k=284.15)
    assert inputs.label == "constant activity 0.5; design day of Testville (worst)"
    assert inputs.notes == air.notes
    assert isinstance(inputs.indoor_dew_point_k, Signal)
    assert join_inputs(load, air).indoor_dew_point_k is None


@pytest.mark.shared
def test_frontier_carries_its_own_wet_bulb(shared_data: Path, city: Weather) -> None:
    path = shared_data / "frontier_cdu_power/frontier_25cdu_power_2024-04-07_15s.parquet"
    wet_c = trace_weather(path, city, duration_s=86400.0).wet_bulb_k.values - 273.15
    assert wet_c.min() == pytest.approx(2.89, abs=0.005)
    assert wet_c.mean() == pytest.approx(7.75, abs=0.005)
    assert wet_c.max() == pytest.approx(13.17, abs=0.005)
