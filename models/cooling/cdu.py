"""Coolant distribution unit: its set-point, its heat exchanger and the heat its pumps add."""

from __future__ import annotations

import numpy as np

from models.cooling.exchange import counterflow_ua_w_k
from models.formula import Array, formula
from models.thermal.heat_exchanger import exchanger_heat_w, fouled_ua_w_k, ua_off_design_w_k


@formula
def supply_setpoint_k(setpoint_k: Array, dew_point_k: Array, margin_k: Array) -> Array:
    """Return the supply temperature that a CDU aims at.

    Parameters
    ----------
    setpoint_k : float or ndarray, shape (...)
        Configured supply temperature [K].
    dew_point_k : float or ndarray, shape (...)
        Dew point of the hall air [K].
    margin_k : float or ndarray, shape (...)
        Distance to keep from the dew point [K], 2 to 3 K.

    Returns
    -------
    float or ndarray, shape (...)
        Set-point [K], never below dew point plus margin; kinks where the two meet.

    Raises
    ------
    Nothing.

    Notes
    -----
    max(set-point, dew point + margin). Source: dew-point control of Vertiv XDU data sheets; ASHRAE TC 9.9.

    Examples
    --------
    >>> float(supply_setpoint_k(290.15, 289.15, 2.0))
    291.15
    """
    return np.maximum(setpoint_k, dew_point_k + margin_k)


@formula
def cdu_ua_w_k(
    primary_flow_kg_s: Array,
    secondary_flow_kg_s: Array,
    ua_nominal_w_k: Array,
    primary_nominal_kg_s: Array,
    secondary_nominal_kg_s: Array,
    conductance_ratio: Array,
    exponent: Array,
    fouling_k_w: Array,
) -> Array:
    """Return the conductance of a CDU's heat exchanger at its present flows.

    Parameters
    ----------
    primary_flow_kg_s, secondary_flow_kg_s : float or ndarray, shape (...)
        Facility-side and rack-side flow [kg/s].
    ua_nominal_w_k : float or ndarray, shape (...)
        Clean conductance at nominal flows [W/K].
    primary_nominal_kg_s, secondary_nominal_kg_s : float or ndarray, shape (...)
        Nominal flows [kg/s], above 0.
    conductance_ratio : float or ndarray, shape (...)
        Film conductance of the primary over that of the secondary side at nominal flows.
    exponent : float or ndarray, shape (...)
        Exponent of the flow, 0.8 for turbulent plates.
    fouling_k_w : float or ndarray, shape (...)
        Fouling resistance R_f / A [K/W], 0 when clean.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; 0 at zero flow of either side.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1/UA = 1/hA_1 + 1/hA_2 + R_f / A, hA ~ m^n.
    Source: Modelica Buildings library, CDU_epsNTU; fouling as in TEMA, section RGP-T-2.4.

    Examples
    --------
    >>> f"{cdu_ua_w_k(30.0, 30.0, 500e3, 30.0, 30.0, 1.0, 0.8, 0.0) / 1e3:.1f}"
    '500.0'
    """
    clean_w_k = ua_off_design_w_k(
        primary_flow_kg_s / primary_nominal_kg_s,
        secondary_flow_kg_s / secondary_nominal_kg_s,
        ua_nominal_w_k,
        conductance_ratio,
        exponent,
    )
    return fouled_ua_w_k(clean_w_k, fouling_k_w)


@formula
def cdu_heat_w(
    primary_flow_kg_s: Array,
    secondary_flow_kg_s: Array,
    primary_in_k: Array,
    secondary_in_k: Array,
    primary_cp: Array,
    secondary_cp: Array,
    ua_nominal: Array,
    primary_nominal_kg_s: Array,
    secondary_nominal_kg_s: Array,
    conductance_ratio: Array,
    exponent: Array,
    fouling_k_w: Array,
) -> Array:
    """Return the heat a CDU moves from the rack loop to the facility loop.

    Parameters
    ----------
    primary_flow_kg_s, secondary_flow_kg_s : float or ndarray, shape (...)
        Facility-side and rack-side flow [kg/s]; a reversed flow counts like a forward one.
    primary_in_k, secondary_in_k : float or ndarray, shape (...)
        Facility supply and rack return [K].
    primary_cp, secondary_cp : float or ndarray, shape (...)
        Specific heats [J/(kg K)].
    ua_nominal : float or ndarray, shape (...)
        Clean conductance at nominal flows [W/K].
    primary_nominal_kg_s, secondary_nominal_kg_s : float or ndarray, shape (...)
        Nominal flows [kg/s], above 0.
    conductance_ratio : float or ndarray, shape (...)
        Film conductance of the primary over that of the secondary side at nominal flows.
    exponent : float or ndarray, shape (...)
        Exponent of the flow, 0.8 for turbulent plates.
    fouling_k_w : float or ndarray, shape (...)
        Fouling resistance [K/W], 0 when clean.

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; negative when the facility water is the warmer. 0 when either side stands.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Counterflow effectiveness-NTU. Found: Deschutes rating within 0.1 K; six rows of a
    Frontier CDU run within 0.007 K with one conductance.
    Source: Modelica Buildings library, CDU_epsNTU; Kays and London, 1984.

    Examples
    --------
    >>> rated = (556e3, 32.3, 31.48, 1.6, 0.8, 0.0)
    >>> f"{cdu_heat_w(32.3, 31.48, 299.95, 319.03, 4180.0, 3950.0, *rated) / 1e6:.2f}"
    '2.00'
    """
    ua_w_k = cdu_ua_w_k(
        primary_flow_kg_s,
        secondary_flow_kg_s,
        ua_nominal,
        primary_nominal_kg_s,
        secondary_nominal_kg_s,
        conductance_ratio,
        exponent,
        fouling_k_w,
    )
    primary_w_k = primary_flow_kg_s * primary_cp
    secondary_w_k = secondary_flow_kg_s * secondary_cp
    return exchanger_heat_w(secondary_w_k, primary_w_k, ua_w_k, secondary_in_k, primary_in_k)


