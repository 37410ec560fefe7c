"""How a solved network moves when a branch law does: the implicit function theorem."""

from __future__ import annotations

import numpy as np

from models.hydraulics.newton import solve_nodes
from models.hydraulics.topology import Floats, Topology


def network_sensitivity(
    topology: Topology, slope_pa_s_kg: Floats, loss_partials: Floats
) -> tuple[Floats, Floats]:
    """Return the change of flows and pressures for given changes of the branch losses.

    Parameters
    ----------
    topology : Topology
        The graph of the solved networks.
    slope_pa_s_kg : ndarray, shape (..., n_branch)
        Slope of each branch law at the solution [Pa s/kg], as in ``NetworkSolution``.
    loss_partials : ndarray, shape (..., n_branch, k)
        Derivative of each branch's loss, at fixed flow, with respect to k parameters [Pa per unit]. Where a
        parameter is the density, subtract its static head: g (z_start - z_end) per kg/m3.

    Returns
    -------
    tuple of ndarray, shape (..., n_branch, k) and (..., n_node, k)
        Derivatives of flow [kg/s per unit] and of node pressure [Pa per unit], at fixed demands and reference
        pressures.

    Raises
    ------
    Nothing; a singular network yields NaN.

    Notes
    -----
    loss(m, theta) = A^T p + static and A m = -demand give D dm + dloss = A^T dp and A dm = 0, the very matrix
    of the Newton step. Zero flow: finite. At a check valve's kink: the derivative of the open side.
    Source: implicit function theorem.

    Examples
    --------
    Two resistances of slope 2 and 6 in a ring: 8 Pa more loss in one takes 1 kg/s away from both.

    >>> import numpy as np
    >>> from models.hydraulics import build_topology
    >>> loop = build_topology(node_count=2, start=(0, 1), end=(1, 0), reference_nodes=(0,))
    >>> flow, pressure = network_sensitivity(loop, np.array([2.0, 6.0]), np.array([[8.0], [0.0]]))
    >>> flow[:, 0].tolist(), pressure[:, 0].tolist()
    ([-1.0, -1.0], [0.0, -6.0])
    """
    lead, (branches, count) = loss_partials.shape[:-2], loss_partials.shape[-2:]
    conductance = 1.0 / np.broadcast_to(slope_pa_s_kg, (*lead, branches)).reshape(-1, branches)
    pull = conductance[..., None] * loss_partials.reshape(-1, branches, count)
    rise = solve_nodes(topology, conductance, topology.free_incidence @ pull)
    flow = conductance[..., None] * (topology.free_incidence.T @ rise) - pull
    pressure = np.zeros((rise.shape[0], topology.node_count, count))
    pressure[:, topology.free_nodes] = rise
    return flow.reshape(*lead, branches, count), pressure.reshape(*lead, topology.node_count, count)
