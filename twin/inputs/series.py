"""Recorded series laid over a run: repeated when shorter, cut when longer."""

from __future__ import annotations

import numpy as np

from twin.inputs.signal import Floats, Signal, SignalKind

__all__ = ["laid_over"]


def laid_over(
    time_s: Floats, values: Floats, *, kind: SignalKind, duration_s: float, what: str
) -> tuple[Signal, tuple[str, ...]]:
    """Return a recorded series as a signal that covers the run, and a note when it had to be repeated.

    Parameters
    ----------
    time_s : ndarray, shape (n,)
        Seconds after the first row, strictly rising, n at least 2.
    values : ndarray, shape (n, m)
    kind : 'hold' or 'linear'
    duration_s : float
        Length of the run [s].
    what : str
        Name of the series in the note.

    Notes
    -----
    A held row lasts as long as the median row; so does the step from the last row to the first of the next
    round.
    """
    step_s = float(np.median(np.diff(time_s)))
    span_s = float(time_s[-1])
    if span_s + (step_s if kind == "hold" else 0.0) >= duration_s:
        last = int(np.searchsorted(time_s, duration_s, side="left"))
        kept = slice(0, last + 1)
        return Signal(time_s=time_s[kept], values=values[kept], kind=kind), ()
    period_s = span_s + step_s
    rounds = int(np.ceil(duration_s / period_s))
    times = (time_s + period_s * np.arange(rounds)[:, np.newaxis]).ravel()
    kept = slice(0, int(np.searchsorted(times, duration_s, side="left")) + 1)
    note = f"{what} of {span_s:,.0f} s repeats {duration_s / period_s:.2f} times"
    return Signal(time_s=times[kept], values=np.tile(values, (rounds, 1))[kept], kind=kind), (note,)
