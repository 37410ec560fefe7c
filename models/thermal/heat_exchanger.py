"""Heat exchangers: effectiveness, conductance off design, fouling, and UA from a rating."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula
from models.smoothing import decay_ratio, tanh_ratio

# Flow, in shares of the nominal, below which a film conductance goes linearly to zero instead of as a power
# with an infinite slope. At nominal flow it changes the conductance by 1e-7.
_LAMINAR_SHARE: Final = 1e-3

# Keeps the product of two capacity rates from vanishing: as a share of the square of their sum (it moves the
# heat by less than 4e-9 of itself) and in W/K for two streams that stand still.
_THINNEST_SHARE: Final = 1e-9
_THINNEST_W_K: Final = 1e-9

# Distance from an effectiveness of 1, which no finite exchanger has, and smallest temperature difference.
_BELOW_ONE: Final = 1e-12
_NO_GAP_K: Final = 1e-12

# Guards of removable 0/0: they move the result by 5e-10 and 1e-9 of itself.
_LOG_GUARD: Final = 1e-9
_RATIO_GUARD: Final = 1e-9

# Exponent of the transfer units in the crossflow correlation.
_CROSSFLOW_EXPONENT: Final = 0.22


@formula
def effectiveness_counterflow(ntu: Array, capacity_ratio: Array) -> Array:
    """Return the effectiveness of a counterflow exchanger.

    Parameters
    ----------
    ntu : float or ndarray, shape (...)
        Transfer units UA / Cmin, 0 or more.
    capacity_ratio : float or ndarray, shape (...)
        Cmin / Cmax, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Heat over the largest possible heat, 0 to 1, rising with NTU and falling with the ratio; 0 at NTU 0.

    Raises
    ------
    Nothing.

    Notes
    -----
    (1 - e) / (1 - C e) with e = exp(-NTU (1 - C)), written as N f / (1 + C N f) with f = (1 - e) / (N (1 -
    C)), which needs no special case at C = 1, C = 0 or NTU = 0.
    Source: Kays and London, Compact Heat Exchangers, 3rd edition (1984), equation 2-13.

    Examples
    --------
    >>> [f"{effectiveness_counterflow(2.0, c):.6f}" for c in (0.0, 0.5, 1.0)]
    ['0.864665', '0.774600', '0.666667']
    """
    units = ntu * decay_ratio(ntu * (1.0 - capacity_ratio))
    return units / (1.0 + capacity_ratio * units)


@formula
def effectiveness_crossflow_unmixed(ntu: Array, capacity_ratio: Array) -> Array:
    """Return the effectiveness of a crossflow exchanger with both streams unmixed.

    Parameters
    ----------
    ntu : float or ndarray, shape (...)
        Transfer units UA / Cmin, 0 or more.
    capacity_ratio : float or ndarray, shape (...)
        Cmin / Cmax, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Heat over the largest possible heat, 0 to 1; 0 at NTU 0.

    Raises
    ------
    Nothing.

    Notes
    -----
    1 - exp((exp(-NTU C eta) - 1) / (C eta)), eta = NTU^-0.22. With x = C NTU^0.78 the inner bracket is
    -NTU (1 - exp(-x)) / x, which is regular at C = 0 and NTU = 0.
    Source: Incropera and DeWitt, Fundamentals of Heat and Mass Transfer, 5th edition, equation 11.33; an
    approximation, within 1 % of the exact series for NTU up to 7.

    Examples
    --------
    >>> f"{effectiveness_crossflow_unmixed(1.1530, 0.99156):.5f}"
    '0.50191'
    """
    guarded = ntu**2 + _RATIO_GUARD**2
    exponent = capacity_ratio * guarded ** (0.5 * (1.0 - _CROSSFLOW_EXPONENT))
    return 1.0 - np.exp(-ntu * decay_ratio(exponent))


@formula
def ua_off_design_w_k(
    flow_1_ratio: Array, flow_2_ratio: Array, ua_nominal_w_k: Array, conductance_ratio: Array, exponent: Array
) -> Array:
    """Return the conductance of an exchanger away from its nominal flows.

    Parameters
    ----------
    flow_1_ratio, flow_2_ratio : float or ndarray, shape (...)
        Flow of each side over its nominal flow; a reversed flow counts like a forward one.
    ua_nominal_w_k : float or ndarray, shape (...)
        Conductance at nominal flows [W/K].
    conductance_ratio : float or ndarray, shape (...)
        Film conductance of side 1 over that of side 2 at nominal flows, above 0.
    exponent : float or ndarray, shape (...)
        Power of the flow in a film conductance: 0.8 for turbulent tubes, 0.65 to 0.7 for plates.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; zero when either side stands still, ``ua_nominal_w_k`` at nominal flows within
        1e-7.

    Raises
    ------
    Nothing.

    Notes
    -----
    1 / UA = 1 / hA_1 + 1 / hA_2, hA ~ x^n; below 0.1 % of the nominal flow hA goes linearly to zero. The wall
    is left out. Kink at zero flow, where |x| has one.
    Source: LBNL Modelica Buildings, Fluid.HeatExchangers.BaseClasses.HACoilInside and HADryCoil; exponent of
    Dittus and Boelter (1930).

    Examples
    --------
    >>> [f"{ua_off_design_w_k(x, 1.0, 1000.0, 1.0, 0.8):.1f}" for x in (0.0, 0.5, 1.0)]
    ['0.0', '729.6', '1000.0']
    """
    softening = 0.5 * (exponent - 1.0)
    film_1 = np.abs(flow_1_ratio) * (flow_1_ratio**2 + _LAMINAR_SHARE**2) ** softening
    film_2 = np.abs(flow_2_ratio) * (flow_2_ratio**2 + _LAMINAR_SHARE**2) ** softening
    series = film_1 * film_2 / (conductance_ratio * film_1 + film_2 + _RATIO_GUARD)
    return ua_nominal_w_k * (1.0 + conductance_ratio) * series


@formula
def fouled_ua_w_k(ua_w_k: Array, fouling_k_w: Array) -> Array:
    """Return the conductance of an exchanger with deposits.

    Parameters
    ----------
    ua_w_k : float or ndarray, shape (...)
        Clean conductance [W/K].
    fouling_k_w : float or ndarray, shape (...)
        Resistance of the deposits over the whole area [K/W], 0 or more.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; zero where the clean one is, which is at zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    1 / (1 / UA + Rf), written as UA / (1 + UA Rf).
    Source: resistances in series; TEMA Standards, 10th edition, section RGP-T-2.

    Examples
    --------
    >>> f"{fouled_ua_w_k(1000.0, 2.5e-4):.1f}"
    '800.0'
    """
    return ua_w_k / (1.0 + ua_w_k * fouling_k_w)


@formula
def exchanger_heat_w(
    capacity_rate_hot_w_k: Array,
    capacity_rate_cold_w_k: Array,
    ua_w_k: Array,
    hot_in_k: Array,
    cold_in_k: Array,
) -> Array:
    """Return the heat that a counterflow exchanger passes on.

    Parameters
    ----------
    capacity_rate_hot_w_k, capacity_rate_cold_w_k : float or ndarray, shape (...)
        Capacity rates m cp [W/K]; a reversed flow counts like a forward one.
    ua_w_k : float or ndarray, shape (...)
        Conductance [W/K].
    hot_in_k, cold_in_k : float or ndarray, shape (...)
        Entering temperatures [K].

    Returns
    -------
    float or ndarray, shape (...)
        Heat from hot to cold [W], negative when the "hot" side enters colder; exactly zero at zero flow on
        either side and at zero temperature difference. No outlet passes the other inlet.

    Raises
    ------
    Nothing.

    Notes
    -----
    Q = UA (Th - Tc) / ((Nh + Nc) / 2 + y coth y) with Nh = UA / Ch, Nc = UA / Cc, y = (Nh - Nc) / 2: the same
    heat as Cmin eps (Th - Tc), symmetric in the two streams, so that neither a smaller stream nor equal
    capacity rates need a special case or leave a kink. Multiplied by Ch Cc to be regular at zero flow.
    Source: Kays and London, Compact Heat Exchangers, 3rd edition (1984), chapter 2.

    Examples
    --------
    >>> f"{exchanger_heat_w(1000.0, 1000.0, 1000.0, 320.0, 300.0):.1f}"
    '10000.0'
    """
    hot, cold = np.abs(capacity_rate_hot_w_k), np.abs(capacity_rate_cold_w_k)
    product = hot * cold
    kept = product + _THINNEST_SHARE * (hot + cold) ** 2 + _THINNEST_W_K**2
    imbalance = 0.5 * ua_w_k * (cold - hot) / kept
    per_kelvin = ua_w_k * product / (0.5 * ua_w_k * (hot + cold) + kept / tanh_ratio(imbalance))
    return per_kelvin * (hot_in_k - cold_in_k)


@formula
def ntu_from_effectiveness_counterflow(effectiveness_frac: Array, capacity_ratio: Array) -> Array:
    """Return the transfer units that a counterflow exchanger needs for an effectiveness.

    Parameters
    ----------
    effectiveness_frac : float or ndarray, shape (...)
        Effectiveness, 0 to below 1.
    capacity_ratio : float or ndarray, shape (...)
        Cmin / Cmax, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Transfer units; 0 at effectiveness 0, and held finite at an effectiveness of 1, which none reaches.

    Raises
    ------
    Nothing; the door checks that the effectiveness is below 1.

    Notes
    -----
    ln((1 - eps C) / (1 - eps)) / (1 - C), written with ln(1 + u) / u, u = eps (1 - C) / (1 - eps), so that C
    = 1 needs no special case.
    Source: Kays and London, Compact Heat Exchangers, 3rd edition (1984), equation 2-13 solved for NTU.

    Examples
    --------
    >>> [f"{ntu_from_effectiveness_counterflow(e, c):.4f}" for e, c in ((2.0 / 3.0, 1.0), (0.7746, 0.5))]
    ['2.0000', '2.0000']
    """
    gained = effectiveness_frac / np.maximum(1.0 - effectiveness_frac, _BELOW_ONE)
    shifted = 1.0 + gained * (1.0 - capacity_ratio) + _LOG_GUARD
    return gained * np.log(shifted) / (shifted - 1.0)


@formula
def lmtd_k(diff_1_k: Array, diff_2_k: Array) -> Array:
    """Return the logarithmic mean of the temperature differences at the two ends of an exchanger.

    Parameters
    ----------
    diff_1_k, diff_2_k : float or ndarray, shape (...)
        Hot minus cold at one and at the other end [K], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Mean difference [K]; the difference itself where both are equal, zero where both vanish. An end where
        the streams cross (not above 0, against the second law) counts as 0.

    Raises
    ------
    Nothing.

    Notes
    -----
    (d1 - d2) / ln(d1 / d2), written as mean(d1, d2) tanh(y) / y with y = ln(d1 / d2) / 2, the same function
    without 0/0. No flow enters.
    Source: Kays and London, Compact Heat Exchangers, 3rd edition (1984), chapter 2; identity by the writer.

    Examples
    --------
    >>> f"{lmtd_k(10.0, 5.0):.4f} {lmtd_k(5.0, 5.0):.4f}"
    '7.2135 5.0000'
    """
    first, second = np.maximum(diff_1_k, _NO_GAP_K), np.maximum(diff_2_k, _NO_GAP_K)
    return 0.5 * (first + second) * tanh_ratio(0.5 * np.log(first / second))


@formula
def ua_from_rating_w_k(
    heat_w: Array, hot_in_k: Array, hot_out_k: Array, cold_in_k: Array, cold_out_k: Array
) -> Array:
    """Return the conductance of a counterflow exchanger from its rating.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    hot_in_k, hot_out_k, cold_in_k, cold_out_k : float or ndarray, shape (...)
        Rated temperatures [K], the hot side above the cold one at both ends.

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; zero at zero heat, very large where an end has no temperature difference.

    Raises
    ------
    Nothing; the door refuses a rating whose temperatures cross.

    Notes
    -----
    Q / LMTD. No flow enters.
    Source: Kays and London, Compact Heat Exchangers, 3rd edition (1984), chapter 2.

    Examples
    --------
    >>> f"{ua_from_rating_w_k(10000.0, 320.0, 310.0, 300.0, 310.0):.1f}"
    '1000.0'
    """
    return heat_w / np.maximum(lmtd_k(hot_in_k - cold_out_k, hot_out_k - cold_in_k), _NO_GAP_K)
