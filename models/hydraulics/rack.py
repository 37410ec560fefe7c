"""Pressure drop of a rack, a chassis or a cold plate: a laminar and a turbulent part."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def fit_two_term(
    flow_1_m3_s: Array,
    dp_1_pa: Array,
    viscosity_1_pa_s: Array,
    density_1_kg_m3: Array,
    flow_2_m3_s: Array,
    dp_2_pa: Array,
    viscosity_2_pa_s: Array,
    density_2_kg_m3: Array,
) -> tuple[Array, Array]:
    """Return the coefficients of dp = a mu Q + b rho Q^2 that pass through two rated points.

    Parameters
    ----------
    flow_1_m3_s, flow_2_m3_s : float or ndarray
        Flows of the two points [m3/s], positive and different.
    dp_1_pa, dp_2_pa : float or ndarray
        Pressure drops [Pa].
    viscosity_1_pa_s, viscosity_2_pa_s : float or ndarray
        Dynamic viscosities [Pa s].
    density_1_kg_m3, density_2_kg_m3 : float or ndarray
        Densities [kg/m3].

    Returns
    -------
    tuple of float or ndarray
        a [1/m3] and b [1/m4]. A negative one means that the points do not belong to such a law.

    Raises
    ------
    Nothing; the door refuses a negative coefficient.

    Notes
    -----
    Two linear equations. Zero flow: not a rated point.
    Source: the form is Darcy-Forchheimer, P. Forchheimer, Z. VDI 45 (1901) 1782-1788.

    Examples
    --------
    >>> a, b = fit_two_term(1e-3, 3e3, 1e-3, 1e3, 2e-3, 1e4, 1e-3, 1e3)
    >>> f"{a:.3g} {b:.3g}"
    '1e+09 2e+06'
    """
    laminar_1, laminar_2 = viscosity_1_pa_s * flow_1_m3_s, viscosity_2_pa_s * flow_2_m3_s
    inertial_1, inertial_2 = density_1_kg_m3 * flow_1_m3_s**2, density_2_kg_m3 * flow_2_m3_s**2
    determinant = laminar_1 * inertial_2 - laminar_2 * inertial_1
    return (
        (dp_1_pa * inertial_2 - dp_2_pa * inertial_1) / determinant,
        (dp_2_pa * laminar_1 - dp_1_pa * laminar_2) / determinant,
    )


@formula
def rack_drop_pa(
    flow_m3_s: Array, viscosity_pa_s: Array, density_kg_m3: Array, linear_1_m3: Array, quadratic_1_m4: Array
) -> Array:
    """Return the pressure drop of a rack.

    Parameters
    ----------
    flow_m3_s : float or ndarray
        Flow through the rack [m3/s]; any sign.
    viscosity_pa_s : float or ndarray
        Dynamic viscosity at its mean temperature [Pa s].
    density_kg_m3 : float or ndarray
        Density [kg/m3].
    linear_1_m3, quadratic_1_m4 : float or ndarray
        a [1/m3] and b [1/m4], as from ``fit_two_term``.

    Returns
    -------
    float or ndarray
        Pressure drop [Pa], odd in flow and rising.

    Raises
    ------
    Nothing.

    Notes
    -----
    a mu Q + b rho Q|Q|. Zero flow: zero, with slope a mu.
    Source: Darcy-Forchheimer; two rows of Lenovo LP2357 table 27 predict the third within 0.3 %.

    Examples
    --------
    >>> f"{rack_drop_pa(2e-3, 1e-3, 1e3, 1e9, 2e6):.1f}"
    '10000.0'
    """
    return flow_m3_s * (linear_1_m3 * viscosity_pa_s + quadratic_1_m4 * density_kg_m3 * np.abs(flow_m3_s))
