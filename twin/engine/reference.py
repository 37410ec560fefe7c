"""Reference engine: the plant through time, by an adaptive implicit integrator on its exact Jacobian.

The truth that faster engines are measured against. It restarts at every jump of an input, so that no step runs
over one, and integrates the energy put in and taken out as states, so that closure is that of the integrator.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.integrate import solve_ivp

from models.errors import NoSolution
from twin.engine.schedule import drive_at
from twin.engine.steady import solve_steady
from twin.engine.system import System, stored_energy_j
from twin.engine.trajectory import Recorder, Trajectory
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Plant

RELATIVE_TOLERANCE = 1e-5
ABSOLUTE_TOLERANCE = 1e-4
ACCOUNT_TOLERANCE_J = 1e3
"""Absolute tolerance of the energy accounts [J]: they follow the temperatures and must not lead the step."""

Progress = Callable[[float], None]


def simulate(
    plant: Plant,
    inputs: Inputs,
    duration_s: float,
    *,
    sample_s: float = 10.0,
    progress: Progress | None = None,
    initial: Floats | None = None,
    relative_tolerance: float = RELATIVE_TOLERANCE,
) -> Trajectory:
    """Run a plant through time.

    Parameters
    ----------
    plant : Plant
    inputs : Inputs
        Load and weather over time; held signals jump, linear ones are followed without restart.
    duration_s : float
        Length of the run [s], positive.
    sample_s : float
        Distance of recorded instants [s].
    progress : callable, optional
        Called with the simulated time [s] after each recorded instant.
    initial : ndarray, shape (n_state,), optional
        State to start from; without it the steady state of the first instant.
    relative_tolerance : float
        Of the integrator; the absolute one scales with it.

    Returns
    -------
    Trajectory
        Interrupted runs (Ctrl-C) return what is done, marked as such.

    Raises
    ------
    NoSolution
        When the first instant has no steady state to start from, or the integrator gives up.
    """
    system = System(plant)
    state = _start(system, inputs) if initial is None else initial.copy()
    state[system.layout.heat_in] = state[system.layout.heat_out] = 0.0
    recorder = Recorder(system, inputs, stored_energy_j(system, state))
    edges = np.concatenate([[0.0], inputs.jump_times(0.0, duration_s), [duration_s]])
    samples = np.append(np.arange(0.0, duration_s - 1e-6 * sample_s, sample_s), duration_s)
    try:
        for begin, end in zip(edges[:-1], edges[1:], strict=True):
            is_last = end == edges[-1]
            inside = samples[(samples >= begin) & ((samples < end) | is_last)]
            state = _segment(system, inputs, state, (begin, end), inside, recorder, progress, relative_tolerance)
    except KeyboardInterrupt:
        return recorder.trajectory(interrupted=True)
    return recorder.trajectory(interrupted=False)


def _start(system: System, inputs: Inputs) -> Floats:
    steady = solve_steady(system, drive_at(system.plant, inputs, 0.0))
    if not steady.solved:
        raise NoSolution(
            "first instant of the run", steady.cause, steady.residual_frac, "of the heat put in",
            "start with a lower load, or see what `twin check` says of this site",
        )  # fmt: skip
    return steady.state


def _segment(
    system: System,
    inputs: Inputs,
    state: Floats,
    span: tuple[float, float],
    samples: Floats,
    recorder: Recorder,
    progress: Progress | None,
    relative_tolerance: float,
) -> Floats:
    """Integrate between two jumps and record the samples in between; return the state at the end."""
    begin, end = span
    middle_s = 0.5 * (begin + end)

    def at(time_s: float) -> float:
        # A held input belongs to the segment it starts: the last instant still sees the value before the jump.
        return time_s if time_s < end else max(middle_s, np.nextafter(end, begin))

    def rates(time_s: float, values: Floats) -> Floats:
        return system.rates(drive_at(system.plant, inputs, at(time_s)), values)

    def jacobian(time_s: float, values: Floats) -> object:
        drive = drive_at(system.plant, inputs, at(time_s))
        return system.jacobian(drive, system.evaluate(drive, values))

    scale = relative_tolerance / RELATIVE_TOLERANCE
    tolerance = np.full(state.size, ABSOLUTE_TOLERANCE * scale)
    tolerance[system.layout.heat_in] = tolerance[system.layout.heat_out] = ACCOUNT_TOLERANCE_J
    solution = solve_ivp(
        rates,
        span,
        state,
        method="BDF",
        jac=jacobian,
        rtol=relative_tolerance,
        atol=tolerance,
        t_eval=np.unique(np.append(samples, end)),
        max_step=inputs.shortest_feature_s,
    )
    if not solution.success:
        raise NoSolution("reference engine", solution.message, float(solution.t[-1]), "s", "look at the last instant")
    for time_s, values in zip(solution.t, solution.y.T, strict=True):
        if time_s in samples:
            recorder.record(time_s, values)
            if progress is not None:
                progress(float(time_s))
    return np.asarray(solution.y[:, -1])
