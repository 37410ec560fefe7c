"""Accelerators and processors with a cold plate of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from twin.config.base import Block, Entry, Reference
from twin.config.quantities import (
    Count,
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

__all__ = ["Chip", "ChipCompute", "ChipTokens", "ColdPlate", "PhasePower"]


class ColdPlate(Block):
    """Case-to-inlet resistance R = wall_resistance + flow_term / V in the reference fluid, and its bounds."""

    wall_resistance: SourcedThermalResistance
    flow_term: SourcedThermalResistanceFlow
    reference_fluid: str
    min_flow: SourcedVolumeFlow
    channel_diameter: SourcedBore
    inlet_bore: SourcedBore


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
    leakage and memory power are part of the sustained power.
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
    plate: ColdPlate
    junction_case_resistance: SourcedThermalResistance
    die_capacity: SourcedHeatCapacity
    plate_capacity: SourcedHeatCapacity
    compute: ChipCompute
    tokens: ChipTokens | None
    phase_power: PhasePower

    def references(self) -> Iterator[Reference]:
        """Yield the fluid in which the plate was measured."""
        yield Reference(("plate", "reference_fluid"), "fluids", self.plate.reference_fluid)
