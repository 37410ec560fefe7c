"""A failure as a plant: the same arrays with one unit fewer, and everything that hung on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.engine.power import power_state
from twin.plant.records import Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One unit out of service: ``field`` of the record ``family`` loses ``amount`` at ``index``."""

    name: str
    family: str
    field: str
    index: int
    amount: float = 1.0


def without(plant: Plant, failure: Failure) -> Plant:
    """Return the plant after a failure and the automatic response to it.

    A transfer switch or a generator carries what it can; a consumer that nothing feeds any more stops.
    """
    failed = _reduced(plant, failure)
    if failure.family == "power":
        return _stop_unfed(failed)
    if failure.field == "valve_running":
        # A CDU whose primary valve has shut would pump warm coolant around: its control takes it out of service.
        return _reduced(failed, replace(failure, field="running"))
    return failed


def _reduced(plant: Plant, failure: Failure) -> Plant:
    if failure.family == "power":
        elements = _less(plant.power.elements, failure)
        return replace(plant, power=replace(plant.power, elements=elements))
    return replace(plant, **{failure.family: _less(getattr(plant, failure.family), failure)})


def _less(record: Any, failure: Failure) -> Any:
    values = getattr(record, failure.field).copy()
    values[failure.index] = max(values[failure.index] - failure.amount, 0.0)
    return replace(record, **{failure.field: values})


def _stop_unfed(plant: Plant) -> Plant:
    loads = plant.power.loads
    unfed = set(power_state(plant.power, np.zeros(len(loads.names))).unfed)
    for name, family, index in zip(loads.names, loads.family, loads.index, strict=True):
        if name in unfed and family in _STOPS:
            record, field = _STOPS[family]
            stopped = getattr(getattr(plant, record), field).copy()
            stopped[index] = 0.0
            plant = replace(plant, **{record: replace(getattr(plant, record), **{field: stopped})})
    return plant


_STOPS = {
    "cdu": ("cdus", "running"),
    "fws": ("fws", "pumps_running"),
    "chw": ("chw", "chillers_running"),
    "hall": ("halls", "crah_running"),
}
"""What stops when a consumer loses its supply; cabinets keep their load: the study holds it and reports the feed."""
