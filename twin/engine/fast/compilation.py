"""What is different while numba compiles a kernel: a quarter less time, and kernels that are no slower.

LLVM at its second level makes quicker kernels of these functions than at its third, in less time. Python looks for
garbage in circles less often.
"""

from __future__ import annotations

import gc
import os
from typing import Any, Final

from numba.core import event

NAME: Final = "supernode_twin_kernel_"
"""How modules of kernels are called: other code that numba compiles is left alone."""
SELDOM: Final = (5_000, 20, 20)
"""Thresholds of the collector: without any it would take 200 MB more for no less time."""
LEVEL_VARIABLE: Final = "NUMBA_OPT"
LEVEL: Final = "2"


def optimisation_level() -> str:
    """Return at which level kernels are optimised; who sets numba's own variable has the say."""
    return os.environ.get(LEVEL_VARIABLE, LEVEL)


class _Kernels(event.Listener):
    """Hears each compilation begin and end; one kernel is compiled within another."""

    def __init__(self) -> None:
        self._depth, self._collected, self._level = 0, gc.get_threshold(), os.environ.get(LEVEL_VARIABLE)

    def on_start(self, event: Any) -> None:
        if self._depth == 0:
            if not event.data["dispatcher"].py_func.__module__.startswith(NAME):
                return
            self._collected, self._level = gc.get_threshold(), os.environ.get(LEVEL_VARIABLE)
            gc.set_threshold(*SELDOM)
            os.environ[LEVEL_VARIABLE] = optimisation_level()
        self._depth += 1

    def on_end(self, event: Any) -> None:
        if self._depth == 0:
            return
        self._depth -= 1
        if self._depth == 0:
            gc.set_threshold(*self._collected)
            if self._level is None:
                del os.environ[LEVEL_VARIABLE]


_LISTENER: Final = _Kernels()


def listen() -> None:
    """Compile kernels so from now on."""
    event.register("numba:compile", _LISTENER)  # type: ignore[no-untyped-call]
