"""Which chips a run records one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import numpy as np

from twin.config.nearest import did_you_mean
from twin.engine.record import ChosenChips
from twin.errors import Problem, UsageError
from twin.plant import Plant


def chosen_chips(
    plant: Plant, patterns: Sequence[str], window_s: tuple[float, float] | None
) -> ChosenChips | None:
    """Return the chips of the cabinets that any pattern names; None where there is no pattern.

    Parameters
    ----------
    plant : Plant
    patterns : sequence of str
        Names of cabinets, or patterns with ``*``, ``?`` and ``[…]``.
    window_s : (float, float) or None
        Stretch of the run in which they are recorded [s]; the whole run where not given.

    Raises
    ------
    UsageError
        A pattern names no cabinet, or none that has chips; or a window is given without chips.
    """
    if not patterns:
        if window_s is not None:
            raise _wrong("--chips-window", f"{window_s[0]:g}:{window_s[1]:g}", "needs chips to record",
                         "add for example `--chips 'sn-1.*'`")  # fmt: skip
        return None
    names = plant.cabinets.names
    wanted = np.zeros(len(names), dtype=bool)
    filled = np.isin(np.arange(len(names)), plant.chips.cabinet_index)
    for each in patterns:
        meant = np.array([fnmatchcase(name, each) for name in names], dtype=bool)
        if not meant.any():
            raise _wrong("--chips", each, "names no cabinet", did_you_mean(each, names))
        if not (meant & filled).any():
            having = [name for name, has in zip(names, filled, strict=True) if has]
            raise _wrong("--chips", each, "names no cabinet with chips", did_you_mean(each, having))
        wanted |= meant
    begin_s, end_s = window_s or (0.0, np.inf)
    places = np.flatnonzero(wanted[plant.chips.cabinet_index])
    return ChosenChips(places=places, begin_s=begin_s, end_s=end_s)


def parse_window(text: str | None) -> tuple[float, float] | None:
    """Return the two ends of a window given as ``BEGIN:END`` in seconds.

    >>> parse_window("0:3600")
    (0.0, 3600.0)

    Raises
    ------
    UsageError
        The text is no window.
    """
    if text is None:
        return None
    begin, _, end = text.partition(":")
    try:
        window = float(begin), float(end)
    except ValueError:
        window = (0.0, 0.0)
    if not 0.0 <= window[0] < window[1]:
        raise _wrong("--chips-window", text, "is no stretch of time",
                     "give two times in seconds, for example `--chips-window 0:3600`")  # fmt: skip
    return window


def _wrong(field: str, given: str, message: str, remedy: str) -> UsageError:
    return UsageError(Problem(field=field, given=given, message=message, remedy=remedy))