@formula
def cdu_design_ua_w_k(
    heat_w: Array, approach_rated_k: Array, primary_w_k: Array, secondary_w_k: Array
) -> Array:
    """Return the conductance behind the rating of a CDU.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    approach_rated_k : float or ndarray, shape (...)
        Rated rack supply minus facility supply [K], above 0.
    primary_w_k, secondary_w_k : float or ndarray, shape (...)
        Rated capacity rates of facility and rack side [W/K].

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K] of a counterflow exchanger.

    Raises
    ------
    Nothing; the door refuses a facility flow too small for the heat (``rated_effectiveness`` of 1 or more).

    Notes
    -----
    The rack return lies the approach plus Q / C_secondary above the facility supply, whatever the
    temperatures.
    Source: OCP Project Deschutes: 2,000 kW at 3 K gives 556 kW/K.

    Examples
    --------
    >>> f"{cdu_design_ua_w_k(2.0e6, 3.0, 32.30 * 4180.0, 31.48 * 3950.0) / 1e3:.0f}"
    '556'
    """
    secondary_in_k = approach_rated_k + heat_w / secondary_w_k
    return counterflow_ua_w_k(heat_w, secondary_in_k, 0.0, secondary_w_k, primary_w_k)


@formula
def approach_k(secondary_out_k: Array, primary_in_k: Array) -> Array:
    """Return the approach of a CDU.

    Parameters
    ----------
    secondary_out_k : float or ndarray, shape (...)
        Rack supply [K].
    primary_in_k : float or ndarray, shape (...)
        Facility supply [K].

    Returns
    -------
    float or ndarray, shape (...)
        Difference [K]; 2 to 6 K in practice.

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: definition in OCP and vendor CDU ratings (approach temperature difference, ATD).

    Examples
    --------
    >>> approach_k(303.0, 300.0)
    3.0
    """
    return secondary_out_k - primary_in_k


@formula
def pump_fluid_heat_w(electric_w: Array, drive_efficiency: Array) -> Array:
    """Return the heat that a pump adds to its coolant.

    Parameters
    ----------
    electric_w : float or ndarray, shape (...)
        Electric power of the pump and its converter [W].
    drive_efficiency : float or ndarray, shape (...)
        Efficiency of motor and converter, 0 to 1; 1 for a wet-rotor or coolant-cooled drive, whose losses end
        in the coolant as well.

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]: the whole shaft power, since friction in the loop turns the hydraulic part into heat too.

    Raises
    ------
    Nothing.

    Notes
    -----
    Q = eta_m eta_vfd P. Source: energy balance of a closed loop.

    Examples
    --------
    >>> pump_fluid_heat_w(1000.0, 0.9)
    900.0
    """
    return electric_w * drive_efficiency


@formula
def pump_air_heat_w(electric_w: Array, drive_efficiency: Array) -> Array:
    """Return the heat that a pump's drive gives to the room.

    Parameters
    ----------
    electric_w : float or ndarray, shape (...)
        Electric power of the pump and its converter [W].
    drive_efficiency : float or ndarray, shape (...)
        Efficiency of motor and converter, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; with ``pump_fluid_heat_w`` it makes up the electric power exactly.

    Raises
    ------
    Nothing.

    Notes
    -----
    Q = P - eta_m eta_vfd P. Source: energy balance of the drive.

    Examples
    --------
    >>> pump_air_heat_w(1000.0, 0.9)
    100.0
    """
    return electric_w - electric_w * drive_efficiency
