"""Chips in blocks, and the laws of their power and plates."""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.engine.fast.emit import scalar_function, table
from twin.engine.fast.places import DrivePlaces, running_drive
from twin.engine.fast.tables.chips import BODY, GROUP, Chips, new_blocks
from twin.engine.fast.tables.records import LANES
from twin.engine.fast.trace import argument, traced
from twin.engine.heat import (
    PlateState,
    coolant_at,
    inlet_columns,
    on_air,
    plate_state,
    rack_of_cabinet,
    sink_state,
)
from twin.engine.layout import Layout
from twin.engine.load import chip_load
from twin.plant.records import Chips as ChipRecords
from twin.plant.records import Floats, Ints, Plant
from twin.plant.select import pick_fluid


def chip_laws(plant: Plant, places: DrivePlaces) -> tuple[str, Floats, Floats]:
    """Return the text of the laws of power and plate, and the numbers each reads per chip."""
    chips = plant.chips
    count = len(chips.names)
    activity, memory = argument("a"), argument("m")
    nothing: Any = np.full(places.cabinets, np.nan)
    measured: Any = nothing
    if places.measured.any():
        measured = argument("a")
        measured.finite = places.measured
    zero = np.zeros(places.cabinets)
    drive = running_drive(activity, memory, measured, zero, zero, zero, zero)
    load = chip_load(chips, drive, argument("t"))
    power_text, power = scalar_function(
        "chip_law", ("t", "a", "m"), [traced(load.power_w), traced(load.clock_frac)]
    )
    plate = _cooler(plant)
    plate_text, plates = scalar_function(
        "plate_law", ("f", "s"), [traced(plate.effectiveness_frac), traced(plate.conductance_w_k)]
    )
    return (
        f"{power_text}\n\n\n{plate_text}",
        table(power.numbers, count, np.float64),
        table(plates.numbers, count, np.float64),
    )


def _cooler(plant: Plant) -> PlateState:
    """Return the plates of all chips, or their sinks: a sink follows neither flow nor supply."""
    chips, air = plant.chips, on_air(plant)
    if air.all():
        return sink_state(chips)
    loop = np.maximum(plant.cabinets.loop_index[chips.cabinet_index], 0)
    coolant = coolant_at(pick_fluid(plant.tcs.fluid, loop), argument("s"))
    plates = plate_state(chips, coolant, argument("f"))
    if not air.any():
        return plates
    return PlateState(*[np.where(air, *pair) for pair in zip(sink_state(chips), plates, strict=True)])


def chip_tables(
    plant: Plant, layout: Layout, places: DrivePlaces, power_numbers: Floats, plate_numbers: Floats
) -> tuple[Any, Chips, Ints]:
    """Sort chips into groups of one cabinet, part and place in a chain, each padded to whole blocks.

    Returns
    -------
    groups : ndarray of GROUP
    chips : Chips
    place : ndarray of int, shape (n_chip,)
        Where each chip stands among all lanes.
    """
    chips = plant.chips
    order, starts = _sorted(chips)
    count, lead = len(chips.names), order[starts]
    sizes = np.diff(np.append(starts, count))
    block_count = -(-sizes // LANES)
    groups = np.zeros(starts.size, dtype=GROUP)
    groups["last"] = np.cumsum(block_count)
    groups["first"] = groups["last"] - block_count
    group_of = np.repeat(np.arange(starts.size), sizes)
    place = np.zeros(count, dtype=np.int64)
    place[order] = groups["first"][group_of] * LANES + np.arange(count) - starts[group_of]
    lanes = np.repeat(lead, block_count * LANES).astype(np.int64)
    lanes[place] = np.arange(count)
    _set_places(groups, plant, layout, places, chips.cabinet_index[lead])
    _set_chains(groups, group_of[np.argsort(order)], chips.upstream_index[lead])
    if count:
        groups["many"] = np.add.reduceat(chips.multiplicity[order], starts)
        groups["shutdown_k"] = np.minimum.reduceat(chips.shutdown_temp_k[order], starts)
    groups["stale"], groups["renewed"] = 1, 1
    return groups, _blocks(chips, lanes, place, power_numbers, plate_numbers), place


def _sorted(chips: ChipRecords) -> tuple[Ints, Ints]:
    """Return chips group by group, and where each group starts."""
    count = len(chips.names)
    if not count:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    part = np.unique(np.array(chips.part, dtype=str), return_inverse=True)[1]
    order = np.lexsort((np.arange(count), part, chips.series_position, chips.cabinet_index))
    keys = np.stack([chips.cabinet_index, chips.series_position, part])[:, order]
    return order, np.flatnonzero(np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)]))


def _set_places(groups: Any, plant: Plant, layout: Layout, places: DrivePlaces, cabinet: Ints) -> None:
    """Write what groups read and add to; those on air read the air of their hall, and no flow."""
    rack = rack_of_cabinet(plant)[cabinet]
    air = rack < 0
    inlet = inlet_columns(plant, layout, cabinet)
    flow = inlet.copy()  # nothing flows that a sink would follow
    flow[~air] = layout.rack_flow[rack[~air]]
    rack[air] = layout.rack_flow.size + plant.cabinets.hall_index[cabinet[air]]
    groups["cabinet"], groups["rack"] = cabinet, rack
    groups["supply"], groups["flow"] = inlet, flow
    groups["activity"] = np.where(
        places.measured[cabinet], places.measured_power[cabinet], places.activity[cabinet]
    )
    groups["memory"], groups["dc_power"] = places.memory[cabinet], layout.dc_power[cabinet]


def _set_chains(groups: Any, group_of_chip: Ints, up: Ints) -> None:
    """Write which group feeds which; ``up`` is the chip upstream of the first chip of each (-1: none)."""
    fed = up >= 0
    feeder = group_of_chip[up[fed]]
    groups["upstream"] = -1
    groups["upstream"][fed] = feeder
    groups["shift"][fed] = groups["first"][fed] - groups["first"][feeder]
    groups["chained"] = fed
    groups["chained"][feeder] = 1


def _blocks(
    chips: ChipRecords, lanes: Ints, place: Ints, power_numbers: Floats, plate_numbers: Floats
) -> Chips:
    room, bodies = new_blocks(lanes.size // LANES), np.zeros(place.size, dtype=BODY)
    for name in BODY.names or ():
        bodies[name] = getattr(chips, name)
    many = np.zeros(lanes.size)
    many[place] = chips.multiplicity
    blocks = room["blocks"]
    blocks["many"] = many.reshape(-1, LANES)
    blocks["die_capacity"] = chips.die_capacity_j_k[lanes].reshape(-1, LANES)
    blocks["case_capacity"] = chips.case_capacity_j_k[lanes].reshape(-1, LANES)
    return Chips(
        **room,
        chip=lanes.reshape(-1, LANES),
        power_numbers=power_numbers,
        plate_numbers=plate_numbers,
        bodies=bodies,
    )
