"""Ratios by which a facility is compared: PUE and WUE of ISO/IEC 30134."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Below this IT power a ratio to it means nothing; it keeps the ratio of an idle hall finite.
SMALLEST_IT_POWER_W: Final = 1.0
JOULE_PER_KWH: Final = 3.6e6


@formula
def pue_ratio(total_w: Array, it_w: Array) -> Array:
    """Return the power usage effectiveness.

    Parameters
    ----------
    total_w : float or ndarray, shape (...)
        Power of the whole facility, IT included [W]; or its energy over a year [J].
    it_w : float or ndarray, shape (...)
        Power of the IT at the declared boundary [W], or its energy [J]; none is read as 1.

    Returns
    -------
    float or ndarray, shape (...)
        PUE, at least 1 when the boundary is drawn right; say the boundary with it.

    Raises
    ------
    Nothing.

    Notes
    -----
    PUE = E_DC / E_IT over a year; category 1, 2, 3 meters IT at the UPS, the PDU, the IT input. Cabinet pumps
    and shelf losses move between the two sums with the boundary, never out of them. A momentary ratio is not
    a PUE in the sense of the standard. Source: ISO/IEC 30134-2:2016.

    Examples
    --------
    >>> float(pue_ratio(1.2e6, 1.0e6))
    1.2
    """
    return total_w / np.maximum(it_w, SMALLEST_IT_POWER_W)


@formula
def wue_l_kwh(water_kg_s: Array, it_w: Array) -> Array:
    """Return the water usage effectiveness.

    Parameters
    ----------
    water_kg_s : float or ndarray, shape (...)
        Water taken by the site [kg/s]; or its mass over a year [kg].
    it_w : float or ndarray, shape (...)
        Power of the IT [W], or its energy over the same year [J]; none is read as 1.

    Returns
    -------
    float or ndarray, shape (...)
        WUE [L/kWh], a litre taken as a kilogram.

    Raises
    ------
    Nothing.

    Notes
    -----
    WUE = site water / IT energy over a year. Source: ISO/IEC 30134-9:2022.

    Examples
    --------
    >>> f"{wue_l_kwh(0.5, 1.0e6):.1f}"
    '1.8'
    """
    return JOULE_PER_KWH * water_kg_s / np.maximum(it_w, SMALLEST_IT_POWER_W)
