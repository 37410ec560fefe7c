"""What the twin computes for a site at its design point: value, range, kind, and what the range rests on."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.cooling.metrics import pue_ratio
from twin.config import SiteConfig, Sourced
from twin.engine.sensitivity import Sensitivities, input_sensitivities, uncertain_numbers
from twin.engine.snapshot import Snapshot
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.limits.limit import SUSTAINED
from twin.plant import Plant, build_plant
from twin.plant.records import Floats
from twin.studies.check.drives import drive_of
from twin.studies.check.uncertainty import kept_file
from twin.studies.compare.cell import COUNT, Cell, missing, weakest
from twin.units import write_whole

Say = Callable[[str], None]

NAMES: Final = (
    "it_power",
    "facility_power",
    "pue",
    "liquid_share",
    "door_share",
    "flow",
    "specific_flow",
    "chip_power",
    "optics_power",
    "cabinet_power_fullest",
)
"""Figures of the whole site, SI; the fullest cabinet is the one that draws most."""
DECISIVE_SHARE: Final = 0.9
"""Share of the squared spread of a figure that the numbers it is said to rest on make up."""

WITHOUT_LIQUID: Final = frozenset({"flow", "specific_flow"})


def figures_of(plant: Plant, seen: Snapshot) -> Floats:
    """Return the figures of `NAMES`; coolant figures are NaN where nothing is cooled by it."""
    liquid_w, it_w = float(seen.cabinets.liquid_w.sum()), seen.it_power_w
    flows = seen.cabinets.flow_m3_s[np.isfinite(seen.cabinets.flow_m3_s)]
    flow = float(flows.sum()) if flows.size else math.nan
    return np.array(
        [
            it_w,
            seen.facility_power_w,
            float(pue_ratio(seen.facility_power_w, it_w)),
            liquid_w / it_w,
            float(seen.cabinets.door_w.sum()) / it_w,
            flow,
            flow / liquid_w if liquid_w > 0.0 else math.nan,
            float((plant.chips.multiplicity * seen.chips.power_w).sum()),
            float((plant.optics.count * plant.optics.power_w).sum()),
            float(seen.cabinets.power_w.max()),
        ]
    )


def computed_figures(
    config: SiteConfig, plant: Plant, seen: Snapshot | None, cause: str, say: Say | None = None
) -> dict[str, Cell]:
    """Return the figures of a site with range and kind.

    Parameters
    ----------
    config : SiteConfig
    plant : Plant
    seen : Snapshot or None
        Of the sustained load at the design point.
    cause : str
        Why there is no snapshot.
    say : callable, optional
        Told what takes time.

    Returns
    -------
    dict
        A cell for each of `NAMES`. Range: the ranges of all catalogue numbers to first order, upward and downward
        apart, as the root of summed squares. Kind: the weakest kind among the fewest numbers that make up nine
        tenths of the squared spread; a number that hardly moves a figure does not decide what it is worth.
    """
    if seen is None:
        return {name: missing(f"no steady state at the design point ({cause})") for name in NAMES}
    spread = _spread(config, say)
    values = figures_of(plant, seen)
    return {
        name: _cell(float(value), spread.get(name), name) for name, value in zip(NAMES, values, strict=True)
    }


def _cell(value: float, spread: Mapping[str, Any] | None, name: str) -> Cell:
    if not math.isfinite(value):
        return missing(
            "nothing here is cooled by cold plates" if name in WITHOUT_LIQUID else "could not be worked out"
        )
    if spread is None:
        return missing("its range could not be worked out")
    down, up = float(spread["down"]), float(spread["up"])
    return Cell(
        value=value,
        low=max(value - down, 0.0),
        high=value + up,
        kind=str(spread["kind"]),
        rests_on=tuple(spread["rests_on"]),
    )


def _spread(config: SiteConfig, say: Say | None) -> dict[str, Any]:
    path = kept_file(config, "compare")
    kept = _read(path)
    if kept is not None:
        return kept
    if say is not None:
        say("finding what each figure rests on (kept for the next comparison)")
    fresh = _worked_out(config)
    if path is not None and fresh:
        with contextlib.suppress(OSError):
            write_whole(path, json.dumps(fresh))
    return fresh


def _worked_out(config: SiteConfig) -> dict[str, Any]:
    plant = build_plant(config, "cabinet")
    steady = solve_steady(System(plant), drive_of(plant, SUSTAINED))
    if not steady.solved:
        return {}
    found = input_sensitivities(config, steady, lambda of: drive_of(of, SUSTAINED), figures_of)
    numbers = uncertain_numbers(config)
    return {name: _summary(found, numbers, column) for column, name in enumerate(NAMES)}


def _summary(found: Sensitivities, numbers: Mapping[str, Sourced], column: int) -> dict[str, Any]:
    swings = found.swing[:, column]
    swings = np.where(np.isfinite(swings), swings, 0.0)
    down_squared = up_squared = 0.0
    for name, swing in zip(found.names, swings.tolist(), strict=True):
        number = numbers[name]
        upper_frac = (number.high - number.value) / (number.high - number.low)
        upward = swing * upper_frac if swing > 0.0 else -swing * (1.0 - upper_frac)
        up_squared += upward**2
        down_squared += (abs(swing) - upward) ** 2
    decisive = _decisive(found, swings)
    return {
        "down": math.sqrt(down_squared),
        "up": math.sqrt(up_squared),
        "kind": weakest(numbers[name].kind for name in decisive) or COUNT,
        "rests_on": [f"{name} ({numbers[name].kind})" for name in decisive],
    }


def _decisive(found: Sensitivities, swings: Floats) -> list[str]:
    """Return the fewest numbers that make up most of the squared spread, the largest first."""
    enough = DECISIVE_SHARE * float((swings**2).sum())
    names: list[str] = []
    reached = 0.0
    for place in np.argsort(-np.abs(swings)).tolist():
        if reached >= enough:
            break
        names.append(found.names[place])
        reached += float(swings[place]) ** 2
    return names


def _read(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        complete = all(
            {"down", "up", "kind", "rests_on"} <= set(content[name]) and isinstance(name, str)
            for name in NAMES
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(content) if complete else None
