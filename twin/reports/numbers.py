"""Numbers and units as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MISSING: Final = "–"
"""Stands where a document has no figure."""

_SIGNS: Final[Mapping[str, str]] = {"degC": "°C", "kg/m2": "kg/m²"}


def number(value: float | None) -> str:
    """Return a figure with three or four digits that matter.

    >>> [number(value) for value in (1079.53, 558.299, 4.877, 0.0412, -11.93, 0.0, None)]
    ['1,080', '558.3', '4.88', '0.041', '-11.9', '0', '–']
    """
    if value is None:
        return MISSING
    size = abs(value)
    if size < 5e-4:
        return "0"
    digits = 0 if size >= 999.95 else 1 if size >= 9.995 else 2 if size >= 0.9995 else 3
    return f"{value:,.{digits}f}"


def unit_sign(unit: str) -> str:
    """Return a unit in print: ``degC`` becomes ``°C``."""
    return _SIGNS.get(unit, unit)


def quantity(value: float | None, unit: str) -> str:
    """Return a figure with its unit.

    >>> quantity(32.0, "degC"), quantity(None, "kW")
    ('32.0 °C', '–')
    """
    return number(value) if value is None or not unit else f"{number(value)} {unit_sign(unit)}"


def percent(fraction: float | None) -> str:
    """Return a fraction in per cent.

    >>> percent(0.6169), percent(-0.3313), percent(0.0417)
    ('62 %', '-33 %', '4.2 %')
    """
    if fraction is None:
        return MISSING
    size = abs(fraction)
    if size < 5e-6:
        return "0 %"
    return f"{100.0 * fraction:.{0 if size >= 0.0995 else 1}f} %"


def text(value: object) -> str:
    """Return a word, a figure, or the sign for what is missing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if value is None or isinstance(value, float):
        return number(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
