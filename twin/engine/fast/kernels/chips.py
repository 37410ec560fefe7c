"""Chips: what their answers are around the present point, and where a step takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twin.engine.fast.kernels.propagators import set_propagator
from twin.engine.fast.laws import chip_law, plate_law
from twin.engine.fast.tables.records import LANES

if TYPE_CHECKING:  # compiled with numba, which is asked for when kernels are
    from twin.engine.fast.lanes import lane_sums

# --- kernels ---


WIDE_K = 8.0
NARROW_K = 0.1
MOST_BEND_W_K = 0.03
PARTS = 4
FLOW_REACH = 0.02
SUPPLY_REACH_K = 2.0
MOST_GROWTH = 1.0
CLOCK_FULL = 1.0 - 1e-9
ANY_ACTIVITY = 1e300
LEAST_ACTIVITY = 1e-3
CLOCK_THROTTLED = 0.999
STRAYED = 2


def runs_free(i: int, chips: Any, case_k: float, activity: float) -> bool:
    """Return whether a chip runs at full clock, at any memory traffic, once its quick die has followed its case."""
    warm_k = case_k + WIDE_K
    power = chip_law(i, chips.power_numbers, warm_k, activity, 1.0)[0]
    die_k = warm_k + chips.bodies[i].junction_case_k_w * power
    return bool(chip_law(i, chips.power_numbers, die_k, activity, 1.0)[1] >= CLOCK_FULL)


def most_free_activity(i: int, chips: Any, case_k: float) -> float:
    """Return an activity up to which a chip runs at full clock."""
    if runs_free(i, chips, case_k, 1.0):
        return ANY_ACTIVITY
    if not runs_free(i, chips, case_k, 0.0):
        return -1.0
    low, high = 0.0, 1.0
    for _ in range(10):
        middle = 0.5 * (low + high)
        if runs_free(i, chips, case_k, middle):
            low = middle
        else:
            high = middle
    return low


def moved_centre(centre: float, die: float, curve: float) -> float:
    """Return the middle of the range in which a chip's power is to follow a parabola: moved no further than needed.

    Loads come and go: a middle where a peak stood would be left again soon. Away from the middle the parabola has another
    slope, which changes within a step: where it is bent strongly the middle stays close.
    """
    if abs(die - centre) > 2.0 * WIDE_K:
        return die
    near = 0.5 * WIDE_K
    if abs(curve) * near > MOST_BEND_W_K:
        near = MOST_BEND_W_K / abs(curve)
    return min(max(centre, die - near), die + near)


def ask_chip(
    i: int,
    block: Any,
    lane: int,
    chips: Any,
    free: bool,
    activity: float,
    memory: float,
    probe: float,
    part: float,
) -> None:
    """Ask the law of a chip's power around its present temperature, and write how it answers there."""
    reach = WIDE_K if free else NARROW_K
    die, step = block.die[lane], 0.7 * reach
    centre = moved_centre(block.centre[lane], die, block.curve[lane]) if free else die
    low = chip_law(i, chips.power_numbers, centre - step, activity, memory)[0]
    mid = chip_law(i, chips.power_numbers, centre, activity, memory)[0]
    high = chip_law(i, chips.power_numbers, centre + step, activity, memory)[0]
    steepest = MOST_GROWTH * chips.bodies[i].die_capacity_j_k / part
    by_activity, by_memory = 0.0, 0.0
    if free:
        at_rest = chip_law(i, chips.power_numbers, die, 0.0, 0.0)[0]
        by_activity = (chip_law(i, chips.power_numbers, die, probe, 0.0)[0] - at_rest) / probe
        by_memory = chip_law(i, chips.power_numbers, die, 0.0, 1.0)[0] - at_rest
    slope = min((high - low) / (2.0 * step), steepest)  # a runaway may not outgrow numbers in one step
    block.centre[lane], block.slope[lane], block.at_zero_w[lane] = centre, slope, mid - slope * centre
    block.curve[lane] = (high - 2.0 * mid + low) / (2.0 * step * step)
    block.per_activity[lane], block.per_memory[lane] = by_activity, by_memory


def ask_plate(
    i: int, block: Any, link: Any, ramp: Any, lane: int, chips: Any, flow: float, supply: float, part: float
) -> None:
    """Ask the law of a chip's plate at a flow and a supply temperature, and write how the chip moves there."""
    effectiveness, conductance = plate_law(i, chips.plate_numbers, flow, supply)
    more, stronger = plate_law(i, chips.plate_numbers, 1.01 * flow, supply)
    block.conductance_per_flow[lane] = 0.0
    if conductance > 0.0:
        block.conductance_per_flow[lane] = (stronger / conductance - 1.0) / 0.01
    link.effectiveness[lane] = effectiveness
    link.effectiveness_per_flow[lane] = (more - effectiveness) / 0.01
    set_propagator(
        block, ramp, lane, part, block.slope[lane], conductance, chips.bodies[i].junction_case_k_w,
        chips.bodies[i].die_capacity_j_k, chips.bodies[i].case_capacity_j_k,
    )  # fmt: skip


