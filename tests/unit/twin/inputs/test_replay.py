from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.unit.twin.inputs.conftest import MakeCabinet, WriteTable
from twin.errors import DataFileError
from twin.inputs import CabinetLoad, Load, build_activity, parse_workload


def measured(load: Load, time_s: float) -> list[float]:
    assert load.measured_power_w is not None
    return [float(power) for power in load.measured_power_w.at(time_s)]


def test_columns_named_after_cabinets_go_to_them(
    write_table: WriteTable, cabinets: Sequence[CabinetLoad]
) -> None:
    path = write_table(
        "p.csv", "time_s,compute-03_power_W,sn-1.compute-01_power_W", [(0, 30, 10), (10, 50, 20)]
    )
    load = build_activity(parse_workload(f"replay:{path}"), cabinets, 10.0)
    np.testing.assert_allclose(measured(load, 5.0), [15.0, np.nan, 40.0, np.nan])
    assert any("2 cabinets have no column" in note for note in load.notes)


def test_columns_of_the_same_number_go_in_order(
    write_table: WriteTable, cabinets: Sequence[CabinetLoad]
) -> None:
    path = write_table("p.csv", "time_s,a,b,c,d", [(0, 1, 2, 3, 4), (10, 1, 2, 3, 4)])
    load = build_activity(parse_workload(f"replay:{path}"), cabinets, 10.0)
    assert measured(load, 0.0) == [1.0, 2.0, 3.0, 4.0]
    assert any("in order" in note for note in load.notes)


def test_power_of_a_cdu_is_divided_in_the_ratio_of_chips(
    write_table: WriteTable, make_cabinet: MakeCabinet
) -> None:
    site = [
        make_cabinet(1, cdu="tcs-1.cdu-1", chip_count=30),
        make_cabinet(2, cdu="tcs-1.cdu-1", chip_count=10),
        make_cabinet(3, cdu="tcs-1.cdu-2"),
    ]
    path = write_table("p.csv", "time_s,cdu02_power_W,cdu01_power_W", [(0, 7, 100), (10, 7, 100)])
    load = build_activity(parse_workload(f"replay:{path}"), site, 10.0)
    assert measured(load, 0.0) == [75.0, 25.0, 7.0]
    assert load.label == "recorded power of 2 CDUs"


def test_columns_may_be_named_after_supernodes(write_table: WriteTable, make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(1, name="row-a.rack-01"), make_cabinet(2, name="row-b.rack-01")]
    path = write_table("p.csv", "time_s,row_b_power_W,row_a_power_W", [(0, 7, 100), (10, 7, 100)])
    load = build_activity(parse_workload(f"replay:{path}"), site, 10.0)
    assert measured(load, 0.0) == [100.0, 7.0]


def test_power_is_linear_between_rows_without_jumps(
    write_table: WriteTable, make_cabinet: MakeCabinet
) -> None:
    path = write_table("p.csv", "time_s,p_W", [(0, 100), (15, 400)])
    load = build_activity(parse_workload(f"replay:{path}"), [make_cabinet(1)], 15.0)
    assert measured(load, 5.0) == pytest.approx([200.0])
    assert load.measured_power_w is not None
    assert load.measured_power_w.jump_times(0.0, 15.0).size == 0


def test_weather_columns_are_no_load(write_table: WriteTable, make_cabinet: MakeCabinet) -> None:
    path = write_table("p.csv", "time_s,p_W,wetbulb_C", [(0, 1, 9), (1, 1, 9)])
    assert measured(build_activity(parse_workload(f"replay:{path}"), [make_cabinet(1)], 1.0), 0.0) == [1.0]


