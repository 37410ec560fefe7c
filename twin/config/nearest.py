"""The names that a mistyped one may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

__all__ = ["did_you_mean", "listed"]

MANY: Final = 50
"""More names than this come from patterns, and most of them differ by their numbers only."""
_DIGITS: Final = re.compile(r"\d+")
Names = tuple[str, ...]


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """Return a remedy that offers the nearest allowed names.

    >>> did_you_mean("sustaned_power", ["sustained_power", "idle_power"])
    'did you mean `sustained_power`?'
    >>> did_you_mean("zzz", ["a", "b"])
    'use one of a, b'
    >>> did_you_mean("zzz", [])
    'remove it'
    >>> did_you_mean("tsc-17-2", [f"{word}-{i}-{j}" for word in ("tcs", "sn") for i in range(99) for j in range(9)])
    'did you mean `tcs-17-2`?'
    """
    names = tuple(allowed)
    close = _close(given, names) if len(names) <= MANY else _close_of_many(given, names)
    if close:
        return f"did you mean {' or '.join(f'`{name}`' for name in close)}?"
    return f"use one of {listed(names)}" if names else "remove it"


def _close(given: str, names: Iterable[str]) -> Names:
    known = list(names)
    return tuple(
        get_close_matches(given, known, n=1, cutoff=0.85) or get_close_matches(given, known, n=3, cutoff=0.6)
    )


def _close_of_many(given: str, names: Names) -> Names:
    """Return the nearest kinds of names, `tcs-#-#`, each with the given numbers or those nearest to them."""
    kinds, numbers = _kinds(names), _numbers(given)
    found: list[str] = []
    for kind in _close(_kind(given), kinds):
        members = kinds[kind]
        found += [members[numbers]] if numbers in members else _close(given, members.values())[:1]
    return tuple(found)


def _kind(name: str) -> str:
    return _DIGITS.sub("#", name)


def _numbers(name: str) -> Names:
    return tuple(_DIGITS.findall(name))


@lru_cache(maxsize=8)
def _kinds(names: Names) -> Mapping[str, Mapping[Names, str]]:
    """Return names by kind, and those of a kind by their numbers."""
    kinds: dict[str, dict[Names, str]] = {}
    for name in names:
        kinds.setdefault(_kind(name), {})[_numbers(name)] = name
    return kinds


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return names in a row, the rest as a count.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(names)
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest
