"""A site as an outline: halls, loops and supernodes below each other, equal branches folded into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from re import compile as compiled
from typing import Final

from twin.config.halls import Hall
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.config.site_config import SiteConfig
from twin.units import format_quantity

__all__ = ["Branch", "outline"]

_DIGITS: Final = compiled(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Equal members at one place of a site.

    `names` are those of all members; each parent has `per_parent` of them. `on` names what they hang on or pass
    through, one list of names for each kind.
    """

    names: tuple[str, ...]
    text: str
    on: tuple[tuple[str, tuple[str, ...]], ...] = ()
    children: tuple[Branch, ...] = ()
    per_parent: int = 1


def outline(config: SiteConfig) -> tuple[Branch, ...]:
    """Return the branches of a site: halls with their loops and supernodes, water plants, power.

    Parameters
    ----------
    config : SiteConfig

    Returns
    -------
    tuple of Branch
        Siblings that differ in the numbers of their names only are one branch.
    """
    site = config.site
    water = [
        Branch(names=(name,), text=_plant_text(loop), on=_named(source=getattr(loop, "source", None)))
        for name, loop in site.loops.items()
        if not isinstance(loop, TcsLoop)
    ]
    return (
        *_folded([_hall(config, name, hall) for name, hall in site.halls.items()], 1),
        *_folded(water, 1),
        *_folded(list(_power(config)), 1),
    )


def _hall(config: SiteConfig, name: str, hall: Hall) -> Branch:
    standing: dict[str | None, list[Branch]] = {}
    for loop, branch in _supernodes(config, name):
        standing.setdefault(loop, []).append(branch)
    known = {key: loop for key, loop in config.site.loops.items() if isinstance(loop, TcsLoop)}
    loops = [
        Branch(
            names=(key,),
            text=f"{loop.cdus} ({loop.redundancy}), {loop.fluid} at {_shown(loop.supply_temp)}",
            on=_named(source=loop.source),
            children=tuple(standing[key]),
        )
        for key, loop in known.items()
        if key in standing
    ]
    loops += standing.get(None, [])
    air = hall.air
    text = f"{air.crah} ({air.redundancy}), air at {_shown(air.supply_temp)}" if air else "no room coolers"
    water = _named(
        chilled_water=air.chilled_water if air else None, doors=hall.doors.water if hall.doors else None
    )
    return Branch(names=(name,), text=text, on=water, children=tuple(loops))


def _supernodes(config: SiteConfig, hall: str) -> Iterator[tuple[str | None, Branch]]:
    """Yield what stands in a hall: a loop, and the branch of the supernode or the part of one that hangs there."""
    for name, placement in config.site.supernodes.items():
        spots = placement.spots()
        entry = config.supernodes[placement.type]
        counts: Counter[str] = Counter()
        for group in entry.cabinets:
            counts[group.type] += group.count // len(spots)
        cabinets = " + ".join(f"{count} x {kind}" for kind, count in counts.items())
        part = "" if len(spots) == 1 else f"1/{len(spots)} of "
        for spot in spots:
            if spot.hall == hall:
                text = f"{part}{placement.type}: {cabinets}"
                feeds = tuple((f"feed {place}", (feed,)) for place, feed in enumerate(spot.feeds, start=1))
                yield spot.loop, Branch(names=(name,), text=text, on=feeds)


def _plant_text(loop: FwsLoop | ChwLoop) -> str:
    at = f"{loop.fluid} at {_shown(loop.supply_temp)}"
    if isinstance(loop, ChwLoop):
        return f"{loop.chillers} ({loop.redundancy}), {loop.pumps}, {at}"
    units = [f"{loop.pumps} ({loop.redundancy})"]
    units += [f"{loop.rejection} ({loop.rejection_redundancy})"] if loop.rejection else []
    units += [f"trim {loop.trim} ({loop.trim_redundancy})"] if loop.trim else []
    return ", ".join([*units, at])


def _power(config: SiteConfig) -> Iterator[Branch]:
    power = config.site.power
    for name, elements in power.paths.items():
        yield Branch(names=(name,), text=" > ".join(power.elements[element] for element in elements))
    for name, kind in power.generators.items():
        yield Branch(names=(name,), text=str(kind))


def _named(**names: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind.replace("_", " "), (name,)) for kind, name in names.items() if name is not None)


def _shown(temp_k: float) -> str:
    return format_quantity(temp_k, "temperature")


def _folded(branches: Sequence[Branch], parents: int) -> tuple[Branch, ...]:
    """Return branches with equal ones as one, children of all of them folded in turn."""
    numbers: dict[Hashable, int] = {}
    groups: dict[int, list[Branch]] = {}
    for branch in branches:
        groups.setdefault(_class(branch, numbers), []).append(branch)
    return tuple(_together(members, parents) for members in groups.values())


def _class(branch: Branch, numbers: dict[Hashable, int]) -> int:
    """Return one number for all branches that differ in the digits of names only."""
    children = frozenset(Counter(_class(child, numbers) for child in branch.children).items())
    on = tuple((kind, tuple(map(_pattern, names))) for kind, names in branch.on)
    key = (tuple(map(_pattern, branch.names)), branch.text, on, children)
    return numbers.setdefault(key, len(numbers))


def _pattern(name: str) -> str:
    return _DIGITS.sub("#", name)


def _together(members: Sequence[Branch], parents: int) -> Branch:
    first = members[0]
    names = _unique(name for member in members for name in member.names)
    on = tuple(
        (kind, _unique(name for member in members for name in member.on[place][1]))
        for place, (kind, _) in enumerate(first.on)
    )
    children = _folded([child for member in members for child in member.children], len(members))
    return replace(
        first, names=names, on=on, children=children, per_parent=max(len(members) // max(parents, 1), 1)
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
