"""Steady flow and pressure of many networks of one shape at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from models.constants import GRAVITY_M_S2
from models.formula import Array
from models.hydraulics.branch import BranchParams, branch_coefficients
from models.hydraulics.newton import Networks, Outcome, iterate, map_arrays
from models.hydraulics.topology import Flags, Floats, Integers, Topology

MAX_ITERATIONS = 60


class NetworkStatus(IntEnum):
    """Outcome of one network of a batch, and what to try next."""

    CONVERGED = 0
    """Every branch law and every node balance holds."""
    ITERATION_LIMIT = 1
    """The residual is still too large: start from a better guess or look at the worst branch's law."""
    NOT_FINITE = 2
    """A coefficient, demand or pressure is NaN or infinite: check the inputs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkSolution:
    """Flows and pressures of a batch of networks; leading axes are those of the inputs.

    Attributes
    ----------
    flow_kg_s : ndarray, shape (..., n_branch)
        Mass flow from start to end [kg/s].
    pressure_pa : ndarray, shape (..., n_node)
        Absolute or gauge, as the reference pressure was [Pa].
    slope_pa_s_kg : ndarray, shape (..., n_branch)
        Slope of each branch law at the solution [Pa s/kg]; for ``network_sensitivity``.
    iterations : ndarray of int, shape (...)
        Newton steps taken.
    status : ndarray of int, shape (...)
        ``NetworkStatus`` of each network.
    worst_residual_pa, worst_imbalance_kg_s : ndarray, shape (...)
        Largest error of a branch law [Pa] and of a node's mass balance [kg/s].
    worst_branch, worst_node : ndarray of int, shape (...)
        Where those occur.
    """

    flow_kg_s: Floats
    pressure_pa: Floats
    slope_pa_s_kg: Floats
    iterations: Integers
    status: Integers
    worst_residual_pa: Floats
    worst_imbalance_kg_s: Floats
    worst_branch: Integers
    worst_node: Integers

    @property
    def converged(self) -> Flags:
        """Whether each network of the batch is solved."""
        return np.asarray(self.status == NetworkStatus.CONVERGED)


def solve_network(
    topology: Topology,
    params: BranchParams,
    *,
    reference_pressure_pa: Array,
    demand_kg_s: Array = 0.0,
    node_elevation_m: Array = 0.0,
    initial_flow_kg_s: Array | None = None,
    initial_pressure_pa: Array | None = None,
    max_iterations: int = MAX_ITERATIONS,
) -> NetworkSolution:
    """Find flows and pressures at which every branch law and every node balance holds.

    Parameters
    ----------
    topology : Topology
        The graph, shared by the whole batch.
    params : BranchParams, arrays broadcastable to (..., n_branch)
        Branch laws.
    reference_pressure_pa : float or ndarray, shape (..., n_reference)
        Pressure held at ``topology.reference_nodes`` [Pa].
    demand_kg_s : float or ndarray, shape (..., n_node)
        Flow drawn from each node [kg/s]; that of a reference node is ignored.
    node_elevation_m : float or ndarray, shape (..., n_node)
        Height of each node [m]; weighs with each branch's density, so that warm and cold legs drive flow.
    initial_flow_kg_s, initial_pressure_pa : ndarray, shape (..., n_branch), (..., n_node), optional
        A former solution; without it the search starts at the nominal flows.
    max_iterations : int
        Newton steps after which a network is given up.

    Returns
    -------
    NetworkSolution
        Check ``status``: what did not converge is returned as it stood.

    Raises
    ------
    Nothing for a network that has no solution: that is a status.

    Notes
    -----
    Newton on p_start - p_end + rho g (z_start - z_end) = loss(m) and on A m = -demand. The slopes D of the
    laws are diagonal, so flow corrections are eliminated and A D^-1 A^T dp is solved, densely: meant for some
    hundred nodes. Laws rise with flow, so the solution is unique and minimises a convex content; a step that
    overshoots along that content is shortened by a secant search. Zero flow: finite.
    Source: E. Todini, S. Pilati, A gradient algorithm for the analysis of pipe networks (1988); M. Collins et
    al., Management Science 24 (1978) 747-760 for the content.

    Examples
    --------
    A pump of 100 kPa less 50 kPa s2/kg2 m^2 feeds a square resistance of 50 kPa s2/kg2: 1 kg/s.

    >>> import numpy as np
    >>> from models.hydraulics import branch_params, build_topology
    >>> loop = build_topology(node_count=2, start=(0, 1), end=(1, 0), reference_nodes=(0,))
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=2.0,
    ...     quadratic_1_m4=np.array([0.0, 5e7]),
    ...     pump_head_shutoff_pa=np.array([1e5, 0.0]), pump_head_quadratic=np.array([5e10, 0.0]),
    ... )
    >>> solution = solve_network(loop, params, reference_pressure_pa=1.5e5)
    >>> [f"{flow:.6f}" for flow in solution.flow_kg_s], bool(solution.converged)
    (['1.000000', '1.000000'], True)
    """
    coefficients = branch_coefficients(params)
    given = (demand_kg_s, node_elevation_m, reference_pressure_pa, initial_flow_kg_s, initial_pressure_pa)
    arrays = [np.asarray(value) for value in (*coefficients[:-2], *given) if value is not None]
    lead = np.broadcast_shapes(*(array.shape[:-1] for array in arrays))
    branches, nodes = topology.branch_count, topology.node_count
    guess = params.nominal_flow_kg_s if initial_flow_kg_s is None else initial_flow_kg_s
    elevation = _rows(node_elevation_m, lead, nodes)
    networks = Networks(
        map_arrays(lambda value: _flat(value, lead), coefficients),
        _flat(GRAVITY_M_S2 * params.density_kg_m3, lead) * (elevation @ topology.incidence),
        _rows(demand_kg_s, lead, nodes)[:, topology.free_nodes],
        np.atleast_2d(_flat(params.nominal_dp_pa, lead)),
        np.atleast_2d(np.max(np.atleast_1d(_flat(params.nominal_flow_kg_s, lead)), axis=-1, keepdims=True)),
    )
    reference = _rows(reference_pressure_pa, lead, topology.reference_nodes.size)
    start = reference[:, :1] if initial_pressure_pa is None else _rows(initial_pressure_pa, lead, nodes)
    pressure = np.array(np.broadcast_to(start, (reference.shape[0], nodes)))
    pressure[:, topology.reference_nodes] = reference
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        outcome = iterate(topology, networks, _rows(guess, lead, branches), pressure, max_iterations)
    return _solution(topology, outcome, lead)


def _flat(values: Array, lead: tuple[int, ...]) -> Floats:
    """Return an array with its leading axes merged into one; one without leading axes stays as it is."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim < 2 or array.shape[:-1] == lead:
        return array if array.ndim < 3 else array.reshape(-1, array.shape[-1])
    return np.broadcast_to(array, (*lead, array.shape[-1])).reshape(-1, array.shape[-1])


