"""A comparison as tables: stated and computed figures of each site beside each other, each with its kind."""

from __future__ import annotations

from typing import Final

from twin.reports.compare_lines import COLUMNS, SECTIONS, Document, Line, Lines, references, row_of
from twin.reports.numbers import MISSING, number
from twin.reports.table import Column, Row, Table, words

HOW_TO_READ: Final = (
    "published: stated figures, summed over supernodes; bottom-up: what parts and the solved plant add up to. "
    "Ratios are the first site over the other. A dash has its reason in the note; an empty cell has no such figure."
)


def compare_tables(document: Document, lines: Lines) -> tuple[Table, ...]:
    """Return a table per section, and what binds first at each site."""
    sections = [_section(document, title, lines.of_section(section)) for section, title in SECTIONS.items()]
    (site, *others) = [table for table in sections if table.rows]
    return (site, binding_table(document), *others)


def _section(document: Document, title: str, lines: tuple[Line, ...]) -> Table:
    labels = [site["site"] for site in document["sites"]]
    columns = [*words("quantity", "unit")]
    for label in labels:
        for name in COLUMNS:
            columns += [Column(title=label, unit=name, right=True), Column(title="", unit="kind")]
    for other in labels[1:]:
        heading = "ratio" if len(labels) == 2 else f"over {other}"
        columns += [Column(title=heading, unit=name, right=True) for name in COLUMNS]
    columns += words("note")
    return Table(title=title, columns=tuple(columns), rows=tuple(_row(line) for line in lines))


def _row(line: Line) -> Row:
    cells = [line.title, line.shown_unit]
    for site in line.figures:
        for figure in site:
            cells += [figure.text, figure.kind]
    for pair in line.ratios:
        cells += pair
    return Row(cells=(*cells, references(line.notes)))


def binding_table(document: Document) -> Table:
    """Return what binds first at each site, and the number that its margin owes most of its spread to."""
    limit, margin = (row_of(document, name, "bottom-up") for name in ("binding_limit", "binding_margin"))
    columns = (
        *words("site", "limit, where and in which case"),
        Column(title="margin", unit="% of its scale", right=True),
        *words("kind", "least certain input"),
    )
    rows = []
    for place, site in enumerate(document["sites"]):
        binds = None if limit is None else limit["cells"][place]
        left = None if margin is None else margin["cells"][place]
        rows.append(
            Row(
                cells=(
                    site["site"],
                    MISSING if binds is None else str(binds["value"] or binds["reason"]),
                    number(None if left is None else left["value"]),
                    "" if binds is None else binds["kind"] or "",
                    "" if binds is None else ", ".join(binds["rests_on"]),
                ),
                status="violated" if left is not None and (left["value"] or 0.0) < 0.0 else "",
            )
        )
    return Table(title="What binds first", columns=columns, rows=tuple(rows))
