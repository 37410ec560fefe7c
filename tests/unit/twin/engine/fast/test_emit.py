"""The text of laws: each value once, whole powers multiplied out, tables of what differs between members."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.unit.twin.engine.fast.running import defined, in_lines, scalar
from twin.engine.fast.emit import (
    MAX_WHOLE_EXPONENT,
    Body,
    family_function,
    scalar_function,
    table,
    value_function,
)
from twin.engine.fast.tables.laws import Family, Values, family_of
from twin.engine.fast.trace import Trace, argument, gathered, traced
from twin.plant.records import Ints


def members(body: Body, own: Ints, common: Ints) -> Family:
    """Return members that add to those rows, each a group of its own."""
    count = len(own)
    places = np.concatenate([table(body.inputs, count, np.int64), own], axis=1)
    return family_of(places, table(body.numbers, count, np.float64), np.ones(count, dtype=np.int64), common)


def text_of(law: Trace) -> str:
    return scalar_function("law", ("x", "y"), [law])[0]


@pytest.mark.parametrize("exponent", (1, 2, 3, 5, 8, 13, MAX_WHOLE_EXPONENT))
def test_a_whole_power_is_multiplied_out(exponent: int) -> None:
    law = argument("x") ** exponent
    assert "**" not in text_of(law)
    assert text_of(law).count("*") <= 2 * np.log2(exponent) + 1e-9
    assert scalar(law)(1.3, 0.0) == pytest.approx(1.3**exponent, rel=1e-14)
    assert scalar(law)(-1.3, 0.0) == pytest.approx((-1.3) ** exponent, rel=1e-14)


@pytest.mark.parametrize("exponent", (0.0, 0.3, -1.0, -2.0, MAX_WHOLE_EXPONENT + 1.0))
def test_any_other_power_stays_one(exponent: float) -> None:
    law = argument("x") ** exponent
    assert "**" in text_of(law)
    assert scalar(law)(1.3, 0.0) == pytest.approx(1.3**exponent, rel=1e-14)


def test_a_half_is_a_square_root() -> None:
    assert "sqrt(x)" in text_of(argument("x") ** 0.5)


def test_an_exponent_of_its_own_for_each_member_is_read_from_a_table() -> None:
    exponents: Any = np.array([2.0, 3.0])
    run = scalar(argument("x") ** exponents, count=2)
    assert [run(2.0, 0.0, member) for member in range(2)] == [4.0, 8.0]


def test_equal_values_are_computed_once_even_when_recorded_twice() -> None:
    x = argument("x")
    twice: Any = x * 2.0
    again: Any = x * 2.0
    total: Any = np.exp(twice) + np.exp(again)
    assert text_of(total).count("exp(") == 1


def test_one_array_takes_one_column_and_one_index_one_row() -> None:
    body = Body()
    numbers, other, index = np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.array([3, 4])
    x = gathered(index)
    body.name_of(x * numbers + x * numbers + gathered(x.index) * other)  # type: ignore[arg-type]
    assert [column is numbers for column in body.numbers] == [True, False]
    assert len(body.inputs) == 1


def test_a_division_by_a_number_becomes_a_product() -> None:
    body = Body()
    numbers, x = np.array([4.0, 0.0]), gathered(np.array([0, 1]))
    body.name_of(x / numbers + 1.0 / (x / numbers) + x / 8.0)
    assert [column.tolist() for column in body.numbers] == [[0.25, np.inf]]
    assert sum(" / " in line for line in body.lines) == 1, "by what is no number"
    assert any("(0.125)" in line for line in body.lines)


@pytest.mark.parametrize("value", (0.1, -3.0, 1e-300, np.pi, np.inf, -np.inf))
def test_a_number_is_written_to_its_last_digit(value: float) -> None:
    assert scalar(argument("x") + traced(value))(0.0, 0.0) == value
    assert scalar(traced(-1.0) * traced(value))(0.0, 0.0) == -value


def test_a_negative_number_keeps_its_sign_under_a_power() -> None:
    assert scalar(traced(-2.0) ** traced(2.0))(0.0, 0.0) == 4.0
    assert scalar(-(argument("x") ** 2.0))(3.0, 0.0) == -9.0
    assert scalar((-argument("x")) ** 2.0)(3.0, 0.0) == 9.0


def test_a_family_adds_its_results_to_the_rows_of_all_members() -> None:
    first, second, weight = np.array([0, 1]), np.array([2, 2]), np.array([10.0, 100.0])
    one = gathered(first) * weight
    text, body = family_function("stamp", [one, one + gathered(second)])
    run = defined(text, "stamp")
    rows = np.array([[0, 1], [0, 2]])
    out = np.array([1.0, 0.0, 0.0])
    run(np.array([1.0, 2.0, 5.0]), *in_lines(members(body, rows, rows[:, :0])), out)
    assert out.tolist() == [1.0 + 10.0 + 200.0, 15.0, 205.0]


@pytest.mark.parametrize("rows", ([2, 2, 2, 2], [2, 2, 0, 0], [2, 0, 2, 0], [0, 0, 0, 2], []))
def test_a_row_that_neighbours_share_gets_the_sum_of_all(rows: list[int]) -> None:
    count = len(rows)
    value = gathered(np.arange(count)) * np.arange(1.0, count + 1.0)
    text, body = family_function("stamp", [value, value], common=[1])
    out = np.array([10.0, 20.0, 30.0])
    expected = out.copy()
    own = np.ones((count, 1), dtype=np.int64)
    for row, weight in zip(rows, np.arange(1.0, count + 1.0), strict=True):
        expected[[1, row]] += 2.0 * weight
    defined(text, "stamp")(
        np.full(count, 2.0), *in_lines(members(body, own, np.array(rows, dtype=np.int64)[:, None])), out
    )
    assert out.tolist() == expected.tolist()


def test_members_of_a_group_share_numbers_and_rows() -> None:
    value = gathered(np.arange(3)) * np.array([10.0, 20.0])
    text, _ = family_function("stamp", [value, value], common=[1])
    places = np.array([[0, 3], [1, 4], [2, 3]])
    out = np.zeros(6)
    stamp = family_of(places, np.array([[10.0], [20.0]]), np.array([2, 1]), np.array([[5], [0]]))
    defined(text, "stamp")(np.array([1.0, 2.0, 3.0]), *in_lines(stamp), out)
    assert out.tolist() == [60.0, 0.0, 0.0, 70.0, 20.0, 30.0]


def test_members_that_stand_in_a_row_are_found_from_the_first() -> None:
    value = gathered(np.arange(3)) * np.array([10.0, 20.0])
    text, _ = family_function("stamp", [value, value], common=[1], in_row=True)
    out = np.zeros(6)
    stamp = family_of(
        np.array([[0, 3], [2, 2]]), np.array([[10.0], [20.0]]), np.array([2, 1]), np.array([[5], [0]])
    )
    defined(text, "stamp")(np.array([1.0, 2.0, 3.0]), *in_lines(stamp), out)
    assert out.tolist() == [60.0, 0.0, 60.0, 10.0, 20.0, 30.0]


def test_values_that_stand_in_a_row_are_computed_together() -> None:
    text, _ = value_function("value", gathered(np.array([0])) * np.array([10.0]))
    X = np.array([1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    family = Values(np.array([[1, 3, 2], [0, 5, 1]]), np.array([[10.0], [100.0]]), np.zeros((2, 0)))
    defined(text, "value")(X, *in_lines(family))
    assert X.tolist() == [1.0, 2.0, 3.0, 20.0, 30.0, 100.0]


def test_a_table_has_a_row_per_member() -> None:
    result = table([np.array([1.0, 2.0]), np.array(3.0)], 2, np.float64)
    assert result.tolist() == [[1.0, 3.0], [2.0, 3.0]]
    assert table([], 4, np.int64).shape == (4, 0)