def _rows(values: Array, lead: tuple[int, ...], width: int) -> Floats:
    """Return an array with one row per network."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (*lead, width):
        array = np.broadcast_to(array, (*lead, width))
    return array.reshape(-1, width)


def _solution(topology: Topology, outcome: Outcome, lead: tuple[int, ...]) -> NetworkSolution:
    residual, imbalance = np.abs(outcome.residual_pa), np.zeros_like(outcome.pressure_pa)
    imbalance[:, topology.free_nodes] = np.abs(outcome.imbalance_kg_s)
    worst_residual, worst_imbalance = residual.max(axis=-1), imbalance.max(axis=-1)
    status = np.where(outcome.converged, NetworkStatus.CONVERGED, NetworkStatus.ITERATION_LIMIT)
    status[~np.isfinite(worst_residual + worst_imbalance)] = NetworkStatus.NOT_FINITE
    return NetworkSolution(
        flow_kg_s=outcome.flow_kg_s.reshape(*lead, -1),
        pressure_pa=outcome.pressure_pa.reshape(*lead, -1),
        slope_pa_s_kg=outcome.slope_pa_s_kg.reshape(*lead, -1),
        iterations=outcome.steps.reshape(lead),
        status=status.reshape(lead),
        worst_residual_pa=worst_residual.reshape(lead),
        worst_imbalance_kg_s=worst_imbalance.reshape(lead),
        worst_branch=residual.argmax(axis=-1).reshape(lead),
        worst_node=imbalance.argmax(axis=-1).reshape(lead),
    )
