"""Numerics near corners and near zero, written once.

Every width is absolute in the unit of its argument: choose it relative to a nominal value of the quantity,
never as a fixed number (an absolute window wider than the flow it rounds changes the result, not only its
smoothness).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Half-width of the guard around the removable singularity of tanh(x)/x: it changes the result by less than
# (1e-6)^2 / 3 = 3e-13 and keeps value and derivative free of 0/0.
_RATIO_GUARD: Final = 1e-6


@formula
def smooth_max(a: Array, b: Array, width: Array) -> Array:
    """Return a maximum without a corner.

    Parameters
    ----------
    a, b : float or ndarray, shape (...)
        Any two quantities of the same unit.
    width : float or ndarray, shape (...)
        Width of the rounding, above 0, in the unit of ``a``; small against a nominal value of it.

    Returns
    -------
    float or ndarray, shape (...)
        At least max(a, b); too large by width / 2 where a = b and by about width^2 / (4 |a - b|) away from
        it.

    Raises
    ------
    Nothing; at zero width the derivative at a = b is undefined.

    Notes
    -----
    (a + b + sqrt((a - b)^2 + width^2)) / 2, infinitely often differentiable, never falling in a or b.
    Source: hyperbolic smoothing of the positive part, Chen and Mangasarian, Comput. Optim. Appl. 5 (1996) 97.

    Examples
    --------
    >>> float(smooth_max(1.0, 1.0, 0.2))
    1.1
    """
    return 0.5 * (a + b + np.sqrt((a - b) ** 2 + width**2))


@formula
def smooth_min(a: Array, b: Array, width: Array) -> Array:
    """Return a minimum without a corner.

    Parameters
    ----------
    a, b : float or ndarray, shape (...)
        Any two quantities of the same unit.
    width : float or ndarray, shape (...)
        Width of the rounding, above 0, in the unit of ``a``.

    Returns
    -------
    float or ndarray, shape (...)
        At most min(a, b); too small by width / 2 where a = b.

    Raises
    ------
    Nothing; at zero width the derivative at a = b is undefined.

    Notes
    -----
    (a + b - sqrt((a - b)^2 + width^2)) / 2, infinitely often differentiable.
    Source: as ``smooth_max``.

    Examples
    --------
    >>> float(smooth_min(1.0, 1.0, 0.2))
    0.9
    """
    return 0.5 * (a + b - np.sqrt((a - b) ** 2 + width**2))


@formula
def smooth_abs(x: Array, width: Array) -> Array:
    """Return a magnitude without a corner at zero.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Any quantity.
    width : float or ndarray, shape (...)
        Width of the rounding, above 0, in the unit of ``x``.

    Returns
    -------
    float or ndarray, shape (...)
        At least the magnitude of x; equal to ``width`` at zero, too large by width^2 / (2 x) away
        from it.

    Raises
    ------
    Nothing.

    Notes
    -----
    sqrt(x^2 + width^2).
    Source: as ``smooth_max``, with b = -a.

    Examples
    --------
    >>> float(smooth_abs(-3.0, 4.0))
    5.0
    """
    return np.sqrt(x**2 + width**2)


@formula
def smooth_limit(x: Array, low: Array, high: Array, width: Array) -> Array:
    """Hold a quantity between two bounds without corners.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Any quantity.
    low, high : float or ndarray, shape (...)
        Bounds in the unit of ``x``, low below high.
    width : float or ndarray, shape (...)
        Width of the rounding, above 0 and small against high - low.

    Returns
    -------
    float or ndarray, shape (...)
        Never above ``high``; below ``low`` by at most about width^2 / (4 (high - low)).

    Raises
    ------
    Nothing.

    Notes
    -----
    smooth_min(smooth_max(x, low), high).
    Source: as ``smooth_max``.

    Examples
    --------
    >>> f"{smooth_limit(0.5, 0.0, 1.0, 0.01):.4f} {smooth_limit(9.0, 0.0, 1.0, 0.01):.4f}"
    '0.5000 1.0000'
    """
    return smooth_min(smooth_max(x, low, width), high, width)


@formula
def smooth_step(x: Array) -> Array:
    """Rise from 0 to 1 while the argument goes from 0 to 1.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Position within the step; below 0 and above 1 the result is constant.

    Returns
    -------
    float or ndarray, shape (...)
        0 to 1, with a continuous first derivative that is zero at both ends; 0.5 at 0.5.

    Raises
    ------
    Nothing.

    Notes
    -----
    x^2 (3 - 2 x).
    Source: cubic Hermite polynomial between (0, 0) and (1, 1) with flat ends.

    Examples
    --------
    >>> float(smooth_step(0.5)), float(smooth_step(-2.0)), float(smooth_step(2.0))
    (0.5, 0.0, 1.0)
    """
    held = np.minimum(np.maximum(x, 0.0), 1.0)
    return held * held * (3.0 - 2.0 * held)


@formula
def smooth_ramp(x: Array, width: Array) -> Array:
    """Return zero below zero and, past a knee, a straight line of slope one.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Any quantity.
    width : float or ndarray, shape (...)
        Width of the knee, above 0, in the unit of ``x``.

    Returns
    -------
    float or ndarray, shape (...)
        Exactly 0 for x <= 0, x - width / 2 for x >= width, a parabola between; continuous first derivative.

    Raises
    ------
    Nothing.

    Notes
    -----
    m^2 / (2 width) + max(x - width, 0) with m = x held between 0 and width.
    Source: integral of a linear rise of the slope from 0 to 1.

    Examples
    --------
    >>> float(smooth_ramp(-1.0, 1.0)), float(smooth_ramp(1.0, 1.0)), float(smooth_ramp(3.0, 1.0))
    (0.0, 0.5, 2.5)
    """
    held = np.minimum(np.maximum(x, 0.0), width)
    return held * held / (2.0 * width) + np.maximum(x - width, 0.0)


@formula
def tanh_ratio(x: Array) -> Array:
    """Return tanh(x) / x, regular at zero.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Any real number.

    Returns
    -------
    float or ndarray, shape (...)
        1 at zero, falling on both sides; accurate to 1e-12.

    Raises
    ------
    Nothing.

    Notes
    -----
    Evaluated at sqrt(x^2 + 1e-12): the function is even, so the guard costs 3e-13 and no smoothness.
    Source: definition.

    Examples
    --------
    >>> f"{tanh_ratio(0.0):.9f} {tanh_ratio(1.0):.6f}"
    '1.000000000 0.761594'
    """
    guarded = np.sqrt(x**2 + _RATIO_GUARD**2)
    return np.tanh(guarded) / guarded


@formula
def decay_ratio(x: Array) -> Array:
    """Return (1 - exp(-x)) / x, regular at zero: the mean of a decay over its first x time constants.

    Parameters
    ----------
    x : float or ndarray, shape (...)
        Number of time constants or transfer units, -700 to infinity.

    Returns
    -------
    float or ndarray, shape (...)
        1 at zero, falling towards 1 / x; accurate to 1e-12.

    Raises
    ------
    Nothing; below -700 the exponential overflows.

    Notes
    -----
    (1 + exp(-x)) / 2 * tanh(x / 2) / (x / 2), the same function without cancellation near zero.
    Source: identity 1 - exp(-x) = tanh(x / 2) (1 + exp(-x)).

    Examples
    --------
    >>> f"{decay_ratio(0.0):.9f} {decay_ratio(1.0):.6f}"
    '1.000000000 0.632121'
    """
    return 0.5 * (1.0 + np.exp(-x)) * tanh_ratio(0.5 * x)
