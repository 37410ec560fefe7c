"""Every number of a case says where it comes from, and nothing goes unchecked."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from twin.errors import InternalError
from twin.studies.validate.cases import CASES
from twin.studies.validate.tables import check_named, expected_rows, input_rows

DATA = files("twin.studies.validate") / "data"
TABLES = sorted(file.name for file in DATA.iterdir() if file.name.endswith(".csv"))
EXPECTED = [f"{case.name.lower()}.csv" for case in CASES]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_and_every_cell_a_column(name: str) -> None:
    header, *rows = csv.reader((DATA / name).read_text(encoding="utf-8").splitlines())
    assert header[-1] == "source"
    assert rows
    for row in rows:
        assert len(row) == len(header)
        assert row[-1].strip()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_case_has_its_table(name: str) -> None:
    assert name in TABLES
    assert all(row.tolerance >= 0.0 for row in expected_rows(name))


@pytest.mark.parametrize("name", EXPECTED)
def test_no_two_rows_ask_for_the_same(name: str) -> None:
    asked = [(row.quantity, str(row.inputs)) for row in expected_rows(name)]
    assert len(asked) == len(set(asked))


def test_inputs_are_read_by_column() -> None:
    row = input_rows("v06_rows.csv")[1]
    assert (row["supply [degC]"], row.text("use []")) == (35.0, "held out")
    assert str(row).startswith("supply 35 degC, flow 89 L/min, drop 33.8 kPa, use held out")


@pytest.mark.parametrize("change", [{"log-mean temperature difference": 3.6}, {}])
def test_quantity_without_a_partner_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(InternalError, match="disagree about"):
        check_named("v07.csv", change)
