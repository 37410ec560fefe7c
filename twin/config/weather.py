"""Design-day figures of a city; an EPW file overrides them where a study asks for hours."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from twin.config.base import Entry
from twin.config.quantities import SourcedElevation, SourcedPressureAbsolute, SourcedTemperature

__all__ = ["Weather"]


class Weather(Entry):
    """Climate of a city; the 0.4 % figures are exceeded in 35 hours of a mean year."""

    family: ClassVar[str] = "weather"

    city: str
    country: str
    latitude: Annotated[float, Field(strict=True, ge=-90.0, le=90.0)]
    longitude: Annotated[float, Field(strict=True, ge=-180.0, le=180.0)]
    elevation: SourcedElevation
    pressure: SourcedPressureAbsolute
    design_dry_bulb: SourcedTemperature
    coincident_wet_bulb: SourcedTemperature
    design_wet_bulb: SourcedTemperature
    mean_coincident_dry_bulb: SourcedTemperature
    dew_point_design: SourcedTemperature
    extreme_min_dry_bulb: SourcedTemperature
    mean_dry_bulb: SourcedTemperature
    mean_wet_bulb: SourcedTemperature
