"""Coolant properties as polynomials of temperature whose coefficients belong to the catalogue.

Density, heat capacity, conductivity and the logarithm of viscosity are powers of (T - 313.15 K), constant
first. Any number of terms works; the catalogue has five each. With them every glycol mixture of CoolProp's
incompressible library is met exactly, and water within 0.005 % (density), 0.04 % (heat capacity,
conductivity) and 0.25 % (viscosity) from 0.1 to 95 degC.

Outside 233.15 to 393.15 K a property keeps the value it has at the bound, and enthalpy goes on as a straight
line: a polynomial would run away there, and an overheated chip without flow must stay a finite number.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np

from models.formula import Array, formula

# Middle of the coolant range of direct liquid cooling, 40 degC: zero of the polynomials and of enthalpy.
REFERENCE_TEMP_K: Final = 313.15

# Distance from the reference temperature within which the polynomials are evaluated; wider than any coolant
# here is liquid at the pressures of a cooling loop.
HELD_BELOW_K: Final = -80.0
HELD_ABOVE_K: Final = 80.0

Coefficients: TypeAlias = tuple[Array, ...]
"""Coefficients of powers of (T - 313.15 K), constant first; each one number, or one per element."""


class Fluid(NamedTuple):
    """Property polynomials of a coolant.

    ``density`` in kg/m3, ``heat_capacity`` in J/(kg K), ``conductivity`` in W/(m K), ``log_viscosity`` in
    ln(Pa s); every coefficient is a number, or an array with one value per element so that one call serves
    elements with different coolants.
    """

    density: Coefficients
    heat_capacity: Coefficients
    conductivity: Coefficients
    log_viscosity: Coefficients


@formula
def property_polynomial(temp_k: Array, coefficients: Coefficients) -> Array:
    """Return a property from its polynomial.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    coefficients : tuple of float or ndarray, shape (n,)
        In powers of (T - 313.15 K), constant first; at least one.

    Returns
    -------
    float or ndarray, shape (..., n)
        Property in the unit of the constant; outside 233.15 to 393.15 K the value at the bound.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Horner's rule. No flow enters.
    Source: form of CoolProp's incompressible fluids, Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.

    Examples
    --------
    >>> float(property_polynomial(323.15, (1000.0, -0.5)))
    995.0
    """
    x = np.minimum(np.maximum(temp_k - REFERENCE_TEMP_K, HELD_BELOW_K), HELD_ABOVE_K)
    value = 0.0 * x + coefficients[-1]
    for power in range(len(coefficients) - 2, -1, -1):
        value = value * x + coefficients[power]
    return value


@formula
def density_kg_m3(temp_k: Array, fluid: Fluid) -> Array:
    """Return the density of a coolant.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Density [kg/m3] at 3 bar; 1 bar more adds 0.005 %.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Source: polynomial fitted to CoolProp 8.0.0, Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (3944.64,), (0.4769,), (-6.333,))
    >>> float(density_kg_m3(303.15, constant))
    1014.9
    """
    return property_polynomial(temp_k, fluid.density)


@formula
def heat_capacity_j_kgk(temp_k: Array, fluid: Fluid) -> Array:
    """Return the heat capacity of a coolant at constant pressure.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Heat capacity [J/(kg K)]. For a heat balance take differences of ``enthalpy_j_kg`` instead.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Source: polynomial fitted to CoolProp 8.0.0, Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (3944.64,), (0.4769,), (-6.333,))
    >>> float(heat_capacity_j_kgk(303.15, constant))
    3944.64
    """
    return property_polynomial(temp_k, fluid.heat_capacity)


@formula
def enthalpy_j_kg(temp_k: Array, fluid: Fluid) -> Array:
    """Return the enthalpy that a stream carries.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Enthalpy [J/kg], zero at 313.15 K, rising with temperature everywhere.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Exact integral of ``heat_capacity_j_kgk``, so that streams that mix, split and meet close their balance to
    rounding. Pressure is left out: dp / rho of 1 bar is 100 J/kg, the heat of 0.025 K, and enters the balance
    as pump power.
    Source: definition.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (4000.0,), (0.4769,), (-6.333,))
    >>> float(enthalpy_j_kg(323.15, constant))
    40000.0
    """
    x = temp_k - REFERENCE_TEMP_K
    held = np.minimum(np.maximum(x, HELD_BELOW_K), HELD_ABOVE_K)
    last = len(fluid.heat_capacity) - 1
    inside = 0.0 * held + fluid.heat_capacity[last] / (last + 1.0)
    for power in range(last - 1, -1, -1):
        inside = inside * held + fluid.heat_capacity[power] / (power + 1.0)
    return inside * held + heat_capacity_j_kgk(temp_k, fluid) * (x - held)


@formula
def temp_from_enthalpy_k(enthalpy_j_kg_: Array, fluid: Fluid) -> Array:
    """Return the temperature at which a coolant has the given enthalpy.

    Parameters
    ----------
    enthalpy_j_kg_ : float or ndarray, shape (..., n)
        Enthalpy [J/kg], zero at 313.15 K.
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Temperature [K]; inverse of ``enthalpy_j_kg`` to 1e-9 K.

    Raises
    ------
    Nothing.

    Notes
    -----
    Five Newton steps from the temperature at constant heat capacity. Heat capacity varies by a few per cent,
    so the error falls from a few kelvin to rounding in three.
    Source: Newton's rule; Press et al., Numerical Recipes, 3rd edition (2007), section 9.4.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (4000.0,), (0.4769,), (-6.333,))
    >>> float(temp_from_enthalpy_k(40000.0, constant))
    323.15
    """
    temp_k = REFERENCE_TEMP_K + enthalpy_j_kg_ / fluid.heat_capacity[0]
    for _ in range(5):
        excess = enthalpy_j_kg(temp_k, fluid) - enthalpy_j_kg_
        temp_k = temp_k - excess / heat_capacity_j_kgk(temp_k, fluid)
    return temp_k


@formula
def conductivity_w_mk(temp_k: Array, fluid: Fluid) -> Array:
    """Return the thermal conductivity of a coolant.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Conductivity [W/(m K)].

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Source: polynomial fitted to CoolProp 8.0.0, Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (3944.64,), (0.4769,), (-6.333,))
    >>> float(conductivity_w_mk(303.15, constant))
    0.4769
    """
    return property_polynomial(temp_k, fluid.conductivity)


@formula
def viscosity_pa_s(temp_k: Array, fluid: Fluid) -> Array:
    """Return the dynamic viscosity of a coolant.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Dynamic viscosity [Pa s], always positive.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    exp of the polynomial. Published values for 25 % propylene glycol at 40 degC differ by 17 % (CoolProp
    1.35, Dow DOWFROST LC 25 of 02/2022 1.39, of 06/2023 1.58 mPa s): a spread of the product, not of the fit.
    Source: polynomial fitted to CoolProp 8.0.0, Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (3944.64,), (0.4769,), (-6.333,))
    >>> f"{viscosity_pa_s(303.15, constant):.6f}"
    '0.001777'
    """
    return np.exp(property_polynomial(temp_k, fluid.log_viscosity))


@formula
def prandtl_ratio(temp_k: Array, fluid: Fluid) -> Array:
    """Return the Prandtl number of a coolant.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Prandtl number mu cp / k.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (3944.64,), (0.4769,), (-6.333,))
    >>> f"{prandtl_ratio(303.15, constant):.2f}"
    '14.70'
    """
    return (
        viscosity_pa_s(temp_k, fluid) * heat_capacity_j_kgk(temp_k, fluid) / conductivity_w_mk(temp_k, fluid)
    )


@formula
def volumetric_heat_capacity_j_m3k(temp_k: Array, fluid: Fluid) -> Array:
    """Return the heat that one cubic metre of coolant takes up per kelvin.

    Parameters
    ----------
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K].
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        rho cp [J/(m3 K)]; times a volume flow it is the capacity rate of the stream.

    Raises
    ------
    Nothing; the door checks the range of the fluid.

    Notes
    -----
    25 % propylene glycol at 40 degC: 0.0668 kW per L/min and kelvin.
    Source: definition.

    Examples
    --------
    >>> constant = Fluid((1000.0,), (4000.0,), (0.4769,), (-6.333,))
    >>> float(volumetric_heat_capacity_j_m3k(303.15, constant))
    4000000.0
    """
    return density_kg_m3(temp_k, fluid) * heat_capacity_j_kgk(temp_k, fluid)


@formula
def heat_capacity_rate_w_k(flow_kg_s: Array, temp_k: Array, fluid: Fluid) -> Array:
    """Return the heat that a stream takes up per kelvin.

    Parameters
    ----------
    flow_kg_s : float or ndarray, shape (..., n)
        Mass flow [kg/s], positive along the port order.
    temp_k : float or ndarray, shape (..., n)
        Coolant temperature [K], usually the mean of in and out.
    fluid : Fluid
        Property polynomials.

    Returns
    -------
    float or ndarray, shape (..., n)
        Capacity rate m cp [W/K], of the sign of the flow; zero at zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: definition.

    Examples
    --------
    >>> constant = Fluid((1014.9,), (4000.0,), (0.4769,), (-6.333,))
    >>> float(heat_capacity_rate_w_k(2.0, 303.15, constant))
    8000.0
    """
    return flow_kg_s * heat_capacity_j_kgk(temp_k, fluid)
