"""V10: the dry cooler of the Modelica Buildings library."""

from __future__ import annotations

from typing import Final

from models.constants import KELVIN_OFFSET_K
from models.cooling.dry_cooler import dry_cooler_design_ua_w_k, dry_cooler_heat_w, dry_cooler_ua_w_k
from models.cooling.fans import air_flow_ratio
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows

# LBNL Modelica Buildings, example DryCooler.
WATER_KG_S: Final = 0.5
WATER_CP_J_KGK: Final = 4184.0
AIR_CP_J_KGK: Final = 1014.54
AIR_KG_S: Final = 0.5 / (1006.0 / 4184.0)
DESIGN_HEAT_W: Final = 10.5e3
DESIGN_WATER_K: Final = 35.0 + KELVIN_OFFSET_K
DESIGN_AIR_K: Final = 25.0 + KELVIN_OFFSET_K
AIR_OVER_WATER_FILM: Final = 3618.2 / 7236.3


def compute() -> list[Check]:
    """Size the cooler from its design point, then run it at the points of the reference."""
    return check_rows("v10.csv", _outlet_degc)


def _outlet_degc(row: Expected) -> float:
    water_k = row.inputs["inlet [degC]"] + KELVIN_OFFSET_K
    air_k = row.inputs["air [degC]"] + KELVIN_OFFSET_K
    speed = air_flow_ratio(row.inputs["fan speed [-]"], 0.0)
    design = dry_cooler_design_ua_w_k(
        DESIGN_HEAT_W, DESIGN_WATER_K, DESIGN_AIR_K, WATER_KG_S, AIR_KG_S, WATER_CP_J_KGK, AIR_CP_J_KGK
    )
    ua = dry_cooler_ua_w_k(
        design, speed, 1.0, AIR_OVER_WATER_FILM, water_k, air_k, DESIGN_WATER_K, DESIGN_AIR_K
    )
    heat_w = dry_cooler_heat_w(WATER_KG_S, water_k, air_k, speed * AIR_KG_S, WATER_CP_J_KGK, AIR_CP_J_KGK, ua)
    return float(water_k - heat_w / (WATER_KG_S * WATER_CP_J_KGK)) - KELVIN_OFFSET_K


CASE = Case(
    name="V10",
    title="dry cooler",
    kind="simulator",
    shows="A dry cooler sized from one design point holds over inlet and air temperature and at half fan speed.",
    compute=compute,
)
