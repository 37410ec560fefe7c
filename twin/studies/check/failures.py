"""Which single units may fail: every member of every group the site declares redundant, one per symmetry class.

Units are equal when they are of the same type in the same place of their network. The place of a CDU along the
facility header is left out: its primary valve throttles what the place gives it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from twin.config import SiteConfig
from twin.config.cdus import Cdu
from twin.config.counted import Redundancy
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.engine.failure import Failure
from twin.plant import Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureClass:
    """One failure that stands for all equal ones, itself included."""

    failure: Failure
    equals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    failure: Failure
    symmetry: Hashable


def failure_classes(config: SiteConfig, plant: Plant) -> tuple[FailureClass, ...]:
    """Return one failure per symmetry class, in the order cooling, air, cabinets, power.

    Parameters
    ----------
    config : SiteConfig
        Says which groups are redundant.
    plant : Plant
        Its arrays, all units running.

    Returns
    -------
    tuple of FailureClass
        Empty for a site without any redundancy.
    """
    classes: dict[Hashable, list[_Candidate]] = {}
    for candidate in _candidates(config, plant):
        classes.setdefault(candidate.symmetry, []).append(candidate)
    return tuple(
        FailureClass(failure=members[0].failure, equals=tuple(member.failure.name for member in members))
        for members in classes.values()
    )


def _candidates(config: SiteConfig, plant: Plant) -> Iterator[_Candidate]:
    yield from _cdus(config, plant)
    yield from _facility(config, plant)
    yield from _chillers(config, plant)
    yield from _air(config, plant)
    yield from _shelves(plant)
    yield from _power(plant)


def _spare(redundancy: Redundancy | None) -> bool:
    return redundancy is not None and redundancy is not Redundancy.N


def _cdus(config: SiteConfig, plant: Plant) -> Iterator[_Candidate]:
    cdus = plant.cdus
    loops = {name: loop for name, loop in config.site.loops.items() if isinstance(loop, TcsLoop)}
    for place, name in enumerate(cdus.names):
        loop = loops[plant.tcs.names[cdus.loop_index[place]]]
        position = _loop_symmetry(plant, int(cdus.loop_index[place]))
        units = [("running", name)] if _spare(loop.redundancy) else []
        entry = config.of_type(Cdu, loop.cdus.name)
        units += [("pumps_running", f"{name} pump")] if entry.pumps > entry.pumps_required else []
        units += [("valve_running", f"{name} primary valve")] if _spare(loop.redundancy) else []
        for field, label in units:
            yield _candidate(label, "cdus", field, place, position)


def _loop_symmetry(plant: Plant, loop: int) -> Hashable:
    """Return what makes two technology loops equal: their own numbers, their CDUs and the cabinets on them."""
    if loop < 0:
        return None
    members = np.flatnonzero(plant.cabinets.loop_index == loop)
    cabinets = tuple((plant.cabinets.type_names[i], int(plant.cabinets.slot_index[i])) for i in members)
    cdus = tuple(plant.cdus.type_names[i] for i in np.flatnonzero(plant.cdus.loop_index == loop))
    return _row(plant.tcs, loop), cabinets, cdus


def _facility(config: SiteConfig, plant: Plant) -> Iterator[_Candidate]:
    loops = {name: loop for name, loop in config.site.loops.items() if isinstance(loop, FwsLoop)}
    for place, name in enumerate(plant.fws.names):
        loop = loops[name]
        groups = (
            (loop.redundancy, "pumps_running", "pump"),
            (loop.rejection_redundancy, "cells_running", _rejection_word(plant, place)),
            (loop.trim_redundancy, "trim_running", "trim chiller"),
        )
        for redundancy, field, word in groups:
            if _spare(redundancy):
                yield _candidate(f"{name} {word}", "fws", field, place, name)


def _rejection_word(plant: Plant, place: int) -> str:
    return {"wet-tower": "tower cell", "dry-cooler": "dry cooler"}.get(
        plant.fws.rejection_kind[place], "rejection"
    )


def _chillers(config: SiteConfig, plant: Plant) -> Iterator[_Candidate]:
    # Chilled-water pumps run at fixed speed, duty and standby: the standby replaces the one that fails.
    for place, name in enumerate(plant.chw.names):
        loop = config.site.loops[name]
        if isinstance(loop, ChwLoop) and _spare(loop.redundancy):
            yield _candidate(f"{name} chiller", "chw", "chillers_running", place, name)


def _air(config: SiteConfig, plant: Plant) -> Iterator[_Candidate]:
    for place, name in enumerate(plant.halls.names):
        air = config.site.halls[name].air
        if air is None or not _spare(air.redundancy):
            continue
        yield _candidate(f"{name} room cooler", "halls", "crah_running", place, name)
        doors = (plant.cabinets.door_water_index >= 0) & (plant.cabinets.hall_index == place)
        for cabinet in np.flatnonzero(doors).tolist():
            kind = (plant.cabinets.type_names[cabinet], int(plant.cabinets.door_water_index[cabinet]), name)
            label = f"{plant.cabinets.names[cabinet]} cooling door"
            yield _candidate(label, "cabinets", "door_effectiveness_frac", cabinet, kind)


def _shelves(plant: Plant) -> Iterator[_Candidate]:
    cabinets = plant.cabinets
    for place in np.flatnonzero(cabinets.shelf_unit_w > 0.0).tolist():
        loop = _loop_symmetry(plant, int(cabinets.loop_index[place]))
        kind = (cabinets.type_names[place], loop, int(cabinets.hall_index[place]))
        failure = Failure(
            name=f"{cabinets.names[place]} power supply",
            family="cabinets",
            field="shelf_rating_w",
            index=place,
            amount=float(cabinets.shelf_unit_w[place]),
        )
        yield _Candidate(failure=failure, symmetry=("shelf", kind))


def _power(plant: Plant) -> Iterator[_Candidate]:
    """Yield elements whose loads have another way to be fed, and single modules of converters with a spare."""
    elements = plant.power.elements
    for place, name in enumerate(elements.names):
        served = tuple(_served(plant, place))
        position = (elements.type_names[place], _neighbours(plant, place), tuple(sorted(map(repr, served))))
        if any(alternative for *_, alternative in served):
            yield _candidate(name, "power", "running", place, position)
        if elements.modules_installed[place] > elements.modules_required[place]:
            yield _candidate(f"{name} module", "power", "modules_running", place, position)


def _served(plant: Plant, element: int) -> Iterator[tuple[str, str, str, int, bool]]:
    """Yield each load behind an element: family, type, transfer, rank of this feed, whether it has another."""
    chain = plant.power
    through = {
        path
        for path, members in zip(chain.path_names, chain.path_elements, strict=True)
        if element in members
    }
    loads = chain.loads
    # A generator stands in for the utility and its transformer, not for the busway behind them.
    replaces_utility = chain.elements.kinds[element] == "transformer"
    for family, index, feeds, transfer, backup in zip(
        loads.family, loads.index.tolist(), loads.feeds, loads.transfer, loads.backup, strict=True
    ):
        own = [rank for rank, feed in enumerate(feeds) if feed in through]
        if own:
            rank = own[0] if transfer else 0
            alternative = len(own) < len(feeds) or (bool(backup) and replaces_utility)
            yield family, _kind_of_load(plant, family, index), transfer, rank, alternative


def _kind_of_load(plant: Plant, family: str, index: int) -> str:
    if family == "cabinet":
        return plant.cabinets.type_names[index]
    if family == "cdu":
        return f"{plant.cdus.type_names[index]} {plant.tcs.names[plant.cdus.loop_index[index]]}"
    names = {
        "fws": plant.fws.names,
        "chw": plant.chw.names,
        "hall": plant.halls.names,
        "block": plant.blocks.names,
    }
    return names[family][index]


def _neighbours(plant: Plant, element: int) -> Hashable:
    """Return the types along every path through an element, and its place there."""
    types = plant.power.elements.type_names
    return tuple(
        sorted(
            (path.index(element), tuple(types[i] for i in path))
            for path in plant.power.path_elements
            if element in path
        )
    )


def _candidate(name: str, family: str, field: str, index: int, symmetry: Hashable) -> _Candidate:
    failure = Failure(name=name, family=family, field=field, index=index)
    return _Candidate(failure=failure, symmetry=(family, field, symmetry))


def _row(record: Any, place: int) -> Hashable:
    """Return the numbers of one component, without its name."""
    return tuple(
        _values(getattr(record, field.name), place) for field in fields(record) if field.name != "names"
    )


def _values(column: Any, place: int) -> Hashable:
    if isinstance(column, np.ndarray):
        return float(column[place]) if not np.isnan(column[place]) else None
    if isinstance(column, Iterable) and not isinstance(column, str):
        first = next(iter(column), None)
        return str(tuple(column)[place]) if isinstance(first, str) else None
    return None
