from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from twin.engine.record.parquet import stored_family, write_part
from twin.engine.record.rows import Table
from twin.engine.trajectory import Trajectory
from twin.reports.figure import MOST_POINTS
from twin.reports.simulate_figures import simulate_figures

EXPECTED = {
    "Power",
    "PUE",
    "Coolant loops",
    "Facility water and weather",
    "Pumps, fans and valves",
    "What cooling draws",
    "Hottest junction of each cabinet",
    "Throttling",
    "Cabinet power",
    "Room air",
}


def test_all_plots_are_there_with_units_on_their_axes(run: Trajectory) -> None:
    figures = simulate_figures(run)
    assert {figure.title for figure in figures} == EXPECTED
    for figure in figures:
        assert "[" in figure.layout["yaxis"]["title"]["text"]
        json.loads(figure.json)


def test_lines_are_thinned(run: Trajectory) -> None:
    lengths = [len(trace["x"]) for figure in simulate_figures(run) for trace in figure.data]
    assert max(lengths) <= MOST_POINTS < run.time_s.size


def test_many_members_become_a_band_per_kind(run: Trajectory) -> None:
    (power,) = [figure for figure in simulate_figures(run) if figure.title == "Cabinet power"]
    named = [trace["name"] for trace in power.data if trace["name"]]
    assert named == ["sn-1.compute-01..12, median and range", "sn-1.bus-01..04, median and range"]
    assert len({trace["line"]["color"] for trace in power.data}) == 2


def test_cabinets_without_chips_have_no_junction(run: Trajectory) -> None:
    (junctions,) = [figure for figure in simulate_figures(run) if figure.title.startswith("Hottest")]
    assert [trace["name"] for trace in junctions.data if trace["name"]] == [
        "sn-1.compute-01..12, median and range"
    ]


def test_nothing_throttled_has_no_plot_of_it(run: Trajectory) -> None:
    calm = replace(run, throttle_time_s=np.zeros(16))
    assert "Throttling" not in {figure.title for figure in simulate_figures(calm)}


def test_a_day_counts_in_hours_and_an_hour_in_minutes(run: Trajectory) -> None:
    assert simulate_figures(run)[0].layout["xaxis"]["title"]["text"] == "time [min]"
    day = replace(run, time_s=24.0 * run.time_s)
    figure = simulate_figures(day)[0]
    assert figure.layout["xaxis"]["title"]["text"] == "time [h]"
    assert figure.data[0]["x"][-1] == 24.0


def test_rounding_is_not_drawn_as_an_event(run: Trajectory) -> None:
    almost = 1.2 + 1e-9 * np.arange(run.time_s.size)[:, np.newaxis]
    site = {**run.series["site"], "facility_power_w": almost * run.series["site"]["it_power_w"]}
    still = replace(run, series={**run.series, "site": site})
    (pue,) = [figure for figure in simulate_figures(still) if figure.title == "PUE"]
    low, high = pue.layout["yaxis"]["range"]
    assert low < 1.19
    assert high > 1.21


def test_pue_is_facility_over_it(run: Trajectory) -> None:
    (pue,) = [figure for figure in simulate_figures(run) if figure.title == "PUE"]
    assert pue.data[0]["y"][0] == (5e5 + 1.2e5) / 5e5


def test_no_it_power_has_no_pue(run: Trajectory) -> None:
    site = {**run.series["site"], "it_power_w": np.zeros((run.time_s.size, 1))}
    idle = replace(run, series={**run.series, "site": site})
    assert "PUE" not in {figure.title for figure in simulate_figures(idle)}


def test_a_run_on_disk_is_drawn_part_by_part_and_looks_the_same(run: Trajectory, tmp_path: Path) -> None:
    series = {}
    for family, quantities in run.series.items():
        for place, rows in enumerate(np.array_split(np.arange(run.time_s.size), 3)):
            part = {name: values[rows] for name, values in quantities.items()}
            table = Table(members=run.members[family], time_s=run.time_s[rows], quantities=part)
            write_part(table, tmp_path / family, place)
        series[family] = stored_family(sorted((tmp_path / family).iterdir()))
    stored = simulate_figures(replace(run, series=series))
    assert [figure.json for figure in stored] == [figure.json for figure in simulate_figures(run)]


def test_chosen_chips_are_drawn_over_their_own_time(run: Trajectory) -> None:
    times = np.array([600.0, 660.0])
    chosen = replace(
        run,
        junction_time_s=times,
        members={**run.members, "junctions": ("npu-1", "npu-2")},
        series={**run.series, "junctions": {"junction_k": np.array([[340.0, 341.0], [342.0, 343.0]])}},
    )
    (figure,) = [each for each in simulate_figures(chosen) if each.title == "Junctions of chosen chips"]
    assert [trace["x"] for trace in figure.data] == [[10.0, 11.0]] * 2
    assert figure.data[0]["y"] == [66.85, 68.85]
