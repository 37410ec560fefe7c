"""Flow and pressure in liquid networks: elements, the graph, its solver and the shape of a coolant loop."""

from models.hydraulics.branch import BranchParams, branch_loss_pa, branch_params, branch_slope_pa_s_kg
from models.hydraulics.filter import filter_clogging_ratio, filter_power_coefficient
from models.hydraulics.hazen_williams import HAZEN_WILLIAMS_EXPONENT, hazen_williams_coefficient
from models.hydraulics.network import NetworkSolution, NetworkStatus, solve_network
from models.hydraulics.npsh import npsh_available_m, velocity_m_s
from models.hydraulics.pump import pump_coefficients, pump_electric_power_w, pump_head_pa
from models.hydraulics.rack import fit_two_term, rack_drop_pa
from models.hydraulics.sensitivity import network_sensitivity
from models.hydraulics.template import LoopTemplate, loop_template
from models.hydraulics.topology import Topology, build_topology
from models.hydraulics.valve import equal_percentage_frac, kv_from_cv, kv_from_point, valve_quadratic_1_m4

__all__ = [
    "HAZEN_WILLIAMS_EXPONENT",
    "BranchParams",
    "LoopTemplate",
    "NetworkSolution",
    "NetworkStatus",
    "Topology",
    "branch_loss_pa",
    "branch_params",
    "branch_slope_pa_s_kg",
    "build_topology",
    "equal_percentage_frac",
    "filter_clogging_ratio",
    "filter_power_coefficient",
    "fit_two_term",
    "hazen_williams_coefficient",
    "kv_from_cv",
    "kv_from_point",
    "loop_template",
    "network_sensitivity",
    "npsh_available_m",
    "pump_coefficients",
    "pump_electric_power_w",
    "pump_head_pa",
    "rack_drop_pa",
    "solve_network",
    "valve_quadratic_1_m4",
    "velocity_m_s",
]
