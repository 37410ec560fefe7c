from __future__ import annotations

from twin.reports.validate_tables import summary_sentence, validate_tables
from twin.studies.validate import CaseResult, Check


def result(name: str, got: float) -> CaseResult:
    check = Check(
        quantity="flow",
        expected=50.0,
        got=got,
        tolerance=0.01,
        relative=True,
        unit="L/min",
        source="data sheet",
    )
    return CaseResult(name=name, title="Flow", kind="law", shows="That it flows.", checks=(check,))


def test_a_miss_is_marked_in_title_row_and_sentence() -> None:
    results = [result("V01", 50.0), result("V02", 60.0)]
    good, bad = validate_tables(results)
    assert (good.title, bad.title) == ("V01  Flow: passed", "V02  Flow: MISSED")
    assert good.rows[0].cells == ("flow", "50 L/min", "50 L/min", "+0 %", "1 %", "ok", "data sheet")
    assert bad.rows[0].status == "violated"
    assert summary_sentence(results) == "2 cases, 2 numbers: missed: V02."
    assert summary_sentence(results[:1]) == "1 cases, 1 numbers: all inside their tolerance."
