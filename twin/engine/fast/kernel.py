"""Kernels of the fast engine: chips by exact propagators, everything else by a conservative Runge-Kutta step.

This file is a template. `compile.py` puts the scalar functions traced from the laws of the engine before it and
compiles both as one module; the functions of `laws.py` only say what they look like. Nothing here knows a formula
of physics: powers, conductances, branch losses and balances are asked of the laws.
"""

from __future__ import annotations

from math import expm1, sqrt
from typing import Any

import numpy as np

from twin.engine.fast.laws import (
    branch_law,
    branch_slopes,
    chip_law,
    fixed_rates,
    inlet_rates,
    load_rates,
    moving_rates,
    plate_law,
)
from twin.engine.fast.tables import LANES

# --- kernels ---


WIDE_K = 8.0
NARROW_K = 0.1
PARTS = 4
FLOW_REACH = 0.02
SUPPLY_REACH_K = 2.0
NEWTON_STEPS = 30
PRESSURE_TOLERANCE = 1e-9
FLOW_TOLERANCE = 1e-11
MOST_GROWTH = 1.0
CLOCK_FULL = 1.0 - 1e-9
ANY_ACTIVITY = 1e300
LEAST_ACTIVITY = 1e-3
CLOCK_THROTTLED = 0.999
STAGES = 3
SINCE = (-1.0 / 2.0, -1.0 / 6.0, 1.0 / 6.0)
AHEAD = (1.0 / 3.0, 2.0 / 3.0, 0.0)
WEIGHTS = (1.0 / 4.0, 0.0, 3.0 / 4.0)
"""Heun's rule of third order: how far from the middle of a step each stage stands, how far ahead of the start its rates
take the next one, and what they weigh. All rows share the weights, so what leaves one row enters another."""


def phi(z: float) -> tuple[float, float, float]:
    """Return exp(z), (exp(z) - 1)/z and ((exp(z) - 1)/z - 1)/z."""
    if abs(z) < 1e-2:
        one = 1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z / 120.0)))
        two = 0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z * (1.0 / 120.0 + z / 720.0)))
        return 1.0 + z * one, one, two
    one = expm1(z) / z
    return 1.0 + z * one, one, (one - 1.0) / z


def set_propagator(
    block: Any,
    ramp: Any,
    lane: int,
    dt: float,
    slope: float,
    conductance: float,
    resistance: float,
    cd: float,
    cc: float,
) -> None:
    """Write how die and case of a chip move in one step: exponentials of its two-by-two system.

    Both eigenvalues are real and apart, since each body warms the other.
    """
    a = (slope - 1.0 / resistance) / cd * dt
    b = dt / (resistance * cd)
    c = dt / (resistance * cc)
    d = -(1.0 / resistance + conductance) / cc * dt
    mean, root = 0.5 * (a + d), sqrt(0.25 * (a - d) * (a - d) + b * c)
    high, low = mean + root, mean - root
    e_high, one_high, two_high = phi(high)
    e_low, one_low, two_low = phi(low)
    gap = 1.0 / (high - low)
    e_slope, one_slope, two_slope = (
        (e_high - e_low) * gap,
        (one_high - one_low) * gap,
        (two_high - two_low) * gap,
    )
    block.die_die[lane] = e_low + e_slope * (a - low)
    block.die_case[lane] = e_slope * b
    block.case_die[lane] = e_slope * c
    block.case_case[lane] = e_low + e_slope * (d - low)
    block.die_power[lane] = (one_low + one_slope * (a - low)) * dt / cd
    block.case_power[lane] = one_slope * c * dt / cd
    ramp.die_ramp[lane] = (two_low + two_slope * (a - low)) * dt / cd - 0.5 * block.die_power[lane]
    ramp.case_ramp[lane] = two_slope * c * dt / cd - 0.5 * block.case_power[lane]
    pull = dt * conductance / cc
    die_one, case_one = one_slope * b * pull, (one_low + one_slope * (d - low)) * pull
    die_two, case_two = two_slope * b * pull, (two_low + two_slope * (d - low)) * pull
    block.die_begin[lane] = die_one - die_two
    block.case_begin[lane] = case_one - case_two
    block.die_end[lane] = die_two
    block.case_end[lane] = case_two


