"""Chips in blocks, and the laws of their power and plates."""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.engine.fast.emit import scalar_function, table
from twin.engine.fast.places import DrivePlaces, running_drive
from twin.engine.fast.tables import BLOCK, LANES, LINK, RAMP, Groups, aligned, plain
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


def chip_groups(plant: Plant, layout: Layout, places: DrivePlaces) -> tuple[Groups, Ints]:
    """Sort chips into groups of one cabinet, part and place in a chain; pad each to whole blocks."""
    chips = plant.chips
    count = len(chips.names)
    part = (
        np.unique(np.array(chips.part, dtype=str), return_inverse=True)[1]
        if count
        else np.zeros(0, dtype=int)
    )
    order = np.lexsort((np.arange(count), part, chips.series_position, chips.cabinet_index))
    keys = np.stack([chips.cabinet_index, chips.series_position, part])[:, order]
    starts = (
        np.flatnonzero(np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)]))
        if count
        else order
    )
    sizes = np.diff(np.append(starts, count))
    block_count = -(-sizes // LANES)
    first = np.concatenate([[0], np.cumsum(block_count)]).astype(np.int64)
    group_of = np.repeat(np.arange(starts.size), sizes)
    within = np.arange(count) - starts[group_of]
    place = (first[group_of] * LANES + within).astype(np.int64)
    lanes = np.repeat(order[starts], block_count * LANES).astype(np.int64)
    lanes[place] = order
    many = np.zeros(lanes.size)
    many[place] = chips.multiplicity[order]
    all_blocks = int(first[-1])
    blocks, links = aligned(BLOCK, all_blocks), aligned(LINK, all_blocks)
    blocks["many"] = many.reshape(-1, LANES)
    blocks["die_capacity"] = chips.die_capacity_j_k[lanes].reshape(-1, LANES)
    blocks["case_capacity"] = chips.case_capacity_j_k[lanes].reshape(-1, LANES)
    lead = order[starts]
    cabinet = chips.cabinet_index[lead]
    up = chips.upstream_index[lead]
    group_of_chip = np.zeros(count, dtype=np.int64)
    group_of_chip[order] = group_of
    upstream = np.where(up >= 0, group_of_chip[np.maximum(up, 0)], -1)
    feeds = np.zeros(starts.size, dtype=np.int64)
    feeds[upstream[upstream >= 0]] = 1
    rack = rack_of_cabinet(plant)[cabinet]
    air = rack < 0
    inlet = inlet_columns(plant, layout, cabinet)
    flow = inlet.copy()  # nothing flows that a sink would follow
    flow[~air] = layout.rack_flow[rack[~air]]
    rack[air] = layout.rack_flow.size + plant.cabinets.hall_index[cabinet[air]]
    groups = starts.size
    chip_place = np.zeros(count, dtype=np.int64)
    chip_place[order] = place
    return (
        Groups(
            blocks=blocks,
            links=links,
            ramps=aligned(RAMP, all_blocks),
            chip=lanes.reshape(-1, LANES),
            first=first,
            cabinet=cabinet,
            rack=rack,
            upstream=upstream,
            feeds=feeds,
            activity=np.where(
                places.measured[cabinet], places.measured_power[cabinet], places.activity[cabinet]
            ),
            memory=places.memory[cabinet],
            supply=inlet,
            flow=flow,
            dc_power=layout.dc_power[cabinet],
            kind=np.zeros(groups, dtype=np.int64),
            held=np.zeros((groups, 2)),
            reach=np.zeros(groups),
            most_activity=np.zeros(groups),
            reference_flow=np.zeros(groups),
            reference_supply=np.zeros(groups),
            static_w=np.zeros(groups),
            rising_w=np.zeros(groups),
            per_activity_w=np.zeros(groups),
            per_memory_w=np.zeros(groups),
            many=np.add.reduceat(chips.multiplicity[order], starts) if count else np.zeros(0),
            shutdown_k=np.minimum.reduceat(chips.shutdown_temp_k[order], starts) if count else np.zeros(0),
            stale=np.ones(groups, dtype=np.int64),
            renewed=np.ones(groups, dtype=np.int64),
            started_w=np.zeros(groups),
            fields=plain(blocks),
            link_fields=plain(links),
        ),
        chip_place,
    )
