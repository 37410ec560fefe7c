"""Fast engine: the plant through time in steps of a second, compiled, every chip resolved.

The same plant, inputs, events and trajectory as the reference engine, and the same laws: see
`docs/fast-engine.md` for how they reach the kernels, and how far both engines are apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.engine.course import Course, Progress, Record, Stage, follow
from twin.engine.drive import Drive
from twin.engine.events import Event
from twin.engine.fast.accounts import StepClock, StepPeak, shutdown_notes
from twin.engine.fast.compile import Notice
from twin.engine.fast.grid import Piece, pieces
from twin.engine.fast.memory import keep_freed_arrays
from twin.engine.fast.stepper import NO_RISE, Stepper
from twin.engine.fast.tables.tally import new_tally
from twin.engine.fast.threads import thread_count
from twin.engine.fast.trace import Flags
from twin.engine.record import Recording
from twin.engine.schedule import drive_at
from twin.engine.system import System
from twin.engine.trajectory import Recorder, Trajectory
from twin.errors import InternalError
from twin.inputs.signal import GeneratedSignal, Inputs, Signal
from twin.plant.records import Floats, Plant

STEP_S = 1.0
MOST_BYTES = 16_000_000
"""Inputs of that size are laid out at once."""
LEAST_RISE_K = 0.01
"""A rise of the air outside over a step that is not worth following within it."""
STABLE = 2.0
"""Longest step times fastest rate of what is not a chip; a rule of third order in three stages is stable up to 2.51."""


def simulate(
    plant: Plant,
    inputs: Inputs,
    duration_s: float,
    *,
    sample_s: float = 10.0,
    events: Sequence[Event] = (),
    progress: Progress | None = None,
    initial: Floats | None = None,
    recording: Recording | None = None,
    step_s: float = STEP_S,
    notice: Notice | None = None,
) -> Trajectory:
    """Run a plant through time.

    Parameters
    ----------
    plant, inputs, duration_s, sample_s, events, progress, initial, recording
        See `twin.engine.course.Course`. A held input may jump and a linear one turn at any time: steps end there.
        Weather that moves by less than ``LEAST_RISE_K`` in a step counts with its middle.
    step_s : float
        Longest step [s]; shorter where the plant asks for it.
    notice : callable, optional
        Told in one line when kernels have to be compiled first.

    Returns
    -------
    Trajectory
        Peak junction, throttled time and lost work are those of every step. A chip that passes its shutdown limit
        is named in the notes.

    Raises
    ------
    NoSolution
        When the first instant has no steady state to start from, or the flows of a loop do not settle.
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
    thread_count()  # a wrong number is told before long work
    keep_freed_arrays()
    tally = new_tally(len(plant.cabinets.names))
    measured = measured_cabinets(inputs, len(plant.cabinets.names))

    def prepare(system: System, recorder: Recorder) -> None:
        recorder.clock = clock = StepClock(tally)
        if plant.resolution == "chip":  # a mean chip knows nothing of the worst branch
            recorder.peak = StepPeak(tally, system.plant.chips.names)
        recorder.notes = lambda: shutdown_notes(clock.tally, plant.chips.names, plant.chips.shutdown_temp_k)

    def move(stage: Stage, state: Floats, record: Record) -> Floats:
        stepper = Stepper(stage.system, measured, tally, notice)
        return _through(stepper, inputs, stage, state, record, step_s)

    return follow(course, move, prepare)


