"""Catalogue and sites as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from twin.reports.table import Column, Row, Table, words

if TYPE_CHECKING:
    from twin.config import EntryRow
    from twin.config.base import Entry


def family_tables(names: Mapping[str, Sequence[str]]) -> tuple[Table, ...]:
    """Return the entries of every family, `twin catalog` without a name."""
    rows = tuple(Row(cells=(family, name)) for family, entries in names.items() for name in entries)
    note = "`twin catalog NAME` shows every number of an entry with its range, kind and source."
    return (Table(title="Catalogue", columns=words("family", "entry"), rows=rows, note=note),)


def site_table(titles: Mapping[str, str]) -> Table:
    """Return names and titles, `twin sites`."""
    return Table(
        title="Sites",
        columns=words("name", "title"),
        rows=tuple(Row(cells=each) for each in titles.items()),
        note="A path to a folder that holds a site.yaml is a site as well.",
    )


def entry_tables(entry: Entry, rows: Sequence[EntryRow]) -> tuple[tuple[Table, ...], dict[str, str]]:
    """Return the numbers of an entry, then counts and choices, and the sources by the label in the table."""
    labels = _labels(entry, rows)
    numbers = tuple(
        Row(cells=(row.field, row.value, _range(row), row.kind, f"[{labels[row.source]}]"))
        for row in rows
        if row.source
    )
    choices = tuple(Row(cells=(row.field, row.value)) for row in rows if not row.source)
    columns = (*words("number"), Column(title="value", right=True), *words("low to high", "kind", "source"))
    tables = (
        Table(title="Numbers", columns=columns, rows=numbers),
        Table(title="Counts and choices", columns=words("field", "value"), rows=choices),
    )
    return tuple(table for table in tables if table.rows), {label: source for source, label in labels.items()}


def _range(row: EntryRow) -> str:
    return "exact" if row.low == row.high == row.value else f"{row.low} to {row.high}"


def _labels(entry: Entry, rows: Sequence[EntryRow]) -> dict[str, str]:
    """Return a short label for each source: the entry's own key, else a number."""
    keys = {source: key for key, source in entry.sources.items()}
    used = dict.fromkeys(row.source for row in rows if row.source)
    return {source: keys.get(source, str(place)) for place, source in enumerate(used, start=1)}
