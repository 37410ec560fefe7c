"""Coolants of the catalogue as the models take them."""

from __future__ import annotations

from functools import cache
from typing import Final

from models.constants import KELVIN_OFFSET_K
from models.fluids import Fluid, volumetric_heat_capacity_j_m3k
from twin.config import catalogue_entry
from twin.config.fluids import Fluid as FluidEntry
from twin.errors import InternalError

M3_S_PER_L_MIN: Final = 1e-3 / 60.0


@cache
def coolant_entry(name: str) -> FluidEntry:
    """Return the catalogue entry of a coolant."""
    entry = catalogue_entry(f"fluids/{name}")
    if not isinstance(entry, FluidEntry):
        raise InternalError(f"catalogue entry {name} is no coolant")
    return entry


@cache
def coolant(name: str) -> Fluid:
    """Return the property polynomials of a coolant."""
    given = coolant_entry(name).coefficients
    return Fluid(given.density, given.heat_capacity, given.conductivity, given.log_viscosity)


def constant_coolant(density_kg_m3: float, heat_capacity_j_kgk: float) -> Fluid:
    """Return a coolant whose density and heat capacity do not depend on temperature."""
    return Fluid((density_kg_m3,), (heat_capacity_j_kgk,), (1.0,), (0.0,))


def kw_per_l_min_k(temp_degc: float, fluid: Fluid) -> float:
    """Return the heat that 1 L/min takes up per kelvin [kW]."""
    capacity = volumetric_heat_capacity_j_m3k(temp_degc + KELVIN_OFFSET_K, fluid)
    return float(capacity) * M3_S_PER_L_MIN / 1e3
