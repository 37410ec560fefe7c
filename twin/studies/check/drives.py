"""The load cases of a check as what drives the plant."""

from __future__ import annotations

import numpy as np

from twin.engine.drive import Drive
from twin.limits.limit import NAMEPLATE, SUSTAINED
from twin.plant import Plant


def drive_of(plant: Plant, load: str) -> Drive:
    """Return the drive of a load case: design weather, no throttling, no power cap."""
    count = len(plant.cabinets.names)
    activity = plant.cabinets.sustained_activity_frac if load == SUSTAINED else np.ones(count)
    return Drive(
        activity_frac=activity.copy(),
        memory_frac=activity.copy(),
        measured_power_w=np.full(count, np.nan),
        dry_bulb_k=plant.dry_bulb_k,
        wet_bulb_k=plant.wet_bulb_k,
        pressure_pa=plant.pressure_pa,
        dew_point_k=plant.halls.dew_point_k,
        throttling=False,
        capping=False,
        nameplate=load == NAMEPLATE,
    )
