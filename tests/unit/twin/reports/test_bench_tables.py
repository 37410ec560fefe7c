"""Figures of a benchmark as a reader sees them."""

from __future__ import annotations

from typing import Any

from twin.reports.bench_tables import bench_tables, case_table
from twin.studies.bench import CASES

ROW: dict[str, Any] = {
    "name": "cloudmatrix384", "chips": 384, "resolved_chips": 384, "cabinets": 16, "resolution": "chip", "dt_s": 1.0,
    "input_s": 1.0, "simulated_hours": 1.0, "seconds_per_day": 2.5, "cpu_seconds_per_day": 2.4, "peak_memory_mb": 312.4, "max_error_k": 0.0108,
    "max_plant_error_k": 0.00053, "error_slice": "two supernodes", "bytes_per_chip_step": 192.0, "threads": 1, "triad_gb_s": 150.3,
    "triad_working_set_mb": 0.0676, "floor_seconds_per_day": 0.0424, "bandwidth_floor_ratio": 59.0,
    "energy_closure": 3e-14, "start_s": 0.12, "compile_s": 0.4, "tick_ms": 1.4, "tick_median_ms": 1.5,
    "load_average": 0.2, "notes": ["drawn anew"],
}  # fmt: skip


def test_figures_stand_in_three_tables_a_row_per_case() -> None:
    coarse = ROW | {"name": "frontier", "max_error_k": None, "max_plant_error_k": None, "error_slice": None}
    speed, floor, accuracy = bench_tables([ROW, coarse])
    for table in (speed, floor, accuracy):
        assert [row.cells[0] for row in table.rows] == ["cloudmatrix384", "frontier"]
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert {"384", "chip", "2.50", "312.4", "1.40"} <= set(speed.rows[0].cells)
    assert floor.rows[0].cells[1:] == ("192.0", "0.068", "1", "150.3", "0.042", "2.50", "59.0")
    assert accuracy.rows[0].cells[1:] == ("1.1e-02", "5.3e-04", "3.0e-14", "drawn anew")
    assert accuracy.rows[1].cells[1:3] == ("–", "–")
    assert "two supernodes" in accuracy.note


def test_without_a_comparison_no_slice_is_named() -> None:
    nothing = ROW | {"max_error_k": None, "max_plant_error_k": None, "error_slice": None}
    assert bench_tables([nothing])[2].note == ""


def test_cases_are_listed() -> None:
    assert [row.cells[0] for row in case_table(CASES).rows] == [case.name for case in CASES]
