"""Operating envelope: the largest cabinet heat against supply temperature, the smallest flow against heat.

Every point is a steady state of the site with everything in service, found by moving the load or the flow of all
cabinets together until the first limit is reached. What does not follow heat or flow (floor, frost) stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.config import SiteConfig
from twin.limits import LimitTable
from twin.limits.evaluate import AT_THE_BOUND_FRAC
from twin.limits.limit import SUSTAINED
from twin.plant import Plant, build_plant
from twin.plant.records import Floats
from twin.studies.check.drives import drive_of
from twin.studies.check.run import settle
from twin.studies.check.types import Case, CaseResult

LOAD_RANGE = (0.05, 2.0)
"""Multiples of the sustained activity that are searched."""
FLOW_RANGE = (0.2, 1.75)
"""Multiples of the loops' flow that are searched."""
HEAT_POINTS = (0.4, 0.6, 0.8, 1.0, 1.1, 1.2)
"""Multiples of the sustained activity at which the smallest flow is sought."""
TEMPERATURE_POINTS = 7
PRECISION = 5e-3
UNSOLVED_FRAC = -1.0
"""Stands for the margin of a state that does not exist, so that the search leaves it."""
STAYS_OUT = ("floor.", "freeze.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopePoint:
    """One point; ``heat_w`` and ``flow_m3_s`` are NaN where nothing is possible, ``limit`` binds there."""

    supply_k: float
    heat_w: float
    liquid_w: float
    flow_m3_s: float
    activity_frac: float
    limit: str | None
    scope: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Both curves for the cabinet that gives most heat to its coolant."""

    cabinet: str
    heat_against_supply: tuple[EnvelopePoint, ...]
    flow_against_heat: tuple[EnvelopePoint, ...]


def operating_envelope(config: SiteConfig, supply_k: Sequence[float] | None = None) -> Envelope | None:
    """Return the operating envelope of a site.

    Parameters
    ----------
    config : SiteConfig
    supply_k : sequence of float, optional
        Supply set-points [K]; evenly over the range that all liquid-cooled cabinets allow where not given.

    Returns
    -------
    Envelope or None
        None for a site without liquid-cooled cabinets or without a steady state.

    Notes
    -----
    At cabinet resolution, with the worst branch of each cabinet by the analytic in-cabinet spread: a hundred
    steady states are sought.
    """
    plant = build_plant(config, "cabinet")
    if not (plant.cabinets.loop_index >= 0).any():
        return None
    table = LimitTable(plant)
    base = settle(plant, table, Case(load=SUSTAINED), None)
    if base.snapshot is None:
        return None
    search = _Search(plant, table, base, int(np.argmax(base.snapshot.cabinets.liquid_w)))
    points = _supply_points(plant) if supply_k is None else np.asarray(supply_k, dtype=np.float64)
    return Envelope(
        cabinet=plant.cabinets.names[search.leader],
        heat_against_supply=tuple(search.largest_heat(float(temp)) for temp in points),
        flow_against_heat=tuple(search.smallest_flow(load) for load in HEAT_POINTS),
    )


def envelope_fields(curves: Envelope) -> dict[str, Any]:
    """Return an envelope in display units."""
    return {
        "cabinet": curves.cabinet,
        "heat_against_supply": [_point_fields(point) for point in curves.heat_against_supply],
        "flow_against_heat": [_point_fields(point) for point in curves.flow_against_heat],
    }


def _point_fields(point: EnvelopePoint) -> dict[str, Any]:
    return {
        "supply_temp_degc": point.supply_k - 273.15,
        "heat_kw": point.heat_w / 1e3,
        "liquid_kw": point.liquid_w / 1e3,
        "flow_l_min": point.flow_m3_s * 60e3,
        "activity_percent": point.activity_frac * 100.0,
        "limit": point.limit,
        "scope": point.scope,
    }


def _supply_points(plant: Plant) -> Floats:
    racks = plant.cabinets.loop_index >= 0
    low, high = plant.cabinets.supply_min_k[racks].max(), plant.cabinets.supply_max_k[racks].min()
    return np.linspace(low, high, TEMPERATURE_POINTS)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A state on the way: its smallest margin as a fraction, the row it belongs to, and the case itself."""

    fraction: float
    row: int
    result: CaseResult


At = Callable[[float], tuple[Plant, float]]
"""From what is moved (load or flow) to plant and load."""


class _Search:
    """Moves load, set-point and flow of a site and tells which limit is nearest."""

    def __init__(self, plant: Plant, table: LimitTable, base: CaseResult, leader: int) -> None:
        self.plant, self.table, self.base, self.leader = plant, table, base, leader
        follows = np.array([not limit.id.startswith(STAYS_OUT) for limit in table.limits])
        self.counts = table.counts_in(SUSTAINED) & follows[table.limit_index]

    def largest_heat(self, supply_k: float) -> EnvelopePoint:
        """Return the point at the largest load that a supply set-point allows."""
        plant = _with_supply(self.plant, supply_k)
        low, high = LOAD_RANGE
        return self._edge(lambda load: (plant, load), [low], high)

    def smallest_flow(self, load: float) -> EnvelopePoint:
        """Return the point at the smallest flow that a load allows."""
        low, high = FLOW_RANGE
        return self._edge(lambda flow: (_with_flow(self.plant, flow), load), [1.0, 1.25, 1.5, high], low)

    def _edge(self, at: At, inside: Sequence[float], outside: float) -> EnvelopePoint:
        """Return the point at which the first limit is reached on the way from inside to outside.

        ``inside`` are the values at which all limits may be kept, likeliest first.
        """
        from scipy.optimize import brentq  # 0.3 s that a check without an envelope need not pay

        seen: dict[float, _Seen] = {}

        def nearest(moved: float) -> float:
            neighbours = [place for place in seen if seen[place].result.solved]
            closest = min(neighbours, key=lambda place: abs(place - moved), default=None)
            guess = self.base if closest is None else seen[closest].result
            seen[moved] = self._nearest(*at(moved), guess)
            return seen[moved].fraction

        start = next((moved for moved in inside if nearest(moved) >= 0.0), None)
        if start is None:
            return self._point(at(inside[0]), seen[inside[0]], possible=False)
        if nearest(outside) >= 0.0:
            return replace(self._point(at(outside), seen[outside], possible=True), limit=None, scope=None)
        edge = float(brentq(nearest, start, outside, xtol=PRECISION))
        kept = min(
            (moved for moved in seen if seen[moved].fraction >= 0.0), key=lambda moved: abs(moved - edge)
        )
        broken = min(
            (moved for moved in seen if seen[moved].fraction < 0.0), key=lambda moved: abs(moved - edge)
        )
        return self._point(at(kept), replace(seen[kept], row=seen[broken].row), possible=True)

    def _nearest(self, plant: Plant, load: float, guess: CaseResult) -> _Seen:
        drive = drive_of(plant, SUSTAINED)
        moved = replace(
            drive,
            activity_frac=drive.activity_frac * load,
            memory_frac=np.minimum(drive.memory_frac * load, 1.0),
        )
        result = settle(plant, self.table, Case(load=SUSTAINED), guess, moved)
        if result.judgement is None:
            return _Seen(UNSOLVED_FRAC, -1, result)
        counts = self.counts & result.judgement.applies & np.isfinite(result.judgement.fraction)
        fraction = np.where(counts, result.judgement.fraction, np.inf)
        row = int(fraction.argmin())
        return _Seen(float(fraction[row]) + AT_THE_BOUND_FRAC, row, result)

    def _point(self, where: tuple[Plant, float], seen: _Seen, possible: bool) -> EnvelopePoint:
        (plant, load), leader, nothing = where, self.leader, float("nan")
        snapshot = seen.result.snapshot
        cabinets = snapshot.cabinets if possible and snapshot is not None else None
        return EnvelopePoint(
            supply_k=float(plant.tcs.supply_setpoint_k[plant.cabinets.loop_index[leader]]),
            heat_w=nothing if cabinets is None else float(cabinets.power_w[leader]),
            liquid_w=nothing if cabinets is None else float(cabinets.liquid_w[leader]),
            flow_m3_s=nothing if cabinets is None else float(cabinets.flow_m3_s[leader]),
            activity_frac=load * float(plant.cabinets.sustained_activity_frac[leader]),
            limit=None if seen.row < 0 else self.table.limits[self.table.limit_index[seen.row]].id,
            scope=None if seen.row < 0 else self.table.scopes[seen.row],
        )


def _with_supply(plant: Plant, supply_k: float) -> Plant:
    setpoints = np.full_like(plant.tcs.supply_setpoint_k, supply_k)
    return replace(plant, tcs=replace(plant.tcs, supply_setpoint_k=setpoints))


def _with_flow(plant: Plant, factor: float) -> Plant:
    tcs = replace(
        plant.tcs, set_flow_m3_s=plant.tcs.set_flow_m3_s * factor, set_dp_pa=plant.tcs.set_dp_pa * factor**2
    )
    return replace(plant, tcs=tcs)
