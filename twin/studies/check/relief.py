"""What could be changed: remedies for every violated or near limit, each confirmed by a re-run of its worst case."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.limits import LimitTable, Status
from twin.studies.check.changes import Change, changes_for
from twin.studies.check.drives import drive_of
from twin.studies.check.run import settle
from twin.studies.check.types import CaseResult, CheckResult, LimitRow
from twin.studies.check.worst import UNSOLVED_ID

WORTH_RELIEVING = (Status.VIOLATED.value, Status.WARN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """One change and what a re-run says it does to a limit in its worst case; margins in ``unit``.

    ``relieved`` means that the limit's status got better; ``new_violations`` are limits that the change breaks.
    """

    limit: str
    scope: str
    case: str
    change: str
    before: float
    after: float
    unit: str
    relieved: bool
    solved: bool
    new_violations: tuple[str, ...]


def reliefs(check: CheckResult) -> tuple[Relief, ...]:
    """Return the remedies of a check.

    Parameters
    ----------
    check : CheckResult

    Returns
    -------
    tuple of Relief
        For the worst row of every limit that is violated or near, in the order of the table.
    """
    worst: dict[str, LimitRow] = {}
    for row in check.rows:
        if row.status in WORTH_RELIEVING:
            worst.setdefault(row.id, row)
    return tuple(relief for row in worst.values() for relief in _reliefs_of(check, row))


def relief_fields(relief: Relief) -> dict[str, Any]:
    """Return a relief as a row of a document."""
    return {
        "limit": relief.limit,
        "scope": relief.scope,
        "case": relief.case,
        "change": relief.change,
        "before": relief.before,
        "after": relief.after,
        "unit": relief.unit,
        "relieved": relief.relieved,
        "outcome": "solved" if relief.solved else "unsolved",
        "new_violations": list(relief.new_violations),
    }


def _reliefs_of(check: CheckResult, row: LimitRow) -> Iterator[Relief]:
    before = check.result_of(row.case)
    for change in changes_for(row.id, check.plant, row.scope):
        yield _confirmed(check, row, before, change)


def _confirmed(check: CheckResult, row: LimitRow, before: CaseResult, change: Change) -> Relief:
    plant = change.apply(check.plant)
    table = LimitTable(plant)
    drive = drive_of(plant, before.case.load)
    moved = replace(
        drive, activity_frac=drive.activity_frac * change.load, memory_frac=drive.memory_frac * change.load
    )
    same_states = len(plant.cdus.names) == len(check.plant.cdus.names)
    after = settle(plant, table, before.case, before if same_states and before.solved else None, moved)
    margin, status = _margin(table, after, row)
    return Relief(
        limit=row.id,
        scope=row.scope,
        case=row.case,
        change=change.text,
        before=row.margin,
        after=margin,
        unit=row.unit,
        relieved=_ORDER[status] < _ORDER[row.status],
        solved=after.solved,
        new_violations=tuple(sorted(_violated(table, after) - _violated(check.table, before) - {row.id})),
    )


_ORDER = {
    status.value: order
    for order, status in enumerate((Status.OK, Status.WARN, Status.UNKNOWN, Status.VIOLATED))
}


def _margin(table: LimitTable, after: CaseResult, row: LimitRow) -> tuple[float, str]:
    """Return margin and status of a row after a change; a case that was unsolved is well when it settles."""
    if after.judgement is None:
        return math.nan, Status.VIOLATED.value
    if row.id == UNSOLVED_ID:
        return math.nan, Status.OK.value
    place = next(
        i
        for i, scope in enumerate(table.scopes)
        if scope == row.scope and table.limits[table.limit_index[i]].id == row.id
    )
    unit = table.limits[table.limit_index[place]].unit
    status = table.status(place, float(after.judgement.fraction[place])).value
    return unit.shown_difference(float(after.judgement.margin[place])), status


def _violated(table: LimitTable, result: CaseResult) -> set[str]:
    if result.judgement is None:
        return set()
    counts = table.counts_in(result.case.load) & result.judgement.applies
    rows = np.flatnonzero(counts)
    return {
        table.limits[table.limit_index[row]].id
        for row in rows.tolist()
        if table.status(row, float(result.judgement.fraction[row])) is Status.VIOLATED
    }
