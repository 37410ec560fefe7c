"""From a plant to the tables of the fast engine and the text of its laws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import reverse_cuthill_mckee

from models.fluids import heat_capacity_j_kgk
from models.hydraulics.branch import branch_coefficients, branch_law
from twin.engine.control import control_stamps
from twin.engine.drive import Drive
from twin.engine.fast.emit import Body, family_function, scalar_function, table
from twin.engine.fast.tables import (
    LANES,
    Cabinets,
    ChipTable,
    Groups,
    Networks,
    Plant,
    Racks,
    aligned_blocks,
)
from twin.engine.fast.trace import argument, derivative, gathered, traced
from twin.engine.flow import LoopBatch, _exchange, _flatten
from twin.engine.heat import (
    air_stamps,
    cdu_stamps,
    plate_state,
    rack_cabinets,
    rack_of_cabinet,
    rack_stamps,
)
from twin.engine.layout import Layout
from twin.engine.load import chip_load, dc_power_stamps
from twin.engine.networks import facility_networks, technology_networks
from twin.engine.stamp import Stamp
from twin.engine.supply import chw_stamps, fws_stamps
from twin.engine.system import System
from twin.plant import Plant as Records
from twin.plant.records import Floats, Ints
from twin.plant.select import pick_fluid


@dataclass(frozen=True, slots=True)
class DrivePlaces:
    """Where the inputs of an instant stand behind the joint vector."""

    start: int
    cabinets: int
    halls: int
    measured: np.ndarray

    @property
    def activity(self) -> Ints:
        return self.start + np.arange(self.cabinets)

    @property
    def memory(self) -> Ints:
        return self.activity + self.cabinets

    @property
    def measured_power(self) -> Ints:
        return self.memory + self.cabinets

    @property
    def air(self) -> tuple[int, int, int]:
        """Dry bulb, wet bulb and pressure."""
        first = self.start + 3 * self.cabinets
        return first, first + 1, first + 2

    @property
    def dew_point(self) -> Ints:
        return self.start + 3 * self.cabinets + 3 + np.arange(self.halls)

    @property
    def width(self) -> int:
        return 3 * self.cabinets + 3 + self.halls

    @property
    def end(self) -> int:
        return self.start + self.width

    def traced_drive(self) -> Drive:
        """Return the drive as the laws see it while they are recorded."""
        nothing: Any = np.full(self.cabinets, np.nan)
        measured = gathered(self.measured_power, self.measured) if self.measured.any() else nothing
        dry, wet, pressure = (gathered(place) for place in self.air)
        return _drive(
            gathered(self.activity), gathered(self.memory), measured, dry, wet, pressure, gathered(self.dew_point)
        )


def _drive(activity: Any, memory: Any, measured: Any, dry: Any, wet: Any, pressure: Any, dew: Any) -> Drive:
    return Drive(
        activity_frac=activity,
        memory_frac=memory,
        measured_power_w=measured,
        dry_bulb_k=dry,
        wet_bulb_k=wet,
        pressure_pa=pressure,
        dew_point_k=dew,
        throttling=True,
        capping=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything the kernels work on, and the text of the laws they call."""

    laws: str
    stamps: tuple[tuple[Ints, Floats, Ints], ...]
    groups: Groups
    chips: ChipTable
    nets: Networks
    racks: Racks
    cabinets: Cabinets
    plant: Plant
    places: DrivePlaces
    chip_place: Ints
    node_order: tuple[Ints, ...]


def assemble(system: System, measured: np.ndarray) -> Tables:
    """Return the tables of a plant.

    Parameters
    ----------
    system : System
    measured : ndarray of bool, shape (n_cabinet,)
        Cabinets whose power is prescribed.
    """
    plant, layout = system.plant, system.layout
    places = DrivePlaces(layout.total_count, len(plant.cabinets.names), len(plant.halls.names), measured)
    drive = places.traced_drive()
    stamp_text, stamps = _stamp_laws(plant, layout, drive)
    chip_text, power_numbers, plate_numbers = _chip_laws(plant, places)
    net_text, nets, node_order = _network_tables(plant, layout)
    groups, chip_place = _groups(plant, layout, places)
    return Tables(
        laws="\n\n\n".join([chip_text, net_text, stamp_text]),
        stamps=stamps,
        groups=groups,
        chips=ChipTable(
            power_numbers=power_numbers,
            plate_numbers=plate_numbers,
            junction_case_k_w=np.asarray(plant.chips.junction_case_k_w, dtype=float),
            die_capacity_j_k=np.asarray(plant.chips.die_capacity_j_k, dtype=float),
            case_capacity_j_k=np.asarray(plant.chips.case_capacity_j_k, dtype=float),
            shutdown_temp_k=np.asarray(plant.chips.shutdown_temp_k, dtype=float),
        ),
        nets=nets,
        racks=_racks(system),
        cabinets=_cabinets(plant, layout),
        plant=_plant(system, places),
        places=places,
        chip_place=chip_place,
        node_order=node_order,
    )


