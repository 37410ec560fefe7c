"""V01: coolant properties of the catalogue against CoolProp."""

from __future__ import annotations

from models.constants import KELVIN_OFFSET_K
from models.fluids import conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk, prandtl_ratio, viscosity_pa_s
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import coolant, coolant_entry, kw_per_l_min_k
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, check_rows


def compute() -> list[Check]:
    """Evaluate the catalogue's polynomials at the temperatures of the table."""
    return check_rows("v01.csv", _property)


def _property(row: Expected) -> float:
    name = row.inputs.text("coolant []")
    if row.quantity == "freezing point":
        return coolant_entry(name).freeze_temp.value - KELVIN_OFFSET_K
    temp_degc = row.inputs["T [degC]"]
    temp_k, fluid = temp_degc + KELVIN_OFFSET_K, coolant(name)
    if row.quantity == "heat uptake":
        return kw_per_l_min_k(temp_degc, fluid)
    if row.quantity == "viscosity":
        return 1e3 * float(viscosity_pa_s(temp_k, fluid))
    laws = {
        "density": density_kg_m3,
        "heat capacity": heat_capacity_j_kgk,
        "conductivity": conductivity_w_mk,
        "Prandtl number": prandtl_ratio,
    }
    return float(laws[row.quantity](temp_k, fluid))


CASE = Case(
    name="V01",
    title="PG25 property table",
    kind="property library",
    shows="Coolant polynomials of the catalogue meet CoolProp, and glycol by mass is not taken for glycol by volume.",
    compute=compute,
)
