"""Statistics of every chip over a run, in memory that does not grow with it.

Each chip has a histogram of its junction temperature in bins of 1 K. The bins are the slow axis: neighbouring chips
are about equally warm, so that an instant touches a few stretches of memory instead of one place per chip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.constants import KELVIN_OFFSET_K
from twin.engine.record.accounts import Arrays
from twin.engine.snapshot import Snapshot
from twin.plant.records import Chips, Floats
from twin.plant.select import common

QUANTILES: Final = (0.05, 0.50, 0.95, 0.99)
BIN_K: Final = 1.0
FIRST_EDGE_K: Final = KELVIN_OFFSET_K
INNER_BINS: Final = 150
"""Bins between 0 and 150 °C; one more on either side takes what lies beyond."""
FULL_COUNT: Final = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSummary:
    """What each chip's junction did over a run, shape (n_chip,).

    The junction is the one that limits judge: at cabinet resolution that of the least-favoured branch.
    ``quantiles_k`` has shape (4, n_chip), rows as in `QUANTILES`, over the recorded instants; they are interpolated
    inside bins of 1 K and so exact to less than that.
    """

    min_k: Floats
    max_k: Floats
    quantiles_k: Floats
    above_throttle_s: Floats
    above_shutdown_s: Floats


class ChipStatistics:
    """Sums up the junctions of all chips."""

    def __init__(self, chips: Chips) -> None:
        count = len(chips.names)
        limits = common(chips)
        self._throttle_k, self._shutdown_k = limits.throttle_temp_k, limits.shutdown_temp_k
        self._column = np.arange(count)
        self._scaled, self._place = np.empty(count), np.empty(count, dtype=np.intp)
        self._instants = 0
        self._bins: NDArray[Any] = np.zeros((INNER_BINS + 2, count), dtype=np.uint16)
        self._min_k, self._max_k = np.full(count, np.inf), np.full(count, -np.inf)
        self._above_throttle_s, self._above_shutdown_s = np.zeros(count), np.zeros(count)

    def mark(self) -> None:
        """Wait for what the instant shows."""

    def add(self, view: Snapshot, time_s: Floats, span_s: Floats) -> None:
        """Add instants."""
        del time_s
        for junction_k, ended_s in zip(view.chips.worst_junction_k, span_s.tolist(), strict=True):
            self._add(junction_k, ended_s)

    def _add(self, junction_k: Floats, span_s: float) -> None:
        np.minimum(self._min_k, junction_k, out=self._min_k)
        np.maximum(self._max_k, junction_k, out=self._max_k)
        for limit_k, above_s in (
            (self._throttle_k, self._above_throttle_s),
            (self._shutdown_k, self._above_shutdown_s),
        ):
            hot = junction_k > limit_k
            if hot.any():
                above_s[hot] += span_s
        self._count(junction_k)

    def _count(self, junction_k: Floats) -> None:
        if self._instants == FULL_COUNT and self._bins.dtype == np.uint16:
            self._bins = self._bins.astype(np.uint32)  # before a count can run over
        self._instants += 1
        # Arrays of this size go back to the system when they are let go; making them anew took ten times longer.
        scaled, place = self._scaled, self._place
        np.subtract(junction_k, FIRST_EDGE_K - BIN_K, out=scaled)
        scaled /= BIN_K
        # Not a number becomes the smallest integer, and so counts in the lowest bin.
        with np.errstate(invalid="ignore"):
            np.copyto(place, scaled, casting="unsafe")
        np.clip(place, 0, INNER_BINS + 1, out=place)
        place *= place.size
        place += self._column
        np.add.at(self._bins.reshape(-1), place, self._bins.dtype.type(1))

    def summary(self) -> ChipSummary:
        """Return the statistics of all instants so far."""
        return ChipSummary(
            min_k=self._min_k.copy(),
            max_k=self._max_k.copy(),
            quantiles_k=self._quantiles_k(),
            above_throttle_s=self._above_throttle_s.copy(),
            above_shutdown_s=self._above_shutdown_s.copy(),
        )

    def _quantiles_k(self) -> Floats:
        """Return the quantiles, bin by bin from below, so that no second histogram is needed."""
        ranks = np.array(QUANTILES)[:, np.newaxis] * self._instants
        found = np.full((len(QUANTILES), self._column.size), np.nan)
        below = np.zeros(self._column.size)
        for place, counts in enumerate(self._bins):
            if not counts.any():
                continue
            low_k = self._min_k if place == 0 else FIRST_EDGE_K + BIN_K * (place - 1)
            high_k = self._max_k if place == INNER_BINS + 1 else FIRST_EDGE_K + BIN_K * place
            here = (ranks > below) & (ranks <= below + counts)
            inside_k = low_k + (high_k - low_k) * (ranks - below) / np.maximum(counts, 1)
            found[here] = inside_k[here]
            below += counts
        return np.asarray(np.clip(found, self._min_k, self._max_k))

    def arrays(self) -> Arrays:
        """Return what a resumed run needs."""
        return {
            "instants": np.array(self._instants),
            "bins": self._bins,
            "min_k": self._min_k,
            "max_k": self._max_k,
            "above_throttle_s": self._above_throttle_s,
            "above_shutdown_s": self._above_shutdown_s,
        }

    def restore(self, arrays: Arrays) -> None:
        """Go on from earlier statistics."""
        self._instants = int(arrays["instants"])
        self._bins = arrays["bins"].copy()
        self._min_k, self._max_k = arrays["min_k"].copy(), arrays["max_k"].copy()
        self._above_throttle_s = arrays["above_throttle_s"].copy()
        self._above_shutdown_s = arrays["above_shutdown_s"].copy()
