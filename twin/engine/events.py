"""What happens to a plant in the middle of a run: a trip, a loss of supply, a changed set-point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from twin.engine.failure import Failure, without
from twin.plant.records import Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change of the plant at an instant of a run [s]; temperatures and positions go on from where they are.

    ``change`` takes the plant as it was before and returns the plant from then on, of the same size and names.
    """

    time_s: float
    name: str
    change: Callable[[Plant], Plant]


def failing(time_s: float, failure: Failure) -> Event:
    """Return the event in which a unit fails, with the automatic response to it."""
    return Event(time_s=time_s, name=failure.name, change=lambda plant: without(plant, failure))


def setting(time_s: float, family: str, field: str, index: int, value: float) -> Event:
    """Return the event in which one number of the plant becomes another: a set-point, a lowest pump speed.

    Parameters
    ----------
    time_s : float
    family, field : str
        Record of the plant and its array, such as ``tcs`` and ``min_speed_frac``.
    index : int
        Member of the family.
    value : float
        In the unit of the field.
    """

    def change(plant: Plant) -> Plant:
        record = getattr(plant, family)
        values = getattr(record, field).copy()
        values[index] = value
        return replace(plant, **{family: replace(record, **{field: values})})

    return Event(time_s=time_s, name=f"{family}[{index}].{field} = {value:g}", change=change)
