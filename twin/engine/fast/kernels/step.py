"""One step of a plant, or many: everything that is not a chip, then the chips, then what the prediction missed."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.chips import plates_moved, refresh_stale
from twin.engine.fast.kernels.groups import step_chips
from twin.engine.fast.kernels.means import begin_window, step_means
from twin.engine.fast.kernels.networks import refresh_networks, set_flows
from twin.engine.fast.kernels.propagators import phi
from twin.engine.fast.laws import fixed_rates, inlet_rates, load_rates, moving_rates
from twin.engine.fast.tables import WINDOW

# --- kernels ---


STAGES = 3
SINCE = (-1.0 / 2.0, -1.0 / 6.0, 1.0 / 6.0)
AHEAD = (1.0 / 3.0, 2.0 / 3.0, 0.0)
WEIGHTS = (1.0 / 4.0, 0.0, 3.0 / 4.0)
"""Heun's rule of third order, stable up to a rate times step of 2.5: how far from the middle of a step each stage stands, how far ahead of the start its rates
take the next one, and what they weigh. All rows share the weights, so what leaves one row enters another."""
MOST_TURNS = 2.5


def set_dc_power(groups: Any, cabinets: Any, X: Any) -> None:
    """Write each cabinet's direct-current power: chips as warm as in the middle of the step if they go on as before."""
    for place in range(cabinets.dc_power.size):
        X[cabinets.dc_power[place]] = 0.0
    for g in range(groups.kind.size):
        power = groups.static_w[g] + 0.5 * groups.rising_w[g]
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


def set_drive(X: Any, plant: Any, middle: Any, rise: Any, since: float) -> None:
    """Write the drive of an instant that is ``since`` steps from the middle of a step over which it rises."""
    for j in range(plant.columns.size):
        X[plant.drive + j] = middle[plant.columns[j]]
    if rise.size > 0:
        for j in range(plant.columns.size):
            X[plant.drive + j] += since * rise[plant.columns[j]]


def copy(source: Any, count: int, target: Any) -> None:
    """Copy the first entries."""
    for j in range(count):
        target[j] = source[j]


def share_that_stays(turns: float) -> float:
    """Return which share of a heat that grows from nothing over a step is still in a rack at its end.

    ``turns`` says how often its coolant is replaced in a step: 2 (exp(-x) - 1 + x)/x^2, here one over a polynomial, within
    0.2 % up to 2.5 turns. What does not stay is in the return: no energy rests on it.
    """
    if turns > MOST_TURNS:
        return 2.0 * phi(-turns)[2]
    return 1.0 / (1.0 + turns * (1.0 / 3.0 + turns * (1.0 / 36.0 - turns / 540.0)))


def deposit(racks: Any, X: Any, rack: int, missed_j: float, dt: float) -> None:
    """Hand a rack heat that it was not given in a step; what would have left the rack already goes to the return.

    Plates warm up from where they were: what is missed grows from nothing over the step.
    """
    turns = max(X[racks.flow[rack]], 0.0) * racks.turns_per_kg[rack] * dt
    stays = share_that_stays(turns)
    X[racks.state[rack]] += stays * missed_j * racks.per_capacity_k_j[rack]
    X[racks.back[rack]] += (1.0 - stays) * missed_j * racks.back_per_capacity_k_j[rack]


def deposit_unpredicted(racks: Any, X: Any, dt: float) -> None:
    """Hand racks the heat of a step that the prediction missed."""
    for rack in range(racks.state.size):
        deposit(racks, X, rack, (racks.heat_w[rack] - racks.predicted_w[rack]) * dt, dt)


def settle(racks: Any, X: Any, count: int, dt: float) -> None:
    """Hand racks the heat by which chips gave more in a window than their mean chips, and expect as much from now on."""
    for rack in range(racks.state.size):
        missed_w = racks.heat_w[rack] - racks.given_w[rack]
        deposit(racks, X, rack, missed_w * dt, dt)
        more = missed_w / count
        racks.beyond_mean_w[rack] += more
        racks.last_heat_w[rack] += more
        racks.predicted_w[rack] += more


def predict(racks: Any) -> None:
    """Expect the heat of racks to change by as much as it did in the step just taken."""
    for rack in range(racks.state.size):
        heat = racks.heat_w[rack]
        racks.predicted_w[rack] = 2.0 * heat - racks.last_heat_w[rack]
        racks.last_heat_w[rack] = heat


