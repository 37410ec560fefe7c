"""V14: the EPANET example Net1: a pump, a tank, loops and elevations, with Hazen-Williams friction."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.constants import GRAVITY_M_S2
from models.hydraulics import (
    HAZEN_WILLIAMS_EXPONENT,
    branch_params,
    build_topology,
    hazen_williams_coefficient,
    pump_coefficients,
    solve_network,
)
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows, input_rows

FOOT_M: Final = 0.3048
INCH_M: Final = 0.0254
GALLON_PER_MINUTE_M3_S: Final = 3.785411784e-3 / 60.0
# Any density: heads and volume flows do not depend on it.
DENSITY_KG_M3: Final = 1000.0
PA_PER_M: Final = DENSITY_KG_M3 * GRAVITY_M_S2
# EPANET example network Net1.
ROUGHNESS_C: Final = 100.0
PUMP_FLOW_M3_S: Final = 1500.0 * GALLON_PER_MINUTE_M3_S
PUMP_HEAD_M: Final = 250.0 * FOOT_M
# A one-point curve of EPANET rises to 4/3 of its point at no flow.
PUMP_SHUTOFF_M: Final = 4.0 / 3.0 * PUMP_HEAD_M
RESERVOIR: Final = "9"
TANK: Final = "2"
TANK_LEVEL_M: Final = 120.0 * FOOT_M
PUMP_OUTLET: Final = "10"
NOMINAL_KG_S: Final = 20.0


def compute() -> list[Check]:
    """Solve the network at its first instant."""
    flow_m3_s, head_m, nodes = _solved()
    pipes = {pipe.text("pipe []"): index for index, pipe in enumerate(input_rows("v14_pipes.csv"))}

    def value(row: Expected) -> float:
        if row.quantity == "pump flow":
            return float(flow_m3_s[-1]) * 1e3
        if row.quantity == "pump head":
            return float(head_m[nodes[PUMP_OUTLET]] - head_m[nodes[RESERVOIR]])
        if row.quantity == "flow":
            return float(flow_m3_s[pipes[row.inputs.text("pipe []")]]) * 1e3
        return float(head_m[nodes[row.inputs.text("node []")]])

    return check_rows("v14.csv", value)


def _solved() -> tuple[NDArray[np.float64], NDArray[np.float64], dict[str, int]]:
    """Return flows [m3/s] of the pipes and, last, the pump; heads [m] of the nodes; places of the nodes."""
    pipes, nodes = input_rows("v14_pipes.csv"), input_rows("v14_nodes.csv")
    place = {node.text("node []"): index for index, node in enumerate(nodes)}
    start = [place[pipe.text("from []")] for pipe in pipes] + [place[RESERVOIR]]
    end = [place[pipe.text("to []")] for pipe in pipes] + [place[PUMP_OUTLET]]
    length = np.array([pipe["length [ft]"] for pipe in pipes]) * FOOT_M
    diameter = np.array([pipe["diameter [in]"] for pipe in pipes]) * INCH_M
    friction = np.asarray(hazen_williams_coefficient(length, diameter, ROUGHNESS_C, DENSITY_KG_M3))
    shutoff, linear, quadratic = pump_coefficients(
        PUMP_SHUTOFF_M * PA_PER_M, PUMP_FLOW_M3_S, PUMP_HEAD_M * PA_PER_M
    )
    none = np.zeros(len(pipes))
    elevation = np.array([node["elevation [ft]"] for node in nodes]) * FOOT_M
    solution = solve_network(
        build_topology(
            node_count=len(nodes), start=start, end=end, reference_nodes=[place[RESERVOIR], place[TANK]]
        ),
        branch_params(
            density_kg_m3=DENSITY_KG_M3,
            viscosity_pa_s=1e-3,
            nominal_flow_kg_s=NOMINAL_KG_S,
            power_coefficient=np.append(friction, 0.0),
            power_exponent=HAZEN_WILLIAMS_EXPONENT,
            pump_head_shutoff_pa=np.append(none, shutoff),
            pump_head_linear=np.append(none, linear),
            pump_head_quadratic=np.append(none, quadratic),
        ),
        reference_pressure_pa=np.array([0.0, TANK_LEVEL_M * PA_PER_M]),
        demand_kg_s=np.array([node["demand [gpm]"] for node in nodes])
        * GALLON_PER_MINUTE_M3_S
        * DENSITY_KG_M3,
        node_elevation_m=elevation,
    )
    return solution.flow_kg_s / DENSITY_KG_M3, solution.pressure_pa / PA_PER_M + elevation, place


CASE = Case(
    name="V14",
    title="EPANET Net1 at t = 0",
    kind="EPANET 2.2",
    shows="Pump, tank, loops and elevations in one network, with Hazen-Williams friction in place of Colebrook's.",
    compute=compute,
)
