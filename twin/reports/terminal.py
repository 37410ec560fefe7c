"""Tables on a terminal, in a pipe or in a file: coloured or plain, and never truncated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import fill
from typing import Final, TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from twin.reports.table import Block, Table
from twin.reports.verdict import Verdict

WIDER_THAN_ANY_LINE: Final = 10_000
"""Width of what is no terminal: nothing wraps, and a table is as wide as its cells."""
PARAGRAPH_WIDTH: Final = 100
NARROWEST_WORDS: Final = 24
"""A column of words may get this narrow before other columns have to give way."""
GAP: Final = 2
STYLES: Final = {"violated": "bold red", "warn": "yellow", "unknown": "magenta", "ok": "green"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command to say what a reader that has left means."""
        raise  # noqa: PLE0704  # called by rich while it handles the BrokenPipeError


def console_for(stream: TextIO) -> Console:
    """Return a console that fits its stream; what is no terminal gets plain text of any width."""
    if stream.isatty():
        return _Console(file=stream, highlight=False)
    return _Console(
        file=stream, width=WIDER_THAN_ANY_LINE, force_terminal=False, no_color=True, highlight=False
    )


def show_tables(console: Console, tables: Iterable[Table], *, after_heading: bool = False) -> None:
    """Print tables, each with its title and note, a blank line between them."""
    for place, table in enumerate(tables):
        if place or after_heading:
            console.print()
        if table.title:
            console.print(Text(table.title, style="bold"))
        places, left_out = _places_that_fit(table, console.width)
        for block in _blocks(table, places, console.width):
            with console.capture() as drawn:
                console.print(_drawn(table, block))
            console.file.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))
        if left_out:
            console.print(Text(f"No room for: {', '.join(left_out)}.", style="dim"))
        if table.note:
            console.print(Text(table.note, style="dim"))


def show_blocks(console: Console, blocks: Iterable[Block]) -> None:
    """Print blocks of lines that are laid out already, each with its title and a blank line before it."""
    for block in blocks:
        console.print()
        console.print(Text(block.title, style="bold"))
        for place, line in enumerate(block.lines):
            console.print(Text(line, style=STYLES["violated"] if place in block.violated else ""))


def show_verdict(console: Console, site: str, title: str, verdict: Verdict) -> None:
    """Print the heading of a check: the answer first."""
    console.print(Text(f"{site}: {title}", style="bold"))
    console.print(Text(f"{verdict.word}. ", style=STYLES[verdict.status]) + Text(verdict.binding))
    console.print(Text(verdict.site))
    console.print(Text(verdict.counts))


def show_heading(console: Console, name: str, title: str) -> None:
    """Print a name and its title, wrapped to a readable width."""
    width = min(console.width, PARAGRAPH_WIDTH)
    console.print(Text(fill(f"{name}: {title}", width, subsequent_indent="    "), style="bold"))


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


def _places_that_fit(table: Table, width: int) -> tuple[list[int], list[str]]:
    """Return the columns to draw in a width, and the titles of those left out for want of room."""
    places, left_out = list(table.used), []
    for title in table.optional:
        if _least_width(table, places) <= width:
            break
        dropped = [place for place in places if table.columns[place].title == title]
        places = [place for place in places if place not in dropped]
        left_out += [title for _ in dropped]
    return places, left_out


def _blocks(table: Table, places: list[int], width: int) -> list[list[int]]:
    """Return columns in blocks that fit a width, each led by the first column: figures are never broken."""
    blocks: list[list[int]] = []
    for place in places[1:]:
        if blocks and _least_width(table, [*blocks[-1], place]) <= width:
            blocks[-1].append(place)
        else:
            blocks.append([places[0], place])
    return blocks or [places]


def _least_width(table: Table, places: list[int]) -> int:
    return sum(_column_width(table, place) for place in places) + GAP * (len(places) - 1)


def _column_width(table: Table, place: int) -> int:
    """Return how narrow a column may get: names and figures stay whole, sentences wrap between words."""
    column = table.columns[place]
    cells = [column.title, column.unit, *(row.cells[place] for row in table.rows)]
    if _whole(table, place):
        return max(map(len, cells))
    return min(max(len(word) for cell in cells for word in cell.split() or [""]), NARROWEST_WORDS)


def _whole(table: Table, place: int) -> bool:
    return table.columns[place].right or place == 0


def _drawn(table: Table, places: list[int]) -> RichTable:
    units = any(table.columns[place].unit for place in places)
    drawn = RichTable(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold dim")
    for place in places:
        column = table.columns[place]
        drawn.add_column(
            f"{column.title}\n{column.unit}" if units else column.title,
            justify="right" if column.right else "left",
            overflow="fold",
            min_width=_column_width(table, place),
        )
    for row in table.rows:
        style = "" if row.status == "ok" else STYLES.get(row.status, "")
        drawn.add_row(*(Text(row.cells[place]) for place in places), style=style)
    return drawn
