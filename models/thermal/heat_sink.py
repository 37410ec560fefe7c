"""Air heat sink: resistance from the case to the air that enters it."""

from __future__ import annotations

from models.formula import Array, formula


@formula
def sink_resistance_k_w(
    airflow_m3_s: Array,
    airflow_reference_m3_s: Array,
    resistance_reference_k_w: Array,
    exponent: Array,
) -> Array:
    """Return the resistance of a ducted heat sink at an airflow, scaled from one known point.

    Parameters
    ----------
    airflow_m3_s : float or ndarray, shape (..., n_chip)
        Air through the fins of one sink [m3/s]; 0.5 to 2 of the reference is a fair range.
    airflow_reference_m3_s : float or ndarray, shape (n_chip,)
        Air at which the resistance is known [m3/s], above 0.
    resistance_reference_k_w : float or ndarray, shape (n_chip,)
        Case to entering air at that flow, warming of the air included [K/W].
    exponent : float or ndarray, shape (n_chip,)
        How the resistance falls with flow: 0.33 to 0.5 laminar, 0.8 turbulent, 1 where the warming of the air rules.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Resistance [K/W], falling with flow. Zero flow: finite, Rd 100^n.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    R = Rd (Vd / Vs)^n, Vs = sqrt(V^2 + (0.01 Vd)^2). That the air cannot leave hotter than the case is seen to by
    ``cold_plate.plate_conductance_w_k``, which takes this resistance as that of a wall.
    Source: power law of forced convection between fins, Incropera and DeWitt, Fundamentals of Heat and Mass
    Transfer, 6th edition, sections 8.4 (laminar) and 8.5 (turbulent, Nu ~ Re^0.8).

    Examples
    --------
    >>> f"{sink_resistance_k_w(0.02, 0.04, 0.06, 0.8):.3f}"
    '0.104'
    """
    ratio_squared = (airflow_m3_s / airflow_reference_m3_s) ** 2 + 1e-4
    return resistance_reference_k_w / ratio_squared ** (0.5 * exponent)
