"""Whether what a CDU reports about itself can be true: heat against flow and temperatures, and pressures."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.formula import Array, formula

# Largest departure of a stated heat from flow times temperature difference. Flow meters are good for 2 %, a pair
# of temperature sensors for 0.2 K in 10 K, the glycol content for 1 %.
HEAT_TOLERANCE_FRAC: Final = 0.05
# Below this heat a departure means nothing; it keeps the share of an idle unit finite.
SMALLEST_HEAT_W: Final = 1.0


@formula
def carried_heat_w(flow_m3_s: Array, temp_diff_k: Array, heat_capacity_j_m3k: Array) -> Array:
    """Return the heat that a coolant stream carries away.

    Parameters
    ----------
    flow_m3_s : float or ndarray, shape (...)
        Coolant flow [m3/s]; 0 or more.
    temp_diff_k : float or ndarray, shape (...)
        Return minus supply [K].
    heat_capacity_j_m3k : float or ndarray, shape (...)
        Heat capacity per volume [J/(m3 K)]: 4.14e6 for water (0.069 kW per L/min and kelvin), 4.01e6 for 25 %
        propylene glycol (0.0668).

    Returns
    -------
    float or ndarray, shape (...)
        Heat [W]; zero at zero flow.

    Raises
    ------
    Nothing.

    Notes
    -----
    Q = V rho cp dT. Source: heat balance; Redfish CoolantConnector, property HeatRemovedkW.

    Examples
    --------
    >>> f"{carried_heat_w(41.0 / 60000.0, 14.0, 4.14e6) / 1e3:.1f}"
    '39.6'
    """
    return flow_m3_s * temp_diff_k * heat_capacity_j_m3k


@formula
def heat_departure_frac(
    stated_heat_w: Array, flow_m3_s: Array, temp_diff_k: Array, heat_capacity_j_m3k: Array
) -> Array:
    """Return how far a stated heat lies from flow times temperature difference.

    Parameters
    ----------
    stated_heat_w : float or ndarray, shape (...)
        Heat that the unit reports [W].
    flow_m3_s : float or ndarray, shape (...)
        Flow that it reports [m3/s].
    temp_diff_k : float or ndarray, shape (...)
        Return minus supply that it reports [K].
    heat_capacity_j_m3k : float or ndarray, shape (...)
        Heat capacity per volume of its coolant [J/(m3 K)].

    Returns
    -------
    float or ndarray, shape (...)
        Share of the larger of the two heats, 0 to 2; 0 for a unit that stands and reports no heat.

    Raises
    ------
    Nothing.

    Notes
    -----
    |Q - V rho cp dT| / max(|Q|, |V rho cp dT|, 1 W). Kinks where the two heats are equal.
    Source: heat balance.

    Examples
    --------
    >>> f"{heat_departure_frac(21.03e3, 41.0 / 60000.0, 14.0, 4.14e6):.2f}"
    '0.47'
    """
    carried_w = carried_heat_w(flow_m3_s, temp_diff_k, heat_capacity_j_m3k)
    larger_w = np.maximum(np.maximum(np.abs(stated_heat_w), np.abs(carried_w)), SMALLEST_HEAT_W)
    return np.abs(stated_heat_w - carried_w) / larger_w


def implausible_reading(
    stated_heat_w: Array,
    flow_m3_s: Array,
    temp_diff_k: Array,
    heat_capacity_j_m3k: Array,
    supply_pressure_pa: Array,
    return_pressure_pa: Array,
) -> tuple[Array, Array]:
    """Return which parts of a CDU's reading contradict each other.

    Parameters
    ----------
    stated_heat_w : float or ndarray, shape (...)
        Heat that the unit reports [W].
    flow_m3_s : float or ndarray, shape (...)
        Flow that it reports [m3/s].
    temp_diff_k : float or ndarray, shape (...)
        Return minus supply that it reports [K].
    heat_capacity_j_m3k : float or ndarray, shape (...)
        Heat capacity per volume of its coolant [J/(m3 K)].
    supply_pressure_pa, return_pressure_pa : float or ndarray, shape (...)
        Pressures at the connectors towards the racks [Pa], both absolute or both gauge.

    Returns
    -------
    tuple of two ndarrays, shape (...)
        1 where the heat departs by more than 5 % from flow times temperature difference, else 0; 1 where the
        return pressure exceeds the supply pressure, else 0.

    Raises
    ------
    Nothing; NaN is flagged by neither and belongs to the check of missing values.

    Notes
    -----
    A verdict and no formula: it jumps. Zero flow: heat must be zero, and pressures may be equal.
    Source: heat balance; a pump raises the supply above the return. The example payload of the OCP CDU baseline
    profile (opencomputeproject/HWMgmt-OCP-Profiles) fails both: 41 L/min, 14 K and 21.03 kW.

    Examples
    --------
    >>> heat, pressure = implausible_reading(21.03e3, 41.0 / 60000.0, 14.0, 4.14e6, 2.0e5, 2.1e5)
    >>> float(heat), float(pressure)
    (1.0, 1.0)
    """
    departure = heat_departure_frac(stated_heat_w, flow_m3_s, temp_diff_k, heat_capacity_j_m3k)
    false_heat = np.asarray(departure > HEAT_TOLERANCE_FRAC, dtype=np.float64)
    return false_heat, np.asarray(return_pressure_pa > supply_pressure_pa, dtype=np.float64)
