"""Room air: CRAH units, cooling doors, and the air that finds its way back to the cabinet inlets."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.exchange import counterflow_ua_w_k, crossflow_heat_w, crossflow_ua_w_k
from models.cooling.water import WATER_HEAT_CAPACITY_J_KG_K
from models.formula import Array, formula
from models.smoothing import smooth_ramp
from models.thermal.heat_exchanger import exchanger_heat_w

# Heat capacity of the hall air, sensible heat only; moisture adds 1.5 % to both sides of every balance.
ROOM_AIR_HEAT_CAPACITY_J_KG_K: Final = DRY_AIR_HEAT_CAPACITY_J_KG_K

# Width of the rounding between a unit that meets its set-point and a coil at its limit: air cooled by this
# much.
SMOOTHING_K: Final = 0.1
SMOOTHING_FRAC: Final = 0.02
SMALLEST_AIRFLOW_KG_S: Final = 1e-9


@formula
def crah_heat_w(
    return_air_k: Array,
    setpoint_k: Array,
    airflow_kg_s: Array,
    water_in_k: Array,
    water_flow_kg_s: Array,
    ua_w_k: Array,
) -> Array:
    """Return the heat a computer-room air handler takes out of the hall.

    Parameters
    ----------
    return_air_k : float or ndarray, shape (...)
        Air entering the unit [K].
    setpoint_k : float or ndarray, shape (...)
        Wanted supply air temperature [K].
    airflow_kg_s : float or ndarray, shape (...)
        Air through the unit [kg/s], 0 or more.
    water_in_k : float or ndarray, shape (...)
        Chilled water entering [K].
    water_flow_kg_s : float or ndarray, shape (...)
        Chilled water with the valve fully open [kg/s], 0 or more.
    ua_w_k : float or ndarray, shape (...)
        Coil conductance at these flows, see ``coil_ua_w_k`` [W/K].

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W], from 0 to what the coil can take; 0 without air or water, and when the water is warmer than
        the air. Fan power is not in it.

    Raises
    ------
    Nothing; a set-point not met is seen by the supply air above it.

    Notes
    -----
    min(m cp (Tr - Ts), counterflow coil), rounded over 0.1 K of air cooling: at most 0.0125 K off at the
    corner, and never above the coil. Dry coil: chilled water above the dew point, as the dew-point limit
    demands.
    Source: definition; coil by effectiveness-NTU, Kays and London, 1984.

    Examples
    --------
    >>> f"{crah_heat_w(305.15, 295.15, 8.0, 289.15, 3.0, 20e3) / 1e3:.1f}"
    '80.5'
    """
    air_w_k = np.maximum(airflow_kg_s, 0.0) * ROOM_AIR_HEAT_CAPACITY_J_KG_K
    water_w_k = np.abs(water_flow_kg_s) * WATER_HEAT_CAPACITY_J_KG_K
    able_w = exchanger_heat_w(air_w_k, water_w_k, ua_w_k, return_air_k, water_in_k)
    width_w = SMOOTHING_K * np.maximum(air_w_k, SMALLEST_AIRFLOW_KG_S * ROOM_AIR_HEAT_CAPACITY_J_KG_K)
    wanted_w = smooth_ramp(air_w_k * (return_air_k - setpoint_k) + 0.5 * width_w, width_w)
    return np.maximum(wanted_w - smooth_ramp(wanted_w - able_w + 0.5 * width_w, width_w), 0.0)


@formula
def crah_coil_ua_w_k(
    heat_w: Array, return_air_k: Array, water_in_k: Array, airflow_kg_s: Array, water_flow_kg_s: Array
) -> Array:
    """Return the coil conductance behind the rating of a CRAH.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated sensible heat [W].
    return_air_k, water_in_k : float or ndarray, shape (...)
        Rated inlet temperatures of air and water [K].
    airflow_kg_s, water_flow_kg_s : float or ndarray, shape (...)
        Rated flows [kg/s], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K].

    Raises
    ------
    Nothing; the door asks ``rated_effectiveness`` and refuses 1 or more.

    Notes
    -----
    Inverse of the counterflow relation. Source: Kays and London, 1984.

    Examples
    --------
    >>> f"{crah_coil_ua_w_k(80e3, 305.15, 289.15, 8.0, 3.0):.0f}"
    '10382'
    """
    air_w_k = airflow_kg_s * ROOM_AIR_HEAT_CAPACITY_J_KG_K
    water_w_k = water_flow_kg_s * WATER_HEAT_CAPACITY_J_KG_K
    return counterflow_ua_w_k(heat_w, return_air_k, water_in_k, air_w_k, water_w_k)


@formula
def door_heat_w(
    exhaust_k: Array, airflow_kg_s: Array, water_in_k: Array, water_flow_kg_s: Array, ua_w_k: Array
) -> Array:
    """Return the heat a cooling door takes out of the exhaust of its cabinet.

    Parameters
    ----------
    exhaust_k : float or ndarray, shape (...)
        Air leaving the cabinet [K].
    airflow_kg_s : float or ndarray, shape (...)
        Air through the door [kg/s], 0 or more.
    water_in_k : float or ndarray, shape (...)
        Water entering the door [K].
    water_flow_kg_s : float or ndarray, shape (...)
        Water through the door [kg/s].
    ua_w_k : float or ndarray, shape (...)
        Conductance at these flows, see ``coil_ua_w_k`` [W/K]; 0 for a cabinet without a door.

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; negative when warm water heats the exhaust. 0 without air or water.

    Raises
    ------
    Nothing.

    Notes
    -----
    A passive door has no set-point: crossflow, both streams unmixed. Dry coil.
    Source: Kays and London, 1984; passive rear-door heat exchangers as described by ASHRAE TC 9.9.

    Examples
    --------
    >>> f"{door_heat_w(313.15, 1.5, 295.15, 0.8, 2500.0) / 1e3:.1f}"
    '19.0'
    """
    air_w_k = np.maximum(airflow_kg_s, 0.0) * ROOM_AIR_HEAT_CAPACITY_J_KG_K
    water_w_k = np.abs(water_flow_kg_s) * WATER_HEAT_CAPACITY_J_KG_K
    return crossflow_heat_w(exhaust_k, water_in_k, air_w_k, water_w_k, ua_w_k)


@formula
def door_coil_ua_w_k(
    heat_w: Array, exhaust_k: Array, water_in_k: Array, airflow_kg_s: Array, water_flow_kg_s: Array
) -> Array:
    """Return the coil conductance behind the rating of a cooling door.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    exhaust_k, water_in_k : float or ndarray, shape (...)
        Rated inlet temperatures of air and water [K].
    airflow_kg_s, water_flow_kg_s : float or ndarray, shape (...)
        Rated flows [kg/s], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K].

    Raises
    ------
    Nothing; the door of the program asks ``rated_effectiveness`` and refuses 0.95 or more.

    Notes
    -----
    Inverse of the crossflow relation. Source: Kays and London, 1984.

    Examples
    --------
    >>> f"{door_coil_ua_w_k(19.0e3, 313.15, 295.15, 1.5, 0.8):.0f}"
    '2484'
    """
    air_w_k = airflow_kg_s * ROOM_AIR_HEAT_CAPACITY_J_KG_K
    water_w_k = water_flow_kg_s * WATER_HEAT_CAPACITY_J_KG_K
    return crossflow_ua_w_k(heat_w, exhaust_k, water_in_k, air_w_k, water_w_k)


@formula
def recirculation_frac(demand_kg_s: Array, supply_kg_s: Array) -> Array:
    """Return the share of cabinet inlet air that is exhaust come back.

    Parameters
    ----------
    demand_kg_s : float or ndarray, shape (...)
        Air that the cabinet fans draw [kg/s], 0 or more.
    supply_kg_s : float or ndarray, shape (...)
        Cold air that the CRAH units deliver [kg/s], 0 or more.

    Returns
    -------
    float or ndarray, shape (...)
        0 while the supply suffices, 1 without supply; 0.0025 where both are equal, by the rounding.

    Raises
    ------
    Nothing.

    Notes
    -----
    max(1 - supply / demand, 0), rounded over 0.02: what the fans draw and the units do not deliver can only
    be exhaust. Ideal containment otherwise. Source: mass balance of the cold aisle.

    Examples
    --------
    >>> [f"{recirculation_frac(10.0, supply):.2f}" for supply in (8.0, 12.0)]
    ['0.20', '0.00']
    """
    short = (demand_kg_s - supply_kg_s) / np.maximum(demand_kg_s, SMALLEST_AIRFLOW_KG_S)
    return smooth_ramp(short + 0.5 * SMOOTHING_FRAC, SMOOTHING_FRAC)


@formula
def inlet_air_temp_k(supply_k: Array, return_k: Array, recirculation: Array) -> Array:
    """Return the air temperature at the cabinet inlets.

    Parameters
    ----------
    supply_k : float or ndarray, shape (...)
        Cold air from the CRAH units [K].
    return_k : float or ndarray, shape (...)
        Warm air of the hall [K].
    recirculation : float or ndarray, shape (...)
        Share of warm air at the inlets, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Mixed temperature [K].

    Raises
    ------
    Nothing.

    Notes
    -----
    T = Ts + r (Tr - Ts). Source: enthalpy balance of the mixing, constant heat capacity.

    Examples
    --------
    >>> inlet_air_temp_k(295.0, 305.0, 0.1)
    296.0
    """
    return supply_k + recirculation * (return_k - supply_k)
