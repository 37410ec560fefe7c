"""A check as a document for machines: display units in the names, no NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from twin.studies.check.closure import energy_closure_frac
from twin.studies.check.envelope import Envelope, envelope_fields
from twin.studies.check.relief import Relief, relief_fields
from twin.studies.check.sections import (
    cabinet_rows,
    cdu_rows,
    control_rows,
    hall_rows,
    loop_rows,
    power_rows,
)
from twin.studies.check.types import CaseResult, CheckResult, LimitRow, OperatingPoint, Throttled
from twin.studies.check.worst import operating_point

SCHEMA_VERSION: Final = "1.0"
"""Raised by one in front of the point when a field goes or changes its meaning, behind it when one is added."""
ZERO_CELSIUS_K: Final = 273.15


def check_document(
    result: CheckResult, *, envelope: Envelope | None = None, reliefs: Sequence[Relief] | None = None
) -> dict[str, Any]:
    """Return the content of a check as plain dictionaries and lists.

    Parameters
    ----------
    result : CheckResult
    envelope : Envelope, optional
        Part of the document where it was asked for.
    reliefs : sequence of Relief, optional
        Likewise.

    Returns
    -------
    dict
        As `site_configs/schemas/check.schema.json` describes. Components are shown at the sustained load with
        everything in service; without a steady state there they are empty, and figures are null.
    """
    plant, seen = result.plant, result.base.snapshot
    closures = [energy_closure_frac(each.plant, each.snapshot) for each in result.results if each.snapshot]
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "site": result.config.name,
        "title": result.config.site.title,
        "resolution": plant.resolution,
        "it_power_kw": None if seen is None else seen.it_power_w / 1e3,
        "facility_power_kw": None if seen is None else seen.facility_power_w / 1e3,
        "chips": round(float(plant.chips.multiplicity.sum())),
        "optical_modules": int(plant.optics.count.sum()),
        "liquid_fraction": None if seen is None else float(seen.cabinets.liquid_w.sum()) / seen.it_power_w,
        "door_fraction": None if seen is None else float(seen.cabinets.door_w.sum()) / seen.it_power_w,
        "energy_closure": max(closures, default=None),
        "operating_point": point_fields(operating_point(result.base)),
        "cases": [case_fields(each, result) for each in result.results],
        "cabinets": [] if seen is None else cabinet_rows(plant, seen),
        "cdus": [] if seen is None else cdu_rows(plant, seen),
        "loops": [] if seen is None else loop_rows(plant, seen),
        "halls": [] if seen is None else hall_rows(plant, seen),
        "power": [] if seen is None else power_rows(plant, seen),
        "controls": [] if seen is None else control_rows(plant, seen),
        "limits": [limit_fields(row) for row in result.rows],
    }
    if envelope is not None:
        document["envelope"] = envelope_fields(envelope)
    if reliefs is not None:
        document["reliefs"] = [relief_fields(relief) for relief in reliefs]
    return dict(plain(document))


def case_fields(result: CaseResult, check: CheckResult) -> dict[str, Any]:
    """Return a case: how it ended, and its smallest margin."""
    fields: dict[str, Any] = {
        "name": result.case.name,
        "load": result.case.load,
        "out": None if result.case.failure is None else result.case.failure.name,
        "equals": list(result.case.equals),
        "outcome": "solved" if result.solved else "unsolved",
        "cause": result.cause,
        "it_power_kw": None if result.snapshot is None else result.snapshot.it_power_w / 1e3,
        "worst_limit": None,
        "worst_scope": None,
        "worst_margin_fraction": None,
        "throttled": None if result.throttled is None else _throttled_fields(result.throttled),
    }
    if result.judgement is None:
        return fields
    counts = check.table.counts_in(result.case.load)
    judgement = result.judgement
    # What could not be judged is listed with the limits; the worst of a case is one that has a margin.
    rank = [
        rank if counted and math.isfinite(fraction) else math.inf
        for rank, fraction, counted in zip(judgement.rank, judgement.fraction, counts, strict=True)
    ]
    worst = min(range(len(rank)), key=rank.__getitem__)
    return fields | {
        "worst_limit": check.table.limits[check.table.limit_index[worst]].id,
        "worst_scope": check.table.scopes[worst],
        "worst_margin_fraction": result.judgement.fraction[worst],
    }


def _throttled_fields(throttled: Throttled) -> dict[str, Any]:
    return {
        "outcome": "solved" if throttled.outcome.value == "solved" else "unsolved",
        "cause": throttled.cause,
        "max_junction_temp_degc": throttled.max_junction_k - ZERO_CELSIUS_K,
        "lowest_clock_percent": throttled.lowest_clock_frac * 100.0,
        "work_lost_percent": throttled.work_lost_frac * 100.0,
        "it_power_kw": throttled.it_power_w / 1e3,
    }


def point_fields(point: OperatingPoint) -> dict[str, Any]:
    """Return an operating point in display units."""
    return {
        "load": point.load,
        "out": point.out,
        "it_power_kw": point.it_power_w / 1e3,
        "dry_bulb_degc": point.dry_bulb_k - ZERO_CELSIUS_K,
        "wet_bulb_degc": point.wet_bulb_k - ZERO_CELSIUS_K,
        "supply_temp_degc": point.supply_k - ZERO_CELSIUS_K,
    }


def limit_fields(row: LimitRow) -> dict[str, Any]:
    """Return a row of the limit table."""
    return {
        "id": row.id,
        "scope": row.scope,
        "quantity": row.quantity,
        "case": row.case,
        "operating_point": point_fields(row.operating_point),
        "value": row.value,
        "bound": row.bound,
        "unit": row.unit,
        "margin": row.margin,
        "margin_fraction": row.margin_fraction,
        "status": row.status,
        "binding": row.binding,
        "least_certain_input": row.least_certain_input,
        "source": row.source,
        "margin_spread": row.margin_spread,
    }


def plain(value: Any) -> Any:
    """Return a value that JSON can hold: no array scalars, null for what is not finite.

    >>> plain({"a": float("nan"), "b": (1.0, "x")})
    {'a': None, 'b': [1.0, 'x']}
    """
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    number = value.item() if hasattr(value, "item") else value
    return number if isinstance(number, bool | int) or math.isfinite(number) else None
