"""Wall friction of a round pipe: laminar, turbulent (Colebrook) and the range between."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_step

# Laminar flow in a round pipe: f Re = 64 (Hagen-Poiseuille).
LAMINAR_POISEUILLE = 64.0
# The range in which neither law holds; the two are blended across it.
REYNOLDS_LAMINAR = 2300.0
REYNOLDS_TURBULENT = 4000.0
# C. F. Colebrook, Journal of the ICE 11 (1939) 133-156: 1/sqrt(f) = -2 log10(e/(3.71 D) + 2.51/(Re sqrt(f))).
COLEBROOK_ROUGHNESS = 3.71
COLEBROOK_REYNOLDS = 2.51
# 2 log10(x) = LOG_FACTOR ln(x)
LOG_FACTOR = 2.0 / np.log(10.0)
# The equation is so nearly linear in 1/sqrt(f) that from one start (1/sqrt(f) = 7, f = 0.0204) three Newton
# steps reach 2e-11 in every pipe; a start by an explicit formula would cost a power and spare no step.
COLEBROOK_START = 7.0 / LOG_FACTOR
COLEBROOK_STEPS = 3


@formula
def haaland_friction_factor(reynolds: Array, roughness_ratio: Array) -> Array:
    """Return the Darcy friction factor of turbulent flow by Haaland's explicit formula.

    Parameters
    ----------
    reynolds : float or ndarray
        Reynolds number [-], 4000 to 1e8; must be positive.
    roughness_ratio : float or ndarray
        Roughness over diameter [-], 0 to 0.05.

    Returns
    -------
    float or ndarray
        Darcy friction factor [-].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1/sqrt(f) = -1.8 log10((e/3.7 D)^1.11 + 6.9/Re). Zero flow: do not call; see ``poiseuille_number``.
    Source: S. E. Haaland, J. Fluids Eng. 105 (1983) 89-90, doi:10.1115/1.3240948; within 2 % of Colebrook.

    Examples
    --------
    >>> f"{haaland_friction_factor(71012.0, 0.001):.4f}"
    '0.0227'
    """
    inverse_root: Array = -0.9 * LOG_FACTOR * np.log((roughness_ratio / 3.7) ** 1.11 + 6.9 / reynolds)
    return 1.0 / (inverse_root * inverse_root)


@formula
def colebrook_friction_factor(reynolds: Array, roughness_ratio: Array) -> tuple[Array, Array]:
    """Return the Darcy friction factor of Colebrook's equation and its exponent in the Reynolds number.

    Parameters
    ----------
    reynolds : float or ndarray
        Reynolds number [-], 2300 to 1e8; must be positive.
    roughness_ratio : float or ndarray
        Roughness over diameter [-], 0 (smooth) to 0.05.

    Returns
    -------
    tuple of float or ndarray
        Friction factor f [-] and d ln f / d ln Re [-], between -0.5 and 0.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1/sqrt(f) = -2 log10(e/(3.71 D) + 2.51/(Re sqrt(f))) by a fixed number of Newton steps on 1/sqrt(f); the
    exponent follows from the equation itself. Zero flow: do not call; see ``poiseuille_number``.
    Source: C. F. Colebrook, Journal of the ICE 11 (1939) 133-156, doi:10.1680/ijoti.1939.13150; solved to
    5e-11 of f.

    Examples
    --------
    >>> factor, exponent = colebrook_friction_factor(71012.0, 0.001)
    >>> f"{factor:.6f} {exponent:.3f}"
    '0.022975 -0.115'
    """
    rough = roughness_ratio / COLEBROOK_ROUGHNESS
    viscous = LOG_FACTOR * COLEBROOK_REYNOLDS / reynolds
    root = COLEBROOK_START  # 1/sqrt(f) in units of LOG_FACTOR
    for _ in range(COLEBROOK_STEPS):
        argument = rough + viscous * root
        root = (viscous * root - argument * np.log(argument)) / (argument + viscous)
    argument = rough + viscous * root
    return 1.0 / (LOG_FACTOR * LOG_FACTOR * root * root), -2.0 * viscous / (argument + viscous)


@formula
def poiseuille_number(reynolds: Array, roughness_ratio: Array) -> tuple[Array, Array]:
    """Return f Re of a round pipe at any Reynolds number, and its derivative.

    Parameters
    ----------
    reynolds : float or ndarray
        Reynolds number of the magnitude of the flow [-], 0 to 1e8.
    roughness_ratio : float or ndarray
        Roughness over diameter [-], 0 to 0.05.

    Returns
    -------
    tuple of float or ndarray
        Darcy friction factor times Reynolds number [-] and its slope against the Reynolds number [-].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    64 up to Re 2300, Colebrook from Re 4000, between them a cubic step: continuous in value and slope. The
    pressure drop is (f Re) mu L v / (2 D^2), so zero flow is finite (64).
    Source: Hagen-Poiseuille; C. F. Colebrook (1939); the cubic step between is a convention of this project.

    Examples
    --------
    >>> number, slope = poiseuille_number(0.0, 0.001)
    >>> float(number), float(slope)
    (64.0, 0.0)
    """
    rapid = np.maximum(reynolds, REYNOLDS_LAMINAR)
    factor, exponent = colebrook_friction_factor(rapid, roughness_ratio)
    excess = factor * rapid - LAMINAR_POISEUILLE
    width = REYNOLDS_TURBULENT - REYNOLDS_LAMINAR
    position = np.minimum((rapid - REYNOLDS_LAMINAR) / width, 1.0)
    share = smooth_step(position)
    share_slope = 6.0 / width * position * (1.0 - position)
    return LAMINAR_POISEUILLE + share * excess, share * factor * (1.0 + exponent) + share_slope * excess
