"""Crossflow between two streams, and the conductance behind a rating given by its inlet temperatures."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula
from models.thermal.heat_exchanger import effectiveness_crossflow_unmixed, ntu_from_effectiveness_counterflow

# Keeps quotients defined when a stream stands still; far below the capacity rate of any real stream.
SMALLEST_CAPACITY_W_K: Final = 1e-9
# An exchanger of more transfer units than this is a perfect one to double precision.
LARGEST_NTU: Final = 1e6
NEWTON_STEPS: Final = 25


@formula
def transfer_units(ua_w_k: Array, first_w_k: Array, second_w_k: Array) -> tuple[Array, Array, Array]:
    """Return what the effectiveness relations ask for.

    Parameters
    ----------
    ua_w_k : float or ndarray, shape (...)
        Conductance [W/K], 0 or more.
    first_w_k, second_w_k : float or ndarray, shape (...)
        Capacity rates of the two streams [W/K]; either may be 0.

    Returns
    -------
    tuple of three floats or ndarrays, shape (...)
        Number of transfer units (at most 1e6), ratio of the capacity rates (0 to 1), smaller capacity rate
        [W/K].

    Raises
    ------
    Nothing.

    Notes
    -----
    NTU = UA / C_min, ratio = C_min / C_max. Source: Kays and London, Compact Heat Exchangers, 1984, chapter
    2.

    Examples
    --------
    >>> ntu, ratio, smaller_w_k = transfer_units(1000.0, 500.0, 1000.0)
    >>> float(ntu), float(ratio), float(smaller_w_k)
    (2.0, 0.5, 500.0)
    """
    smaller_w_k = np.minimum(first_w_k, second_w_k)
    larger_w_k = np.maximum(np.maximum(first_w_k, second_w_k), SMALLEST_CAPACITY_W_K)
    ntu = ua_w_k / np.maximum(smaller_w_k, ua_w_k / LARGEST_NTU + SMALLEST_CAPACITY_W_K)
    return ntu, smaller_w_k / larger_w_k, smaller_w_k


@formula
def crossflow_heat_w(
    hot_in_k: Array, cold_in_k: Array, hot_w_k: Array, cold_w_k: Array, ua_w_k: Array
) -> Array:
    """Return the heat that a crossflow exchanger moves, both streams unmixed.

    Parameters
    ----------
    hot_in_k, cold_in_k : float or ndarray, shape (...)
        Inlet temperatures [K].
    hot_w_k, cold_w_k : float or ndarray, shape (...)
        Capacity rates [W/K], 0 or more.
    ua_w_k : float or ndarray, shape (...)
        Conductance [W/K].

    Returns
    -------
    float or ndarray, shape (...)
        Heat from the first to the second stream [W]; negative when the first is the colder. 0 if either
        stands.

    Raises
    ------
    Nothing.

    Notes
    -----
    Q = eps C_min (Th - Tc). Source: Kays and London, Compact Heat Exchangers, 1984, chapter 2; the relation
    itself is the usual approximation, within about 2 % of the exact series.

    Examples
    --------
    >>> f"{crossflow_heat_w(308.15, 298.15, 2092.0, 2109.8, 2412.1):.0f}"
    '10500'
    """
    ntu, ratio, smaller_w_k = transfer_units(ua_w_k, hot_w_k, cold_w_k)
    return effectiveness_crossflow_unmixed(ntu, ratio) * smaller_w_k * (hot_in_k - cold_in_k)


@formula
def rated_effectiveness(
    heat_w: Array, hot_in_k: Array, cold_in_k: Array, hot_w_k: Array, cold_w_k: Array
) -> Array:
    """Return the effectiveness that a rating states.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    hot_in_k, cold_in_k : float or ndarray, shape (...)
        Rated inlet temperatures [K], different.
    hot_w_k, cold_w_k : float or ndarray, shape (...)
        Rated capacity rates [W/K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Q / (C_min (Th - Tc)); 1 or more is a rating that no exchanger can meet.

    Raises
    ------
    Nothing; the door refuses 1 or more.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> float(rated_effectiveness(10e3, 320.0, 300.0, 1000.0, 2000.0))
    0.5
    """
    return heat_w / (np.minimum(hot_w_k, cold_w_k) * (hot_in_k - cold_in_k))


@formula
def crossflow_ntu(effectiveness: Array, capacity_ratio: Array) -> Array:
    """Return the transfer units behind an effectiveness of crossflow with both streams unmixed.

    Parameters
    ----------
    effectiveness : float or ndarray, shape (...)
        Effectiveness, 0 to 0.95 in practice.
    capacity_ratio : float or ndarray, shape (...)
        Smaller over larger capacity rate, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Number of transfer units; exact to 1e-9 up to an effectiveness of 0.95.

    Raises
    ------
    Nothing.

    Notes
    -----
    No closed form: Newton from the counterflow value, which is always too small; the effectiveness is
    concave, so every step stays below the answer and closes in on it.
    Source: Kays and London, Compact Heat Exchangers, 1984, chapter 2, inverted.

    Examples
    --------
    >>> f"{crossflow_ntu(0.50191, 0.99156):.3f}"
    '1.153'
    """
    ntu = ntu_from_effectiveness_counterflow(effectiveness, capacity_ratio)
    for _ in range(NEWTON_STEPS):
        step = 1e-4 * ntu + 1e-9
        above = effectiveness_crossflow_unmixed(ntu + step, capacity_ratio)
        below = effectiveness_crossflow_unmixed(ntu - step, capacity_ratio)
        middle = effectiveness_crossflow_unmixed(ntu, capacity_ratio)
        slope = np.maximum((above - below) / (2.0 * step), 1e-12)
        ntu = np.minimum(np.maximum(ntu + (effectiveness - middle) / slope, 1e-9), LARGEST_NTU)
    return ntu


@formula
def counterflow_ua_w_k(
    heat_w: Array, hot_in_k: Array, cold_in_k: Array, hot_w_k: Array, cold_w_k: Array
) -> Array:
    """Return the conductance of a counterflow exchanger from its rating.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    hot_in_k, cold_in_k : float or ndarray, shape (...)
        Rated inlet temperatures [K], different.
    hot_w_k, cold_w_k : float or ndarray, shape (...)
        Rated capacity rates [W/K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K], with which ``exchanger_heat_w`` returns the rated heat.

    Raises
    ------
    Nothing; the door refuses a ``rated_effectiveness`` of 1 or more.

    Notes
    -----
    UA = NTU C_min. Source: Kays and London, Compact Heat Exchangers, 1984, chapter 2.

    Examples
    --------
    >>> f"{counterflow_ua_w_k(10e3, 320.0, 300.0, 1000.0, 1000.0):.1f}"
    '1000.0'
    """
    effectiveness = rated_effectiveness(heat_w, hot_in_k, cold_in_k, hot_w_k, cold_w_k)
    smaller_w_k = np.minimum(hot_w_k, cold_w_k)
    capacity_ratio = smaller_w_k / np.maximum(hot_w_k, cold_w_k)
    return ntu_from_effectiveness_counterflow(effectiveness, capacity_ratio) * smaller_w_k


@formula
def crossflow_ua_w_k(
    heat_w: Array, hot_in_k: Array, cold_in_k: Array, hot_w_k: Array, cold_w_k: Array
) -> Array:
    """Return the conductance of a crossflow exchanger, both streams unmixed, from its rating.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    hot_in_k, cold_in_k : float or ndarray, shape (...)
        Rated inlet temperatures [K], different.
    hot_w_k, cold_w_k : float or ndarray, shape (...)
        Rated capacity rates [W/K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K], with which ``crossflow_heat_w`` returns the rated heat.

    Raises
    ------
    Nothing; the door refuses a ``rated_effectiveness`` of 0.95 or more.

    Notes
    -----
    UA = NTU C_min. Source: Kays and London, Compact Heat Exchangers, 1984, chapter 2.

    Examples
    --------
    >>> f"{crossflow_ua_w_k(10.5e3, 308.15, 298.15, 2092.0, 2109.8):.0f}"
    '2412'
    """
    effectiveness = rated_effectiveness(heat_w, hot_in_k, cold_in_k, hot_w_k, cold_w_k)
    smaller_w_k = np.minimum(hot_w_k, cold_w_k)
    return crossflow_ntu(effectiveness, smaller_w_k / np.maximum(hot_w_k, cold_w_k)) * smaller_w_k
