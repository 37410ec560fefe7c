"""Centrifugal pumps: head curve, affinity laws and electric power."""

from __future__ import annotations

import numpy as np

from models.formula import Array, formula

# Up to this flow, over that of best efficiency, the efficiency is a parabola; further out, where the parabola
# would fall to zero, it is held.
LARGEST_FLOW_RATIO = 1.6
# Speed, as a share of rated, below which a pump counts as standing: keeps the power finite at rest.
STANDSTILL_FRAC = 1e-6


@formula
def pump_coefficients(
    shutoff_head_pa: Array, rated_flow_m3_s: Array, rated_head_pa: Array
) -> tuple[Array, Array, Array]:
    """Return the coefficients of a falling parabola through shutoff and rated point.

    Parameters
    ----------
    shutoff_head_pa : float or ndarray
        Rise at zero flow and rated speed [Pa], above the rated one.
    rated_flow_m3_s : float or ndarray
        Flow at the rated point [m3/s], positive.
    rated_head_pa : float or ndarray
        Rise at the rated point [Pa].

    Returns
    -------
    tuple of float or ndarray
        H0 [Pa], H1 [Pa s/m3] (zero: the curve is flat at rest) and H2 [Pa s2/m6].

    Raises
    ------
    Nothing; the door checks that shutoff exceeds rated head.

    Notes
    -----
    dp = H0 N^2 + H1 N Q - H2 Q|Q|. Zero flow: H0 N^2.
    Source: J. F. Guelich, Centrifugal Pumps, 3rd ed., chapter 4.

    Examples
    --------
    >>> shutoff, linear, quadratic = pump_coefficients(3e5, 0.01, 2e5)
    >>> shutoff, linear, f"{quadratic:.3g}"
    (300000.0, 0.0, '1e+09')
    """
    return (
        shutoff_head_pa,
        0.0 * rated_head_pa,
        (shutoff_head_pa - rated_head_pa) / (rated_flow_m3_s * rated_flow_m3_s),
    )


@formula
def pump_head_pa(
    flow_m3_s: Array,
    speed_frac: Array,
    head_shutoff_pa: Array,
    head_linear: Array,
    head_quadratic: Array,
) -> Array:
    """Return the pressure rise of a pump.

    Parameters
    ----------
    flow_m3_s : float or ndarray
        Flow through the pump [m3/s]; any sign.
    speed_frac : float or ndarray
        Speed over rated speed [-], 0 to 1.
    head_shutoff_pa, head_linear, head_quadratic : float or ndarray
        H0 [Pa], H1 [Pa s/m3, not positive], H2 [Pa s2/m6].

    Returns
    -------
    float or ndarray
        Rise [Pa], falling with flow; negative beyond run-out and for a standing pump that is flowed through.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    H0 N^2 + H1 N Q - H2 Q|Q|: the affinity laws with Q ~ N, dp ~ N^2. Zero flow: H0 N^2.
    Source: J. F. Guelich, Centrifugal Pumps, 3rd ed., section 3.4.

    Examples
    --------
    >>> float(pump_head_pa(0.005, 0.5, 3e5, 0.0, 1e9))
    50000.0
    """
    return speed_frac * (head_shutoff_pa * speed_frac + head_linear * flow_m3_s) - head_quadratic * (
        flow_m3_s * np.abs(flow_m3_s)
    )


@formula
def pump_electric_power_w(
    flow_m3_s: Array,
    head_pa: Array,
    speed_frac: Array,
    best_flow_m3_s: Array,
    best_efficiency_frac: Array,
) -> Array:
    """Return the electric power of a pump with its motor and drive.

    Parameters
    ----------
    flow_m3_s : float or ndarray
        Flow through the pump [m3/s]; any sign.
    head_pa : float or ndarray
        Its pressure rise at that flow [Pa].
    speed_frac : float or ndarray
        Speed over rated speed [-], 0 to 1.
    best_flow_m3_s : float or ndarray
        Flow of best efficiency at rated speed [m3/s], positive.
    best_efficiency_frac : float or ndarray
        Electricity to liquid at that flow [-], 0 to 1, not zero.

    Returns
    -------
    float or ndarray
        Electric power [W], not negative.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    P = Q dp / eta, eta = eta_best x (2 - x), x = Q / (N Q_best), so P = N Q_best dp / (eta_best (2 - x)):
    finite at zero flow (half of what that rise would take at best flow), zero for a standing pump. The rise
    counts from 0 up, and eta is held beyond x = 1.6. Along affine points P ~ N^3.
    Source: a parabola through rest and best point is the simplest efficiency curve, J. F. Guelich,
    Centrifugal Pumps, 3rd ed., section 4.1.

    Examples
    --------
    >>> [f"{pump_electric_power_w(flow, 2e5, 1.0, 0.01, 0.6):.1f}" for flow in (0.0, 0.01)]
    ['1666.7', '3333.3']
    """
    turning = best_flow_m3_s * speed_frac
    still = STANDSTILL_FRAC * best_flow_m3_s
    forward = np.maximum(flow_m3_s, 0.0)
    ratio = np.minimum(forward * turning / (turning * turning + still * still), LARGEST_FLOW_RATIO)
    # Beyond the held ratio power follows flow again: x (2 - x) is constant there, not Q / x.
    carried = (
        np.maximum(turning, forward / LARGEST_FLOW_RATIO)
        * turning
        * turning
        / (turning * turning + still * still)
    )
    return carried * np.maximum(head_pa, 0.0) / (best_efficiency_frac * (2.0 - ratio))
