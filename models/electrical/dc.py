"""Voltage at the end of a line that feeds a constant-power load."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def dc_discriminant_v2(source_v: Array, resistance_ohm: Array, power_w: Array) -> Array:
    """Return the quantity whose sign says whether a direct-current line can feed its load.

    Parameters
    ----------
    source_v : float or ndarray, shape (...)
        Voltage of the source [V].
    resistance_ohm : float or ndarray, shape (...)
        Resistance of the loop, both conductors [ohm].
    power_w : float or ndarray, shape (...)
        Constant power of the load [W].

    Returns
    -------
    float or ndarray, shape (...)
        V1^2 - 4 R P [V2]; negative: the load wants more than the line can carry, there is no working point.

    Raises
    ------
    Nothing; this value is the report.

    Notes
    -----
    Source: maximum power transfer, P <= V1^2 / (4 R).

    Examples
    --------
    >>> dc_discriminant_v2(800.0, 0.4, 500e3) < 0.0
    True
    """
    return source_v * source_v - 4.0 * resistance_ohm * power_w


@formula
def dc_two_node_voltage_v(source_v: Array, resistance_ohm: Array, power_w: Array) -> Array:
    """Return the voltage at a constant-power load behind a resistance.

    Parameters
    ----------
    source_v : float or ndarray, shape (...)
        Voltage of the source [V], above 0.
    resistance_ohm : float or ndarray, shape (...)
        Resistance of the loop, both conductors [ohm].
    power_w : float or ndarray, shape (...)
        Constant power of the load [W].

    Returns
    -------
    float or ndarray, shape (...)
        Voltage [V], the stable (upper) root; 0 where no working point exists: the bus has collapsed.

    Raises
    ------
    Nothing; see ``dc_discriminant_v2``.

    Notes
    -----
    V2 = (V1 + sqrt(V1^2 - 4 R P)) / 2. Source: V2 (V1 - V2) = R P.

    Examples
    --------
    >>> f"{dc_two_node_voltage_v(800.0, 0.010, 500e3):.3f}"
    '793.700'
    >>> float(dc_two_node_voltage_v(800.0, 0.4, 500e3))
    0.0
    """
    discriminant = dc_discriminant_v2(source_v, resistance_ohm, power_w)
    solvable = 1.0 * (discriminant >= 0.0)
    return solvable * 0.5 * (source_v + np.sqrt(np.maximum(discriminant, 0.0)))