def static_power(block: Any, lane: int, die: float) -> float:
    """Return the power of a chip that follows no drive, at a temperature of its die."""
    off = die - block.centre[lane]
    return float(block.at_zero_w[lane] + block.slope[lane] * die + block.curve[lane] * off * off)


def stored(block: Any, lane: int, die: float, case: float) -> float:
    """Return what a chip stores at those temperatures, or more than before where they are rises [J]."""
    return float(block.die_capacity[lane] * die + block.case_capacity[lane] * case)


def sum_up(lanes: Any) -> float:
    """Return what all lanes add up to."""
    total = 0.0
    for lane in range(LANES):
        total += lanes[lane]
    return total


def sum_blocks(blocks: Any, first: int, last: int) -> tuple[float, float, float, float]:
    """Return the sums of some blocks over all chips: temperature of die and case, static power, and heat that is stored."""
    die, case, static, kept = lane_sums(), lane_sums(), lane_sums(), lane_sums()
    for n in range(first, last):
        block = blocks[n]
        for lane in range(LANES):
            many = block.many[lane]
            die[lane] += many * block.die[lane]
            case[lane] += many * block.case[lane]
            static[lane] += many * static_power(block, lane, block.die[lane])
            kept[lane] += many * stored(block, lane, block.die[lane], block.case[lane])
    return sum_up(die), sum_up(case), sum_up(static), sum_up(kept)


def sum_power(group: Any, chips: Any) -> None:
    """Write what a group's chips draw at their present temperatures, without a drive and for it, and what they store."""
    per_activity_w, per_memory_w = 0.0, 0.0
    for n in range(group.first, group.last):
        block = chips.blocks[n]
        for lane in range(LANES):
            per_activity_w += block.many[lane] * block.per_activity[lane]
            per_memory_w += block.many[lane] * block.per_memory[lane]
    group.per_activity_w, group.per_memory_w = per_activity_w, per_memory_w
    _, _, static_w, stored_j = sum_blocks(chips.blocks, group.first, group.last)
    group.static_w, group.stored_j = static_w, stored_j


def refresh_strayed(group: Any, chips: Any, dt: float) -> bool:
    """Ask anew only those chips of a group that left their reach; return whether that is enough.

    It is as long as all of them run at full clock whatever they are asked to do. What holds for the others still holds.
    """
    if group.stale != STRAYED or group.most_activity != ANY_ACTIVITY:
        return False
    for n in range(group.first, group.last):
        block, link, ramp = chips.blocks[n], chips.links[n], chips.ramps[n]
        for lane in range(LANES):
            if abs(block.die[lane] - block.centre[lane]) <= group.reach:
                continue
            i = chips.chip[n, lane]
            if not runs_free(i, chips, block.case[lane], 1.0):
                return False
            ask_chip(i, block, lane, chips, True, 0.0, 0.0, 1.0, dt)
            ask_plate(i, block, link, ramp, lane, chips, group.reference_flow, group.reference_supply, dt)
    sum_power(group, chips)
    group.stale = 0
    group.renewed = 1
    return True


def refresh_group(group: Any, chips: Any, X: Any, flow: float, dt: float, bent: bool) -> None:
    """Ask the laws again how the chips of a group answer, around their present temperatures.

    A group that is throttled or capped, or ``bent`` by the caller's word, will move in parts of a step.
    """
    if not bent and refresh_strayed(group, chips, dt):
        return
    activity, memory = X[group.activity], X[group.memory]
    begin, end = group.first, group.last
    most = -1.0 if bent else ANY_ACTIVITY
    for n in range(begin, end):
        for lane in range(0 if bent else LANES):
            i = chips.chip[n, lane]
            most = min(most, most_free_activity(i, chips, chips.blocks[n].case[lane]))
    free = activity <= most
    group.kind = 0 if free else 1
    group.most_activity = most
    group.held_activity, group.held_memory = activity, memory
    group.reach = WIDE_K if free else NARROW_K
    base_activity, base_memory = (0.0, 0.0) if free else (activity, memory)
    probe = min(max(most, LEAST_ACTIVITY), 1.0)  # beyond `most` a cap bends what is a straight line below
    for n in range(begin, end):
        for lane in range(LANES):
            ask_chip(
                chips.chip[n, lane], chips.blocks[n], lane, chips, free, base_activity, base_memory, probe,
                dt if free else dt / PARTS,
            )  # fmt: skip
    sum_power(group, chips)
    group.stale = 0
    refresh_plates(group, chips, X, flow, dt)


