"""Steps of a run: as long as asked, and never across a jump, a corner, an event or a recorded instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twin.inputs.signal import GeneratedSignal, Inputs, Signal
from twin.plant.records import Floats

WINDOW_STEPS = 8192
"""Steps that are laid out at once: the layout of a year needs no more memory than that of an hour."""
STEEPEST_RISE = 0.5
"""Most that a load rises over a step, in parts of full activity or of its larger end."""
ROWS_AT_ONCE = 64
"""Values of a load that are looked at together: all of a window would fill the memory at 7,000 cabinets."""
SAME_FRAC = 1e-9
"""Steps that differ by less are equal, and share their propagators."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``count`` equal steps from ``begin_s`` on."""

    begin_s: float
    step_s: float
    count: int

    @property
    def end_s(self) -> float:
        """End of the last step [s]."""
        return self.begin_s + self.count * self.step_s

    @property
    def middles_s(self) -> Floats:
        """Middle of each step, shape (count,)."""
        return np.asarray(self.begin_s + self.step_s * (np.arange(self.count) + 0.5), dtype=np.float64)


def pieces(
    inputs: Inputs, begin_s: float, end_s: float, stops_s: Floats, longest_s: float, most: int
) -> Iterator[Piece]:
    """Yield the steps of a span of time as pieces of equal steps; each stop is the end of a piece.

    Parameters
    ----------
    inputs : Inputs
        Their jumps and corners end a step.
    begin_s, end_s : float
        Span [s].
    stops_s : ndarray
        Instants at which the state is wanted, rising [s].
    longest_s : float
        Longest step [s].
    most : int
        Most steps of a piece.
    """
    window_s = WINDOW_STEPS * longest_s
    while begin_s < end_s:
        until_s = min(begin_s + window_s, end_s)
        inside = stops_s[(stops_s > begin_s) & (stops_s < until_s)]
        corners = inputs.corner_times(begin_s, until_s)
        edges = np.unique(np.concatenate([[begin_s], corners, inside, [until_s]]))
        yield from _of_window(edges, inside, np.minimum(longest_s, _gentle_s(inputs, edges)), most)
        begin_s = until_s


def _gentle_s(inputs: Inputs, edges: Floats) -> Floats:
    """Return the longest step in each span over which no load rises steeply.

    Fans and supplies follow a load in lines that bend.
    """
    gentle = np.full(edges.size - 1, np.inf)
    for load in (inputs.activity, inputs.memory, inputs.measured_power_w):
        if load is not None and not load.is_held:
            rises = _rises_of(load, edges)
            steep = np.flatnonzero(rises > STEEPEST_RISE)
            gentle[steep] = np.minimum(gentle[steep], np.diff(edges)[steep] * STEEPEST_RISE / rises[steep])
    return gentle


def _rises_of(load: Signal | GeneratedSignal, edges: Floats) -> Floats:
    """Return by how much a load rises or falls over each span, in parts of its larger end, or of 1."""
    rises = np.zeros(edges.size - 1)
    for first in range(0, rises.size, ROWS_AT_ONCE):
        values = np.nan_to_num(load.rows(edges[first : first + ROWS_AT_ONCE + 1]))
        largest = np.maximum(np.abs(values).max(axis=1), 1.0)
        rise = np.abs(np.diff(values, axis=0)).max(axis=1)
        rises[first : first + ROWS_AT_ONCE] = rise / np.maximum(largest[1:], largest[:-1])
    return rises


def _of_window(edges: Floats, stops: Floats, longest_s: Floats, most: int) -> Iterator[Piece]:
    spans = np.diff(edges)
    counts = np.maximum(np.ceil(spans / longest_s - SAME_FRAC), 1.0).astype(np.int64)
    steps = spans / counts
    is_stop = np.isin(edges[1:], stops)
    differs = np.abs(np.diff(steps)) > SAME_FRAC * steps[:-1]
    cuts = np.flatnonzero(is_stop[:-1] | differs) + 1
    for first, last in zip(np.concatenate([[0], cuts]), np.concatenate([cuts, [spans.size]]), strict=True):
        total, begin = int(counts[first:last].sum()), float(edges[first])
        step = float(edges[last] - edges[first]) / total
        for done in range(0, total, most):
            yield Piece(begin + done * step, step, min(most, total - done))
