"""Recorded series: power or activity of cabinets, CDUs or loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from twin.inputs.cabinet_load import CabinetLoad, Load, chip_counts
from twin.inputs.matching import Match, match_columns
from twin.inputs.series import laid_over
from twin.inputs.signal import Floats, Signal, SignalKind
from twin.inputs.spec import WorkloadSpec, trace_path
from twin.inputs.tables import Table, read_table

__all__ = ["WEATHER_COLUMNS", "replay_load", "table_load"]

WEATHER_COLUMNS: Final = ("wetbulb_C", "drybulb_C", "pressure_Pa")
"""Columns that carry weather, not load."""

_MOST_POWER_W: Final = 1e9
"""More in one column is a mistake in the file."""


def replay_load(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], duration_s: float) -> Load:
    """Return measured power laid on the cabinets.

    Parameters
    ----------
    spec : WorkloadSpec
        Kind ``replay``. The file has ``time_s`` and one column of power [W] per cabinet, CDU, loop or
        supernode; power of a group is divided over its cabinets in the ratio of their chips (evenly without
        chips).
    cabinets : sequence of CabinetLoad
        Those without a column stay modelled, at sustained activity.
    duration_s : float
        Length of the run [s]; a shorter recording is repeated.

    Raises
    ------
    DataFileError
        From the file: gaps, NaN, negative power, time that does not rise, columns that match nothing.
    """
    table = read_table(trace_path(spec))
    time_s = table.rising_seconds("time_s")
    columns = _data_columns(table)
    match = match_columns(table, columns, cabinets)
    power_w = np.full((len(time_s), len(cabinets)), np.nan)
    chips = chip_counts(cabinets)
    for column, members in match.groups:
        total_w = table.numbers_within(column, 0.0, _MOST_POWER_W, "a power from 0 to 1e9 W")
        indices = list(members)
        power_w[:, indices] = total_w[:, np.newaxis] * _shares(chips[indices])
    signal, notes = laid_over(time_s, power_w, kind="linear", duration_s=duration_s, what="the recording")
    activity = Signal.constant([cabinet.sustained_activity_frac for cabinet in cabinets])
    total_w = np.nansum(signal.values, axis=1)
    return Load(
        activity=activity,
        memory=activity,
        measured_power_w=signal,
        label=f"recorded power of {len(columns)} {match.by}{'s' if len(columns) != 1 else ''}",
        notes=(*notes, *_match_notes(match, cabinets)),
        facts={
            "recorded_power_min_mw": 1e-6 * float(total_w.min()),
            "recorded_power_mean_mw": 1e-6 * float(np.mean(total_w)),
            "recorded_power_max_mw": 1e-6 * float(total_w.max()),
        },
    )


def table_load(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], duration_s: float) -> Load:
    """Return activity against time.

    Parameters
    ----------
    spec : WorkloadSpec
        Kind ``table``. The file has ``time_s`` and either ``activity`` for all cabinets or one column per
        cabinet, CDU or loop, 0 to 1. ``between=hold`` (default) or ``between=linear``.
    cabinets : sequence of CabinetLoad
        Those without a column run at sustained activity.
    duration_s : float
        Length of the run [s]; a shorter table is repeated.

    Raises
    ------
    DataFileError
        From the file: gaps, NaN, activity outside 0 to 1, time that does not rise, columns that match
        nothing.
    """
    table = read_table(trace_path(spec))
    time_s = table.rising_seconds("time_s")
    columns = _data_columns(table)
    values = np.tile([cabinet.sustained_activity_frac for cabinet in cabinets], (len(time_s), 1))
    match_notes: tuple[str, ...] = ()
    if columns == ["activity"]:
        values[:] = _activity(table, "activity")[:, np.newaxis]
    else:
        match = match_columns(table, columns, cabinets)
        match_notes = _match_notes(match, cabinets)
        for column, members in match.groups:
            values[:, list(members)] = _activity(table, column)[:, np.newaxis]
    kind: SignalKind = "linear" if spec.word("between") == "linear" else "hold"
    signal, notes = laid_over(time_s, values, kind=kind, duration_s=duration_s, what="the table")
    return Load(
        activity=signal,
        memory=signal,
        measured_power_w=None,
        label=f"activity table {table.path.name}",
        notes=(*notes, *match_notes),
        facts={"mean_table_activity": float(np.mean(signal.values))},
    )


def _data_columns(table: Table) -> list[str]:
    columns = [name for name in table.names if name != "time_s" and name not in WEATHER_COLUMNS]
    if not columns:
        table.refuse(
            "has no data column", remedy="beside time_s it needs one column per cabinet, CDU or loop"
        )
    return columns


def _activity(table: Table, column: str) -> Floats:
    return table.numbers_within(column, 0.0, 1.0, "an activity from 0 to 1")


def _shares(chips: Floats) -> Floats:
    total = chips.sum()
    return np.full(len(chips), 1.0 / len(chips)) if total == 0.0 else chips / total


def _match_notes(match: Match, cabinets: Sequence[CabinetLoad]) -> tuple[str, ...]:
    notes = []
    if match.in_order:
        notes.append(f"columns are laid on the site's {match.by}s in order, since their names match none")
    covered = {index for _, members in match.groups for index in members}
    left = [cabinet.name for index, cabinet in enumerate(cabinets) if index not in covered]
    if left:
        notes.append(f"{len(left)} cabinets have no column and are modelled: {', '.join(left[:3])}"
                     f"{', ...' if len(left) > 3 else ''}")  # fmt: skip
    return tuple(notes)
