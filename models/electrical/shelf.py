"""Power shelves and supply units: conversion loss by interpolation of a rated curve."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula

NO_LOAD_SHARE = 0.25


@formula
def shelf_loss_w(
    output_w: Array, rating_w: Array, knots_frac: tuple[Array, ...], losses_frac: tuple[Array, ...]
) -> Array:
    """Return the conversion loss of a group of power supplies that share a load.

    Parameters
    ----------
    output_w : float or ndarray, shape (..., n)
        Direct-current power delivered by the group [W].
    rating_w : float or ndarray, shape (..., n)
        Output rating of the group's running units [W]; 0 where there is no conversion (no loss then).
    knots_frac : tuple of float or ndarray
        Load points of the curve in shares of the rating, rising, the first one 0.
    losses_frac : tuple of float or ndarray
        Loss at the load points in shares of the rating.

    Returns
    -------
    float or ndarray, shape (..., n)
        Loss [W], positive at zero load when the curve says so; linear beyond the last point.

    Raises
    ------
    Nothing; the door checks that the points rise.

    Notes
    -----
    Linear between points in the loss, not in the efficiency: the loss of a supply is what is smooth, while its
    efficiency bends sharply below 10 % load. A quadratic fit misses 80 PLUS points there by 5 %.
    Written as a sum of ramps, so that it has derivatives on dual numbers and compiles on scalars.
    Source: 80 PLUS programme tables (Titanium, Ruby) for the points.

    Examples
    --------
    >>> knots, losses = (0.0, 0.5, 1.0), (0.01, 0.02, 0.06)
    >>> round(float(shelf_loss_w(2250.0, 3000.0, knots, losses)), 6)
    120.0
    """
    load = output_w / np.maximum(rating_w, 1e-9)
    loss = losses_frac[0]
    slope_before: Array = 0.0
    for i in range(len(knots_frac) - 1):
        slope = (losses_frac[i + 1] - losses_frac[i]) / (knots_frac[i + 1] - knots_frac[i])
        loss = loss + (slope - slope_before) * np.maximum(load - knots_frac[i], 0.0)
        slope_before = slope
    return loss * rating_w


def loss_points(
    load_frac: tuple[float, ...], efficiency_frac: tuple[float, ...]
) -> tuple[tuple[float, ...], ...]:
    """Return the curve that `shelf_loss_w` takes from rated efficiencies.

    Parameters
    ----------
    load_frac, efficiency_frac : tuple of float
        Rated points, rising in load, efficiencies in (0, 1).

    Returns
    -------
    tuple of two tuples
        Load points with 0 put in front, and losses in shares of the rating; the no-load loss is the line
        through the first two points carried to zero, and not below a quarter of the first point's loss: no
        supply stands under voltage without loss (engineering choice).

    Examples
    --------
    >>> knots, losses = loss_points((0.1, 0.5), (0.90, 0.96))
    >>> knots
    (0.0, 0.1, 0.5)
    >>> [round(loss, 5) for loss in losses]
    [0.00868, 0.01111, 0.02083]
    """
    losses = [load * (1.0 / eff - 1.0) for load, eff in zip(load_frac, efficiency_frac, strict=True)]
    slope = (losses[1] - losses[0]) / (load_frac[1] - load_frac[0])
    no_load = max(losses[0] - slope * load_frac[0], NO_LOAD_SHARE * losses[0])
    return (0.0, *load_frac), (no_load, *losses)
