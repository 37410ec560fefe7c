from __future__ import annotations

from typing import Any

import pytest

from twin.reports.simulate_tables import simulate_tables


@pytest.fixture
def summary() -> dict[str, Any]:
    return {
        "site": "hall",
        "load": "sustained",
        "hours": 1.0,
        "complete": True,
        "resolution": "chip",
        "it_energy_kwh": 558.3,
        "cooling_energy_kwh": 120.0,
        "facility_energy_kwh": 700.0,
        "pue": 1.2538,
        "pue_boundary": "category 3",
        "water_l": 380.0,
        "it_power_kw_min_mean_max": [500.0, 558.3, 600.0],
        "peak_junction_temp_degc": 96.2,
        "peak_junction_chip": "c-1.npu-1",
        "peak_junction_time_s": 90.0,
        "throttle_time_s": 60.0,
        "throttled_cabinets": ["c-1", "c-2", "d"],
        "work_lost_frac": 0.0123,
        "supply_temp_degc_min_max": [31.9, 32.4],
        "facility_supply_temp_degc_min_max": None,
        "energy_closure": 1.2e-14,
        "facts": {"mean_activity": 0.86},
        "notes": ["made up"],
    }


def cells(summary: dict[str, Any]) -> dict[str, str]:
    return dict(row.cells for row in simulate_tables(summary)[0].rows)  # type: ignore[misc]  # two cells each


def test_summary_in_words(summary: dict[str, Any]) -> None:
    found = cells(summary)
    assert found["IT power"] == "500.0 to 600.0 kW, mean 558.3 kW"
    assert found["PUE"] == "1.254 (category 3)"
    assert found["peak junction"] == "96.2 °C, c-1.npu-1, after 1.50 min"
    assert found["throttling"] == "up to 60.0 s per cabinet: c-1..2, d"
    assert found["work lost"] == "1.2 %"
    assert found["facility water supply"] == "no such loop"


def test_an_interrupted_run_says_so(summary: dict[str, Any]) -> None:
    assert cells(summary | {"complete": False})["length"] == "1.00 h, chip resolution, INTERRUPTED"


def test_no_load_has_no_pue_and_no_chips_no_peak(summary: dict[str, Any]) -> None:
    found = cells(summary | {"pue": None, "peak_junction_temp_degc": None, "throttled_cabinets": []})
    assert found["PUE"].startswith("no IT energy")
    assert found["peak junction"] == "no chips"
    assert found["throttling"] == "none"


def test_empty_tables_are_left_out(summary: dict[str, Any]) -> None:
    assert [table.title for table in simulate_tables(summary)] == ["Run", "Load", "Notes"]
    assert [table.title for table in simulate_tables(summary | {"facts": {}, "notes": []})] == ["Run"]
