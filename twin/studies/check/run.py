"""Run a check: settle every case, judge it, keep the worst of every limit."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace

import numpy as np

from twin.config import SiteConfig
from twin.engine.drive import Drive
from twin.engine.failure import without
from twin.engine.outcome import Outcome
from twin.engine.power import power_state
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import SteadyState, solve_steady
from twin.engine.system import System
from twin.limits import LimitTable
from twin.limits.limit import NAMEPLATE, SUSTAINED
from twin.plant import Plant, build_plant
from twin.plant.records import Floats
from twin.studies.check.drives import drive_of
from twin.studies.check.failures import FailureClass, failure_classes
from twin.studies.check.islands import Islands
from twin.studies.check.types import Case, CaseResult, CheckResult, Throttled, UncertaintyOf
from twin.studies.check.worst import worst_rows

Progress = Callable[[int, int, str], None]
"""Called with cases done, cases in all, and the name of the case at hand."""
ByIslands = Callable[[Floats | None], Floats | None]
"""From a neighbouring state to the settled one, where islands can tell it."""
JUNCTION_LIMITS = ("chip.throttle", "chip.shutdown")


def check(
    config: SiteConfig,
    *,
    resolution: str = "chip",
    uncertainty: UncertaintyOf | None = None,
    progress: Progress | None = None,
) -> CheckResult:
    """Judge every limit of a site at its load cases and with any one redundant unit out.

    Parameters
    ----------
    config : SiteConfig
    resolution : {'chip', 'cabinet'}
    uncertainty : callable, optional
        Least certain input and spread of each margin of a load case; rows leave them empty without it.
    progress : callable, optional

    Returns
    -------
    CheckResult
        Rows sorted by margin, the binding one first. Throttling and power caps are off in every case; a case
        that violates a junction limit has the throttled result beside it.
    """
    plant = build_plant(config, resolution)
    table = LimitTable(plant)
    islands = Islands(config, plant)
    classes = failure_classes(config, plant)
    cases = [(load, each) for load in (SUSTAINED, NAMEPLATE) for each in (None, *_counting(classes, load))]
    bases: dict[str, CaseResult] = {}
    results = []
    for done, (load, failing) in enumerate(cases):
        case = _case(load, failing)
        if progress is not None:
            progress(done, len(cases), case.name)
        result = settle(plant, table, case, bases.get(load) or bases.get(SUSTAINED), islands=islands)
        if failing is None:
            bases[load] = result
        results.append(result)
    results.sort(key=lambda result: result.case.failure is not None)
    rows = worst_rows(table, results, uncertainty)
    return CheckResult(config=config, plant=plant, table=table, results=tuple(results), rows=rows)


def _counting(classes: tuple[FailureClass, ...], load: str) -> list[FailureClass]:
    """Return the failures that a load case is combined with: at nameplate those of the power chain."""
    return [each for each in classes if load == SUSTAINED or each.failure.family == "power"]


def _case(load: str, failing: FailureClass | None) -> Case:
    if failing is None:
        return Case(load=load)
    return Case(load=load, failure=failing.failure, equals=failing.equals)


def settle(
    plant: Plant,
    table: LimitTable,
    case: Case,
    base: CaseResult | None,
    drive: Drive | None = None,
    *,
    islands: Islands | None = None,
) -> CaseResult:
    """Settle one case of a plant and judge it.

    Parameters
    ----------
    plant : Plant
        With everything in service.
    table : LimitTable
        Of that plant.
    case : Case
    base : CaseResult or None
        A neighbouring case to start from.
    drive : Drive, optional
        Instead of that of the load case.
    islands : Islands, optional
        Of that plant, to settle it by; not with a drive of its own.

    Returns
    -------
    CaseResult
    """
    failed = plant if case.failure is None else without(plant, case.failure)
    drive = drive_of(plant, case.load) if drive is None else drive
    system, steady = _steady(
        failed, drive, base, lambda near: None if islands is None else islands.state(case, near)
    )
    if not steady.solved:
        throttled = _throttled(system, drive, base) if steady.outcome is Outcome.RUNAWAY else None
        return CaseResult(
            case=case, plant=failed, steady=steady, snapshot=None, judgement=None, throttled=throttled
        )
    seen = _seen(system, drive, steady, base)
    judgement = table.judge(failed, seen)
    hot = np.isin(
        table.limit_index, [i for i, limit in enumerate(table.limits) if limit.id in JUNCTION_LIMITS]
    )
    too_hot = bool((judgement.margin[hot] < 0.0).any()) and case.load == SUSTAINED
    return CaseResult(
        case=case,
        plant=failed,
        steady=steady,
        snapshot=seen,
        judgement=judgement,
        throttled=_throttled(system, drive, base) if too_hot else None,
    )


def _steady(
    failed: Plant, drive: Drive, base: CaseResult | None, by_islands: ByIslands
) -> tuple[System, SteadyState]:
    neighbour = base.steady if base is not None and base.solved else None
    if base is not None and neighbour is not None and _same_heat(base, failed, drive):
        # Only the power chain differs, and nothing acts back from it on the cooling: the state is the same.
        system = copy(neighbour.system)
        system.plant = failed
        return system, replace(neighbour, system=system)
    near, like = (None, None) if neighbour is None else (neighbour.state, neighbour.system)
    system = System(failed, like)
    found = by_islands(near)
    guess = near if found is None else found
    steady = solve_steady(system, drive, guess=guess)
    again = guess is not None and steady.outcome is Outcome.NOT_CONVERGED
    return system, solve_steady(system, drive) if again else steady


def _seen(system: System, drive: Drive, steady: SteadyState, base: CaseResult | None) -> Snapshot:
    """Return what the case shows; where only the power chain differs, only that is worked out anew."""
    if base is None or base.snapshot is None or steady.state is not base.steady.state:
        return snapshot(system, drive, steady.state, steady.evaluation)
    power = power_state(system.plant.power, base.snapshot.load_w)
    drawn_w = power.utility_w + float(power.generator_w.sum())
    return replace(base.snapshot, power=power, facility_power_w=drawn_w)


def _same_heat(base: CaseResult, failed: Plant, drive: Drive) -> bool:
    same_load = np.array_equal(base.steady.drive.activity_frac, drive.activity_frac)
    same_block = base.steady.drive.nameplate == drive.nameplate
    parts = ("chips", "cabinets", "tcs", "cdus", "fws", "chw", "halls", "blocks")
    return same_load and same_block and all(getattr(base.plant, p) is getattr(failed, p) for p in parts)


def _throttled(system: System, drive: Drive, base: CaseResult | None) -> Throttled:
    """Return what the chips' own protection makes of a case."""
    guess: Floats | None = base.steady.state if base is not None and base.solved else None
    protected = replace(drive, throttling=True, capping=True)
    steady = solve_steady(system, protected, guess=guess)
    if not steady.solved:
        nothing = float("nan")
        return Throttled(
            outcome=steady.outcome,
            cause=steady.cause,
            max_junction_k=nothing,
            lowest_clock_frac=nothing,
            work_lost_frac=nothing,
            it_power_w=nothing,
        )
    return _protected(system.plant, protected, snapshot(system, protected, steady.state, steady.evaluation))


def _protected(plant: Plant, drive: Drive, seen: Snapshot) -> Throttled:
    work = plant.chips.multiplicity * drive.activity_frac[plant.chips.cabinet_index]
    return Throttled(
        outcome=Outcome.SOLVED,
        cause="",
        max_junction_k=float(seen.chips.worst_junction_k.max()),
        lowest_clock_frac=float(seen.chips.clock_frac.min()),
        work_lost_frac=1.0 - float((work * seen.chips.clock_frac).sum() / max(work.sum(), 1e-12)),
        it_power_w=seen.it_power_w,
    )
