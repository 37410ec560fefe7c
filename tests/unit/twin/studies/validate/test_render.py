"""What the terminal and the documentation show."""

from __future__ import annotations

import pytest

from twin.studies.validate import COLUMNS, CaseResult, Check, markdown_table, render


def result(got: float) -> CaseResult:
    share = Check(
        quantity="flow", expected=59.0, got=got, tolerance=0.02, relative=True, unit="L/min", source="LP2357"
    )
    flag = Check(
        quantity="flag", expected=1.0, got=1.0, tolerance=0.0, relative=False, unit="", source="rule"
    )
    return CaseResult(name="V06", title="flow rows", kind="rating", shows="x", checks=(share, flag))


def test_one_row_per_check_in_the_order_of_the_columns() -> None:
    first, second = render([result(58.41)])
    assert dict(zip(COLUMNS, first, strict=True)) == {
        "case": "V06",
        "quantity": "flow",
        "expected": "59 L/min",
        "got": "58.41 L/min",
        "error": "-1 %",
        "tolerance": "2 %",
        "pass": "ok",
        "source": "LP2357",
    }
    assert second[2:7] == ("1", "1", "+0", "0", "ok")


def test_a_miss_is_loud() -> None:
    assert render([result(70.0)])[0][6] == "MISS"


@pytest.mark.parametrize(("got", "verdict"), [(58.41, "pass"), (70.0, "**miss**")])
def test_summary_names_the_check_closest_to_its_tolerance(got: float, verdict: str) -> None:
    table = markdown_table([result(got)])
    row = table.splitlines()[-1]
    assert row.startswith("| V06 | flow rows | rating | 2 | flow |")
    assert row.endswith(f"| {verdict} |")
