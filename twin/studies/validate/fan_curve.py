"""Fan power from a measured curve: monotone cubic through the points, as EnergyPlus and Modelica read them."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator


def fan_power_from_curve_w(
    speed_frac: float,
    rated_w: float,
    curve_speed_frac: tuple[float, ...],
    curve_power_frac: tuple[float, ...],
) -> float:
    """Return the electric power of a fan whose power was measured over its speed.

    Parameters
    ----------
    speed_frac : float
        Speed as a share of the rated one; held to the ends of the curve.
    rated_w : float
        Power at rated speed [W].
    curve_speed_frac, curve_power_frac : tuple of float
        Points of the curve, both rising, at least two.

    Returns
    -------
    float
        Power [W]; that of the first point at standstill.

    Notes
    -----
    The sites run their fans on the cube law, which lies far below a measured curve at part speed; no catalogue
    entry carries a curve yet.
    Source: F. N. Fritsch, R. E. Carlson, SIAM J. Numer. Anal. 17 (1980) 238-246, in scipy's variant.

    Examples
    --------
    >>> fan_power_from_curve_w(0.5, 200.0, (0.0, 1.0), (0.0, 1.0))
    100.0
    """
    held = np.clip(speed_frac, curve_speed_frac[0], curve_speed_frac[-1])
    return rated_w * float(PchipInterpolator(curve_speed_frac, curve_power_frac)(held))
