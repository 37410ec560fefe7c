"""The annotated types of the schemas: `Power` is a plain SI float, `SourcedPower` one with provenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from twin.config.sourced import Sourced, SourcedField, resolved_source
from twin.units import parse_quantity


@dataclass(frozen=True, slots=True)
class QuantityField:
    """Annotation that turns a text such as `32 degC` into an SI float of one dimension."""

    unit_kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with one plain function."""
        return core_schema.no_info_plain_validator_function(self._validate)

    def _validate(self, given: Any) -> float:
        return parse_quantity(given, self.unit_kind)


@dataclass(frozen=True, slots=True)
class CitationField:
    """Annotation that turns a key of the entry's `sources` into the full citation."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with one plain function."""
        return core_schema.with_info_plain_validator_function(self._validate)

    def _validate(self, given: Any, info: ValidationInfo) -> str:
        return resolved_source(given, info.context)


Citation = Annotated[str, CitationField()]
Count = Annotated[int, Field(strict=True, ge=1)]
CountFromZero = Annotated[int, Field(strict=True, ge=0)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]

Temperature = Annotated[float, QuantityField("temperature")]
TemperatureDifference = Annotated[float, QuantityField("temperature_difference")]
Power = Annotated[float, QuantityField("power")]
ApparentPower = Annotated[float, QuantityField("apparent_power")]
Time = Annotated[float, QuantityField("time")]
Length = Annotated[float, QuantityField("length")]
Bore = Annotated[float, QuantityField("bore")]
Elevation = Annotated[float, QuantityField("elevation")]
Area = Annotated[float, QuantityField("area")]
Volume = Annotated[float, QuantityField("volume")]
FloorLoad = Annotated[float, QuantityField("floor_load")]
VolumeFlow = Annotated[float, QuantityField("volume_flow")]
SpecificFlow = Annotated[float, QuantityField("specific_flow")]
Pressure = Annotated[float, QuantityField("pressure")]
PressureGauge = Annotated[float, QuantityField("pressure_gauge")]
Voltage = Annotated[float, QuantityField("voltage")]
Fraction = Annotated[float, QuantityField("fraction")]

SourcedTemperature = Annotated[Sourced, SourcedField("temperature")]
SourcedTemperatureDifference = Annotated[Sourced, SourcedField("temperature_difference")]
SourcedPower = Annotated[Sourced, SourcedField("power")]
SourcedApparentPower = Annotated[Sourced, SourcedField("apparent_power")]
SourcedEnergy = Annotated[Sourced, SourcedField("energy")]
SourcedTime = Annotated[Sourced, SourcedField("time")]
SourcedLength = Annotated[Sourced, SourcedField("length")]
SourcedBore = Annotated[Sourced, SourcedField("bore")]
SourcedElevation = Annotated[Sourced, SourcedField("elevation")]
SourcedVolume = Annotated[Sourced, SourcedField("volume")]
SourcedMass = Annotated[Sourced, SourcedField("mass")]
SourcedVolumeFlow = Annotated[Sourced, SourcedField("volume_flow")]
SourcedAirFlow = Annotated[Sourced, SourcedField("air_flow")]
SourcedSpecificFlow = Annotated[Sourced, SourcedField("specific_flow")]
SourcedSpecificAirFlow = Annotated[Sourced, SourcedField("specific_air_flow")]
SourcedFlowCoefficient = Annotated[Sourced, SourcedField("flow_coefficient")]
SourcedPressure = Annotated[Sourced, SourcedField("pressure")]
SourcedPressureGauge = Annotated[Sourced, SourcedField("pressure_gauge")]
SourcedPressureAbsolute = Annotated[Sourced, SourcedField("pressure_absolute")]
SourcedHead = Annotated[Sourced, SourcedField("head")]
SourcedThermalResistance = Annotated[Sourced, SourcedField("thermal_resistance")]
SourcedThermalConductance = Annotated[Sourced, SourcedField("thermal_conductance")]
SourcedThermalResistanceFlow = Annotated[Sourced, SourcedField("thermal_resistance_flow")]
SourcedHeatCapacity = Annotated[Sourced, SourcedField("heat_capacity")]
SourcedPerKelvin = Annotated[Sourced, SourcedField("per_kelvin")]
SourcedVoltage = Annotated[Sourced, SourcedField("voltage")]
SourcedCurrent = Annotated[Sourced, SourcedField("current")]
SourcedResistance = Annotated[Sourced, SourcedField("resistance")]
SourcedFraction = Annotated[Sourced, SourcedField("fraction")]
SourcedRatio = Annotated[Sourced, SourcedField("ratio")]
SourcedBandwidth = Annotated[Sourced, SourcedField("bandwidth")]
SourcedDataSize = Annotated[Sourced, SourcedField("data_size")]
SourcedComputeRate = Annotated[Sourced, SourcedField("compute_rate")]
SourcedTokenRate = Annotated[Sourced, SourcedField("token_rate")]
