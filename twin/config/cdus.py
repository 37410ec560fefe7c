"""Coolant distribution units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import model_validator

from twin.config.base import Block, Entry, Reference
from twin.config.fail import refuse
from twin.config.quantities import (
    CountFromZero,
    SourcedFlowCoefficient,
    SourcedFraction,
    SourcedHead,
    SourcedLength,
    SourcedMass,
    SourcedPower,
    SourcedPressure,
    SourcedPressureGauge,
    SourcedRatio,
    SourcedTemperature,
    SourcedTemperatureDifference,
    SourcedThermalConductance,
    SourcedTime,
    SourcedVolume,
    SourcedVolumeFlow,
)

__all__ = ["Cdu", "CduPump", "PrimaryValve"]


class CduPump(Block):
    """One of the unit's equal pumps; `rated_power` is electric, one pump at the unit's rating."""

    shutoff_head: SourcedHead
    efficiency: SourcedFraction
    min_speed: SourcedFraction
    rated_power: SourcedPower


class PrimaryValve(Block):
    """The valve that throttles facility water to hold the supply temperature."""

    kv: SourcedFlowCoefficient
    rangeability: SourcedRatio
    stroke_time: SourcedTime


class Cdu(Entry):
    """A liquid-to-liquid unit; `ua: null` means derived from the rating.

    `rated_approach` is secondary supply minus primary supply at `rated_heat` with both rated flows. The
    pressure differences inside the unit hold at `primary_flow` and `secondary_flow`.
    """

    family: ClassVar[str] = "cdus"

    rated_heat: SourcedPower
    rated_approach: SourcedTemperatureDifference
    rated_primary_supply: SourcedTemperature
    primary_flow: SourcedVolumeFlow
    secondary_flow: SourcedVolumeFlow
    secondary_external_head: SourcedHead
    primary_fluid: str
    secondary_fluid: str
    ua: SourcedThermalConductance | None
    pumps: CountFromZero
    pumps_required: CountFromZero
    pump: CduPump
    hx_primary_dp: SourcedPressure
    hx_secondary_dp: SourcedPressure
    filter_dp: SourcedPressure
    filter_exponent: SourcedRatio
    primary_valve: PrimaryValve
    supply_temp_min: SourcedTemperature
    supply_temp_max: SourcedTemperature
    max_working_pressure: SourcedPressureGauge
    npsh_required: SourcedLength
    volume_secondary: SourcedVolume
    volume_primary: SourcedVolume
    mass: SourcedMass
    electric_power: SourcedPower
    failover_time: SourcedTime

    @model_validator(mode="after")
    def _has_pumps(self) -> Self:
        if self.pumps == 0:
            refuse("is a unit without pumps", "give at least one pump", "pumps", given="0")
        if not 1 <= self.pumps_required <= self.pumps:
            refuse(
                f"is not between 1 and the {self.pumps} pumps installed",
                "correct pumps or pumps_required",
                "pumps_required",
                given=str(self.pumps_required),
            )
        return self

    def references(self) -> Iterator[Reference]:
        """Yield the fluids of the rating."""
        yield Reference(("primary_fluid",), "fluids", self.primary_fluid)
        yield Reference(("secondary_fluid",), "fluids", self.secondary_fluid)
