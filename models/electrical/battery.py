"""How long a battery carries a load."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Below this power an autonomy means nothing; it keeps the time of an idle UPS finite.
SMALLEST_POWER_W: Final = 1.0


@formula
def autonomy_s(energy_j: Array, power_w: Array, efficiency: Array) -> Array:
    """Return how long a battery carries a load.

    Parameters
    ----------
    energy_j : float or ndarray, shape (...)
        Energy the battery gives at this rate, at end of life [J].
    power_w : float or ndarray, shape (...)
        Power of the load behind the inverter [W]; none is read as 1 W, so the time stays finite.
    efficiency : float or ndarray, shape (...)
        Efficiency of the discharge and the inverter, above 0 up to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Time [s].

    Raises
    ------
    Nothing.

    Notes
    -----
    t = eta E / P. The usable energy of lead-acid falls at high rates: give the energy at the rate in
    question.
    Source: energy balance; sizing terms of IEEE 1184.

    Examples
    --------
    >>> f"{autonomy_s(100.0 * 3.6e6, 1.0e6, 0.95) / 60.0:.1f}"  # 100 kWh, 1 MW, minutes
    '5.7'
    """
    return efficiency * np.maximum(energy_j, 0.0) / np.maximum(power_w, SMALLEST_POWER_W)
