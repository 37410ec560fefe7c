"""From what a command returned or raised to an exit code, with one clear line per problem on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

import typer

from twin.errors import InputError, InternalError, exit_code

P = ParamSpec("P")

OK: Final = 0
VIOLATED: Final = 1
INTERRUPTED: Final = 130
READER_LEFT: Final = 141
"""As a shell shows a command that SIGPIPE ended: it stopped before its verdict."""
TRACEBACK_VARIABLE: Final = "TWIN_TRACEBACK"


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """Return a command that exits with its return value, and never shows a bare traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        raise typer.Exit(_code(lambda: command(*args, **kwargs)))

    return run


def _code(command: Callable[[], int]) -> int:
    try:
        return command()
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return READER_LEFT
    except InputError as error:
        _show_traceback()
        for problem in error.problems:
            complain(f"error: {problem}")
        return exit_code(error)
    except Exception as error:  # noqa: BLE001  # the last line of defence of a door
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    from twin.bootstrap import NoSolution

    _show_traceback()
    if isinstance(error, NoSolution):
        complain(f"unsolved: {_one_line(error)}")
        return VIOLATED
    advice = (
        ""
        if isinstance(error, InternalError)
        else f"; set {TRACEBACK_VARIABLE}=1 to see where, and please report it"
    )
    complain(f"internal error: {type(error).__name__}: {_one_line(error)}{advice}")
    return exit_code(error)


def complain(sentence: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(f"twin: {sentence}\n")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _show_traceback() -> None:
    if os.environ.get(TRACEBACK_VARIABLE):
        import traceback

        traceback.print_exc()