def _stamp_laws(
    plant: Records, layout: Layout, drive: Drive
) -> tuple[str, tuple[tuple[Ints, Floats, Ints], ...]]:
    """Record every stamp that is not of chips; those that read no state are computed once per step."""
    load = dc_power_stamps(plant, layout)[1:]
    rest = [
        *rack_stamps(plant, layout),
        *cdu_stamps(plant, layout),
        *air_stamps(plant, layout),
        *fws_stamps(plant, layout),
        *chw_stamps(plant, layout),
        *control_stamps(plant, layout),
    ]
    kinds: dict[str, list[int]] = {"load_rates": [], "fixed_rates": [], "moving_rates": []}
    texts, tables = [], []
    for number, stamp in enumerate([*load, *rest]):
        kind = "load_rates" if number < len(load) else _kind(stamp, layout)
        kinds[kind].append(number)
        text, body = family_function(
            f"stamp_{number}", [traced(v) for v in stamp.law(drive, *map(gathered, stamp.inputs))]
        )
        texts.append(f"# {stamp.name}\n{text}")
        shift = layout.state_count if kind == "load_rates" else 0
        tables.append(_stamp_tables(stamp, body, shift))
    for kind, members in kinds.items():
        calls = [f"    stamp_{n}(X, S[{n}][0], S[{n}][1], S[{n}][2], out)" for n in members] or ["    pass"]
        texts.append("\n".join([f"def {kind}(X, S, out):", *calls]))
    return "\n\n\n".join(texts), tuple(tables)


def _kind(stamp: Stamp, layout: Layout) -> str:
    reads_state = any(index.size and index is not layout.dc_power for index in stamp.inputs)
    return "moving_rates" if reads_state else "fixed_rates"


def _stamp_tables(stamp: Stamp, body: Body, shift: int) -> tuple[Ints, Floats, Ints]:
    count = stamp.rows[0].size
    return (
        table(body.inputs, count, np.int64),
        table(body.numbers, count, np.float64),
        table([rows + shift for rows in stamp.rows], count, np.int64),
    )


def _chip_laws(plant: Records, places: DrivePlaces) -> tuple[str, Floats, Floats]:
    chips = plant.chips
    count = len(chips.names)
    activity, memory = argument("a"), argument("m")
    nothing: Any = np.full(places.cabinets, np.nan)
    measured: Any = nothing
    if places.measured.any():
        measured = argument("a")
        measured.finite = places.measured
    zero = np.zeros(places.cabinets)
    drive = _drive(activity, memory, measured, zero, zero, zero, zero)
    load = chip_load(chips, drive, argument("t"))
    power_text, power = scalar_function("chip_law", ("t", "a", "m"), [traced(load.power_w), traced(load.clock_frac)])
    fluid = pick_fluid(plant.tcs.fluid, plant.cabinets.loop_index[chips.cabinet_index])
    plate = plate_state(chips, fluid, argument("s"), argument("f"))
    plate_text, plates = scalar_function(
        "plate_law", ("f", "s"), [traced(plate.effectiveness_frac), traced(plate.conductance_w_k)]
    )
    return (
        f"{power_text}\n\n\n{plate_text}",
        table(power.numbers, count, np.float64),
        table(plates.numbers, count, np.float64),
    )


def _racks(system: System) -> Racks:
    plant, layout = system.plant, system.layout
    racks = rack_cabinets(plant)
    loop = plant.cabinets.loop_index[racks]
    capacity = heat_capacity_j_kgk(plant.tcs.supply_setpoint_k[loop], pick_fluid(plant.tcs.fluid, loop))
    return Racks(
        state=layout.rack_return,
        back=layout.loop_return[loop],
        flow=layout.rack_flow,
        capacity_j_k=system.capacity[layout.rack_return],
        back_capacity_j_k=system.capacity[layout.loop_return[loop]],
        heat_rate_j_kg_k=np.asarray(capacity, dtype=float),
        heat_w=np.zeros(racks.size),
        last_heat_w=np.zeros(racks.size),
        predicted_w=np.zeros(racks.size),
    )


