"""Steps of a plant, in windows: everything that is not a chip, then the chips, then what the prediction missed."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.chips import plates_moved, refresh_stale
from twin.engine.fast.kernels.groups import step_chips
from twin.engine.fast.kernels.means import begin_window, step_means
from twin.engine.fast.kernels.networks import refresh_networks, set_flows
from twin.engine.fast.kernels.plant import move_all_but_chips, set_drive, set_inlets
from twin.engine.fast.kernels.racks import deposit_unpredicted, settle
from twin.engine.fast.tables.plant import WINDOW

# --- kernels ---


def copy(source: Any, count: int, target: Any) -> None:
    """Copy the first entries."""
    for j in range(count):
        target[j] = source[j]


def window_length(groups: Any, rises: Any, left: int) -> int:
    """Return how many steps the plant may take before its chips follow: one where chips bend or rise within a step."""
    if rises.shape[0] > 0:
        return 1
    for g in range(groups.size):
        if groups[g].kind != 0:
            return 1
    return min(left, WINDOW)


def within_reach(groups: Any, X: Any) -> bool:
    """Return whether all groups answer a further step as they did so far."""
    for g in range(groups.size):
        group = groups[g]
        if X[group.activity] > group.most_activity or plates_moved(group, X, X[group.flow]):
            return False
    return True


def move_plant(
    X: Any,
    drives: Any,
    rises: Any,
    step: int,
    laws: Any,
    groups: Any,
    chips: Any,
    means: Any,
    nets: Any,
    racks: Any,
    plant: Any,
    work: Any,
    dt: float,
) -> int:
    """Move everything that is not a chip through a window, mean chips in the place of chips; return its steps.

    It ends early where mean chips would not answer as chips do. In a window of one step there are none: the heat of chips
    is what the prediction says, and the step counts below zero. No steps where a network fails.
    """
    count, most = 0, 1
    while count < most:
        middle = drives[step + count]
        rise = rises[step + count] if rises.shape[0] > 0 else middle[:0]
        set_drive(X, plant, middle, middle[:0], 0.0)
        if refresh_networks(nets, X, False) >= 0:
            break
        set_flows(nets, X)
        set_inlets(plant, X, laws)
        if count == 0:
            refresh_stale(groups, chips, X, dt)
            most = window_length(groups, rises, drives.shape[0] - step)
            begin_window(groups, chips, means, racks, most)
        elif not within_reach(groups, X):
            break
        before, flow = work.path[count], work.flow[count]
        copy(X, plant.drive + plant.columns.size, before)
        move_all_but_chips(X, before, middle, rise, laws, groups, nets, racks, plant, work, flow, dt)
        set_inlets(plant, X, laws)
        if most > 1:
            step_means(groups, means, racks, before, X, flow, dt)
            deposit_unpredicted(racks, X, dt)
        count += 1
    copy(X, plant.drive, work.path[count])
    return count if most > 1 else -count


def advance(
    X: Any,
    drives: Any,
    rises: Any,
    laws: Any,
    groups: Any,
    chips: Any,
    means: Any,
    nets: Any,
    racks: Any,
    tally: Any,
    plant: Any,
    work: Any,
    time_s: float,
    dt: float,
) -> int:
    """Take one step per row of ``drives``; return how many were taken before a network failed."""
    step = 0
    while step < drives.shape[0]:
        count = move_plant(X, drives, rises, step, laws, groups, chips, means, nets, racks, plant, work, dt)
        if count == 0:
            break
        rise = rises[step] if rises.shape[0] > 0 else drives[step, :0]
        X[plant.heat_in] += step_chips(
            groups, chips, means, racks, tally, work, rise, plant, abs(count), time_s + step * dt, dt
        )
        if count < 0:
            deposit_unpredicted(racks, X, dt)
        else:
            settle(racks, X, count, dt)
        step += abs(count)
    return step
