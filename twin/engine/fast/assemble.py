"""From a plant to the tables of the fast engine and the text of its laws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.fluids import heat_capacity_j_kgk
from twin.engine.control import control_stamps
from twin.engine.drive import Drive
from twin.engine.fast.chips import chip_groups, chip_laws
from twin.engine.fast.emit import Body, family_function, table
from twin.engine.fast.networks import network_tables
from twin.engine.fast.places import DrivePlaces
from twin.engine.fast.tables import Cabinets, ChipTable, Groups, Networks, Plant, Racks
from twin.engine.fast.trace import Flags, gathered, traced
from twin.engine.heat import air_inlet_stamps, air_stamps, cdu_stamps, rack_cabinets, rack_stamps
from twin.engine.layout import Layout, without_chips
from twin.engine.load import dc_power_stamps
from twin.engine.stamp import Stamp
from twin.engine.supply import chw_stamps, fws_stamps
from twin.engine.system import System
from twin.plant.records import Floats, Ints
from twin.plant.records import Plant as Records
from twin.plant.select import pick_fluid

NO_INPUT = -1
"""Stands for the inputs of a stamp that reads none."""


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
    layout: Layout
    node_order: tuple[Ints, ...]


def assemble(system: System, measured: Flags) -> Tables:
    """Return the tables of a plant.

    Parameters
    ----------
    system : System
    measured : ndarray of bool, shape (n_cabinet,)
        Cabinets whose power is prescribed.
    """
    plant, layout = system.plant, without_chips(system.layout)
    places = DrivePlaces(layout.total_count, len(plant.cabinets.names), len(plant.halls.names), measured)
    drive = places.traced_drive()
    stamp_text, stamps = _stamp_laws(plant, layout, drive)
    chip_text, power_numbers, plate_numbers = chip_laws(plant, places)
    net_text, nets, node_order = network_tables(plant, layout)
    groups, chip_place = chip_groups(plant, layout, places)
    return Tables(
        laws=f"{chip_text}\n\n\n{net_text}\n\n\n{stamp_text}",
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
        racks=_racks(system, layout),
        cabinets=_cabinets(plant, layout),
        plant=_plant(system, layout, places),
        places=places,
        chip_place=chip_place,
        layout=layout,
        node_order=node_order,
    )


def _stamp_laws(
    plant: Records, layout: Layout, drive: Drive
) -> tuple[str, tuple[tuple[Ints, Floats, Ints], ...]]:
    """Record every stamp that is not of chips; those that read no state are computed once per step."""
    load = dc_power_stamps(plant, layout)[1:]
    air = air_inlet_stamps(plant, layout)
    rest = [
        *rack_stamps(plant, layout),
        *cdu_stamps(plant, layout),
        *air_stamps(plant, layout),
        *fws_stamps(plant, layout),
        *chw_stamps(plant, layout),
        *control_stamps(plant, layout),
    ]
    stamps = [
        *[("load_rates", stamp) for stamp in load],
        *[("inlet_rates", stamp) for stamp in air],
        *[(_kind(stamp, layout), stamp) for stamp in rest],
    ]
    kinds: dict[str, list[int]] = {
        "load_rates": [],
        "inlet_rates": [],
        "fixed_rates": [],
        "moving_rates": [],
    }
    texts, tables = [], []
    for number, (kind, stamp) in enumerate(stamps):
        kinds[kind].append(number)
        text, body = family_function(
            f"stamp_{number}", [traced(v) for v in stamp.law(drive, *map(gathered, stamp.inputs))]
        )
        texts.append(f"# {stamp.name}\n{text}")
        shift = layout.state_count if kind in ("load_rates", "inlet_rates") else 0
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
        table(body.inputs, count, np.int64) if body.inputs else np.full((count, 1), NO_INPUT),
        table(body.numbers, count, np.float64),
        table([rows + shift for rows in stamp.rows], count, np.int64),
    )


def _racks(system: System, layout: Layout) -> Racks:
    plant, capacity = system.plant, _capacities(system)
    racks = rack_cabinets(plant)
    loop = plant.cabinets.loop_index[racks]
    heat_rate = heat_capacity_j_kgk(plant.tcs.supply_setpoint_k[loop], pick_fluid(plant.tcs.fluid, loop))
    state = np.concatenate([layout.rack_return, layout.hall_air])
    back = np.concatenate([layout.loop_return[loop], layout.hall_air])
    still = np.zeros(layout.hall_air.size)
    return Racks(
        state=state,
        back=back,
        flow=np.concatenate([layout.rack_flow, layout.air_inlet]),
        capacity_j_k=capacity[state],
        back_capacity_j_k=capacity[back],
        heat_rate_j_kg_k=np.concatenate([np.asarray(heat_rate, dtype=float), still]),
        heat_w=np.zeros(state.size),
        last_heat_w=np.zeros(state.size),
        predicted_w=np.zeros(state.size),
    )


def _cabinets(plant: Records, layout: Layout) -> Cabinets:
    return Cabinets(
        dc_power=layout.dc_power,
        air_inlet=layout.air_inlet,
    )


def _plant(system: System, layout: Layout, places: DrivePlaces) -> Plant:
    return Plant(capacity=_capacities(system), heat_in=int(layout.heat_in[0]), drive=places.start)


def _capacities(system: System) -> Floats:
    """Return what each row is divided by, chips left out."""
    return system.capacity[system.layout.chip_state_count :]