def _cabinets(plant: Records, layout: Layout) -> Cabinets:
    count = len(plant.cabinets.names)
    return Cabinets(
        dc_power=layout.dc_power,
        chip_power_w=np.zeros(count),
        peak_k=np.zeros(count),
        peak_chip=np.full(count, -1, dtype=np.int64),
        peak_time_s=np.zeros(count),
        throttled_s=np.zeros(count),
        lost_s=np.zeros(count),
        wanted_s=np.zeros(count),
        shutdown_time_s=np.full(count, np.nan),
        shutdown_chip=np.full(count, -1, dtype=np.int64),
    )


def _plant(system: System, places: DrivePlaces) -> Plant:
    layout = system.layout
    rows = np.setdiff1d(np.arange(layout.state_count), np.concatenate([layout.die, layout.case]))
    return Plant(
        rows=rows,
        capacity=system.capacity[rows],
        heat_in=int(layout.heat_in[0]),
        drive=places.start,
    )


def _groups(plant: Records, layout: Layout, places: DrivePlaces) -> tuple[Groups, Ints]:
    """Sort chips into groups of one cabinet, part and place in a chain; pad each to whole blocks."""
    chips = plant.chips
    count = len(chips.names)
    part = np.unique(np.array(chips.part, dtype=str), return_inverse=True)[1] if count else np.zeros(0, dtype=int)
    order = np.lexsort((np.arange(count), part, chips.series_position, chips.cabinet_index))
    keys = np.stack([chips.cabinet_index, chips.series_position, part])[:, order]
    starts = np.flatnonzero(np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)])) if count else order
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
    blocks = aligned_blocks(int(first[-1]))
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
    loop = plant.cabinets.loop_index[cabinet]
    groups = starts.size
    chip_place = np.zeros(count, dtype=np.int64)
    chip_place[order] = place
    return (
        Groups(
            blocks=blocks,
            chip=lanes.reshape(-1, LANES),
            first=first,
            cabinet=cabinet,
            rack=rack,
            upstream=upstream,
            feeds=feeds,
            activity=np.where(places.measured[cabinet], places.measured_power[cabinet], places.activity[cabinet]),
            memory=places.memory[cabinet],
            supply=layout.supply[loop],
            flow=layout.rack_flow[rack],
            kind=np.zeros(groups, dtype=np.int64),
            held=np.zeros((groups, 2)),
            reach=np.zeros(groups),
            most_activity=np.zeros(groups),
            reference_flow=np.zeros(groups),
            reference_supply=np.zeros(groups),
            static_w=np.zeros(groups),
            per_activity_w=np.zeros(groups),
            per_memory_w=np.zeros(groups),
            many=np.add.reduceat(chips.multiplicity[order], starts) if count else np.zeros(0),
            stale=np.ones(groups, dtype=np.int64),
        ),
        chip_place,
    )


def _network_tables(plant: Records, layout: Layout) -> tuple[str, Networks, tuple[Ints, ...]]:
    batches = [*technology_networks(plant, layout), *facility_networks(plant, layout)]
    texts, numbers, pieces = [], [], []
    for batch in batches:
        text, body = _branch_text(batch)
        texts.append(text)
        numbers.append(table(body.numbers, batch.valve.size, np.float64))
        pieces += [_network(batch, row) for row in range(batch.valve.shape[0])]
    assert all(text == texts[0] for text in texts)  # noqa: S101 - one law for every branch
    return texts[0], _joined(pieces, np.concatenate(numbers)), tuple(piece["order"] for piece in pieces)


def _branch_text(batch: LoopBatch) -> tuple[str, Body]:
    flat = _flatten(batch)
    full = flat.params._replace(has_pipe=np.True_, has_power=np.True_)
    flow = argument("f")
    arguments = {name: argument(name) for name in ("t", "s", "v")}
    from dataclasses import replace

    params = _exchange(replace(flat, params=full), arguments["t"], arguments["s"], arguments["v"])
    loss, slope = branch_law(flow, branch_coefficients(params))
    results = [traced(loss), traced(slope), *[derivative(traced(loss), name) for name in ("t", "s", "v")]]
    return scalar_function("branch_law", ("f", "t", "s", "v"), results)


REACH_TEMPERATURE_K = 1.0
REACH_SPEED = 0.01
REACH_VALVE = 0.005
"""How far a driver moves before its network is solved again; in between flows follow in a straight line."""


