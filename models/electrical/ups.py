"""Losses of an uninterruptible power supply."""

from __future__ import annotations

from models.formula import Array, formula


@formula
def ups_loss_w(load_w: Array, rating_w: Array, c0: Array, c1: Array, c2: Array) -> Array:
    """Return the heat of a UPS.

    Parameters
    ----------
    load_w : float or ndarray, shape (...)
        Output power [W], 0 to the rating.
    rating_w : float or ndarray, shape (...)
        Rated output power [W], above 0.
    c0 : float or ndarray, shape (...)
        Loss at no load, share of the rating.
    c1 : float or ndarray, shape (...)
        Loss that grows with the load.
    c2 : float or ndarray, shape (...)
        Loss that grows with the square of the load.

    Returns
    -------
    float or ndarray, shape (...)
        Loss [W]; c0 times the rating at no load.

    Raises
    ------
    Nothing.

    Notes
    -----
    loss = rating (c0 + c1 x + c2 x^2), x = load / rating. Fits to the Eaton 9395XR points at 25, 50, 75, 100
    % (97.0, 97.3, 97.0, 96.4 %; energy saver 98.4, 99.0, 99.2, 99.2 %), within 0.1 efficiency point: double
    conversion 0.0060, -0.0008, 0.0320; energy saver 0.0038, 0.00005, 0.0041.
    Source: Eaton 9395XR data sheet.

    Examples
    --------
    >>> f"{ups_loss_w(500e3, 1000e3, 0.0060, -0.0008, 0.0320):.0f}"
    '13600'
    """
    load = load_w / rating_w
    return rating_w * (c0 + c1 * load + c2 * load * load)
