"""The islands of a site: its parts that share no water, no air and no feed, only the utility and the weather.

Halls with plants of their own are islands. An island settles as if it stood alone, and equal ones settle alike:
what is worked out on one is true of all. Rows on one facility loop are no islands, however equal they are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from twin.config.expand import placed_cabinets
from twin.config.loops import TcsLoop
from twin.config.site import Placement, Site
from twin.config.site_config import SiteConfig

__all__ = ["equal_islands"]

Node = tuple[str, str]
"""Section and name of a member of a site."""
_OF_SITE: Final = ("halls", "loops", "supernodes")
_OF_POWER: Final = ("elements", "paths", "loads", "generators")


def equal_islands(config: SiteConfig) -> tuple[tuple[SiteConfig, ...], ...]:
    """Return the islands of a site, each as a site of its own, those that differ by names only together.

    Parameters
    ----------
    config : SiteConfig

    Returns
    -------
    tuple of tuple of SiteConfig
        In file order; members of an island keep their order. A site that is one island is returned itself.

    Examples
    --------
    >>> from twin.config import load_site
    >>> [len(equal) for equal in equal_islands(load_site("cloudmatrix384-x432"))]
    [54]
    """
    islands = _islands(config)
    if len(islands) == 1:
        return ((config,),)
    alike: dict[Hashable, list[SiteConfig]] = {}
    for island in islands:
        alike.setdefault(_without_names(island.site), []).append(island)
    return tuple(tuple(members) for members in alike.values())


def _islands(config: SiteConfig) -> list[SiteConfig]:
    """Return the parts of a site that nothing joins; what serves no supernode counts to the first of them."""
    joined = _Joined()
    for bond in _bonds(config):
        joined.add(bond)
    numbers: dict[Node, int] = {}
    for name in config.site.supernodes:
        numbers.setdefault(joined.root(("supernodes", name)), len(numbers))
    parts: list[dict[str, dict[str, Any]]] = [
        {section: {} for section in (*_OF_SITE, *_OF_POWER)} for _ in numbers
    ]
    for section, members in _sections(config.site):
        for name, value in members.items():
            parts[numbers.get(joined.root((section, name)), 0)][section][name] = value
    return [replace(config, site=_site_of(config.site, part)) for part in parts]


def _sections(site: Site) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((section, getattr(site, section)) for section in _OF_SITE)
    yield from ((section, getattr(site.power, section)) for section in _OF_POWER)


def _site_of(site: Site, part: Mapping[str, dict[str, Any]]) -> Site:
    power = site.power.model_copy(update={section: part[section] for section in _OF_POWER})
    return site.model_copy(update={"power": power} | {section: part[section] for section in _OF_SITE})


def _bonds(config: SiteConfig) -> Iterator[list[Node]]:
    """Yield members that act on each other: by water, by air, or by a common feed."""
    site, power = config.site, config.site.power
    for name, hall in site.halls.items():
        room = None if hall.air is None else hall.air.chilled_water
        doors = None if hall.doors is None else hall.doors.water
        yield [("halls", name), *_named("loops", [room, doors])]
    for name, loop in site.loops.items():
        yield [("loops", name), *_named("loops", [getattr(loop, "source", None)])]
    for name, placement in site.supernodes.items():
        for spot in placement.spots():
            place = [("halls", spot.hall), *_named("loops", [spot.loop])]
            yield [("supernodes", name), *place, *_fed(spot.feeds, spot.backup)]
    for name, path in power.paths.items():
        yield [("paths", name), *_named("elements", path)]
    for name, load in power.loads.items():
        owners = {name, name.rpartition(".")[0]}
        consumer = [
            (kind, owner) for kind in ("loops", "halls") for owner in owners & getattr(site, kind).keys()
        ]
        yield [("loads", name), *consumer, *_fed(load.feeds, load.backup)]
    yield _in_the_first_hall(config)


def _in_the_first_hall(config: SiteConfig) -> list[Node]:
    """Return the first hall and all technology loops without a cabinet: the plant counts them there."""
    drawn = {cabinet.loop for cabinet in placed_cabinets(config)}
    idle = [
        name for name, loop in config.site.loops.items() if isinstance(loop, TcsLoop) and name not in drawn
    ]
    return [("halls", next(iter(config.site.halls))), *_named("loops", idle)]


def _named(section: str, names: Iterable[str | None]) -> list[Node]:
    return [(section, name) for name in names if name is not None]


def _fed(feeds: Iterable[str], backup: str | None) -> list[Node]:
    return [*_named("paths", feeds), *_named("generators", [backup])]


class _Joined:
    """Sets that grow together: every node leads to the root of its set."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def root(self, node: Node) -> Node:
        above = self._above.setdefault(node, node)
        while above != node:
            self._above[node] = self._above[above]
            node, above = above, self._above[above]
        return node

    def add(self, nodes: Iterable[Node]) -> None:
        first, *others = [self.root(node) for node in nodes]
        for other in others:
            self._above[other] = first


def _without_names(site: Site) -> Hashable:
    """Return what a site says with the place of a member in its section instead of its name."""
    places: dict[str, tuple[tuple[str, int], ...]] = {}
    for section, members in _sections(site):
        for place, name in enumerate(members):
            places[name] = (*places.get(name, ()), (section, place))

    def spoken(value: Any) -> Hashable:
        if isinstance(value, str):
            return _place_of(value, places)
        if isinstance(value, Placement):
            return (value.type, spoken(value.spots()))
        if isinstance(value, BaseModel):
            return (type(value), *(spoken(getattr(value, field)) for field in type(value).model_fields))
        if isinstance(value, Mapping):
            return tuple((spoken(key), spoken(item)) for key, item in value.items())
        return tuple(map(spoken, value)) if isinstance(value, (tuple, list)) else value

    # Catalogue entries once more by their own names: one of them might be called like a member.
    entries = tuple(reference.name for reference in site.references())
    return entries, tuple(spoken(members) for _, members in _sections(site))


def _place_of(word: str, places: Mapping[str, Hashable]) -> Hashable:
    """Return where a member stands, a unit of one (`tcs-1.cdu-2`) with its member; any other word is itself."""
    owner, _, unit = word.rpartition(".")
    if word not in places and owner in places:
        return places[owner], unit
    return places.get(word, word)