def runs_free(i: int, chips: Any, case_k: float, activity: float) -> bool:
    """Return whether a chip runs at full clock, at any memory traffic, once its quick die has followed its case."""
    warm_k = case_k + WIDE_K
    power = chip_law(i, chips.power_numbers, warm_k, activity, 1.0)[0]
    die_k = warm_k + chips.junction_case_k_w[i] * power
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


def refresh_group(g: int, groups: Any, chips: Any, X: Any, flow: float, dt: float, bent: bool) -> None:
    """Ask the laws again how the chips of a group answer, around their present temperatures.

    A group that is throttled or capped, or ``bent`` by the caller's word, will move in parts of a step.
    """
    supply = X[groups.supply[g]]
    activity, memory = X[groups.activity[g]], X[groups.memory[g]]
    begin, end = groups.first[g], groups.first[g + 1]
    most = -1.0 if bent else ANY_ACTIVITY
    for n in range(begin, end):
        for lane in range(0 if bent else LANES):
            i = groups.chip[n, lane]
            most = min(most, most_free_activity(i, chips, groups.blocks[n].case[lane]))
    free = activity <= most
    part = dt if free else dt / PARTS
    groups.kind[g] = 0 if free else 1
    groups.most_activity[g] = most
    groups.held[g, 0], groups.held[g, 1] = activity, memory
    groups.reference_flow[g] = flow
    groups.reference_supply[g] = supply
    reach = WIDE_K if free else NARROW_K
    groups.reach[g] = reach
    base_activity, base_memory = (0.0, 0.0) if free else (activity, memory)
    probe = min(max(most, LEAST_ACTIVITY), 1.0)  # beyond `most` a cap bends what is a straight line below
    static_w, per_activity_w, per_memory_w = 0.0, 0.0, 0.0
    for n in range(begin, end):
        block, link, ramp = groups.blocks[n], groups.links[n], groups.ramps[n]
        for lane in range(LANES):
            i = groups.chip[n, lane]
            centre = block.die[lane]
            step = 0.7 * reach
            low = chip_law(i, chips.power_numbers, centre - step, base_activity, base_memory)[0]
            mid = chip_law(i, chips.power_numbers, centre, base_activity, base_memory)[0]
            high = chip_law(i, chips.power_numbers, centre + step, base_activity, base_memory)[0]
            steepest = MOST_GROWTH * chips.die_capacity_j_k[i] / part
            slope = min(
                (high - low) / (2.0 * step), steepest
            )  # a runaway may not outgrow numbers in one step
            by_activity, by_memory = 0.0, 0.0
            if free:
                by_activity = (chip_law(i, chips.power_numbers, centre, probe, 0.0)[0] - mid) / probe
                by_memory = chip_law(i, chips.power_numbers, centre, 0.0, 1.0)[0] - mid
            block.centre[lane], block.static_w[lane] = centre, mid
            block.slope[lane] = slope
            block.curve[lane] = (high - 2.0 * mid + low) / (2.0 * step * step)
            block.per_activity[lane], block.per_memory[lane] = by_activity, by_memory
            effectiveness, conductance = plate_law(i, chips.plate_numbers, flow, supply)
            more, stronger = plate_law(i, chips.plate_numbers, 1.01 * flow, supply)
            block.conductance_per_flow[lane] = 0.0
            if conductance > 0.0:
                block.conductance_per_flow[lane] = (stronger / conductance - 1.0) / 0.01
            link.effectiveness[lane] = effectiveness
            link.effectiveness_per_flow[lane] = (more - effectiveness) / 0.01
            set_propagator(
                block, ramp, lane, part, slope, conductance, chips.junction_case_k_w[i],
                chips.die_capacity_j_k[i], chips.case_capacity_j_k[i],
            )  # fmt: skip
            many = block.many[lane]
            static_w += many * mid
            per_activity_w += many * by_activity
            per_memory_w += many * by_memory
    groups.static_w[g] = static_w
    groups.per_activity_w[g] = per_activity_w
    groups.per_memory_w[g] = per_memory_w
    groups.stale[g] = 0


