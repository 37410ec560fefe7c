"""Which single units may fail: every member of every group the site declares redundant, one per symmetry class.

Units are equal when they are of the same type in the same place of their network. The place of a CDU along the
facility header is left out: its primary valve throttles what the place gives it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np

from twin.config import SiteConfig
from twin.config.cdus import Cdu
from twin.config.counted import Redundancy
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.engine.failure import Failure
from twin.plant import Plant
from twin.studies.check.symmetry import Symmetry, symmetry_of


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
    symmetry = symmetry_of(config, plant)
    yield from _cdus(config, plant, symmetry)
    yield from _facility(config, plant, symmetry)
    yield from _chillers(config, plant, symmetry)
    yield from _air(config, plant, symmetry)
    yield from _shelves(plant, symmetry)
    yield from _power(plant, symmetry)


def _spare(redundancy: Redundancy | None) -> bool:
    return redundancy is not None and redundancy is not Redundancy.N


def _cdus(config: SiteConfig, plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
    cdus = plant.cdus
    loops = {name: loop for name, loop in config.site.loops.items() if isinstance(loop, TcsLoop)}
    for place, name in enumerate(cdus.names):
        number = int(cdus.loop_index[place])
        loop = loops[plant.tcs.names[number]]
        units = [("running", name)] if _spare(loop.redundancy) else []
        entry = config.of_type(Cdu, loop.cdus.name)
        units += [("pumps_running", f"{name} pump")] if entry.pumps > entry.pumps_required else []
        units += [("valve_running", f"{name} primary valve")] if _spare(loop.redundancy) else []
        for field, label in units:
            yield _candidate(label, "cdus", field, place, symmetry.tcs[number])


def _facility(config: SiteConfig, plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
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
                yield _candidate(f"{name} {word}", "fws", field, place, symmetry.fws[place])


def _rejection_word(plant: Plant, place: int) -> str:
    return {"wet-tower": "tower cell", "dry-cooler": "dry cooler"}.get(
        plant.fws.rejection_kind[place], "rejection"
    )


def _chillers(config: SiteConfig, plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
    # Chilled-water pumps run at fixed speed, duty and standby: the standby replaces the one that fails.
    for place, name in enumerate(plant.chw.names):
        loop = config.site.loops[name]
        if isinstance(loop, ChwLoop) and _spare(loop.redundancy):
            yield _candidate(f"{name} chiller", "chw", "chillers_running", place, symmetry.chw[place])


def _air(config: SiteConfig, plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
    cabinets = plant.cabinets
    with_door = np.flatnonzero(cabinets.door_water_index >= 0)
    for place, name in enumerate(plant.halls.names):
        air = config.site.halls[name].air
        if air is None or not _spare(air.redundancy):
            continue
        hall = symmetry.halls[place]
        yield _candidate(f"{name} room cooler", "halls", "crah_running", place, hall)
        for cabinet in with_door[cabinets.hall_index[with_door] == place].tolist():
            kind = (cabinets.type_names[cabinet], symmetry.chw[cabinets.door_water_index[cabinet]], hall)
            label = f"{cabinets.names[cabinet]} cooling door"
            yield _candidate(label, "cabinets", "door_effectiveness_frac", cabinet, kind)


def _shelves(plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
    cabinets = plant.cabinets
    for place in np.flatnonzero(cabinets.shelf_unit_w > 0.0).tolist():
        loop = int(cabinets.loop_index[place])
        kind = (
            cabinets.type_names[place],
            symmetry.tcs[loop] if loop >= 0 else None,
            symmetry.halls[cabinets.hall_index[place]],
        )
        failure = Failure(
            name=f"{cabinets.names[place]} power supply",
            family="cabinets",
            field="shelf_rating_w",
            index=place,
            amount=float(cabinets.shelf_unit_w[place]),
        )
        yield _Candidate(failure=failure, symmetry=("shelf", kind))


def _power(plant: Plant, symmetry: Symmetry) -> Iterator[_Candidate]:
    """Yield elements whose loads have another way to be fed, and single modules of converters with a spare."""
    elements = plant.power.elements
    behind = _Behind.of(plant)
    for place, name in enumerate(elements.names):
        served = tuple(_served(plant, symmetry, behind, place))
        position = (
            elements.type_names[place],
            behind.neighbours(plant, place),
            tuple(sorted(map(repr, served))),
        )
        if any(alternative for *_, alternative in served):
            yield _candidate(name, "power", "running", place, position)
        if elements.modules_installed[place] > elements.modules_required[place]:
            yield _candidate(f"{name} module", "power", "modules_running", place, position)


@dataclass(frozen=True, slots=True)
class _Behind:
    """Which paths pass each element, and which loads hang on each path."""

    paths: tuple[tuple[int, ...], ...]
    loads: dict[str, list[int]]

    @classmethod
    def of(cls, plant: Plant) -> _Behind:
        paths: list[list[int]] = [[] for _ in plant.power.elements.names]
        for number, path in enumerate(plant.power.path_elements):
            for element in path:
                paths[element].append(number)
        loads: dict[str, list[int]] = {name: [] for name in plant.power.path_names}
        for number, feeds in enumerate(plant.power.loads.feeds):
            for feed in set(feeds):
                loads[feed].append(number)
        return cls(tuple(map(tuple, paths)), loads)

    def neighbours(self, plant: Plant, element: int) -> Hashable:
        """Return the types along every path through an element, and its place there."""
        types = plant.power.elements.type_names
        paths = [plant.power.path_elements[number] for number in self.paths[element]]
        return tuple(sorted((path.index(element), tuple(types[i] for i in path)) for path in paths))


def _served(
    plant: Plant, symmetry: Symmetry, behind: _Behind, element: int
) -> Iterator[tuple[str, str, str, int, bool]]:
    """Yield each load behind an element: family, type, transfer, rank of this feed, whether it has another."""
    chain = plant.power
    through = {chain.path_names[number] for number in behind.paths[element]}
    loads = chain.loads
    # A generator stands in for the utility and its transformer, not for the busway behind them.
    replaces_utility = chain.elements.kinds[element] == "transformer"
    for load in sorted({load for path in through for load in behind.loads[path]}):
        feeds, transfer = loads.feeds[load], loads.transfer[load]
        own = [rank for rank, feed in enumerate(feeds) if feed in through]
        rank = own[0] if transfer else 0
        alternative = len(own) < len(feeds) or (bool(loads.backup[load]) and replaces_utility)
        family = loads.family[load]
        yield (
            family,
            _kind_of_load(plant, symmetry, family, int(loads.index[load])),
            transfer,
            rank,
            alternative,
        )


def _kind_of_load(plant: Plant, symmetry: Symmetry, family: str, index: int) -> str:
    if family == "cabinet":
        return plant.cabinets.type_names[index]
    if family == "cdu":
        return f"{plant.cdus.type_names[index]} {symmetry.tcs[plant.cdus.loop_index[index]]}"
    if family == "block":
        blocks = plant.blocks
        return f"{blocks.sustained_w[index]} W in {symmetry.halls[blocks.hall_index[index]]}"
    return str({"fws": symmetry.fws, "chw": symmetry.chw, "hall": symmetry.halls}[family][index])


def _candidate(name: str, family: str, field: str, index: int, symmetry: Hashable) -> _Candidate:
    failure = Failure(name=name, family=family, field=field, index=index)
    return _Candidate(failure=failure, symmetry=(family, field, symmetry))
