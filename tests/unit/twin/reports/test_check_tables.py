from __future__ import annotations

from typing import Any

from twin.reports.check_tables import case_table, check_tables, component_tables, limit_table, relief_table
from twin.reports.verdict import UNSOLVED_ID


def test_equal_cabinets_share_a_line_that_shows_the_worst(document: dict[str, Any]) -> None:
    (row,) = [row for row in limit_table(document).rows if row.cells[0] == "rack.flow"]
    assert row.cells[1:7] == ("sn-1.compute-01..12", "12", "98.0 kW", "≤ 100.0 kW", "2.01 kW", "2.0 %")
    assert row.status == "warn"


def test_the_short_table_keeps_all_that_concerns_and_says_what_it_hides(document: dict[str, Any]) -> None:
    short, full = limit_table(document, everything=False), limit_table(document)
    assert {row.cells[0] for row in short.rows if row.status != "ok"} == {
        "cdu.duty",
        "rack.flow",
        "cabinet.feeder",
    }
    assert f"{len(full.rows) - len(short.rows)} more lines" in short.note
    assert len(full.rows) == 23
    assert full.note == ""


def test_a_bound_that_is_not_known_is_said_so(document: dict[str, Any]) -> None:
    (row,) = [row for row in limit_table(document).rows if row.status == "unknown"]
    assert row.cells[4] == "not known"


def test_cabinets_that_differ_stand_apart(document: dict[str, Any]) -> None:
    document["cabinets"][4]["power_kw"] = 60.0
    cabinets = component_tables(document)[0]
    assert [row.cells[0] for row in cabinets.rows] == ["sn-1.compute-01..04,06..12", "sn-1.compute-05"]


def test_folded_members_lose_no_path(document: dict[str, Any]) -> None:
    (power,) = [table for table in component_tables(document) if table.title == "Power"]
    assert power.rows[0].cells[:5] == ("tx-1..2", "2", "transformer", "tx", "p1..2")


def test_cases_with_everything_in_service_first_then_the_worst(document: dict[str, Any]) -> None:
    document["cases"] += [
        document["cases"][1]
        | {"name": "sustained, chiller out", "outcome": "unsolved", "cause": "heat not rejected"},
        document["cases"][1] | {"name": "sustained, pump out", "worst_margin_fraction": None},
    ]
    rows = case_table(document).rows
    assert [row.cells[0] for row in rows] == [
        "sustained",
        "sustained, chiller out",
        "sustained, tcs-1.cdu-1 out",
        "sustained, pump out",
    ]
    assert rows[1].cells[3] == "UNSOLVED: heat not rejected"
    assert rows[1].status == rows[2].status == "violated"
    assert rows[3].cells[6] == "unknown"


def test_symmetric_failures_are_counted(document: dict[str, Any]) -> None:
    document["cases"][1]["equals"] = ["tcs-1.cdu-1", "tcs-1.cdu-2"]
    assert case_table(document).rows[1].cells[1] == "2"


def test_an_unsolved_case_is_a_limit_without_figures(document: dict[str, Any]) -> None:
    row = document["limits"][0] | {
        "id": UNSOLVED_ID,
        "scope": "hall",
        "quantity": "steady state: no coolant flow",
    }
    row |= {"value": None, "bound": None, "margin": None, "margin_fraction": None}
    cells = limit_table(document | {"limits": [row]}).rows[0].cells
    assert cells[3:6] == ("", "", "")
    assert cells[9] == "sustained, tcs-1.cdu-1 out (no coolant flow)"


def test_a_relief_that_breaks_another_limit_is_none(document: dict[str, Any]) -> None:
    relief = {
        "limit": "cdu.duty",
        "scope": "tcs-1.cdu-2",
        "case": "sustained, tcs-1.cdu-1 out",
        "change": "supply 2 K warmer",
        "before": -10.0,
        "after": 3.0,
        "unit": "kW",
        "relieved": True,
        "outcome": "solved",
        "new_violations": [],
    }
    spoiled = relief | {"new_violations": ["chip.throttle"]}
    good, bad = relief_table(document | {"reliefs": [relief, spoiled]}).rows
    assert (good.cells[3:], good.status) == (("-10.0 kW", "3.00 kW", "relieved"), "ok")
    assert (bad.cells[5], bad.status) == ("breaks chip.throttle", "violated")


def test_every_row_fits_its_columns(document: dict[str, Any]) -> None:
    for table in check_tables(document, everything=True):
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_a_margin_carries_its_spread_where_it_is_known(document: dict[str, Any]) -> None:
    document["limits"][0] |= {"margin_spread": 4.2}
    document["limits"][-1] |= {"margin_spread": 4.2}
    rows = limit_table(document).rows
    assert [row.cells[7] for row in rows[:2]] == ["4.20 kW", ""]
    assert rows[-1].cells[7] == ""


def test_a_relief_says_how_far_it_goes(document: dict[str, Any]) -> None:
    relief: dict[str, Any] = {
        "limit": "a",
        "scope": "b",
        "case": "sustained",
        "change": "c",
        "unit": "degC",
        "outcome": "solved",
    }
    relief |= {"relieved": False, "new_violations": [], "before": -3.0}
    near, short = relief_table(
        document | {"reliefs": [relief | {"after": 0.5}, relief | {"after": -1.0}]}
    ).rows
    assert near.cells[3:] == ("-3.00 K", "0.500 K", "inside, still near")
    assert short.cells[5] == "not enough"
