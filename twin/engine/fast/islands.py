"""Parts of a plant that nothing joins, each with tables of its own.

Halls with plants of their own share nothing but the weather. Each is moved through many steps before the next one: its
tables stay in the cache, and several are moved at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from twin.engine.fast.assemble import Tables
from twin.engine.fast.tables.chips import Chips, Means, new_blocks, new_means
from twin.engine.fast.tables.laws import Family, Laws, Values, family_of, laws_of
from twin.engine.fast.tables.networks import Networks, room_of_networks, set_ranges, size_of
from twin.engine.fast.tables.plant import Plant, Work, new_work
from twin.engine.fast.tables.records import Places
from twin.engine.fast.trace import Flags
from twin.engine.runs import runs_of
from twin.errors import InternalError
from twin.plant.records import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """A part of a plant: its joint vector, and tables that point into it.

    ``rows`` are its states and algebraic values in those of the whole plant, states first; ``blocks_of`` to ``nodes_of``
    say which of the plant's it has. The accounts of heat stand in every island: they add up.
    """

    joint: Floats
    rows: Ints
    state_count: int
    blocks_of: Ints
    racks_of: Ints
    networks_of: Ints
    branches_of: Ints
    nodes_of: Ints
    laws: Laws
    groups: Any
    chips: Chips
    means: Means
    nets: Networks
    racks: Any
    plant: Plant
    work: Work


def islands_of(tables: Tables) -> tuple[Island, ...]:
    """Return the islands of a plant; what serves no cabinet counts to the first of them."""
    owner = _owners(tables)
    return tuple(_island(tables, owner, number) for number in range(int(owner.max(initial=0)) + 1))


def _owners(tables: Tables) -> Ints:
    """Return the number of the island of each state and algebraic value; accounts have none, -1."""
    layout, count = tables.layout, tables.layout.total_count
    begin, end = np.concatenate([np.stack(pair) for pair in _bonds(tables)], axis=1)
    graph = sparse.coo_matrix((np.ones(begin.size), (begin, end)), shape=(count, count))
    part = connected_components(graph, directed=False)[1]
    serving = np.unique(part[layout.dc_power])
    owner = np.where(np.isin(part, serving), np.searchsorted(serving, part), 0)
    owner[_accounts(tables)] = -1
    return np.asarray(owner, dtype=np.int64)


def _accounts(tables: Tables) -> Ints:
    return np.concatenate([tables.layout.heat_in, tables.layout.heat_out])


def _bonds(tables: Tables) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of states and algebraic values that act on each other."""
    count, accounts = tables.layout.total_count, _accounts(tables)
    for reads, rows, _ in tables.ties:
        lead = next(column for column in rows.T if not np.isin(column, accounts).any())
        for column in (*rows.T, *reads.T):
            real = (column >= 0) & (column < count) & ~np.isin(column, accounts)
            yield lead[real], column[real]
    nets = tables.nets
    lead = nets.drivers["place"][nets.each["first_driver"]]
    for part, members in (("driver", nets.drivers["place"]), ("result", nets.result)):
        yield members, np.repeat(lead, size_of(nets.each, part))
    groups, racks = tables.groups, tables.racks
    for place in (groups["supply"], groups["flow"], racks["state"][groups["rack"]]):
        yield place, groups["dc_power"]
    yield racks["back"], racks["state"]
    yield racks["flow"], racks["state"]


def _island(tables: Tables, owner: Ints, number: int) -> Island:
    layout, places = tables.layout, tables.places
    rows = np.flatnonzero((owner == number) | (owner == -1))
    states = int(np.searchsorted(rows, layout.state_count))
    columns = _columns(tables, owner, number)
    members = [owner[ties.rows].max(axis=1, initial=-1) == number for ties in tables.ties]
    read = _values_read(tables, members)
    here = np.full(tables.joint_size, -1, dtype=np.int64)
    whole = 0
    for own in (rows, places.start + columns, read):
        here[own] = whole + np.arange(own.size)
        whole += own.size
    racks = np.flatnonzero(owner[tables.racks["state"]] == number)
    chosen = np.flatnonzero(owner[tables.groups["dc_power"]] == number)
    groups, blocks = _groups(tables.groups, chosen, racks, here)
    nets = tables.nets
    networks = np.flatnonzero(owner[nets.drivers["place"][nets.each["first_driver"]]] == number)
    return Island(
        joint=np.zeros(whole),
        rows=rows,
        state_count=states,
        blocks_of=blocks,
        racks_of=racks,
        networks_of=networks,
        branches_of=_ranges(nets.each[networks], "branch"),
        nodes_of=_ranges(nets.each[networks], "node"),
        laws=laws_of(
            [
                _family(family, member, here, ties.in_row)
                for family, ties, member in zip(tables.stamps, tables.ties, members, strict=True)
            ],
            [_values(family, np.isin(family.place, read), here) for family in tables.values],
        ),
        groups=groups,
        chips=_chips(tables.chips, blocks),
        means=new_means(groups),
        nets=_networks(nets, networks, here),
        racks=_racks(tables.racks, racks, here),
        plant=Plant(
            per_capacity=tables.per_capacity[rows[:states]],
            heat_in=int(here[layout.heat_in[0]]),
            drive=rows.size,
            columns=_unsigned(columns),
            dc_power=_own(layout.dc_power, here),
            air_inlet=_own(layout.air_inlet, here),
        ),
        work=new_work(whole, states),
    )


def _own(places: Ints, here: Ints) -> Ints:
    """Return those of some places that an island has, as places in its own vector."""
    found = here[places]
    return found[found >= 0]


