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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How boldly the implicit steps grow: at most ``growth`` times, at most ``limit`` of them."""

    growth: float
    limit: int


BOLD = Pace(growth=12.0, limit=80)
CAREFUL = Pace(growth=3.0, limit=300)
"""Second attempt, from scratch, when the first got caught between the limits of controllers."""
FIRST_STEP_S = 60.0
NEAR_STEP_S = 1e5
"""First step from a neighbouring case [s]."""
EAGERNESS = 2.0
SHRINK = 0.1
"""Least factor from one step to the next."""
NEWTON_BELOW = 1e-3
"""Imbalance below which steps grow to full Newton steps and a factorised Jacobian may serve again."""
KEEP_BELOW = 0.3
"""A step that shrinks the imbalance to a third keeps its Jacobian for the next one."""
SHORTEST_STEP_S = 1.0
LARGEST_STEP_S = 1e12
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
    start = first_guess(system.plant, system.layout, drive)
    near = start if guess is None else guess
    search = _Search(system, drive, near, FIRST_STEP_S if guess is None else NEAR_STEP_S)
    if not stopped_loops(system.plant) and not search.run(BOLD):
        search = _Search(system, drive, start, FIRST_STEP_S, search.iterations)
        search.run(CAREFUL)
    outcome, cause = diagnose(system, drive, search.state, search.evaluation, search.worst < TOLERANCE)
    return SteadyState(
        system=system,
        drive=drive,
        state=search.state,
        evaluation=search.evaluation,
        outcome=outcome,
        cause=cause,
        iterations=search.iterations,
        residual_frac=search.worst,
    )


def polished(system: System, drive: Drive, state: Floats) -> Floats:
    """Return a nearly settled state after one Newton step, or itself where nothing is out of balance."""
    evaluation = system.evaluate(drive, state)
    if _imbalance(system, evaluation) < TOLERANCE:
        return state
    free = system.layout.state_count - 2
    change = _factorised(system, drive, evaluation, LARGEST_STEP_S).solve(evaluation.rates[:free])
    return np.concatenate([state[:free] + change, state[free:]])


class _Search:
    """One attempt: the present state, its imbalance, and the implicit step that comes next."""

    def __init__(
        self, system: System, drive: Drive, state: Floats, step_s: float, iterations: int = 0
    ) -> None:
        self.system, self.drive = system, drive
        self.state = state.copy()
        self.evaluation = system.evaluate(drive, self.state)
        self.worst = _imbalance(system, self.evaluation)
        self.iterations = iterations
        self._step_s = step_s
        self._factor: SuperLU | None = None

    def run(self, pace: Pace) -> bool:
        """Step until the imbalance is gone; return whether it is. A guess that is settled stays as it is."""
        if self.worst < TOLERANCE:
            return True
        for _ in range(pace.limit):
            self.iterations += 1
            before = self.worst
            if self._advance(pace):
                self._choose_next(pace, self.worst / max(before, 1e-300))
            if self.worst < TOLERANCE or self.state[:-2].max(initial=0.0) > TOO_HOT_K:
                break
        return self.worst < TOLERANCE

    def _advance(self, pace: Pace) -> bool:
        """Take one implicit step; refuse it, with a shorter one next, when it goes too far."""
        free = self.system.layout.state_count - 2
        fresh = self._factor is None
        factor = self._factor or _factorised(self.system, self.drive, self.evaluation, self._step_s)
        change = factor.solve(self.evaluation.rates[:free])
        shortest = self._step_s <= SHORTEST_STEP_S
        self._factor = factor
        if np.abs(change).max(initial=0.0) > MAX_CHANGE_K and not shortest:
            return self._refuse(pace)
        trial = self.state.copy()
        trial[:free] += change
        # A step across a controller's limit overshoots: no valve, pump or fan stands outside 0 to 1.
        positions = self.system.layout.positions
        trial[positions] = np.clip(trial[positions], 0.0, 1.0)
        evaluation = self.system.evaluate(self.drive, trial)
        worst = _imbalance(self.system, evaluation)
        if not np.isfinite(worst) or (worst > 10.0 * self.worst and not shortest):
            return self._refuse(pace if fresh else None)
        self.state, self.evaluation, self.worst = trial, evaluation, worst
        return True

    def _refuse(self, pace: Pace | None) -> bool:
        self._factor = None
        if pace is not None:
            self._step_s = max(self._step_s / pace.growth, SHORTEST_STEP_S)
        return False

    def _choose_next(self, pace: Pace, gain: float) -> None:
        """Grow the step with success only: across a limit the imbalance rises, and time must resolve it."""
        near = self.worst < NEWTON_BELOW
        growth = pace.growth**6 if near else min(max(EAGERNESS / gain, SHRINK), pace.growth)
        self._step_s = min(max(self._step_s * growth, SHORTEST_STEP_S), LARGEST_STEP_S)
        if not near or gain > KEEP_BELOW:
            self._factor = None


def _factorised(system: System, drive: Drive, evaluation: Evaluation, step_s: float) -> SuperLU:
    """Factorise one implicit step, 1/dt - J, of all states but the energy accounts."""
    free = system.layout.state_count - 2
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
