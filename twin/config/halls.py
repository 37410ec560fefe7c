"""Halls: the floor, the air in it and the water to cooling doors."""

from __future__ import annotations

from collections.abc import Iterator

from twin.config.base import Block, Reference
from twin.config.counted import CountedText, Redundancy
from twin.config.quantities import FloorLoad, Temperature

__all__ = ["Hall", "HallAir", "HallDoors"]


class HallAir(Block):
    """Room coolers on a chilled-water loop."""

    crah: CountedText
    redundancy: Redundancy
    supply_temp: Temperature
    chilled_water: str


class HallDoors(Block):
    """Water for the cooling doors of the cabinets that have one."""

    water: str


class Hall(Block):
    """A hall; `dew_point` is that of the room air, as controlled."""

    floor_rating: FloorLoad
    dew_point: Temperature
    air: HallAir | None = None
    doors: HallDoors | None = None

    def references(self) -> Iterator[Reference]:
        """Yield the room cooler."""
        if self.air is not None:
            yield Reference(("air", "crah"), "heat_rejection", self.air.crah.name, ("crah",))
