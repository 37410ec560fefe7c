"""Fans of heat rejection and room air: power against speed, and the air that moves by itself."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_ramp

# Rounding left for a cooler without natural flow, so that the width never vanishes.
SMALLEST_ROUNDING: Final = 1e-9


@formula
def fan_power_w(speed: Array, rated_w: Array) -> Array:
    """Return the electric power of a fan on a frequency converter.

    Parameters
    ----------
    speed : float or ndarray, shape (...)
        Speed as a share of the rated one, 0 to 1; below 0.1 to 0.2 converters are not run.
    rated_w : float or ndarray, shape (...)
        Power at rated speed [W].

    Returns
    -------
    float or ndarray, shape (...)
        Power [W]; 0 at standstill, negative speed counts as standstill.

    Raises
    ------
    Nothing.

    Notes
    -----
    P = P_rated s^3: a fan works against a system without static head, so its affinity law holds.
    Source: ASHRAE Handbook HVAC Systems and Equipment, chapter "Fans". A measured tower fan lies above it at
    low speed (EnergyPlus example: 2.8 % instead of 0.8 % at speed 0.2).

    Examples
    --------
    >>> float(fan_power_w(0.5, 1000.0))
    125.0
    """
    turning = np.maximum(speed, 0.0)
    return rated_w * turning * turning * turning


@formula
def air_flow_ratio(speed: Array, natural_frac: Array) -> Array:
    """Return the air flow through a tower or cooler whose fan may stand still.

    Parameters
    ----------
    speed : float or ndarray, shape (...)
        Fan speed as a share of the rated one, 0 to 1.
    natural_frac : float or ndarray, shape (...)
        Air flow by buoyancy with the fan off, share of the rated flow; 0.1 to 0.125 for towers, 0 without.

    Returns
    -------
    float or ndarray, shape (...)
        Air flow as a share of the rated one: the speed while the fan leads, the natural share at standstill.

    Raises
    ------
    Nothing.

    Notes
    -----
    max(s, n), rounded where s is within n / 2 of n; exact at standstill and from 3/2 n upwards.
    Source: natural share as in the EnergyPlus variable-speed tower ("fraction of tower capacity in free
    convection regime") and the Modelica Buildings library (fraFreCon = 0.125).

    Examples
    --------
    >>> float(air_flow_ratio(1.0, 0.125)), float(air_flow_ratio(0.0, 0.125))
    (1.0, 0.125)
    """
    width = natural_frac + SMALLEST_ROUNDING
    return natural_frac + smooth_ramp(speed - natural_frac + 0.5 * width, width)
