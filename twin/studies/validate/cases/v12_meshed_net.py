"""V12: a meshed net with an open and a closed valve."""

from __future__ import annotations

from typing import Final

from models.hydraulics.friction import colebrook_friction_factor
from twin.studies.validate.case import Case
from twin.studies.validate.pipe_net import DENSITY_KG_M3, ROUGHNESS_M, VISCOSITY_PA_S, PipeNet, solve_pipe_net
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows

DIAMETER_M: Final = 0.1


def compute() -> list[Check]:
    """Solve the net; look at the friction factor of its first pipe."""
    net = solve_pipe_net("v12", "K1024", 10.0)
    return check_rows("v12.csv", lambda row: _value(row, net))


def _value(row: Expected, net: PipeNet) -> float:
    if row.quantity not in {"Reynolds number", "friction factor"}:
        return net.value(row)
    reynolds = abs(net.value(row)) * DIAMETER_M * DENSITY_KG_M3 / VISCOSITY_PA_S
    if row.quantity == "Reynolds number":
        return reynolds
    return float(colebrook_friction_factor(reynolds, ROUGHNESS_M / DIAMETER_M)[0])


CASE = Case(
    name="V12",
    title="pipe net meshed_2valves",
    kind="STANET",
    shows="The loop solver on a meshed net with minor losses, one valve open and one shut.",
    compute=compute,
)
