"""The accounts that kernels keep at every step, as a recorder wants to see them."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.constants import KELVIN_OFFSET_K
from twin.engine.fast.tables.tally import SEEN
from twin.engine.record.accounts import Arrays
from twin.engine.snapshot import Snapshot
from twin.plant.records import Floats, Names


class _Kept:
    """Numbers that the kernels write, as they stood at the last recorded instant.

    Where a run is interrupted the kernels have gone on, on other threads they still do: what is handed on belongs to
    the state that is handed on.
    """

    def __init__(self, tally: Any) -> None:
        self._live = tally
        self.tally = tally.copy()

    def mark(self) -> None:
        """Take over what was counted up to here."""
        self.tally[:] = self._live

    def add(self, view: Snapshot, time_s: Floats, span_s: Floats) -> None:
        """Add nothing: every step is counted already."""

    def arrays(self) -> Arrays:
        """Return what a resumed run needs."""
        return {name: self.tally[name] for name in SEEN.names or ()}

    def restore(self, arrays: Arrays) -> None:
        """Go on from an earlier account."""
        for name, values in arrays.items():
            self._live[name] = self.tally[name] = values


class StepClock(_Kept):
    """Time at reduced clock and work lost, of every step."""

    @property
    def throttled_s(self) -> Floats:
        """Time in which any chip of a cabinet ran below full clock [s], shape (n_cabinet,)."""
        return np.array(self.tally["throttled_s"])

    @property
    def work_lost_frac(self) -> Floats:
        """Work lost over work wanted, shape (n_cabinet,)."""
        return np.asarray(self.tally["lost_s"] / np.maximum(self.tally["wanted_s"], 1e-30))


class StepPeak(_Kept):
    """The hottest junction of every step."""

    def __init__(self, tally: Any, names: Names) -> None:
        super().__init__(tally)
        self.names = names

    @property
    def junction_k(self) -> float:
        """How hot [K]."""
        return float(self.tally["peak_k"][self._cabinet]) if self.names else -np.inf

    @property
    def time_s(self) -> float:
        """When [s]."""
        return float(self.tally["peak_time_s"][self._cabinet]) if self.names else 0.0

    @property
    def chip(self) -> str:
        """Name of the chip, empty where there is none."""
        place = int(self.tally["peak_chip"][self._cabinet]) if self.names else -1
        return self.names[place] if place >= 0 else ""

    @property
    def _cabinet(self) -> int:
        return int(np.argmax(self.tally["peak_k"]))


def shutdown_notes(tally: Any, names: Names, limits_k: Floats) -> Names:
    """Return a sentence on the first chip that passed its shutdown limit, if any did."""
    passed = np.flatnonzero(tally["shutdown_chip"] >= 0)
    if not passed.size:
        return ()
    first = passed[np.argmin(tally["shutdown_time_s"][passed])]
    chip, time_s = int(tally["shutdown_chip"][first]), float(tally["shutdown_time_s"][first])
    limit = limits_k[chip] - KELVIN_OFFSET_K
    others = f", the first of {passed.size} cabinets" if passed.size > 1 else ""
    return (f"{names[chip]} passed its shutdown limit of {limit:.0f} degC after {time_s:.0f} s{others}",)
