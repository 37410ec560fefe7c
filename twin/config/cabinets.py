"""Cabinets: what stands in them, how they are fed, and what their coolant and air must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from twin.config.base import Block, Entry, Reference, under
from twin.config.fail import refuse
from twin.config.quantities import (
    Count,
    CountFromZero,
    SourcedBore,
    SourcedFlowCoefficient,
    SourcedFraction,
    SourcedLength,
    SourcedMass,
    SourcedPower,
    SourcedPressure,
    SourcedPressureGauge,
    SourcedSpecificAirFlow,
    SourcedSpecificFlow,
    SourcedTemperature,
    SourcedThermalConductance,
    SourcedVoltage,
    SourcedVolume,
    SourcedVolumeFlow,
)

__all__ = [
    "Cabinet",
    "CabinetAir",
    "CabinetLiquid",
    "CabinetSinks",
    "CabinetSize",
    "DropRow",
    "Part",
    "PartPower",
    "PressureDrop",
    "QuickDisconnect",
    "RequiredFlow",
]


class CabinetSize(Block):
    """Outer dimensions."""

    height: SourcedLength
    width: SourcedLength
    depth: SourcedLength


class PartPower(Block):
    """Power of a part that is neither a catalogue chip nor an optical module, one piece."""

    idle: SourcedPower
    sustained: SourcedPower
    nameplate: SourcedPower


class Part(Block):
    """A kind of part: exactly one of `chip`, `optic` or `power`.

    `count` is per node in `node_parts` and per cabinet in `cabinet_parts`. `liquid_share` of its heat goes to
    the coolant: given for `power` parts and for chips that are partly air-cooled, 1 for chips by default; an
    optic says `cooling: air | liquid`.
    """

    name: str
    count: Count
    chip: str | None = None
    optic: str | None = None
    power: PartPower | None = None
    cooling: Literal["air", "liquid"] | None = None
    liquid_share: SourcedFraction | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [key for key in ("chip", "optic", "power") if getattr(self, key) is not None]
        if len(given) != 1:
            refuse(
                f"names {len(given)} of chip, optic and power", "give exactly one of `chip`, `optic`, `power`"
            )
        if self.optic is not None and self.cooling is None:
            refuse("is an optic without cooling", "add `cooling: air` or `cooling: liquid`")
        if self.optic is None and self.cooling is not None:
            refuse("has `cooling` without being an optic", "use `liquid_share` instead")
        if self.power is not None and self.liquid_share is None:
            refuse(
                "has power but no liquid_share",
                "add `liquid_share`, the part of its heat that goes to the coolant",
            )
        return self

    def references(self) -> Iterator[Reference]:
        """Yield the chip or optic."""
        if self.chip is not None:
            yield Reference(("chip",), "chips", self.chip)
        if self.optic is not None:
            yield Reference(("optic",), "optics", self.optic)


class RequiredFlow(Block):
    """How much coolant the cabinet asks for: from a return limit or from a flow per power."""

    basis: Literal["return-limit", "specific-flow"]
    return_limit: SourcedTemperature | None = None
    specific_flow: SourcedSpecificFlow | None = None

    @model_validator(mode="after")
    def _basis_is_given(self) -> Self:
        key = self.basis.replace("-", "_")
        if getattr(self, key) is None:
            refuse(f"has basis {self.basis} but no {key}", f"add `{key}`")
        return self


class DropRow(Block):
    """One published point of a pressure-drop curve; a `check` row stays out of the fit."""

    flow: SourcedVolumeFlow
    temp: SourcedTemperature
    drop: SourcedPressure
    use: Literal["fit", "check"] = "fit"


class PressureDrop(Block):
    """Two-term law a mu Q + b rho Q^2: from rows (two to fit), or both terms at one flow and temperature.

    `linear` and `quadratic` are the two terms themselves, as pressures, at `flow` and `temp` in `fluid`.
    """

    fluid: str
    rows: tuple[DropRow, ...] = ()
    flow: SourcedVolumeFlow | None = None
    temp: SourcedTemperature | None = None
    linear: SourcedPressure | None = None
    quadratic: SourcedPressure | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        terms = [self.flow, self.temp, self.linear, self.quadratic]
        fit_rows = sum(row.use == "fit" for row in self.rows)
        if self.rows and any(term is not None for term in terms):
            refuse("gives rows and terms", "keep either `rows` or `flow, temp, linear, quadratic`")
        if self.rows and fit_rows != 2:
            refuse(f"has {fit_rows} rows to fit", "mark exactly two rows `use: fit`, the others `use: check`")
        if not self.rows and any(term is None for term in terms):
            refuse("is incomplete", "give `rows`, or all of `flow, temp, linear, quadratic`")
        return self

    def references(self) -> Iterator[Reference]:
        """Yield the fluid of the data."""
        yield Reference(("fluid",), "fluids", self.fluid)


class QuickDisconnect(Block):
    """The cabinet's pair of quick disconnects."""

    kv: SourcedFlowCoefficient


