"""Chillers: a fitted machine by the DOE-2 curves, and a share of Carnot where no fit reaches."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.formula import Array, formula
from models.smoothing import smooth_ramp

# A compressor keeps a pressure lift to feed its expansion valve: makers allow condenser water down to about
# 5 K above the leaving evaporator water. Assumed; it bounds the COP near zero and negative lift.
SMALLEST_LIFT_K: Final = 5.0
LIFT_SMOOTHING_K: Final = 0.2

# Width of the rounding between a chiller that meets its set-point and one at full capacity, share of
# capacity.
CAPACITY_SMOOTHING_FRAC: Final = 0.01
SMALLEST_WIDTH_W: Final = 1e-6


class Doe2Chiller(NamedTuple):
    """A chiller as the DOE-2 model sees it: rating, three fitted curves and where they were fitted.

    The biquadratic curves take degrees Celsius, as published: a0 + a1 e + a2 e^2 + a3 c + a4 c^2 + a5 e c
    with e the leaving evaporator and c the entering condenser water temperature.
    """

    capacity_w: float
    cop_ratio: float
    capacity_curve: tuple[float, float, float, float, float, float]
    input_curve: tuple[float, float, float, float, float, float]
    part_load_curve: tuple[float, float, float]
    smallest_part_load_ratio: float
    leaving_low_k: float
    leaving_high_k: float
    entering_low_k: float
    entering_high_k: float


@formula
def biquadratic_ratio(
    te_leaving_k: Array, tc_entering_k: Array, curve: tuple[float, float, float, float, float, float]
) -> Array:
    """Return a DOE-2 curve of two temperatures.

    Parameters
    ----------
    te_leaving_k : float or ndarray, shape (...)
        Water leaving the evaporator [K].
    tc_entering_k : float or ndarray, shape (...)
        Water (or air) entering the condenser [K].
    curve : tuple of six floats
        a0 to a5 for temperatures in degrees Celsius.

    Returns
    -------
    float or ndarray, shape (...)
        Curve value, 1 near the rating point.

    Raises
    ------
    Nothing; far outside the fit the polynomial may turn negative.

    Notes
    -----
    a0 + a1 e + a2 e^2 + a3 c + a4 c^2 + a5 e c.
    Source: Hydeman and Gillespie, ASHRAE Transactions 108(1), 2002; EnergyPlus Engineering Reference,
    "Electric Chiller Model Based on Condenser Entering Temperature".

    Examples
    --------
    >>> biquadratic_ratio(280.15, 303.15, (1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    1.0
    """
    leaving = te_leaving_k - KELVIN_OFFSET_K
    entering = tc_entering_k - KELVIN_OFFSET_K
    a0, a1, a2, a3, a4, a5 = curve
    return (
        a0
        + a1 * leaving
        + a2 * leaving * leaving
        + a3 * entering
        + a4 * entering * entering
        + a5 * leaving * entering
    )


@formula
def doe2_out_of_range_k(te_leaving_k: Array, tc_entering_k: Array, chiller: Doe2Chiller) -> Array:
    """Return how far a working point lies outside the temperatures a chiller was fitted for.

    Parameters
    ----------
    te_leaving_k : float or ndarray, shape (...)
        Water leaving the evaporator [K].
    tc_entering_k : float or ndarray, shape (...)
        Water entering the condenser [K].
    chiller : Doe2Chiller
        The machine.

    Returns
    -------
    float or ndarray, shape (...)
        0 inside, else the larger of the two distances [K]. Above 0 the DOE-2 results are those of the nearest
        fitted point and the Carnot model is the honest choice.

    Raises
    ------
    Nothing; this value is the report.

    Notes
    -----
    Source: ranges belong to the fit, for example Te 4.4 to 8.9 degC, Tc 12.8 to 35 degC for a York YT.

    Examples
    --------
    >>> flat = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    >>> machine = Doe2Chiller(1e6, 6.0, flat, flat, (0.0, 1.0, 0.0), 0.1, 278.0, 282.0, 286.0, 308.0)
    >>> float(doe2_out_of_range_k(295.0, 300.0, machine))
    13.0
    """
    leaving_k = np.maximum(te_leaving_k - chiller.leaving_high_k, chiller.leaving_low_k - te_leaving_k)
    entering_k = np.maximum(tc_entering_k - chiller.entering_high_k, chiller.entering_low_k - tc_entering_k)
    return np.maximum(np.maximum(leaving_k, entering_k), 0.0)


@formula
def doe2_capacity_w(te_leaving_k: Array, tc_entering_k: Array, chiller: Doe2Chiller) -> Array:
    """Return the heat a chiller can take at full load.

    Parameters
    ----------
    te_leaving_k : float or ndarray, shape (...)
        Water leaving the evaporator [K]; outside the fit its nearest fitted value is used.
    tc_entering_k : float or ndarray, shape (...)
        Water entering the condenser [K]; likewise.
    chiller : Doe2Chiller
        The machine.

    Returns
    -------
    float or ndarray, shape (...)
        Capacity [W]; kinks at the borders of the fit.

    Raises
    ------
    Nothing; see ``doe2_out_of_range_k``.

    Notes
    -----
    Q = Q_rated capFT(Te, Tc). Never extrapolated: a quadratic fitted to 4 to 9 degC says nothing at 25 degC.
    Source: EnergyPlus Engineering Reference, "Electric Chiller Model Based on Condenser Entering
    Temperature".

    Examples
    --------
    >>> flat = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    >>> machine = Doe2Chiller(1e6, 6.0, flat, flat, (0.0, 1.0, 0.0), 0.1, 278.0, 282.0, 286.0, 308.0)
    >>> float(doe2_capacity_w(280.0, 300.0, machine))
    1000000.0
    """
    leaving_k = np.minimum(np.maximum(te_leaving_k, chiller.leaving_low_k), chiller.leaving_high_k)
    entering_k = np.minimum(np.maximum(tc_entering_k, chiller.entering_low_k), chiller.entering_high_k)
    return chiller.capacity_w * biquadratic_ratio(leaving_k, entering_k, chiller.capacity_curve)


@formula
def doe2_power_w(plr: Array, te_leaving_k: Array, tc_entering_k: Array, chiller: Doe2Chiller) -> Array:
    """Return the electric power of a chiller.

    Parameters
    ----------
    plr : float or ndarray, shape (...)
        Part-load ratio: heat over the capacity at these temperatures, 0 to about 1.05.
    te_leaving_k : float or ndarray, shape (...)
        Water leaving the evaporator [K]; outside the fit its nearest fitted value is used.
    tc_entering_k : float or ndarray, shape (...)
        Water entering the condenser [K]; likewise.
    chiller : Doe2Chiller
        The machine.

    Returns
    -------
    float or ndarray, shape (...)
        Power [W]; 0 at no load, because below the smallest part load the machine cycles.

    Raises
    ------
    Nothing; see ``doe2_out_of_range_k``.

    Notes
    -----
    P = Q_rated / COP_rated capFT EIRFT EIRFPLR(PLR), so COP = PLR COP_rated / (EIRFT EIRFPLR); times PLR /
    PLR_min below PLR_min. Found for the York YT 1055 kW: COP 5.91, 6.14, 5.83, 4.18 at PLR 1, 0.75, 0.5,
    0.25.
    Source: EnergyPlus Engineering Reference, "Electric Chiller Model Based on Condenser Entering
    Temperature".

    Examples
    --------
    >>> flat = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    >>> machine = Doe2Chiller(1e6, 5.0, flat, flat, (0.0, 1.0, 0.0), 0.1, 278.0, 282.0, 286.0, 308.0)
    >>> float(doe2_power_w(0.5, 280.0, 300.0, machine))
    100000.0
    """
    leaving_k = np.minimum(np.maximum(te_leaving_k, chiller.leaving_low_k), chiller.leaving_high_k)
    entering_k = np.minimum(np.maximum(tc_entering_k, chiller.entering_low_k), chiller.entering_high_k)
    full_power_w = (
        chiller.capacity_w
        / chiller.cop_ratio
        * biquadratic_ratio(leaving_k, entering_k, chiller.capacity_curve)
        * biquadratic_ratio(leaving_k, entering_k, chiller.input_curve)
    )
    running = np.maximum(plr, chiller.smallest_part_load_ratio)
    cycling = np.maximum(plr, 0.0) / running
    b0, b1, b2 = chiller.part_load_curve
    return full_power_w * cycling * (b0 + b1 * running + b2 * running * running)


@formula
def carnot_cop(te_k: Array, tc_k: Array, efficiency: Array) -> Array:
    """Return the coefficient of performance as a share of Carnot.

    Parameters
    ----------
    te_k : float or ndarray, shape (...)
        Cold side [K]: water leaving the evaporator.
    tc_k : float or ndarray, shape (...)
        Warm side [K]: water leaving, or air entering, the condenser, as the efficiency was fitted.
    efficiency : float or ndarray, shape (...)
        Share of Carnot, 0.45 to 0.6.

    Returns
    -------
    float or ndarray, shape (...)
        Heat taken over electric power; bounded, because the lift is taken as at least 5 K.

    Raises
    ------
    Nothing.

    Notes
    -----
    COP = eta Te / max(Tc - Te, 5 K), rounded within 0.1 K of the corner. The model for warm-water chilling,
    where the fitted curves of comfort chillers must not be extrapolated.
    Source: Carnot, with the efficiency range of water-cooled screw and centrifugal machines (EN 14511
    ratings).

    Examples
    --------
    >>> f"{carnot_cop(293.15, 313.15, 0.5):.2f}"
    '7.33'
    """
    above_k = smooth_ramp(tc_k - te_k - SMALLEST_LIFT_K + 0.5 * LIFT_SMOOTHING_K, LIFT_SMOOTHING_K)
    return efficiency * te_k / (SMALLEST_LIFT_K + above_k)


@formula
def chiller_power_w(heat_w: Array, te_k: Array, tc_k: Array, efficiency: Array, standby_w: Array) -> Array:
    """Return the electric power of a chiller described by its share of Carnot.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat taken out of the water [W]; none or negative costs the standby power only.
    te_k : float or ndarray, shape (...)
        Cold side [K]: water leaving the evaporator.
    tc_k : float or ndarray, shape (...)
        Warm side [K].
    efficiency : float or ndarray, shape (...)
        Share of Carnot, 0.45 to 0.6.
    standby_w : float or ndarray, shape (...)
        Oil heater and controls [W], drawn at any load.

    Returns
    -------
    float or ndarray, shape (...)
        Power [W].

    Raises
    ------
    Nothing.

    Notes
    -----
    P = P_standby + max(Q, 0) / COP. Source: definition of the COP.

    Examples
    --------
    >>> f"{chiller_power_w(400e3, 293.15, 313.15, 0.5, 0.0):.0f}"
    '54580'
    """
    return standby_w + np.maximum(heat_w, 0.0) / carnot_cop(te_k, tc_k, efficiency)


@formula
def chiller_heat_w(demand_w: Array, capacity_w: Array) -> Array:
    """Return the heat a chiller takes out: what its set-point asks for, up to its capacity.

    Parameters
    ----------
    demand_w : float or ndarray, shape (...)
        Heat between the entering water and the set-point [W]; negative when the water is cold enough.
    capacity_w : float or ndarray, shape (...)
        Largest heat at the present temperatures [W]; 0 for a machine that is off.

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W], between 0 and the capacity; the rounding takes at most 0.13 % of the capacity off the
        corner.

    Raises
    ------
    Nothing; a set-point not met is seen by demand above heat.

    Notes
    -----
    min(max(demand, 0), capacity), rounded over 1 % of the capacity. Source: definition.

    Examples
    --------
    >>> float(chiller_heat_w(300e3, 400e3))
    300000.0
    """
    width_w = CAPACITY_SMOOTHING_FRAC * capacity_w + SMALLEST_WIDTH_W
    wanted_w = np.maximum(demand_w, 0.0)
    heat_w = wanted_w - smooth_ramp(wanted_w - capacity_w + 0.5 * width_w, width_w)
    return np.minimum(np.maximum(heat_w, 0.0), capacity_w)


@formula
def condenser_heat_w(heat_w: Array, power_w: Array, motor_in_refrigerant_frac: Array) -> Array:
    """Return the heat a chiller gives to its condenser.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat taken out of the chilled water [W].
    power_w : float or ndarray, shape (...)
        Electric power [W].
    motor_in_refrigerant_frac : float or ndarray, shape (...)
        Share of the power that ends in the refrigerant: 1 for a hermetic machine, motor efficiency for an
        open one.

    Returns
    -------
    float or ndarray, shape (...)
        Heat to the condenser [W]; the rest of the power warms the plant room.

    Raises
    ------
    Nothing.

    Notes
    -----
    Qc = Qe + f P. Source: energy balance of the machine.

    Examples
    --------
    >>> condenser_heat_w(400e3, 60e3, 1.0)
    460000.0
    """
    return heat_w + motor_in_refrigerant_frac * power_w
