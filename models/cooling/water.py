"""Water that an evaporative heat rejection takes: evaporation, blowdown, drift, make-up."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Heat of evaporation of water at 30 degC, where tower water lies: IAPWS-95, saturation table.
TOWER_LATENT_HEAT_J_KG: Final = 2.4298e6

# Heat capacity of liquid water, constant within 0.2 % over plant temperatures: IAPWS-95, as used by the
# Modelica Buildings library.
WATER_HEAT_CAPACITY_J_KG_K: Final = 4184.0


@formula
def evaporation_kg_s(heat_w: Array, latent_frac: Array) -> Array:
    """Return the water that a wet tower evaporates.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat rejected to the air [W].
    latent_frac : float or ndarray, shape (...)
        Share of the heat that leaves as vapour, 0.75 (cold air) to 0.95 (hot air).

    Returns
    -------
    float or ndarray, shape (...)
        Evaporation [kg/s], never negative: a tower that warms its water evaporates nothing.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    m = f Q / h_fg with h_fg at 30 degC, that is 1.48 kg per kWh of heat at f = 1.
    Source: IAPWS-95 for h_fg; ASHRAE Handbook HVAC Systems and Equipment, chapter "Cooling towers", for f.

    Examples
    --------
    >>> f"{3.6e6 / 1.0e3 * evaporation_kg_s(1000.0, 1.0):.2f}"  # kg per kWh
    '1.48'
    """
    return np.maximum(heat_w, 0.0) * latent_frac / TOWER_LATENT_HEAT_J_KG


@formula
def blowdown_kg_s(evaporation_flow_kg_s: Array, cycles_ratio: Array) -> Array:
    """Return the water drained to keep the dissolved solids at their allowed concentration.

    Parameters
    ----------
    evaporation_flow_kg_s : float or ndarray, shape (...)
        Evaporation [kg/s].
    cycles_ratio : float or ndarray, shape (...)
        Cycles of concentration, basin over make-up, above 1; 3 to 7 is usual.

    Returns
    -------
    float or ndarray, shape (...)
        Blowdown [kg/s], drift included: drift carries solids away as well.

    Raises
    ------
    Nothing; the door refuses cycles of 1 or less, for which no blowdown is enough.

    Notes
    -----
    B = E / (C - 1), the salt balance of the basin.
    Source: ASHRAE Handbook HVAC Systems and Equipment, chapter "Cooling towers".

    Examples
    --------
    >>> blowdown_kg_s(0.4, 5.0)
    0.1
    """
    return evaporation_flow_kg_s / (cycles_ratio - 1.0)


@formula
def drift_kg_s(circulation_kg_s: Array, drift_frac: Array) -> Array:
    """Return the droplets that the air carries out of a wet tower.

    Parameters
    ----------
    circulation_kg_s : float or ndarray, shape (...)
        Water over the fill [kg/s]; a reversed flow counts like a forward one.
    drift_frac : float or ndarray, shape (...)
        Share of the circulation, 1e-5 to 5e-5 with modern eliminators.

    Returns
    -------
    float or ndarray, shape (...)
        Drift [kg/s].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Source: CTI ATC-140 test results as quoted by tower makers, 0.001 to 0.005 % of circulation.

    Examples
    --------
    >>> float(drift_kg_s(100.0, 2e-5))
    0.002
    """
    return np.abs(circulation_kg_s) * drift_frac


@formula
def make_up_kg_s(evaporation_flow_kg_s: Array, blowdown_flow_kg_s: Array, drift_flow_kg_s: Array) -> Array:
    """Return the fresh water that keeps the basin level.

    Parameters
    ----------
    evaporation_flow_kg_s : float or ndarray, shape (...)
        Evaporation [kg/s].
    blowdown_flow_kg_s : float or ndarray, shape (...)
        Blowdown by the salt balance [kg/s].
    drift_flow_kg_s : float or ndarray, shape (...)
        Drift [kg/s].

    Returns
    -------
    float or ndarray, shape (...)
        Make-up [kg/s].

    Raises
    ------
    Nothing.

    Notes
    -----
    M = E + max(B, D): drift is a part of the solids removal, so the drain opens only for the rest.
    Source: mass balance of water and of salt over the basin.

    Examples
    --------
    >>> float(make_up_kg_s(0.4, 0.1, 0.002))
    0.5
    """
    return evaporation_flow_kg_s + np.maximum(blowdown_flow_kg_s, drift_flow_kg_s)
