"""The hottest junction of a run: how hot, which chip, when."""

from __future__ import annotations

import numpy as np

from twin.engine.record.accounts import Arrays
from twin.engine.snapshot import Snapshot
from twin.plant.records import Chips, Floats


class Peak:
    """Keeps the hottest junction."""

    def __init__(self, chips: Chips) -> None:
        self._names = chips.names
        self._place = -1
        self.junction_k = -np.inf
        self.time_s = 0.0

    @property
    def chip(self) -> str:
        """Name of the hottest chip, empty where there is none."""
        return self._names[self._place] if self._place >= 0 else ""

    def mark(self) -> None:
        """Wait for what the instant shows."""

    def add(self, view: Snapshot, time_s: Floats, span_s: Floats) -> None:
        """Add instants."""
        del span_s
        junctions = view.chips.worst_junction_k
        if not junctions.size:
            return
        instant, hottest = divmod(int(np.argmax(junctions)), junctions.shape[-1])
        if junctions[instant, hottest] > self.junction_k:
            self.junction_k, self._place = float(junctions[instant, hottest]), hottest
            self.time_s = float(time_s[instant])

    def arrays(self) -> Arrays:
        """Return what a resumed run needs."""
        return {"peak": np.array([self.junction_k, self._place, self.time_s])}

    def restore(self, arrays: Arrays) -> None:
        """Go on from an earlier peak."""
        junction_k, place, time_s = arrays["peak"].tolist()
        self.junction_k, self._place, self.time_s = junction_k, int(place), time_s