def refresh_stale(groups: Any, chips: Any, X: Any, dt: float) -> None:
    """Refresh every group that has left the range in which its coefficients hold."""
    for g in range(groups.kind.size):
        flow, reference = X[groups.flow[g]], groups.reference_flow[g]
        activity, memory = X[groups.activity[g]], X[groups.memory[g]]
        changed = groups.kind[g] == 1 and (activity != groups.held[g, 0] or memory != groups.held[g, 1])
        if (
            groups.stale[g] != 0
            or changed
            or (groups.kind[g] == 0 and activity > groups.most_activity[g])
            or abs(flow - reference) > FLOW_REACH * abs(reference)
            or abs(X[groups.supply[g]] - groups.reference_supply[g]) > SUPPLY_REACH_K
        ):
            refresh_group(g, groups, chips, X, flow, dt, False)


def move(
    block: Any,
    lane: int,
    begin: float,
    end: float,
    drift: float,
    activity: float,
    memory: float,
    inverse_dt: float,
) -> tuple[float, float, float, float, float, float]:
    """Return where a chip goes: die and case, mean power, mean heat into the coolant, next static power, its reach.

    The heat follows from the first law on the chip: what came in, less what is stored.
    """
    die, case = block.die[lane], block.case[lane]
    centre, slope = block.centre[lane], block.slope[lane]
    off = die - centre
    force = (
        block.static_w[lane] + block.curve[lane] * off * off - slope * centre
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
    power = force + slope * 0.5 * (die + new_die)
    stored = block.die_capacity[lane] * (new_die - die) + block.case_capacity[lane] * (new_case - case)
    new_off = new_die - centre
    static = block.static_w[lane] + new_off * (slope + block.curve[lane] * new_off)
    return new_die, new_case, power, power - stored * inverse_dt, static, abs(new_off)


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
    dt: float,
) -> tuple[float, float, float, float]:
    """Move chips whose plates stand at the cabinet's inlet; return power, heat, next static power and an alarm.

    The alarm is above zero where a die passes ``warning_k`` or leaves its reach: a sum, where one would look for a
    maximum, since a compiler makes vector instructions of it.
    """
    inverse = 1.0 / dt
    total, taken, base, alarm = 0.0, 0.0, 0.0, 0.0
    for n in range(first, last):
        block = blocks[n]
        for lane in range(LANES):
            die, case, power, heat, static, off = move(
                block, lane, begin, end, drift, activity, memory, inverse
            )
            many = block.many[lane]
            total += many * power
            taken += many * heat
            base += many * static
            alarm += max(die - warning_k, 0.0) + max(off - reach, 0.0)
            block.die[lane] = die
            block.case[lane] = case
    return total, taken, base, alarm


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
    """Do the same for plates in a chain: each lane takes the coolant of its neighbour upstream and hands it on.

    The neighbour stands ``shift`` blocks before, 0 for the first of a chain; ``since`` and ``until`` say which part of
    the step that is.
    """
    inverse = 1.0 / dt
    total, taken, base, alarm = 0.0, 0.0, 0.0, 0.0
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
            die, case, power, heat, static, off = move(
                block, lane, warm, warmer, drift, activity, memory, inverse
            )
            link.outlet_end[lane] = warmer + share * (case - warmer)
            many = block.many[lane]
            total += many * power
            taken += many * heat
            base += many * static
            alarm += max(die - warning_k, 0.0) + max(off - reach, 0.0)
            block.die[lane] = die
            block.case[lane] = case
    return total, taken, base, alarm


def ramp_blocks(
    blocks: Any, ramps: Any, first: int, last: int, activity: float, memory: float
) -> tuple[float, float]:
    """Let chips feel that their drive rose over the step just taken; return what they stored and their static power.

    The step itself counted the drive with its middle: what is added is the answer to a rise from half below to half
    above it.
    """
    stored, base = 0.0, 0.0
    for n in range(first, last):
        block, ramp = blocks[n], ramps[n]
        for lane in range(LANES):
            rise = activity * block.per_activity[lane] + memory * block.per_memory[lane]
            die, case = ramp.die_ramp[lane] * rise, ramp.case_ramp[lane] * rise
            many = block.many[lane]
            stored += many * (block.die_capacity[lane] * die + block.case_capacity[lane] * case)
            block.die[lane] += die
            block.case[lane] += case
            off = block.die[lane] - block.centre[lane]
            base += many * (block.static_w[lane] + off * (block.slope[lane] + block.curve[lane] * off))
    return stored, base


