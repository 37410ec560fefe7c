"""From the power of a workload phase to the activity that draws it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from twin.inputs.cabinet_load import CabinetLoad
from twin.inputs.signal import Floats

__all__ = ["activity_at_power"]


def activity_at_power(power_frac: ArrayLike, cabinets: Sequence[CabinetLoad]) -> Floats:
    """Return the activity at which a chip draws a share of its maximum power, shape (n_cabinet,).

    Parameters
    ----------
    power_frac : float or array-like, shape (n_cabinet,)
        Power over maximum power; below the idle share the activity is 0.
    cabinets : sequence of CabinetLoad

    Notes
    -----
    (p - p_idle) / (1 - p_idle), the inverse of the chip's power at full clock and reference junction
    temperature when memory traffic follows the activity.
    """
    idle = np.array([cabinet.idle_power_frac for cabinet in cabinets])
    activity = (np.asarray(power_frac, dtype=np.float64) - idle) / (1.0 - idle)
    return np.asarray(np.clip(activity, 0.0, 1.0))
