"""One step of a plant, or many: everything that is not a chip, then the chips, then what the prediction missed."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.chips import refresh_stale, step_chips
from twin.engine.fast.kernels.networks import refresh_networks, set_flows
from twin.engine.fast.kernels.propagators import phi
from twin.engine.fast.laws import fixed_rates, inlet_rates, load_rates, moving_rates

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


def deposit(racks: Any, X: Any, dt: float) -> None:
    """Hand racks the heat that the prediction missed; what would have left the rack already goes to the return.

    Plates warm up from where they were: what is missed grows from nothing over the step.
    """
    for rack in range(racks.state.size):
        missed_j = (racks.heat_w[rack] - racks.predicted_w[rack]) * dt
        turns = max(X[racks.flow[rack]], 0.0) * racks.heat_rate_j_kg_k[rack] * dt / racks.capacity_j_k[rack]
        stays = share_that_stays(turns)
        X[racks.state[rack]] += stays * missed_j / racks.capacity_j_k[rack]
        X[racks.back[rack]] += (1.0 - stays) * missed_j / racks.back_capacity_j_k[rack]


def predict(racks: Any) -> None:
    """Expect the heat of racks to change by as much as it did in the step just taken."""
    for rack in range(racks.state.size):
        heat = racks.heat_w[rack]
        racks.predicted_w[rack] = 2.0 * heat - racks.last_heat_w[rack]
        racks.last_heat_w[rack] = heat


def move_all_but_chips(
    X: Any,
    middle: Any,
    rise: Any,
    stamps: Any,
    groups: Any,
    nets: Any,
    racks: Any,
    cabinets: Any,
    plant: Any,
    work: Any,
    dt: float,
) -> None:
    """Take one step of everything that is not a chip; keep where it began, and the mean flow of racks by the same rule."""
    before, total, out, fixed, flow = work.before, work.total, work.out, work.fixed, work.flow
    copy(X, plant.drive, before)
    for j in range(total.size):
        total[j] = 0.0
    for rack in range(racks.flow.size):
        flow[racks.flow[rack]] = 0.0
    for stage in range(STAGES):
        if rise.size > 0:
            set_drive(X, plant, middle, rise, SINCE[stage])
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
    for step in range(drives.shape[0]):
        middle = drives[step]
        rise = rises[step] if rises.shape[0] > 0 else middle[:0]
        set_drive(X, plant, middle, middle[:0], 0.0)
        if not refresh_networks(nets, X, False):
            return step
        set_flows(nets, X)
        refresh_stale(groups, chips, X, dt)
        set_inlets(cabinets, X, stamps)
        set_fixed(groups, cabinets, X, stamps, work.fixed)
        move_all_but_chips(X, middle, rise, stamps, groups, nets, racks, cabinets, plant, work, dt)
        if rise.size > 0:
            set_drive(X, plant, middle, middle[:0], 0.0)
        set_inlets(cabinets, X, stamps)
        now = time_s + step * dt
        power = step_chips(groups, chips, racks, tally, X, work.before, work.flow, rise, plant, now, dt)
        X[plant.heat_in] += power * dt
        deposit(racks, X, dt)
        predict(racks)
    return int(drives.shape[0])
