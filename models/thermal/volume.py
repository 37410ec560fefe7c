"""A well-mixed volume of coolant: the one balance that every tank, pipe and manifold uses."""

from __future__ import annotations

from models.formula import Array, formula


@formula
def volume_rate_k_s(
    flow_kg_s: Array, inlet_enthalpy_j_kg: Array, own_enthalpy_j_kg: Array, heat_w: Array, capacity_j_k: Array
) -> Array:
    """Return how fast the temperature of a well-mixed volume changes.

    Parameters
    ----------
    flow_kg_s : float or ndarray, shape (..., n)
        Coolant passing through [kg/s]; of a reversed flow the caller passes the magnitude and the other
        inlet.
    inlet_enthalpy_j_kg : float or ndarray, shape (..., n)
        Enthalpy of what enters [J/kg].
    own_enthalpy_j_kg : float or ndarray, shape (..., n)
        Enthalpy of what is inside and therefore leaves [J/kg].
    heat_w : float or ndarray, shape (..., n)
        Heat into the coolant from outside [W].
    capacity_j_k : float or ndarray, shape (n,)
        Heat capacity of the coolant inside and of the metal that follows it [J/K], above 0.

    Returns
    -------
    float or ndarray, shape (..., n)
        dT/dt [K/s]; heat / capacity at zero flow.

    Raises
    ------
    Nothing; the door checks that the capacity is positive.

    Notes
    -----
    C dT/dt = m (h_in - h) + Q. With constant heat capacity this is M cp dT/dt = m cp (T_in - T) + Q.
    Source: first law for a volume at constant pressure; mixing volume of the LBNL Modelica Buildings library.

    Examples
    --------
    >>> volume_rate_k_s(2.0, 0.0, 4000.0, 10000.0, 1000.0)
    2.0
    """
    return (flow_kg_s * (inlet_enthalpy_j_kg - own_enthalpy_j_kg) + heat_w) / capacity_j_k
