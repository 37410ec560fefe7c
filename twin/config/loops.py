"""Coolant loops: technology (tcs), facility (fws) and chilled water (chw)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from twin.config.base import Block, Reference
from twin.config.counted import CountedText, Redundancy
from twin.config.fail import refuse
from twin.config.quantities import (
    Bore,
    Elevation,
    Flag,
    Length,
    Pressure,
    PressureGauge,
    SpecificFlow,
    Temperature,
    TemperatureDifference,
    Volume,
)

__all__ = ["ChwLoop", "FwsLoop", "FwsModes", "Header", "Loop", "PressureControl", "TcsControl", "TcsLoop"]


class Header(Block):
    """Equal pipe segments between the branches; the file's `return` is the attribute `return_order`."""

    segment_length: Length
    diameter: Bore
    roughness: Length
    return_order: Literal["direct", "reverse"] = Field(alias="return")


class TcsControl(Block):
    """What the CDU pumps hold.

    `flow`: the loop's total flow, from `specific_flow` times the liquid heat, or `by: cabinet-requirement`,
    the sum of what the cabinets ask for. `differential-pressure`: `dp` across the last cabinet.
    """

    mode: Literal["flow", "differential-pressure"]
    specific_flow: SpecificFlow | None = None
    by: Literal["cabinet-requirement"] | None = None
    dp: Pressure | None = None

    @model_validator(mode="after")
    def _one_setpoint(self) -> Self:
        wanted = {"dp"} if self.mode == "differential-pressure" else {"specific_flow", "by"}
        given = {key for key in ("specific_flow", "by", "dp") if getattr(self, key) is not None}
        if len(given) != 1 or not given <= wanted:
            choice = " or ".join(f"`{key}`" for key in sorted(wanted))
            refuse(
                f"has mode {self.mode} and gives {', '.join(sorted(given)) or 'no set-point'}",
                f"give {'exactly one of ' if len(wanted) > 1 else ''}{choice} and nothing else",
            )
        return self


class PressureControl(Block):
    """The pumps hold `dp` across the last consumer."""

    dp: Pressure


class FwsModes(Block):
    """Wet-bulb temperatures at which the plant changes between free, mixed and mechanical cooling."""

    free_below: Temperature | None = None
    mechanical_above: Temperature | None = None


class TcsLoop(Block):
    """A technology loop: CDUs in parallel feed cabinets in parallel; `source` is the fws loop behind it."""

    kind: Literal["tcs"]
    fluid: str
    cdus: CountedText
    redundancy: Redundancy
    supply_temp: Temperature
    control: TcsControl
    source: str
    static_pressure: PressureGauge
    header: Header
    volume: Volume
    check_valves: Flag
    dew_point_margin: TemperatureDifference
    elevation: Elevation = 0.0

    def references(self) -> Iterator[Reference]:
        """Yield fluid and CDU."""
        yield Reference(("fluid",), "fluids", self.fluid)
        yield Reference(("cdus",), "cdus", self.cdus.name)


class FwsLoop(Block):
    """A facility loop: pumps, heat rejection, and a chiller that trims what the weather cannot do."""

    kind: Literal["fws"]
    fluid: str
    pumps: CountedText
    redundancy: Redundancy
    supply_temp: Temperature
    control: PressureControl
    rejection: CountedText | None = None
    rejection_redundancy: Redundancy | None = None
    trim: CountedText | None = None
    trim_redundancy: Redundancy | None = None
    modes: FwsModes | None = None
    static_pressure: PressureGauge
    header: Header
    volume: Volume
    buffer: str | None = None
    elevation: Elevation = 0.0

    @model_validator(mode="after")
    def _redundancy_of_what(self) -> Self:
        for key in ("rejection", "trim"):
            has, says = getattr(self, key) is not None, getattr(self, f"{key}_redundancy") is not None
            if has != says:
                refuse(
                    f"has only one of {key} and {key}_redundancy",
                    f"give `{key}` and `{key}_redundancy` together",
                )
        return self

    def references(self) -> Iterator[Reference]:
        """Yield fluid, pump, tower or dry cooler, chiller and tank."""
        yield Reference(("fluid",), "fluids", self.fluid)
        yield Reference(("pumps",), "pumps", self.pumps.name)
        if self.rejection is not None:
            yield Reference(
                ("rejection",), "heat_rejection", self.rejection.name, ("wet-tower", "dry-cooler")
            )
        if self.trim is not None:
            yield Reference(("trim",), "heat_rejection", self.trim.name, ("chiller",))
        if self.buffer is not None:
            yield Reference(("buffer",), "heat_rejection", self.buffer, ("buffer-tank",))


class ChwLoop(Block):
    """A chilled-water loop; `source` is the fws loop of water-cooled condensers, none if air-cooled."""

    kind: Literal["chw"]
    fluid: str
    chillers: CountedText
    redundancy: Redundancy
    supply_temp: Temperature
    pumps: CountedText
    pump_redundancy: Redundancy
    control: PressureControl | None = None
    source: str | None = None
    static_pressure: PressureGauge
    header: Header | None = None
    volume: Volume
    buffer: str | None = None
    elevation: Elevation = 0.0

    def references(self) -> Iterator[Reference]:
        """Yield fluid, chiller, pump and tank."""
        yield Reference(("fluid",), "fluids", self.fluid)
        yield Reference(("chillers",), "heat_rejection", self.chillers.name, ("chiller",))
        yield Reference(("pumps",), "pumps", self.pumps.name)
        if self.buffer is not None:
            yield Reference(("buffer",), "heat_rejection", self.buffer, ("buffer-tank",))


Loop = Annotated[TcsLoop | FwsLoop | ChwLoop, Field(discriminator="kind")]
