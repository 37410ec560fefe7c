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
        """Return the value of its run for each member, along the last axis."""
        return np.repeat(values, self.length, axis=-1)


def runs_of(*keys: Ints | Floats) -> Runs:
    """Return the runs of members that agree in every key, each of shape (n,)."""
    count = keys[0].size
    begins = np.ones(count, dtype=bool)
    if count:
        begins[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    first = np.flatnonzero(begins)
    return Runs(first=first, length=np.diff(first, append=count))


class Owners:
    """Whose each member is, of ``count`` owners: from owners to members and back, along the last axis.

    Examples
    --------
    >>> of = Owners(np.array([1, 1, 2]), 4)
    >>> of.spread(np.array([0.0, 10.0, 20.0, 30.0])).tolist()
    [10.0, 10.0, 20.0]
    >>> of.total(np.array([1.0, 2.0, 4.0])).tolist(), of.highest(np.array([5.0, 7.0, 6.0])).tolist()
    ([0.0, 3.0, 4.0, 0.0], [-inf, 7.0, 6.0, -inf])
    >>> Owners(np.array([1, 0, 1]), 2).total(np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 8.0]])).tolist()
    [[2.0, 5.0], [0.0, 8.0]]
    """

    def __init__(self, owner: Ints, count: int) -> None:
        self.owner, self.count = owner, count
        self._runs = runs_of(owner)
        self._of_run = owner[self._runs.first]
        self._order = None if (np.diff(owner) >= 0).all() else np.argsort(owner, kind="stable")
        self._with_members, self._first = np.unique(np.sort(owner), return_index=True)

    def spread(self, values: Floats) -> Floats:
        """Return the value of its owner for each member, shape (..., n)."""
        return self._runs.spread(values.take(self._of_run, axis=-1))

    def total(self, values: Floats) -> Floats:
        """Return the sum over the members of each owner, shape (..., count)."""
        return self._reduced(np.add, values, 0.0)

    def highest(self, values: Floats) -> Floats:
        """Return the highest value of each owner's members, minus infinity without any, shape (..., count)."""
        return self._reduced(np.maximum, values, -np.inf)

    def _reduced(self, reduce: np.ufunc, values: Floats, of_none: float) -> Floats:
        sorted_values = values if self._order is None else values.take(self._order, axis=-1)
        reduced: Floats = reduce.reduceat(sorted_values, self._first, axis=-1)
        if self._with_members.size == self.count:
            return reduced
        every = np.full((*values.shape[:-1], self.count), of_none)
        every[..., self._with_members] = reduced
        return every
