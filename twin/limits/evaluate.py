"""All limits of a plant at one state, as flat arrays in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.engine.snapshot import Snapshot
from twin.limits.limit import Direction, Limit, Members, Status
from twin.limits.register import LIMITS
from twin.plant.records import Floats, Ints, Names, Plant

AT_THE_BOUND_FRAC = 1e-6
"""A controller that holds a value at its bound is inside it: what the steady solve leaves is no violation."""
SMALLEST_SCALE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Every limit and scope at one state, arrays of shape (n_row,) in SI.

    ``margin`` is positive inside; ``fraction`` is the margin over the limit's scale. Both are NaN where an
    input is missing. ``applies`` is False for a member that the limit does not concern in this state.
    """

    value: Floats
    bound: Floats
    margin: Floats
    fraction: Floats
    applies: NDArray[np.bool_]

    @property
    def rank(self) -> Floats:
        """Order of concern, smallest first: violated, then unknown, then by fraction; inf where nothing applies."""
        return np.where(self.applies, rank_of(self.fraction), np.inf)


def rank_of(fraction: Floats) -> Floats:
    """Return fractions with the unknown ones between violated and fulfilled."""
    return np.where(np.isnan(fraction), -AT_THE_BOUND_FRAC, fraction)


class LimitTable:
    """The limits of a plant with their members, worked out once.

    Parameters
    ----------
    plant : Plant
        Members come from here; every failure of the plant has the same ones.
    limits : sequence of Limit, optional

    Examples
    --------
    A study builds one table and judges all of its cases with it: ``table.judge(failed_plant, snapshot)``.
    """

    def __init__(self, plant: Plant, limits: Sequence[Limit] = LIMITS) -> None:
        self.limits = tuple(limits)
        members = [limit.members(plant) for limit in limits]
        rows = [len(each.names) for each in members]
        self.limit_index: Ints = np.repeat(np.arange(len(rows)), rows)
        self.scopes: Names = tuple(name for each in members for name in each.names)
        self.warn_frac: Floats = np.array([limit.warn_frac for limit in limits])[self.limit_index]
        self._row_of_value, self._slices = _numbered(members)
        self._first_value: Ints = np.searchsorted(self._row_of_value, np.arange(len(self.scopes)))
        direction = np.array([1.0 if limit.direction is Direction.UPPER else -1.0 for limit in limits])
        self._sign: Floats = direction[self.limit_index][self._row_of_value]

    def judge(self, plant: Plant, snapshot: Snapshot) -> Judgement:
        """Return value, bound and margin of every limit and scope."""
        value, bound, scale = (np.empty(self._row_of_value.size) for _ in range(3))
        applies = np.ones(self._row_of_value.size, dtype=np.bool_)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            for limit, place in zip(self.limits, self._slices, strict=True):
                value[place] = limit.value(plant, snapshot)
                bound[place] = limit.bound(plant, snapshot)
                scale[place] = bound[place] if limit.scale is None else limit.scale(plant, snapshot)
                if limit.applies is not None:
                    applies[place] = limit.applies(plant, snapshot)
            known = np.isfinite(value) & np.isfinite(bound)
            margin = np.where(known, self._sign * (bound - value), np.nan)
            fraction = margin / np.maximum(np.abs(scale), SMALLEST_SCALE)
        return self._worst_of_each(value, bound, margin, fraction, applies)

    def _worst_of_each(
        self, value: Floats, bound: Floats, margin: Floats, fraction: Floats, applies: NDArray[np.bool_]
    ) -> Judgement:
        """Return the worst value of each row."""
        rank = np.where(applies, rank_of(fraction), np.inf)
        lowest = np.minimum.reduceat(rank, self._first_value) if rank.size else rank
        at_lowest = np.flatnonzero(rank == lowest[self._row_of_value])
        worst = at_lowest[np.searchsorted(self._row_of_value[at_lowest], np.arange(lowest.size))]
        return Judgement(
            value=value[worst],
            bound=bound[worst],
            margin=margin[worst],
            fraction=fraction[worst],
            applies=applies[worst],
        )

    def counts_in(self, load: str) -> NDArray[np.bool_]:
        """Return which rows count in a load case, shape (n_row,)."""
        return np.array([load in limit.loads for limit in self.limits])[self.limit_index]

    def status(self, row: int, fraction: float) -> Status:
        """Return the verdict on a margin of one row."""
        return status_of(fraction, float(self.warn_frac[row]))


def _numbered(members: Sequence[Members]) -> tuple[Ints, tuple[slice, ...]]:
    """Return the row of every judged value, in rising order, and where the values of each limit stand."""
    rows: list[Ints] = []
    slices: list[slice] = []
    first_row = first_value = 0
    for each in members:
        own = np.arange(len(each.names)) if each.group is None else each.group
        rows.append(own + first_row)
        slices.append(slice(first_value, first_value + own.size))
        first_row += len(each.names)
        first_value += own.size
    return np.concatenate(rows), tuple(slices)


def status_of(fraction: float, warn_frac: float) -> Status:
    """Return the verdict on a margin.

    Parameters
    ----------
    fraction : float
        Margin as a share of the limit's scale; NaN where an input is missing.
    warn_frac : float

    Returns
    -------
    Status
        A value on its bound is inside it.

    Examples
    --------
    >>> [status_of(fraction, 0.05).value for fraction in (0.2, 0.01, 0.0, -0.01, float("nan"))]
    ['ok', 'warn', 'warn', 'violated', 'unknown']
    """
    if np.isnan(fraction):
        return Status.UNKNOWN
    if fraction < -AT_THE_BOUND_FRAC:
        return Status.VIOLATED
    return Status.WARN if fraction < warn_frac else Status.OK


def margins(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the margins of all limits of a plant as one vector [SI], in the order of its `LimitTable`."""
    return LimitTable(plant).judge(plant, snapshot).margin
