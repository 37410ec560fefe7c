"""What carries heat away: towers, dry coolers, chillers, room coolers, doors, and the tank between them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from twin.config.base import Block, Entry
from twin.config.fail import refuse
from twin.config.quantities import (
    Citation,
    Number,
    SourcedAirFlow,
    SourcedFraction,
    SourcedPower,
    SourcedPressure,
    SourcedRatio,
    SourcedTemperature,
    SourcedTemperatureDifference,
    SourcedVolume,
    SourcedVolumeFlow,
    Temperature,
)
from twin.config.sourced import Kind

__all__ = [
    "HEAT_REJECTION_TYPES",
    "BufferTank",
    "Chiller",
    "ChillerCurves",
    "CoolingDoor",
    "Crah",
    "DryCooler",
    "HeatRejection",
    "WetTower",
]

Six = Annotated[tuple[Number, ...], Field(min_length=6, max_length=6)]
Three = Annotated[tuple[Number, ...], Field(min_length=3, max_length=3)]


class HeatRejection(Entry):
    """The base of the family; `type` tells which of its classes an entry is."""

    family: ClassVar[str] = "heat_rejection"


class WetTower(HeatRejection):
    """An open tower cell; `exchanger_approach` is given where a plate exchanger keeps it off the loop."""

    type: Literal["wet-tower"]
    capacity: SourcedPower
    design_wet_bulb: SourcedTemperature
    water_in: SourcedTemperature
    water_out: SourcedTemperature
    water_flow: SourcedVolumeFlow
    air_water_ratio: SourcedRatio
    fan_power: SourcedPower
    fan_min: SourcedFraction
    cycles_of_concentration: SourcedRatio
    drift_fraction: SourcedFraction
    exchanger_approach: SourcedTemperatureDifference | None
    dp: SourcedPressure


class DryCooler(HeatRejection):
    """A finned cooler with fans."""

    type: Literal["dry-cooler"]
    capacity: SourcedPower
    air_in: SourcedTemperature
    water_in: SourcedTemperature
    water_out: SourcedTemperature
    water_flow: SourcedVolumeFlow
    fan_power: SourcedPower
    fan_min: SourcedFraction
    dp: SourcedPressure


class ChillerCurves(Block):
    """`carnot`: one efficiency. `doe2`: capft, eirft (degC, evaporator first), eirfplr and their ranges."""

    type: Literal["doe2", "carnot"]
    efficiency: SourcedFraction | None = None
    capft: Six | None = None
    eirft: Six | None = None
    eirfplr: Three | None = None
    evaporator_min: Temperature | None = None
    evaporator_max: Temperature | None = None
    condenser_min: Temperature | None = None
    condenser_max: Temperature | None = None
    kind: Kind | None = None
    source: Citation | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        carnot = {"type", "efficiency"}
        needed = carnot if self.type == "carnot" else set(type(self).model_fields) - {"efficiency"}
        missing = sorted(key for key in needed if getattr(self, key) is None)
        extra = sorted(key for key in self.model_fields_set - needed if getattr(self, key) is not None)
        if missing:
            refuse(f"is {self.type} and has no {missing[0]}", f"add `{', '.join(missing)}`")
        if extra:
            refuse(f"is {self.type} and has {extra[0]}", f"remove `{', '.join(extra)}`", extra[0])
        return self


class Chiller(HeatRejection):
    """A compression chiller; `condenser: air` rejects to the dry bulb, `water` to the tower water."""

    type: Literal["chiller"]
    capacity: SourcedPower
    evaporator_leaving: SourcedTemperature
    condenser_entering: SourcedTemperature
    cop: SourcedRatio
    curves: ChillerCurves
    condenser: Literal["air", "water"]
    condenser_approach: SourcedTemperatureDifference
    flow: SourcedVolumeFlow
    dp: SourcedPressure
    min_plr: SourcedFraction


class Crah(HeatRejection):
    """A room cooler on chilled water; `capacity` holds at `return_air`, `water_in` and both flows."""

    type: Literal["crah"]
    capacity: SourcedPower
    return_air: SourcedTemperature
    water_in: SourcedTemperature
    airflow: SourcedAirFlow
    water_flow: SourcedVolumeFlow
    fan_power: SourcedPower
    fan_min: SourcedFraction
    dp: SourcedPressure


class CoolingDoor(HeatRejection):
    """A rear door; `capacity` holds at `exhaust_temp`, `water_in` and both flows.

    Its water is never that of the cold plates.
    """

    type: Literal["door"]
    capacity: SourcedPower
    exhaust_temp: SourcedTemperature
    water_in: SourcedTemperature
    airflow: SourcedAirFlow
    water_flow: SourcedVolumeFlow
    fan_power: SourcedPower
    dp: SourcedPressure
    supply_min: SourcedTemperature
    supply_max: SourcedTemperature


class BufferTank(HeatRejection):
    """A tank for ride-through."""

    type: Literal["buffer-tank"]
    volume: SourcedVolume


HEAT_REJECTION_TYPES: dict[str, type[HeatRejection]] = {
    "wet-tower": WetTower,
    "dry-cooler": DryCooler,
    "chiller": Chiller,
    "crah": Crah,
    "door": CoolingDoor,
    "buffer-tank": BufferTank,
}
