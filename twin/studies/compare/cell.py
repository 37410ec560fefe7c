"""One figure of a comparison with its range and provenance, and the arithmetic that carries both along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from twin.config import Sourced

COUNT: Final = "count"
"""An exact number of parts, as the entries list them."""
SITE: Final = "site"
"""A decision of the site file, exact by definition."""
ASSUMED: Final = "assumed"
"""An engineering choice of ours: no public number."""
STRONGEST_FIRST: Final = (
    COUNT,
    SITE,
    "published",
    "measured",
    "relayed",
    "analyst",
    "relayed-weak",
    "seed",
    "derived",
    ASSUMED,
)
"""Kinds by how much a figure of them is worth; what is derived rests on choices, so it stands next to assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure in SI, or why there is none.

    ``rests_on`` holds citations of stated figures, or the catalogue numbers a computed one owes its spread to.
    """

    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    kind: str = ""
    rests_on: tuple[str, ...] = ()
    reason: str = ""

    @property
    def number(self) -> float | None:
        """The figure, None for words and for what is missing."""
        return None if isinstance(self.value, str) else self.value


def missing(reason: str) -> Cell:
    """Return a cell without a figure."""
    return Cell(reason=reason)


def exact(value: float, kind: str = COUNT) -> Cell:
    """Return a count or a decision."""
    return Cell(value=value, low=value, high=value, kind=kind)


def stated(number: Sourced | None, reason: str) -> Cell:
    """Return a catalogue number as it stands, or the reason why there is none."""
    if number is None:
        return missing(reason)
    return Cell(
        value=number.value, low=number.low, high=number.high, kind=number.kind, rests_on=(number.source,)
    )


def said(number: Sourced | None, lacks: str, name: str) -> Cell:
    """Return a figure that somebody states; one that its entry assumes is nobody's, and missing with that reason."""
    if number is not None and number.kind == ASSUMED:
        return missing(f"no {lacks} is stated for {name}; its entry assumes {number.text}")
    return stated(number, f"no {lacks} is stated for {name}")


def weakest(kinds: Iterable[str]) -> str:
    """Return the weakest of some kinds, an empty text for none.

    >>> weakest(["count", "relayed", "derived"]), weakest([])
    ('derived', '')
    """
    return max(kinds, key=STRONGEST_FIRST.index, default="")


def scaled(cell: Cell, factor: float) -> Cell:
    """Return a figure times an exact positive number."""
    return product((cell, exact(factor)))


def product(cells: Sequence[Cell]) -> Cell:
    """Return the product of figures that are not negative; the first that is missing says why."""
    value, low, high = 1.0, 1.0, 1.0
    for cell in cells:
        if cell.number is None or cell.low is None or cell.high is None:
            return cell
        value, low, high = value * cell.number, low * cell.low, high * cell.high
    return _joined(value, low, high, cells)


def total(cells: Sequence[Cell]) -> Cell:
    """Return the sum of figures; the first that is missing says why."""
    value, low, high = 0.0, 0.0, 0.0
    for cell in cells:
        if cell.number is None or cell.low is None or cell.high is None:
            return cell
        value, low, high = value + cell.number, low + cell.low, high + cell.high
    return _joined(value, low, high, cells)


def quotient(above: Cell, below: Cell) -> Cell:
    """Return one figure over another, both positive, with the outermost range.

    >>> half = quotient(exact(3.0), Cell(value=6.0, low=5.0, high=6.0, kind="relayed"))
    >>> half.value, half.low, half.high, half.kind
    (0.5, 0.5, 0.6, 'relayed')
    """
    if above.number is None or above.low is None or above.high is None:
        return above
    if below.number is None or below.low is None or below.high is None:
        return below
    if below.low <= 0.0:
        return missing("its denominator is zero")
    return _joined(
        above.number / below.number, above.low / below.high, above.high / below.low, (above, below)
    )


def _joined(value: float, low: float, high: float, cells: Sequence[Cell]) -> Cell:
    sources = dict.fromkeys(source for cell in cells for source in cell.rests_on)
    kind = weakest(cell.kind for cell in cells)
    return Cell(value=value, low=low, high=high, kind=kind, rests_on=tuple(sources))
