"""Efficiency tables of power supplies and shelves, and the loss they mean, down to no load."""

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
    Written as a sum of clipped pieces, so that it runs on dual numbers too. A quadratic loss fitted through a
    PSU table is no substitute: for 80 PLUS Ruby it gives about 84.9 % at 5 % load where the table says 90 %.
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
def converter_loss_w(
    load_w: Array,
    rating_w: Array,
    table_load: tuple[float, ...],
    table_efficiency: tuple[float, ...],
    no_load_loss_w: Array,
) -> Array:
    """Return the heat of a power supply, a shelf or a rectifier.

    Parameters
    ----------
    load_w : float or ndarray, shape (...)
        Output power [W], 0 or more.
    rating_w : float or ndarray, shape (...)
        Rated output power [W], above 0.
    table_load : tuple of floats
        Loads of the rating points as shares of the rating, rising, the lowest above 0.
    table_efficiency : tuple of floats
        Efficiency at these loads.
    no_load_loss_w : float or ndarray, shape (...)
        Loss at no load [W]: fans, gate drives, control; a declared value, tables end at 5 or 10 %.

    Returns
    -------
    float or ndarray, shape (...)
        Loss [W], positive at every load, the no-load loss at 0.

    Raises
    ------
    Nothing.

    Notes
    -----
    P_loss = P (1/eta(P) - 1) from the lowest table load upwards; below it a straight line from the declared
    no-load loss to the loss at the lowest table load. Source: definition of efficiency; table as for
    ``interpolate_efficiency``.

    Examples
    --------
    >>> f"{converter_loss_w(500.0, 1000.0, (0.1, 0.5, 1.0), (0.90, 0.96, 0.91), 5.0):.2f}"
    '20.83'
    >>> float(converter_loss_w(0.0, 1000.0, (0.1, 0.5, 1.0), (0.90, 0.96, 0.91), 5.0))
    5.0
    """
    lowest_w = table_load[0] * rating_w
    lowest_loss_w = lowest_w * (1.0 / table_efficiency[0] - 1.0)
    in_table_w = np.maximum(load_w, lowest_w)
    efficiency = interpolate_efficiency(in_table_w / rating_w, table_load, table_efficiency)
    below = np.minimum(np.maximum(load_w, 0.0) / lowest_w, 1.0)
    return in_table_w * (1.0 / efficiency - 1.0) - (1.0 - below) * (lowest_loss_w - no_load_loss_w)


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
