"""V09: the Merkel tower, at its own nominal point and against EnergyPlus."""

from __future__ import annotations

from typing import Final

from models.constants import KELVIN_OFFSET_K, STANDARD_PRESSURE_PA
from models.cooling.tower import equivalent_air_j_kg_k, tower_design_ua_w_k, tower_heat_w
from twin.studies.validate.case import Case
from twin.studies.validate.fan_curve import fan_power_from_curve_w
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows, input_rows

WATER_CP_J_KGK: Final = 4184.0
# LBNL Modelica Buildings, MerkelNominal.
NOMINAL_WATER_KG_S: Final = 0.5
NOMINAL_INLET_K: Final = 308.15
NOMINAL_OUTLET_K: Final = 302.59
NOMINAL_WET_BULB_K: Final = 298.70
# EnergyPlus variable-speed Merkel tower, in LBNL Modelica Buildings MerkelEnergyPlus.
DESIGN_WATER_KG_S: Final = 1.09317e-3 * 995.586
DESIGN_AIR_KG_S: Final = 0.56124 * 1.2
DESIGN_WET_BULB_K: Final = 25.6 + KELVIN_OFFSET_K
DESIGN_INLET_K: Final = 35.0 + KELVIN_OFFSET_K
DESIGN_OUTLET_K: Final = 29.5 + KELVIN_OFFSET_K
WATER_KG_S: Final = 1.089
FAN_W: Final = 213.271


def compute() -> list[Check]:
    """Run the tower at its nominal point, then one of another size at seven points of an EnergyPlus run."""
    return check_rows("v09.csv", _value)


def _value(row: Expected) -> float:
    if row.quantity == "nominal outlet":
        return _nominal_outlet_k() - KELVIN_OFFSET_K
    speed = row.inputs["fan speed [-]"]
    if row.quantity == "fan power":
        curve = input_rows("v09_fan.csv")
        speeds, powers = tuple(p["speed [-]"] for p in curve), tuple(p["power [-]"] for p in curve)
        return fan_power_from_curve_w(speed, FAN_W, speeds, powers)
    inlet_k = row.inputs["inlet [degC]"] + KELVIN_OFFSET_K
    heat_w = _heat_w(inlet_k, row.inputs["wet bulb [degC]"] + KELVIN_OFFSET_K, speed)
    return (
        heat_w / 1e3
        if row.quantity == "heat"
        else inlet_k - heat_w / (WATER_KG_S * WATER_CP_J_KGK) - KELVIN_OFFSET_K
    )


def _nominal_outlet_k() -> float:
    slope = equivalent_air_j_kg_k(NOMINAL_WET_BULB_K, NOMINAL_WET_BULB_K + 5.0, STANDARD_PRESSURE_PA)
    air_kg_s = NOMINAL_WATER_KG_S * WATER_CP_J_KGK / slope
    design = tower_design_ua_w_k(
        NOMINAL_WATER_KG_S,
        air_kg_s,
        NOMINAL_INLET_K,
        NOMINAL_OUTLET_K,
        NOMINAL_WET_BULB_K,
        STANDARD_PRESSURE_PA,
    )
    heat = tower_heat_w(
        NOMINAL_WATER_KG_S,
        NOMINAL_INLET_K,
        NOMINAL_WET_BULB_K,
        air_kg_s,
        design,
        1.0,
        1.0,
        NOMINAL_WET_BULB_K,
        STANDARD_PRESSURE_PA,
    )
    return float(NOMINAL_INLET_K - heat / (NOMINAL_WATER_KG_S * WATER_CP_J_KGK))


def _heat_w(inlet_k: float, wet_bulb_k: float, speed: float) -> float:
    design = tower_design_ua_w_k(
        DESIGN_WATER_KG_S,
        DESIGN_AIR_KG_S,
        DESIGN_INLET_K,
        DESIGN_OUTLET_K,
        DESIGN_WET_BULB_K,
        STANDARD_PRESSURE_PA,
    )
    heat = tower_heat_w(
        WATER_KG_S,
        inlet_k,
        wet_bulb_k,
        speed * DESIGN_AIR_KG_S,
        design,
        speed,
        WATER_KG_S / DESIGN_WATER_KG_S,
        DESIGN_WET_BULB_K,
        STANDARD_PRESSURE_PA,
    )
    return float(heat)


CASE = Case(
    name="V09",
    title="Merkel tower, nominal and EnergyPlus",
    kind="simulator",
    shows=(
        "A tower reproduces the point it was sized at, and EnergyPlus at part speed. The fan rows check the reading "
        "of a measured fan curve, which this case alone uses: the sites' fans follow the cube law."
    ),
    compute=compute,
)