def refresh_plates(group: Any, chips: Any, X: Any, flow: float, dt: float) -> None:
    """Ask the law of a group's plates again, at a flow and the present supply; write how its chips move there.

    The flow is the mean of the step about to be taken: in a single step after a change of pumps it may move by a third.
    """
    supply = X[group.supply]
    group.reference_flow = flow
    group.reference_supply = supply
    group.renewed = 1
    part = dt if group.kind == 0 else dt / PARTS
    for n in range(group.first, group.last):
        for lane in range(LANES):
            ask_plate(
                chips.chip[n, lane], chips.blocks[n], chips.links[n], chips.ramps[n], lane, chips, flow, supply,
                part,
            )  # fmt: skip


def plates_moved(group: Any, X: Any, flow: float) -> bool:
    """Return whether plates have left the range in which they follow a flow in a straight line."""
    reference = group.reference_flow
    return bool(
        abs(flow - reference) > FLOW_REACH * abs(reference)
        or abs(X[group.supply] - group.reference_supply) > SUPPLY_REACH_K
    )


def drift_of(group: Any, flow: float) -> float:
    """Return by which share a flow is above the one at which a group's plates were asked."""
    reference = group.reference_flow
    return flow / reference - 1.0 if reference != 0.0 else 0.0


def is_stale(group: Any, X: Any) -> bool:
    """Return whether a group has left the range in which the answers of its chips hold."""
    activity, memory = X[group.activity], X[group.memory]
    if group.stale != 0:
        return True
    if group.kind == 0:
        return bool(activity > group.most_activity)
    return bool(activity != group.held_activity or memory != group.held_memory)


def refresh_stale(groups: Any, chips: Any, X: Any, dt: float) -> None:
    """Refresh every group that has left its range."""
    for g in range(groups.size):
        group = groups[g]
        if is_stale(group, X):
            refresh_group(group, chips, X, X[group.flow], dt, False)


def move(
    block: Any, lane: int, begin: float, end: float, drift: float, activity: float, memory: float
) -> tuple[float, float, float]:
    """Return where a step takes a chip, die and case, and its mean power."""
    die, case, slope = block.die[lane], block.case[lane], block.slope[lane]
    off = die - block.centre[lane]
    force = (
        block.at_zero_w[lane] + block.curve[lane] * off * off
        + activity * block.per_activity[lane] + memory * block.per_memory[lane]
    )  # fmt: skip
    weaker = block.conductance_per_flow[lane] * drift * (case - begin)
    cool_begin, cool_end = begin - weaker, end - weaker
    new_die = (
        block.die_die[lane] * die + block.die_case[lane] * case + block.die_power[lane] * force
        + block.die_begin[lane] * cool_begin + block.die_end[lane] * cool_end
    )  # fmt: skip
    new_case = (
        block.case_die[lane] * die + block.case_case[lane] * case + block.case_power[lane] * force
        + block.case_begin[lane] * cool_begin + block.case_end[lane] * cool_end
    )  # fmt: skip
    return new_die, new_case, force + slope * 0.5 * (die + new_die)


def step_blocks(
    blocks: Any,
    first: int,
    last: int,
    begin: float,
    end: float,
    drift: float,
    activity: float,
    memory: float,
    warning_k: float,
    reach: float,
) -> tuple[float, float]:
    """Move chips whose plates stand at the cabinet's inlet; return power and an alarm.

    The alarm is above zero where a die passes ``warning_k`` or leaves its reach: a sum, where one would look for a
    maximum, since a compiler makes vector instructions of it. What chips give to the coolant is known from
    what they store once they have taken all steps of a window.
    """
    total, alarm = lane_sums(), lane_sums()
    for n in range(first, last):
        block = blocks[n]
        for lane in range(LANES):
            die, case, power = move(block, lane, begin, end, drift, activity, memory)
            total[lane] += block.many[lane] * power
            alarm[lane] += max(die - warning_k, 0.0) + max(abs(die - block.centre[lane]) - reach, 0.0)
            block.die[lane] = die
            block.case[lane] = case
    return sum_up(total), sum_up(alarm)