class CabinetLiquid(Block):
    """The coolant side of a cabinet."""

    required_flow: RequiredFlow
    max_flow: SourcedVolumeFlow | None = None
    pressure_drop: PressureDrop
    max_pressure_drop: SourcedPressure | None = None
    plate_flow_share: SourcedFraction
    plates_in_series: Count
    branch_spread: SourcedFraction
    static_pressure_max: SourcedPressureGauge
    bore: SourcedBore
    plate_bore: SourcedBore | None = None
    fluid_volume: SourcedVolume
    supply_temp_min: SourcedTemperature
    supply_temp_max: SourcedTemperature
    return_temp_max: SourcedTemperature
    loss_conductance: SourcedThermalConductance
    quick_disconnect: QuickDisconnect | None = None

    def references(self) -> Iterator[Reference]:
        """Yield the fluid of the pressure-drop data."""
        yield from under(("pressure_drop",), self.pressure_drop)


class CabinetSinks(Block):
    """How the cabinet's air reaches the heat sinks of its chips.

    `flow_share` of it passes fins of chips; `in_series` sinks stand one behind the other in a node, each in the
    warmed air of the one before.
    """

    flow_share: SourcedFraction
    in_series: Count
    branch_spread: SourcedFraction


class CabinetAir(Block):
    """The air side of a cabinet; `sinks` where chips stand in it without coolant."""

    flow_per_kw: SourcedSpecificAirFlow
    inlet_min: SourcedTemperature
    inlet_max: SourcedTemperature
    max_air_heat: SourcedPower
    sinks: CabinetSinks | None = None


class Cabinet(Entry):
    """A cabinet; `liquid: null` means air-cooled, `door` names a cooling door (heat_rejection)."""

    family: ClassVar[str] = "cabinets"

    size: CabinetSize
    mass: SourcedMass
    nodes: CountFromZero
    node_parts: tuple[Part, ...]
    cabinet_parts: tuple[Part, ...] = ()
    shelf: str
    shelf_count: Count
    shelf_required: Count | None
    nameplate_power: SourcedPower
    liquid: CabinetLiquid | None
    air: CabinetAir
    door: str | None
    feeds_voltage: SourcedVoltage
    power_factor: SourcedFraction
    feeder_limit: SourcedPower | None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.shelf_required is not None and self.shelf_required > self.shelf_count:
            refuse("needs more shelves than it has", "make shelf_required <= shelf_count", "shelf_required")
        parts = [part.name for part in (*self.node_parts, *self.cabinet_parts)]
        repeated = sorted({name for name in parts if parts.count(name) > 1})
        if repeated:
            refuse(f"names {repeated[0]} twice", "give every part its own name", "node_parts")
        return self

    def references(self) -> Iterator[Reference]:
        """Yield chips, optics, shelf, door and the fluid of the pressure-drop data."""
        for place, part in enumerate(self.node_parts):
            yield from under(("node_parts", place), part)
        for place, part in enumerate(self.cabinet_parts):
            yield from under(("cabinet_parts", place), part)
        yield Reference(("shelf",), "power", self.shelf, ("shelf",))
        if self.door is not None:
            yield Reference(("door",), "heat_rejection", self.door, ("door",))
        if self.liquid is not None:
            yield from under(("liquid",), self.liquid)
