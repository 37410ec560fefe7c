"""Dry cooler: a finned coil between the plant water and the outdoor air."""

from __future__ import annotations

import numpy as np

from models.cooling.coil import warm_coil_ua_w_k
from models.cooling.exchange import crossflow_heat_w, crossflow_ua_w_k
from models.formula import Array, formula


@formula
def dry_cooler_ua_w_k(
    ua_design_w_k: Array,
    air_ratio: Array,
    water_ratio: Array,
    conductance_ratio: Array,
    water_in_k: Array,
    air_in_k: Array,
    water_in_design_k: Array,
    air_in_design_k: Array,
) -> Array:
    """Return the conductance of a dry cooler away from its rating.

    Parameters
    ----------
    ua_design_w_k : float or ndarray, shape (...)
        Conductance at the rating [W/K].
    air_ratio, water_ratio : float or ndarray, shape (...)
        Flows over their rated values, 0 to 1.5.
    conductance_ratio : float or ndarray, shape (...)
        Air-side over water-side film conductance at the rating; 0.5 is usual.
    water_in_k, air_in_k : float or ndarray, shape (...)
        Present inlet temperatures [K].
    water_in_design_k, air_in_design_k : float or ndarray, shape (...)
        Rated inlet temperatures [K].

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K]; the rated one at the rating, small and finite at zero flow of either side.

    Raises
    ------
    Nothing; the door checks the range.

    Notes
    -----
    1/UA = 1/hA_w + 1/hA_a; hA_w ~ m_w^0.85 (1 + s (T - T0)) with s = 0.014 / (1 + 0.014 T0[degC]);
    hA_a ~ m_a^0.8 (1 + 7.8532e-4 (T - T0)). Source: Wetter, LBNL-42355, 1999.

    Examples
    --------
    >>> f"{dry_cooler_ua_w_k(2412.1, 1.0, 1.0, 0.5, 308.15, 298.15, 308.15, 298.15):.1f}"
    '2412.1'
    """
    return warm_coil_ua_w_k(
        ua_design_w_k,
        air_ratio,
        water_ratio,
        conductance_ratio,
        water_in_k,
        air_in_k,
        water_in_design_k,
        air_in_design_k,
    )


@formula
def dry_cooler_heat_w(
    water_flow_kg_s: Array,
    water_in_k: Array,
    air_in_k: Array,
    air_flow_kg_s: Array,
    water_cp_j_kg_k: Array,
    air_cp_j_kg_k: Array,
    ua_w_k: Array,
) -> Array:
    """Return the heat a dry cooler takes out of its water.

    Parameters
    ----------
    water_flow_kg_s : float or ndarray, shape (...)
        Water or glycol mixture [kg/s]; a reversed flow counts like a forward one.
    water_in_k : float or ndarray, shape (...)
        Water entering [K].
    air_in_k : float or ndarray, shape (...)
        Outdoor dry bulb [K].
    air_flow_kg_s : float or ndarray, shape (...)
        Air [kg/s].
    water_cp_j_kg_k : float or ndarray, shape (...)
        Specific heat of the water side [J/(kg K)].
    air_cp_j_kg_k : float or ndarray, shape (...)
        Specific heat of the air [J/(kg K)], about 1015 with usual moisture.
    ua_w_k : float or ndarray, shape (...)
        Present conductance, from ``dry_cooler_ua_w_k`` [W/K].

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; negative when the water is colder than the air. 0 without water or air.

    Raises
    ------
    Nothing.

    Notes
    -----
    Crossflow, both streams unmixed. Found: the eight points of the Modelica Buildings example within 0.05 K
    of the leaving water; 29.98 degC at its rating, 31.64 degC at half fan speed.
    Source: Modelica Buildings library, DryCooler; Wetter, LBNL-42355, 1999.

    Examples
    --------
    >>> f"{dry_cooler_heat_w(0.5, 308.15, 298.15, 2.0795, 4184.0, 1014.54, 2412.1):.0f}"
    '10500'
    """
    water_w_k = np.abs(water_flow_kg_s) * water_cp_j_kg_k
    air_w_k = np.abs(air_flow_kg_s) * air_cp_j_kg_k
    return crossflow_heat_w(water_in_k, air_in_k, water_w_k, air_w_k, ua_w_k)


@formula
def dry_cooler_design_ua_w_k(
    heat_w: Array,
    water_in_k: Array,
    air_in_k: Array,
    water_flow_kg_s: Array,
    air_flow_kg_s: Array,
    water_cp_j_kg_k: Array,
    air_cp_j_kg_k: Array,
) -> Array:
    """Return the conductance that makes a dry cooler meet its rating.

    Parameters
    ----------
    heat_w : float or ndarray, shape (...)
        Rated heat [W].
    water_in_k, air_in_k : float or ndarray, shape (...)
        Rated inlet temperatures [K].
    water_flow_kg_s, air_flow_kg_s : float or ndarray, shape (...)
        Rated flows [kg/s], above 0.
    water_cp_j_kg_k, air_cp_j_kg_k : float or ndarray, shape (...)
        Specific heats [J/(kg K)].

    Returns
    -------
    float or ndarray, shape (...)
        Conductance [W/K].

    Raises
    ------
    Nothing; the door asks ``rated_effectiveness`` and refuses 0.95 or more.

    Notes
    -----
    Inverse of ``dry_cooler_heat_w``. Source: as there.

    Examples
    --------
    >>> f"{dry_cooler_design_ua_w_k(10.5e3, 308.15, 298.15, 0.5, 2.0795, 4184.0, 1014.54):.0f}"
    '2412'
    """
    water_w_k = water_flow_kg_s * water_cp_j_kg_k
    air_w_k = air_flow_kg_s * air_cp_j_kg_k
    return crossflow_ua_w_k(heat_w, water_in_k, air_in_k, water_w_k, air_w_k)
