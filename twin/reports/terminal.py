"""Tables on a terminal, in a pipe or in a file: coloured or plain, and never truncated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import fill
from typing import Final, TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from twin.reports.table import Table
from twin.reports.verdict import Verdict

WIDER_THAN_ANY_LINE: Final = 10_000
"""Width of what is no terminal: nothing wraps, and a table is as wide as its cells."""
PARAGRAPH_WIDTH: Final = 110
STYLES: Final = {"violated": "bold red", "warn": "yellow", "unknown": "magenta", "ok": "green"}


def console_for(stream: TextIO) -> Console:
    """Return a console that fits its stream; what is no terminal gets plain text of any width."""
    if stream.isatty():
        return Console(file=stream, highlight=False)
    return Console(
        file=stream, width=WIDER_THAN_ANY_LINE, force_terminal=False, no_color=True, highlight=False
    )


def show_tables(console: Console, tables: Iterable[Table], *, after_heading: bool = False) -> None:
    """Print tables, each with its title and note, a blank line between them."""
    for place, table in enumerate(tables):
        if place or after_heading:
            console.print()
        if table.title:
            console.print(Text(table.title, style="bold"))
        with console.capture() as drawn:
            console.print(_drawn(table))
        console.file.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))
        if table.note:
            console.print(Text(table.note, style="dim"))


def show_verdict(console: Console, site: str, title: str, verdict: Verdict) -> None:
    """Print the heading of a check: the answer first."""
    console.print(Text(f"{site}: {title}", style="bold"))
    console.print(Text(f"{verdict.word}. ", style=STYLES[verdict.status]) + Text(verdict.binding))
    console.print(Text(verdict.site))
    console.print(Text(verdict.counts))


def show_heading(console: Console, name: str, title: str) -> None:
    """Print a name and its title."""
    console.print(Text(f"{name}: {title}", style="bold"))


def show_notes(console: Console, title: str, notes: Mapping[str, str]) -> None:
    """Print labelled paragraphs, wrapped to a readable width."""
    if not notes:
        return
    console.print()
    console.print(Text(title, style="bold"))
    width = min(console.width, PARAGRAPH_WIDTH)
    for label, note in notes.items():
        console.print(
            Text(fill(f"[{label}] {note}", width, subsequent_indent="    ", break_on_hyphens=False))
        )


def _drawn(table: Table) -> RichTable:
    units = any(column.unit for column in table.columns)
    drawn = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim")
    for column in (table.columns[place] for place in table.used):
        heading = f"{column.title}\n{column.unit}" if units else column.title
        drawn.add_column(heading, justify="right" if column.right else "left", overflow="fold")
    for row in table.rows:
        style = "" if row.status == "ok" else STYLES.get(row.status, "")
        drawn.add_row(*(Text(row.cells[place]) for place in table.used), style=style)
    return drawn
