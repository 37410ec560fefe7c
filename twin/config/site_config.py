"""A validated site together with every catalogue entry it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from twin.config.base import Entry
from twin.config.cabinets import Cabinet
from twin.config.cdus import Cdu
from twin.config.chips import Chip
from twin.config.fluids import Fluid
from twin.config.heat_rejection import HeatRejection
from twin.config.marks import MarkedTree
from twin.config.optics import Optic
from twin.config.power import PowerElement
from twin.config.pumps import Pump
from twin.config.site import Site
from twin.config.supernodes import Supernode
from twin.config.weather import Weather
from twin.errors import InternalError

__all__ = ["SiteConfig"]

_E = TypeVar("_E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """What `load_site` returns: the site and, by name, the entries it names directly or through others."""

    site: Site
    file: str
    overrides: tuple[str, ...]
    fluids: Mapping[str, Fluid]
    weather: Mapping[str, Weather]
    chips: Mapping[str, Chip]
    optics: Mapping[str, Optic]
    cabinets: Mapping[str, Cabinet]
    supernodes: Mapping[str, Supernode]
    cdus: Mapping[str, Cdu]
    pumps: Mapping[str, Pump]
    heat_rejection: Mapping[str, HeatRejection]
    power: Mapping[str, PowerElement]
    tree: MarkedTree = field(repr=False)
    entry_trees: Mapping[tuple[str, str], MarkedTree] = field(repr=False)

    @property
    def name(self) -> str:
        """The site's name."""
        return self.site.site

    def of_type(self, kind: type[_E], name: str) -> _E:
        """Return the entry of a name as the class its reference promises.

        Raises
        ------
        InternalError
            When the loader let an entry of another type through.
        """
        entries: Mapping[str, Any] = getattr(self, kind.family)
        entry = entries[name]
        if not isinstance(entry, kind):
            raise InternalError(f"{name} is a {type(entry).__name__}, not a {kind.__name__}")
        return entry

    def location(self, *path: str | int) -> str:
        """Return `file:line` of a value of the site file."""
        mark = self.tree.mark(path)
        return mark.file if mark.line is None else f"{mark.file}:{mark.line}"

    @staticmethod
    def frozen(entries: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a view that cannot be changed."""
        return MappingProxyType(dict(entries))
