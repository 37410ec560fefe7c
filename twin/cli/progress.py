"""Telling on a terminal how far long work is; in a pipe or a file nothing is said."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE_S: Final = 1.0
"""Work that is done sooner needs no word."""
CLEAR_LINE: Final = "\r\x1b[K"

Say = Callable[[str], None]


@contextmanager
def one_line() -> Iterator[Say]:
    """Yield a function that shows a sentence on stderr in place of the last one."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    began = time.monotonic()

    def say(sentence: str) -> None:
        if time.monotonic() - began > PATIENCE_S:
            room = shutil.get_terminal_size().columns - 3  # a line that wraps could not be taken back
            sys.stderr.write(f"{CLEAR_LINE}{sentence[:room]} …")
            sys.stderr.flush()

    try:
        yield say
    finally:
        sys.stderr.write(CLEAR_LINE)
        sys.stderr.flush()


@contextmanager
def bar(title: str, total: float) -> Iterator[Callable[[float], None]]:
    """Yield a function that moves a bar on stderr to how much of the total is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=total)
        yield lambda done: shown.update(task, completed=done)
