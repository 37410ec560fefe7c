"""Text with a unit to an SI float."""

from __future__ import annotations

import math
import re
from typing import Final, NoReturn

from twin.errors import Problem, QuantityError
from twin.units.cache import cached_si_size
from twin.units.dimensions import DIMENSIONS, Dimension
from twin.units.display import format_quantity
from twin.units.spelling import UnknownUnitError, nearest_spellings

__all__ = ["parse_quantity"]

_NUMBER: Final = re.compile(
    r"\s*([+-]?(?:\d+(?:_\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL
)
_CELSIUS: Final = frozenset({"degC", "°C"})
_FAHRENHEIT: Final = frozenset({"degF", "°F"})
_DEGREES: Final = re.compile(r"deg[CF]|°\s*[CF]|[Cc]elsius|[Ff]ahrenheit")
_REFERENCED: Final = re.compile(
    r"(?P<unit>.*?)\s*(?P<word>gauge|absolute|\(g\)|\(a\)|(?<=bar)[ga]|(?<=psi)[ga]|(?<=kPa)[ga])"
)
_REFERENCE_WORDS: Final = {
    "gauge": "pressure_gauge",
    "(g)": "pressure_gauge",
    "g": "pressure_gauge",
    "absolute": "pressure_absolute",
    "(a)": "pressure_absolute",
    "a": "pressure_absolute",
}
_LONGEST: Final = 100
_DIGITS: Final = 14
"""Significant digits kept: `95 degF` is then 308.15 K to the last bit, not 308.15000000000006."""


def parse_quantity(text: str | float, kind: str) -> float:
    """Return the SI value of a quantity written as text.

    Parameters
    ----------
    text : str or float
        A number and its unit, such as `1.5 L/min/kW`; a bare number only where the kind allows it.
    kind : str
        A key of `DIMENSIONS`.

    Returns
    -------
    float
        Value in the kind's SI unit (temperatures in kelvin), rounded to 14 significant digits.

    Raises
    ------
    QuantityError
        No number, no or another unit, a unit nobody knows, or a value out of the kind's range.

    Examples
    --------
    >>> parse_quantity("95 degF", "temperature")
    308.15
    >>> parse_quantity("1.5 L/min/kW", "specific_flow")
    2.5e-08
    >>> parse_quantity("70 %", "fraction")
    0.7
    >>> parse_quantity("35 kW", "temperature")
    Traceback (most recent call last):
    ...
    twin.errors.QuantityError: `35 kW` is not a temperature; write for example `32 degC`
    """
    dimension = DIMENSIONS[kind]
    given = str(text).strip()
    number, unit_text = _split(text, given, dimension)
    value = _in_si(number, unit_text, given, kind, dimension)
    _check_range(value, given, kind, dimension)
    return value


def _split(text: str | float, given: str, dimension: Dimension) -> tuple[float, str]:
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        _refuse(given, f"is not {dimension.words}", f"write for example `{dimension.example}`")
    match = _NUMBER.fullmatch(given) if len(given) <= _LONGEST else None
    if match is None:
        _refuse(
            given,
            f"is not {dimension.words}",
            f"write a number and its unit, for example `{dimension.example}`",
        )
    if not match[2] and not dimension.bare:
        _refuse(
            given, "has no unit", f"write {dimension.words} with its unit, for example `{dimension.example}`"
        )
    return float(match[1]), match[2]


def _in_si(number: float, unit_text: str, given: str, kind: str, dimension: Dimension) -> float:
    if kind == "temperature":
        value = _temperature(number, unit_text, given, dimension)
    elif kind in ("pressure_gauge", "pressure_absolute"):
        value = number * _unit_size(
            _pressure_unit(unit_text, given, kind, dimension), given, "pressure", dimension
        )
    else:
        value = number * (_unit_size(unit_text, given, kind, dimension) if unit_text else 1.0)
    return float(f"{value:.{_DIGITS}g}")


def _temperature(number: float, unit_text: str, given: str, dimension: Dimension) -> float:
    if unit_text in _CELSIUS:
        return number + 273.15
    if unit_text in _FAHRENHEIT:
        return (number + 459.67) * 5.0 / 9.0
    if unit_text != "K":
        _refuse(given, f"is not {dimension.words}", f"write for example `{dimension.example}`")
    return number


def _pressure_unit(unit_text: str, given: str, kind: str, dimension: Dimension) -> str:
    match = _REFERENCED.fullmatch(unit_text)
    if match is None or _REFERENCE_WORDS[match["word"]] != kind:
        other = "does not say" if match is None else "says wrongly"
        _refuse(
            given,
            f"{other} what the pressure is measured from: {dimension.words} is asked for",
            f"write for example `{dimension.example}`",
        )
    return match["unit"].strip()


def _unit_size(unit_text: str, given: str, kind: str, dimension: Dimension) -> float:
    if _DEGREES.search(unit_text):
        kelvin = _DEGREES.sub("K", unit_text).strip()
        number = given[: len(given) - len(unit_text)].strip()
        # A Fahrenheit interval is not a kelvin: offer the form, not the number.
        example = dimension.example if "F" in unit_text else f"{number} {kelvin}"
        _refuse(given, "uses a temperature scale where a difference is meant", f"write {kelvin}: `{example}`")
    try:
        size = cached_si_size(unit_text, kind)
    except UnknownUnitError as error:
        close = " or ".join(f"`{name}`" for name in nearest_spellings(error.token))
        advice = f"did you mean {close}? " if close else ""
        _refuse(
            given,
            f"has a unit that is not known: `{error.token}`",
            f"{advice}write for example `{dimension.example}`",
        )
    if size is None:
        _refuse(given, f"is not {dimension.words}", f"write for example `{dimension.example}`")
    return size


def _check_range(value: float, given: str, kind: str, dimension: Dimension) -> None:
    too_low = value <= dimension.low if dimension.open_low else value < dimension.low
    if math.isfinite(value) and not too_low and value <= dimension.high:
        return
    low, high = (format_quantity(bound, kind) for bound in (dimension.low, dimension.high))
    allowed = f"{'above' if dimension.open_low else 'from'} {low} to {high}"
    sentence = f"is out of range for {dimension.words}"
    raise QuantityError(
        Problem(
            message=sentence, given=given, allowed=allowed, remedy=f"write for example `{dimension.example}`"
        )
    )


def _refuse(given: str, message: str, remedy: str) -> NoReturn:
    raise QuantityError(Problem(message=message, given=given, remedy=remedy))
