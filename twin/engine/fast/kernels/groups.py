"""Chips of a plant through a window of steps: group by group, cabinet by cabinet."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.chips import (
    drift_of,
    is_stale,
    look_closer,
    lose_clock,
    plates_moved,
    ramp_blocks,
    refresh_group,
    refresh_plates,
    step_blocks,
    step_chained,
    step_parts,
)
from twin.engine.fast.kernels.means import take_stock

# --- kernels ---


def step_group(
    group: Any,
    chips: Any,
    seen: Any,
    before: Any,
    after: Any,
    flow: Any,
    rise: Any,
    plant: Any,
    time_s: float,
    dt: float,
) -> tuple[float, float]:
    """Move the chips of a group by one step; return their mean power and heat.

    ``before`` and ``after`` are joint vectors at both ends of the step, ``before`` with its drive; ``flow`` is the mean.
    """
    first, last, supply = group.first, group.last, group.supply
    through, activity, memory = flow[group.flow], before[group.activity], before[group.memory]
    seen.wanted_s += group.many * activity * dt
    if plates_moved(group, after, through):
        refresh_plates(group, chips, after, through, dt)
    begin, end, drift = before[supply], after[supply], drift_of(group, through)
    warning = min(seen.peak_k, group.shutdown_k)
    static_w = group.static_w
    if group.kind == 1:
        power, heat, alarm = step_parts(group, chips, before, begin, end, through, warning, dt)
    else:
        power, heat, base, alarm = step_chained(
            chips.blocks, chips.links, first, last, group.shift, begin, end, drift, activity, memory, warning,
            group.reach, dt, 0.0, 1.0,
        )  # fmt: skip
        group.static_w = base
    if rise.size > 0 and group.kind == 0:
        more = rise[plant.columns[group.activity - plant.drive]]
        further = rise[plant.columns[group.memory - plant.drive]]
        if more != 0.0 or further != 0.0:
            more_j, base = ramp_blocks(chips.blocks, chips.ramps, first, last, more, further)
            group.static_w = base
            heat -= more_j / dt
    group.rising_w = group.static_w - static_w
    if alarm > 0.0:
        look_closer(group, chips, seen, time_s + dt)
    return power, heat


def count_throttled(cabinet: int, step: int, seen: Any, work: Any, dt: float) -> None:
    """Count a step of a window as one in which a cabinet is throttled, once for all its groups: they stand together."""
    if work.slowed[step] != cabinet:
        work.slowed[step] = cabinet
        seen.throttled_s += dt


def step_chain(
    begin: int,
    end: int,
    done: int,
    groups: Any,
    chips: Any,
    racks: Any,
    tally: Any,
    work: Any,
    rise: Any,
    plant: Any,
    count: int,
    time_s: float,
    dt: float,
) -> float:
    """Move groups through the steps of a window that are not ``done``, a step of all before the next; return their energy."""
    energy_j = 0.0
    for k in range(done, count):
        before, now_s = work.path[k], time_s + k * dt
        for g in range(begin, end):
            group = groups[g]
            seen = tally[group.cabinet]
            if k > 0 and is_stale(group, before):
                refresh_group(group, chips, before, before[group.flow], dt, False)
            power, heat = step_group(
                group, chips, seen, before, work.path[k + 1], work.flow[k], rise, plant, now_s, dt
            )
            energy_j += power * dt
            racks[group.rack].heat_w += heat
            if group.kind == 1 and lose_clock(group, chips, seen, before, dt):
                count_throttled(group.cabinet, k, seen, work, dt)
    return energy_j


def step_free(
    group: Any, chips: Any, means: Any, rack: Any, seen: Any, work: Any, count: int, time_s: float, dt: float
) -> tuple[int, float]:
    """Move a group at full clock, plates at the inlet of its cabinet, through a window; return steps taken and energy.

    It stops before a step in which chips lose their clock. The heat follows from the first law on its chips: what came in,
    less what is stored. By how much static power rises is what the mean chip says; in a single step there is none.
    """
    supply, place, k = group.supply, group.flow, 0
    stored_j, energy_j, wanted = group.stored_j, 0.0, 0.0
    while k < count:
        before, after, through = work.path[k], work.path[k + 1], work.flow[k, place]
        activity = before[group.activity]
        if k > 0 and is_stale(group, before):
            refresh_group(group, chips, before, before[place], dt, False)
        if group.kind != 0:
            break
        if plates_moved(group, after, through):
            refresh_plates(group, chips, after, through, dt)
        power, alarm = step_blocks(
            chips.blocks, group.first, group.last, before[supply], after[supply], drift_of(group, through),
            activity, before[group.memory], min(seen.peak_k, group.shutdown_k), group.reach,
        )  # fmt: skip
        energy_j += power * dt
        wanted += activity
        k += 1
        if alarm > 0.0:
            look_closer(group, chips, seen, time_s + k * dt)
    if k == 0:
        return 0, 0.0
    take_stock(group, chips, means)
    if count == 1:
        group.rising_w = group.static_w - group.started_w
    rack.heat_w += (energy_j - (group.stored_j - stored_j)) / dt
    seen.wanted_s += group.many * wanted * dt
    return k, energy_j


def step_chips(
    groups: Any,
    chips: Any,
    means: Any,
    racks: Any,
    tally: Any,
    work: Any,
    rise: Any,
    plant: Any,
    count: int,
    time_s: float,
    dt: float,
) -> float:
    """Move all chips through the ``count`` steps of a window; sum up the heat of racks; return the energy of all chips.

    A group goes through all of them before the next one: its chips stay in the first-level cache. Groups of a cabinet go
    together where one hands its coolant on to another. ``rise`` says by how much each input rose over the step; it is empty
    where none does that counts.
    """
    for r in range(racks.size):
        racks[r].heat_w = 0.0
    for k in range(count):
        work.slowed[k] = -1
    for g in range(groups.size):
        groups[g].static_w = groups[g].started_w
    energy_j, begin = 0.0, 0
    while begin < groups.size:
        group, end, done = groups[begin], begin + 1, 0
        if rise.size > 0:
            end = groups.size
        elif group.chained != 0:
            while end < groups.size and groups[end].cabinet == group.cabinet:
                end += 1
        else:
            rack, seen = racks[group.rack], tally[group.cabinet]
            done, energy = step_free(group, chips, means, rack, seen, work, count, time_s, dt)
            energy_j += energy
        if done < count:
            energy_j += step_chain(
                begin, end, done, groups, chips, racks, tally, work, rise, plant, count, time_s, dt
            )
            for g in range(begin, end):
                take_stock(groups[g], chips, means)
        begin = end
    return energy_j
