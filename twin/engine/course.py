"""What every engine shares of a run: where it starts, which plant holds when, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from models.errors import NoSolution
from twin.engine.events import Event
from twin.engine.flow import FlowState
from twin.engine.record import Recording
from twin.engine.schedule import drive_at
from twin.engine.steady import solve_steady
from twin.engine.system import System, stored_energy_j
from twin.engine.trajectory import Recorder, Trajectory
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Plant

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What to run: a plant under its inputs and events, recorded every ``sample_s`` seconds.

    Parameters
    ----------
    plant : Plant
    inputs : Inputs
        Load and weather over time.
    duration_s : float
        Length of the run [s], positive.
    sample_s : float
        Distance of recorded instants [s].
    events : sequence of Event
        Changes of the plant; each acts from its instant on.
    initial : ndarray, shape (n_state,), optional
        State to start from; without it the steady state of the first instant.
    recording : Recording, optional
        Where the results go, memory where not given; with a checkpoint the run goes on from there, and ``initial``
        is not looked at.
    progress : callable, optional
        Called with the simulated time [s] after each recorded instant.
    """

    plant: Plant
    inputs: Inputs
    duration_s: float
    sample_s: float = 10.0
    events: Sequence[Event] = ()
    initial: Floats | None = None
    recording: Recording | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stretch of a run in which the plant stays the same; ``samples_s`` are the instants it records."""

    system: System
    begin_s: float
    end_s: float
    samples_s: Floats


class Record(Protocol):
    """Records one instant; ``flow`` are the networks at its state, where the engine has solved them."""

    def __call__(self, time_s: float, state: Floats, flow: FlowState | None = None) -> None:
        """Record."""


Mover = Callable[[Stage, Floats, Record], Floats]
"""Moves a state through a stage, recording on the way, and returns it at the end."""
Prepare = Callable[[System, Recorder], None]


def follow(course: Course, mover: Mover, prepare: Prepare | None = None) -> Trajectory:
    """Move a plant along its course.

    Parameters
    ----------
    course : Course
    mover : callable
        The engine.
    prepare : callable, optional
        Lets the engine put accounts of its own into the recorder.

    Returns
    -------
    Trajectory
        An interrupted run (Ctrl-C) returns what is done, marked as such.

    Raises
    ------
    NoSolution
        When the first instant has no steady state to start from, or the engine gives up.
    KeyboardInterrupt
        When the run is interrupted before its first instant is recorded: there is nothing to return.
    """
    resume = None if course.recording is None else course.recording.resume
    system = System(course.plant)
    begin_s, state = (0.0, _start(system, course)) if resume is None else (resume.time_s, resume.state)
    recorder = Recorder(system, course.inputs, stored_energy_j(system, state), course.recording, prepare)

    def record(time_s: float, state: Floats, flow: FlowState | None = None) -> None:
        recorder.record(time_s, state, flow=flow)
        if course.progress is not None:
            course.progress(time_s)

    try:
        for stage in _stages(course, system, begin_s, resumed=resume is not None):
            recorder.enter(stage.system)
            state = mover(stage, state, record)
    except KeyboardInterrupt:
        return recorder.trajectory(interrupted=True)
    except NoSolution:
        recorder.flush()  # what led there is worth looking at
        raise
    return recorder.trajectory(interrupted=False)


def _start(system: System, course: Course) -> Floats:
    """Return the state at the start of a run, with empty energy accounts."""
    state = _steady_start(system, course.inputs) if course.initial is None else course.initial.copy()
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


def _stages(course: Course, system: System, begin_s: float, *, resumed: bool) -> Iterator[Stage]:
    """Yield the stages from an instant on; events before it have acted already."""
    end_s = course.duration_s
    samples = np.append(np.arange(0.0, end_s - 1e-6 * course.sample_s, course.sample_s), end_s)
    samples = samples[samples > begin_s] if resumed else samples
    plant, fresh = course.plant, True
    coming = sorted(course.events, key=lambda event: event.time_s)
    while begin_s < end_s:
        while coming and coming[0].time_s <= begin_s:
            plant, fresh = coming.pop(0).change(plant), False
        until_s = min(coming[0].time_s, end_s) if coming else end_s
        inside = (samples >= begin_s) & ((samples < until_s) | (until_s == end_s))
        yield Stage(
            system=system if fresh else System(plant),
            begin_s=begin_s,
            end_s=until_s,
            samples_s=samples[inside],
        )
        begin_s = until_s
