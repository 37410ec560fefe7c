"""Mean chips: what stands for the chips of a group while a plant moves through a window of steps."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.chips import drift_of, move, static_power, stored, sum_blocks
from twin.engine.fast.tables.records import LANES

# --- kernels ---


def take_stock(group: Any, chips: Any, means: Any) -> None:
    """Set a group's mean chip to its mean temperatures, write its static power and what its chips store."""
    die, case, static_w, stored_j = sum_blocks(chips.blocks, group.first, group.last)
    block, lane = means.blocks[group.mean // LANES], group.mean % LANES
    block.die[lane], block.case[lane] = die / group.many, case / group.many
    group.static_w, group.stored_j = static_w, stored_j


def set_mean_fields(fields: Any, blocks: Any, begin: int, end: int, mean: Any, place: int) -> None:
    """Write the mean of each field of some blocks into a lane of another one."""
    for field in range(mean.shape[0]):
        total, many = 0.0, 0.0
        for n in range(begin, end):
            for lane in range(LANES):
                total += blocks[n].many[lane] * fields[n, field, lane]
                many += blocks[n].many[lane]
        mean[field, place] = total / many


def set_mean(group: Any, chips: Any, means: Any) -> None:
    """Write the mean of everything that a step reads of a group's chips.

    Power is linear around points of their own: what the mean chip draws without a curve is the mean of what they draw.
    """
    n, lane = group.mean // LANES, group.mean % LANES
    set_mean_fields(chips.fields, chips.blocks, group.first, group.last, means.fields[n], lane)
    set_mean_fields(chips.link_fields, chips.blocks, group.first, group.last, means.link_fields[n], lane)
    means.blocks[n].many[lane] = group.many


def begin_window(groups: Any, chips: Any, means: Any, racks: Any, count: int) -> None:
    """Note what a window of ``count`` steps starts from; where it has several, renew mean chips of groups asked anew."""
    for g in range(groups.size):
        group = groups[g]
        group.started_w = group.static_w
        if count > 1 and group.renewed != 0:
            set_mean(group, chips, means)
            group.renewed = 0
    for r in range(racks.size):
        racks[r].given_w = 0.0


def set_means_inlets(n: int, groups: Any, means: Any, before: Any, after: Any, flow: Any) -> None:
    """Write what a block of mean chips feels in a step: coolant at both ends, flow and drive."""
    passage = means.passages[n]
    for lane in range(LANES):
        if means.group[n, lane] < 0:
            continue
        group = groups[means.group[n, lane]]
        passage.drift[lane] = drift_of(group, flow[group.flow])
        passage.activity[lane] = before[group.activity]
        passage.memory[lane] = before[group.memory]
        if group.upstream < 0:
            passage.begin[lane], passage.end[lane] = before[group.supply], after[group.supply]
        else:
            mean = groups[group.upstream].mean
            link, other = means.links[mean // LANES], mean % LANES
            passage.begin[lane], passage.end[lane] = link.outlet_begin[other], link.outlet_end[other]


def move_means(means: Any, n: int, dt: float) -> None:
    """Move a block of mean chips; write the heat of their groups, and by how much their static power rises."""
    block, link, passage = means.blocks[n], means.links[n], means.passages[n]
    for lane in range(LANES):
        begin, end, drift = passage.begin[lane], passage.end[lane], passage.drift[lane]
        share = link.effectiveness[lane] + link.effectiveness_per_flow[lane] * drift
        link.outlet_begin[lane] = begin + share * (block.case[lane] - begin)
        rest = static_power(block, lane, block.die[lane])
        die, case, power = move(block, lane, begin, end, drift, passage.activity[lane], passage.memory[lane])
        link.outlet_end[lane] = end + share * (case - end)
        more_j = stored(block, lane, die - block.die[lane], case - block.case[lane])
        passage.heat_w[lane] = block.many[lane] * (power - more_j / dt)
        passage.rising_w[lane] = block.many[lane] * (static_power(block, lane, die) - rest)
        block.die[lane] = die
        block.case[lane] = case


def step_means(groups: Any, means: Any, racks: Any, before: Any, after: Any, flow: Any, dt: float) -> None:
    """Move all mean chips by a step; write the heat of racks and the static power of groups."""
    for r in range(racks.size):
        racks[r].heat_w = racks[r].beyond_mean_w
    for n in range(means.blocks.size):
        set_means_inlets(n, groups, means, before, after, flow)
        move_means(means, n, dt)
        passage = means.passages[n]
        for lane in range(LANES):
            if means.group[n, lane] >= 0:
                group = groups[means.group[n, lane]]
                racks[group.rack].heat_w += passage.heat_w[lane]
                group.rising_w = passage.rising_w[lane]
                group.static_w += passage.rising_w[lane]
    for r in range(racks.size):
        racks[r].given_w += racks[r].heat_w
