"""Valves and quick disconnects: the flow coefficient and what a control valve makes of its position."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_step

# IEC 60534-1: Kv = 0.865 Cv.
KV_PER_CV = 0.865
# dp[bar] = (Q[m3/h] / Kv)^2 rho / (1000 kg/m3) in SI: 1e5 Pa/bar (3600 s/h)^2 / (1000 kg/m3).
QUADRATIC_TIMES_KV_SQUARED = 1e5 * 3600.0**2 / 1000.0
# Travel over which an equal-percentage plug leaves its exponential and goes down to its leakage.
SEAT_TRAVEL_FRAC = 0.05


@formula
def kv_from_cv(cv_gpm: Array) -> Array:
    """Return Kv from Cv.

    Parameters
    ----------
    cv_gpm : float or ndarray
        Flow coefficient [US gal/min at 1 psi], 0 or more.

    Returns
    -------
    float or ndarray
        Flow coefficient Kv [m3/h at 1 bar].

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: IEC 60534-1.

    Examples
    --------
    >>> f"{kv_from_cv(0.797):.3f}"
    '0.689'
    """
    return KV_PER_CV * cv_gpm


@formula
def kv_from_point(flow_m3_s: Array, dp_pa: Array, density_kg_m3: Array) -> Array:
    """Return Kv from one rated point of a valve or quick disconnect.

    Parameters
    ----------
    flow_m3_s : float or ndarray
        Rated flow [m3/s], positive.
    dp_pa : float or ndarray
        Pressure drop at that flow [Pa], positive.
    density_kg_m3 : float or ndarray
        Density of the liquid it was rated with [kg/m3].

    Returns
    -------
    float or ndarray
        Flow coefficient Kv [m3/h at 1 bar].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Kv = Q sqrt(SG / dp). Source: IEC 60534-2-1.

    Examples
    --------
    A universal quick disconnect UQD04: 6.4 l/min at 31 kPa.

    >>> f"{kv_from_point(6.4 / 60000.0, 31e3, 1000.0):.3f}"
    '0.690'
    """
    return flow_m3_s * np.sqrt(QUADRATIC_TIMES_KV_SQUARED * density_kg_m3 / dp_pa)


@formula
def valve_quadratic_1_m4(kv_m3_h: Array) -> Array:
    """Return the coefficient b of dp = b rho Q|Q| of a valve.

    Parameters
    ----------
    kv_m3_h : float or ndarray
        Flow coefficient at the present position [m3/h at 1 bar], positive.

    Returns
    -------
    float or ndarray
        Quadratic coefficient [1/m4]; coefficients of valves in series add.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    dp[bar] = (Q[m3/h]/Kv)^2 SG. Zero flow: no influence. Source: IEC 60534-2-1, turbulent, not choked.

    Examples
    --------
    >>> f"{valve_quadratic_1_m4(1.0) * 1000.0 * (1.0 / 3600.0) ** 2:.1f}"
    '100000.0'
    """
    return QUADRATIC_TIMES_KV_SQUARED / (kv_m3_h * kv_m3_h)


@formula
def equal_percentage_frac(position_frac: Array, rangeability: Array, leakage_frac: Array) -> Array:
    """Return the share of its full Kv that an equal-percentage valve has at a position.

    Parameters
    ----------
    position_frac : float or ndarray
        Stem position [-], 0 shut to 1 open; beyond that held.
    rangeability : float or ndarray
        R, ratio of largest to smallest controllable Kv [-], 20 to 100.
    leakage_frac : float or ndarray
        Share of Kv left when shut [-], positive, below 1/R; seat class IV of IEC 60534-4 is 1e-4.

    Returns
    -------
    float or ndarray
        Kv over full Kv [-], strictly rising with position, never zero.

    Raises
    ------
    Nothing.

    Notes
    -----
    R^(y-1), and over the first 5 % of travel a cubic step from the leakage up to it, smooth in slope.
    Zero position: the leakage. Source: IEC 60534-2-4 inherent characteristic.

    Examples
    --------
    >>> f"{equal_percentage_frac(0.77724, 50.0, 1e-4):.5f}"
    '0.41835'
    >>> float(equal_percentage_frac(0.0, 50.0, 1e-4))
    0.0001
    """
    position = np.minimum(np.maximum(position_frac, 0.0), 1.0)
    lift = smooth_step(position / SEAT_TRAVEL_FRAC)
    leak = leakage_frac * rangeability
    return rangeability ** (position - 1.0) * (leak + (1.0 - leak) * lift)
