"""Errors carry data first and map to one exit code each."""

from __future__ import annotations

import pytest

from twin.errors import (
    EXIT_CODES,
    ConfigError,
    DataFileError,
    InputError,
    InternalError,
    NotFoundError,
    OverrideError,
    Problem,
    QuantityError,
    TwinError,
    UsageError,
    exit_code,
)

BAD = Problem(file="site.yaml", line=7, field="weather", given="x", message="is wrong", remedy="mend it")


@pytest.mark.parametrize(
    "kind", [InputError, ConfigError, NotFoundError, OverrideError, DataFileError, UsageError]
)
def test_every_mistake_of_the_user_exits_with_two(kind: type[InputError]) -> None:
    error = kind(BAD)
    assert exit_code(error) == 2
    assert error.location == "site.yaml:7"
    assert error.remedy == "mend it"


def test_a_quantity_error_is_a_value_error_too() -> None:
    assert exit_code(QuantityError(BAD)) == 2
    assert isinstance(QuantityError(BAD), ValueError)


@pytest.mark.parametrize(
    "error", [InternalError("broken"), TwinError("?"), ZeroDivisionError(), KeyError("x")]
)
def test_everything_else_exits_with_three(error: Exception) -> None:
    assert exit_code(error) == 3


def test_the_table_ends_with_everything() -> None:
    assert EXIT_CODES[-1] == (Exception, 3)


def test_each_problem_is_one_line() -> None:
    error = ConfigError(BAD, Problem(message="is wrong too"))
    assert str(error).splitlines() == ["site.yaml:7: weather: `x` is wrong; mend it", "is wrong too"]


def test_a_problem_without_line_names_its_file() -> None:
    assert Problem(file="a.yaml", message="m").location == "a.yaml"
    assert Problem(message="m").location == ""


def test_a_quantity_error_knows_its_place_inside_the_value() -> None:
    error = QuantityError(BAD).within("low").within("plate")
    assert error.sub_field == ("plate", "low")
    placed = error.at(file="chip.yaml", line=9, field="plate.low")
    assert (placed.location, placed.field, placed.given) == ("chip.yaml:9", "plate.low", "x")


def test_an_internal_error_says_what_to_do() -> None:
    assert str(InternalError("broken", next_step="call us")) == "broken; call us"
