"""Coolants: property polynomials and the freezing point."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.config.base import Block, Entry
from twin.config.quantities import Citation, Number, SourcedFraction, SourcedTemperature, Temperature
from twin.config.sourced import Kind

__all__ = ["Fluid", "FluidCoefficients", "Glycol"]


class FluidCoefficients(Block):
    """Powers of (T - 313.15 K), constant first: [kg/m3], [J/(kg K)], [W/(m K)], ln of [Pa s]."""

    density: tuple[Number, ...] = Field(min_length=1)
    heat_capacity: tuple[Number, ...] = Field(min_length=1)
    conductivity: tuple[Number, ...] = Field(min_length=1)
    log_viscosity: tuple[Number, ...] = Field(min_length=1)
    kind: Kind
    source: Citation


class Glycol(Block):
    """Share of glycol; by mass and by volume are different liquids."""

    fraction: SourcedFraction
    basis: Literal["mass", "volume"]


class Fluid(Entry):
    """A coolant."""

    family: ClassVar[str] = "fluids"

    coefficients: FluidCoefficients
    glycol: Glycol | None
    freeze_temp: SourcedTemperature
    valid_min: Temperature
    valid_max: Temperature
