"""Short runs for tests: inputs that are constant but for the load of the cabinets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from twin.inputs import Inputs, Signal
from twin.plant import Plant


def inputs_of(of: Plant, activity: Signal | float, **changes: Any) -> Inputs:
    """Return inputs at a plant's design day: one activity for all cabinets, or a signal of one column or each."""
    count = len(of.cabinets.names)
    load = activity if isinstance(activity, Signal) else Signal.constant(np.full(count, activity))
    if load.width == 1:
        load = replace(load, values=np.repeat(load.values, count, axis=1))
    base = Inputs(
        activity=load,
        memory=load,
        measured_power_w=None,
        dry_bulb_k=Signal.constant(of.dry_bulb_k),
        wet_bulb_k=Signal.constant(of.wet_bulb_k),
        air_pressure_pa=Signal.constant(of.pressure_pa),
        indoor_dew_point_k=None,
        label="test",
    )
    return replace(base, **changes)


def steps(*points: tuple[float, float], kind: str = "hold") -> Signal:
    """Return an activity of one column through (time [s], activity)."""
    times, values = zip(*points, strict=True)
    return Signal(time_s=np.array(times), values=np.array(values)[:, None], kind=kind)  # type: ignore[arg-type]
