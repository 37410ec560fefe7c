"""Efficiency between the rating points of a converter, and of converters in series."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def interpolate_efficiency(
    load_frac: Array, table_load: tuple[float, ...], table_efficiency: tuple[float, ...]
) -> Array:
    """Return the efficiency of a converter between its rating points.

    Parameters
    ----------
    load_frac : float or ndarray, shape (...)
        Output power as a share of the rating.
    table_load : tuple of floats
        Loads of the rating points, rising, the lowest above 0.
    table_efficiency : tuple of floats
        Output over input power at these loads, above 0 up to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Efficiency; linear between the points, constant beyond the first and the last.

    Raises
    ------
    Nothing; the door checks the table.

    Notes
    -----
    For display, and for stages given by efficiency alone. Losses follow ``shelf.shelf_loss_w``: a straight
    line in the efficiency is a hump in the loss, which then falls from 15 to 20 % load of an 80 PLUS Titanium
    supply. A quadratic loss through the points is no substitute either: it gives 84.9 % at 5 % load of an 80
    PLUS Ruby supply rated 90 %. Written as a sum of clipped pieces, so that it runs on dual numbers too.
    Source of typical tables: 80 PLUS programme (CLEAResult), Ruby 2025 and Titanium 230 V redundant.

    Examples
    --------
    >>> f"{interpolate_efficiency(0.35, (0.2, 0.5), (0.95, 0.965)):.4f}"
    '0.9575'
    """
    efficiency = table_efficiency[0] + 0.0 * load_frac
    for index in range(len(table_load) - 1):
        low = table_load[index]
        high = table_load[index + 1]
        slope = (table_efficiency[index + 1] - table_efficiency[index]) / (high - low)
        efficiency = efficiency + slope * (np.minimum(np.maximum(load_frac, low), high) - low)
    return efficiency


@formula
def chain_efficiency(first: Array, second: Array) -> Array:
    """Return the efficiency of two conversion stages in series.

    Parameters
    ----------
    first, second : float or ndarray, shape (...)
        Efficiency of each stage, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Efficiency of both.

    Raises
    ------
    Nothing.

    Notes
    -----
    Valid at one load only: every stage has its own curve. Source: definition.

    Examples
    --------
    >>> f"{chain_efficiency(0.99, 0.965):.5f}"
    '0.95535'
    """
    return first * second
