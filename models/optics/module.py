"""Optical modules: what they draw and how hot their case is."""

from __future__ import annotations

from models.formula import Array, formula


@formula
def optics_power_w(count: Array, power_w: Array) -> Array:
    """Return the power of a group of equal modules.

    Parameters
    ----------
    count : float or ndarray, shape (n_group,)
        Modules in the group.
    power_w : float or ndarray, shape (n_group,)
        Power of one module [W]; it hardly follows traffic, since lasers and signal processors stay on.

    Returns
    -------
    float or ndarray, shape (n_group,)
        Power of the group [W].

    Raises
    ------
    Nothing.

    Notes
    -----
    N P. No flow enters.
    Source: sum over modules.

    Examples
    --------
    >>> optics_power_w(6912.0, 4.5)
    31104.0
    """
    return count * power_w


@formula
def module_case_temp_k(reference_temp_k: Array, power_w: Array, resistance_k_w: Array) -> Array:
    """Return the case temperature of an optical module.

    Parameters
    ----------
    reference_temp_k : float or ndarray, shape (..., n_group)
        Coolant entering the cage plate, or air reaching the module [K].
    power_w : float or ndarray, shape (n_group,)
        Power of one module [W].
    resistance_k_w : float or ndarray, shape (n_group,)
        Case to that reference [K/W]: 0.5 to 1.0 on liquid, 1.5 to 2.5 in air (no public measurement of
        either).

    Returns
    -------
    float or ndarray, shape (..., n_group)
        Case temperature [K]; the reference temperature at zero power.

    Raises
    ------
    Nothing.

    Notes
    -----
    Tref + P R, quasi-steady (30 to 80 J/K: a minute). The resistance holds at design flow; the caller has
    none to offer at zero flow.
    Source: JEDEC JESD51-1, definition of thermal resistance.

    Examples
    --------
    >>> module_case_temp_k(308.0, 16.0, 0.75)
    320.0
    """
    return reference_temp_k + power_w * resistance_k_w
