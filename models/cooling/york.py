"""The YorkCalc correlation: approach of a wet tower from four numbers, without any design data."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.formula import Array, formula

# Coefficients by power of the liquid-to-gas ratio, then of the range, then of the wet bulb in degrees
# Celsius. Source: EnergyPlus Engineering Reference, "Cooling tower, YorkCalc"; Modelica Buildings library,
# yorkCalc.
YORK_COEFFICIENTS: Final = (
    (
        (-0.359741205, -0.055053608, 0.0023850432),
        (0.173926877, -0.0248473764, 0.00048430224),
        (-0.005589849456, 0.0005770079712, -1.342427256e-5),
    ),
    (
        (2.84765801111111, -0.121765149, 0.0014599242),
        (1.680428651, -0.0166920786, -0.0007190532),
        (-0.025485194448, 4.87491696e-5, 2.719234152e-5),
    ),
    (
        (-0.0653766255555556, -0.002278167, 0.0002500254),
        (-0.0910565458, 0.00318176316, 3.8621772e-5),
        (-0.0034285382352, 8.56589904e-6, -1.516821552e-6),
    ),
)

# Largest liquid-to-gas ratio of the fit; a stopped fan is read as this ratio.
LARGEST_LIQUID_TO_GAS_RATIO: Final = 8.0
SMALLEST_AIR_RATIO: Final = 1e-9


@formula
def york_approach_k(wet_bulb_k: Array, range_k: Array, water_ratio: Array, air_ratio: Array) -> Array:
    """Return the approach of a wet cooling tower by the YorkCalc correlation.

    Parameters
    ----------
    wet_bulb_k : float or ndarray, shape (...)
        Entering wet bulb [K]; fitted for 238.75 to 299.85 K (to 302.55 K in older statements).
    range_k : float or ndarray, shape (...)
        Water in minus water out [K]; fitted for 1.1 to 22.2 K.
    water_ratio : float or ndarray, shape (...)
        Water flow as a share of the rated one; fitted for 0.75 to 1.25.
    air_ratio : float or ndarray, shape (...)
        Air flow as a share of the rated one; a stopped fan gives a liquid-to-gas ratio of 8, the end of the
        fit.

    Returns
    -------
    float or ndarray, shape (...)
        Water out minus wet bulb [K]; scale it by the tower's own approach at the rating point (3.8 K here at
        25.6 degC and 5.6 K). Zero water flow: finite.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Sum of 27 terms c L^l R^r t^w with L = water ratio / air ratio, R the range, t the wet bulb in degrees
    Celsius. It does not come from a heat balance and may turn negative at light load: use the Merkel tower to
    simulate, this one to check. Source: EnergyPlus Engineering Reference, "Cooling tower, YorkCalc";
    coefficients verified against the reference results of the Modelica Buildings library within 1e-6 K.

    Examples
    --------
    >>> f"{york_approach_k(298.70, 5.56, 1.0, 1.0):.4f}"
    '3.8445'
    """
    liquid_to_gas = np.minimum(
        water_ratio / np.maximum(air_ratio, water_ratio / LARGEST_LIQUID_TO_GAS_RATIO + SMALLEST_AIR_RATIO),
        LARGEST_LIQUID_TO_GAS_RATIO,
    )
    wet_bulb_degc = wet_bulb_k - KELVIN_OFFSET_K
    approach_k = 0.0 * wet_bulb_degc
    liquid_term = 1.0 + 0.0 * liquid_to_gas
    for by_range in YORK_COEFFICIENTS:
        range_term = liquid_term
        for c0, c1, c2 in by_range:
            approach_k = approach_k + range_term * (c0 + wet_bulb_degc * (c1 + wet_bulb_degc * c2))
            range_term = range_term * range_k
        liquid_term = liquid_term * liquid_to_gas
    return approach_k