@pytest.mark.parametrize(
    ("header", "rows", "told", "line"),
    [
        ("time_s,p_W", [(0, 1), (15, "nan"), (30, 1)], "column p_W: `nan` is not a finite number", 3),
        ("time_s,p_W", [(0, 1), (15, -3), (30, 1)], "`-3` is not a power", 3),
        ("time_s,p_W", [(0, 1), (0, 3)], "not later than the row before", 3),
        ("time_s,a,b,c", [(0, 1, 1, 1), (1, 1, 1, 1)], "neither by name nor by number", 1),
        ("time_s,wetbulb_C", [(0, 1), (1, 1)], "no data column", 1),
        ("seconds,p_W", [(0, 1), (1, 1)], "has no column time_s", 1),
    ],
)
def test_wrong_recordings_name_the_place(
    write_table: WriteTable,
    make_cabinet: MakeCabinet,
    header: str,
    rows: list[tuple[object, ...]],
    told: str,
    line: int,
) -> None:
    path = write_table("p.csv", header, rows)
    with pytest.raises(DataFileError, match=told) as caught:
        build_activity(parse_workload(f"replay:{path}"), [make_cabinet(1)], 60.0)
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == (str(path), line)


def test_a_table_of_activity_holds_its_rows(write_table: WriteTable, cabinets: Sequence[CabinetLoad]) -> None:
    path = write_table("a.csv", "time_s,activity", [(0, 0.2), (300, 0.9), (600, 0.9)])
    load = build_activity(parse_workload(f"table:{path}"), cabinets, 900.0)
    assert load.activity.at(299.0).tolist() == [0.2] * 4
    assert load.activity.jump_times(0.0, 900.0).tolist() == [300.0]
    assert load.notes == ()


def test_a_table_may_run_straight_between_rows(
    write_table: WriteTable, cabinets: Sequence[CabinetLoad]
) -> None:
    path = write_table("a.csv", "time_s,activity", [(0, 0.2), (300, 0.8)])
    load = build_activity(parse_workload(f"table:{path},between=linear"), cabinets, 300.0)
    assert load.activity.at(150.0)[0] == pytest.approx(0.5)


def test_cabinets_without_a_column_stay_sustained(
    write_table: WriteTable, cabinets: Sequence[CabinetLoad]
) -> None:
    path = write_table("a.csv", "time_s,compute-02", [(0, 0.1), (300, 0.2)])
    load = build_activity(parse_workload(f"table:{path}"), cabinets, 300.0)
    assert load.activity.at(0.0).tolist() == [0.85, 0.1, 0.85, 0.85]


def test_activity_above_one_is_refused(write_table: WriteTable, cabinets: Sequence[CabinetLoad]) -> None:
    path = write_table("a.csv", "time_s,activity", [(0, 0.5), (300, 1.5)])
    with pytest.raises(DataFileError, match=r"a\.csv:3: column activity: `1.5` is not an activity"):
        build_activity(parse_workload(f"table:{path}"), cabinets, 300.0)


def test_shipped_recording_and_table_run(cabinets: Sequence[CabinetLoad]) -> None:
    power = build_activity(parse_workload("replay:cabinet-power-small"), cabinets, 3600.0)
    assert power.facts["recorded_power_max_mw"] == pytest.approx(0.16, rel=0.05)
    assert build_activity(parse_workload("table:activity-small"), cabinets, 3600.0).notes == ()


@pytest.mark.shared
def test_frontier_totals(shared_data: Path, make_cabinet: MakeCabinet) -> None:
    # 24 x 3 + 2 racks on 25 CDUs
    racks = [3] * 13 + [2] + [3] * 11
    site = [
        make_cabinet(10 * cdu + rack, cdu=f"tcs-{cdu + 1}.cdu-1", loop=f"tcs-{cdu + 1}")
        for cdu, count in enumerate(racks)
        for rack in range(count)
    ]
    path = shared_data / "frontier_cdu_power/frontier_25cdu_power_2024-04-07_15s.parquet"
    load = build_activity(parse_workload(f"replay:{path}"), site, 86400.0)
    assert load.facts["recorded_power_min_mw"] == pytest.approx(5.204, abs=5e-4)
    assert load.facts["recorded_power_mean_mw"] == pytest.approx(16.125, abs=1e-3)
    assert load.facts["recorded_power_max_mw"] == pytest.approx(26.606, abs=5e-4)
    assert not any("repeats" in note for note in load.notes)
    first = measured(load, 0.0)
    assert sum(first[:3]) == pytest.approx(1_013_384.988)
    assert len(first) == 74
