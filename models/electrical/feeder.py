"""Feeders and breakers: current, power and what they may carry continuously."""

from __future__ import annotations

from typing import Final

from models.formula import Array, formula

# Between line-to-line and line-to-neutral quantities of a balanced three-phase system.
SQRT_3: Final = 3.0**0.5


@formula
def three_phase_current_a(power_w: Array, voltage_v: Array, power_factor: Array) -> Array:
    """Return the line current of a balanced three-phase load.

    Parameters
    ----------
    power_w : float or ndarray, shape (...)
        Active power [W].
    voltage_v : float or ndarray, shape (...)
        Voltage line to line [V], above 0.
    power_factor : float or ndarray, shape (...)
        Active over apparent power, above 0 up to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Current [A].

    Raises
    ------
    Nothing; the door refuses a dead feeder.

    Notes
    -----
    I = P / (sqrt(3) U pf). Source: definition.

    Examples
    --------
    >>> f"{three_phase_current_a(34157.0, 415.0, 0.99):.1f}"
    '48.0'
    """
    return power_w / (SQRT_3 * voltage_v * power_factor)


@formula
def three_phase_power_w(current_a: Array, voltage_v: Array, power_factor: Array) -> Array:
    """Return the active power of a balanced three-phase current.

    Parameters
    ----------
    current_a : float or ndarray, shape (...)
        Line current [A].
    voltage_v : float or ndarray, shape (...)
        Voltage line to line [V].
    power_factor : float or ndarray, shape (...)
        Active over apparent power, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Active power [W].

    Raises
    ------
    Nothing.

    Notes
    -----
    P = sqrt(3) U I pf. Source: definition.

    Examples
    --------
    >>> f"{three_phase_power_w(48.0, 415.0, 0.99):.0f}"
    '34157'
    """
    return SQRT_3 * voltage_v * current_a * power_factor


@formula
def direct_current_a(power_w: Array, voltage_v: Array) -> Array:
    """Return the current of a direct-current load.

    Parameters
    ----------
    power_w : float or ndarray, shape (...)
        Power [W].
    voltage_v : float or ndarray, shape (...)
        Voltage between the poles [V], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Current [A].

    Raises
    ------
    Nothing.

    Notes
    -----
    I = P / U. Source: definition.

    Examples
    --------
    >>> direct_current_a(132e3, 50.0)
    2640.0
    """
    return power_w / voltage_v


@formula
def continuous_limit_a(rated_a: Array, code_factor: Array) -> Array:
    """Return the current a protected feeder may carry for hours.

    Parameters
    ----------
    rated_a : float or ndarray, shape (...)
        Rated current of the breaker or fuse [A].
    code_factor : float or ndarray, shape (...)
        What the site's code leaves of it: 0.8 under NEC for loads of three hours and more (1 for devices
        listed for 100 %); under IEC the product of the derating factors for temperature and grouping, 1 at
        reference.

    Returns
    -------
    float or ndarray, shape (...)
        Current [A].

    Raises
    ------
    Nothing.

    Notes
    -----
    Source: NFPA 70 (NEC) 210.20(A) and 215.3; IEC 60947-2 and IEC 60364-5-52.

    Examples
    --------
    >>> continuous_limit_a(60.0, 0.8)
    48.0
    """
    return rated_a * code_factor
