"""``twin catalog``: every number with its range, its kind and its source."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from twin.cli.conflicts import conflict_fields, conflict_notes
from twin.cli.emit import emit_json
from twin.cli.options import Json, SitePath
from twin.cli.outcome import OK

if TYPE_CHECKING:
    from twin.config.base import Entry

HELP: Final = """Numbers with range, kind and source.

The list of entries without NAME; with it every number of one entry.

\b
Examples:
  twin catalog
  twin catalog ascend-910c
  twin catalog weather/shanghai --json
"""


def catalog(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Entry, FAMILY/NAME where two families share it; a list without."
        ),
    ] = None,
    json: Json = False,
    site_path: SitePath = [],  # noqa: B006  # typer reads the default; nobody changes it
) -> int:
    """Show the catalogue or one entry."""
    del site_path  # done by its callback
    from twin.config import catalogue_entry, list_catalogue

    if name is None:
        _list(list_catalogue(), json=json)
    else:
        _show(catalogue_entry(name), json=json)
    return OK


def _list(names: dict[str, list[str]], *, json: bool) -> None:
    if json:
        emit_json(names)
        return
    from twin.reports.catalog_tables import family_tables
    from twin.reports.terminal import console_for, show_tables

    show_tables(console_for(sys.stdout), family_tables(names))


def _show(entry: Entry, *, json: bool) -> None:
    from twin.config import describe

    rows = describe(entry)
    if json:
        emit_json(
            {
                "family": entry.family,
                "name": entry.name,
                "title": entry.title,
                "rows": [asdict(row) for row in rows],
                "notes": list(entry.notes),
                "conflicts": [conflict_fields(conflict) for conflict in entry.conflicts],
            }
        )
        return
    from twin.reports.catalog_tables import entry_tables
    from twin.reports.terminal import console_for, show_heading, show_notes, show_tables

    console = console_for(sys.stdout)
    show_heading(console, f"{entry.family}/{entry.name}", entry.title)
    tables, sources = entry_tables(entry, rows)
    show_tables(console, tables, after_heading=True)
    show_notes(console, "Sources", sources)
    show_notes(console, "Notes", {str(place): note for place, note in enumerate(entry.notes, start=1)})
    show_notes(console, "Conflicts", conflict_notes(entry.conflicts))
