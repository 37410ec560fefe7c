"""Short-circuit currents by the method of IEC 60909."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Between line-to-line and line-to-neutral quantities of a balanced three-phase system.
SQRT_3: Final = 3.0**0.5
# Between the peak and the effective value of a sine.
SQRT_2: Final = 2.0**0.5


@formula
def transformer_impedance_ohm(voltage_v: Array, rating_va: Array, impedance_frac: Array) -> Array:
    """Return the short-circuit impedance of a transformer, seen from one side.

    Parameters
    ----------
    voltage_v : float or ndarray, shape (...)
        Rated voltage of that side, line to line [V].
    rating_va : float or ndarray, shape (...)
        Rated apparent power [VA], above 0.
    impedance_frac : float or ndarray, shape (...)
        Short-circuit voltage uk as a share, 0.04 to 0.08.

    Returns
    -------
    float or ndarray, shape (...)
        Impedance of one phase [ohm].

    Raises
    ------
    Nothing.

    Notes
    -----
    Z = uk U^2 / S. Source: IEC 60909-0:2016, equation for two-winding transformers.

    Examples
    --------
    >>> f"{1e3 * transformer_impedance_ohm(400.0, 2.5e6, 0.06):.3f}"
    '3.840'
    """
    return impedance_frac * voltage_v * voltage_v / rating_va


@formula
def initial_current_a(voltage_v: Array, impedance_ohm: Array, voltage_factor: Array) -> Array:
    """Return the initial symmetrical short-circuit current of a three-phase fault.

    Parameters
    ----------
    voltage_v : float or ndarray, shape (...)
        Nominal voltage, line to line [V].
    impedance_ohm : float or ndarray, shape (...)
        Magnitude of the impedance of one phase up to the fault [ohm], above 0.
    voltage_factor : float or ndarray, shape (...)
        c: 1.05 (tolerance 6 %) or 1.10 for the largest current in low voltage, 1.10 in medium voltage, 0.95
        or 1.0 for the smallest.

    Returns
    -------
    float or ndarray, shape (...)
        I"k, effective value [A].

    Raises
    ------
    Nothing; a rigid source without impedance has no finite current.

    Notes
    -----
    I"k = c U / (sqrt(3) Z). Source: IEC 60909-0:2016.

    Examples
    --------
    >>> f"{initial_current_a(400.0, 3.84e-3, 1.05) / 1e3:.3f}"
    '63.148'
    """
    return voltage_factor * voltage_v / (SQRT_3 * impedance_ohm)


@formula
def peak_factor(resistance_over_reactance: Array) -> Array:
    """Return the factor of the first current peak.

    Parameters
    ----------
    resistance_over_reactance : float or ndarray, shape (...)
        R / X of the fault loop, 0 or more.

    Returns
    -------
    float or ndarray, shape (...)
        kappa, 2.0 for a purely inductive and 1.02 for a purely resistive loop.

    Raises
    ------
    Nothing.

    Notes
    -----
    kappa = 1.02 + 0.98 exp(-3 R / X). Source: IEC 60909-0:2016.

    Examples
    --------
    >>> f"{peak_factor(0.1):.5f}"
    '1.74600'
    """
    return 1.02 + 0.98 * np.exp(-3.0 * resistance_over_reactance)


@formula
def peak_current_a(initial_a: Array, resistance_over_reactance: Array) -> Array:
    """Return the peak short-circuit current, for which busbars are braced.

    Parameters
    ----------
    initial_a : float or ndarray, shape (...)
        Initial symmetrical current, effective value [A].
    resistance_over_reactance : float or ndarray, shape (...)
        R / X of the fault loop, 0 or more.

    Returns
    -------
    float or ndarray, shape (...)
        Peak value i_p [A].

    Raises
    ------
    Nothing.

    Notes
    -----
    i_p = kappa sqrt(2) I"k. Source: IEC 60909-0:2016.

    Examples
    --------
    >>> f"{peak_current_a(63148.0, 0.1) / 1e3:.2f}"
    '155.93'
    """
    return peak_factor(resistance_over_reactance) * SQRT_2 * initial_a
