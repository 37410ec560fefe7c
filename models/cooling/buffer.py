"""Liquid that waits: how fast a loop warms without its heat sink, and how long a store bridges it."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Below this heat a ride-through time means nothing; it keeps the time of an idle loop finite.
SMALLEST_HEAT_W: Final = 1.0


@formula
def loop_warming_k_s(heat_w: Array, volume_m3: Array, heat_capacity_j_m3_k: Array) -> Array:
    """Return how fast a circulating loop warms when its heat sink is lost.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat into the loop that nothing takes out [W].
    volume_m3 : float or ndarray, shape (...)
        Liquid that circulates [m3], above zero.
    heat_capacity_j_m3_k : float or ndarray, shape (...)
        Density times specific heat of the liquid [J/(m3 K)]; about 4.0e6 for PG25, 4.15e6 for water.

    Returns
    -------
    float or ndarray, shape (...)
        Temperature rise per second [K/s]; metal and plate masses would make it slower.

    Raises
    ------
    Nothing; the door refuses an empty loop.

    Notes
    -----
    dT/dt = Q / (rho cp V). Source: energy balance of a mixed volume.

    Examples
    --------
    >>> loop_warming_k_s(1.0e6, 0.5, 4.0e6)
    0.5
    """
    return heat_w / (heat_capacity_j_m3_k * volume_m3)


@formula
def ride_through_s(volume_m3: Array, heat_capacity_j_m3_k: Array, temp_rise_k: Array, heat_w: Array) -> Array:
    """Return how long a store of liquid bridges a lost heat sink.

    Parameters
    ----------
    volume_m3 : float or ndarray, shape (...)
        Liquid of the store and of the loop it serves [m3].
    heat_capacity_j_m3_k : float or ndarray, shape (...)
        Density times specific heat of the liquid [J/(m3 K)].
    temp_rise_k : float or ndarray, shape (...)
        Temperature rise that the consumers bear [K]; none left or negative gives 0.
    heat_w : float or ndarray, shape (...)
        Heat to be carried [W]; no heat is read as 1 W, so the time stays finite.

    Returns
    -------
    float or ndarray, shape (...)
        Time [s] of a store used to the last litre; a layered tank gives 0.8 to 0.95 of it.

    Raises
    ------
    Nothing.

    Notes
    -----
    t = rho cp V dT / Q. Source: energy balance; usable share of stratified tanks from ASHRAE Handbook HVAC
    Applications, chapter "Thermal storage".

    Examples
    --------
    >>> f"{ride_through_s(72.0, 4.17e6, 10.0, 10e6):.0f}"
    '300'
    """
    stored_j = heat_capacity_j_m3_k * volume_m3 * np.maximum(temp_rise_k, 0.0)
    return stored_j / np.maximum(heat_w, SMALLEST_HEAT_W)


@formula
def buffer_volume_m3(
    heat_w: Array, time_s: Array, heat_capacity_j_m3_k: Array, temp_rise_k: Array, usable_frac: Array
) -> Array:
    """Return the store needed to bridge a lost heat sink for a given time.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat to be carried [W].
    time_s : float or ndarray, shape (...)
        Time to bridge [s].
    heat_capacity_j_m3_k : float or ndarray, shape (...)
        Density times specific heat of the liquid [J/(m3 K)].
    temp_rise_k : float or ndarray, shape (...)
        Difference between return and supply of the store [K], above zero.
    usable_frac : float or ndarray, shape (...)
        Share of the tank that leaves at supply temperature, above 0 up to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Volume [m3].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    V = Q t / (rho cp dT eta), the inverse of the ride-through time. Source: energy balance.

    Examples
    --------
    >>> f"{buffer_volume_m3(10e6, 300.0, 4.17e6, 10.0, 1.0):.0f}"
    '72'
    """
    return heat_w * time_s / (heat_capacity_j_m3_k * temp_rise_k * usable_frac)
