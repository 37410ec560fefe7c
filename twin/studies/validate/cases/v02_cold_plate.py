"""V02: the cold plate law against the plate measured for the OCP guidelines."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.constants import KELVIN_OFFSET_K
from models.fluids import volumetric_heat_capacity_j_m3k
from models.thermal.cold_plate import plate_conductance_w_k, plate_effectiveness, plate_resistance_k_w
from models.thermal.stack import case_rate_k_s
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import M3_S_PER_L_MIN, coolant
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows, input_rows

# Below 0.6 L/min the plate comes close to the second-law bound and no law R0 + a / V fits it.
SMALLEST_FITTED_L_MIN: Final = 0.6
PLATE_TEMP_K: Final = 40.0 + KELVIN_OFFSET_K
VANISHING_L_MIN: Final = 1e-4


def plate_fit(smallest_l_min: float) -> tuple[float, float]:
    """Return R0 [K/W] and a [K/W L/min] of the measured plate: least squares of R V against V."""
    rows = [row for row in input_rows("v02_plate.csv") if row["flow [L/min]"] >= smallest_l_min]
    flow = np.array([row["flow [L/min]"] for row in rows])
    resistance = np.array([row["resistance [K/W]"] for row in rows])
    slope, intercept = np.polyfit(flow, resistance * flow, 1)
    return float(slope), float(intercept)


def compute() -> list[Check]:
    """Fit the two parameters of the law and compare it, then look at its shape."""
    return check_rows("v02.csv", _value)


def _value(row: Expected) -> float:
    capacity = volumetric_heat_capacity_j_m3k(PLATE_TEMP_K, coolant("pg25"))
    wall, term = plate_fit(SMALLEST_FITTED_L_MIN)
    law = (capacity, wall, term * M3_S_PER_L_MIN)
    many = _resistances(law)
    if row.quantity == "resistance":
        return float(plate_resistance_k_w(row.inputs["flow [L/min]"] * M3_S_PER_L_MIN, *law))
    if row.quantity.startswith("coolant leaving above the case"):
        return max(float(plate_effectiveness(VANISHING_L_MIN * M3_S_PER_L_MIN, *law)) - 1.0, 0.0)
    return {
        "resistance that does not fall with flow, of 1000 flows from 1e-4 to 10 L/min": float(
            (np.diff(many) >= 0.0).sum()
        ),
        "resistance that is not positive, of the same flows": float((many <= 0.0).sum()),
        "rate of the case at zero flow with 1.2 kW and 400 J/K": _rate_at_zero_flow(law),
    }[row.quantity]


def _resistances(law: tuple[object, float, float]) -> NDArray[np.float64]:
    flow = np.geomspace(VANISHING_L_MIN, 10.0, 1000) * M3_S_PER_L_MIN
    return np.asarray(plate_resistance_k_w(flow, *law))  # type: ignore[arg-type]


def _rate_at_zero_flow(law: tuple[object, float, float]) -> float:
    # 12 K over 0.01 K/W are the 1.2 kW that arrive at the case.
    conductance = plate_conductance_w_k(0.0, *law)  # type: ignore[arg-type]
    return float(case_rate_k_s(345.0, 333.0, 313.0, conductance, 0.01, 400.0))


CASE = Case(
    name="V02",
    title="OCP cold plate, PG25, R(V)",
    kind="test data",
    shows="The plate law meets the measured plate from 0.6 L/min, falls with flow and stays bounded at zero flow.",
    compute=compute,
)
