from __future__ import annotations

import io
import sys

import pytest

from twin.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stderr; no fixture, since pytest swaps stderr between set-up and test."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_pipe_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.one_line() as say:
        say("case 1")
    with progress.bar("run", 10.0) as moved:
        moved(5.0)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_is_told_on_one_line_that_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_S", -1.0)
    with progress.one_line() as say:
        say("case 1")
        say("case 2")
    assert terminal.getvalue() == "\r\x1b[Kcase 1 …\r\x1b[Kcase 2 …\r\x1b[K"


def test_quick_work_needs_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    with progress.one_line() as say:
        say("case 1")
    assert "case" not in terminal.getvalue()


def test_the_line_is_cleared_when_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    with pytest.raises(ValueError, match="no"), progress.one_line():
        raise ValueError("no")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    with progress.bar("hall, 1 h", 3600.0) as moved:
        moved(3600.0)
    assert "hall, 1 h" in terminal.getvalue()
