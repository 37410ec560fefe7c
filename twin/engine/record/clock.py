"""Time at reduced clock and work lost, per cabinet."""

from __future__ import annotations

from typing import Final

import numpy as np

from twin.engine.record.accounts import Arrays
from twin.engine.snapshot import Snapshot
from twin.plant.records import Floats, Plant

THROTTLED_BELOW: Final = 0.999
"""A clock below this share of nominal counts as throttled."""


class ClockAccount:
    """Sums up what reduced clocks cost."""

    def __init__(self, plant: Plant) -> None:
        count = len(plant.cabinets.names)
        self._owner, self._many = plant.chips.cabinet_index, plant.chips.multiplicity
        self._chips = np.bincount(self._owner, weights=self._many, minlength=count)
        self._throttled_s, self._lost, self._wanted = (np.zeros(count) for _ in range(3))

    @property
    def throttled_s(self) -> Floats:
        """Time in which any chip of a cabinet ran below full clock [s], shape (n_cabinet,)."""
        return self._throttled_s.copy()

    @property
    def work_lost_frac(self) -> Floats:
        """Work lost over work wanted, shape (n_cabinet,)."""
        return self._lost / np.maximum(self._wanted, 1e-30)

    def mark(self) -> None:
        """Wait for what the instant shows."""

    def add(self, view: Snapshot, time_s: Floats, span_s: Floats) -> None:
        """Add instants."""
        del time_s
        for instant in zip(view.drive.activity_frac, view.chips.clock_frac, span_s.tolist(), strict=True):
            self._add(*instant)

    def _add(self, activity: Floats, clock: Floats, span_s: float) -> None:
        self._wanted += span_s * activity * self._chips
        if (clock == 1.0).all():
            return
        count = self._chips.size
        slow = np.bincount(self._owner, weights=clock < THROTTLED_BELOW, minlength=count) > 0.0
        self._throttled_s += span_s * slow
        short = np.bincount(self._owner, weights=self._many * (1.0 - clock), minlength=count)
        self._lost += span_s * activity * short

    def arrays(self) -> Arrays:
        """Return what a resumed run needs."""
        return {"throttled_s": self._throttled_s, "lost": self._lost, "wanted": self._wanted}

    def restore(self, arrays: Arrays) -> None:
        """Go on from an earlier account."""
        self._throttled_s, self._lost, self._wanted = (
            arrays[name].copy() for name in ("throttled_s", "lost", "wanted")
        )
