"""Reference engine: the plant through time, by an adaptive implicit integrator on its exact Jacobian.

The truth that faster engines are measured against. It restarts at every jump of an input, so that no step runs
over one, and integrates the energy put in and taken out as states, so that closure is that of the integrator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.integrate import BDF

from models.errors import NoSolution
from twin.engine.drive import Drive
from twin.engine.record import Recording
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What all segments of a run share."""

    system: System
    inputs: Inputs
    recorder: Recorder
    progress: Progress | None

    def record(self, time_s: float, state: Floats) -> None:
        """Record one instant and say so."""
        self.recorder.record(time_s, state)
        if self.progress is not None:
            self.progress(time_s)


def simulate(
    plant: Plant,
    inputs: Inputs,
    duration_s: float,
    *,
    sample_s: float = 10.0,
    progress: Progress | None = None,
    initial: Floats | None = None,
    relative_tolerance: float = RELATIVE_TOLERANCE,
    recording: Recording | None = None,
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
    recording : Recording, optional
        Where the results go, memory where not given; with a checkpoint the run goes on from there, and ``initial``
        is not looked at.

    Returns
    -------
    Trajectory
        An interrupted run (Ctrl-C) returns what is done, marked as such.

    Raises
    ------
    NoSolution
        When the first instant has no steady state to start from, or the integrator gives up.
    KeyboardInterrupt
        When the run is interrupted before its first instant is recorded: there is nothing to return.
    """
    system = System(plant)
    resume = None if recording is None else recording.resume
    begin_s, state = (
        (0.0, _start(system, inputs, initial)) if resume is None else (resume.time_s, resume.state)
    )
    recorder = Recorder(system, inputs, stored_energy_j(system, state), recording)
    run = _Run(system=system, inputs=inputs, recorder=recorder, progress=progress)
    edges = np.unique([begin_s, *inputs.jump_times(begin_s, duration_s), duration_s])
    samples = np.append(np.arange(0.0, duration_s - 1e-6 * sample_s, sample_s), duration_s)
    if resume is not None:
        samples = samples[samples > begin_s]
    try:
        for begin, end in pairwise(edges):
            is_last = end == edges[-1]
            inside = samples[(samples >= begin) & ((samples < end) | is_last)]
            state = _segment(run, state, (begin, end), inside, relative_tolerance)
    except KeyboardInterrupt:
        return recorder.trajectory(interrupted=True)
    except NoSolution:
        recorder.flush()  # what led there is worth looking at
        raise
    return recorder.trajectory(interrupted=False)


def _start(system: System, inputs: Inputs, initial: Floats | None) -> Floats:
    """Return the state at the start of a run, with empty energy accounts."""
    state = _steady_start(system, inputs) if initial is None else initial.copy()
    state[system.layout.heat_in] = state[system.layout.heat_out] = 0.0
    return state


def _steady_start(system: System, inputs: Inputs) -> Floats:
    steady = solve_steady(system, drive_at(system.plant, inputs, 0.0))
    if not steady.solved:
        raise NoSolution(
            "first instant of the run", steady.cause, steady.residual_frac, "of the heat put in",
            "start with a lower load, or see what `twin check` says of this site",
        )  # fmt: skip
    return steady.state


def _segment(
    run: _Run, state: Floats, span: tuple[float, float], samples: Floats, relative_tolerance: float
) -> Floats:
    """Integrate between two jumps, recording the samples on the way; return the state at the end."""
    begin, end = span
    system, inputs = run.system, run.inputs

    def drive(time_s: float) -> Drive:
        # A held input belongs to the segment it starts: the end still sees the value before the jump.
        inside = time_s if time_s < end else max(0.5 * (begin + end), np.nextafter(end, begin))
        return drive_at(system.plant, inputs, inside)

    solver = BDF(  # type: ignore[call-overload]  # the stubs know no sparse Jacobian from a function
        lambda time_s, values: system.rates(drive(time_s), values),
        begin,
        state,
        end,
        jac=lambda time_s, values: system.jacobian(drive(time_s), system.evaluate(drive(time_s), values)),
        rtol=relative_tolerance,
        atol=_tolerances(system, relative_tolerance),
        max_step=inputs.shortest_feature_s,
    )
    due = list(samples)
    if due and due[0] == begin:
        run.record(due.pop(0), state)
    while solver.status == "running":
        message = solver.step()
        if solver.status == "failed":
            raise NoSolution(
                "reference engine", str(message), float(solver.t), "s", "look at the last instant"
            )
        between = solver.dense_output()
        while due and due[0] <= solver.t:
            time_s = due.pop(0)
            run.record(time_s, between(time_s))
    return np.asarray(solver.y)


def _tolerances(system: System, relative_tolerance: float) -> Floats:
    """Return the absolute tolerance of each state; it scales with the relative one."""
    count = system.layout.state_count
    tolerance = np.full(count, ABSOLUTE_TOLERANCE * relative_tolerance / RELATIVE_TOLERANCE)
    tolerance[system.layout.heat_in] = tolerance[system.layout.heat_out] = ACCOUNT_TOLERANCE_J
    return tolerance
