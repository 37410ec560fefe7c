"""Moist air: saturation, humidity, wet bulb, dew point, enthalpy.

Saturation is that over liquid water at every temperature, also below freezing: one smooth branch, the
convention of weather services for relative humidity and of a cooling coil, on which water is supercooled
before it freezes. Against saturation over ice it is 1 % high at -1 degC and 10 % at -10 degC.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.constants import (
    DRY_AIR_GAS_CONSTANT_J_KG_K,
    DRY_AIR_HEAT_CAPACITY_J_KG_K,
    KELVIN_OFFSET_K,
    LATENT_HEAT_J_KG,
    VAPOUR_GAS_CONSTANT_J_KG_K,
    VAPOUR_HEAT_CAPACITY_J_KG_K,
)
from models.formula import Array, formula

# Mass of a mole of water over that of a mole of dry air, 0.62194.
_MASS_RATIO: Final = DRY_AIR_GAS_CONSTANT_J_KG_K / VAPOUR_GAS_CONSTANT_J_KG_K

# Heat capacity of liquid water in the wet-bulb balance: ASHRAE Handbook Fundamentals 2021, chapter 1,
# equation 33.
_WATER_HEAT_CAPACITY_J_KG_K: Final = 4186.0

# Vapour may take at most this share of the total pressure: at the boiling point humidity would be infinite.
_LARGEST_VAPOUR_SHARE: Final = 0.9

# Vapour pressure below which a dew point is not followed, about -75 degC; no outdoor air is drier.
_DRIEST_VAPOUR_PA: Final = 0.2


@formula
def saturation_pressure_pa(temp_k: Array) -> Array:
    """Return the vapour pressure of air saturated over liquid water.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Temperature [K]; fitted for 273.15 to 473.15, smooth and usable down to 230.

    Returns
    -------
    float or ndarray, shape (...)
        Saturation pressure [Pa].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    ln p = c8 / T + c9 + c10 T + c11 T^2 + c12 T^3 + c13 ln T.
    Source: Hyland and Wexler, ASHRAE Transactions 89(2A), 1983, as ASHRAE Handbook Fundamentals 2021, chapter
    1, equation 6. Within 0.025 % of IAPWS-95 from 0.01 to 60 degC; within 0.25 % of Murphy and Koop's
    supercooled water (2005) down to -30 degC, 0.8 % at -40.

    Examples
    --------
    >>> f"{saturation_pressure_pa(298.15):.1f}"
    '3169.2'
    """
    return np.exp(
        -5.8002206e3 / temp_k
        + 1.3914993
        - 4.8640239e-2 * temp_k
        + 4.1764768e-5 * temp_k**2
        - 1.4452093e-8 * temp_k**3
        + 6.5459673 * np.log(temp_k)
    )


@formula
def saturation_slope_1_k(temp_k: Array) -> Array:
    """Return the relative slope of the saturation pressure.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Temperature [K], as ``saturation_pressure_pa``.

    Returns
    -------
    float or ndarray, shape (...)
        d ln p / dT [1/K].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Derivative of the exponent of ``saturation_pressure_pa``.
    Source: as ``saturation_pressure_pa``.

    Examples
    --------
    >>> f"{saturation_slope_1_k(298.15):.5f}"
    '0.05961'
    """
    return (
        5.8002206e3 / temp_k**2
        - 4.8640239e-2
        + 2.0 * 4.1764768e-5 * temp_k
        - 3.0 * 1.4452093e-8 * temp_k**2
        + 6.5459673 / temp_k
    )


@formula
def vapour_pressure_pa(temp_k: Array, relative_humidity_frac: Array) -> Array:
    """Return the partial pressure of vapour in moist air.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Dry-bulb temperature [K].
    relative_humidity_frac : float or ndarray, shape (...)
        Relative humidity over liquid water, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Vapour pressure [Pa].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Source: definition; ASHRAE Handbook Fundamentals 2021, chapter 1, equation 22.

    Examples
    --------
    >>> f"{vapour_pressure_pa(298.15, 0.5):.1f}"
    '1584.6'
    """
    return relative_humidity_frac * saturation_pressure_pa(temp_k)


@formula
def humidity_ratio_from_vapour(vapour_pressure_pa_: Array, pressure_pa: Array) -> Array:
    """Return the humidity ratio of air with a given vapour pressure.

    Parameters
    ----------
    vapour_pressure_pa_ : float or ndarray, shape (...)
        Partial pressure of vapour [Pa].
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Vapour per dry air [kg/kg]. Above 90 % of the total pressure (97 degC at sea level) it stays constant.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    0.62194 p_w / (p - p_w). No flow enters.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equation 20.

    Examples
    --------
    >>> f"{humidity_ratio_from_vapour(1584.6, 101325.0):.6f}"
    '0.009881'
    """
    vapour = np.minimum(vapour_pressure_pa_, _LARGEST_VAPOUR_SHARE * pressure_pa)
    return _MASS_RATIO * vapour / (pressure_pa - vapour)


@formula
def humidity_ratio(temp_k: Array, relative_humidity_frac: Array, pressure_pa: Array) -> Array:
    """Return the humidity ratio of moist air.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Dry-bulb temperature [K].
    relative_humidity_frac : float or ndarray, shape (...)
        Relative humidity over liquid water, 0 to 1.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Vapour per dry air [kg/kg].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equations 20 and 22.

    Examples
    --------
    >>> f"{humidity_ratio(298.15, 0.5, 101325.0):.6f}"
    '0.009881'
    """
    return humidity_ratio_from_vapour(vapour_pressure_pa(temp_k, relative_humidity_frac), pressure_pa)


@formula
def vapour_from_humidity_ratio_pa(humidity_ratio_: Array, pressure_pa: Array) -> Array:
    """Return the vapour pressure of air with a given humidity ratio.

    Parameters
    ----------
    humidity_ratio_ : float or ndarray, shape (...)
        Vapour per dry air [kg/kg], 0 or more.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Vapour pressure [Pa].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    p W / (0.62194 + W), the inverse of ``humidity_ratio_from_vapour``.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equation 36.

    Examples
    --------
    >>> f"{vapour_from_humidity_ratio_pa(0.009881, 101325.0):.1f}"
    '1584.6'
    """
    return pressure_pa * humidity_ratio_ / (_MASS_RATIO + humidity_ratio_)


@formula
def relative_humidity_frac(temp_k: Array, humidity_ratio_: Array, pressure_pa: Array) -> Array:
    """Return the relative humidity of moist air.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Dry-bulb temperature [K].
    humidity_ratio_ : float or ndarray, shape (...)
        Vapour per dry air [kg/kg].
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Relative humidity over liquid water; above 1 the air would carry fog.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equations 22 and 36.

    Examples
    --------
    >>> f"{relative_humidity_frac(298.15, 0.009881, 101325.0):.4f}"
    '0.5000'
    """
    return vapour_from_humidity_ratio_pa(humidity_ratio_, pressure_pa) / saturation_pressure_pa(temp_k)


@formula
def humidity_ratio_from_wet_bulb(dry_bulb_k: Array, wet_bulb_k_: Array, pressure_pa: Array) -> Array:
    """Return the humidity ratio of air whose dry and wet bulb are known.

    Parameters
    ----------
    dry_bulb_k, wet_bulb_k_ : float or ndarray, shape (...)
        Dry-bulb and thermodynamic wet-bulb temperature [K], wet not above dry.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Vapour per dry air [kg/kg]; negative where no air can have so low a wet bulb.

    Raises
    ------
    Nothing; the door checks the pair.

    Notes
    -----
    Adiabatic saturation: (h_fg - (c_w - c_v) t_wb) W_s - c_a (t - t_wb) over h_fg + c_v t - c_w t_wb.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equation 33, here also below freezing.

    Examples
    --------
    >>> f"{humidity_ratio_from_wet_bulb(298.15, 291.05, 101325.0):.6f}"
    '0.009894'
    """
    dry_c, wet_c = dry_bulb_k - KELVIN_OFFSET_K, wet_bulb_k_ - KELVIN_OFFSET_K
    saturated = humidity_ratio_from_vapour(saturation_pressure_pa(wet_bulb_k_), pressure_pa)
    taken = LATENT_HEAT_J_KG - (_WATER_HEAT_CAPACITY_J_KG_K - VAPOUR_HEAT_CAPACITY_J_KG_K) * wet_c
    given = DRY_AIR_HEAT_CAPACITY_J_KG_K * (dry_c - wet_c)
    per_vapour = LATENT_HEAT_J_KG + VAPOUR_HEAT_CAPACITY_J_KG_K * dry_c - _WATER_HEAT_CAPACITY_J_KG_K * wet_c
    return (taken * saturated - given) / per_vapour


@formula
def wet_bulb_k(dry_bulb_k: Array, relative_humidity_frac_: Array, pressure_pa: Array) -> Array:
    """Return the thermodynamic wet-bulb temperature.

    Parameters
    ----------
    dry_bulb_k : float or ndarray, shape (...)
        Dry-bulb temperature [K]; 243 to 333.
    relative_humidity_frac_ : float or ndarray, shape (...)
        Relative humidity over liquid water, 0 to 1.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa]; 50,000 to 110,000.

    Returns
    -------
    float or ndarray, shape (...)
        Wet-bulb temperature [K], not above the dry bulb and equal to it at saturation.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Eight Newton steps on the balance of ``humidity_ratio_from_wet_bulb`` from the dry bulb, on the convex
    side of the root, so that every step moves towards it.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equation 33. Against PsychroLib 2.5: within 0.001 K
    above freezing (its own tolerance); below freezing PsychroLib takes ice.

    Examples
    --------
    >>> f"{wet_bulb_k(308.15, 0.4, 101325.0) - 273.15:.3f}"
    '23.935'
    """
    wanted = humidity_ratio(dry_bulb_k, relative_humidity_frac_, pressure_pa)
    dry_c = dry_bulb_k - KELVIN_OFFSET_K
    falling = _WATER_HEAT_CAPACITY_J_KG_K - VAPOUR_HEAT_CAPACITY_J_KG_K
    wet_k = 1.0 * dry_bulb_k
    for _ in range(8):
        wet_c = wet_k - KELVIN_OFFSET_K
        vapour = saturation_pressure_pa(wet_k)
        saturated = humidity_ratio_from_vapour(vapour, pressure_pa)
        slope = saturated * saturation_slope_1_k(wet_k) * (1.0 + saturated / _MASS_RATIO)
        taken = LATENT_HEAT_J_KG - falling * wet_c
        per_vapour = (
            LATENT_HEAT_J_KG + VAPOUR_HEAT_CAPACITY_J_KG_K * dry_c - _WATER_HEAT_CAPACITY_J_KG_K * wet_c
        )
        excess = taken * saturated - DRY_AIR_HEAT_CAPACITY_J_KG_K * (dry_c - wet_c) - wanted * per_vapour
        gain = taken * slope - falling * saturated + DRY_AIR_HEAT_CAPACITY_J_KG_K
        wet_k = wet_k - excess / (gain + _WATER_HEAT_CAPACITY_J_KG_K * wanted)
    return wet_k


@formula
def relative_humidity_from_wet_bulb(dry_bulb_k: Array, wet_bulb_k_: Array, pressure_pa: Array) -> Array:
    """Return the relative humidity of air whose dry and wet bulb are known.

    Parameters
    ----------
    dry_bulb_k, wet_bulb_k_ : float or ndarray, shape (...)
        Dry-bulb and thermodynamic wet-bulb temperature [K], wet not above dry.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Relative humidity over liquid water; not below 0, also where no air can have so low a wet bulb.

    Raises
    ------
    Nothing; the door checks the pair.

    Notes
    -----
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equations 22, 33 and 36.

    Examples
    --------
    >>> f"{relative_humidity_from_wet_bulb(303.15, 296.9627, 101325.0):.4f}"
    '0.6000'
    """
    found = humidity_ratio_from_wet_bulb(dry_bulb_k, wet_bulb_k_, pressure_pa)
    return relative_humidity_frac(dry_bulb_k, np.maximum(found, 0.0), pressure_pa)


@formula
def dew_point_from_vapour_k(vapour_pressure_pa_: Array) -> Array:
    """Return the temperature at which vapour of a given pressure begins to condense.

    Parameters
    ----------
    vapour_pressure_pa_ : float or ndarray, shape (...)
        Vapour pressure [Pa]; followed from 0.2 Pa on.

    Returns
    -------
    float or ndarray, shape (...)
        Dew point over liquid water [K]; about 197 K for air drier than 0.2 Pa, bone-dry air included.

    Raises
    ------
    Nothing.

    Notes
    -----
    Four Newton steps on the logarithm of ``saturation_pressure_pa`` from a Magnus-type inverse. No flow
    enters.
    Source: start from Alduchov and Eskridge, J. Appl. Meteorology 35 (1996) 601, equation 21.

    Examples
    --------
    >>> f"{dew_point_from_vapour_k(saturation_pressure_pa(290.0)):.6f}"
    '290.000000'
    """
    log_vapour = np.log(np.maximum(vapour_pressure_pa_, _DRIEST_VAPOUR_PA))
    magnus = log_vapour - np.log(610.94)
    dew_k: Array = KELVIN_OFFSET_K + 243.04 * magnus / (17.625 - magnus)
    for _ in range(4):
        dew_k = dew_k - (np.log(saturation_pressure_pa(dew_k)) - log_vapour) / saturation_slope_1_k(dew_k)
    return dew_k


@formula
def dew_point_k(dry_bulb_k: Array, relative_humidity_frac_: Array) -> Array:
    """Return the dew point of moist air.

    Parameters
    ----------
    dry_bulb_k : float or ndarray, shape (...)
        Dry-bulb temperature [K].
    relative_humidity_frac_ : float or ndarray, shape (...)
        Relative humidity over liquid water, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Dew point over liquid water [K]; the dry bulb at saturation, about 197 K for bone-dry air.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Source: definition; ASHRAE Handbook Fundamentals 2021, chapter 1, equation 37.

    Examples
    --------
    >>> f"{dew_point_k(298.15, 0.5) - 273.15:.2f}"
    '13.86'
    """
    return dew_point_from_vapour_k(vapour_pressure_pa(dry_bulb_k, relative_humidity_frac_))


@formula
def moist_air_enthalpy_j_kg(temp_k: Array, humidity_ratio_: Array) -> Array:
    """Return the enthalpy of moist air per kilogram of dry air.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Dry-bulb temperature [K].
    humidity_ratio_ : float or ndarray, shape (...)
        Vapour per dry air [kg/kg].

    Returns
    -------
    float or ndarray, shape (...)
        Enthalpy [J per kg of dry air], zero for dry air at 0 degC.

    Raises
    ------
    Nothing.

    Notes
    -----
    c_a t + W (h_fg + c_v t), t in degrees Celsius. No flow enters.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equation 30.

    Examples
    --------
    >>> f"{moist_air_enthalpy_j_kg(298.15, 0.01):.1f}"
    '50625.0'
    """
    temp_c = temp_k - KELVIN_OFFSET_K
    vapour_j_kg = LATENT_HEAT_J_KG + VAPOUR_HEAT_CAPACITY_J_KG_K * temp_c
    return DRY_AIR_HEAT_CAPACITY_J_KG_K * temp_c + humidity_ratio_ * vapour_j_kg


@formula
def saturated_air_enthalpy_j_kg(temp_k: Array, pressure_pa: Array) -> Array:
    """Return the enthalpy of saturated air per kilogram of dry air.

    Parameters
    ----------
    temp_k : float or ndarray, shape (...)
        Temperature [K]; above 97 degC at sea level the humidity stays constant.
    pressure_pa : float or ndarray, shape (...)
        Total pressure [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Enthalpy [J per kg of dry air].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    The driving potential of an evaporative cooling tower.
    Source: ASHRAE Handbook Fundamentals 2021, chapter 1, equations 20 and 30; Merkel, VDI Forschungsheft 275
    (1925).

    Examples
    --------
    >>> f"{saturated_air_enthalpy_j_kg(298.15, 101325.0):.0f}"
    '76307'
    """
    saturated = humidity_ratio_from_vapour(saturation_pressure_pa(temp_k), pressure_pa)
    return moist_air_enthalpy_j_kg(temp_k, saturated)
