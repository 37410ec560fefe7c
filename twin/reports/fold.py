"""Equal rows of many members as one: ``sn-1.compute-01..12``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

Fields = Mapping[str, Any]

EQUAL_WITHIN: Final = 0.05
"""Share of the larger figure by which members of one row may differ; what differs more is shown apart."""

_DIGITS: Final = re.compile(r"(\d+)")


def pattern(name: str) -> str:
    """Return a name with its numbers left open.

    >>> pattern("sn-1.compute-07")
    'sn-#.compute-#'
    """
    return _DIGITS.sub("#", name)


def compressed(names: Sequence[str]) -> str:
    """Return names of one pattern as one.

    >>> compressed(["ups-1", "ups-2", "ups-3", "ups-5"])
    'ups-1..3,5'
    >>> compressed(["cdu-01.rack-1", "cdu-01.rack-2", "cdu-02.rack-1", "cdu-02.rack-2"])
    'cdu-01..02.rack-1..2'
    """
    places = zip(*(_DIGITS.split(name) for name in names), strict=True)
    return "".join(_ranges(sorted(set(parts), key=_size)) for parts in places)


def folded(
    rows: Sequence[Fields], key: Callable[[Fields], object], alike: Callable[[Fields, Fields], bool]
) -> list[list[Fields]]:
    """Return rows in groups: same key, and alike to the first of the group.

    Parameters
    ----------
    rows : sequence of mapping
        In the order in which groups shall appear; the first of each group stands for it.
    key : callable
        What members of a group share exactly.
    alike : callable
        Whether two rows of one key may stand in one line.
    """
    groups: dict[object, list[list[Fields]]] = {}
    ordered: list[list[Fields]] = []
    for row in rows:
        same = groups.setdefault(key(row), [])
        home = next((group for group in same if alike(group[0], row)), None)
        if home is None:
            home = []
            same.append(home)
            ordered.append(home)
        home.append(row)
    return ordered


def figures_alike(one: Fields, other: Fields) -> bool:
    """Return whether all figures of two rows are nearly the same.

    >>> figures_alike({"name": "a", "power_kw": 41.2}, {"name": "b", "power_kw": 41.3})
    True
    >>> figures_alike({"name": "a", "power_kw": 41.2}, {"name": "b", "power_kw": None})
    False
    """
    return all(_near(value, other.get(name)) for name, value in one.items())


def _near(one: object, other: object) -> bool:
    if isinstance(one, bool) or not isinstance(one, int | float):
        return one == other if one is None or other is None or isinstance(one, bool) else True
    if not isinstance(other, int | float):
        return False
    return abs(one - other) <= EQUAL_WITHIN * max(abs(one), abs(other), 0.1)


def _size(part: str) -> tuple[int, str]:
    return (int(part), part) if part.isdecimal() else (0, part)


def _ranges(parts: Sequence[str]) -> str:
    """Return sorted texts of whole numbers as ranges; a single text is itself."""
    if len(parts) == 1:
        return parts[0]
    runs: list[list[str]] = []
    for part in parts:
        if runs and int(part) == int(runs[-1][-1]) + 1:
            runs[-1].append(part)
        else:
            runs.append([part])
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs)
