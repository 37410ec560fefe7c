"""What drives a plant at one instant: load, weather, and which protections act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.plant.records import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """Inputs at one instant; of several, each has a leading axis for them, the air outside one column.

    ``activity_frac`` and ``memory_frac`` have one value per cabinet (1: maximum power of its chips);
    ``measured_power_w`` prescribes the electrical power of a cabinet, NaN where the model computes it.
    ``nameplate`` claims the nameplates of cabinets and blocks from the power chain. ``throttling`` and ``capping`` switch the chips' own protections: limit studies run with both off, because
    a throttled chip hides the violation that throttles it.
    """

    activity_frac: Floats
    memory_frac: Floats
    measured_power_w: Floats
    dry_bulb_k: Any
    wet_bulb_k: Any
    pressure_pa: Any
    dew_point_k: Floats
    throttling: bool
    capping: bool
    nameplate: bool = False

    def unprotected(self) -> Drive:
        """Return the same drive of chips that neither throttle nor cap."""
        return replace(self, throttling=False, capping=False)

    def for_cabinets(self, members: Ints) -> Drive:
        """Return the drive of the named cabinets only."""
        return replace(
            self,
            activity_frac=self.activity_frac[members],
            memory_frac=self.memory_frac[members],
            measured_power_w=self.measured_power_w[members],
        )


def drives_together(drives: Sequence[Drive]) -> Drive:
    """Return what drives a plant at several instants, each input with a leading axis for them.

    Which protections act is that of the first.
    """

    def rows(name: str) -> Floats:
        return np.array([getattr(drive, name) for drive in drives])

    activity = rows("activity_frac")
    alike = all(drive.memory_frac is drive.activity_frac for drive in drives)
    return replace(
        drives[0],
        activity_frac=activity,
        memory_frac=activity if alike else rows("memory_frac"),
        measured_power_w=rows("measured_power_w"),
        dry_bulb_k=rows("dry_bulb_k")[:, np.newaxis],
        wet_bulb_k=rows("wet_bulb_k")[:, np.newaxis],
        pressure_pa=rows("pressure_pa")[:, np.newaxis],
        dew_point_k=rows("dew_point_k"),
    )
