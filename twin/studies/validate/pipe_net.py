"""Pipe networks given as tables of pipes and draws, through the solver that runs every loop of a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.hydraulics import branch_params, build_topology, solve_network, velocity_m_s
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows, input_rows

PA_PER_BAR: Final = 1e5
# pandapipes test nets with STANET results: water at 10 degC.
DENSITY_KG_M3: Final = 1000.0
VISCOSITY_PA_S: Final = 1.793e-3
ROUGHNESS_M: Final = 0.1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class PipeNet:
    """A solved network: pressure of each node [Pa], velocity of each pipe by its ends [m/s]."""

    pressure_pa: dict[str, float]
    velocity_m_s: dict[tuple[str, str], float]

    def value(self, row: Expected) -> float:
        """Return what a row of pressures [bar] and velocities [m/s] asks for."""
        node, other = row.inputs.text("node []"), row.inputs.text("to []")
        return self.velocity_m_s[node, other] if other else self.pressure_pa[node] / PA_PER_BAR


def solve_pipe_net(name: str, source_node: str, source_bar: float) -> PipeNet:
    """Solve a level network of pipes fed at one node.

    Parameters
    ----------
    name : str
        Case whose tables ``<name>_pipes.csv`` and ``<name>_draws.csv`` describe the net.
    source_node : str
        Node whose pressure is held.
    source_bar : float
        That pressure [bar].

    Returns
    -------
    PipeNet
    """
    pipes, draws = input_rows(f"{name}_pipes.csv"), input_rows(f"{name}_draws.csv")
    ends = [(pipe.text("from []"), pipe.text("to []")) for pipe in pipes]
    nodes = list(dict.fromkeys(node for pair in ends for node in pair))
    place = {node: index for index, node in enumerate(nodes)}

    def column(header: str) -> NDArray[np.float64]:
        return np.array([pipe[header] for pipe in pipes])

    diameter, draw = column("diameter [mm]") / 1e3, np.zeros(len(nodes))
    for row in draws:
        draw[place[row.text("node []")]] = row["draw [kg/s]"]
    solution = solve_network(
        build_topology(
            node_count=len(nodes),
            start=[place[start] for start, _ in ends],
            end=[place[end] for _, end in ends],
            reference_nodes=[place[source_node]],
        ),
        branch_params(
            density_kg_m3=DENSITY_KG_M3,
            viscosity_pa_s=VISCOSITY_PA_S,
            nominal_flow_kg_s=float(draw.sum()),
            pipe_length_m=column("length [m]"),
            pipe_diameter_m=diameter,
            pipe_roughness_m=ROUGHNESS_M,
            pipe_loss_coefficient=column("loss coefficient [-]"),
            open=column("open [-]"),
        ),
        reference_pressure_pa=source_bar * PA_PER_BAR,
        demand_kg_s=draw,
    )
    velocity = velocity_m_s(solution.flow_kg_s / DENSITY_KG_M3, diameter)
    return PipeNet(
        pressure_pa={node: float(solution.pressure_pa[index]) for node, index in place.items()},
        velocity_m_s={pair: float(speed) for pair, speed in zip(ends, np.asarray(velocity), strict=True)},
    )


def check_pipe_net(name: str, net: PipeNet) -> list[Check]:
    """Return the checks of all pressures and velocities of a case."""
    return check_rows(f"{name}.csv", net.value)