def step_chained(
    blocks: Any,
    links: Any,
    first: int,
    last: int,
    shift: int,
    begin: float,
    end: float,
    drift: float,
    activity: float,
    memory: float,
    warning_k: float,
    reach: float,
    dt: float,
    since: float,
    until: float,
) -> tuple[float, float, float, float]:
    """Move chips whose plates may stand in a chain; return power, heat, next static power and an alarm.

    Each lane takes the coolant of its neighbour upstream and hands it on. The neighbour stands ``shift`` blocks before, 0 for
    the first of a chain; ``since`` and ``until`` say which part of the step that is. The heat follows from the first law on the
    chip: what came in, less what is stored.
    """
    inverse = 1.0 / dt
    total, taken, base, alarm = lane_sums(), lane_sums(), lane_sums(), lane_sums()
    for n in range(first, last):
        block, link, before = blocks[n], links[n], links[n - shift]
        for lane in range(LANES):
            warm, warmer = begin, end
            if shift > 0:
                start, rise = before.outlet_begin[lane], before.outlet_end[lane] - before.outlet_begin[lane]
                warm, warmer = start + since * rise, start + until * rise
            share = link.effectiveness[lane] + link.effectiveness_per_flow[lane] * drift
            if since == 0.0:
                link.outlet_begin[lane] = warm + share * (block.case[lane] - warm)
            die, case, power = move(block, lane, warm, warmer, drift, activity, memory)
            link.outlet_end[lane] = warmer + share * (case - warmer)
            more_j = stored(block, lane, die - block.die[lane], case - block.case[lane])
            many = block.many[lane]
            total[lane] += many * power
            taken[lane] += many * (power - more_j * inverse)
            base[lane] += many * static_power(block, lane, die)
            alarm[lane] += max(die - warning_k, 0.0) + max(abs(die - block.centre[lane]) - reach, 0.0)
            block.die[lane] = die
            block.case[lane] = case
    return sum_up(total), sum_up(taken), sum_up(base), sum_up(alarm)


def ramp_blocks(
    blocks: Any, ramps: Any, first: int, last: int, activity: float, memory: float
) -> tuple[float, float]:
    """Let chips feel that their drive rose over the step just taken; return what they stored and their static power.

    The step itself counted the drive with its middle: what is added is the answer to a rise from half below to half
    above it.
    """
    more_j, base = 0.0, 0.0
    for n in range(first, last):
        block, ramp = blocks[n], ramps[n]
        for lane in range(LANES):
            rise = activity * block.per_activity[lane] + memory * block.per_memory[lane]
            die, case = ramp.die_ramp[lane] * rise, ramp.case_ramp[lane] * rise
            many = block.many[lane]
            more_j += many * stored(block, lane, die, case)
            block.die[lane] += die
            block.case[lane] += case
            base += many * static_power(block, lane, block.die[lane])
    return more_j, base


def step_parts(
    group: Any,
    chips: Any,
    X: Any,
    begin: float,
    end: float,
    flow: float,
    warning_k: float,
    dt: float,
) -> tuple[float, float, float]:
    """Move a throttled or capped group, which bends within a step, in parts of one; return power, heat and alarm."""
    power, heat, alarm, moved = 0.0, 0.0, 0.0, False
    for part in range(PARTS):
        if group.stale != 0:
            refresh_group(group, chips, X, flow, dt, True)
            moved = True
        drift = drift_of(group, flow)
        since, until = part / PARTS, (part + 1) / PARTS
        warm, warmer = begin + since * (end - begin), begin + until * (end - begin)
        drawn, taken, base, excess = step_chained(
            chips.blocks, chips.links, group.first, group.last, group.shift, warm, warmer, drift, 0.0, 0.0,
            warning_k, group.reach, dt / PARTS, since, until,
        )  # fmt: skip
        power += drawn / PARTS
        heat += taken / PARTS
        alarm += excess
        group.static_w = base
        if excess > 0.0:
            group.stale = 1
    if moved:
        group.stale = 1  # it may be free again
    return power, heat, alarm


def lose_clock(group: Any, chips: Any, seen: Any, X: Any, dt: float) -> bool:
    """Count the work that a throttled or capped group loses; return whether any of its chips is below full clock."""
    activity, memory = X[group.activity], X[group.memory]
    slow = False
    for n in range(group.first, group.last):
        for lane in range(LANES):
            i, die, many = chips.chip[n, lane], chips.blocks[n].die[lane], chips.blocks[n].many[lane]
            clock = chip_law(i, chips.power_numbers, die, activity, memory)[1]
            slow = slow or clock < CLOCK_THROTTLED
            seen.lost_s += many * activity * (1.0 - clock) * dt
    return slow


def look_closer(group: Any, chips: Any, seen: Any, time_s: float) -> None:
    """Find what raised an alarm: a new peak of the cabinet, a chip beyond its shutdown limit or beyond its reach."""
    for n in range(group.first, group.last):
        for lane in range(LANES):
            i, die = chips.chip[n, lane], chips.blocks[n].die[lane]
            if die > seen.peak_k:
                seen.peak_k, seen.peak_time_s = die, time_s
                seen.peak_chip = i
            first = (
                seen.shutdown_chip < 0 or time_s < seen.shutdown_time_s
            )  # groups take a window one after the other
            if die > chips.bodies[i].shutdown_temp_k and first:
                seen.shutdown_chip, seen.shutdown_time_s = i, time_s
            if group.stale == 0 and abs(die - chips.blocks[n].centre[lane]) > group.reach:
                group.stale = STRAYED
