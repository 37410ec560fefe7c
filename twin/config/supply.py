"""The site's power: utility, elements, paths, and what hangs on which path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from twin.config.base import Block, Reference
from twin.config.power import POWER_TYPES
from twin.config.quantities import Power, Voltage

__all__ = ["Load", "Supply", "Utility"]

_IN_A_PATH = tuple(name for name in POWER_TYPES if name not in {"generator", "shelf"})


class Utility(Block):
    """The grid connection."""

    voltage: Voltage
    contract: Power


class Load(Block):
    """How a consumer is fed.

    Without `transfer` the feeds share the load; with `ats` or `sts` the first carries it and the others stand
    by. `backup` names a generator.
    """

    feeds: tuple[str, ...]
    transfer: Literal["ats", "sts"] | None = None
    backup: str | None = None


class Supply(Block):
    """The power chain; a path lists its elements from the utility downstream, paths may share elements."""

    utility: Utility
    elements: dict[str, str]
    paths: dict[str, tuple[str, ...]]
    loads: dict[str, Load] = Field(default_factory=dict)
    generators: dict[str, str] = Field(default_factory=dict)

    def references(self) -> Iterator[Reference]:
        """Yield elements and generators."""
        for name, entry in self.elements.items():
            yield Reference(("elements", name), "power", entry, _IN_A_PATH)
        for name, entry in self.generators.items():
            yield Reference(("generators", name), "power", entry, ("generator",))
