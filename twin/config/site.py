"""A site: halls, loops, power and the supernodes placed in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from twin.config.base import Block, Reference, under
from twin.config.halls import Hall
from twin.config.loops import Loop
from twin.config.supply import Supply

__all__ = ["Placement", "Site"]


class Placement(Block):
    """A supernode in its hall, on its loop and feeds; several feeds share the load."""

    type: str
    hall: str
    loop: str | None = None
    feeds: tuple[str, ...]
    backup: str | None = None

    def references(self) -> Iterator[Reference]:
        """Yield the supernode."""
        yield Reference(("type",), "supernodes", self.type)


class Site(Block):
    """The content of a `site.yaml`."""

    site: str
    title: str
    weather: str
    electrical_code: Literal["iec", "nec"]
    halls: dict[str, Hall] = Field(min_length=1)
    loops: dict[str, Loop]
    power: Supply
    supernodes: dict[str, Placement] = Field(min_length=1)
    notes: tuple[str, ...] = ()

    def references(self) -> Iterator[Reference]:
        """Yield every catalogue entry the file names."""
        yield Reference(("weather",), "weather", self.weather)
        for key in ("halls", "loops", "supernodes"):
            for name, block in getattr(self, key).items():
                yield from under((key, name), block)
        yield from under(("power",), self.power)
