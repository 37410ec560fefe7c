"""The load cases of a check as what drives the plant."""

from __future__ import annotations

import numpy as np

from twin.engine.drive import Drive
from twin.engine.schedule import design_drive
from twin.limits.limit import NAMEPLATE, SUSTAINED
from twin.plant import Plant


def drive_of(plant: Plant, load: str) -> Drive:
    """Return the drive of a load case: design weather, no throttling, no power cap."""
    sustained = plant.cabinets.sustained_activity_frac
    activity = sustained if load == SUSTAINED else np.ones(sustained.size)
    return design_drive(plant, activity, nameplate=load == NAMEPLATE)
