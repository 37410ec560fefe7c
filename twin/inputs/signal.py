"""A quantity that changes with time, and everything that drives a run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, fields
from math import inf
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.errors import InternalError

__all__ = ["Floats", "GeneratedSignal", "Inputs", "Signal", "SignalKind"]

Floats: TypeAlias = NDArray[np.float64]
SignalKind: TypeAlias = Literal["hold", "linear"]

_SHORTEST_S: Final = 1e-12
_NO_MOVE: Final = 1e-9
"""Change over the largest value of a column below which two rows are equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Values of m columns at n instants.

    Attributes
    ----------
    time_s : ndarray, shape (n,)
        Seconds from the start of the run, strictly rising.
    values : ndarray, shape (n, m)
        In the unit of the quantity; NaN where a column does not apply.
    kind : 'hold' or 'linear'
        ``hold``: each row stays until the next one, a jump. ``linear``: straight lines between rows.
        Both keep the first row before it and the last row after it.

    Raises
    ------
    InternalError
        Shapes do not fit or time does not rise: readers check what comes from outside before they build one.

    Examples
    --------
    >>> steps = Signal(time_s=[0.0, 10.0], values=[[0.2], [0.8]], kind="hold")
    >>> steps.at(9.9).tolist(), steps.at(10.0).tolist(), steps.jump_times(0.0, 60.0).tolist()
    ([0.2], [0.8], [10.0])
    >>> ramp = Signal(time_s=[0.0, 10.0], values=[[0.2], [0.8]], kind="linear")
    >>> ramp.at(5.0).tolist(), ramp.jump_times(0.0, 60.0).tolist()
    ([0.5], [])
    """

    time_s: Floats
    values: Floats
    kind: SignalKind

    def __post_init__(self) -> None:
        """Keep own read-only arrays, so that nothing moves under a running engine."""
        time_s = np.array(self.time_s, dtype=np.float64)
        values = np.array(self.values, dtype=np.float64)
        if time_s.ndim != 1 or values.ndim != 2 or len(time_s) != len(values) or not len(time_s):
            raise InternalError(f"a signal of {values.shape} values at {time_s.shape} instants")
        if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0.0).all()):
            raise InternalError("the instants of a signal do not rise strictly")
        if self.kind not in ("hold", "linear"):
            raise InternalError(f"a signal of kind {self.kind!r}")
        for name, array in (("time_s", time_s), ("values", values)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @classmethod
    def constant(cls, values: ArrayLike) -> Signal:
        """Return a signal that never changes; ``values`` has shape (m,) or is one number."""
        row = np.atleast_1d(np.asarray(values, dtype=np.float64))
        return cls(time_s=np.zeros(1), values=row[np.newaxis, :], kind="hold")

    @property
    def width(self) -> int:
        """Number of columns m."""
        return int(self.values.shape[1])

    @property
    def is_held(self) -> bool:
        """Whether values stay until they jump."""
        return self.kind == "hold" or self.is_constant

    @property
    def is_constant(self) -> bool:
        """Whether there is one row only."""
        return len(self.time_s) == 1

    def at(self, time_s: float) -> Floats:
        """Return the values at one instant, shape (m,).

        Parameters
        ----------
        time_s : float
            Seconds from the start of the run; before the first row the first, after the last row the last.
        """
        after = bisect_right(self.time_s, time_s)
        before = max(after - 1, 0)
        if self.kind == "hold" or after in (0, len(self.time_s)):
            return np.asarray(self.values[before])
        left_s, right_s = self.time_s[before], self.time_s[after]
        weight = (time_s - left_s) / (right_s - left_s)
        return np.asarray((1.0 - weight) * self.values[before] + weight * self.values[after])

    def rows(self, times_s: Floats) -> Floats:
        """Return the values at many instants, shape (k, m)."""
        after = np.searchsorted(self.time_s, times_s, side="right")
        before = np.maximum(after - 1, 0)
        if self.kind == "hold" or self.is_constant:
            return np.asarray(self.values[before])
        next_row = np.minimum(after, len(self.time_s) - 1)
        span_s = self.time_s[next_row] - self.time_s[before]
        weight = np.where(
            span_s > 0.0, (times_s - self.time_s[before]) / np.maximum(span_s, _SHORTEST_S), 0.0
        )
        weight = np.clip(weight, 0.0, 1.0)[:, np.newaxis]
        return np.asarray((1.0 - weight) * self.values[before] + weight * self.values[next_row])

    def corner_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which the value jumps or its slope changes."""
        if self.kind == "hold":
            return self.jump_times(start_s, end_s)
        return np.asarray(self.time_s[(self.time_s > start_s) & (self.time_s < end_s)])

    def jump_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which a held value changes."""
        if self.kind == "linear" or self.is_constant:
            return np.empty(0)
        before, after = self.values[:-1], self.values[1:]
        same = (before == after) | (np.isnan(before) & np.isnan(after))
        inside = (self.time_s[1:] > start_s) & (self.time_s[1:] < end_s)
        return np.asarray(self.time_s[1:][inside & ~same.all(axis=1)])

    @property
    def shortest_feature_s(self) -> float:
        """The longest step that cannot pass over a dip or a peak unseen [s].

        The shortest time from the start of a rise to the end of the fall that follows it, or the other way
        round, in any column. Infinite where nothing turns, and for a held signal: there a solver restarts at
        every jump.
        """
        if self.kind == "hold" or len(self.time_s) < 3:
            return inf
        return min(_narrowest_turn_s(self.time_s, column) for column in self.values.T)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedSignal:
    """Held values that are made when they are asked for: a year of any number of columns takes no memory.

    Attributes
    ----------
    step_s : float
        Row k holds from k steps on [s].
    width : int
        Number of columns m.
    draw : callable
        Takes row numbers, shape (k,), and returns their values, shape (k, m); the same number, the same row.

    Examples
    --------
    >>> saw = GeneratedSignal(step_s=10.0, width=1, draw=lambda k: 0.1 * (k % 3)[:, np.newaxis])
    >>> saw.at(25.0).tolist(), saw.jump_times(0.0, 35.0).tolist()
    ([0.2], [10.0, 20.0, 30.0])
    """

    step_s: float
    width: int
    draw: Callable[[NDArray[np.int64]], Floats]

    @property
    def is_held(self) -> bool:
        """Whether values stay until they jump: always."""
        return True

    def rows(self, times_s: Floats) -> Floats:
        """Return the values at many instants, shape (k, m)."""
        return self.draw(np.maximum(np.floor(np.asarray(times_s) / self.step_s), 0.0).astype(np.int64))

    def at(self, time_s: float) -> Floats:
        """Return the values at one instant, shape (m,)."""
        return np.asarray(self.rows(np.array([time_s]))[0])

    def jump_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which a new row begins."""
        first = int(np.floor(start_s / self.step_s)) + 1
        times = self.step_s * np.arange(first, int(np.ceil(end_s / self.step_s)) + 1)
        return np.asarray(times[(times > start_s) & (times < end_s)])

    def corner_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which the value jumps."""
        return self.jump_times(start_s, end_s)

    @property
    def shortest_feature_s(self) -> float:
        """Infinite: a solver restarts at every jump."""
        return inf


def _narrowest_turn_s(time_s: Floats, values: Floats) -> float:
    steps = np.nan_to_num(np.diff(values))
    largest = np.max(np.abs(np.nan_to_num(values)))
    moving = np.flatnonzero(np.abs(steps) > _NO_MOVE * largest)
    turns = np.flatnonzero(steps[moving[1:]] * steps[moving[:-1]] < 0.0)
    widths_s = time_s[moving[turns + 1] + 1] - time_s[moving[turns]]
    return float(widths_s.min(initial=inf))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What drives a run: load of every cabinet, weather, humidity of the halls.

    Attributes
    ----------
    activity : Signal, m = n_cabinet
        0 to 1; 1 is the activity at which the chips of the cabinet draw their maximum power.
    memory : Signal, m = n_cabinet
        0 to 1; 1 is full memory bandwidth.
    measured_power_w : Signal or None, m = n_cabinet
        Electrical power of a cabinet's IT [W]; a column of NaN leaves that cabinet to the model.
    dry_bulb_k, wet_bulb_k, air_pressure_pa : Signal, m = 1
        Outdoor air.
    indoor_dew_point_k : Signal or None, m = n_hall or 1
        Overrides the dew points of the site file.
    label : str
        One line for reports.
    notes : tuple of str
        What a reader of the result must know: a trace that was repeated, a rate that was scaled.
    """

    activity: Signal | GeneratedSignal
    memory: Signal | GeneratedSignal
    measured_power_w: Signal | None
    dry_bulb_k: Signal
    wet_bulb_k: Signal
    air_pressure_pa: Signal
    indoor_dew_point_k: Signal | None
    label: str
    notes: tuple[str, ...] = ()

    @property
    def signals(self) -> tuple[Signal | GeneratedSignal, ...]:
        """Every signal that is present."""
        found = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in found if isinstance(value, Signal | GeneratedSignal))

    def corner_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which any signal jumps or turns, each once."""
        return np.unique(np.concatenate([signal.corner_times(start_s, end_s) for signal in self.signals]))

    def jump_times(self, start_s: float, end_s: float) -> Floats:
        """Return the instants strictly between start and end at which any signal jumps, sorted, each once."""
        return np.unique(np.concatenate([signal.jump_times(start_s, end_s) for signal in self.signals]))

    @property
    def shortest_feature_s(self) -> float:
        """The longest solver step that misses no dip or peak of any linear signal [s]; may be infinite."""
        return min(signal.shortest_feature_s for signal in self.signals)
