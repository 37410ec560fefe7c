"""Hazen-Williams friction of water mains, as a power law for a branch."""

from __future__ import annotations

from models.constants import GRAVITY_M_S2
from models.formula import Array, formula

FOOT_M = 0.3048
# L. A. Rossman, EPANET 2 Users Manual (2000), table 3.1, in ft and ft3/s:
# h = 4.727 L q^1.852 / (C^1.852 d^4.871).
HAZEN_WILLIAMS_EXPONENT = 1.852
DIAMETER_EXPONENT = 4.871
COEFFICIENT_FT = 4.727
# The same in m and m3/s: head and length keep their ratio, q^n / d^k is converted.
COEFFICIENT_SI = COEFFICIENT_FT * FOOT_M ** (DIAMETER_EXPONENT - 3.0 * HAZEN_WILLIAMS_EXPONENT)


@formula
def hazen_williams_coefficient(
    length_m: Array, diameter_m: Array, roughness_c: Array, density_kg_m3: Array
) -> Array:
    """Return the coefficient c of dp = c Q^1.852 of a water main.

    Parameters
    ----------
    length_m, diameter_m : float or ndarray
        Length and inner diameter [m]; diameter positive.
    roughness_c : float or ndarray
        Hazen-Williams C [-], 60 (old iron) to 150 (plastic).
    density_kg_m3 : float or ndarray
        Density that turns head into pressure [kg/m3].

    Returns
    -------
    float or ndarray
        c [Pa/(m3/s)^1.852]; use it with exponent ``HAZEN_WILLIAMS_EXPONENT``.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    For cold water in turbulent flow only; here to compare with EPANET. Zero flow: no influence.
    Source: EPANET 2 Users Manual, table 3.1.

    Examples
    --------
    >>> f"{COEFFICIENT_SI:.3f}"
    '10.667'
    >>> f"{hazen_williams_coefficient(1000.0, 0.3, 100.0, 1000.0) * 0.1**1.852 / 9806.65:.2f}"
    '10.45'
    """
    head_coefficient: Array = COEFFICIENT_SI / (
        roughness_c**HAZEN_WILLIAMS_EXPONENT * diameter_m**DIAMETER_EXPONENT
    )
    return density_kg_m3 * GRAVITY_M_S2 * length_m * head_coefficient
