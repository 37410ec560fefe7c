"""Cases are chosen by name."""

from __future__ import annotations

import pytest

from twin.errors import UsageError
from twin.studies.validate import case_names, run_cases


def test_cases_are_those_of_the_list() -> None:
    left_out = {16, 19, 20}  # a power-flow feeder, optics life and fleet failures: no part of this twin yet
    assert case_names() == tuple(f"V{number:02d}" for number in range(1, 23) if number not in left_out)


def test_names_are_taken_in_any_letter_case_and_run_in_order() -> None:
    assert [result.name for result in run_cases(["v21", "V08"])] == ["V08", "V21"]


def test_no_name_runs_nothing() -> None:
    assert run_cases([]) == []


def test_unknown_name_is_the_users_mistake() -> None:
    with pytest.raises(UsageError, match="V99") as caught:
        run_cases(["V08", "V99"])
    assert "V22" in str(caught.value)
