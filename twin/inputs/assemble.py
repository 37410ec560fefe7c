"""Load and weather joined into the inputs of a run."""

from __future__ import annotations

from numpy.typing import ArrayLike

from twin.inputs.cabinet_load import Load
from twin.inputs.signal import Inputs, Signal
from twin.inputs.weather import OutdoorAir

__all__ = ["join_inputs"]


def join_inputs(load: Load, air: OutdoorAir, indoor_dew_point_k: Signal | ArrayLike | None = None) -> Inputs:
    """Return what drives a run.

    Parameters
    ----------
    load : Load
        From `build_activity`.
    air : OutdoorAir
        From `design_point`, `design_day`, `trace_weather` or `epw_weather`.
    indoor_dew_point_k : Signal, array-like or None
        None: the halls keep the dew points of the site file.
    """
    dew = indoor_dew_point_k
    return Inputs(
        activity=load.activity,
        memory=load.memory,
        measured_power_w=load.measured_power_w,
        dry_bulb_k=air.dry_bulb_k,
        wet_bulb_k=air.wet_bulb_k,
        air_pressure_pa=air.air_pressure_pa,
        indoor_dew_point_k=dew if dew is None or isinstance(dew, Signal) else Signal.constant(dew),
        label=f"{load.label}; {air.label}",
        notes=(*load.notes, *air.notes),
    )
