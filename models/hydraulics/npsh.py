"""What a pump's suction and a pipe wall have to stand: net positive suction head and velocity."""

from __future__ import annotations

import numpy as np

from models.constants import GRAVITY_M_S2
from models.formula import Array, formula


@formula
def velocity_m_s(flow_m3_s: Array, diameter_m: Array) -> Array:
    """Return the mean velocity in a round pipe.

    Parameters
    ----------
    flow_m3_s : float or ndarray
        Flow [m3/s]; any sign.
    diameter_m : float or ndarray
        Inner diameter [m], positive.

    Returns
    -------
    float or ndarray
        Velocity [m/s], of the sign of the flow.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    4 Q / (pi D^2). Zero flow: zero. Source: continuity.

    Examples
    --------
    >>> f"{velocity_m_s(0.01, 0.1):.4f}"
    '1.2732'
    """
    return 4.0 * flow_m3_s / (np.pi * diameter_m * diameter_m)


@formula
def npsh_available_m(
    suction_pressure_pa: Array, vapour_pressure_pa: Array, density_kg_m3: Array, velocity_suction_m_s: Array
) -> Array:
    """Return the net positive suction head that a plant offers its pump.

    Parameters
    ----------
    suction_pressure_pa : float or ndarray
        Absolute static pressure at the pump's inlet [Pa].
    vapour_pressure_pa : float or ndarray
        Vapour pressure of the coolant at its temperature there [Pa].
    density_kg_m3 : float or ndarray
        Density [kg/m3].
    velocity_suction_m_s : float or ndarray
        Velocity where that pressure stands [m/s]; 0 if it is a total pressure.

    Returns
    -------
    float or ndarray
        Head above vapour pressure [m]; to be compared with the pump's NPSH required.

    Raises
    ------
    Nothing.

    Notes
    -----
    (p - pv) / (rho g) + v^2 / (2 g). Zero flow: the static head. Source: ISO 17769-1:2012, NPSH.

    Examples
    --------
    >>> f"{npsh_available_m(101325.0, 7384.0, 992.2, 0.0):.2f}"
    '9.65'
    """
    static = (suction_pressure_pa - vapour_pressure_pa) / (density_kg_m3 * GRAVITY_M_S2)
    return static + velocity_suction_m_s * velocity_suction_m_s / (2.0 * GRAVITY_M_S2)
