"""Counts and redundancy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.config.counted import Counted, Redundancy, parse_counted
from twin.errors import QuantityError


@given(st.integers(min_value=1, max_value=999), st.sampled_from(["cdu-a", "x", "2nd-kind", "x-ray"]))
def test_what_is_written_is_read(count: int, name: str) -> None:
    assert parse_counted(str(Counted(count, name))) == Counted(count, name)


@pytest.mark.parametrize("text", ["x-ray", "4x-pump"])
def test_a_name_may_begin_like_a_count(text: str) -> None:
    assert parse_counted(text) == Counted(1, text)


@pytest.mark.parametrize(
    "text", ["", "2 x", "2 x a b", "two x a", "2.5 x a", "-1 x a", "0 x a", 3, None, ["a"]]
)
def test_anything_else_is_refused(text: object) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_counted(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("redundancy", "installed", "required", "fits"),
    [
        ("N", 1, 1, True),
        ("N", 3, 3, True),
        ("N+1", 3, 2, True),
        ("N+1", 1, 1, False),
        ("N+2", 3, 1, True),
        ("N+2", 2, 1, False),
        ("2N", 4, 2, True),
        ("2N", 3, 1, False),
        ("2N", 1, 1, False),
    ],
)
def test_redundancy(redundancy: str, installed: int, required: int, fits: bool) -> None:
    rule = Redundancy(redundancy)
    assert rule.required_count(installed) == required
    assert rule.fits(installed) is fits


@given(st.sampled_from(list(Redundancy)), st.integers(min_value=1, max_value=50))
def test_more_units_never_lower_what_runs(rule: Redundancy, installed: int) -> None:
    assert 1 <= rule.required_count(installed) <= installed
    assert rule.required_count(installed) <= rule.required_count(installed + 1)
