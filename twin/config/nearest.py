"""The names that a mistyped one may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "listed"]


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """Return a remedy that offers the nearest allowed names.

    >>> did_you_mean("sustaned_power", ["sustained_power", "idle_power"])
    'did you mean `sustained_power`?'
    >>> did_you_mean("zzz", ["a", "b"])
    'use one of a, b'
    >>> did_you_mean("zzz", [])
    'remove it'
    """
    names = list(allowed)
    close = get_close_matches(given, names, n=1, cutoff=0.85) or get_close_matches(
        given, names, n=3, cutoff=0.6
    )
    if close:
        return f"did you mean {' or '.join(f'`{name}`' for name in close)}?"
    return f"use one of {listed(names)}" if names else "remove it"


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return names in a row, the rest as a count.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(names)
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest
