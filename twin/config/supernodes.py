"""Supernodes: which cabinets belong together, and what stands outside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from twin.config.base import Block, Entry, Reference
from twin.config.quantities import Count, CountFromZero, SourcedComputeRate, SourcedFraction, SourcedPower

__all__ = ["CabinetGroup", "OpticGroup", "OutsideBlock", "Published", "Supernode"]


class CabinetGroup(Block):
    """Equal cabinets; `role` becomes part of their names (`sn-1.compute-03`)."""

    type: str
    count: Count
    role: str


class OpticGroup(Block):
    """Equal optical modules of an outside block."""

    optic: str
    count: Count


class OutsideBlock(Block):
    """Equipment of the supernode that stands outside its cabinets, placed in the supernode's hall.

    `power` is without the optics, which are listed; all heat not taken by liquid goes to the hall's air.
    """

    name: str
    power: SourcedPower
    idle_power: SourcedPower
    nameplate_power: SourcedPower
    liquid_share: SourcedFraction
    optics: tuple[OpticGroup, ...] = ()
    placed: Literal["hall"] = "hall"


class Published(Block):
    """Figures stated for the whole supernode; for comparison only, never an input."""

    total_power: SourcedPower | None = None
    liquid_fraction: SourcedFraction | None = None
    compute: SourcedComputeRate | None = None


class Supernode(Entry):
    """A supernode; `chips` and `optical_modules` are checked against what its parts add up to."""

    family: ClassVar[str] = "supernodes"

    cabinets: tuple[CabinetGroup, ...]
    outside: OutsideBlock | None
    chips: CountFromZero
    optical_modules: CountFromZero
    published: Published | None = None

    def references(self) -> Iterator[Reference]:
        """Yield cabinets and outside optics."""
        for place, group in enumerate(self.cabinets):
            yield Reference(("cabinets", place, "type"), "cabinets", group.type)
        if self.outside is not None:
            for place, optics in enumerate(self.outside.optics):
                yield Reference(("outside", "optics", place, "optic"), "optics", optics.optic)
