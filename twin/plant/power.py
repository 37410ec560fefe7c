"""The power chain of a site as arrays."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from twin.config import cdu_names, load_of, placed_cabinets
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.config.power import Busway, Converter, Feeder, Generator, PowerElement, Switchboard, Transformer
from twin.plant.columns import floats, stack
from twin.plant.records import Blocks, PowerChain, PowerElements, PowerLoads
from twin.plant.source import Source

ELEMENT_POWER_FACTOR = 0.99
"""Power factor of an IT feeder; the load's own figure is not known to an element."""
CONTINUOUS_FACTOR = {"nec": 0.8, "iec": 1.0}
"""Share of a rated current that may flow continuously: NEC 210.20(A), 215.3; IEC 60947-2 at reference ambient."""


def power_record(source: Source, blocks: Blocks) -> PowerChain:
    """Return the power chain: elements upstream before downstream, paths as element numbers, loads with feeds."""
    supply = source.config.site.power
    order = _upstream_first(list(supply.paths.values()), list(supply.elements))
    place = {name: i for i, name in enumerate(order)}
    code = CONTINUOUS_FACTOR[source.config.site.electrical_code]
    row_of = {kind: _element_row(source, kind, code) for kind in dict.fromkeys(supply.elements.values())}
    rows = [
        {"names": name, "type_names": supply.elements[name]} | row_of[supply.elements[name]] for name in order
    ]
    generators = [source.entry(Generator, name) for name in supply.generators.values()]
    return PowerChain(
        utility_voltage_v=supply.utility.voltage,
        contract_w=supply.utility.contract,
        elements=stack(PowerElements, rows),
        path_names=tuple(supply.paths),
        path_elements=tuple(tuple(place[name] for name in path) for path in supply.paths.values()),
        loads=_loads(source, blocks),
        generator_names=tuple(supply.generators),
        generator_rating_w=floats([source.value(entry.rating) for entry in generators]),
    )


def _upstream_first(paths: list[tuple[str, ...]], names: list[str]) -> list[str]:
    """Return the elements so that each comes after everything upstream of it; the door refused circles."""
    depth = dict.fromkeys(names, 0)
    moved = True
    while moved:
        moved = False
        for path in paths:
            for upper, lower in pairwise(path):
                if depth[lower] <= depth[upper]:
                    depth[lower], moved = depth[upper] + 1, True
    return sorted(names, key=lambda name: depth[name])


def _element_row(source: Source, type_name: str, code: float) -> dict[str, Any]:
    entry = source.config.power[type_name]
    common = {
        "kinds": str(getattr(entry, "type", "")),
        "running": 1.0,
        "battery_energy_j": 0.0,
        "modules_installed": 1,
        "modules_required": 1,
        "modules_running": 1.0,
        "phases": 3.0,
        "power_factor": ELEMENT_POWER_FACTOR,
        "continuous_factor": 1.0,
        "loss_0": 0.0,
        "loss_1": 0.0,
        "loss_2": 0.0,
    }
    return common | _specific(source, entry, code)


def _specific(source: Source, entry: PowerElement, code: float) -> dict[str, Any]:
    value = source.value
    if isinstance(entry, Transformer):
        rating = value(entry.rating) * value(entry.power_factor)
        voltage = value(entry.secondary_voltage)
        return {
            "rating_w": rating,
            "voltage_v": voltage,
            "rating_current_a": value(entry.rating) / (np.sqrt(3.0) * voltage),
            "power_factor": value(entry.power_factor),
            "loss_0": value(entry.no_load_loss) / rating,
            "loss_2": value(entry.load_loss) / rating,
        }
    if isinstance(entry, Converter):
        rating, voltage = value(entry.rating), value(entry.voltage)
        direct = entry.type == "hvdc"
        energy = source.optional(entry.battery_energy, source.optional(entry.autonomy, 0.0) * rating)
        current = rating / voltage if direct else rating / (np.sqrt(3.0) * voltage * ELEMENT_POWER_FACTOR)
        return {
            "rating_w": rating,
            "voltage_v": voltage,
            "rating_current_a": current,
            "phases": 1.0 if direct else 3.0,
            "power_factor": 1.0 if direct else ELEMENT_POWER_FACTOR,
            "loss_0": value(entry.loss.c0),
            "loss_1": value(entry.loss.c1),
            "loss_2": value(entry.loss.c2),
            "battery_energy_j": energy,
            "modules_installed": entry.modules,
            "modules_required": entry.modules_required,
            "modules_running": float(entry.modules),
        }
    if isinstance(entry, Busway):
        return _wire(
            value(entry.rated_current), value(entry.voltage), entry.phases, value(entry.resistance)
        ) | {"continuous_factor": code}
    if isinstance(entry, Feeder):
        row = _wire(value(entry.rated_current), value(entry.voltage), entry.phases, 0.0)
        return row | {"continuous_factor": 1.0 if entry.continuous_100 else code}
    assert isinstance(entry, Switchboard)
    return _wire(value(entry.rated_current), value(entry.voltage), 3, 0.0) | {"continuous_factor": code}


def _wire(current_a: float, voltage_v: float, phases: int, resistance_ohm: float) -> dict[str, Any]:
    factor = np.sqrt(3.0) if phases == 3 else 1.0
    rating = factor * voltage_v * current_a * ELEMENT_POWER_FACTOR
    conductors = 3 if phases == 3 else 2
    return {
        "rating_w": rating,
        "rating_current_a": current_a,
        "voltage_v": voltage_v,
        "phases": float(phases),
        "loss_2": conductors * resistance_ohm * current_a**2 / rating,
    }


def _loads(source: Source, blocks: Blocks) -> PowerLoads:
    site, config = source.config.site, source.config
    rows: list[dict[str, Any]] = []
    for number, cabinet in enumerate(placed_cabinets(config)):
        rows.append(_load(cabinet.name, "cabinet", number, cabinet.feeds, None, cabinet.backup))
    for number, (name, supernode) in enumerate(zip(blocks.names, blocks.supernodes, strict=True)):
        spot = site.supernodes[supernode].spots()[0]
        rows.append(_load(name, "block", number, spot.feeds, None, spot.backup))
    counters = {"cdu": 0, "fws": 0, "chw": 0, "hall": 0}
    for name, loop in site.loops.items():
        family = "cdu" if isinstance(loop, TcsLoop) else "fws" if isinstance(loop, FwsLoop) else "chw"
        assert isinstance(loop, TcsLoop | FwsLoop | ChwLoop)
        for consumer in cdu_names(name, loop) if isinstance(loop, TcsLoop) else (name,):
            rows += _consumer(source, consumer, family, counters[family])
            counters[family] += 1
    for number, name in enumerate(site.halls):
        rows += _consumer(source, f"{name}.crah", "hall", number)
    return stack(PowerLoads, rows, feeds=tuple(row["feeds"] for row in rows))


def _consumer(source: Source, name: str, family: str, number: int) -> list[dict[str, Any]]:
    load = load_of(source.config, name)
    if load is None:
        return []
    return [_load(name, family, number, load.feeds, load.transfer, load.backup)]


def _load(
    name: str, family: str, number: int, feeds: tuple[str, ...], transfer: str | None, backup: str | None
) -> dict[str, Any]:
    return {
        "names": name,
        "family": family,
        "index": number,
        "feeds": feeds,
        "transfer": transfer or "",
        "backup": backup or "",
    }
