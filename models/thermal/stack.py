"""Die, case and memory above a cold plate, and the time left until a limit."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from models.formula import Array, formula

# A temperature gap or a power below this counts as none; far below any that a sensor or a solver resolves.
_NO_GAP_K: Final = 1e-12
_NO_POWER_W: Final = 1e-12


@formula
def junction_to_case_heat_w(
    die_temp_k: Array, case_temp_k: Array, junction_case_resistance_k_w: Array
) -> Array:
    """Return the heat that flows from the junction to the case.

    Parameters
    ----------
    die_temp_k, case_temp_k : float or ndarray, shape (..., n_chip)
        Junction and case temperature [K].
    junction_case_resistance_k_w : float or ndarray, shape (n_chip,)
        Junction to case, interface material included [K/W], above 0; 0.008 to 0.020 for 700 to 1,400 W
        packages.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Heat [W]; zero at zero temperature difference.

    Raises
    ------
    Nothing; the door checks that the resistance is positive.

    Notes
    -----
    (Tj - Tc) / R. No flow enters.
    Source: JEDEC JESD51-1, definition of thermal resistance.

    Examples
    --------
    >>> f"{junction_to_case_heat_w(345.0, 333.0, 0.012):.1f}"
    '1000.0'
    """
    return (die_temp_k - case_temp_k) / junction_case_resistance_k_w


@formula
def case_to_coolant_heat_w(case_temp_k: Array, inlet_temp_k: Array, conductance_w_k: Array) -> Array:
    """Return the heat that a plate gives to its coolant.

    Parameters
    ----------
    case_temp_k, inlet_temp_k : float or ndarray, shape (..., n_chip)
        Case temperature and temperature of the coolant entering the plate [K].
    conductance_w_k : float or ndarray, shape (..., n_chip)
        Case to inlet [W/K], from ``plate_conductance_w_k`` or ``effective_conductance_w_k``.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Heat [W]; zero at zero flow, where the conductance is zero.

    Raises
    ------
    Nothing.

    Notes
    -----
    G (Tc - Tin): G refers to the entering coolant, so no coolant mean temperature appears.
    Source: definition of the case-to-inlet resistance, OCP OAI System Liquid Cooling Guidelines (March 2023).

    Examples
    --------
    >>> case_to_coolant_heat_w(330.0, 310.0, 50.0)
    1000.0
    """
    return conductance_w_k * (case_temp_k - inlet_temp_k)


@formula
def plate_outlet_temp_k(inlet_temp_k: Array, case_temp_k: Array, effectiveness_frac: Array) -> Array:
    """Return the temperature of the coolant leaving a plate.

    Parameters
    ----------
    inlet_temp_k, case_temp_k : float or ndarray, shape (..., n_chip)
        Entering coolant and case [K].
    effectiveness_frac : float or ndarray, shape (..., n_chip)
        From ``plate_effectiveness``.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Outlet [K], between inlet and case; towards the case temperature at zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    Tin + eps (Tc - Tin), the same heat as G (Tc - Tin) / (rho cp V).
    Source: definition of effectiveness; Kays and London, Compact Heat Exchangers, 3rd edition (1984), chapter
    2.

    Examples
    --------
    >>> plate_outlet_temp_k(310.0, 330.0, 0.5)
    320.0
    """
    return inlet_temp_k + effectiveness_frac * (case_temp_k - inlet_temp_k)


@formula
def die_rate_k_s(
    power_w: Array,
    die_temp_k: Array,
    case_temp_k: Array,
    junction_case_resistance_k_w: Array,
    die_capacity_j_k: Array,
) -> Array:
    """Return how fast the junction temperature changes.

    Parameters
    ----------
    power_w : float or ndarray, shape (..., n_chip)
        Chip power [W].
    die_temp_k, case_temp_k : float or ndarray, shape (..., n_chip)
        Junction and case temperature [K].
    junction_case_resistance_k_w : float or ndarray, shape (n_chip,)
        Junction to case [K/W], above 0.
    die_capacity_j_k : float or ndarray, shape (n_chip,)
        Die and lid [J/K], above 0; 50 to 120.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        dTj/dt [K/s].

    Raises
    ------
    Nothing; the door checks that resistance and capacity are positive.

    Notes
    -----
    C dTj/dt = P - (Tj - Tc) / R. No flow enters.
    Source: lumped capacity, Incropera et al., Fundamentals of Heat and Mass Transfer, 7th edition, chapter 5.

    Examples
    --------
    >>> f"{die_rate_k_s(1200.0, 345.0, 333.0, 0.012, 100.0):.3f}"
    '2.000'
    """
    leaving_w = junction_to_case_heat_w(die_temp_k, case_temp_k, junction_case_resistance_k_w)
    return (power_w - leaving_w) / die_capacity_j_k


@formula
def case_rate_k_s(
    die_temp_k: Array,
    case_temp_k: Array,
    coolant_in_temp_k: Array,
    conductance_w_k: Array,
    junction_case_resistance_k_w: Array,
    plate_capacity_j_k: Array,
) -> Array:
    """Return how fast the case and its cold plate change their temperature.

    Parameters
    ----------
    die_temp_k, case_temp_k, coolant_in_temp_k : float or ndarray, shape (..., n_chip)
        Junction, case and coolant entering the plate [K].
    conductance_w_k : float or ndarray, shape (..., n_chip)
        Case to inlet [W/K]; zero at zero flow.
    junction_case_resistance_k_w : float or ndarray, shape (n_chip,)
        Junction to case [K/W], above 0.
    plate_capacity_j_k : float or ndarray, shape (n_chip,)
        Copper plate and the coolant in it [J/K], above 0; 270 to 630.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        dTc/dt [K/s].

    Raises
    ------
    Nothing; the door checks that resistance and capacity are positive.

    Notes
    -----
    C dTc/dt = (Tj - Tc) / R - G (Tc - Tin).
    Source: lumped capacity, Incropera et al., Fundamentals of Heat and Mass Transfer, 7th edition, chapter 5.

    Examples
    --------
    >>> f"{case_rate_k_s(345.0, 333.0, 313.0, 40.0, 0.012, 400.0):.3f}"
    '0.500'
    """
    arriving_w = junction_to_case_heat_w(die_temp_k, case_temp_k, junction_case_resistance_k_w)
    leaving_w = case_to_coolant_heat_w(case_temp_k, coolant_in_temp_k, conductance_w_k)
    return (arriving_w - leaving_w) / plate_capacity_j_k


@formula
def hbm_temp_k(case_temp_k: Array, memory_power_w: Array, resistance_k_w: Array) -> Array:
    """Return the temperature of the stacked memory beside the die.

    Parameters
    ----------
    case_temp_k : float or ndarray, shape (..., n_chip)
        Case temperature [K].
    memory_power_w : float or ndarray, shape (..., n_chip)
        Power of all memory stacks of the chip [W].
    resistance_k_w : float or ndarray, shape (n_chip,)
        Hottest memory layer to case, for the power of all stacks together [K/W].

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Hottest memory layer [K]; the case temperature at zero power.

    Raises
    ------
    Nothing.

    Notes
    -----
    Tc + P R, quasi-steady: a stack weighs grams, its time constant is below a second. No flow enters.
    Source: JEDEC JESD51-1, definition of thermal resistance.

    Examples
    --------
    >>> f"{hbm_temp_k(330.0, 100.0, 0.05):.1f}"
    '335.0'
    """
    return case_temp_k + memory_power_w * resistance_k_w


@formula
def adiabatic_time_to_limit_s(
    temp_k: Array, limit_temp_k: Array, power_w: Array, capacity_j_k: Array
) -> Array:
    """Return the time until a body that loses no heat reaches a limit.

    Parameters
    ----------
    temp_k, limit_temp_k : float or ndarray, shape (...)
        Present temperature and limit [K].
    power_w : float or ndarray, shape (...)
        Heat into the body [W].
    capacity_j_k : float or ndarray, shape (...)
        Heat capacity [J/K].

    Returns
    -------
    float or ndarray, shape (...)
        Time [s]; zero when the limit is already passed, infinite when no heat enters.

    Raises
    ------
    Nothing.

    Notes
    -----
    C (Tlim - T) / P: the ride-through at zero flow, shortest when C is that of the device alone.
    Source: first law.

    Examples
    --------
    >>> f"{adiabatic_time_to_limit_s(337.15, 360.15, 1200.0, 400.0):.2f}"
    '7.67'
    """
    left_k = np.maximum(limit_temp_k - temp_k, 0.0)
    time_s = capacity_j_k * left_k / np.maximum(power_w, _NO_POWER_W)
    never = (power_w <= _NO_POWER_W) * (left_k > 0.0)
    return np.maximum(time_s, math.inf * (2.0 * never - 1.0))


@formula
def time_to_limit_s(
    temp_k: Array, steady_temp_k: Array, limit_temp_k: Array, time_constant_s: Array
) -> Array:
    """Return the time until a first-order response reaches a limit.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Present temperature [K].
    steady_temp_k : float or ndarray, shape (...)
        Temperature that would be reached in the end [K].
    limit_temp_k : float or ndarray, shape (...)
        Limit [K].
    time_constant_s : float or ndarray, shape (...)
        Time constant [s].

    Returns
    -------
    float or ndarray, shape (...)
        Time [s]; zero when the limit is already passed, infinite when the steady temperature does not pass
        it.

    Raises
    ------
    Nothing.

    Notes
    -----
    tau ln((Tinf - T) / (Tinf - Tlim)).
    Source: step response of a first-order system; Incropera et al., 7th edition, equation 5.6.

    Examples
    --------
    >>> f"{time_to_limit_s(337.15, 383.15, 360.15, 20.0):.3f}"
    '13.863'
    >>> float(time_to_limit_s(337.15, 359.15, 360.15, 20.0))
    inf
    """
    overshoot_k = np.maximum(steady_temp_k - limit_temp_k, _NO_GAP_K)
    time_s = time_constant_s * np.log(np.maximum((steady_temp_k - temp_k) / overshoot_k, 1.0))
    never = (steady_temp_k <= limit_temp_k) * (temp_k < limit_temp_k)
    reachable_s = time_s * (temp_k < limit_temp_k)
    return np.maximum(reachable_s, math.inf * (2.0 * never - 1.0))
