"""Where the inputs of an instant stand behind the states and algebraic values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.engine.drive import Drive
from twin.engine.fast.trace import Flags, gathered
from twin.plant.records import Ints


@dataclass(frozen=True, slots=True)
class DrivePlaces:
    """Where the inputs of an instant stand behind the joint vector."""

    start: int
    cabinets: int
    halls: int
    measured: Flags

    @property
    def activity(self) -> Ints:
        """Activity of each cabinet, shape (n_cabinet,)."""
        return self.start + np.arange(self.cabinets)

    @property
    def memory(self) -> Ints:
        """Memory traffic of each cabinet, shape (n_cabinet,)."""
        return self.activity + self.cabinets

    @property
    def measured_power(self) -> Ints:
        """Measured power of each cabinet, shape (n_cabinet,)."""
        return self.memory + self.cabinets

    @property
    def air(self) -> tuple[int, int, int]:
        """Dry bulb, wet bulb and pressure."""
        first = self.start + 3 * self.cabinets
        return first, first + 1, first + 2

    @property
    def dew_point(self) -> Ints:
        """Dew point of each hall, shape (n_hall,)."""
        return self.start + 3 * self.cabinets + 3 + np.arange(self.halls)

    @property
    def width(self) -> int:
        """Number of entries."""
        return 3 * self.cabinets + 3 + self.halls

    @property
    def end(self) -> int:
        """Length of the joint vector with the drive behind it."""
        return self.start + self.width

    def traced_drive(self) -> Drive:
        """Return the drive as the laws see it while they are recorded."""
        nothing: Any = np.full(self.cabinets, np.nan)
        measured = gathered(self.measured_power, self.measured) if self.measured.any() else nothing
        dry, wet, pressure = (gathered(place) for place in self.air)
        return running_drive(
            gathered(self.activity),
            gathered(self.memory),
            measured,
            dry,
            wet,
            pressure,
            gathered(self.dew_point),
        )


def running_drive(
    activity: Any, memory: Any, measured: Any, dry: Any, wet: Any, pressure: Any, dew: Any
) -> Drive:
    """Return the drive of a run: chips protect themselves."""
    return Drive(
        activity_frac=activity,
        memory_frac=memory,
        measured_power_w=measured,
        dry_bulb_k=dry,
        wet_bulb_k=wet,
        pressure_pa=pressure,
        dew_point_k=dew,
        throttling=True,
        capping=True,
    )
