"""Accelerators and processors with a cold plate or a heat sink of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import model_validator

from twin.config.base import Block, Entry, Reference
from twin.config.fail import refuse
from twin.config.quantities import (
    Count,
    SourcedAirFlow,
    SourcedBandwidth,
    SourcedBore,
    SourcedComputeRate,
    SourcedDataSize,
    SourcedFraction,
    SourcedHeatCapacity,
    SourcedPerKelvin,
    SourcedPower,
    SourcedRatio,
    SourcedTemperature,
    SourcedThermalResistance,
    SourcedThermalResistanceFlow,
    SourcedTokenRate,
    SourcedVolumeFlow,
)

__all__ = ["Chip", "ChipCompute", "ChipTokens", "ColdPlate", "HeatSink", "PhasePower"]


class ColdPlate(Block):
    """Case-to-inlet resistance R = wall_resistance + flow_term / V in the reference fluid, and its bounds."""

    wall_resistance: SourcedThermalResistance
    flow_term: SourcedThermalResistanceFlow
    reference_fluid: str
    min_flow: SourcedVolumeFlow
    channel_diameter: SourcedBore
    inlet_bore: SourcedBore


class HeatSink(Block):
    """Case to the air that enters the fins, at one airflow, and how it falls with flow: R (V / airflow)^-exponent."""

    resistance: SourcedThermalResistance
    airflow: SourcedAirFlow
    exponent: SourcedRatio


class ChipCompute(Block):
    """Peak dense rates of the whole package by number format, its memory, and how many compute dies it holds."""

    memory: SourcedDataSize
    memory_bandwidth: SourcedBandwidth | None = None
    dies: Count | None = None
    bf16: SourcedComputeRate | None = None
    fp16: SourcedComputeRate | None = None
    fp8: SourcedComputeRate | None = None
    fp4: SourcedComputeRate | None = None
    int8: SourcedComputeRate | None = None


class ChipTokens(Block):
    """Tokens per second of one chip at full activity."""

    prefill: SourcedTokenRate
    decode: SourcedTokenRate


class PhasePower(Block):
    """Power of a workload phase as a share of the chip's maximum."""

    prefill: SourcedFraction
    decode: SourcedFraction
    training: SourcedFraction
    collective: SourcedFraction


class Chip(Entry):
    """A chip: power law, limits, thermal path and what it computes.

    `idle_power` holds at `idle_junction`, `sustained_power` and `leakage_power` at `reference_junction`;
    leakage and memory power are part of the sustained power. In a cabinet with coolant the `plate` counts, in one
    without the `sink`; `plate_capacity` is the heat capacity of either.
    """

    family: ClassVar[str] = "chips"

    idle_power: SourcedPower
    idle_junction: SourcedTemperature
    sustained_power: SourcedPower
    max_power: SourcedPower
    reference_junction: SourcedTemperature
    leakage_power: SourcedPower
    leakage_beta: SourcedPerKelvin
    memory_power: SourcedPower
    clock_exponent: SourcedRatio
    cap_power: SourcedPower | None
    throttle_temp: SourcedTemperature
    shutdown_temp: SourcedTemperature
    hbm_max_temp: SourcedTemperature | None
    hbm_resistance: SourcedThermalResistance
    throttle_slope: SourcedPerKelvin
    min_clock: SourcedFraction
    plate: ColdPlate | None = None
    sink: HeatSink | None = None
    junction_case_resistance: SourcedThermalResistance
    die_capacity: SourcedHeatCapacity
    plate_capacity: SourcedHeatCapacity
    compute: ChipCompute
    tokens: ChipTokens | None
    phase_power: PhasePower

    def references(self) -> Iterator[Reference]:
        """Yield the fluid in which the plate was measured."""
        if self.plate is not None:
            yield Reference(("plate", "reference_fluid"), "fluids", self.plate.reference_fluid)

    @model_validator(mode="after")
    def _is_cooled(self) -> Self:
        if self.plate is None and self.sink is None:
            refuse("has neither cold plate nor heat sink", "add `plate`, `sink` or both")
        return self
