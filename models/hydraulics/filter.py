"""Filters and strainers: a power law that grows as they clog."""

from __future__ import annotations

from models.formula import Array, formula


@formula
def filter_power_coefficient(
    clean_dp_pa: Array, nominal_flow_m3_s: Array, exponent: Array, clogging_ratio: Array
) -> Array:
    """Return the coefficient c of dp = c Q^n of a filter.

    Parameters
    ----------
    clean_dp_pa : float or ndarray
        Pressure drop of the clean filter at nominal flow [Pa].
    nominal_flow_m3_s : float or ndarray
        Nominal flow [m3/s], positive.
    exponent : float or ndarray
        n [-], 1 (fine mesh, laminar) to 2.
    clogging_ratio : float or ndarray
        kappa, extra drop over clean drop at equal flow [-]; 0 clean, 1 to 1.5 due for change.

    Returns
    -------
    float or ndarray
        c [Pa/(m3/s)^n].

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    c = dp_clean (1 + kappa) / Qn^n. Zero flow: no influence.
    Source: form of the strainers in LBNL Modelica Buildings, data-centre CDU example (exponent 1.76).

    Examples
    --------
    >>> f"{filter_power_coefficient(65e3, 1.0, 1.76, 0.5) * 0.90615**1.76:.0f}"
    '81974'
    """
    return clean_dp_pa * (1.0 + clogging_ratio) / nominal_flow_m3_s**exponent


@formula
def filter_clogging_ratio(
    dp_pa: Array, flow_m3_s: Array, clean_dp_pa: Array, nominal_flow_m3_s: Array, exponent: Array
) -> Array:
    """Return how far a filter has clogged, from a measured pressure drop.

    Parameters
    ----------
    dp_pa : float or ndarray
        Measured drop [Pa].
    flow_m3_s : float or ndarray
        Measured flow [m3/s], positive: standing coolant tells nothing.
    clean_dp_pa, nominal_flow_m3_s, exponent : float or ndarray
        Clean drop [Pa] at nominal flow [m3/s], and exponent [-].

    Returns
    -------
    float or ndarray
        kappa [-]; negative when the drop is below that of a clean filter.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    Inverse of ``filter_power_coefficient``. Source: as there.

    Examples
    --------
    >>> f"{filter_clogging_ratio(97.5e3, 1.0, 65e3, 1.0, 1.76):.2f}"
    '0.50'
    """
    return dp_pa / (clean_dp_pa * (flow_m3_s / nominal_flow_m3_s) ** exponent) - 1.0
