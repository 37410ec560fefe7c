"""Pumps of facility and chilled-water loops."""

from __future__ import annotations

from typing import ClassVar

from twin.config.base import Entry
from twin.config.quantities import (
    SourcedFraction,
    SourcedHead,
    SourcedLength,
    SourcedPower,
    SourcedVolumeFlow,
)

__all__ = ["Pump"]


class Pump(Entry):
    """A pump; heads in Pa, `efficiency` wire to water at the rated point, `npsh_required` in m of fluid."""

    family: ClassVar[str] = "pumps"

    rated_flow: SourcedVolumeFlow
    rated_head: SourcedHead
    shutoff_head: SourcedHead
    efficiency: SourcedFraction
    motor_power: SourcedPower
    min_speed: SourcedFraction
    npsh_required: SourcedLength
