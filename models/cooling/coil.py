"""Finned coil between water and air: how its film conductances follow flow and temperature."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.formula import Array, formula

# Film coefficients of a finned water coil against flow and temperature: Wetter, Simulation model finned
# water-air coil without condensation, LBNL-42355, 1999; as in the Modelica Buildings library (HADryCoil).
WATER_EXPONENT: Final = 0.85
AIR_EXPONENT: Final = 0.8
WATER_WARMING_1_DEGC: Final = 0.014
AIR_WARMING_1_K: Final = 7.8532e-4

# Flow ratio below which the film coefficients level off, so that a standing stream has a finite slope.
SMALLEST_FLOW_RATIO: Final = 0.01
# Trial temperatures of a solver may leave the range of the linear laws; no film conductance falls below this
# share.
SMALLEST_WARMTH: Final = 0.1


@formula
def film_flow_factor(flow_ratio: Array, exponent: Array) -> Array:
    """Return how a film coefficient follows its flow.

    Parameters
    ----------
    flow_ratio : float or ndarray, shape (...)
        Flow over rated flow; the sign does not matter.
    exponent : float or ndarray, shape (...)
        Exponent of the flow, 0.8 (air) to 0.85 (water).

    Returns
    -------
    float or ndarray, shape (...)
        Factor on the film coefficient, exactly 1 at rated flow; small but finite, with a finite slope, at
        zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    ((x^2 + d^2) / (1 + d^2))^(n/2), d = 0.01. Source: power law as in LBNL-42355; rounding near zero added
    here.

    Examples
    --------
    >>> film_flow_factor(1.0, 0.85), f"{film_flow_factor(0.0, 0.85):.3f}"
    (1.0, '0.020')
    """
    floor = SMALLEST_FLOW_RATIO * SMALLEST_FLOW_RATIO
    return ((flow_ratio * flow_ratio + floor) / (1.0 + floor)) ** (0.5 * exponent)


@formula
def films_in_series_w_k(
    ua_rated_w_k: Array, conductance_ratio: Array, air_factor: Array, water_factor: Array
) -> Array:
    """Return the conductance of a coil whose two films have changed.

    Parameters
    ----------
    ua_rated_w_k : float or ndarray, shape (...)
        Conductance at the rating [W/K].
    conductance_ratio : float or ndarray, shape (...)
        Air-side over water-side film conductance at the rating, above 0.
    air_factor, water_factor : float or ndarray, shape (...)
        Film conductances over their rated values, above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K].

    Raises
    ------
    Nothing.

    Notes
    -----
    1/UA = 1/hA_w + 1/hA_a, so UA / UA_rated = (1 + r) / (r / f_w + 1 / f_a). Source: resistances in series;
    the wall is counted with the air side.

    Examples
    --------
    >>> films_in_series_w_k(1000.0, 0.5, 1.0, 1.0)
    1000.0
    """
    return ua_rated_w_k * (1.0 + conductance_ratio) / (conductance_ratio / water_factor + 1.0 / air_factor)


@formula
def coil_ua_w_k(ua_rated_w_k: Array, air_ratio: Array, water_ratio: Array, conductance_ratio: Array) -> Array:
    """Return the conductance of a coil away from its rated flows.

    Parameters
    ----------
    ua_rated_w_k : float or ndarray, shape (...)
        Conductance at the rating [W/K].
    air_ratio, water_ratio : float or ndarray, shape (...)
        Flows over their rated values, 0 to 1.5.
    conductance_ratio : float or ndarray, shape (...)
        Air-side over water-side film conductance at the rating; 0.5 is usual.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; small and finite at zero flow of either side.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1/UA = 1/hA_w + 1/hA_a with hA_w ~ m_w^0.85 and hA_a ~ m_a^0.8. Source: Wetter, LBNL-42355, 1999.

    Examples
    --------
    >>> f"{coil_ua_w_k(2412.1, 1.0, 1.0, 0.5):.1f}"
    '2412.1'
    """
    water_factor = film_flow_factor(water_ratio, WATER_EXPONENT)
    air_factor = film_flow_factor(air_ratio, AIR_EXPONENT)
    return films_in_series_w_k(ua_rated_w_k, conductance_ratio, air_factor, water_factor)


@formula
def warm_coil_ua_w_k(
    ua_rated_w_k: Array,
    air_ratio: Array,
    water_ratio: Array,
    conductance_ratio: Array,
    water_in_k: Array,
    air_in_k: Array,
    water_rated_k: Array,
    air_rated_k: Array,
) -> Array:
    """Return the conductance of a coil away from its rated flows and temperatures.

    Parameters
    ----------
    ua_rated_w_k : float or ndarray, shape (...)
        Conductance at the rating [W/K].
    air_ratio, water_ratio : float or ndarray, shape (...)
        Flows over their rated values, 0 to 1.5.
    conductance_ratio : float or ndarray, shape (...)
        Air-side over water-side film conductance at the rating; 0.5 is usual.
    water_in_k, air_in_k : float or ndarray, shape (...)
        Present inlet temperatures [K].
    water_rated_k, air_rated_k : float or ndarray, shape (...)
        Rated inlet temperatures [K].

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; the rated one at the rating, small and finite at zero flow of either side.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    As ``coil_ua_w_k`` with hA_w times 1 + s (T - T0), s = 0.014 / (1 + 0.014 T0[degC]), and hA_a times
    1 + 7.8532e-4 (T - T0). Source: Wetter, LBNL-42355, 1999.

    Examples
    --------
    >>> f"{warm_coil_ua_w_k(2412.1, 1.0, 1.0, 0.5, 308.15, 298.15, 308.15, 298.15):.1f}"
    '2412.1'
    """
    rated_degc = water_rated_k - KELVIN_OFFSET_K
    water_slope_1_k = WATER_WARMING_1_DEGC / (1.0 + WATER_WARMING_1_DEGC * rated_degc)
    water_warmth = np.maximum(1.0 + water_slope_1_k * (water_in_k - water_rated_k), SMALLEST_WARMTH)
    air_warmth = np.maximum(1.0 + AIR_WARMING_1_K * (air_in_k - air_rated_k), SMALLEST_WARMTH)
    water_factor = film_flow_factor(water_ratio, WATER_EXPONENT) * water_warmth
    air_factor = film_flow_factor(air_ratio, AIR_EXPONENT) * air_warmth
    return films_in_series_w_k(ua_rated_w_k, conductance_ratio, air_factor, water_factor)
