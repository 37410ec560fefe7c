"""Optical modules."""

from __future__ import annotations

from typing import ClassVar

from twin.config.base import Entry
from twin.config.quantities import (
    SourcedBandwidth,
    SourcedPower,
    SourcedTemperature,
    SourcedThermalResistance,
)

__all__ = ["Optic"]


class Optic(Entry):
    """A pluggable module; resistances are case to local air and case to cage coolant."""

    family: ClassVar[str] = "optics"

    power: SourcedPower
    bandwidth: SourcedBandwidth
    case_max: SourcedTemperature
    air_resistance: SourcedThermalResistance
    liquid_resistance: SourcedThermalResistance | None