def move_all_but_chips(
    X: Any,
    before: Any,
    middle: Any,
    rise: Any,
    stamps: Any,
    groups: Any,
    nets: Any,
    racks: Any,
    cabinets: Any,
    plant: Any,
    work: Any,
    flow: Any,
    dt: float,
) -> None:
    """Take one step of everything that is not a chip from ``before``; write the mean flow of racks by the same rule."""
    total, out, fixed = work.total, work.out, work.fixed
    for j in range(total.size):
        total[j] = 0.0
    for rack in range(racks.flow.size):
        flow[racks.flow[rack]] = 0.0
    for stage in range(STAGES):
        if rise.size > 0:
            set_drive(X, plant, middle, rise, SINCE[stage])
        if stage == 0 or rise.size > 0:
            set_fixed(groups, cabinets, X, stamps, fixed)
        set_rates(racks, X, stamps, fixed, SINCE[stage], out)
        for j in range(total.size):
            rate = out[j] * plant.per_capacity[j]
            total[j] += WEIGHTS[stage] * rate
            X[j] = before[j] + AHEAD[stage] * dt * rate
        for rack in range(racks.flow.size):
            flow[racks.flow[rack]] += WEIGHTS[stage] * X[racks.flow[rack]]
        if stage < STAGES - 1:
            set_flows(nets, X)
    for j in range(total.size):
        X[j] = before[j] + dt * total[j]


def window_length(groups: Any, rises: Any, left: int) -> int:
    """Return how many steps the plant may take before its chips follow: one where chips bend or rise within a step."""
    if rises.shape[0] > 0:
        return 1
    for g in range(groups.kind.size):
        if groups.kind[g] != 0:
            return 1
    return min(left, WINDOW)


def within_reach(groups: Any, X: Any) -> bool:
    """Return whether all groups answer a further step as they did so far."""
    for g in range(groups.kind.size):
        if X[groups.activity[g]] > groups.most_activity[g] or plates_moved(g, groups, X, X[groups.flow[g]]):
            return False
    return True


def move_plant(
    X: Any,
    drives: Any,
    rises: Any,
    step: int,
    stamps: Any,
    groups: Any,
    means: Any,
    chips: Any,
    nets: Any,
    racks: Any,
    cabinets: Any,
    plant: Any,
    work: Any,
    dt: float,
) -> int:
    """Move everything that is not a chip through a window, mean chips in the place of chips; return its steps.

    It ends early where mean chips would not answer as chips do. In a window of one step there are none: the heat of chips
    is what the prediction says. None where a network fails.
    """
    count, most = 0, 1
    while count < most:
        middle = drives[step + count]
        rise = rises[step + count] if rises.shape[0] > 0 else middle[:0]
        set_drive(X, plant, middle, middle[:0], 0.0)
        if not refresh_networks(nets, X, False):
            break
        set_flows(nets, X)
        if count == 0:
            refresh_stale(groups, chips, X, dt)
            most = window_length(groups, rises, drives.shape[0] - step)
            begin_window(groups, means, racks, most)
        elif not within_reach(groups, X):
            break
        set_inlets(cabinets, X, stamps)
        before, flow = work.path[count], work.flow[count]
        copy(X, plant.drive + plant.columns.size, before)
        move_all_but_chips(
            X, before, middle, rise, stamps, groups, nets, racks, cabinets, plant, work, flow, dt
        )
        set_inlets(cabinets, X, stamps)
        if most > 1:
            step_means(groups, means, racks, before, X, flow, dt)
            deposit_unpredicted(racks, X, dt)
            predict(racks)
        count += 1
    copy(X, plant.drive, work.path[count])
    return count if most > 1 else -count


def advance(
    X: Any,
    drives: Any,
    rises: Any,
    stamps: Any,
    groups: Any,
    means: Any,
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
    """Take one step per row of ``drives``; return how many were taken before a network failed."""
    step = 0
    while step < drives.shape[0]:
        count = move_plant(
            X, drives, rises, step, stamps, groups, means, chips, nets, racks, cabinets, plant, work, dt
        )
        if count == 0:
            break
        rise = rises[step] if rises.shape[0] > 0 else drives[step, :0]
        X[plant.heat_in] += step_chips(
            groups, chips, means, racks, tally, work, rise, plant, abs(count), time_s + step * dt, dt
        )
        if count < 0:
            deposit_unpredicted(racks, X, dt)
            predict(racks)
        else:
            settle(racks, X, count, dt)
        step += abs(count)
    return step
