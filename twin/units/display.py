"""SI floats to the text of a report; needs no unit library."""

from __future__ import annotations

import math

from twin.units.dimensions import DIMENSIONS

__all__ = ["format_quantity"]


def format_quantity(value_si: float, kind: str, *, digits: int = 4) -> str:
    """Return a value in the display unit of its kind, with `digits` significant digits.

    Raises
    ------
    KeyError
        When the kind is not in `DIMENSIONS`.

    Examples
    --------
    >>> format_quantity(305.15, "temperature")
    '32 degC'
    >>> format_quantity(66000.0, "power")
    '66 kW'
    >>> format_quantity(2.5e-8, "specific_flow")
    '1.5 L/min/kW'
    """
    if kind == "temperature":
        return f"{_number(value_si - 273.15, digits)} degC"
    scale = DIMENSIONS[kind].display
    # The slack keeps a value that rounding left a hair under one unit in that unit.
    size, label = next(((s, u) for s, u in scale if abs(value_si) >= s * (1 - 1e-9)), scale[-1])
    if value_si == 0.0:
        size, label = scale[-1]
    return f"{_number(value_si / size, digits)} {label}".strip()


def _number(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return str(value)
    if value != 0.0 and not 1e-5 <= abs(value) < 1e7:
        return f"{value:.{digits}g}"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:.{decimals}f}"
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if trimmed == "-0" else trimmed
