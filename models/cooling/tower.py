"""Wet cooling tower by Merkel's theory: an effectiveness-NTU exchanger against equivalent air."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.exchange import counterflow_ua_w_k
from models.cooling.water import WATER_HEAT_CAPACITY_J_KG_K
from models.formula import Array, formula
from models.psychrometrics import saturated_air_enthalpy_j_kg
from models.thermal.heat_exchanger import exchanger_heat_w

# Correction of the conductance for air flow, water flow and wet bulb: Scheier, as used by EnergyPlus
# ("CoolingTower:VariableSpeed:Merkel") and the Modelica Buildings library (UAMerkel).
AIR_LINEAR: Final = 1.3
AIR_SQUARE: Final = -0.3
WATER_CONSTANT: Final = 0.1082
WATER_LINEAR: Final = 1.667
WATER_SQUARE: Final = -0.7713
WET_BULB_LINEAR_1_K: Final = 0.0081
# The published factors do not quite give 1 at the design flows; the design conductance absorbs the
# difference.
FACTOR_AT_DESIGN: Final = (AIR_LINEAR + AIR_SQUARE) * (WATER_CONSTANT + WATER_LINEAR + WATER_SQUARE)

# Half width by which the two temperatures of the enthalpy slope are spread, so that it is defined when they
# meet.
SLOPE_SPREAD_K: Final = 1e-4
# Saturated enthalpy grows without bound towards boiling; hotter water is judged by the slope up to here.
HOTTEST_AIR_K: Final = 363.15
SMALLEST_AIR_W_K: Final = 1e-9
SUBSTITUTIONS: Final = 6
FIRST_GUESS: Final = 0.4
FIRST_DAMPING: Final = 0.6
SMALLEST_STEP_K2: Final = 1e-18
NEWTON_STEPS: Final = 12
# The relaxation is held inside a range that keeps every step between plain and tenfold damped substitution.
STEEPEST_RESPONSE: Final = -9.0


@formula
def equivalent_air_j_kg_k(first_k: Array, second_k: Array, pressure_pa: Array) -> Array:
    """Return the heat capacity of the dry gas that stands for moist air between two wet bulbs.

    Parameters
    ----------
    first_k, second_k : float or ndarray, shape (...)
        Wet bulb of the air entering and leaving [K], 233 to 363 K; above, the slope up to 363 K is used.
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Mean slope of the saturated enthalpy [J/(kg K)] per kilogram of dry air; the local slope where both
        meet.

    Raises
    ------
    Nothing.

    Notes
    -----
    c_e = (h_s(T2) - h_s(T1)) / (T2 - T1), each end spread by 0.1 mK.
    Source: EnergyPlus Engineering Reference, "Cooling Towers", equivalent specific heat of moist air; the
    per- kilogram-of-mixture values of the Modelica Buildings library lie 5 % lower.

    Examples
    --------
    >>> f"{equivalent_air_j_kg_k(298.70, 303.70, 101325.0):.0f}"
    '4800'
    """
    low_k = np.minimum(np.minimum(first_k, second_k), HOTTEST_AIR_K) - SLOPE_SPREAD_K
    high_k = np.minimum(np.maximum(first_k, second_k), HOTTEST_AIR_K) + SLOPE_SPREAD_K
    rise_j_kg = saturated_air_enthalpy_j_kg(high_k, pressure_pa) - saturated_air_enthalpy_j_kg(
        low_k, pressure_pa
    )
    return rise_j_kg / (high_k - low_k)


@formula
def tower_ua_w_k(
    ua_design_w_k: Array, air_ratio: Array, water_ratio: Array, wet_bulb_design_k: Array, wet_bulb_k: Array
) -> Array:
    """Return the conductance of a wet tower away from its design point.

    Parameters
    ----------
    ua_design_w_k : float or ndarray, shape (...)
        Design conductance, from ``tower_design_ua_w_k`` [W/K].
    air_ratio : float or ndarray, shape (...)
        Air flow over design; fitted for 0.2 to 1. Zero: 0.
    water_ratio : float or ndarray, shape (...)
        Water flow over design; fitted for 0.3 to 1, straight on above. Zero: finite.
    wet_bulb_design_k : float or ndarray, shape (...)
        Design wet bulb [K].
    wet_bulb_k : float or ndarray, shape (...)
        Entering wet bulb [K]; fitted from 25 K below to 10 K above design.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K] referred to the heat capacity of dry air.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    UA = UA_0 (1.3 a - 0.3 a^2) (0.1082 + 1.667 w - 0.7713 w^2) (1 + 0.0081 (Twb_design - Twb)).
    Source: EnergyPlus Engineering Reference, "Variable Speed Cooling Towers, Merkel"; Scheier's factors.

    Examples
    --------
    >>> f"{tower_ua_w_k(1000.0, 1.0, 1.0, 298.15, 298.15):.1f}"
    '1003.9'
    """
    air = np.maximum(air_ratio, 0.0)
    water = np.abs(water_ratio)
    fitted = np.minimum(water, 1.0)
    by_air = air * (AIR_LINEAR + AIR_SQUARE * air)
    by_water = (
        WATER_CONSTANT
        + fitted * (WATER_LINEAR + WATER_SQUARE * fitted)
        + (WATER_LINEAR + 2.0 * WATER_SQUARE) * (water - fitted)
    )
    by_wet_bulb = 1.0 + WET_BULB_LINEAR_1_K * (wet_bulb_design_k - wet_bulb_k)
    return ua_design_w_k * by_air * by_water * by_wet_bulb


@formula
def equivalent_exchange(
    leaving_k: Array,
    water_w_k: Array,
    wet_bulb_k: Array,
    air_flow_kg_s: Array,
    ua_w_k: Array,
    pressure_pa: Array,
) -> tuple[Array, Array]:
    """Return what water and equivalent air exchange if the air left at a given wet bulb.

    Parameters
    ----------
    leaving_k : float or ndarray, shape (...)
        Supposed wet bulb of the leaving air [K].
    water_w_k : float or ndarray, shape (...)
        Heat capacity rate of the water [W/K].
    wet_bulb_k : float or ndarray, shape (...)
        Entering wet bulb [K].
    air_flow_kg_s : float or ndarray, shape (...)
        Dry air [kg/s].
    ua_w_k : float or ndarray, shape (...)
        Conductance referred to dry air [W/K].
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    tuple of two floats or ndarrays, shape (...)
        Capacity rate of the equivalent air [W/K]; heat over the difference of the inlets [W/K]. Both are 0
        without air, the second also without water.

    Raises
    ------
    Nothing.

    Notes
    -----
    UA_e = UA c_e / c_p,air; counterflow. Source: EnergyPlus Engineering Reference, "Cooling Towers".

    Examples
    --------
    >>> air_w_k, heat_w_k = equivalent_exchange(303.0, 2092.0, 298.0, 0.4, 600.0, 101325.0)
    >>> f"{air_w_k:.0f} {heat_w_k:.0f}"
    '1862 1151'
    """
    equivalent_j_kg_k = equivalent_air_j_kg_k(wet_bulb_k, leaving_k, pressure_pa)
    air_w_k = air_flow_kg_s * equivalent_j_kg_k
    ua_equivalent_w_k = ua_w_k * equivalent_j_kg_k / DRY_AIR_HEAT_CAPACITY_J_KG_K
    return air_w_k, exchanger_heat_w(water_w_k, air_w_k, ua_equivalent_w_k, 1.0, 0.0)


@formula
def tower_leaving_air_k(
    water_flow_kg_s: Array,
    water_in_k: Array,
    wet_bulb_k: Array,
    air_flow_kg_s: Array,
    ua_w_k: Array,
    pressure_pa: Array,
) -> Array:
    """Return the wet bulb of the air that leaves a tower.

    Parameters
    ----------
    water_flow_kg_s : float or ndarray, shape (...)
        Water over the fill [kg/s].
    water_in_k : float or ndarray, shape (...)
        Water entering [K].
    wet_bulb_k : float or ndarray, shape (...)
        Wet bulb of the air entering [K].
    air_flow_kg_s : float or ndarray, shape (...)
        Dry air [kg/s].
    ua_w_k : float or ndarray, shape (...)
        Conductance referred to dry air [W/K].
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Wet bulb [K], between the two inlets; that of the entering air when none flows.

    Raises
    ------
    Nothing.

    Notes
    -----
    Solves T = Twb + Q(T) / C_air(T), whose right side falls with T, by six substitutions relaxed with the
    secant slope (Wegstein). Left over: heat within 1e-9 for water 5 K colder to 30 K warmer than the wet
    bulb, within 1e-5 for 20 K colder to 80 K warmer, at 0.02 to 4 times the matching air flow.
    Source: Wegstein, Communications of the ACM 1(6), 1958, for the relaxation.

    Examples
    --------
    >>> f"{tower_leaving_air_k(0.5, 308.15, 298.70, 0.4358, 614.5, 101325.0):.1f}"
    '304.2'
    """
    water_w_k = np.abs(water_flow_kg_s) * WATER_HEAT_CAPACITY_J_KG_K
    inlet_k = water_in_k - wet_bulb_k
    previous_k = wet_bulb_k + FIRST_GUESS * inlet_k
    air_w_k, heat_w_k = equivalent_exchange(
        previous_k, water_w_k, wet_bulb_k, air_flow_kg_s, ua_w_k, pressure_pa
    )
    previous_answer_k = wet_bulb_k + heat_w_k / np.maximum(air_w_k, SMALLEST_AIR_W_K) * inlet_k
    leaving_k = previous_k + FIRST_DAMPING * (previous_answer_k - previous_k)
    for _ in range(SUBSTITUTIONS):
        air_w_k, heat_w_k = equivalent_exchange(
            leaving_k, water_w_k, wet_bulb_k, air_flow_kg_s, ua_w_k, pressure_pa
        )
        answer_k = wet_bulb_k + heat_w_k / np.maximum(air_w_k, SMALLEST_AIR_W_K) * inlet_k
        step_k = leaving_k - previous_k
        response = (answer_k - previous_answer_k) * step_k / (step_k * step_k + SMALLEST_STEP_K2)
        response = np.minimum(np.maximum(response, STEEPEST_RESPONSE), 0.0)
        previous_k = leaving_k
        previous_answer_k = answer_k
        leaving_k = leaving_k + (answer_k - leaving_k) / (1.0 - response)
    return leaving_k


@formula
def tower_heat_w(
    water_flow_kg_s: Array,
    water_in_k: Array,
    wet_bulb_k: Array,
    air_flow_kg_s: Array,
    ua_design_w_k: Array,
    air_ratio: Array,
    water_ratio: Array,
    wet_bulb_design_k: Array,
    pressure_pa: Array,
) -> Array:
    """Return the heat a wet tower takes out of its water.

    Parameters
    ----------
    water_flow_kg_s : float or ndarray, shape (...)
        Water over the fill of one cell [kg/s]; a reversed flow counts like a forward one.
    water_in_k : float or ndarray, shape (...)
        Water entering [K], 275 to 360 K.
    wet_bulb_k : float or ndarray, shape (...)
        Wet bulb of the air entering [K].
    air_flow_kg_s : float or ndarray, shape (...)
        Dry air through the cell [kg/s].
    ua_design_w_k : float or ndarray, shape (...)
        Design conductance, from ``tower_design_ua_w_k`` [W/K].
    air_ratio : float or ndarray, shape (...)
        Air flow over design, see ``air_flow_ratio``.
    water_ratio : float or ndarray, shape (...)
        Water flow over design.
    wet_bulb_design_k : float or ndarray, shape (...)
        Design wet bulb [K].
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; negative when the water is colder than the wet bulb. 0 without water or without air.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Move air flow and air ratio together: at a fixed conductance of few transfer units the form lets the heat
    fall a little with more air. Counterflow effectiveness times the smaller capacity rate times (Tw - Twb),
    against air of the mean slope of the saturated enthalpy. Found: its own design point within 1e-6 of the
    heat; the EnergyPlus Merkel example within 0.09 K of the leaving water and 1.5 % of the heat. Source:
    Merkel, VDI-Forschungsarbeiten 275, 1925; EnergyPlus Engineering Reference, "Variable Speed Cooling
    Towers, Merkel".

    Examples
    --------
    >>> f"{tower_heat_w(0.5, 308.15, 298.70, 0.4358, 612.1, 1.0, 1.0, 298.70, 101325.0) / 1e3:.1f}"
    '11.6'
    """
    ua_w_k = tower_ua_w_k(ua_design_w_k, air_ratio, water_ratio, wet_bulb_design_k, wet_bulb_k)
    leaving_k = tower_leaving_air_k(
        water_flow_kg_s, water_in_k, wet_bulb_k, air_flow_kg_s, ua_w_k, pressure_pa
    )
    water_w_k = np.abs(water_flow_kg_s) * WATER_HEAT_CAPACITY_J_KG_K
    _unused_w_k, heat_w_k = equivalent_exchange(
        leaving_k, water_w_k, wet_bulb_k, air_flow_kg_s, ua_w_k, pressure_pa
    )
    return heat_w_k * (water_in_k - wet_bulb_k)


@formula
def tower_exchange(
    leaving_air_k: Array,
    water_flow_kg_s: Array,
    water_in_k: Array,
    wet_bulb_k: Array,
    air_flow_kg_s: Array,
    ua_design_w_k: Array,
    air_ratio: Array,
    water_ratio: Array,
    wet_bulb_design_k: Array,
    pressure_pa: Array,
) -> tuple[Array, Array]:
    """Return the heat of a tower whose leaving air is known, and the leaving air that heat would make.

    Parameters
    ----------
    leaving_air_k : float or ndarray, shape (...)
        Present wet bulb of the leaving air [K].
    water_flow_kg_s, water_in_k, wet_bulb_k, air_flow_kg_s, ua_design_w_k : float or ndarray, shape (...)
        As in ``tower_heat_w``.
    air_ratio, water_ratio, wet_bulb_design_k, pressure_pa : float or ndarray, shape (...)
        As in ``tower_heat_w``.

    Returns
    -------
    tuple of two floats or ndarrays, shape (...)
        Heat [W]; wet bulb of the leaving air that goes with it [K]. Where the second equals ``leaving_air_k``,
        the first equals ``tower_heat_w``.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    For engines that carry the leaving air as a state: the implicit relation is then solved by time, or by the
    steady solver, together with everything else. Zero air or water: no heat.
    Source: as ``tower_heat_w``.

    Examples
    --------
    >>> args = (0.5, 308.15, 298.70, 0.4358, 612.1, 1.0, 1.0, 298.70, 101325.0)
    >>> ua = tower_ua_w_k(612.1, 1.0, 1.0, 298.7, 298.7)
    >>> leaving = tower_leaving_air_k(0.5, 308.15, 298.70, 0.4358, ua, 101325.0)
    >>> heat, answer = tower_exchange(leaving, *args)
    >>> f"{heat / tower_heat_w(*args) - 1.0:.6f}", f"{abs(answer - leaving):.4f}"
    ('0.000000', '0.0000')
    """
    ua_w_k = tower_ua_w_k(ua_design_w_k, air_ratio, water_ratio, wet_bulb_design_k, wet_bulb_k)
    water_w_k = np.abs(water_flow_kg_s) * WATER_HEAT_CAPACITY_J_KG_K
    air_w_k, heat_w_k = equivalent_exchange(
        leaving_air_k, water_w_k, wet_bulb_k, air_flow_kg_s, ua_w_k, pressure_pa
    )
    heat_w = heat_w_k * (water_in_k - wet_bulb_k)
    return heat_w, wet_bulb_k + heat_w / np.maximum(air_w_k, SMALLEST_AIR_W_K)


@formula
def tower_design_ua_w_k(
    water_flow_kg_s: Array,
    air_flow_kg_s: Array,
    water_in_k: Array,
    water_out_k: Array,
    wet_bulb_k: Array,
    pressure_pa: Array,
) -> Array:
    """Return the conductance that makes a tower meet its rating point.

    Parameters
    ----------
    water_flow_kg_s : float or ndarray, shape (...)
        Rated water flow of one cell [kg/s].
    air_flow_kg_s : float or ndarray, shape (...)
        Rated dry air [kg/s].
    water_in_k, water_out_k : float or ndarray, shape (...)
        Rated water temperatures [K].
    wet_bulb_k : float or ndarray, shape (...)
        Rated wet bulb [K], below the leaving water.
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Design conductance [W/K] for ``tower_heat_w``, which then returns the rated heat at the rated point.

    Raises
    ------
    Nothing. A rating that no tower can meet (too little air, effectiveness 1 or more) gives a conductance
    above a thousand times the smaller capacity rate; the door asks ``tower_design_effectiveness``.

    Notes
    -----
    Leaving air from the enthalpy balance, effectiveness, inverse of the counterflow relation, referred to dry
    air and divided by Scheier's factors at the design flows (1.0039).
    Source: as for ``tower_heat_w``; the nominal-point fault it avoids is Modelica Buildings issue 4189.

    Examples
    --------
    >>> f"{tower_design_ua_w_k(0.5, 0.4358, 308.15, 302.59, 298.70, 101325.0):.0f}"
    '612'
    """
    heat_w = water_flow_kg_s * WATER_HEAT_CAPACITY_J_KG_K * (water_in_k - water_out_k)
    air_w_k = design_air_w_k(heat_w, air_flow_kg_s, wet_bulb_k, pressure_pa)
    water_w_k = water_flow_kg_s * WATER_HEAT_CAPACITY_J_KG_K
    ua_equivalent_w_k = counterflow_ua_w_k(heat_w, water_in_k, wet_bulb_k, water_w_k, air_w_k)
    return ua_equivalent_w_k * DRY_AIR_HEAT_CAPACITY_J_KG_K * air_flow_kg_s / air_w_k / FACTOR_AT_DESIGN


@formula
def design_air_w_k(heat_w: Array, air_flow_kg_s: Array, wet_bulb_k: Array, pressure_pa: Array) -> Array:
    """Return the capacity rate of the equivalent air that takes up a given heat.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Heat into the air [W].
    air_flow_kg_s : float or ndarray, shape (...)
        Dry air [kg/s], above 0.
    wet_bulb_k : float or ndarray, shape (...)
        Wet bulb of the air entering [K].
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Capacity rate [W/K].

    Raises
    ------
    Nothing; the door refuses a tower without air.

    Notes
    -----
    Leaving wet bulb from h_s(T) = h_s(Twb) + Q / m by twelve Newton steps, exact to rounding since h_s is
    convex.
    Source: enthalpy balance of the air.

    Examples
    --------
    >>> f"{design_air_w_k(11631.5, 0.4358, 298.70, 101325.0) / 0.4358:.0f}"
    '4856'
    """
    entering_j_kg = saturated_air_enthalpy_j_kg(wet_bulb_k, pressure_pa)
    target_j_kg = entering_j_kg + heat_w / air_flow_kg_s
    leaving_k = wet_bulb_k + 0.0 * heat_w
    for _ in range(NEWTON_STEPS):
        slope_j_kg_k = equivalent_air_j_kg_k(leaving_k, leaving_k, pressure_pa)
        missing_j_kg = target_j_kg - saturated_air_enthalpy_j_kg(leaving_k, pressure_pa)
        leaving_k = np.minimum(leaving_k + missing_j_kg / slope_j_kg_k, HOTTEST_AIR_K)
    return air_flow_kg_s * equivalent_air_j_kg_k(wet_bulb_k, leaving_k, pressure_pa)


@formula
def tower_design_effectiveness(
    water_flow_kg_s: Array,
    air_flow_kg_s: Array,
    water_in_k: Array,
    water_out_k: Array,
    wet_bulb_k: Array,
    pressure_pa: Array,
) -> Array:
    """Return how much of the possible heat a tower's rating point asks for.

    Parameters
    ----------
    water_flow_kg_s : float or ndarray, shape (...)
        Rated water flow of one cell [kg/s].
    air_flow_kg_s : float or ndarray, shape (...)
        Rated dry air [kg/s], above 0.
    water_in_k, water_out_k : float or ndarray, shape (...)
        Rated water temperatures [K].
    wet_bulb_k : float or ndarray, shape (...)
        Rated wet bulb [K].
    pressure_pa : float or ndarray, shape (...)
        Air pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Effectiveness; 1 or more: no tower of this air flow does it, and the rating is to be refused.

    Raises
    ------
    Nothing; this value is the report.

    Notes
    -----
    Q / (C_min (Tw - Twb)). Source: definition.

    Examples
    --------
    >>> f"{tower_design_effectiveness(0.5, 0.4358, 308.15, 302.59, 298.70, 101325.0):.3f}"
    '0.588'
    """
    water_w_k = water_flow_kg_s * WATER_HEAT_CAPACITY_J_KG_K
    heat_w = water_w_k * (water_in_k - water_out_k)
    air_w_k = design_air_w_k(heat_w, air_flow_kg_s, wet_bulb_k, pressure_pa)
    return heat_w / (np.minimum(air_w_k, water_w_k) * (water_in_k - wet_bulb_k))