def _moved(places: Ints, here: Ints) -> Ints:
    """Return places in the vector of an island; -1, which stands for none, stays.

    Raises
    ------
    InternalError
        The island reads what another one has: `_bonds` does not know what joins them.
    """
    found = here[places]
    if (found[places >= 0] < 0).any():
        raise InternalError("an island of the fast engine reads a value of another one")
    return np.where(places >= 0, found, -1)


def _columns(tables: Tables, owner: Ints, number: int) -> Ints:
    """Return the inputs of an island: of its cabinets, of the weather, and of its halls."""
    places, layout = tables.places, tables.layout
    cabinets = np.flatnonzero(owner[layout.dc_power] == number)
    halls = np.flatnonzero(owner[layout.hall_air] == number)
    own = [places.activity[cabinets], places.memory[cabinets], places.measured_power[cabinets]]
    return np.concatenate([*own, np.array(places.air), places.dew_point[halls]]) - places.start


def _values_read(tables: Tables, members: Sequence[Flags]) -> Ints:
    """Return the places of all values that some members of each stamp read."""
    places = [family.places[member].ravel() for family, member in zip(tables.stamps, members, strict=True)]
    read = np.unique(np.concatenate(places))
    return read[read >= tables.places.end]


def _family(family: Family, member: Flags, here: Ints, in_row: bool) -> Family:
    """Return some members of a stamp in groups that are alike, or where asked for, that stand in a row as well."""
    places, common = _moved(family.places[member], here), _moved(family.common[member], here)
    numbers, each = family.numbers[member], np.arange(len(places))
    kind = _kinds(np.concatenate([common, numbers], axis=1))
    order = each if in_row else np.argsort(kind, kind="stable")
    alike = runs_of(kind[order], *(places.T - each if in_row else ()))
    lead = order[alike.first]
    return family_of(
        _unsigned(places[lead if in_row else order]), numbers[lead], alike.length, _unsigned(common[lead])
    )


def _kinds(rows: Floats) -> Ints:
    """Return a number for each row of a table, the same for equal rows."""
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)


def _unsigned(places: Ints) -> Places:
    return places.astype(np.uint32)


def _values(family: Values, member: Flags, here: Ints) -> Values:
    """Return some members of a family of values; those not held that are alike and stand in a row become one."""
    places = _moved(family.places[member, :-1], here)
    numbers, memory = family.numbers[member], family.memory[member]
    each = np.arange(len(places))
    alike = runs_of(each if memory.size else places[:, 0] - each, places[:, -1] - each, _kinds(numbers))
    return Values(
        places=_unsigned(np.column_stack([places[alike.first], alike.length])),
        numbers=numbers[alike.first],
        memory=memory[alike.first],
    )


def _groups(groups: Any, chosen: Ints, racks: Ints, here: Ints) -> tuple[Any, Ints]:
    """Return some groups with blocks that stand one behind the other, and which of the plant's those are."""
    own = groups[chosen]
    sizes = own["last"] - own["first"]
    starts = _starts(sizes)
    blocks = np.repeat(own["first"] - starts[:-1], sizes) + np.arange(starts[-1])
    own["first"], own["last"] = starts[:-1], starts[1:]
    place = np.full(groups.size + 1, -1, dtype=np.int64)  # the last stands for "none", -1
    place[chosen] = np.arange(chosen.size)
    own["upstream"] = place[own["upstream"]]
    own["rack"] = np.searchsorted(racks, own["rack"])
    for name in ("activity", "memory", "supply", "flow", "dc_power"):
        own[name] = _moved(own[name], here)
    return own, blocks


def _chips(chips: Chips, blocks: Ints) -> Chips:
    """Return some blocks of chips, by themselves."""
    room = new_blocks(blocks.size)
    for name in ("blocks", "links", "ramps"):
        room[name][:] = getattr(chips, name)[blocks]
    return chips._replace(**room, chip=chips.chip[blocks])


def _racks(racks: Any, chosen: Ints, here: Ints) -> Any:
    own = racks[chosen]
    for name in ("state", "back", "flow"):
        own[name] = _moved(own[name], here)
    return own


def _networks(nets: Networks, chosen: Ints, here: Ints) -> Networks:
    """Return some networks, one behind the other."""
    each = nets.each[chosen]
    parts = {name: _ranges(each, name) for name in ("branch", "driver", "result")}
    for name in (*parts, "node"):
        set_ranges(each, name, size_of(each, name))
    branch = np.full(nets.branches.size + 2, -1, dtype=np.int64)
    branch[parts["branch"]] = np.arange(parts["branch"].size)
    branch[-2:] = (-2, -1)  # so that what is no branch stays what it is
    branches, drivers = nets.branches[parts["branch"]], nets.drivers[parts["driver"]]
    branches["valve"] = _moved(branches["valve"], here)
    drivers["place"] = _moved(drivers["place"], here)
    drivers["valve_branch"] = branch[drivers["valve_branch"]]
    return Networks(
        each=each,
        branches=branches,
        drivers=drivers,
        numbers=nets.numbers[parts["branch"]],
        slope_numbers=nets.slope_numbers[parts["branch"]],
        result=_unsigned(_moved(nets.result[parts["result"]], here)),
        result_branch=branch[nets.result_branch[parts["result"]]],
        **room_of_networks(each),
    )


def _ranges(nets: Any, part: str) -> Ints:
    """Return the branches, nodes, drivers or results of some networks."""
    sizes = size_of(nets, part)
    return np.repeat(nets[f"first_{part}"] - _starts(sizes)[:-1], sizes) + np.arange(sizes.sum())


def _starts(sizes: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
