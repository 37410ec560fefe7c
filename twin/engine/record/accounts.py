"""What all accounts of a run have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from twin.engine.snapshot import Snapshot
from twin.plant.records import Floats

Arrays = Mapping[str, NDArray[Any]]


class Account(Protocol):
    """Something that is summed up while a run goes on, in memory that does not grow with it."""

    def mark(self) -> None:
        """Hear that an instant is recorded, before the engine moves on; what it shows is added later."""

    def add(self, view: Snapshot, time_s: Floats, span_s: Floats) -> None:
        """Add instants, shape (n,), each of which ends a span of time; a span counts as its end shows it."""

    def arrays(self) -> Arrays:
        """Return what a resumed run needs, by name; not a copy."""

    def restore(self, arrays: Arrays) -> None:
        """Go on from what ``arrays`` returned."""


class Clock(Account, Protocol):
    """What reduced clocks cost each cabinet."""

    @property
    def throttled_s(self) -> Floats:
        """Time in which any chip of a cabinet ran below full clock [s], shape (n_cabinet,)."""

    @property
    def work_lost_frac(self) -> Floats:
        """Work lost over work wanted, shape (n_cabinet,)."""


class Hottest(Account, Protocol):
    """The hottest junction of a run."""

    @property
    def junction_k(self) -> float:
        """How hot [K]; minus infinity where nothing was seen."""

    @property
    def time_s(self) -> float:
        """When [s]."""

    @property
    def chip(self) -> str:
        """Name of the chip, empty where there is none."""
