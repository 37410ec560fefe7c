"""The rows of a comparison document as lines: both columns of a quantity together, notes numbered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from twin.reports.numbers import number, unit_sign

Document = Mapping[str, Any]

COLUMNS: Final = ("published", "bottom-up")
SECTIONS: Final = {
    "site": "Whole site, at its design point",
    "supernode": "One supernode",
    "chip": "One chip and one die",
    "work": "Work: one chip at stated token rates, energy with the whole system's power",
}
SMALL_RATIO: Final = 0.1
"""Below this, three digits behind the point would not be three that matter."""
BINDING: Final = ("binding_limit", "binding_margin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as people read it; ``applies`` is false where the column has no such quantity."""

    text: str
    kind: str
    between: str
    applies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quantity: a figure per site and column, ratios per column, and the numbers of its notes."""

    quantity: str
    title: str
    unit: str
    of: str
    section: str
    figures: tuple[tuple[Figure, ...], ...]
    ratios: tuple[tuple[str, ...], ...]
    notes: tuple[int, ...]

    @property
    def shown_unit(self) -> str:
        """Unit in print."""
        return unit_sign(self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """All lines, and the notes in the order of their numbers (from one)."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def of_section(self, section: str) -> tuple[Line, ...]:
        """Return the lines of a section; what binds has a table of its own."""
        return tuple(each for each in self.lines if each.section == section and each.quantity not in BINDING)


def compare_lines(document: Document) -> Lines:
    """Return the lines of a comparison document."""
    grouped: dict[tuple[str, str | None], dict[str, Mapping[str, Any]]] = {}
    for row in document["rows"]:
        grouped.setdefault((row["quantity"], row["workload"]), {})[row["column"]] = row
    numbers: dict[str, int] = {}
    lines = tuple(_line(document, columns, numbers) for columns in grouped.values())
    return Lines(lines=lines, notes=tuple(numbers))


def row_of(document: Document, quantity: str, column: str) -> Mapping[str, Any] | None:
    """Return a row by quantity and column."""
    return next(
        (row for row in document["rows"] if (row["quantity"], row["column"]) == (quantity, column)), None
    )


def shown(cell: Mapping[str, Any]) -> str:
    """Return a figure as people read it; a count has no digits behind the point.

    >>> shown({"value": 6912.0, "kind": "count"}), shown({"value": 0.6, "kind": "derived"}), shown({"value": None})
    ('6,912', '0.600', '–')
    """
    value = cell["value"]
    if isinstance(value, str):
        return value
    if value is not None and cell["kind"] == "count":
        return f"{value:,.0f}" if float(value).is_integer() else number(value)
    return number(value)


def _line(document: Document, columns: Mapping[str, Mapping[str, Any]], numbers: dict[str, int]) -> Line:
    first = next(iter(columns.values()))
    said = [note for name in COLUMNS if name in columns for note in columns[name]["notes"]]
    sites = range(len(document["sites"]))
    return Line(
        quantity=first["quantity"],
        title=first["title"],
        unit=first["unit"],
        of=first["of"],
        section=first["section"],
        figures=tuple(tuple(_figure(columns.get(name), site) for name in COLUMNS) for site in sites),
        ratios=tuple(
            tuple(_ratio(columns.get(name), other) for name in COLUMNS) for other in sites[: len(sites) - 1]
        ),
        notes=tuple(numbers.setdefault(note, len(numbers) + 1) for note in dict.fromkeys(said)),
    )


def _figure(row: Mapping[str, Any] | None, site: int) -> Figure:
    if row is None:
        return Figure(text="", kind="", between="", applies=False)
    cell = row["cells"][site]
    return Figure(text=shown(cell), kind=cell["kind"] or "", between=_between(cell), applies=True)


def _between(cell: Mapping[str, Any]) -> str:
    low, high = cell["low"], cell["high"]
    if low is None or high is None or isinstance(cell["value"], str) or low == high:
        return ""
    return f"{number(low)} to {number(high)}"


def _ratio(row: Mapping[str, Any] | None, other: int) -> str:
    if row is None:
        return ""
    ratio = row["ratios"][other]
    return ratio_text(ratio) if ratio is not None or _has_gap(row) else ""


def ratio_text(ratio: float | None) -> str:
    """Return a ratio with three digits that matter, however small it is.

    >>> [ratio_text(ratio) for ratio in (4.7316, 0.0023147, 1421.6, None)]
    ['4.73', '0.00231', '1,422', '–']
    """
    return number(ratio) if ratio is None or abs(ratio) >= SMALL_RATIO else f"{ratio:#.3g}"


def _has_gap(row: Mapping[str, Any]) -> bool:
    return row["quantity"] != "supply_temp" and any(value is None for value in row["values"])


def references(notes: Sequence[int]) -> str:
    """Return the numbers of notes as a reader meets them.

    >>> references((1, 3)), references(())
    ('[1] [3]', '')
    """
    return " ".join(f"[{note}]" for note in notes)
