from __future__ import annotations

import io
import re
from typing import Any

import pytest

from twin.reports.check_tables import check_tables
from twin.reports.table import Block, Row, Table, words
from twin.reports.terminal import (
    console_for,
    show_blocks,
    show_heading,
    show_notes,
    show_tables,
    show_verdict,
)
from twin.reports.verdict import verdict


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, document: dict[str, Any]) -> str:
    console = console_for(stream)
    show_verdict(console, "hall", "A hall", verdict(document))
    show_tables(console, check_tables(document, everything=True), after_heading=True)
    return stream.getvalue()


def test_a_pipe_gets_every_cell_whole_and_no_colour(document: dict[str, Any]) -> None:
    document["limits"][0]["least_certain_input"] = "chips." + "very-long-name." * 30 + "value"
    text = shown(io.StringIO(), document)
    assert "\x1b" not in text
    assert "…" not in text
    for table in check_tables(document, everything=True):
        for row in table.rows:
            (line,) = {line for line in text.splitlines() if all(cell in line for cell in row.cells)}
            assert line == line.rstrip()


def test_a_terminal_gets_colour_and_nothing_is_cut(
    document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = shown(Terminal(), document)
    assert "\x1b[" in text
    assert "…" not in text


@pytest.mark.parametrize("width", ["70", "100", "140"])
def test_no_figure_is_broken_on_a_narrow_terminal(
    width: str, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("NO_COLOR", "1")
    lines = shown(Terminal(), document).splitlines()
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines) <= int(width)
    text = "\n".join(lines)
    for table in check_tables(document, everything=True):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.right and column.title not in table.optional:
                    assert cell in text


def test_what_has_no_room_is_named(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert "No room for: n, %." in shown(Terminal(), document)


def test_an_empty_column_is_left_out() -> None:
    stream = io.StringIO()
    table = Table(title="T", columns=words("a", "b"), rows=(Row(cells=("1", "")),))
    show_tables(console_for(stream), [table])
    assert stream.getvalue().splitlines() == ["T", "a", "1"]


def test_brackets_in_a_cell_are_text() -> None:
    stream = io.StringIO()
    show_tables(
        console_for(stream), [Table(title="", columns=words("a"), rows=(Row(cells=("[bold]x[/bold]",)),))]
    )
    assert "[bold]x[/bold]" in stream.getvalue()


def test_notes_wrap_and_lose_no_word() -> None:
    stream = io.StringIO()
    show_notes(console_for(stream), "Sources", {"paper": "word " * 100})
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    assert sum(line.count("word") for line in lines) == 100


def test_a_heading_wraps_and_loses_no_word() -> None:
    stream = io.StringIO()
    title = (
        "350 kW supplied and 500 kW of heat removal in each cabinet of a hall with a title beyond any line"
    )
    show_heading(console_for(stream), "panjiu128", title)
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    assert " ".join(" ".join(lines).split()) == f"panjiu128: {title}"


def test_blocks_stand_apart_and_a_violated_line_is_red_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    blocks = [
        Block(title="First", lines=("one",)),
        Block(title="Second", lines=("two", "three"), violated=frozenset({1})),
    ]
    plain = io.StringIO()
    show_blocks(console_for(plain), blocks)
    assert plain.getvalue() == "\nFirst\none\n\nSecond\ntwo\nthree\n"

    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    show_blocks(console_for(terminal), blocks)
    red = [line for line in terminal.getvalue().splitlines() if "\x1b[1;31m" in line]
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in red] == ["three"]
