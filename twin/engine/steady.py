"""Steady state: the state at which nothing changes any more, or the reason why there is none.

Pseudo-transient continuation on the very rates of the transient engine: implicit steps that grow until they are
Newton steps. Early steps move as the plant itself would, so the solver follows the plant into saturation and
does not jump to roots that the plant cannot reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import SuperLU, splu

from twin.engine.diagnosis import diagnose, stopped_loops
from twin.engine.drive import Drive
from twin.engine.outcome import Outcome
from twin.engine.start import first_guess
from twin.engine.system import Evaluation, System
from twin.plant.records import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyState:
    """Result of a steady solve.

    ``residual_frac`` is the largest heat imbalance of any component over the heat put in; ``cause`` says in
    words why there is no steady state, and is empty where there is one.
    """

    system: System
    drive: Drive
    state: Floats
    evaluation: Evaluation
    outcome: Outcome
    cause: str
    iterations: int
    residual_frac: float

    @property
    def solved(self) -> bool:
        """Whether the state is a steady state."""
        return self.outcome is Outcome.SOLVED


FIRST_STEP_S = 60.0
GROWTH = 12.0
NEWTON_BELOW = 1e-3
"""Imbalance below which steps grow to full Newton steps and a factorised Jacobian may serve again."""
KEEP_BELOW = 0.3
"""A step that shrinks the imbalance to a third keeps its Jacobian for the next one."""
SHORTEST_STEP_S = 1.0
LARGEST_STEP_S = 1e12
MAX_ITERATIONS = 80
TOLERANCE = 1e-10
MAX_CHANGE_K = 30.0
TOO_HOT_K = 1500.0


def solve_steady(system: System, drive: Drive, guess: Floats | None = None) -> SteadyState:
    """Find the steady state of a plant under a constant drive.

    Parameters
    ----------
    system : System
    drive : Drive
        Constant inputs.
    guess : ndarray, shape (n_state,), optional
        State to start from; a neighbouring case saves half of the work.

    Returns
    -------
    SteadyState
        Never raises for a plant without a steady state: the outcome says so and names the cause.
    """
    state = (first_guess(system.plant, system.layout, drive) if guess is None else guess).copy()
    free = system.layout.state_count - 2
    step_s = FIRST_STEP_S if guess is None else FIRST_STEP_S * GROWTH**3
    evaluation = system.evaluate(drive, state)
    worst = _imbalance(system, evaluation)
    # A step across a controller's limit overshoots: no valve, pump or fan stands outside 0 to 1.
    positions = system.layout.positions
    factor: SuperLU | None = None
    iterations = 0
    while iterations < MAX_ITERATIONS and not stopped_loops(system.plant):
        iterations += 1
        fresh = factor is None
        factor = factor or _factor(system, drive, evaluation, step_s, free)
        change = factor.solve(evaluation.rates[:free])
        if np.abs(change).max(initial=0.0) > MAX_CHANGE_K and step_s > SHORTEST_STEP_S:
            step_s, factor = step_s / GROWTH, None
            continue
        trial = state.copy()
        trial[:free] += change
        trial[positions] = np.clip(trial[positions], 0.0, 1.0)
        trial_evaluation = system.evaluate(drive, trial)
        trial_worst = _imbalance(system, trial_evaluation)
        if not np.isfinite(trial_worst) or (trial_worst > 10.0 * worst and step_s > SHORTEST_STEP_S):
            step_s, factor = (step_s / GROWTH if fresh else step_s), None
            continue
        gain, state, evaluation, worst = (
            trial_worst / max(worst, 1e-300),
            trial,
            trial_evaluation,
            trial_worst,
        )
        step_s = min(step_s * (GROWTH if worst > NEWTON_BELOW else GROWTH**6), LARGEST_STEP_S)
        if worst < TOLERANCE or state[:free].max(initial=0.0) > TOO_HOT_K:
            break
        if worst > NEWTON_BELOW or gain > KEEP_BELOW:
            factor = None
    outcome, cause = diagnose(system, drive, state, evaluation, worst < TOLERANCE * 100.0)
    return SteadyState(
        system=system,
        drive=drive,
        state=state,
        evaluation=evaluation,
        outcome=outcome,
        cause=cause,
        iterations=iterations,
        residual_frac=worst,
    )


def _factor(system: System, drive: Drive, evaluation: Evaluation, step_s: float, free: int) -> SuperLU:
    """Factorise one implicit step: (1/dt - J)."""
    jacobian = system.jacobian(drive, evaluation)[:free, :free]
    return splu(sparse.identity(free, format="csc") / step_s - jacobian)


def _imbalance(system: System, evaluation: Evaluation) -> float:
    """Return the largest imbalance: heat over heat put in, controllers in their own units."""
    layout = system.layout
    free = layout.state_count - 2
    heat = np.abs(evaluation.rates * system.capacity)[:free]
    heat_in = max(float(evaluation.rates[layout.heat_in][0]), 1.0)
    scale = np.where(system.capacity[:free] == 1.0, 1.0, heat_in)
    return float((heat / scale).max(initial=0.0))
