"""Where the ``twin`` command starts and how it ends."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

COLLECT_AFTER = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; those of the process where left out.

    Returns
    -------
    int
        0 no violation, 1 a limit violated or a case unsolved, 2 bad input, 3 an error of ours, 130 interrupted.
    """
    # A command builds many small objects that live to its end: collecting as often as by default costs a tenth.
    gc.set_threshold(COLLECT_AFTER)
    from twin.cli.app import app

    _print_anything()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="twin")
    except SystemExit as end:
        return _flushed(end.code if isinstance(end.code, int) else 0)
    return _flushed(0)


def _print_anything() -> None:
    """Let a stream whose encoding lacks a sign print another one instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _flushed(code: int) -> int:
    """Return the code after everything is written; a reader that has left (`| head`) is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
