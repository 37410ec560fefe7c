"""A comparison as a document for machines: display units, no NaN."""

from __future__ import annotations

from typing import Any, Final

from twin.studies.check.document import plain
from twin.studies.compare.cell import Cell
from twin.studies.compare.notes import met
from twin.studies.compare.quantities import ZERO_CELSIUS_K, Quantity
from twin.studies.compare.rows import Row
from twin.studies.compare.run import Comparison
from twin.studies.compare.system import Compared

SCHEMA_VERSION: Final = "1.0"
"""Raised by one in front of the point when a field goes or changes its meaning, behind it when one is added."""


def compare_document(comparison: Comparison) -> dict[str, Any]:
    """Return the content of a comparison as plain dictionaries and lists.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    dict
        As `site_configs/schemas/compare.schema.json` describes: `values`, `kinds` and `cells` of a row stand in the
        order of `sites`; a missing figure is null, with the reason in its cell.
    """
    return dict(
        plain(
            {
                "schema_version": SCHEMA_VERSION,
                "sites": [_site_fields(system) for system in comparison.systems],
                "rows": [_row_fields(row) for row in comparison.rows],
                "conflicts": _conflicts(comparison),
            }
        )
    )


def _site_fields(system: Compared) -> dict[str, Any]:
    base, plant = system.check.base, system.check.plant
    seen = base.snapshot
    return {
        "site": system.label,
        "title": system.config.site.title,
        "supernodes": dict(system.census.types),
        "weather": system.config.site.weather,
        "dry_bulb_degc": plant.dry_bulb_k - ZERO_CELSIUS_K,
        "wet_bulb_degc": plant.wet_bulb_k - ZERO_CELSIUS_K,
        "outcome": "solved" if base.solved else "unsolved",
        "cause": base.cause,
        "heat_kw": None
        if seen is None
        else {
            "cold_plates": float(seen.cabinets.liquid_w.sum()) / 1e3,
            "doors": float(seen.cabinets.door_w.sum()) / 1e3,
            "air": (seen.it_power_w - float((seen.cabinets.liquid_w + seen.cabinets.door_w).sum())) / 1e3,
        },
        "power_kw": None
        if seen is None
        else {
            "chips": float((plant.chips.multiplicity * seen.chips.power_w).sum()) / 1e3,
            "optics": float((plant.optics.count * plant.optics.power_w).sum()) / 1e3,
            "other_it": (
                seen.it_power_w
                - float((plant.chips.multiplicity * seen.chips.power_w).sum())
                - float((plant.optics.count * plant.optics.power_w).sum())
            )
            / 1e3,
            "cooling": seen.cooling_power_w / 1e3,
            "electrical_losses": float(seen.power.loss_w.sum()) / 1e3,
        },
    }


def _row_fields(row: Row) -> dict[str, Any]:
    quantity = row.quantity
    return {
        "quantity": quantity.id,
        "title": quantity.title,
        "section": quantity.section,
        "column": row.column,
        "unit": quantity.unit,
        "of": quantity.of,
        "workload": quantity.workload or None,
        "values": [_shown(quantity, cell) for cell in row.cells],
        "ratio": row.ratios[0],
        "ratios": list(row.ratios),
        "kind": row.kind or None,
        "kinds": [cell.kind or None for cell in row.cells],
        "cells": [_cell_fields(quantity, cell) for cell in row.cells],
        "note": " ".join(row.notes),
        "notes": list(row.notes),
    }


def _shown(quantity: Quantity, cell: Cell) -> float | str | None:
    return cell.value if isinstance(cell.value, str) else quantity.shown(cell.value)


def _cell_fields(quantity: Quantity, cell: Cell) -> dict[str, Any]:
    return {
        "value": _shown(quantity, cell),
        "low": quantity.shown(cell.low),
        "high": quantity.shown(cell.high),
        "kind": cell.kind or None,
        "rests_on": list(cell.rests_on),
        "reason": cell.reason,
    }


def _conflicts(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the conflicts that any row meets, each once."""
    found = {}
    for row in comparison.rows:
        for entry, conflict, _ in met(comparison.systems, row.quantity.id, row.quantity.workload):
            found[entry, conflict.claim] = {
                "entry": entry,
                "about": list(conflict.about),
                "against": conflict.against,
                "claim": conflict.claim,
                "ratio": None if conflict.ratio is None else conflict.ratio.value,
                "kind": None if conflict.ratio is None else conflict.ratio.kind,
                "explanation": conflict.explanation.strip(),
                "source": conflict.source.strip(),
            }
    return list(found.values())