def step_parts(
    g: int,
    groups: Any,
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
    upstream = groups.upstream[g]
    shift = groups.first[g] - groups.first[upstream] if upstream >= 0 else 0
    for part in range(PARTS):
        if groups.stale[g] != 0:
            refresh_group(g, groups, chips, X, flow, dt, True)
            moved = True
        drift = flow / groups.reference_flow[g] - 1.0 if groups.reference_flow[g] != 0.0 else 0.0
        since, until = part / PARTS, (part + 1) / PARTS
        warm, warmer = begin + since * (end - begin), begin + until * (end - begin)
        drawn, taken, base, excess = step_chained(
            groups.blocks, groups.links, groups.first[g], groups.first[g + 1], shift, warm, warmer, drift, 0.0, 0.0,
            warning_k, groups.reach[g], dt / PARTS, since, until,
        )  # fmt: skip
        power += drawn / PARTS
        heat += taken / PARTS
        alarm += excess
        groups.static_w[g] = base
        if excess > 0.0:
            groups.stale[g] = 1
    if moved:
        groups.stale[g] = 1  # it may be free again
    return power, heat, alarm


def lose_clock(g: int, groups: Any, chips: Any, tally: Any, X: Any, dt: float) -> bool:
    """Count the work that a throttled or capped group loses; return whether any of its chips is below full clock."""
    cabinet = groups.cabinet[g]
    activity, memory = X[groups.activity[g]], X[groups.memory[g]]
    slow = False
    for n in range(groups.first[g], groups.first[g + 1]):
        for lane in range(LANES):
            i, die, many = groups.chip[n, lane], groups.blocks[n].die[lane], groups.blocks[n].many[lane]
            clock = chip_law(i, chips.power_numbers, die, activity, memory)[1]
            slow = slow or clock < CLOCK_THROTTLED
            tally.lost_s[cabinet] += many * activity * (1.0 - clock) * dt
    return slow


def look_closer(g: int, groups: Any, chips: Any, tally: Any, time_s: float) -> None:
    """Find what raised an alarm: a new peak of the cabinet, a chip beyond its shutdown limit or beyond its reach."""
    cabinet = groups.cabinet[g]
    for n in range(groups.first[g], groups.first[g + 1]):
        for lane in range(LANES):
            i, die = groups.chip[n, lane], groups.blocks[n].die[lane]
            if die > tally.peak_k[cabinet]:
                tally.peak_k[cabinet], tally.peak_time_s[cabinet] = die, time_s
                tally.peak_chip[cabinet] = i
            if die > chips.shutdown_temp_k[i] and tally.shutdown_chip[cabinet] < 0:
                tally.shutdown_chip[cabinet], tally.shutdown_time_s[cabinet] = i, time_s
            if abs(die - groups.blocks[n].centre[lane]) > groups.reach[g]:
                groups.stale[g] = 1


def step_chips(
    groups: Any,
    chips: Any,
    racks: Any,
    tally: Any,
    X: Any,
    supply_begin: Any,
    flow: Any,
    rise: Any,
    drive: int,
    time_s: float,
    dt: float,
) -> float:
    """Move all chips by one step; fill the heat of racks; return the power of all chips.

    ``rise`` says by how much each input rose over the step, the first of them being that at ``drive`` in the joint
    vector; it is empty where all inputs are held.
    """
    for rack in range(racks.heat_w.size):
        racks.heat_w[rack] = 0.0
    blocks, first = groups.blocks, groups.first
    total, slowed = 0.0, -1
    for g in range(groups.kind.size):
        cabinet, supply, through = groups.cabinet[g], groups.supply[g], flow[groups.flow[g]]
        activity, memory = X[groups.activity[g]], X[groups.memory[g]]
        tally.wanted_s[cabinet] += groups.many[g] * activity * dt
        begin, end, drift = supply_begin[supply], X[supply], 0.0
        if groups.reference_flow[g] != 0.0:
            drift = through / groups.reference_flow[g] - 1.0
        warning = min(tally.peak_k[cabinet], groups.shutdown_k[g])
        upstream = groups.upstream[g]
        if groups.kind[g] == 1:
            power, heat, alarm = step_parts(g, groups, chips, X, begin, end, through, warning, dt)
            if lose_clock(g, groups, chips, tally, X, dt) and slowed != cabinet:
                tally.throttled_s[cabinet] += dt
                slowed = cabinet
        elif upstream < 0 and groups.feeds[g] == 0:
            power, heat, base, alarm = step_blocks(
                blocks,
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
                blocks, groups.links, first[g], first[g + 1], shift, begin, end, drift, activity, memory, warning,
                groups.reach[g], dt, 0.0, 1.0,
            )  # fmt: skip
            groups.static_w[g] = base
        if rise.size > 0 and groups.kind[g] == 0:
            more, further = rise[groups.activity[g] - drive], rise[groups.memory[g] - drive]
            if more != 0.0 or further != 0.0:
                stored, base = ramp_blocks(blocks, groups.ramps, first[g], first[g + 1], more, further)
                groups.static_w[g] = base
                heat -= stored / dt
        total += power
        racks.heat_w[groups.rack[g]] += heat
        if alarm > 0.0:
            look_closer(g, groups, chips, tally, time_s + dt)
    return total


def solve_banded(matrix: Any, side: Any, count: int, band: int) -> None:
    """Solve with a factorised banded matrix in place."""
    for i in range(count):
        value = side[i]
        for j in range(max(0, i - band), i):
            value -= matrix[i, i - j] * side[j]
        side[i] = value
    for i in range(count):
        side[i] /= matrix[i, 0]
    for i in range(count - 1, -1, -1):
        value = side[i]
        for j in range(i + 1, min(count, i + band + 1)):
            value -= matrix[j, j - i] * side[j]
        side[i] = value


def factorise_banded(matrix: Any, count: int, band: int) -> None:
    """Factorise a symmetric banded matrix, L D L^T, in place; ``matrix[i, k]`` is the entry (i, i - k)."""
    for i in range(count):
        for j in range(max(0, i - band), i + 1):
            value = matrix[i, i - j]
            for k in range(max(0, i - band, j - band), j):
                value -= matrix[i, i - k] * matrix[j, j - k] * matrix[k, 0]
            if i == j:
                matrix[i, 0] = value
            else:
                matrix[i, i - j] = value / matrix[j, 0]


def assemble(nets: Any, k: int, matrix: Any, conductance: Any) -> None:
    """Fill the node matrix of a network from the conductance of its branches."""
    matrix[:] = 0.0
    low = nets.first_branch[k]
    for b in range(low, nets.first_branch[k + 1]):
        here, there, g = nets.begin[b], nets.end[b], conductance[b - low]
        if here >= 0:
            matrix[here, 0] += g
        if there >= 0:
            matrix[there, 0] += g
        if here >= 0 and there >= 0:
            matrix[max(here, there), abs(here - there)] -= g


def solve_network(nets: Any, k: int, X: Any, slopes: bool) -> bool:
    """Solve one network at the present drivers; whether it converged.

    With ``slopes`` its results are differentiated there and followed from there on, else only its flows are found.
    """
    low, high = nets.first_branch[k], nets.first_branch[k + 1]
    node = nets.first_node[k]
    nodes, band = nets.first_node[k + 1] - node, nets.band[k]
    matrix = np.zeros((nodes, band + 1))
    side, conductance, pull = np.zeros(nodes), np.zeros(high - low), np.zeros(high - low)
    for _ in range(NEWTON_STEPS):
        error = branch_errors(nets, k, X, conductance, pull)
        imbalance = node_errors(nets, k, side)
        assemble(nets, k, matrix, conductance)
        factorise_banded(matrix, nodes, band)
        if (
            error <= PRESSURE_TOLERANCE * nets.scale_pa[k]
            and imbalance <= FLOW_TOLERANCE * nets.scale_kg_s[k]
        ):
            if slopes:
                differentiate(nets, k, X, matrix, conductance)
            return True
        for b in range(low, high):
            spread(nets, b, side, pull[b - low])
        solve_banded(matrix, side, nodes, band)
        for b in range(low, high):
            nets.flow[b] += rise_along(nets, b, side) * conductance[b - low] - pull[b - low]
        for j in range(nodes):
            nets.pressure[node + j] += side[j]
    return False


def branch_errors(nets: Any, k: int, X: Any, conductance: Any, pull: Any) -> float:
    """Fill the conductance of each branch and the flow that its error asks for; return the largest error."""
    low, node, driver = nets.first_branch[k], nets.first_node[k], nets.first_driver[k]
    temperature, speed = X[nets.driver[driver]], X[nets.driver[driver + 1]]
    worst = 0.0
    for b in range(low, nets.first_branch[k + 1]):
        place = X[nets.valve[b]] if nets.valve[b] >= 0 else 1.0
        turning = speed if nets.source[b] != 0 else 1.0
        loss, slope = branch_law(b, nets.numbers, nets.flow[b], temperature, turning, place)
        here, there = nets.begin[b], nets.end[b]
        if here >= 0:
            loss -= nets.pressure[node + here]
        if there >= 0:
            loss += nets.pressure[node + there]
        worst = max(worst, abs(loss))
        conductance[b - low] = 1.0 / slope
        pull[b - low] = loss / slope
    return worst


def node_errors(nets: Any, k: int, side: Any) -> float:
    """Fill what flows into each node and does not leave; return the largest."""
    worst = 0.0
    for j in range(side.size):
        side[j] = 0.0
    for b in range(nets.first_branch[k], nets.first_branch[k + 1]):
        spread(nets, b, side, -nets.flow[b])
    for j in range(side.size):
        worst = max(worst, abs(side[j]))
    return worst


def spread(nets: Any, b: int, side: Any, value: float) -> None:
    """Add a value where a branch begins and take it off where the branch ends."""
    if nets.begin[b] >= 0:
        side[nets.begin[b]] += value
    if nets.end[b] >= 0:
        side[nets.end[b]] -= value


def rise_along(nets: Any, b: int, side: Any) -> float:
    """Return by how much a branch begins above its end."""
    here = side[nets.begin[b]] if nets.begin[b] >= 0 else 0.0
    there = side[nets.end[b]] if nets.end[b] >= 0 else 0.0
    return here - there


def differentiate(nets: Any, k: int, X: Any, matrix: Any, conductance: Any) -> None:
    """Store results and their slopes at a solved network, by the implicit function theorem."""
    low, high = nets.first_branch[k], nets.first_branch[k + 1]
    node, first = nets.first_node[k], nets.first_driver[k]
    nodes, band = nets.first_node[k + 1] - node, nets.band[k]
    drivers = nets.first_driver[k + 1] - first
    results = nets.first_result[k + 1] - nets.first_result[k]
    temperature, speed = X[nets.driver[first]], X[nets.driver[first + 1]]
    partial = np.zeros((high - low, 3))
    for b in range(low, high):
        place = X[nets.valve[b]] if nets.valve[b] >= 0 else 1.0
        turning = speed if nets.source[b] != 0 else 1.0
        by_temperature, by_speed, by_valve = branch_slopes(
            b, nets.slope_numbers, nets.flow[b], temperature, turning, place
        )
        partial[b - low, 0], partial[b - low, 2] = by_temperature, by_valve
        partial[b - low, 1] = by_speed if nets.source[b] != 0 else 0.0
    side, change = np.zeros(nodes), np.zeros(high - low)
    for j in range(drivers):
        nets.anchor[first + j] = X[nets.driver[first + j]]
        for n in range(nodes):
            side[n] = 0.0
        for b in range(low, high):
            moved = partial[b - low, min(j, 2)]
            if j >= 2 and nets.valve_branch[first + j] != b:
                moved = 0.0
            change[b - low] = -moved * conductance[b - low]
            spread(nets, b, side, -change[b - low])
        solve_banded(matrix, side, nodes, band)
        for b in range(low, high):
            change[b - low] += conductance[b - low] * rise_along(nets, b, side)
        for r in range(results):
            nets.slope[nets.first_slope[k] + r * drivers + j] = result_of(nets, k, r, change, side, 0)
    for r in range(results):
        nets.value[nets.first_result[k] + r] = solved_result(nets, k, r)


def solved_result(nets: Any, k: int, r: int) -> float:
    """Return one result of a network at its last solution."""
    flow = nets.flow[nets.first_branch[k] : nets.first_branch[k + 1]]
    return result_of(nets, k, r, flow, nets.pressure, nets.first_node[k])


def result_of(nets: Any, k: int, r: int, flow: Any, pressure: Any, node: int) -> float:
    """Return one result of a network: a flow, the total of its sources, or a pressure difference."""
    low = nets.first_branch[k]
    branch = nets.result_branch[nets.first_result[k] + r]
    if branch >= 0:
        return float(flow[branch - low])
    if branch == -1:
        total = 0.0
        for b in range(low, nets.first_branch[k + 1]):
            if nets.source[b] != 0:
                total += flow[b - low]
        return total
    high_node, low_node = nets.node_high[k], nets.node_low[k]
    upper = pressure[node + high_node] if high_node >= 0 else 0.0
    lower = pressure[node + low_node] if low_node >= 0 else 0.0
    return float(upper - lower)


def moved_too_far(nets: Any, k: int, X: Any) -> bool:
    """Whether a driver of a network has left the range in which its results follow in a straight line."""
    for driver in range(nets.first_driver[k], nets.first_driver[k + 1]):
        if abs(X[nets.driver[driver]] - nets.anchor[driver]) > nets.reach[driver]:
            return True
    return False


def refresh_networks(nets: Any, X: Any, everything: bool) -> bool:
    """Solve and differentiate the networks whose drivers moved too far; whether all converged."""
    for k in range(nets.band.size):
        if (everything or moved_too_far(nets, k, X)) and not solve_network(nets, k, X, True):
            nets.trouble[0] = k
            return False
    return True


def find_flows(nets: Any, X: Any, values: Any) -> bool:
    """Solve all networks at the present drivers and write their results, as an array like the joint vector.

    What the next steps follow stays as it is. Return whether all converged.
    """
    for k in range(nets.band.size):
        if not solve_network(nets, k, X, False):
            return False
        first = nets.first_result[k]
        for r in range(nets.first_result[k + 1] - first):
            values[nets.result[first + r]] = solved_result(nets, k, r)
    return True


def set_flows(nets: Any, X: Any) -> None:
    """Write flows and pressure differences at the present drivers into the joint vector."""
    for k in range(nets.band.size):
        first, last = nets.first_driver[k], nets.first_driver[k + 1]
        for driver in range(first, last):
            nets.moved[driver] = X[nets.driver[driver]] - nets.anchor[driver]
        moved, row = nets.moved[first:last], nets.first_slope[k]
        for r in range(nets.first_result[k], nets.first_result[k + 1]):
            slopes, value = nets.slope[row : row + last - first], nets.value[r]
            for j in range(last - first):
                value += slopes[j] * moved[j]
            X[nets.result[r]] = value
            row += last - first


def set_dc_power(groups: Any, cabinets: Any, X: Any) -> None:
    """Write each cabinet's direct-current power at the start of a step: chips now, with the drive of the step."""
    for place in range(cabinets.dc_power.size):
        X[cabinets.dc_power[place]] = 0.0
    for g in range(groups.kind.size):
        power = groups.static_w[g]
        if groups.kind[g] == 0:
            power += (
                X[groups.activity[g]] * groups.per_activity_w[g]
                + X[groups.memory[g]] * groups.per_memory_w[g]
            )
        X[groups.dc_power[g]] += power


def set_inlets(cabinets: Any, X: Any, stamps: Any) -> None:
    """Write the air at the cabinets of each hall at the present state."""
    for place in range(cabinets.air_inlet.size):
        X[cabinets.air_inlet[place]] = 0.0
    inlet_rates(X, stamps, X)


def set_fixed(groups: Any, cabinets: Any, X: Any, stamps: Any, fixed: Any) -> None:
    """Return the rates that follow from the drive alone: what is not a chip draws its power and turns it into heat."""
    set_dc_power(groups, cabinets, X)
    load_rates(X, stamps, X)
    for j in range(fixed.size):
        fixed[j] = 0.0
    fixed_rates(X, stamps, fixed)


def set_rates(racks: Any, X: Any, stamps: Any, fixed: Any, since: float, out: Any) -> None:
    """Return heat and control rates at the present state and flows, chips replaced by the predicted heat of racks.

    ``since`` is how far the instant is from the middle of the step, in steps: that heat rises as it did from the last
    step to this.
    """
    for j in range(out.size):
        out[j] = fixed[j]
    moving_rates(X, stamps, out)
    for rack in range(racks.state.size):
        predicted = racks.predicted_w[rack]
        out[racks.state[rack]] += predicted + since * (predicted - racks.last_heat_w[rack])


def set_drive(X: Any, first: int, middle: Any, rise: Any, since: float) -> None:
    """Write the drive of an instant that is ``since`` steps from the middle of a step over which it rises."""
    for j in range(rise.size):
        X[first + j] = middle[j] + since * rise[j]


def copy(source: Any, count: int, target: Any) -> None:
    """Copy the first entries."""
    for j in range(count):
        target[j] = source[j]


def deposit(racks: Any, X: Any, dt: float) -> None:
    """Hand racks the heat that the prediction missed; what would have left the rack already goes to the return.

    Plates warm up from where they were: what is missed grows from nothing over the step.
    """
    for rack in range(racks.state.size):
        missed_j = (racks.heat_w[rack] - racks.predicted_w[rack]) * dt
        turns = max(X[racks.flow[rack]], 0.0) * racks.heat_rate_j_kg_k[rack] * dt / racks.capacity_j_k[rack]
        stays = 2.0 * phi(-turns)[2]
        X[racks.state[rack]] += stays * missed_j / racks.capacity_j_k[rack]
        X[racks.back[rack]] += (1.0 - stays) * missed_j / racks.back_capacity_j_k[rack]


def advance(
    X: Any,
    drives: Any,
    rises: Any,
    stamps: Any,
    groups: Any,
    chips: Any,
    nets: Any,
    racks: Any,
    cabinets: Any,
    tally: Any,
    plant: Any,
    work: Any,
    time_s: float,
    dt: float,
) -> int:
    """Take one step per row of ``drives``; return how many were taken before a network failed.

    The rule of Runge and Kutta on everything that is not a chip, then the chips over the same step with the supply
    temperature it gave, then the heat that the prediction missed.
    """
    count = plant.capacity.size
    before, total, out, fixed, flow = work[0], work[1], work[2], work[3], work[4]
    for step in range(drives.shape[0]):
        now = time_s + step * dt
        middle = drives[step]
        rise = rises[step] if rises.shape[0] > 0 else rises.ravel()
        for j in range(middle.size):
            X[plant.drive + j] = middle[j]
        if not refresh_networks(nets, X, False):
            return step
        set_flows(nets, X)
        refresh_stale(groups, chips, X, dt)
        set_inlets(cabinets, X, stamps)
        set_fixed(groups, cabinets, X, stamps, fixed)
        copy(X, plant.drive, before)
        for j in range(count):
            total[j] = 0.0
        for stage in range(STAGES):
            since = SINCE[stage]
            if rise.size > 0:
                set_drive(X, plant.drive, middle, rise, since)
                set_fixed(groups, cabinets, X, stamps, fixed)
            set_rates(racks, X, stamps, fixed, since, out)
            weight = WEIGHTS[stage]
            ahead = AHEAD[stage] * dt
            for j in range(count):
                rate = out[j] / plant.capacity[j]
                total[j] += weight * rate
                X[j] = before[j] + ahead * rate
            if stage < STAGES - 1:
                set_flows(nets, X)
            for rack in range(racks.flow.size if stage < STAGES - 1 else 0):
                place = racks.flow[rack]
                flow[place] = X[place] if stage == 0 else 0.5 * (flow[place] + X[place])
        for j in range(count):
            X[j] = before[j] + dt * total[j]
        set_drive(X, plant.drive, middle, rise, 0.0)
        set_inlets(cabinets, X, stamps)
        power = step_chips(groups, chips, racks, tally, X, before, flow, rise, plant.drive, now, dt)
        X[plant.heat_in] += power * dt
        deposit(racks, X, dt)
        for rack in range(racks.state.size):
            heat = racks.heat_w[rack]
            racks.predicted_w[rack] = 2.0 * heat - racks.last_heat_w[rack]
            racks.last_heat_w[rack] = heat
    return int(drives.shape[0])
