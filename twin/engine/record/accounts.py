"""What all accounts of a run have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from twin.engine.snapshot import Snapshot

Arrays = Mapping[str, NDArray[Any]]


class Account(Protocol):
    """Something that is summed up while a run goes on, in memory that does not grow with it."""

    def add(self, view: Snapshot, time_s: float, span_s: float) -> None:
        """Add one instant that ends a span of time; the span counts as its end shows it."""

    def arrays(self) -> Arrays:
        """Return what a resumed run needs, by name; not a copy."""

    def restore(self, arrays: Arrays) -> None:
        """Go on from what ``arrays`` returned."""
