"""What traced laws read: stamps and values, family by family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.engine.fast.tables.records import Places
from twin.plant.records import Floats, Ints


class Family(NamedTuple):
    """Members of a stamp: `stamp_0` and so on.

    ``places`` are those in the joint vector that each reads and then those of the rows that its own results are added to,
    shape (n, n_input + n_own); where members of a group stand in a row, those of the first alone. Group ``k`` has the same ``numbers[k]`` and adds its other results to the same rows: the
    first column of ``groups`` says where each group begins, and with one more row where the last one ends; the others
    are those rows.
    """

    places: Places
    numbers: Floats
    groups: Places

    @property
    def common(self) -> Places:
        """Rows that the members of each group add to, shape (n_group, n_common)."""
        return self.groups[:-1, 1:]


def family_of(places: Places, numbers: Floats, sizes: Ints, common: Places) -> Family:
    """Return members of a stamp in groups of those sizes, whose other results go to the rows ``common``."""
    groups = np.zeros((sizes.size + 1, 1 + common.shape[1]), dtype=places.dtype)
    groups[1:, 0] = np.cumsum(sizes)
    groups[:-1, 1:] = common
    return Family(places, numbers, groups)


class Values(NamedTuple):
    """Parts of laws that are computed by themselves, one family of them: `value_0` and so on.

    ``places`` are those in the joint vector that each reads, the one behind the drive where it stands, and a count: of what is
    not held, that many have the same ``numbers`` and stand one behind the other, as does what they read; shape
    (n, n_input + 2). ``memory`` holds what a value that is followed in a straight line knows, shape (n, 1 + 2 n_input):
    itself, its inputs and its slopes where it was computed last; nothing for others.
    """

    places: Places
    numbers: Floats
    memory: Floats

    @property
    def inputs(self) -> Places:
        """Places that each reads, shape (n, n_input)."""
        return self.places[:, :-2]

    @property
    def place(self) -> Places:
        """Place where each stands, shape (n,)."""
        return self.places[:, -2]


class Laws(NamedTuple):
    """What all stamps and values of an island read, in one line of numbers each, family by family: stamps, then values.

    Family ``k`` has ``rows[k]`` rows of numbers. Its places begin at ``first[k, 0]``, its numbers at ``first[k, 1]``, and
    its groups in ``places`` or its memory at ``first[k, 2]``. With tables for each family `advance` took a third longer to compile.
    """

    places: Places
    numbers: Floats
    memory: Floats
    first: Ints
    rows: Ints


def laws_of(stamps: Sequence[Family], values: Sequence[Values]) -> Laws:
    """Return the tables of stamps and values in lines."""
    families: list[Family | Values] = [*stamps, *values]
    places, place_first = _in_line([*[each.places for each in families], *[each.groups for each in stamps]])
    numbers, number_first = _in_line([each.numbers for each in families])
    memory, memory_first = _in_line([each.memory for each in values])
    count = len(families)
    return Laws(
        places=places,
        numbers=numbers,
        memory=memory,
        first=np.stack(
            [place_first[:count], number_first, np.concatenate([place_first[count:], memory_first])], axis=1
        ),
        rows=np.array([len(each.numbers) for each in families], dtype=np.int64),
    )


def _in_line(tables: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], Ints]:
    """Return tables row by row, one behind the other, and where each begins."""
    lines = [np.ravel(table) for table in tables]
    first = np.concatenate([[0], np.cumsum([line.size for line in lines])]).astype(np.int64)
    return np.concatenate(lines or [np.zeros(0)]), first[:-1]
