"""The members behind a site's short words: names in order, and what each is. No physics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin.config.loops import TcsLoop
from twin.config.site import Placement
from twin.config.site_config import SiteConfig
from twin.config.supply import Load

__all__ = [
    "PlacedCabinet",
    "cdu_names",
    "load_of",
    "loads_required",
    "member_names",
    "placed_cabinets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCabinet:
    """One cabinet of a site; `name` is `<supernode>.<role>-<number>`, `type` the catalogue name."""

    name: str
    type: str
    role: str
    supernode: str
    hall: str
    loop: str | None
    feeds: tuple[str, ...]
    backup: str | None


def member_names(owner: str, word: str, count: int) -> tuple[str, ...]:
    """Return the names of equal members, numbered from one.

    >>> member_names("tcs-1", "cdu", 2)
    ('tcs-1.cdu-1', 'tcs-1.cdu-2')
    """
    return tuple(f"{owner}.{word}-{number}" for number in range(1, count + 1))


def placed_cabinets(config: SiteConfig) -> tuple[PlacedCabinet, ...]:
    """Return every cabinet, supernodes in file order, cabinets in catalogue order.

    Numbers have two digits (three from a hundred equal cabinets on); an air-cooled cabinet has no loop.
    """
    return tuple(
        cabinet
        for name, placement in config.site.supernodes.items()
        for cabinet in _of_one(config, name, placement)
    )


def _of_one(config: SiteConfig, supernode: str, placement: Placement) -> Iterator[PlacedCabinet]:
    numbers: dict[str, int] = {}
    groups = config.supernodes[placement.type].cabinets
    spots = placement.spots()
    for group in groups:
        width = 3 if sum(other.count for other in groups if other.role == group.role) > 99 else 2
        has_liquid = config.cabinets[group.type].liquid is not None
        for place in range(group.count):
            numbers[group.role] = numbers.get(group.role, 0) + 1
            spot = spots[place * len(spots) // group.count]
            yield PlacedCabinet(
                name=f"{supernode}.{group.role}-{numbers[group.role]:0{width}d}",
                type=group.type,
                role=group.role,
                supernode=supernode,
                hall=spot.hall,
                loop=spot.loop if has_liquid else None,
                feeds=spot.feeds,
                backup=spot.backup,
            )


def cdu_names(loop_name: str, loop: TcsLoop) -> tuple[str, ...]:
    """Return the names of a loop's CDUs: `tcs-1.cdu-1` and so on."""
    return member_names(loop_name, "cdu", loop.cdus.count)


def loads_required(config: SiteConfig) -> tuple[str, ...]:
    """Return every consumer that `power.loads` must feed: CDUs one by one, other loops, room air, doors."""
    site = config.site
    names: list[str] = []
    for name, loop in site.loops.items():
        names += cdu_names(name, loop) if isinstance(loop, TcsLoop) else (name,)
    for name, hall in site.halls.items():
        names += [f"{name}.crah"] if hall.air is not None else []
        names += [f"{name}.doors"] if hall.doors is not None else []
    return tuple(names)


def load_of(config: SiteConfig, consumer: str) -> Load | None:
    """Return how a consumer is fed: its own line in `power.loads`, or that of its loop or hall."""
    loads = config.site.power.loads
    owner = consumer.rpartition(".")[0]
    return loads.get(consumer) or loads.get(owner)
