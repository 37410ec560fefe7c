"""Fuel and rating margin of a generating set."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def fuel_flow_m3_s(power_w: Array, specific_fuel_m3_j: Array) -> Array:
    """Return the fuel a generating set burns.

    Parameters
    ----------
    power_w : float or ndarray, shape (...)
        Electric output [W]; none or negative burns nothing here (idling is not counted).
    specific_fuel_m3_j : float or ndarray, shape (...)
        Fuel per electric energy [m3/J]; 0.265 L/kWh is 7.36e-11.

    Returns
    -------
    float or ndarray, shape (...)
        Fuel flow [m3/s].

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: 0.265 L/kWh for sets of 2.5 to 3.1 MW near rated load, Cummins and Caterpillar data sheets.

    Examples
    --------
    >>> f"{fuel_flow_m3_s(2.5e6, 0.265e-3 / 3.6e6) * 3600e3:.0f}"  # litres per hour
    '662'
    """
    return np.maximum(power_w, 0.0) * specific_fuel_m3_j


@formula
def run_time_s(tank_m3: Array, power_w: Array, specific_fuel_m3_j: Array) -> Array:
    """Return how long the fuel on site lasts.

    Parameters
    ----------
    tank_m3 : float or ndarray, shape (...)
        Usable fuel [m3].
    power_w : float or ndarray, shape (...)
        Electric output [W]; less than 1 W is read as 1 W, so the time stays finite.
    specific_fuel_m3_j : float or ndarray, shape (...)
        Fuel per electric energy [m3/J], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Time [s].

    Raises
    ------
    Nothing.

    Notes
    -----
    t = V / (b P). Source: mass balance of the tank.

    Examples
    --------
    >>> f"{run_time_s(10.0, 2.5e6, 0.265e-3 / 3.6e6) / 3600.0:.1f}"  # hours
    '15.1'
    """
    return tank_m3 / (specific_fuel_m3_j * np.maximum(power_w, 1.0))


@formula
def rating_margin_w(rating_w: Array, site_factor: Array, load_w: Array) -> Array:
    """Return what a generating set has left.

    Parameters
    ----------
    rating_w : float or ndarray, shape (...)
        Rated electric output for the duty (prime, continuous, data-centre standby) [W].
    site_factor : float or ndarray, shape (...)
        Derating for altitude and air temperature, 0 to 1.
    load_w : float or ndarray, shape (...)
        Load it must carry, losses behind it included [W].

    Returns
    -------
    float or ndarray, shape (...)
        Margin [W]; negative: overloaded.

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: ISO 8528-1 ratings; site derating by ISO 3046-1.

    Examples
    --------
    >>> rating_margin_w(2.5e6, 0.96, 2.0e6)
    400000.0
    """
    return rating_w * site_factor - load_w
