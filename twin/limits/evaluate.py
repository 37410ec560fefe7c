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
        self.members: tuple[Members, ...] = tuple(limit.members(plant) for limit in limits)
        counts = [len(members.names) for members in self.members]
        self.limit_index: Ints = np.repeat(np.arange(len(counts)), counts)
        self.scopes: Names = tuple(name for members in self.members for name in members.names)
        self.warn_frac: Floats = np.array([limit.warn_frac for limit in limits])[self.limit_index]

    def judge(self, plant: Plant, snapshot: Snapshot) -> Judgement:
        """Return value, bound and margin of every limit and scope."""
        parts = [
            _judge_limit(limit, members, plant, snapshot)
            for limit, members in zip(self.limits, self.members, strict=True)
        ]
        return Judgement(
            value=np.concatenate([part.value for part in parts]),
            bound=np.concatenate([part.bound for part in parts]),
            margin=np.concatenate([part.margin for part in parts]),
            fraction=np.concatenate([part.fraction for part in parts]),
            applies=np.concatenate([part.applies for part in parts]),
        )

    def counts_in(self, load: str) -> NDArray[np.bool_]:
        """Return which rows count in a load case, shape (n_row,)."""
        return np.array([load in limit.loads for limit in self.limits])[self.limit_index]

    def status(self, row: int, fraction: float) -> Status:
        """Return the verdict on a margin of one row."""
        return status_of(fraction, float(self.warn_frac[row]))


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


def _judge_limit(limit: Limit, members: Members, plant: Plant, snapshot: Snapshot) -> Judgement:
    count = len(members.names) if members.group is None else members.group.size
    with np.errstate(invalid="ignore", divide="ignore"):
        value, bound = _full(limit.value(plant, snapshot), count), _full(limit.bound(plant, snapshot), count)
        known = np.isfinite(value) & np.isfinite(bound)
        sign = 1.0 if limit.direction is Direction.UPPER else -1.0
        margin = np.where(known, sign * (bound - value), np.nan)
        scale = bound if limit.scale is None else _full(limit.scale(plant, snapshot), count)
        fraction = margin / np.maximum(np.abs(scale), SMALLEST_SCALE)
    applies = np.ones(count, dtype=np.bool_) if limit.applies is None else limit.applies(plant, snapshot)
    every = Judgement(value=value, bound=bound, margin=margin, fraction=fraction, applies=applies)
    return every if members.group is None else _worst_of_each(every, members)


def _full(values: Floats, count: int) -> Floats:
    return np.broadcast_to(np.asarray(values, dtype=np.float64), (count,))


def _worst_of_each(every: Judgement, members: Members) -> Judgement:
    """Return the worst value of each group."""
    assert members.group is not None
    order = np.lexsort((every.rank, members.group))
    first = np.searchsorted(members.group[order], np.arange(len(members.names)))
    worst = order[first]
    return Judgement(
        value=every.value[worst],
        bound=every.bound[worst],
        margin=every.margin[worst],
        fraction=every.fraction[worst],
        applies=every.applies[worst],
    )
