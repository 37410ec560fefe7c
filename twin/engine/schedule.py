"""From the inputs of a run to the drive at one instant."""

from __future__ import annotations

import numpy as np

from twin.engine.drive import Drive
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Plant


def drive_at(plant: Plant, inputs: Inputs, time_s: float) -> Drive:
    """Return what drives a plant at an instant of a run; chips protect themselves, as they do in service."""
    count = len(plant.cabinets.names)
    measured = (
        np.full(count, np.nan) if inputs.measured_power_w is None else inputs.measured_power_w.at(time_s)
    )
    activity = inputs.activity.at(time_s)
    return Drive(
        activity_frac=activity,
        memory_frac=activity if inputs.memory is inputs.activity else inputs.memory.at(time_s),
        measured_power_w=measured,
        dry_bulb_k=float(inputs.dry_bulb_k.at(time_s)[0]),
        wet_bulb_k=float(inputs.wet_bulb_k.at(time_s)[0]),
        pressure_pa=float(inputs.air_pressure_pa.at(time_s)[0]),
        dew_point_k=_dew_point(plant, inputs, time_s),
        throttling=True,
        capping=True,
    )


def design_drive(
    plant: Plant, activity_frac: Floats, *, protected: bool = False, nameplate: bool = False
) -> Drive:
    """Return a constant drive at the site's design day.

    ``protected`` lets chips throttle and cap their power; limit studies keep both off.
    """
    return Drive(
        activity_frac=activity_frac,
        memory_frac=activity_frac,
        measured_power_w=np.full(len(plant.cabinets.names), np.nan),
        dry_bulb_k=plant.dry_bulb_k,
        wet_bulb_k=plant.wet_bulb_k,
        pressure_pa=plant.pressure_pa,
        dew_point_k=plant.halls.dew_point_k,
        throttling=protected,
        capping=protected,
        nameplate=nameplate,
    )


def _dew_point(plant: Plant, inputs: Inputs, time_s: float) -> Floats:
    if inputs.indoor_dew_point_k is None:
        return plant.halls.dew_point_k
    return np.broadcast_to(inputs.indoor_dew_point_k.at(time_s), plant.halls.dew_point_k.shape)
