"""Racks: what the heat of their chips, known after the step, changes in their coolant and in what they return."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.kernels.propagators import phi

# --- kernels ---


MOST_TURNS = 2.5


def share_that_stays(turns: float) -> float:
    """Return which share of a heat that grows from nothing over a step is still in a rack at its end.

    ``turns`` says how often its coolant is replaced in a step: 2 (exp(-x) - 1 + x)/x^2, here one over a polynomial, within
    0.2 % up to 2.5 turns. What does not stay is in the return: no energy rests on it.
    """
    if turns > MOST_TURNS:
        return 2.0 * phi(-turns)[2]
    return 1.0 / (1.0 + turns * (1.0 / 3.0 + turns * (1.0 / 36.0 - turns / 540.0)))


def deposit(rack: Any, X: Any, missed_j: float, dt: float) -> None:
    """Hand a rack heat that it was not given in a step; what would have left the rack already goes to the return.

    Plates warm up from where they were: what is missed grows from nothing over the step.
    """
    turns = max(X[rack.flow], 0.0) * rack.turns_per_kg * dt
    stays = share_that_stays(turns)
    X[rack.state] += stays * missed_j * rack.per_capacity_k_j
    X[rack.back] += (1.0 - stays) * missed_j * rack.back_per_capacity_k_j


def deposit_unpredicted(racks: Any, X: Any, dt: float) -> None:
    """Hand racks the heat of a step that the prediction missed, and expect it to change by as much in the next one."""
    for r in range(racks.size):
        rack = racks[r]
        heat = rack.heat_w
        deposit(rack, X, (heat - rack.predicted_w) * dt, dt)
        rack.predicted_w = 2.0 * heat - rack.last_heat_w
        rack.last_heat_w = heat


def settle(racks: Any, X: Any, count: int, dt: float) -> None:
    """Hand racks the heat by which chips gave more in a window than their mean chips, and expect as much from now on."""
    for r in range(racks.size):
        rack = racks[r]
        missed_w = rack.heat_w - rack.given_w
        deposit(rack, X, missed_w * dt, dt)
        more = missed_w / count
        rack.beyond_mean_w += more
        rack.last_heat_w += more
        rack.predicted_w += more
