"""Cold plate: conductance from the case to the coolant that enters it."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Sharpness of the meeting of the measured line R0 + a / V with the second-law bound 1 / (rho cp V): a chosen
# power of two, whose rounding adds 0.33 % at 0.6 L/min and nothing above 1. From 12 to 24 the point at 0.4
# L/min moves by 2.8 %.
_MEAN_POWER: Final = 16


@formula
def plate_effectiveness(
    flow_m3_s: Array,
    heat_capacity_rate_per_flow_j_m3k: Array,
    wall_resistance_k_w: Array,
    flow_term_k_m3_s_w: Array,
) -> Array:
    """Return how closely the coolant leaving a plate approaches the case temperature.

    Parameters
    ----------
    flow_m3_s : float or ndarray, shape (..., n_chip)
        Coolant through one plate [m3/s]; measured for 0.4 to 2.4 L/min. A reversed flow cools like a forward
        one.
    heat_capacity_rate_per_flow_j_m3k : float or ndarray, shape (..., n_chip)
        rho cp of the coolant [J/(m3 K)].
    wall_resistance_k_w : float or ndarray, shape (n_chip,)
        R0, the part of the resistance that does not depend on flow [K/W].
    flow_term_k_m3_s_w : float or ndarray, shape (n_chip,)
        a, the part that falls with flow as a / V [K m3/(s W)]; 0.00823 K/W L/min is 1.372e-7.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        (T_out - T_in) / (T_case - T_in), between 0 and 1; towards 1 at zero flow.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    eps = (1 + x^16)^(-1/16) with x = rho cp (R0 V + a): the resistance is the 16-power mean of the measured
    line R0 + a / V and of 1 / (rho cp V). The line alone would, below 0.42 L/min of the measured plate, let
    the coolant leave hotter than the case.
    Source: OCP, OAI System Liquid Cooling Guidelines (March 2023), 1 kW OAM, as digitised in the LBNL
    Modelica Buildings record OCP_1kW_OAM_PG25. With R0 = 0.01625 K/W and a = 0.00823 K/W L/min in 25 %
    propylene glycol: within 0.6 % from 0.6 to 2.4 L/min, 2.1 % high at 0.5 and 0.2 % low at 0.4 L/min.

    Examples
    --------
    >>> f"{plate_effectiveness(1.0 / 60000.0, 4.0e6, 0.01625, 0.00823 / 60000.0):.4f}"
    '0.6127'
    """
    approach = heat_capacity_rate_per_flow_j_m3k * (
        wall_resistance_k_w * np.abs(flow_m3_s) + flow_term_k_m3_s_w
    )
    return (1.0 + approach**_MEAN_POWER) ** (-1.0 / _MEAN_POWER)


@formula
def plate_conductance_w_k(
    flow_m3_s: Array,
    heat_capacity_rate_per_flow_j_m3k: Array,
    wall_resistance_k_w: Array,
    flow_term_k_m3_s_w: Array,
) -> Array:
    """Return the conductance of a plate from the case to the coolant that enters it.

    Parameters
    ----------
    flow_m3_s : float or ndarray, shape (..., n_chip)
        Coolant through one plate [m3/s]; a reversed flow cools like a forward one.
    heat_capacity_rate_per_flow_j_m3k : float or ndarray, shape (..., n_chip)
        rho cp of the coolant [J/(m3 K)].
    wall_resistance_k_w : float or ndarray, shape (n_chip,)
        R0 [K/W].
    flow_term_k_m3_s_w : float or ndarray, shape (n_chip,)
        a [K m3/(s W)].

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        G = Q / (T_case - T_in) [W/K], rising with flow, never above rho cp V; zero at zero flow, where the
        temperature is bounded by heat capacity alone.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    G = rho cp V eps, see ``plate_effectiveness``. Kink at zero flow, where |V| has one.
    Source: as ``plate_effectiveness``.

    Examples
    --------
    >>> f"{1.0 / plate_conductance_w_k(1.0 / 60000.0, 4.0e6, 0.01625, 0.00823 / 60000.0):.5f}"
    '0.02448'
    """
    effectiveness = plate_effectiveness(
        flow_m3_s, heat_capacity_rate_per_flow_j_m3k, wall_resistance_k_w, flow_term_k_m3_s_w
    )
    return effective_conductance_w_k(flow_m3_s, heat_capacity_rate_per_flow_j_m3k, effectiveness)


@formula
def effective_conductance_w_k(
    flow_m3_s: Array, heat_capacity_rate_per_flow_j_m3k: Array, effectiveness_frac: Array
) -> Array:
    """Return the conductance of a plate whose effectiveness is known already.

    Parameters
    ----------
    flow_m3_s : float or ndarray, shape (..., n_chip)
        Coolant through one plate [m3/s]; a reversed flow cools like a forward one.
    heat_capacity_rate_per_flow_j_m3k : float or ndarray, shape (..., n_chip)
        rho cp of the coolant [J/(m3 K)].
    effectiveness_frac : float or ndarray, shape (..., n_chip)
        From ``plate_effectiveness``.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        G [W/K]; zero at zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    G = rho cp V eps. Kink at zero flow, where |V| has one.
    Source: definition of effectiveness; Kays and London, Compact Heat Exchangers, 3rd edition (1984), chapter 2.

    Examples
    --------
    >>> f"{effective_conductance_w_k(1.0 / 60000.0, 4.0e6, 0.6):.1f}"
    '40.0'
    """
    return heat_capacity_rate_per_flow_j_m3k * np.abs(flow_m3_s) * effectiveness_frac


@formula
def plate_resistance_k_w(
    flow_m3_s: Array,
    heat_capacity_rate_per_flow_j_m3k: Array,
    wall_resistance_k_w: Array,
    flow_term_k_m3_s_w: Array,
) -> Array:
    """Return the resistance of a plate from the case to the coolant that enters it, for reports.

    Parameters
    ----------
    flow_m3_s : float or ndarray, shape (..., n_chip)
        Coolant through one plate [m3/s]; a reversed flow cools like a forward one.
    heat_capacity_rate_per_flow_j_m3k : float or ndarray, shape (..., n_chip)
        rho cp of the coolant [J/(m3 K)].
    wall_resistance_k_w : float or ndarray, shape (n_chip,)
        R0 [K/W].
    flow_term_k_m3_s_w : float or ndarray, shape (n_chip,)
        a [K m3/(s W)].

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        R = (T_case - T_in) / Q [K/W], falling with flow. It is infinite at zero flow and reported there as
        1e12; balances use ``effective_conductance_w_k``.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1 / G.
    Source: as ``plate_effectiveness``.

    Examples
    --------
    >>> f"{plate_resistance_k_w(1.0 / 60000.0, 4.0e6, 0.01625, 0.00823 / 60000.0):.5f}"
    '0.02448'
    """
    conductance_w_k = plate_conductance_w_k(
        flow_m3_s, heat_capacity_rate_per_flow_j_m3k, wall_resistance_k_w, flow_term_k_m3_s_w
    )
    return 1.0 / np.maximum(conductance_w_k, 1e-12)


@formula
def wall_resistance_for_fluid_k_w(
    wall_resistance_reference_k_w: Array, conductivity_reference_w_mk: Array, conductivity_w_mk: Array
) -> Array:
    """Return the flow-independent resistance of a plate in a coolant other than the one it was measured with.

    Parameters
    ----------
    wall_resistance_reference_k_w : float or ndarray, shape (n_chip,)
        R0 as measured [K/W].
    conductivity_reference_w_mk : float or ndarray, shape (n_chip,)
        Conductivity of the coolant of the measurement [W/(m K)], at its mean temperature.
    conductivity_w_mk : float or ndarray, shape (..., n_chip)
        Conductivity of the coolant in use [W/(m K)].

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        R0 in the coolant in use [K/W].

    Raises
    ------
    Nothing; the door checks that conductivities are positive.

    Notes
    -----
    R0 k_ref / k: in laminar fin channels the Nusselt number is constant, so h goes with k. The conduction of
    the base is scaled along with it, which makes the benefit of water an upper bound. No flow enters.
    Source: Shah and London, Laminar Flow Forced Convection in Ducts (1978), chapter VII.

    Examples
    --------
    >>> f"{wall_resistance_for_fluid_k_w(0.01625, 0.4769, 0.6155):.5f}"
    '0.01259'
    """
    return wall_resistance_reference_k_w * conductivity_reference_w_mk / conductivity_w_mk
