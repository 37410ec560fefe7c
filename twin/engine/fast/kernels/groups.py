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
from twin.engine.fast.kernels.means import set_mean_point

# --- kernels ---


def step_group(
    g: int,
    groups: Any,
    chips: Any,
    tally: Any,
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
    first, cabinet, supply = groups.first, groups.cabinet[g], groups.supply[g]
    through, activity, memory = flow[groups.flow[g]], before[groups.activity[g]], before[groups.memory[g]]
    tally.wanted_s[cabinet] += groups.many[g] * activity * dt
    if plates_moved(g, groups, after, through):
        refresh_plates(g, groups, chips, after, through, dt)
    begin, end, drift = before[supply], after[supply], drift_of(g, groups, through)
    warning = min(tally.peak_k[cabinet], groups.shutdown_k[g])
    static_w = groups.static_w[g]
    upstream = groups.upstream[g]
    if groups.kind[g] == 1:
        power, heat, alarm = step_parts(g, groups, chips, before, begin, end, through, warning, dt)
    elif upstream < 0 and groups.feeds[g] == 0:
        power, heat, base, alarm = step_blocks(
            groups.blocks,
            first[g],
            first[g + 1],
            begin,
            end,
            drift,
            activity,
            memory,
            warning,
            groups.reach[g],
            dt,
        )
        groups.static_w[g] = base
    else:
        shift = first[g] - first[upstream] if upstream >= 0 else 0
        power, heat, base, alarm = step_chained(
            groups.blocks, groups.links, first[g], first[g + 1], shift, begin, end, drift, activity, memory, warning,
            groups.reach[g], dt, 0.0, 1.0,
        )  # fmt: skip
        groups.static_w[g] = base
    if rise.size > 0 and groups.kind[g] == 0:
        more = rise[plant.columns[groups.activity[g] - plant.drive]]
        further = rise[plant.columns[groups.memory[g] - plant.drive]]
        if more != 0.0 or further != 0.0:
            stored, base = ramp_blocks(groups.blocks, groups.ramps, first[g], first[g + 1], more, further)
            groups.static_w[g] = base
            heat -= stored / dt
    groups.rising_w[g] = groups.static_w[g] - static_w
    if alarm > 0.0:
        look_closer(g, groups, chips, tally, time_s + dt)
    return power, heat


def count_throttled(cabinet: int, step: int, tally: Any, work: Any, dt: float) -> None:
    """Count a step of a window as one in which a cabinet is throttled, once for all its groups: they stand together."""
    if work.slowed[step] != cabinet:
        work.slowed[step] = cabinet
        tally.throttled_s[cabinet] += dt


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
            if k > 0 and is_stale(g, groups, before):
                refresh_group(g, groups, chips, before, before[groups.flow[g]], dt, False)
            power, heat = step_group(
                g, groups, chips, tally, before, work.path[k + 1], work.flow[k], rise, plant, now_s, dt
            )
            energy_j += power * dt
            racks.heat_w[groups.rack[g]] += heat
            if groups.kind[g] == 1 and lose_clock(g, groups, chips, tally, before, dt):
                count_throttled(groups.cabinet[g], k, tally, work, dt)
    return energy_j


def step_free(
    g: int, groups: Any, chips: Any, racks: Any, tally: Any, work: Any, count: int, time_s: float, dt: float
) -> tuple[int, float]:
    """Move a group at full clock, plates at the inlet of its cabinet, through a window; return steps taken and energy.

    It stops before a step in which chips lose their clock.
    """
    cabinet, supply, place = groups.cabinet[g], groups.supply[g], groups.flow[g]
    active, remembering = groups.activity[g], groups.memory[g]
    first, last, reach = groups.first[g], groups.first[g + 1], groups.reach[g]
    static_w, rising_w, heat_w, energy_j, wanted, k = groups.static_w[g], 0.0, 0.0, 0.0, 0.0, 0
    while k < count:
        activity, memory, through = work.path[k, active], work.path[k, remembering], work.flow[k, place]
        if groups.stale[g] != 0 or groups.kind[g] != 0 or activity > groups.most_activity[g]:
            before = work.path[k]
            if k > 0:
                refresh_group(g, groups, chips, before, before[place], dt, False)
            if groups.kind[g] != 0:
                break
            static_w = groups.static_w[g]
        after = work.path[k + 1]
        if plates_moved(g, groups, after, through):
            refresh_plates(g, groups, chips, after, through, dt)
        power, heat, base, alarm = step_blocks(
            groups.blocks, first, last, work.path[k, supply], after[supply], drift_of(g, groups, through), activity,
            memory, min(tally.peak_k[cabinet], groups.shutdown_k[g]), reach, dt,
        )  # fmt: skip
        wanted += activity
        energy_j += power * dt
        heat_w += heat
        rising_w, static_w = base - static_w, base
        k += 1
        if alarm > 0.0:
            look_closer(g, groups, chips, tally, time_s + k * dt)
    groups.static_w[g], groups.rising_w[g] = static_w, rising_w
    racks.heat_w[groups.rack[g]] += heat_w
    tally.wanted_s[cabinet] += groups.many[g] * wanted * dt
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
    for rack in range(racks.heat_w.size):
        racks.heat_w[rack] = 0.0
    for k in range(count):
        work.slowed[k] = -1
    for g in range(groups.kind.size):
        groups.static_w[g] = groups.started_w[g]
    energy_j, begin = 0.0, 0
    while begin < groups.kind.size:
        end, done = begin + 1, 0
        if rise.size > 0:
            end = groups.kind.size
        elif groups.upstream[begin] >= 0 or groups.feeds[begin] != 0:
            while end < groups.kind.size and groups.cabinet[end] == groups.cabinet[begin]:
                end += 1
        else:
            done, energy = step_free(begin, groups, chips, racks, tally, work, count, time_s, dt)
            energy_j += energy
        if done < count:
            energy_j += step_chain(
                begin, end, done, groups, chips, racks, tally, work, rise, plant, count, time_s, dt
            )
        for g in range(begin, end):
            set_mean_point(g, groups, means)
        begin = end
    return energy_j
