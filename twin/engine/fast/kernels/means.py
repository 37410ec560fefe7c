"""Mean chips: what stands for the chips of a group while a plant moves through a window of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twin.engine.fast.kernels.chips import drift_of, move, sum_up
from twin.engine.fast.tables import LANES

if TYPE_CHECKING:  # compiled with numba, which is asked for when kernels are
    from twin.engine.fast.lanes import lane_sums

# --- kernels ---


def set_mean_point(g: int, groups: Any, means: Any) -> None:
    """Set a mean chip to the mean temperatures of its group."""
    die, case = lane_sums(), lane_sums()
    for n in range(groups.first[g], groups.first[g + 1]):
        block = groups.blocks[n]
        for lane in range(LANES):
            die[lane] += block.many[lane] * block.die[lane]
            case[lane] += block.many[lane] * block.case[lane]
    block, lane = means.blocks[means.place[g] // LANES], means.place[g] % LANES
    block.die[lane], block.case[lane] = sum_up(die) / groups.many[g], sum_up(case) / groups.many[g]


def set_mean_fields(fields: Any, blocks: Any, begin: int, end: int, mean: Any, place: int) -> None:
    """Write the mean of each field of some blocks into a lane of another one."""
    for field in range(mean.shape[0]):
        total, many = 0.0, 0.0
        for n in range(begin, end):
            for lane in range(LANES):
                total += blocks[n].many[lane] * fields[n, field, lane]
                many += blocks[n].many[lane]
        mean[field, place] = total / many


def set_mean(g: int, groups: Any, means: Any) -> None:
    """Write the mean of everything that a step reads of a group's chips.

    Power is linear around points of their own: what the mean chip draws without a curve is the mean of what they draw.
    """
    n_mean, lane_mean = means.place[g] // LANES, means.place[g] % LANES
    begin, end = groups.first[g], groups.first[g + 1]
    set_mean_fields(groups.fields, groups.blocks, begin, end, means.fields[n_mean], lane_mean)
    set_mean_fields(groups.link_fields, groups.blocks, begin, end, means.link_fields[n_mean], lane_mean)
    at_zero = 0.0
    for n in range(begin, end):
        block = groups.blocks[n]
        for lane in range(LANES):
            at_zero += block.many[lane] * (block.static_w[lane] - block.slope[lane] * block.centre[lane])
    block = means.blocks[n_mean]
    block.static_w[lane_mean] = at_zero / groups.many[g] + block.slope[lane_mean] * block.centre[lane_mean]
    block.many[lane_mean] = groups.many[g]


def begin_window(groups: Any, means: Any, racks: Any, count: int) -> None:
    """Note what a window of ``count`` steps starts from; where it has several, renew mean chips of groups asked anew."""
    for g in range(groups.kind.size):
        groups.started_w[g] = groups.static_w[g]
        if count > 1 and groups.renewed[g] != 0:
            set_mean(g, groups, means)
            set_mean_point(g, groups, means)
            groups.renewed[g] = 0
    for rack in range(racks.given_w.size):
        racks.given_w[rack] = 0.0


def set_means_inlets(n: int, groups: Any, means: Any, before: Any, after: Any, flow: Any) -> None:
    """Write what a block of mean chips feels in a step: coolant at both ends, flow and drive."""
    for lane in range(LANES):
        g = means.group[n, lane]
        if g < 0:
            continue
        means.drift[n, lane] = drift_of(g, groups, flow[groups.flow[g]])
        means.activity[n, lane] = before[groups.activity[g]]
        means.memory[n, lane] = before[groups.memory[g]]
        upstream = groups.upstream[g]
        if upstream < 0:
            means.begin[n, lane] = before[groups.supply[g]]
            means.end[n, lane] = after[groups.supply[g]]
        else:
            link, other = means.links[means.place[upstream] // LANES], means.place[upstream] % LANES
            means.begin[n, lane], means.end[n, lane] = link.outlet_begin[other], link.outlet_end[other]


def move_means(means: Any, n: int, dt: float) -> None:
    """Move a block of mean chips; write the heat of their groups, and by how much their static power rises."""
    inverse = 1.0 / dt
    block, link = means.blocks[n], means.links[n]
    for lane in range(LANES):
        begin, end, drift = means.begin[n, lane], means.end[n, lane], means.drift[n, lane]
        share = link.effectiveness[lane] + link.effectiveness_per_flow[lane] * drift
        link.outlet_begin[lane] = begin + share * (block.case[lane] - begin)
        off = block.die[lane] - block.centre[lane]
        rest = block.static_w[lane] + off * (block.slope[lane] + block.curve[lane] * off)
        die, case, _, heat, static, _ = move(
            block, lane, begin, end, drift, means.activity[n, lane], means.memory[n, lane], inverse
        )
        link.outlet_end[lane] = end + share * (case - end)
        means.heat_w[n, lane] = block.many[lane] * heat
        means.rising_w[n, lane] = block.many[lane] * (static - rest)
        block.die[lane] = die
        block.case[lane] = case


def step_means(groups: Any, means: Any, racks: Any, before: Any, after: Any, flow: Any, dt: float) -> None:
    """Move all mean chips by a step; write the heat of racks and the static power of groups."""
    for rack in range(racks.heat_w.size):
        racks.heat_w[rack] = racks.beyond_mean_w[rack]
    for n in range(means.blocks.size):
        set_means_inlets(n, groups, means, before, after, flow)
        move_means(means, n, dt)
        for lane in range(LANES):
            g = means.group[n, lane]
            if g >= 0:
                racks.heat_w[groups.rack[g]] += means.heat_w[n, lane]
                groups.rising_w[g] = means.rising_w[n, lane]
                groups.static_w[g] += means.rising_w[n, lane]
    for rack in range(racks.heat_w.size):
        racks.given_w[rack] += racks.heat_w[rack]
