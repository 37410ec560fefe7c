"""From a plant to the tables of the fast engine and the text of its laws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from models.fluids import heat_capacity_j_kgk
from twin.engine.control import control_stamps
from twin.engine.fast.chips import chip_laws, chip_tables
from twin.engine.fast.emit import Body, family_function, table
from twin.engine.fast.networks import network_tables
from twin.engine.fast.places import DrivePlaces
from twin.engine.fast.tables.chips import Chips
from twin.engine.fast.tables.laws import Family, Values, family_of
from twin.engine.fast.tables.networks import Networks
from twin.engine.fast.tables.plant import RACK
from twin.engine.fast.trace import Flags, Trace, gathered, inputs_of, traced
from twin.engine.fast.values import parted
from twin.engine.heat import air_inlet_stamps, air_stamps, cdu_stamps, rack_cabinets, rack_stamps
from twin.engine.layout import Layout, without_chips
from twin.engine.load import dc_power_stamps
from twin.engine.stamp import Stamp
from twin.engine.supply import chw_stamps, fws_stamps
from twin.engine.system import System
from twin.plant.records import Floats, Ints, Plant
from twin.plant.select import pick_fluid

KINDS = ("load_rates", "inlet_rates", "fixed_rates", "moving_rates")
STILL = KINDS[:3]
"""Kinds of stamps that read inputs and power of cabinets, or the air of halls: they stand one behind the other."""
ALGEBRAIC = KINDS[:2]
"""Kinds of stamps that add to algebraic values, of which each has one member."""


class Ties(NamedTuple):
    """What a stamp joins, and whether the places of its members stand in a row.

    ``reads`` are the states, algebraic values and inputs that its members follow, shape (n, n_read), be it through values
    that are computed by themselves; ``rows`` are those that they add to, shape (n, n_row).
    """

    reads: Ints
    rows: Ints
    in_row: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything the kernels work on, and the text of the laws they call.

    ``values`` are computed by themselves before the stamps that read them; ``ties`` say what each stamp joins.
    """

    laws: str
    stamps: tuple[Family, ...]
    ties: tuple[Ties, ...]
    values: tuple[Values, ...]
    groups: Any
    chips: Chips
    nets: Networks
    racks: Any
    per_capacity: Floats
    places: DrivePlaces
    chip_place: Ints
    layout: Layout
    node_order: tuple[Ints, ...]

    @property
    def joint_size(self) -> int:
        """Length of the joint vector: states, algebraic values, inputs, and values that are computed by themselves."""
        return self.places.end + sum(family.place.size for family in self.values)


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
    stamp_text, stamps, ties, values = _stamp_laws(plant, layout, places)
    chip_text, power_numbers, plate_numbers = chip_laws(plant, places)
    net_text, nets, node_order = network_tables(plant, layout)
    groups, chips, chip_place = chip_tables(plant, layout, places, power_numbers, plate_numbers)
    return Tables(
        laws=f"{chip_text}\n\n\n{net_text}\n\n\n{stamp_text}",
        stamps=stamps,
        ties=ties,
        values=values,
        groups=groups,
        chips=chips,
        nets=nets,
        racks=_racks(system, layout),
        per_capacity=1.0 / _capacities(system),
        places=places,
        chip_place=chip_place,
        layout=layout,
        node_order=node_order,
    )


def _stamp_laws(
    plant: Plant, layout: Layout, places: DrivePlaces
) -> tuple[str, tuple[Family, ...], tuple[Ties, ...], tuple[Values, ...]]:
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
    stamps = [*load, *air, *rest]
    kinds = ["load_rates"] * len(load) + ["inlet_rates"] * len(air) + [_kind(stamp, layout) for stamp in rest]
    drive = places.traced_drive()
    laws = [[traced(value) for value in stamp.law(drive, *map(gathered, stamp.inputs))] for stamp in stamps]
    ties = tuple(
        Ties(_reads(stamp, law), _rows(stamp, kind, layout), kind in STILL)
        for stamp, law, kind in zip(stamps, laws, kinds, strict=True)
    )
    moving = [number for number, kind in enumerate(kinds) if kind == "moving_rates"]
    value_text, parted_laws, values = parted(
        [laws[number] for number in moving],
        [stamps[number].rows[0].size for number in moving],
        places.end,
        lambda index: bool((index < layout.total_count).all()),
    )
    for number, law in zip(moving, parted_laws, strict=True):
        laws[number] = list(law)
    texts, tables = [value_text], []
    for number, (kind, stamp) in enumerate(zip(kinds, stamps, strict=True)):
        common = [] if kind in ALGEBRAIC else _common(stamp, layout)
        text, body = family_function(f"stamp_{number}", laws[number], common, ties[number].in_row)
        texts.append(f"# {stamp.name}\n{text}")
        tables.append(_family(body, ties[number].rows, common))
    texts += [_rates(kind, kinds, len(values)) for kind in KINDS]
    return "\n\n\n".join(texts), tuple(tables), ties, tuple(values)


