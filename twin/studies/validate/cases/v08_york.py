"""V08: the YorkCalc correlation."""

from __future__ import annotations

from models.constants import KELVIN_OFFSET_K
from models.cooling.york import york_approach_k
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows


def compute() -> list[Check]:
    """Evaluate the correlation at the points of the reference."""
    return check_rows("v08.csv", _approach_k)


def _approach_k(row: Expected) -> float:
    given = row.inputs
    wet_bulb_k = given["wet bulb [degC]"] + KELVIN_OFFSET_K
    return float(
        york_approach_k(wet_bulb_k, given["range [K]"], given["water ratio [-]"], given["air ratio [-]"])
    )


CASE = Case(
    name="V08",
    title="YorkCalc approach",
    kind="correlation",
    shows="The 27 coefficients of the tower correlation, over water flow, air flow, wet bulb and range.",
    compute=compute,
)
