"""Changes to a plant that could relieve a limit, in the words of the site file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twin.plant import Plant
from twin.plant.records import PowerLoads
from twin.plant.select import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A changed plant, and what to write where; ``load`` multiplies the activity of all cabinets."""

    text: str
    apply: Callable[[Plant], Plant]
    load: float = 1.0


STEP_K = 2.0
FLOW_STEP = 1.1
LARGER = 1.25
LESS_LOAD = 0.9
MORE_SUPPLIES = 1.5


def changes_for(limit_id: str, plant: Plant, scope: str) -> Iterator[Change]:
    """Yield the changes that may relieve a limit, likeliest first; none where only another design helps."""
    for prefixes, make in _REMEDIES:
        if limit_id.startswith(prefixes):
            yield from make(plant, scope)


def _moved(record: str, field: str, text: str, move: Callable[[Any], Any]) -> Change:
    def apply(plant: Plant) -> Plant:
        family = getattr(plant, record)
        return replace(plant, **{record: replace(family, **{field: move(getattr(family, field))})})

    return Change(text=text, apply=apply)


def _cooler_supply(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("tcs", "supply_setpoint_k", "coolant supply set-point 2 K lower", lambda k: k - STEP_K)


def _warmer_supply(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("tcs", "supply_setpoint_k", "coolant supply set-point 2 K higher", lambda k: k + STEP_K)


def _flow(factor: float, text: str) -> Change:
    def apply(plant: Plant) -> Plant:
        tcs = plant.tcs
        moved = replace(tcs, set_flow_m3_s=tcs.set_flow_m3_s * factor, set_dp_pa=tcs.set_dp_pa * factor**2)
        return replace(plant, tcs=moved)

    return Change(text=text, apply=apply)


def _more_flow(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _flow(FLOW_STEP, "coolant flow 10 % higher")


def _less_flow(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _flow(1.0 / FLOW_STEP, "coolant flow a tenth lower")


def _less_load(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield Change(text="activity of all cabinets 10 % lower", apply=lambda same: same, load=LESS_LOAD)


def _one_more(record: str, fields: tuple[str, ...], what: str) -> Callable[[Plant, str], Iterator[Change]]:
    def make(plant: Plant, scope: str) -> Iterator[Change]:
        family = getattr(plant, record)
        place = family.names.index(scope) if scope in family.names else None
        for index in range(len(family.names)) if place is None else (place,):
            if getattr(family, fields[0])[index] > 0:
                yield Change(
                    text=f"one more {what} at {family.names[index]}", apply=_adder(record, fields, index)
                )

    return make


def _adder(record: str, fields: tuple[str, ...], index: int) -> Callable[[Plant], Plant]:
    def apply(plant: Plant) -> Plant:
        family = getattr(plant, record)
        grown = {}
        for field in fields:
            values = getattr(family, field).copy()
            values[index] += 1
            grown[field] = values
        return replace(plant, **{record: replace(family, **grown)})

    return apply


def _one_more_cdu(plant: Plant, scope: str) -> Iterator[Change]:
    loops = plant.tcs.names
    for loop in range(len(loops)):
        members = np.flatnonzero(plant.cdus.loop_index == loop)
        here = scope == loops[loop] or any(scope == plant.cdus.names[i] for i in members)
        if members.size and (here or len(loops) == 1):
            yield Change(text=f"one more CDU on {loops[loop]}", apply=_cdu_adder(int(members[-1])))


def _cdu_adder(like: int) -> Callable[[Plant], Plant]:
    """Return a change that puts a copy of a CDU beside it, fed as that one is."""

    def apply(plant: Plant) -> Plant:
        count = len(plant.cdus.names)
        cdus = pick(plant.cdus, np.append(np.arange(count), like))
        cdus = replace(cdus, names=(*plant.cdus.names, f"{plant.cdus.names[like]}+1"))
        loads = _with_load(plant.power.loads, "cdu", like, count, cdus.names[-1])
        return replace(plant, cdus=cdus, power=replace(plant.power, loads=loads))

    return apply


def _with_load(loads: PowerLoads, family: str, like: int, index: int, name: str) -> PowerLoads:
    places = [i for i, own in enumerate(loads.family) if own == family and loads.index[i] == like]
    if not places:
        return loads
    place = places[0]
    return PowerLoads(
        names=(*loads.names, name),
        family=(*loads.family, family),
        index=np.append(loads.index, index),
        feeds=(*loads.feeds, loads.feeds[place]),
        transfer=(*loads.transfer, loads.transfer[place]),
        backup=(*loads.backup, loads.backup[place]),
    )


def _cooler_facility(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("fws", "supply_setpoint_k", "facility supply set-point 2 K lower", lambda k: k - STEP_K)


def _cooler_chilled(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("chw", "supply_setpoint_k", "chilled-water set-point 2 K lower", lambda k: k - STEP_K)


def _warmer_chilled(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("chw", "supply_setpoint_k", "chilled-water set-point 2 K higher", lambda k: k + STEP_K)


def _cooler_air(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved(
        "halls", "supply_setpoint_k", "supply air of the room coolers 2 K lower", lambda k: k - STEP_K
    )


def _drier_air(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved("halls", "dew_point_k", "dew point of the hall 2 K lower", lambda k: k - STEP_K)


def _larger_element(plant: Plant, scope: str) -> Iterator[Change]:
    elements = plant.power.elements
    if scope not in elements.names:
        return
    place = elements.names.index(scope)

    def apply(old: Plant) -> Plant:
        own = old.power.elements
        grown = {}
        for field in ("rating_w", "rating_current_a", "battery_energy_j"):
            values = getattr(own, field).copy()
            values[place] *= LARGER
            grown[field] = values
        return replace(old, power=replace(old.power, elements=replace(own, **grown)))

    yield Change(text=f"{scope} a quarter larger", apply=apply)


def _larger_generator(plant: Plant, scope: str) -> Iterator[Change]:
    del plant

    def apply(old: Plant) -> Plant:
        return replace(
            old, power=replace(old.power, generator_rating_w=old.power.generator_rating_w * LARGER)
        )

    yield Change(text=f"{scope} a quarter larger", apply=apply)


def _larger_contract(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope

    def apply(old: Plant) -> Plant:
        return replace(old, power=replace(old.power, contract_w=old.power.contract_w * LARGER))

    yield Change(text="utility contract a quarter larger", apply=apply)


def _more_supplies(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope

    def apply(old: Plant) -> Plant:
        own = old.cabinets
        more = replace(
            own,
            shelf_rating_w=own.shelf_rating_w * MORE_SUPPLIES,
            shelf_required_w=own.shelf_required_w * MORE_SUPPLIES,
        )
        return replace(old, cabinets=more)

    yield Change(text="half as many power supplies more per cabinet", apply=apply)


def _spread_weight(plant: Plant, scope: str) -> Iterator[Change]:
    del plant, scope
    yield _moved(
        "cabinets",
        "footprint_m2",
        "plates that spread the weight over 1.25 footprints",
        lambda m2: m2 * LARGER,
    )


_REMEDIES: tuple[tuple[tuple[str, ...], Callable[[Plant, str], Iterator[Change]]], ...] = (
    (("chip.throttle", "chip.shutdown", "chip.hbm", "rack.return-max", "case."), _cooler_supply),
    (("rack.supply-max", "cdu.supply-max"), _cooler_supply),
    (("chip.throttle", "chip.shutdown", "chip.hbm", "chip.plate-flow", "rack.flow"), _more_flow),
    (("rack.return-max", "case."), _more_flow),
    (("rack.velocity", "rack.pressure-drop", "rack.max-flow", "rack.static-pressure"), _less_flow),
    (
        ("loop.header-velocity", "chip.plate-velocity", "cdu.pump-speed", "cdu.pressure", "cdu.npsh"),
        _less_flow,
    ),
    (("cdu.duty", "cdu.rated-heat", "cdu.approach", "cdu.valve", "cdu.pump-speed"), _one_more_cdu),
    (("loop.supply-setpoint", "loop.flow-setpoint", "loop.dp-setpoint", "case."), _one_more_cdu),
    (("cdu.duty", "cdu.approach", "cdu.valve", "loop.supply-setpoint"), _cooler_facility),
    (("cdu.duty", "cdu.approach", "cdu.valve", "loop.supply-setpoint", "loop.dew-point"), _warmer_supply),
    (("rack.supply-min", "cdu.supply-min", "fws.", "freeze.technology"), _warmer_supply),
    (("fws.heat-rejection", "fws.supply-setpoint"), _one_more("fws", ("cells_running",), "cell")),
    (
        ("fws.heat-rejection", "fws.supply-setpoint", "fws.trim"),
        _one_more("fws", ("trim_running", "trim_installed"), "trim chiller"),
    ),
    (("fws.pump-speed", "fws.flow"), _one_more("fws", ("pumps_running",), "pump")),
    (("chw.", "case."), _one_more("chw", ("chillers_running", "chillers_installed"), "chiller")),
    (
        ("hall.", "cabinet.air-inlet-max", "optic.", "case."),
        _one_more("halls", ("crah_running",), "room cooler"),
    ),
    (("hall.crah-capacity", "door.supply-max"), _cooler_chilled),
    (("door.dew-point", "door.capacity", "door.supply-min", "freeze.chilled"), _warmer_chilled),
    (("door.dew-point", "loop.dew-point"), _drier_air),
    (("optic.", "cabinet.air-inlet-max"), _cooler_air),
    (("power.busway", "power.feeder", "power.breaker", "power.switchboard"), _larger_element),
    (("power.converter", "power.battery", "power.transformer"), _larger_element),
    (("power.generator",), _larger_generator),
    (("power.contract",), _larger_contract),
    (("cabinet.shelf",), _more_supplies),
    (("floor.",), _spread_weight),
    (
        (
            "chip.throttle",
            "chip.shutdown",
            "chip.hbm",
            "rack.flow",
            "rack.return-max",
            "cdu.",
            "fws.",
            "chw.",
            "hall.",
            "cabinet.shelf",
        ),
        _less_load,
    ),
    (("power.", "cabinet.air-heat", "door.capacity", "optic.", "case."), _less_load),
)
"""Limit ids by their beginning, and what may help; order is the order of trial."""
