"""Two-bus alternating-current line with a constant-power load."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def ac_discriminant_v4(
    source_v: Array, resistance_ohm: Array, reactance_ohm: Array, power_w: Array, reactive_var: Array
) -> Array:
    """Return the quantity whose sign says whether a three-phase line can feed its load.

    Parameters
    ----------
    source_v : float or ndarray, shape (...)
        Voltage of the source, line to line [V].
    resistance_ohm, reactance_ohm : float or ndarray, shape (...)
        Series impedance of one conductor [ohm].
    power_w, reactive_var : float or ndarray, shape (...)
        Constant active [W] and lagging reactive [var] power of the load, three phases.

    Returns
    -------
    float or ndarray, shape (...)
        (V1^2 - 2 (R P + X Q))^2 - 4 |Z|^2 |S|^2 [V4]; negative: no working point.

    Raises
    ------
    Nothing; this value is the report.

    Notes
    -----
    Source: discriminant of the biquadratic of ``ac_two_bus_voltage_v``.

    Examples
    --------
    >>> bool(ac_discriminant_v4(10e3, 0.459, 0.27, 5e6, 1.643421e6) > 0.0)
    True
    """
    half = source_v * source_v - 2.0 * (resistance_ohm * power_w + reactance_ohm * reactive_var)
    impedance_squared = resistance_ohm * resistance_ohm + reactance_ohm * reactance_ohm
    load_squared = power_w * power_w + reactive_var * reactive_var
    return half * np.abs(half) - 4.0 * impedance_squared * load_squared


@formula
def ac_two_bus_voltage_v(
    source_v: Array, resistance_ohm: Array, reactance_ohm: Array, power_w: Array, reactive_var: Array
) -> Array:
    """Return the voltage at a constant-power load behind an impedance.

    Parameters
    ----------
    source_v : float or ndarray, shape (...)
        Voltage of the source, line to line [V], above 0.
    resistance_ohm, reactance_ohm : float or ndarray, shape (...)
        Series impedance of one conductor [ohm].
    power_w, reactive_var : float or ndarray, shape (...)
        Constant active [W] and lagging reactive [var] power of the load, three phases.

    Returns
    -------
    float or ndarray, shape (...)
        Voltage line to line [V], the upper root; 0 where no working point exists.

    Raises
    ------
    Nothing; see ``ac_discriminant_v4``.

    Notes
    -----
    V2^4 + (2 (R P + X Q) - V1^2) V2^2 + |Z|^2 |S|^2 = 0. Shunt capacitance neglected (short lines).
    Source: Grainger and Stevenson, Power System Analysis, 1994, section 6.2 (short line).

    Examples
    --------
    >>> f"{ac_two_bus_voltage_v(10e3, 0.459, 0.27, 5e6, 1.643421e6):.2f}"
    '9717.99'
    """
    discriminant = ac_discriminant_v4(source_v, resistance_ohm, reactance_ohm, power_w, reactive_var)
    solvable = 1.0 * (discriminant >= 0.0)
    half = source_v * source_v - 2.0 * (resistance_ohm * power_w + reactance_ohm * reactive_var)
    squared = np.maximum(0.5 * (half + np.sqrt(np.maximum(discriminant, 0.0))), 0.0)
    return solvable * squared**0.5


@formula
def ac_line_loss_w(voltage_v: Array, resistance_ohm: Array, power_w: Array, reactive_var: Array) -> Array:
    """Return the heat of a three-phase line from the voltage and power at its end.

    Parameters
    ----------
    voltage_v : float or ndarray, shape (...)
        Voltage at the load, line to line [V], above 0.
    resistance_ohm : float or ndarray, shape (...)
        Resistance of one conductor [ohm].
    power_w, reactive_var : float or ndarray, shape (...)
        Active [W] and reactive [var] power at the load, three phases.

    Returns
    -------
    float or ndarray, shape (...)
        Loss of the three conductors [W].

    Raises
    ------
    Nothing; a collapsed bus (0 V) has no loss to speak of and must not be passed.

    Notes
    -----
    P_loss = R (P^2 + Q^2) / V2^2. Source: 3 R I^2.

    Examples
    --------
    >>> f"{ac_line_loss_w(9717.99, 0.459, 5e6, 1.643421e6):.0f}"
    '134633'
    """
    return resistance_ohm * (power_w * power_w + reactive_var * reactive_var) / (voltage_v * voltage_v)
