"""What the machine can move: the triad a = b + s c of the STREAM benchmark, on as many threads as the engine.

Source: McCalpin, Memory bandwidth and machine balance in current high performance computers, IEEE TCCA Newsletter,
December 1995. STREAM counts 24 bytes per element; here 32 are counted, since a line that is written has to come from
memory before it goes back, as in the count of the kernel's own bytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final

import numpy as np

BYTES_PER_ELEMENT: Final = 32
"""Read b, read c, fetch a, write a back."""
ARRAYS: Final = 3
LINE: Final = 64
SPELL_S: Final = 0.01
"""A spell is as many passes as take this long, so that the clock does not matter."""
SPELLS: Final = 20


def triad_bytes_s(working_set_bytes: int, threads: int = 1) -> float:
    """Return the best bandwidth of several spells over arrays that fill a working set together [B/s].

    Each thread has three arrays of its own.
    """
    count = max(working_set_bytes // (ARRAYS * np.dtype(np.float64).itemsize * threads), LINE)
    sets = [[_array(count, place) for place in range(ARRAYS)] for _ in range(threads)]
    run = _compiled()
    run(*sets[0], 1)
    with ThreadPoolExecutor(threads) as pool:
        passes = 1
        while (spent := _timed(pool, run, sets, passes)) < 0.5 * SPELL_S:
            passes = max(2 * passes, min(int(SPELL_S / spent * passes), 100 * passes))
        best = min(_timed(pool, run, sets, passes) for _ in range(SPELLS))
    return BYTES_PER_ELEMENT * count * threads * passes / best


def _array(count: int, place: int) -> Any:
    """Return an array that begins some lines after a page, others elsewhere: else their stores and loads collide."""
    raw = np.zeros(count + 4096 // 8 + 64 * LINE, dtype=np.float64)
    start = (-raw.ctypes.data % 4096) // 8 + place * 5 * LINE
    part = raw[start : start + count]
    part[:] = 1.0 + place
    return part


def _timed(pool: ThreadPoolExecutor, run: Callable[..., None], sets: list[list[Any]], passes: int) -> float:
    began = time.perf_counter()
    list(pool.map(lambda arrays: run(*arrays, passes), sets))
    return time.perf_counter() - began


def triad(a: Any, b: Any, c: Any, passes: int) -> None:
    """Run the triad; the factor differs from pass to pass, so that no pass can be left out."""
    for turn in range(passes):
        factor = 3.0 + turn
        for i in range(a.size):
            a[i] = b[i] + factor * c[i]


@cache
def _compiled() -> Callable[..., None]:
    import numba  # half a second: only where it is used

    compiled: Callable[..., None] = numba.njit(fastmath=True, error_model="numpy", nogil=True)(triad)
    return compiled
