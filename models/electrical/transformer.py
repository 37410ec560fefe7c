"""Losses of a distribution transformer and the load at which it is most efficient."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula


@formula
def transformer_loss_w(apparent_va: Array, rating_va: Array, no_load_w: Array, load_loss_w: Array) -> Array:
    """Return the heat of a transformer.

    Parameters
    ----------
    apparent_va : float or ndarray, shape (...)
        Apparent power carried [VA].
    rating_va : float or ndarray, shape (...)
        Rated apparent power [VA], above 0.
    no_load_w : float or ndarray, shape (...)
        Loss of the core P0 [W].
    load_loss_w : float or ndarray, shape (...)
        Loss of the windings at rated load Pk, at reference temperature [W].

    Returns
    -------
    float or ndarray, shape (...)
        Loss [W]; P0 at no load.

    Raises
    ------
    Nothing.

    Notes
    -----
    P = P0 + x^2 Pk, x = S / S_rated. Typical: 2.5 MVA with 3.5 kW / 18 kW; dry 2.5 MVA of EU 548/2014 tier 2
    with 2.79 kW / 19 kW. Source: IEC 60076-1; EN 50588-1.

    Examples
    --------
    >>> transformer_loss_w(1.25e6, 2.5e6, 3.5e3, 18e3)
    8000.0
    """
    load = apparent_va / rating_va
    return no_load_w + load * load * load_loss_w


@formula
def best_load_frac(no_load_w: Array, load_loss_w: Array) -> Array:
    """Return the load at which a transformer is most efficient.

    Parameters
    ----------
    no_load_w : float or ndarray, shape (...)
        Loss of the core [W].
    load_loss_w : float or ndarray, shape (...)
        Loss of the windings at rated load [W], above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Share of the rating.

    Raises
    ------
    Nothing.

    Notes
    -----
    x = sqrt(P0 / Pk), where core and winding losses are equal. Source: IEC 60076-20, peak efficiency index.

    Examples
    --------
    >>> f"{best_load_frac(3.5e3, 18e3):.3f}"
    '0.441'
    """
    return np.sqrt(no_load_w / load_loss_w)
