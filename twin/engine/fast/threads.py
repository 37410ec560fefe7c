"""How many islands are moved at once, and by whom."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from twin.errors import Problem, UsageError

VARIABLE = "TWIN_THREADS"


def thread_count() -> int:
    """Return how many threads a run may use: `TWIN_THREADS`, or one per processor it may run on.

    Raises
    ------
    UsageError
        The variable holds no whole number of at least 1.
    """
    given = os.environ.get(VARIABLE)
    if given is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(
            Problem(field=VARIABLE, given=given, message="is no number of threads", allowed="1, 2, 3 and so on",
                    remedy="leave it unset for one thread per processor")
        )  # fmt: skip
    return int(given)


@cache
def threads(count: int) -> ThreadPoolExecutor:
    """Return threads for islands; kernels run beside each other, for they hold no lock of the interpreter."""
    return ThreadPoolExecutor(count, thread_name_prefix="twin-island")
