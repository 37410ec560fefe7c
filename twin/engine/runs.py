"""Neighbours that are alike: what is the same for all of a run is computed once, and sums of a run are one pass.

Chips stand in the order of their cabinets and trays, so that a run is the chips of a cabinet, or those of a tray that
see the same coolant at the same flow. Nothing depends on that order but speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.plant.records import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Stretches of equal members; ``first`` is where each begins.

    Examples
    --------
    >>> runs = runs_of(np.array([3, 3, 3, 5, 3]))
    >>> runs.first.tolist(), runs.length.tolist()
    ([0, 3, 4], [3, 1, 1])
    >>> runs.spread(np.array([0.1, 0.2, 0.3])).tolist()
    [0.1, 0.1, 0.1, 0.2, 0.3]
    """

    first: Ints
    length: Ints

    def spread(self, values: Floats) -> Floats:
        """Return the value of its run for each member."""
        return np.repeat(values, self.length)


def runs_of(*keys: Ints | Floats) -> Runs:
    """Return the runs of members that agree in every key, each of shape (n,)."""
    count = keys[0].size
    begins = np.ones(count, dtype=bool)
    if count:
        begins[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    first = np.flatnonzero(begins)
    return Runs(first=first, length=np.diff(first, append=count))


class Owners:
    """Whose each member is, of ``count`` owners: from owners to members and back.

    Examples
    --------
    >>> of = Owners(np.array([1, 1, 2]), 4)
    >>> of.spread(np.array([0.0, 10.0, 20.0, 30.0])).tolist()
    [10.0, 10.0, 20.0]
    >>> of.total(np.array([1.0, 2.0, 4.0])).tolist(), of.highest(np.array([5.0, 7.0, 6.0])).tolist()
    ([0.0, 3.0, 4.0, 0.0], [-inf, 7.0, 6.0, -inf])
    """

    def __init__(self, owner: Ints, count: int) -> None:
        self.owner, self.count = owner, count
        self._runs = runs_of(owner)
        self._of_run = owner[self._runs.first]

    def spread(self, values: Floats) -> Floats:
        """Return the value of its owner for each member."""
        return self._runs.spread(values[self._of_run])

    def total(self, values: Floats) -> Floats:
        """Return the sum over the members of each owner, shape (count,)."""
        sums = np.add.reduceat(values, self._runs.first)
        return np.asarray(np.bincount(self._of_run, weights=sums, minlength=self.count), dtype=float)

    def highest(self, values: Floats) -> Floats:
        """Return the highest value of each owner's members, minus infinity without any, shape (count,)."""
        highest = np.full(self.count, -np.inf)
        np.maximum.at(highest, self._of_run, np.maximum.reduceat(values, self._runs.first))
        return highest
