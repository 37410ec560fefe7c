"""The elements of the power chain, from the transformer down to the shelf in the cabinet."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from twin.config.base import Block, Entry
from twin.config.fail import refuse
from twin.config.quantities import (
    Citation,
    Count,
    Flag,
    Fraction,
    Number,
    SourcedApparentPower,
    SourcedCurrent,
    SourcedEnergy,
    SourcedFraction,
    SourcedPower,
    SourcedRatio,
    SourcedResistance,
    SourcedTime,
    SourcedVoltage,
)
from twin.config.sourced import Kind

__all__ = [
    "POWER_TYPES",
    "Busway",
    "Converter",
    "EfficiencyCurve",
    "Feeder",
    "Generator",
    "LossCurve",
    "PowerElement",
    "Shelf",
    "Switchboard",
    "Transformer",
]

Phases = Annotated[int, Field(strict=True, ge=1, le=3)]
EfficiencyPoint = Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)]


class PowerElement(Entry):
    """The base of the family; `type` tells which of its classes an entry is."""

    family: ClassVar[str] = "power"


class Transformer(PowerElement):
    """A transformer: loss = no_load_loss + load_loss x^2, x = load over rating; power factor of its load."""

    type: Literal["transformer"]
    rating: SourcedApparentPower
    no_load_loss: SourcedPower
    load_loss: SourcedPower
    power_factor: SourcedFraction
    secondary_voltage: SourcedVoltage


class LossCurve(Block):
    """Loss per unit of rating: c0 + c1 x + c2 x^2, x = output over rating."""

    c0: SourcedRatio
    c1: SourcedRatio
    c2: SourcedRatio


class Converter(PowerElement):
    """A UPS, or an HVDC rectifier with batteries, of equal modules; `rating` is the output of all together.

    Exactly one of `battery_energy` (usable) and `autonomy` (at full rating) is given; `modes` holds the loss
    curves of other modes, such as `eco`, by name.
    """

    type: Literal["ups", "hvdc"]
    rating: SourcedPower
    voltage: SourcedVoltage
    modules: Count
    modules_required: Count
    loss: LossCurve
    battery_energy: SourcedEnergy | None = None
    autonomy: SourcedTime | None = None
    modes: dict[str, LossCurve] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.battery_energy is None) == (self.autonomy is None):
            refuse(
                "needs one of battery_energy and autonomy", "give exactly one of `battery_energy`, `autonomy`"
            )
        if self.modules_required > self.modules:
            refuse("needs more modules than it has", "make modules_required <= modules", "modules_required")
        return self


class Busway(PowerElement):
    """A busway; `resistance` is that of one phase over its whole length."""

    type: Literal["busway"]
    rated_current: SourcedCurrent
    voltage: SourcedVoltage
    resistance: SourcedResistance
    phases: Phases


class Feeder(PowerElement):
    """A feeder cable or breaker; `continuous_100` marks a device that carries its rating continuously."""

    type: Literal["feeder", "breaker"]
    rated_current: SourcedCurrent
    voltage: SourcedVoltage
    phases: Phases
    continuous_100: Flag


class Switchboard(PowerElement):
    """A switchboard."""

    type: Literal["switchboard"]
    rated_current: SourcedCurrent
    voltage: SourcedVoltage


class Generator(PowerElement):
    """A standby generator."""

    type: Literal["generator"]
    rating: SourcedPower
    start_time: SourcedTime


class EfficiencyCurve(Block):
    """Efficiency at load fractions, interpolated; `spread` is the plus or minus around every point."""

    points: tuple[EfficiencyPoint, ...] = Field(min_length=2)
    spread: Fraction
    kind: Kind
    source: Citation

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        loads = [load for load, _ in self.points]
        if any(low >= high for low, high in pairwise(loads)):
            refuse("has load fractions out of order", "list them from low to high, each once", "points")
        if not all(0.0 < load <= 1.5 and 0.0 < value <= 1.0 for load, value in self.points):
            refuse(
                "has a point outside load 0..1.5, efficiency 0..1",
                "write [load fraction, efficiency]",
                "points",
            )
        return self


class Shelf(PowerElement):
    """A power shelf of equal supplies; `rating` is the output of all of them together."""

    type: Literal["shelf"]
    rating: SourcedPower
    psus: Count
    psus_required: Count
    efficiency: EfficiencyCurve

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.psus_required > self.psus:
            refuse("needs more supplies than it has", "make psus_required <= psus", "psus_required")
        return self


POWER_TYPES: dict[str, type[PowerElement]] = {
    "transformer": Transformer,
    "ups": Converter,
    "hvdc": Converter,
    "busway": Busway,
    "feeder": Feeder,
    "breaker": Feeder,
    "switchboard": Switchboard,
    "generator": Generator,
    "shelf": Shelf,
}
