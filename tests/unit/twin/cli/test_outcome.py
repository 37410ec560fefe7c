from __future__ import annotations

from collections.abc import Callable

import pytest
import typer

from twin.bootstrap import NoSolution
from twin.cli.outcome import guarded
from twin.errors import InputError, InternalError, Problem


def ended(command: Callable[[], int]) -> int:
    with pytest.raises(typer.Exit) as end:
        guarded(command)()
    return end.value.exit_code


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize("code", [0, 1, 130])
def test_what_a_command_returns_is_its_exit_code(code: int) -> None:
    assert ended(lambda: code) == code


def test_one_line_per_problem(capsys: pytest.CaptureFixture[str]) -> None:
    first = Problem(
        file="site.yaml", line=3, field="weather", given="shangai", message="is unknown", remedy="x"
    )
    assert ended(raising(InputError(first, Problem(message="second")))) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "twin: error: site.yaml:3: weather: `shangai` is unknown; x",
        "twin: error: second",
    ]


def test_our_own_fault_is_one_line_and_says_how_to_see_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWIN_TRACEBACK", raising=False)
    assert ended(raising(ZeroDivisionError("division\nby zero"))) == 3
    err = capsys.readouterr().err
    assert err == (
        "twin: internal error: ZeroDivisionError: division by zero; set TWIN_TRACEBACK=1 to see where, and please "
        "report it\n"
    )


def test_an_internal_error_brings_its_own_advice(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(raising(InternalError("odd", next_step="tell us"))) == 3
    assert capsys.readouterr().err == "twin: internal error: InternalError: odd; tell us\n"


def test_the_traceback_is_there_for_who_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWIN_TRACEBACK", "1")
    assert ended(raising(ZeroDivisionError("x"))) == 3
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err
    assert err.splitlines()[-1].startswith("twin: internal error")


def test_no_solution_is_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    error = NoSolution("first instant", "thermal runaway", 0.1, "of the heat put in", "lower the load")
    assert ended(raising(error)) == 1
    assert capsys.readouterr().err.startswith("twin: unsolved: first instant")


def test_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "twin: interrupted\n"


def test_a_reader_that_left_is_neither_a_verdict_nor_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(raising(BrokenPipeError())) == 141
    assert capsys.readouterr().err == ""
