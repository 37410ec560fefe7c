"""Losses and voltage drop of busways and cables."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Between line-to-line and line-to-neutral quantities of a balanced three-phase system.
SQRT_3: Final = 3.0**0.5


@formula
def conductor_loss_w(current_a: Array, resistance_ohm: Array, phases: Array) -> Array:
    """Return the heat of a busway or a cable.

    Parameters
    ----------
    current_a : float or ndarray, shape (...)
        Current in each loaded conductor [A].
    resistance_ohm : float or ndarray, shape (...)
        Resistance of one conductor at working temperature [ohm].
    phases : float or ndarray, shape (...)
        Loaded conductors: 3 for balanced three-phase, 2 for direct current.

    Returns
    -------
    float or ndarray, shape (...)
        Loss [W]; 0 without current.

    Raises
    ------
    Nothing.

    Notes
    -----
    P = n R I^2. Source: Joule's law.

    Examples
    --------
    >>> conductor_loss_w(1000.0, 1e-3, 3.0)
    3000.0
    """
    return phases * resistance_ohm * current_a * current_a


@formula
def three_phase_drop_v(
    current_a: Array, resistance_ohm: Array, reactance_ohm: Array, power_factor: Array
) -> Array:
    """Return the line-to-line voltage drop of a balanced three-phase run.

    Parameters
    ----------
    current_a : float or ndarray, shape (...)
        Line current [A].
    resistance_ohm : float or ndarray, shape (...)
        Resistance of one conductor [ohm].
    reactance_ohm : float or ndarray, shape (...)
        Reactance of one conductor [ohm].
    power_factor : float or ndarray, shape (...)
        cos phi of the load, lagging, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Drop [V], line to line.

    Raises
    ------
    Nothing.

    Notes
    -----
    dU = sqrt(3) I (R cos + X sin), the first-order formula, good below 5 % drop.
    Source: IEC 60364-5-52, annex G.

    Examples
    --------
    >>> f"{three_phase_drop_v(1000.0, 1e-3, 0.0, 1.0):.4f}"
    '1.7321'
    """
    sine = np.sqrt(np.maximum(1.0 - power_factor * power_factor, 0.0))
    return SQRT_3 * current_a * (resistance_ohm * power_factor + reactance_ohm * sine)
