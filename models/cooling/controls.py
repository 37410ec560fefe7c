"""Controllers and actuators of the cooling plant, written so that every steady state is a proper root."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_step


@formula
def pi_output(error: Array, integral: Array, gain: Array, low: Array, high: Array) -> Array:
    """Return the saturated output of a PI controller.

    Parameters
    ----------
    error : float or ndarray, shape (...)
        Control error divided by its scale, positive when the output must rise.
    integral : float or ndarray, shape (...)
        Integral part, in units of the output.
    gain : float or ndarray, shape (...)
        Proportional gain, above 0.
    low, high : float or ndarray, shape (...)
        Bounds of the output.

    Returns
    -------
    float or ndarray, shape (...)
        Output within its bounds; kinks at both.

    Raises
    ------
    Nothing.

    Notes
    -----
    u = min(max(k e + I, low), high). Source: Astrom and Hagglund, Advanced PID Control, ISA, 2006, chapter 3.

    Examples
    --------
    >>> float(pi_output(0.1, 0.5, 1.0, 0.0, 1.0)), float(pi_output(0.9, 0.5, 1.0, 0.0, 1.0))
    (0.6, 1.0)
    """
    return np.minimum(np.maximum(gain * error + integral, low), high)


@formula
def pi_integral_rate_1_s(
    error: Array,
    integral: Array,
    gain: Array,
    integral_time_s: Array,
    low: Array,
    high: Array,
    tracking_time_s: Array,
) -> Array:
    """Return the rate of the integral part of a PI controller with back-calculation against wind-up.

    Parameters
    ----------
    error : float or ndarray, shape (...)
        Control error divided by its scale, positive when the output must rise.
    integral : float or ndarray, shape (...)
        Integral part, in units of the output.
    gain : float or ndarray, shape (...)
        Proportional gain, above 0.
    integral_time_s : float or ndarray, shape (...)
        Integral time [s], above 0.
    low, high : float or ndarray, shape (...)
        Bounds of the output.
    tracking_time_s : float or ndarray, shape (...)
        Time in which the integral follows a saturated output [s], above 0; about the integral time.

    Returns
    -------
    float or ndarray, shape (...)
        dI/dt [1/s]. Its root is e = 0 inside the bounds, and at a bound the finite
        I = bound - k e (1 - Tt / Ti): a set-point out of reach is a steady state like any other.

    Raises
    ------
    Nothing.

    Notes
    -----
    dI/dt = k e / Ti + (u - (k e + I)) / Tt. The slope against I is 0 inside and -1/Tt at the bounds.
    Source: Astrom and Hagglund, Advanced PID Control, ISA, 2006, section 3.5 (back-calculation and tracking).

    Examples
    --------
    >>> float(pi_integral_rate_1_s(0.1, 0.5, 1.0, 100.0, 0.0, 1.0, 100.0))
    0.001
    >>> float(pi_integral_rate_1_s(0.5, 1.0, 1.0, 100.0, 0.0, 1.0, 100.0))
    0.0
    """
    unsaturated = gain * error + integral
    output = np.minimum(np.maximum(unsaturated, low), high)
    return gain * error / integral_time_s + (output - unsaturated) / tracking_time_s


@formula
def actuator_rate_1_s(command: Array, position: Array, time_constant_s: Array) -> Array:
    """Return how fast a valve, a pump or a fan follows its command.

    Parameters
    ----------
    command : float or ndarray, shape (...)
        Wanted position or speed, 0 to 1.
    position : float or ndarray, shape (...)
        Present position or speed, 0 to 1.
    time_constant_s : float or ndarray, shape (...)
        First-order lag [s], above 0; a stroke of T seconds is close to T / 3.

    Returns
    -------
    float or ndarray, shape (...)
        Rate [1/s]; 0 only when the position is the command.

    Raises
    ------
    Nothing.

    Notes
    -----
    dy/dt = (u - y) / tau. Source: first-order actuator; strokes of 120 s (valves) and rise times of 30 s
    (pumps) are the defaults of the Modelica Buildings library.

    Examples
    --------
    >>> actuator_rate_1_s(1.0, 0.5, 10.0)
    0.05
    """
    return (command - position) / time_constant_s


@formula
def trim_allowed_frac(wet_bulb_k: Array, free_below_k: Array, band_k: Array) -> Array:
    """Return how far the trim chillers may help, by wet bulb.

    Parameters
    ----------
    wet_bulb_k : float or ndarray, shape (...)
        Outdoor wet bulb [K].
    free_below_k : float or ndarray, shape (...)
        Wet bulb up to which the hall is cooled free [K].
    band_k : float or ndarray, shape (...)
        Width of the transition [K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        0 up to ``free_below_k``, 1 from ``free_below_k + band_k``, smooth between.

    Raises
    ------
    Nothing; the door refuses a band of 0.

    Notes
    -----
    Source: staging by wet bulb as published for Pengcheng Cloud Brain II: free below 14 degC, mixed 14 to 20
    degC, mechanical from 20 degC (mbt.midea.com).

    Examples
    --------
    >>> float(trim_allowed_frac(287.15, 287.15, 1.0)), float(trim_allowed_frac(289.15, 287.15, 1.0))
    (0.0, 1.0)
    """
    return smooth_step((wet_bulb_k - free_below_k) / band_k)


@formula
def tower_allowed_frac(wet_bulb_k: Array, mechanical_above_k: Array, band_k: Array) -> Array:
    """Return how far the tower may cool the loop directly, by wet bulb.

    Parameters
    ----------
    wet_bulb_k : float or ndarray, shape (...)
        Outdoor wet bulb [K].
    mechanical_above_k : float or ndarray, shape (...)
        Wet bulb from which the chillers carry everything [K].
    band_k : float or ndarray, shape (...)
        Width of the transition [K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        1 up to ``mechanical_above_k - band_k``, 0 from ``mechanical_above_k``, smooth between.

    Raises
    ------
    Nothing; the door refuses a band of 0.

    Notes
    -----
    Source: as for ``trim_allowed_frac``.

    Examples
    --------
    >>> float(tower_allowed_frac(290.15, 293.15, 1.0)), float(tower_allowed_frac(293.15, 293.15, 1.0))
    (1.0, 0.0)
    """
    return smooth_step((mechanical_above_k - wet_bulb_k) / band_k)


@formula
def over_tower_frac(water_in_k: Array, air_in_k: Array, band_k: Array) -> Array:
    """Return the share of its water that a tower or dry cooler is given; the rest takes the bypass.

    Parameters
    ----------
    water_in_k : float or ndarray, shape (...)
        Water coming back to the heat rejection [K].
    air_in_k : float or ndarray, shape (...)
        What the water can be cooled to [K]: wet bulb, plus the approach of a plate exchanger in between, of a wet
        tower; dry bulb of a dry cooler.
    band_k : float or ndarray, shape (...)
        Temperature difference over which the bypass valve closes [K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        0 while the water is no warmer than the air, 1 from ``band_k`` above it, smooth between.

    Raises
    ------
    Nothing; the door refuses a band of 0.

    Notes
    -----
    Times a heat in proportion to Tw - Ta, this rises with Tw and has no corner where the bypass begins to close.
    Source: bypass around a tower that cannot cool, ASHRAE Handbook HVAC Systems and Equipment, "Cooling Towers";
    the band is an engineering choice.

    Examples
    --------
    >>> [float(over_tower_frac(water_k, 300.0, 0.5)) for water_k in (299.0, 300.25, 301.0)]
    [0.0, 0.5, 1.0]
    """
    return smooth_step((water_in_k - air_in_k) / band_k)


@formula
def cooling_mode_frac(tower_frac: Array, trim_frac: Array) -> tuple[Array, Array, Array]:
    """Return the weights of the three cooling modes.

    Parameters
    ----------
    tower_frac : float or ndarray, shape (...)
        How far the tower may cool the loop directly, 0 to 1.
    trim_frac : float or ndarray, shape (...)
        How far the chillers may help, 0 to 1.

    Returns
    -------
    tuple of three floats or ndarrays, shape (...)
        Free, mixed and mechanical cooling; each 0 to 1, together exactly 1.

    Raises
    ------
    Nothing.

    Notes
    -----
    Free = tower (1 - trim), mixed = tower trim, mechanical = 1 - tower. Source: definition of the three
    modes.

    Examples
    --------
    >>> cooling_mode_frac(1.0, 0.25)
    (0.75, 0.25, 0.0)
    """
    return tower_frac * (1.0 - trim_frac), tower_frac * trim_frac, 1.0 - tower_frac
