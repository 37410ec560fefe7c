"""V06: flow demand and pressure drop of a GB300 NVL72 rack, each predicted from two of three rated rows.

Flow: one return temperature holds at every supply temperature. It is the one that splits the flow error evenly
between the two fitted rows. Pressure drop: the two-term law a mu Q + b rho Q^2 through the two fitted rows. The
middle row takes part in neither.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np
from scipy.optimize import brentq

from models.constants import KELVIN_OFFSET_K
from models.fluids import density_kg_m3, enthalpy_j_kg, temp_from_enthalpy_k, viscosity_pa_s
from models.formula import Array
from models.hydraulics import fit_two_term, rack_drop_pa
from twin.engine.heat import racks_of
from twin.engine.snapshot import required_flow_m3_s
from twin.plant.records import Floats, Plant
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import M3_S_PER_L_MIN, coolant
from twin.studies.validate.result import Check
from twin.studies.validate.sites import plant_of
from twin.studies.validate.tables import Expected, Inputs, check_rows, input_rows

# Lenovo Press LP2357, Table 27: 135 kW, 90 % of it to the liquid; rated with water.
HEAT_W: Final = 121.5e3
COOLANT: Final = "water"


def fitted_rows() -> tuple[Inputs, Inputs]:
    """Return the two rows that are fitted."""
    first, second = (row for row in input_rows("v06_rows.csv") if row.text("use []") == "fit")
    return first, second


@cache
def return_limit_k() -> float:
    """Return the return temperature whose flow errors on the two fitted rows are equal and opposite."""
    supplies, flows = zip(*((_supply_k(row), row["flow [L/min]"]) for row in fitted_rows()), strict=True)

    def imbalance(limit_k: float) -> float:
        errors = [_flow_l_min(row, limit_k) / flow - 1.0 for row, flow in zip(supplies, flows, strict=True)]
        return float(sum(errors))

    warmest = max(_return_k(row) for row in fitted_rows())
    coolest = min(_return_k(row) for row in fitted_rows())
    return float(brentq(imbalance, coolest - 1.0, warmest + 1.0, xtol=1e-12))


def _supply_k(row: Inputs) -> float:
    return row["supply [degC]"] + KELVIN_OFFSET_K


def _return_k(row: Inputs) -> float:
    fluid, supply = coolant(COOLANT), _supply_k(row)
    flow_kg_s = row["flow [L/min]"] * M3_S_PER_L_MIN * density_kg_m3(supply, fluid)
    return float(temp_from_enthalpy_k(enthalpy_j_kg(supply, fluid) + HEAT_W / flow_kg_s, fluid))


@cache
def _rack(limit_k: float) -> Plant:
    """Return the hall of such racks with a return limit of its own."""
    plant = plant_of("gb300-hall", f"loops.tcs-1.fluid={COOLANT}")
    limits = np.full_like(plant.cabinets.required_return_k, limit_k)
    return replace(plant, cabinets=replace(plant.cabinets, required_return_k=limits))


def _flow_l_min(supply_k: float, limit_k: float) -> float:
    """Return what the twin takes as the flow demand of one rack."""
    plant = _rack(limit_k)
    racks = racks_of(plant)
    ones: Floats = np.ones(racks.cabinet.size)
    density = np.asarray(density_kg_m3(supply_k * ones, racks.fluid))
    required = required_flow_m3_s(plant.cabinets, racks, HEAT_W * ones, supply_k * ones, density)
    return float(required[0]) / M3_S_PER_L_MIN


@cache
def _law() -> tuple[Array, Array]:
    points: list[float] = []
    for row in fitted_rows():
        supply = _supply_k(row)
        points += [
            row["flow [L/min]"] * M3_S_PER_L_MIN,
            row["drop [kPa]"] * 1e3,
            float(viscosity_pa_s(supply, coolant(COOLANT))),
            float(density_kg_m3(supply, coolant(COOLANT))),
        ]
    return fit_two_term(*points)


def _drop_kpa(flow_l_min: float, supply_k: float) -> float:
    fluid = coolant(COOLANT)
    drop = rack_drop_pa(
        flow_l_min * M3_S_PER_L_MIN, viscosity_pa_s(supply_k, fluid), density_kg_m3(supply_k, fluid), *_law()
    )
    return float(drop) / 1e3


def compute() -> list[Check]:
    """Predict flow and pressure drop at the three rows and look at what lies between them."""
    return check_rows("v06.csv", _value)


def _value(row: Expected) -> float:
    if not row.inputs.text("supply [degC]"):
        return _between_rows()[row.quantity]
    supply_k = row.inputs["supply [degC]"] + KELVIN_OFFSET_K
    if row.quantity.startswith("flow"):
        return _flow_l_min(supply_k, return_limit_k())
    rated = next(given for given in input_rows("v06_rows.csv") if _supply_k(given) == supply_k)
    return _drop_kpa(rated["flow [L/min]"], supply_k)


@cache
def _between_rows() -> dict[str, float]:
    fluid, limit = coolant(COOLANT), return_limit_k()
    supplies = np.linspace(25.0, 45.0, 201) + KELVIN_OFFSET_K
    flows = np.array([_flow_l_min(supply, limit) for supply in supplies])
    drops = np.array([_drop_kpa(flow, supply) for flow, supply in zip(flows, supplies, strict=True)])
    lift = enthalpy_j_kg(limit, fluid) - enthalpy_j_kg(supplies, fluid)
    carried = flows * M3_S_PER_L_MIN * density_kg_m3(supplies, fluid) * lift / 1e3
    return {
        "supply steps of 0.1 K from 25 to 45 degC at which flow does not rise": float(
            (np.diff(flows) <= 0.0).sum()
        ),
        "supply steps of 0.1 K from 25 to 45 degC at which pressure drop does not rise": float(
            (np.diff(drops) <= 0.0).sum()
        ),
        "heat carried by the flow, from 25 to 45 degC supply, largest departure": float(
            carried[np.argmax(np.abs(carried - HEAT_W / 1e3))]
        ),
    }


CASE = Case(
    name="V06",
    title="GB300 NVL72 flow and dP rows",
    kind="vendor rating",
    shows=(
        "Flow from one return-temperature limit and pressure drop from the two-term law, both from the outer rows "
        "only; the middle row is predicted. No table is looked up."
    ),
    compute=compute,
)
