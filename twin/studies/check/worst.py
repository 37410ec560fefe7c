"""From many judged cases to one row per limit and scope: the worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from twin.limits import Judgement, LimitTable, Status
from twin.studies.check.types import CaseResult, LimitRow, OperatingPoint, UncertaintyOf

UNSOLVED_ID = "case.steady-state"
"""Id of the row that stands for a case without a steady state."""
TIE_FRAC = 1e-5
"""Cases this near to the worst are as bad; the first of them is named, so that no failure is blamed for noise."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A case with margins, and where it ran."""

    result: CaseResult
    judgement: Judgement
    point: OperatingPoint


def worst_rows(
    table: LimitTable, results: Sequence[CaseResult], uncertainty: UncertaintyOf | None = None
) -> tuple[LimitRow, ...]:
    """Return one row per limit and scope, the worst over all cases in which it counts.

    Parameters
    ----------
    table : LimitTable
    results : sequence of CaseResult
    uncertainty : callable, optional

    Returns
    -------
    tuple of LimitRow
        Cases without a steady state first (they count as violated), then by margin as a share of the limit's
        scale, then what could not be judged. The first row is the binding one.
    """
    unsolved = [_unsolved_row(result) for result in results if not result.solved]
    judged = [
        _Judged(result, result.judgement, operating_point(result)) for result in results if result.judgement
    ]
    rows = unsolved + _judged_rows(table, judged, uncertainty)
    rows.sort(key=_order)
    if rows and rows[0].status != Status.UNKNOWN.value:
        rows[0] = replace(rows[0], binding=True)
    return tuple(rows)


def _order(row: LimitRow) -> float:
    if row.id == UNSOLVED_ID:
        return -np.inf
    return np.inf if row.status == Status.UNKNOWN.value else row.margin_fraction


def _judged_rows(
    table: LimitTable, judged: Sequence[_Judged], uncertainty: UncertaintyOf | None
) -> list[LimitRow]:
    if not judged:
        return []
    counts = {load: table.counts_in(load) for load in {each.result.case.load for each in judged}}
    rank = np.stack([np.where(counts[each.result.case.load], each.judgement.rank, np.inf) for each in judged])
    lowest = rank.min(axis=0)
    worst = (rank <= lowest + TIE_FRAC).argmax(axis=0)
    somewhere = np.flatnonzero(np.isfinite(lowest))
    return [_row(table, judged[worst[place]], place, uncertainty) for place in somewhere.tolist()]


def _row(table: LimitTable, worst: _Judged, place: int, uncertainty: UncertaintyOf | None) -> LimitRow:
    limit, judgement = table.limits[table.limit_index[place]], worst.judgement
    fraction = float(judgement.fraction[place])
    name, spread = _least_certain(worst.result, place, uncertainty)
    return LimitRow(
        id=limit.id,
        scope=table.scopes[place],
        quantity=limit.quantity,
        case=worst.result.case.name,
        operating_point=worst.point,
        value=limit.unit.shown(float(judgement.value[place])),
        bound=limit.unit.shown(float(judgement.bound[place])),
        unit=limit.unit.label,
        margin=limit.unit.shown_difference(float(judgement.margin[place])),
        margin_fraction=fraction,
        status=table.status(place, fraction).value,
        binding=False,
        least_certain_input=name or None,
        margin_spread=limit.unit.shown_difference(spread),
        source=limit.source,
        position=place,
    )


def _least_certain(result: CaseResult, place: int, uncertainty: UncertaintyOf | None) -> tuple[str, float]:
    """Return the name of the least certain input of a margin and the margin's spread."""
    known = None if uncertainty is None else uncertainty(result.case.load)
    if known is None or place >= len(known.names):
        return "", float("nan")
    return known.names[place], float(known.spread[place])


def _unsolved_row(result: CaseResult) -> LimitRow:
    nothing = float("nan")
    return LimitRow(
        id=UNSOLVED_ID,
        scope=result.plant.name,
        quantity=f"steady state: {result.cause}",
        case=result.case.name,
        operating_point=operating_point(result),
        value=nothing,
        bound=nothing,
        unit="",
        margin=nothing,
        margin_fraction=nothing,
        status=Status.VIOLATED.value,
        binding=False,
        least_certain_input=None,
        margin_spread=nothing,
        source="a plant that does not settle has no margin",
        position=-1,
    )


def operating_point(result: CaseResult) -> OperatingPoint:
    """Return load, unit out and surroundings of a case; NaN where it has no steady state."""
    seen, drive, case = result.snapshot, result.steady.drive, result.case
    nothing = float("nan")
    return OperatingPoint(
        load=case.load,
        out=None if case.failure is None else case.failure.name,
        it_power_w=nothing if seen is None else seen.it_power_w,
        dry_bulb_k=drive.dry_bulb_k,
        wet_bulb_k=drive.wet_bulb_k,
        supply_k=nothing if seen is None or not seen.tcs.supply_k.size else float(seen.tcs.supply_k.max()),
    )
