"""One step of everything that is not a chip."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.networks import set_flows
from twin.engine.fast.laws import fixed_rates, inlet_rates, load_rates, moving_rates

# --- kernels ---


STAGES = 3
SINCE = (-1.0 / 2.0, -1.0 / 6.0, 1.0 / 6.0)
AHEAD = (1.0 / 3.0, 2.0 / 3.0, 0.0)
WEIGHTS = (1.0 / 4.0, 0.0, 3.0 / 4.0)
"""Heun's rule of third order, stable up to a rate times step of 2.5: how far from the middle of a step each stage stands, how far ahead of the start its rates
take the next one, and what they weigh. All rows share the weights, so what leaves one row enters another."""


def set_dc_power(groups: Any, plant: Any, X: Any) -> None:
    """Write each cabinet's direct-current power: chips as warm as in the middle of the step if they go on as before."""
    for place in range(plant.dc_power.size):
        X[plant.dc_power[place]] = 0.0
    for g in range(groups.size):
        group = groups[g]
        power = group.static_w + 0.5 * group.rising_w
        if group.kind == 0:
            power += X[group.activity] * group.per_activity_w + X[group.memory] * group.per_memory_w
        X[group.dc_power] += power


def set_inlets(plant: Any, X: Any, laws: Any) -> None:
    """Write the air at the cabinets of each hall at the present state."""
    for place in range(plant.air_inlet.size):
        X[plant.air_inlet[place]] = 0.0
    inlet_rates(X, laws, X)


def set_fixed(groups: Any, plant: Any, X: Any, laws: Any, fixed: Any) -> None:
    """Return the rates that follow from the drive alone: what is not a chip draws its power and turns it into heat."""
    set_dc_power(groups, plant, X)
    load_rates(X, laws, X)
    for j in range(fixed.size):
        fixed[j] = 0.0
    fixed_rates(X, laws, fixed)


def set_rates(racks: Any, X: Any, laws: Any, fixed: Any, since: float, out: Any) -> None:
    """Return heat and control rates at the present state and flows, chips replaced by the predicted heat of racks.

    ``since`` is how far the instant is from the middle of the step, in steps: that heat rises as it did from the last
    step to this.
    """
    for j in range(out.size):
        out[j] = fixed[j]
    moving_rates(X, laws, out)
    for r in range(racks.size):
        predicted = racks[r].predicted_w
        out[racks[r].state] += predicted + since * (predicted - racks[r].last_heat_w)


def set_drive(X: Any, plant: Any, middle: Any, rise: Any, since: float) -> None:
    """Write the drive of an instant that is ``since`` steps from the middle of a step over which it rises."""
    for j in range(plant.columns.size):
        X[plant.drive + j] = middle[plant.columns[j]]
    if rise.size > 0:
        for j in range(plant.columns.size):
            X[plant.drive + j] += since * rise[plant.columns[j]]


def move_all_but_chips(
    X: Any,
    before: Any,
    middle: Any,
    rise: Any,
    laws: Any,
    groups: Any,
    nets: Any,
    racks: Any,
    plant: Any,
    work: Any,
    flow: Any,
    dt: float,
) -> None:
    """Take one step of everything that is not a chip from ``before``; write the mean flow of racks by the same rule."""
    total, out, fixed = work.total, work.out, work.fixed
    for j in range(total.size):
        total[j] = 0.0
    for r in range(racks.size):
        flow[racks[r].flow] = 0.0
    for stage in range(STAGES):
        if rise.size > 0:
            set_drive(X, plant, middle, rise, SINCE[stage])
        if stage == 0 or rise.size > 0:
            set_fixed(groups, plant, X, laws, fixed)
        set_rates(racks, X, laws, fixed, SINCE[stage], out)
        for j in range(total.size):
            rate = out[j] * plant.per_capacity[j]
            total[j] += WEIGHTS[stage] * rate
            X[j] = before[j] + AHEAD[stage] * dt * rate
        for r in range(racks.size):
            flow[racks[r].flow] += WEIGHTS[stage] * X[racks[r].flow]
        if stage < STAGES - 1:
            set_flows(nets, X)
    for j in range(total.size):
        X[j] = before[j] + dt * total[j]
