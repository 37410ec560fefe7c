from __future__ import annotations

import pytest

from models.errors import IllPosed, ModelError, NoSolution, OutOfRange


def test_out_of_range_carries_value_and_bounds() -> None:
    error = OutOfRange("water", 420.0, 273.15, 373.15, "K", "choose another coolant")
    assert (error.value, error.lower, error.upper, error.unit) == (420.0, 273.15, 373.15, "K")
    assert str(error) == "water: 420 K is outside 273.15 to 373.15 K; choose another coolant"


def test_ill_posed_names_what_is_missing() -> None:
    error = IllPosed("tcs-1", "pressure reference", "give static_pressure")
    assert error.missing == "pressure reference"
    assert str(error) == "tcs-1: no unique solution without pressure reference; give static_pressure"


def test_no_solution_names_its_cause() -> None:
    error = NoSolution("tcs-1", "pump shut off", 1234.5, "Pa", "raise the speed")
    assert (error.cause, error.residual, error.unit) == ("pump shut off", 1234.5, "Pa")
    assert str(error) == "tcs-1: pump shut off, 1.23e+03 Pa left over; raise the speed"


@pytest.mark.parametrize("kind", [OutOfRange, IllPosed, NoSolution])
def test_every_error_is_a_model_error(kind: type[ModelError]) -> None:
    assert issubclass(kind, ModelError)