def _common(stamp: Stamp, layout: Layout) -> list[int]:
    """Return which results of a stamp go to rows that members may share: all but those of their own family.

    Rows of a family are told by the very array of the layout; a copy of it is slower, and as right.
    """
    own = {id(getattr(layout, field.name)) for field in fields(layout)}
    return [place for place, rows in enumerate(stamp.rows) if id(rows) not in own]


def _rates(kind: str, kinds: Sequence[str], values: int) -> str:
    """Return the text of a function that computes all stamps of a kind, behind the values that they read."""
    calls = []
    if kind == "moving_rates":
        calls = [
            f"    value_{n}(X, {_tables(len(kinds) + n)}, {_table('memory', len(kinds) + n, 2)})"
            for n in range(values)
        ]
    members = [number for number, each in enumerate(kinds) if each == kind]
    calls += [f"    stamp_{n}(X, {_tables(n)}, {_table('places', n, 2)}, out)" for n in members]
    return "\n".join([f"def {kind}(X, S, out):", *(calls or ["    pass"])])


def _tables(number: int) -> str:
    """Return the text of what a stamp or a value reads, as arguments: how many rows, their places and numbers."""
    return f"S.rows[{number}], {_table('places', number, 0)}, {_table('numbers', number, 1)}"


def _table(name: str, number: int, column: int) -> str:
    return f"S.{name}[S.first[{number}, {column}] :]"


def _reads(stamp: Stamp, law: Sequence[Trace]) -> Ints:
    """Return what each member of a stamp follows, shape (n, n_read)."""
    inputs = [each.index for each in inputs_of(law) if each.index is not None]
    return table(inputs, stamp.rows[0].size, np.int64)


def _kind(stamp: Stamp, layout: Layout) -> str:
    reads_state = any(index.size and index is not layout.dc_power for index in stamp.inputs)
    return "moving_rates" if reads_state else "fixed_rates"


def _rows(stamp: Stamp, kind: str, layout: Layout) -> Ints:
    """Return what each member of a stamp adds to, shape (n, n_row)."""
    return np.stack(stamp.rows, axis=1) + (layout.state_count if kind in ALGEBRAIC else 0)


def _family(body: Body, rows: Ints, common: Collection[int]) -> Family:
    """Return the members of a stamp, each a group of its own: islands find those that are alike."""
    count = len(rows)
    shared = np.isin(np.arange(rows.shape[1]), list(common))
    places = np.concatenate([table(body.inputs, count, np.int64), rows[:, ~shared]], axis=1)
    numbers = table(body.numbers, count, np.float64)
    return family_of(places, numbers, np.ones(count, dtype=np.int64), rows[:, shared])


def _racks(system: System, layout: Layout) -> Any:
    plant, capacity = system.plant, _capacities(system)
    racks = rack_cabinets(plant)
    loop = plant.cabinets.loop_index[racks]
    heat_rate = heat_capacity_j_kgk(plant.tcs.supply_setpoint_k[loop], pick_fluid(plant.tcs.fluid, loop))
    state = np.concatenate([layout.rack_return, layout.hall_air])
    back = np.concatenate([layout.loop_return[loop], layout.hall_air])
    still = np.zeros(layout.hall_air.size)
    table = np.zeros(state.size, dtype=RACK)
    table["state"], table["back"] = state, back
    table["flow"] = np.concatenate([layout.rack_flow, layout.air_inlet])
    table["per_capacity_k_j"], table["back_per_capacity_k_j"] = 1.0 / capacity[state], 1.0 / capacity[back]
    table["turns_per_kg"] = np.concatenate([heat_rate, still]) / capacity[state]
    return table


def _capacities(system: System) -> Floats:
    """Return what each row is divided by, chips left out."""
    return system.capacity[system.layout.chip_state_count :]
