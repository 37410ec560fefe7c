"""Power of the parts of a cabinet that are not chips: processors, switches, fans, storage."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Smallest width of a segment of the power line; only keeps a segment of no width from dividing by zero.
_NARROWEST_FRAC: Final = 1e-9


@formula
def part_power_w(
    activity_frac: Array,
    idle_w: Array,
    sustained_w: Array,
    nameplate_w: Array,
    sustained_activity_frac: Array,
) -> Array:
    """Return the power of a part from the three powers that a catalogue knows of it.

    Parameters
    ----------
    activity_frac : float or ndarray, shape (..., n)
        Activity, 0 to 1; held to that range, a part draws no more than its nameplate.
    idle_w, sustained_w, nameplate_w : float or ndarray, shape (n,)
        Power at activity 0, at the sustained activity and at 1 [W].
    sustained_activity_frac : float or ndarray, shape (n,)
        Activity at which the sustained power holds, between 0 and 1.

    Returns
    -------
    float or ndarray, shape (..., n)
        Power [W].

    Raises
    ------
    Nothing; the door checks that idle <= sustained <= nameplate.

    Notes
    -----
    Straight lines through (0, idle), (s, sustained), (1, nameplate); kink at s. Power is nearly linear in
    activity between two measured points.
    Source: Fan, Weber and Barroso, Power provisioning for a warehouse-sized computer, ISCA 2007, section 3.

    Examples
    --------
    >>> [float(part_power_w(a, 100.0, 300.0, 400.0, 0.8)) for a in (0.0, 0.4, 0.8, 1.0)]
    [100.0, 200.0, 300.0, 400.0]
    """
    activity = np.minimum(np.maximum(activity_frac, 0.0), 1.0)
    knee = np.maximum(sustained_activity_frac, _NARROWEST_FRAC)
    below = np.minimum(activity, knee) / knee
    above = np.maximum(activity - knee, 0.0) / np.maximum(1.0 - knee, _NARROWEST_FRAC)
    power_w: Array = idle_w + (sustained_w - idle_w) * below + (nameplate_w - sustained_w) * above
    return power_w
