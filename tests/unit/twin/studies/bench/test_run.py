"""Choosing cases, and what becomes of a measurement that fails."""

from __future__ import annotations

import pytest

from twin.errors import UsageError
from twin.studies.bench import CASES, chosen, run_bench


def silent(_: str) -> None:
    """Say nothing."""


def test_all_cases_are_chosen_where_none_is_named() -> None:
    assert chosen([]) == CASES


def test_cases_come_in_the_order_of_the_table_and_once() -> None:
    found = chosen(["frontier", "cloudmatrix384", "frontier"])
    assert [case.name for case in found] == ["cloudmatrix384", "frontier"]


def test_a_wrong_name_is_told_with_those_that_are_right() -> None:
    with pytest.raises(UsageError, match="atlas960-superpod") as found:
        chosen(["atlas"])
    assert found.value.problems[0].given == "atlas"


@pytest.mark.parametrize("hours", [0.0, -1.0, float("nan"), 1e9])
def test_a_length_that_is_none_is_refused(hours: float) -> None:
    with pytest.raises(UsageError, match="no length of a run"):
        run_bench(CASES[:1], silent, hours=hours)


def test_a_trace_that_cannot_be_read_is_told() -> None:
    with pytest.raises(UsageError, match=r"cannot be measured.*absent"):
        run_bench(chosen(["frontier"]), silent, hours=0.01, trace="absent.csv", with_error=False)


def test_a_trace_without_its_case_is_refused() -> None:
    with pytest.raises(UsageError, match="for the case frontier"):
        run_bench(CASES[:1], silent, trace="day.csv")
