"""One run of the reference engine that must not drift: CloudMatrix 384, half an hour, one step of activity.

After a wanted change of results, make the stored values anew and say in the changelog how far they moved::

    python -m tests.regression.reference_case

The engine makes them at a relative tolerance of 1e-8, a thousand times tighter than the usual one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np

from twin.config import load_site
from twin.engine.reference import simulate
from twin.engine.trajectory import Trajectory
from twin.inputs import Inputs, Signal
from twin.plant import build_plant

STORED: Final = Path(__file__).with_name("cloudmatrix384_step.json")
DURATION_S: Final = 1800.0
SAMPLE_S: Final = 100.0
TIGHT: Final = 1e-8

TAGS: Final = {
    "sn-1.compute-01 hottest junction [K]": ("cabinets", "max_junction_k", 0, 0.02),
    "sn-1.compute-12 hottest junction [K]": ("cabinets", "max_junction_k", 15, 0.02),
    "sn-1.compute-01 coolant leaving [K]": ("cabinets", "return_k", 0, 0.02),
    "sn-1.compute-01 pressure drop [Pa]": ("cabinets", "pressure_drop_pa", 0, 5.0),
    "tcs-1 supply [K]": ("tcs", "supply_k", 0, 0.01),
    "tcs-1.cdu-1 primary valve [-]": ("cdus", "valve_frac", 0, 1e-3),
    "fws-1 return [K]": ("fws", "return_k", 0, 0.02),
    "fws-1 trim heat [W]": ("fws", "trim_w", 0, 300.0),
    "hall-a air return [K]": ("halls", "air_return_k", 0, 0.02),
    "site IT power [W]": ("site", "it_power_w", 0, 20.0),
    "site facility power [W]": ("site", "facility_power_w", 0, 100.0),
}
"""Family, quantity and member of each tag, and how far the usual engine may stand from the stored values."""


def run(relative_tolerance: float | None = None) -> Trajectory:
    """Return the run, by default at the usual tolerance of the engine."""
    plant = build_plant(load_site("cloudmatrix384"), "cabinet")
    count = len(plant.cabinets.names)
    load = Signal(time_s=np.array([0.0, 600.0]), values=np.array([[0.3] * count, [0.9] * count]), kind="hold")
    inputs = Inputs(
        activity=load,
        memory=load,
        measured_power_w=None,
        dry_bulb_k=Signal.constant(plant.dry_bulb_k),
        wet_bulb_k=Signal.constant(plant.wet_bulb_k),
        air_pressure_pa=Signal.constant(plant.pressure_pa),
        indoor_dew_point_k=None,
        label="step of activity from 0.3 to 0.9 at 600 s",
    )
    if relative_tolerance is None:
        return simulate(plant, inputs, DURATION_S, sample_s=SAMPLE_S)
    return simulate(plant, inputs, DURATION_S, sample_s=SAMPLE_S, relative_tolerance=relative_tolerance)


def series(trajectory: Trajectory, tag: str) -> list[float]:
    """Return the values of one tag."""
    family, quantity, member, _ = TAGS[tag]
    return [float(value) for value in trajectory.series[family][quantity][:, member]]


def store() -> None:
    """Write the stored values."""
    trajectory = run(TIGHT)
    stored = {
        "what": "cloudmatrix384, cabinet resolution, design day, activity 0.3 then 0.9 from 600 s on",
        "made_by": f"python -m tests.regression.reference_case, relative tolerance {TIGHT:g}",
        "time_s": [float(time_s) for time_s in trajectory.time_s],
        "tags": {tag: [round(value, 6) for value in series(trajectory, tag)] for tag in TAGS},
    }
    STORED.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    store()