def _network(batch: LoopBatch, row: int) -> dict[str, Any]:
    topology = batch.template.topology
    place = np.full(topology.node_count, -1, dtype=np.int64)
    order, band = _banded_order(topology)
    place[topology.free_nodes[order]] = np.arange(order.size)
    source = np.zeros(topology.branch_count, dtype=np.int64)
    source[batch.source_branches] = 1
    valves = np.flatnonzero(batch.valve[row] >= 0)
    wanted = np.flatnonzero(batch.flow_targets[row] >= 0)
    high, low = batch.dp_nodes
    return {
        "band": band,
        "begin": place[topology.start],
        "end": place[topology.end],
        "source": source,
        "valve": batch.valve[row],
        "driver": np.concatenate([[batch.temperature[row], batch.speed[row]], batch.valve[row, valves]]),
        "valve_branch": np.concatenate([[-1, -1], valves]),
        "reach": np.concatenate([[REACH_TEMPERATURE_K, REACH_SPEED], np.full(valves.size, REACH_VALVE)]),
        "result": np.concatenate(
            [batch.flow_targets[row, wanted], [batch.total_target[row], batch.dp_target[row]]]
        ),
        "result_branch": np.concatenate([wanted, [-1, -2]]),
        "node_high": place[high],
        "node_low": place[low],
        "scale_pa": float(np.broadcast_to(batch.params.nominal_dp_pa, (batch.valve.shape[0], 1))[row, 0]),
        "scale_kg_s": float(
            np.max(np.broadcast_to(batch.params.nominal_flow_kg_s, batch.valve.shape)[row])
        ),
        "nodes": order.size,
        "order": order,
    }


def _banded_order(topology: Any) -> tuple[Ints, int]:
    """Return an order of the free nodes in which joined nodes stand close, and how far apart they are at most."""
    free = topology.free_incidence
    graph = sparse.csr_matrix(np.abs(free) @ np.abs(free).T)
    order = np.asarray(reverse_cuthill_mckee(graph, symmetric_mode=True), dtype=np.int64)
    place = np.argsort(order)
    rows, columns = graph.nonzero()
    return order, int(np.abs(place[rows] - place[columns]).max(initial=0))


def _joined(pieces: Sequence[dict[str, Any]], numbers: Floats) -> Networks:
    def together(name: str) -> Any:
        return np.concatenate([piece[name] for piece in pieces]).astype(
            np.float64 if name == "reach" else np.int64
        )

    def each(name: str, kind: type) -> Any:
        return np.array([piece[name] for piece in pieces], dtype=kind)

    def starts(sizes: Sequence[int]) -> Ints:
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    branches = [piece["begin"].size for piece in pieces]
    drivers = [piece["driver"].size for piece in pieces]
    results = [piece["result"].size for piece in pieces]
    valve_branch = [
        np.where(piece["valve_branch"] >= 0, piece["valve_branch"] + first, -1)
        for piece, first in zip(pieces, starts(branches)[:-1], strict=True)
    ]
    result_branch = [
        np.where(piece["result_branch"] >= 0, piece["result_branch"] + first, piece["result_branch"])
        for piece, first in zip(pieces, starts(branches)[:-1], strict=True)
    ]
    return Networks(
        numbers=numbers,
        first_branch=starts(branches),
        first_node=starts([piece["nodes"] for piece in pieces]),
        band=each("band", np.int64),
        begin=together("begin"),
        end=together("end"),
        source=together("source"),
        valve=together("valve"),
        first_driver=starts(drivers),
        driver=together("driver"),
        valve_branch=np.concatenate(valve_branch).astype(np.int64),
        reach=together("reach"),
        first_result=starts(results),
        result=together("result"),
        result_branch=np.concatenate(result_branch).astype(np.int64),
        node_high=each("node_high", np.int64),
        node_low=each("node_low", np.int64),
        first_slope=starts([d * r for d, r in zip(drivers, results, strict=True)]),
        scale_pa=each("scale_pa", np.float64),
        scale_kg_s=each("scale_kg_s", np.float64),
        flow=np.zeros(sum(branches)),
        pressure=np.zeros(sum(piece["nodes"] for piece in pieces)),
        value=np.zeros(sum(results)),
        anchor=np.zeros(sum(drivers)),
        slope=np.zeros(sum(d * r for d, r in zip(drivers, results, strict=True))),
        trouble=np.full(1, -1, dtype=np.int64),
    )
