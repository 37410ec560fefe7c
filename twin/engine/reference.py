"""Reference engine: the plant through time, by an adaptive implicit integrator on its exact Jacobian.

The truth that faster engines are measured against. It restarts at every jump of an input, so that no step runs
over one, and integrates the energy put in and taken out as states, so that closure is that of the integrator.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.integrate import BDF

from models.errors import NoSolution
from twin.engine.course import Course, Progress, Record, Stage, follow
from twin.engine.drive import Drive
from twin.engine.events import Event
from twin.engine.record import Recording
from twin.engine.schedule import drive_at
from twin.engine.system import System
from twin.engine.trajectory import Trajectory
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Plant

RELATIVE_TOLERANCE = 1e-5
ABSOLUTE_TOLERANCE = 1e-4
NOTHING = 1e-4
"""Part of the tolerance of Newton's method that counts as nothing."""
ACCOUNT_TOLERANCE_J = 1e3
"""Absolute tolerance of the energy accounts [J]: they follow the temperatures and must not lead the step."""


def simulate(
    plant: Plant,
    inputs: Inputs,
    duration_s: float,
    *,
    sample_s: float = 10.0,
    events: Sequence[Event] = (),
    progress: Progress | None = None,
    initial: Floats | None = None,
    relative_tolerance: float = RELATIVE_TOLERANCE,
    recording: Recording | None = None,
) -> Trajectory:
    """Run a plant through time.

    Parameters
    ----------
    plant, inputs, duration_s, sample_s, events, progress, initial, recording
        See `twin.engine.course.Course`; held signals jump, linear ones are followed without restart.
    relative_tolerance : float
        Of the integrator; the absolute one scales with it.

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
    course = Course(
        plant=plant,
        inputs=inputs,
        duration_s=duration_s,
        sample_s=sample_s,
        events=events,
        initial=initial,
        recording=recording,
        progress=progress,
    )

    def move(stage: Stage, state: Floats, record: Record) -> Floats:
        jumps = inputs.jump_times(stage.begin_s, stage.end_s)
        edges = np.concatenate([[stage.begin_s], jumps, [stage.end_s]])
        samples = stage.samples_s
        for begin, end in pairwise(edges):
            inside = samples[(samples >= begin) & ((samples < end) | (end == edges[-1]))]
            state = _segment(stage.system, inputs, state, (begin, end), inside, record, relative_tolerance)
        return state

    return follow(course, move)


def _segment(
    system: System,
    inputs: Inputs,
    state: Floats,
    span: tuple[float, float],
    samples: Floats,
    record: Record,
    relative_tolerance: float,
) -> Floats:
    """Integrate between two jumps, recording the samples on the way; return the state at the end."""
    begin, end = span

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
    _ignore_rounding(solver, relative_tolerance, _tolerances(system, relative_tolerance))
    due = list(samples)
    if due and due[0] == begin:
        record(due.pop(0), state)
    while solver.status == "running":
        message = solver.step()
        if solver.status == "failed":
            raise NoSolution(
                "reference engine", str(message), float(solver.t), "s", "look at the last instant"
            )
        between = solver.dense_output()
        while due and due[0] <= solver.t:
            time_s = due.pop(0)
            record(time_s, between(time_s))
    return np.asarray(solver.y)


def _ignore_rounding(solver: Any, relative: float, absolute: Floats) -> None:
    """Take a correction far below the tolerance for none.

    Near a steady state Newton's corrections are noise of rounding. SciPy asks them to shrink from one iteration to the
    next unless they are nothing at all; noise does not, and the step is cut a million times over.
    """
    solve = solver.solve_lu

    def settled(factors: Any, residual: Any) -> Any:
        correction = solve(factors, residual)
        scale = absolute + relative * np.abs(solver.y)
        size = np.linalg.norm(correction / scale) / correction.size**0.5  # as SciPy measures it
        return correction if size > NOTHING * solver.newton_tol else np.zeros_like(correction)

    solver.solve_lu = settled


def _tolerances(system: System, relative_tolerance: float) -> Floats:
    """Return the absolute tolerance of each state; it scales with the relative one."""
    count = system.layout.state_count
    tolerance = np.full(count, ABSOLUTE_TOLERANCE * relative_tolerance / RELATIVE_TOLERANCE)
    tolerance[system.layout.heat_in] = tolerance[system.layout.heat_out] = ACCOUNT_TOLERANCE_J
    return tolerance