def _through(
    stepper: Stepper, inputs: Inputs, stage: Stage, state: Floats, record: Record, step_s: float
) -> Floats:
    system, due = stage.system, list(stage.samples_s)
    drive = drive_at(system.plant, inputs, stage.begin_s)
    stepper.start(state, drive)
    if due and due[0] == stage.begin_s:
        record(due.pop(0), state)
    longest_s = longest_step_s(system, drive, state, step_s)
    most = max(MOST_BYTES // (8 * stepper.tables.places.width), 1)
    for piece in pieces(inputs, stage.begin_s, stage.end_s, np.array(due), longest_s, most):
        drives = _drives(system.plant, inputs, piece)
        stepper.advance(piece.begin_s, piece.step_s, drives, _rises(inputs, piece, drives))
        if due and piece.end_s >= due[0] - 1e-9:
            record(due.pop(0), stepper.state(), stepper.flows())
    return stepper.state()


def longest_step_s(system: System, drive: Drive, state: Floats, step_s: float) -> float:
    """Return the step that a plant takes where ``step_s`` is asked for [s]: a whole part of it that is stable."""
    return step_s / float(np.ceil(step_s * system.fastest_rate_1_s(drive, state) / STABLE))


def measured_cabinets(inputs: Inputs, cabinets: int) -> Flags:
    """Return which cabinets have their power prescribed, shape (n_cabinet,)."""
    if inputs.measured_power_w is None:
        return np.zeros(cabinets, dtype=bool)
    finite = np.isfinite(inputs.measured_power_w.values)
    if (finite.any(axis=0) != finite.all(axis=0)).any():
        raise InternalError("a cabinet's power is measured in a part of the run only")
    return np.asarray(finite.all(axis=0))


def _drives(plant: Plant, inputs: Inputs, piece: Piece) -> Floats:
    """Return the inputs of each step of a piece, as the kernels read them, shape (n_step, n_drive)."""
    middles = piece.middles_s
    cabinets, halls = len(plant.cabinets.names), len(plant.halls.names)
    rows = np.empty((piece.count, 3 * cabinets + 3 + halls))
    rows[:, :cabinets] = inputs.activity.rows(middles)
    same = inputs.memory is inputs.activity
    rows[:, cabinets : 2 * cabinets] = rows[:, :cabinets] if same else inputs.memory.rows(middles)
    measured = inputs.measured_power_w
    rows[:, 2 * cabinets : 3 * cabinets] = 0.0 if measured is None else np.nan_to_num(measured.rows(middles))
    for place, signal in enumerate((inputs.dry_bulb_k, inputs.wet_bulb_k, inputs.air_pressure_pa)):
        rows[:, 3 * cabinets + place] = signal.rows(middles)[:, 0]
    dew = inputs.indoor_dew_point_k
    rows[:, 3 * cabinets + 3 :] = plant.halls.dew_point_k if dew is None else dew.rows(middles)
    return rows


def _rises(inputs: Inputs, piece: Piece, drives: Floats) -> Floats:
    """Return by how much the inputs rise over each step; empty where the load is level and the air hardly moves."""
    cabinets = inputs.activity.width
    load = _grown((inputs.activity, inputs.memory, inputs.measured_power_w), piece)
    temperatures = _grown((inputs.dry_bulb_k, inputs.wet_bulb_k, inputs.indoor_dew_point_k), piece)
    steady = all(np.abs(rise).max(initial=0.0) < LEAST_RISE_K for rise in temperatures.values())
    if steady and not any(np.nan_to_num(rise).any() for rise in load.values()):
        return NO_RISE
    rises = np.zeros_like(drives)
    for place, rise in load.items():
        rises[:, cabinets * place : cabinets * (place + 1)] = np.nan_to_num(rise)
    air, dew = 3 * cabinets, 3 * cabinets + 3
    for place, rise in _grown((inputs.dry_bulb_k, inputs.wet_bulb_k, inputs.air_pressure_pa), piece).items():
        rises[:, air + place] = rise[:, 0]
    rises[:, dew:] = temperatures.get(2, 0.0)  # one for all halls, or one each
    return rises


def _grown(signals: Sequence[Signal | GeneratedSignal | None], piece: Piece) -> dict[int, Floats]:
    """Return by how much each signal that is not held rises over each step."""
    half_s = 0.5 * piece.step_s
    return {
        place: signal.rows(piece.middles_s + half_s) - signal.rows(piece.middles_s - half_s)
        for place, signal in enumerate(signals)
        if signal is not None and not signal.is_held
    }
