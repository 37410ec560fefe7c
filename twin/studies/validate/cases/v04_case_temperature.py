"""V04: case temperature of the cabinet of V03, against the measured plate and not against the library."""

from __future__ import annotations

from typing import Final

from models.constants import KELVIN_OFFSET_K
from models.fluids import volumetric_heat_capacity_j_m3k
from models.thermal.cold_plate import plate_resistance_k_w
from twin.studies.validate.case import Case
from twin.studies.validate.cases.v02_cold_plate import plate_fit
from twin.studies.validate.cases.v03_cabinet_outlet import COOLANT, INLET_K, NOMINAL_W
from twin.studies.validate.coolants import M3_S_PER_L_MIN
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows

# Plates in parallel: P / (V cp rho dT) with V = 1.25 L/min, the mean flow of the plate data.
PLATE_COUNT: Final = 226.0918


def compute() -> list[Check]:
    """Put the power of one plate through its resistance at two flows and two loads."""
    return check_rows("v04.csv", _case_degc)


def _case_degc(row: Expected) -> float:
    wall, term = plate_fit(0.0)
    flow = row.inputs["flow per plate [L/min]"] * M3_S_PER_L_MIN
    capacity = volumetric_heat_capacity_j_m3k(INLET_K, COOLANT)
    resistance = plate_resistance_k_w(flow, capacity, wall, term * M3_S_PER_L_MIN)
    plate_w = row.inputs["load [-]"] * NOMINAL_W / PLATE_COUNT
    return INLET_K + float(resistance) * plate_w - KELVIN_OFFSET_K


CASE = Case(
    name="V04",
    title="132 kW cabinet, case temperature",
    kind="simulator + data",
    shows=(
        "Case temperatures follow the plate data at half flow too, where the smoothing of the reference library "
        "inflates the resistance by 26 %."
    ),
    compute=compute,
)
