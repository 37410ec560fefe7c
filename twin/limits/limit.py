"""What a limit is: a quantity, a bound, who they belong to, and how near counts as near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twin.engine.snapshot import Snapshot
from twin.limits.unit import Unit
from twin.plant.records import Floats, Ints, Names, Plant

Measure = Callable[[Plant, Snapshot], Floats]
"""A quantity of every member of a limit, in SI; NaN or infinite where an input is missing."""


class Direction(Enum):
    """On which side of its bound a value is allowed."""

    UPPER = "upper"
    LOWER = "lower"


class Status(Enum):
    """Verdict on one value."""

    OK = "ok"
    WARN = "warn"
    VIOLATED = "violated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Whom a limit is reported for.

    ``names`` has one entry per row of a report; ``group`` says to which row each judged value belongs, in
    rising order (the worst value of a group is reported), and is None where every value has its own row.
    """

    names: Names
    group: Ints | None = None


SUSTAINED: Final = "sustained"
NAMEPLATE: Final = "nameplate"
BOTH_LOADS: Final = (SUSTAINED, NAMEPLATE)
THERMAL_LOAD: Final = (SUSTAINED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit.

    Parameters
    ----------
    id : str
        Stable name, family first: ``chip.throttle``.
    quantity : str
        What is judged, in words.
    members : callable
        Plant to members; the same for every failure of a plant.
    direction : Direction
    unit : Unit
        In which value, bound and margin are shown.
    value, bound : callable
        SI arrays with one entry per judged value.
    source : str
        Where the bound comes from.
    scale : callable or None
        What the margin is divided by to give its fraction, in SI; the bound itself where None. A temperature
        has no natural size, so its limits say from where the bound is counted: a junction's fraction is the
        unused share of its rise over the coolant.
    warn_frac : float
        Margins below this fraction are a warning.
    loads : tuple of str
        Load cases in which the limit counts.
    applies : callable or None
        Mask of the members that the limit concerns in this state: a unit that is out has no duty to judge.
    """

    id: str
    quantity: str
    members: Callable[[Plant], Members]
    direction: Direction
    unit: Unit
    value: Measure
    bound: Measure
    source: str
    scale: Measure | None = None
    warn_frac: float = 0.05
    loads: tuple[str, ...] = THERMAL_LOAD
    applies: Callable[[Plant, Snapshot], NDArray[np.bool_]] | None = None


def fixed(size: float) -> Measure:
    """Return a measure that is the same everywhere."""

    def same(plant: Plant, snapshot: Snapshot) -> Floats:
        del plant, snapshot
        return np.asarray(size)

    return same


def named(names: Callable[[Plant], Names]) -> Callable[[Plant], Members]:
    """Return the members of a limit with one value per name."""
    return lambda plant: Members(names=names(plant))
