"""Which loops and halls of a plant are equal: same numbers, and equal things on them.

Two halls of a large site are equal although their loops, cabinets and feeds have names of their own. Each
component gets the number of its class; classes are split until all members of one have equal neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from math import isnan
from typing import Any, Final

import numpy as np

from twin.config import SiteConfig
from twin.config.loops import ChwLoop
from twin.plant import Plant

__all__ = ["Symmetry", "symmetry_of"]

Classes = tuple[int, ...]
_PLACES: Final = frozenset({"names", "facility_index", "hall_index", "water_index"})
"""Fields that say where a component is, not what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symmetry:
    """Class of every technology loop, facility loop, chilled loop and hall; equal numbers for equal ones."""

    tcs: Classes
    fws: Classes
    chw: Classes
    halls: Classes


def symmetry_of(config: SiteConfig, plant: Plant) -> Symmetry:
    """Return the classes of a plant.

    Parameters
    ----------
    config : SiteConfig
        Says which facility loop cools the condensers of a chilled loop.
    plant : Plant
        All units running.

    Returns
    -------
    Symmetry
        The place of a loop along a header is left out: valves throttle what the place gives.
    """
    own = Symmetry(
        tcs=_numbered(_technology_rows(plant)),
        fws=_numbered(_rows(plant.fws)),
        chw=_numbered(_rows(plant.chw)),
        halls=_numbered(_rows(plant.halls)),
    )
    links = _links(config, plant)
    now = own
    while True:
        finer = _split(plant, links, now)
        if _count(finer) == _count(now):
            return now
        now = finer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """Indices that lead from one component to another."""

    kinds: tuple[str, ...]
    chw_source: tuple[int, ...]


def _links(config: SiteConfig, plant: Plant) -> _Links:
    place = {name: i for i, name in enumerate(plant.fws.names)}
    loops = [config.site.loops[name] for name in plant.chw.names]
    sources = [loop.source if isinstance(loop, ChwLoop) else None for loop in loops]
    return _Links(
        kinds=plant.cabinets.type_names,
        chw_source=tuple(-1 if name is None else place[name] for name in sources),
    )


def _split(plant: Plant, links: _Links, now: Symmetry) -> Symmetry:
    """Return the classes told apart by those of their neighbours."""
    tcs, cabinets, blocks = plant.tcs, plant.cabinets, plant.blocks
    loops = [_of(now.tcs, i) for i in cabinets.loop_index.tolist()]
    halls = [_of(now.halls, i) for i in cabinets.hall_index.tolist()]
    block_rows = zip(blocks.sustained_w.tolist(), blocks.nameplate_w.tolist(), strict=True)
    on_fws = _gathered(len(now.fws), tcs.facility_index.tolist(), now.tcs)
    on_fws_too = _gathered(len(now.fws), links.chw_source, now.chw)
    doors = _gathered(len(now.chw), cabinets.door_water_index.tolist(), zip(links.kinds, halls, strict=True))
    rooms = _gathered(len(now.chw), plant.halls.water_index.tolist(), now.halls)
    inside = _gathered(len(now.halls), cabinets.hall_index.tolist(), zip(links.kinds, loops, strict=True))
    outside = _gathered(len(now.halls), blocks.hall_index.tolist(), block_rows)
    fws_of_tcs = [_of(now.fws, i) for i in tcs.facility_index.tolist()]
    hall_of_tcs = [_of(now.halls, i) for i in tcs.hall_index.tolist()]
    fws_of_chw = [_of(now.fws, i) for i in links.chw_source]
    chw_of_hall = [_of(now.chw, i) for i in plant.halls.water_index.tolist()]
    return Symmetry(
        tcs=_numbered(zip(now.tcs, fws_of_tcs, hall_of_tcs, strict=True)),
        fws=_numbered(zip(now.fws, on_fws, on_fws_too, strict=True)),
        chw=_numbered(zip(now.chw, doors, rooms, fws_of_chw, strict=True)),
        halls=_numbered(zip(now.halls, inside, outside, chw_of_hall, strict=True)),
    )


def _of(classes: Classes, place: int) -> int:
    return classes[place] if place >= 0 else -1


def _gathered(count: int, owners: Iterable[int], members: Iterable[Hashable]) -> list[Hashable]:
    """Return, for each owner, how many members of which kind it has."""
    found: list[Counter[Hashable]] = [Counter() for _ in range(count)]
    for owner, member in zip(owners, members, strict=True):
        if owner >= 0:
            found[owner][member] += 1
    return [frozenset(counts.items()) for counts in found]


def _numbered(keys: Iterable[Hashable]) -> Classes:
    numbers: dict[Hashable, int] = {}
    return tuple(numbers.setdefault(key, len(numbers)) for key in keys)


def _count(symmetry: Symmetry) -> list[int]:
    return [len(set(getattr(symmetry, field.name))) for field in fields(symmetry)]


def _technology_rows(plant: Plant) -> list[Hashable]:
    """Return what makes two technology loops equal by themselves: their numbers, their CDUs, their cabinets."""
    cabinets, cdus = plant.cabinets, plant.cdus
    on_loop: list[list[Hashable]] = [[] for _ in plant.tcs.names]
    units: list[list[str]] = [[] for _ in plant.tcs.names]
    for loop, kind, slot in zip(
        cabinets.loop_index.tolist(), cabinets.type_names, cabinets.slot_index.tolist(), strict=True
    ):
        if loop >= 0:
            on_loop[loop].append((kind, slot))
    for loop, kind in zip(cdus.loop_index.tolist(), cdus.type_names, strict=True):
        units[loop].append(kind)
    return [
        (row, tuple(members), tuple(own))
        for row, members, own in zip(_rows(plant.tcs), on_loop, units, strict=True)
    ]


def _rows(record: Any) -> list[Hashable]:
    """Return the numbers of every component of a record, without its name and place."""
    columns = [_values(getattr(record, field.name)) for field in fields(record) if field.name not in _PLACES]
    known: Sequence[Sequence[Hashable]] = [column for column in columns if column is not None]
    return list(zip(*known, strict=True))


def _values(column: Any) -> Sequence[Hashable] | None:
    if isinstance(column, np.ndarray):
        return [None if isinstance(value, float) and isnan(value) else value for value in column.tolist()]
    first = next(iter(column), None)
    return column if isinstance(first, str) else None
