"""One case, measured in this process."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from models.errors import NoSolution
from twin.config import load_site
from twin.engine.fast.simulate import longest_step_s, measured_cabinets, simulate
from twin.engine.fast.stepper import Stepper, drive_row
from twin.engine.fast.tables.tally import new_tally
from twin.engine.record import Recording
from twin.engine.schedule import drive_at
from twin.engine.snapshot import snapshot
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.engine.trajectory import Trajectory
from twin.inputs.signal import Inputs
from twin.plant import Plant, build_plant
from twin.plant.records import Floats
from twin.studies.bench.bandwidth import triad_bytes_s
from twin.studies.bench.cases import Case
from twin.studies.bench.floor import DAY_S, Traffic, traffic
from twin.studies.bench.load import generated
from twin.studies.simulate import ResultFolder, SimulationSpec
from twin.studies.simulate.run import load_and_inputs

SAMPLE_S: Final = 300.0
"""Distance of recorded instants; a case settles for a multiple of it, for the clock starts at one."""
TICKS: Final = 20
TICK_S: Final = 1.0
MEGA: Final = 1e6

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a case starts, and what was found out on the way there."""

    plant: Plant
    inputs: Inputs
    state: Floats
    step_s: float
    traffic: Traffic
    threads: int
    start_s: float
    first_step_s: float


def measured(case: Case, hours: float, say: Say, trace: str | None = None) -> dict[str, Any]:
    """Run a case and return its figures.

    Parameters
    ----------
    case : Case
    hours : float
        Length of the measured part [h].
    say : callable
        Told how far it is.
    trace : str, optional
        File with measured power that takes the place of the generated load.

    Raises
    ------
    DataFileError
        The trace cannot be read.
    NoSolution
        The site has no steady state to start from.
    """
    start = _started(case, hours, say, trace)
    run, watch = _run(case, start, hours, say)
    peak_mb = peak_memory_mb()
    say(f"{case.name}: live ticks")
    again_s, ticks_s = _ticks(start, run)
    simulated_s = 3600.0 * hours
    day_s = watch.stepping_s * DAY_S / simulated_s + watch.finish_s
    floor_s = start.traffic.floor_s(watch.bandwidth_bytes_s, start.step_s)
    return {
        "name": case.name,
        "chips": round(float(start.plant.chips.multiplicity.sum())),
        "resolved_chips": start.traffic.chips,
        "cabinets": len(start.plant.cabinets.names),
        "resolution": case.resolution,
        "dt_s": start.step_s,
        "input_s": case.input_s,
        "simulated_hours": hours,
        "seconds_per_day": day_s,
        "cpu_seconds_per_day": watch.cpu_s * DAY_S / simulated_s,
        "peak_memory_mb": peak_mb,
        "bytes_per_chip_step": start.traffic.bytes_per_chip_step,
        "threads": start.threads,
        "triad_gb_s": watch.bandwidth_bytes_s / 1e9,
        "triad_working_set_mb": start.traffic.working_set_bytes / MEGA,
        "floor_seconds_per_day": floor_s,
        "bandwidth_floor_ratio": day_s / floor_s,
        "energy_closure": run.closure_frac,
        "start_s": start.start_s,
        "compile_s": max(start.first_step_s - again_s, 0.0),
        "tick_ms": 1e3 * min(ticks_s),
        "tick_median_ms": 1e3 * statistics.median(ticks_s),
        "load_average": os.getloadavg()[0],
        "notes": [start.inputs.label, *run.notes],
    }


def peak_memory_mb() -> float:
    """Return the most memory this process has held so far [MB].

    Linux hands the `ru_maxrss` of the process that started this one on to it, so its own high-water mark is read
    where there is one.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / MEGA
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGA


def _started(case: Case, hours: float, say: Say, trace: str | None) -> Start:
    """Load, build and settle a site, and step it once, so that everything is compiled."""
    say(f"{case.name}: first steady state")
    began = time.perf_counter()
    config = load_site(case.site)
    plant = build_plant(config, case.resolution)
    if trace is None:
        inputs = generated(plant, case.input_s)
    else:
        length = hours + case.settle_s / 3600.0
        _, inputs = load_and_inputs(config, plant, SimulationSpec(workload=f"replay:{trace}", hours=length))
    system, drive = System(plant), drive_at(plant, inputs, 0.0)
    steady = solve_steady(system, drive)
    if not steady.solved:
        raise NoSolution(case.name, steady.cause, steady.residual_frac, "of the heat put in",
                         f"see what `twin check {case.site}` says")  # fmt: skip
    started = time.perf_counter()
    stepper = _stepped(system, inputs, steady.state, 0.0, lambda note: say(f"{case.name}: {note}"))
    return Start(
        plant=plant,
        inputs=inputs,
        state=steady.state,
        step_s=longest_step_s(system, drive, steady.state, case.step_s),
        traffic=traffic(stepper.tables.groups, len(plant.chips.names)),
        threads=stepper.at_once,
        start_s=started - began,
        first_step_s=time.perf_counter() - started,
    )


def _stepped(
    system: System, inputs: Inputs, state: Floats, time_s: float, notice: Say | None = None
) -> Stepper:
    """Return a stepper that has taken its first step."""
    cabinets = len(system.plant.cabinets.names)
    stepper = Stepper(system, measured_cabinets(inputs, cabinets), new_tally(cabinets), notice)
    drive = drive_at(system.plant, inputs, time_s)
    stepper.start(state, drive)
    stepper.advance(time_s, TICK_S, drive_row(drive)[np.newaxis])
    return stepper


@dataclass(slots=True, kw_only=True)
class Watch:
    """Takes the time of a run from one recorded instant to the last, and the bandwidth before and after."""

    case: Case
    duration_s: float
    working_set_bytes: int
    threads: int
    say: Say
    bandwidth_bytes_s: float = 0.0
    stepping_s: float = 0.0
    finish_s: float = 0.0
    cpu_s: float = 0.0
    _mark_s: float = field(default=0.0, init=False)

    def __call__(self, time_s: float) -> None:
        """Hear of a recorded instant."""
        settle_s = self.case.settle_s
        if time_s >= settle_s + self.duration_s:
            self._lap()
        elif time_s == settle_s:
            self._weigh()
            self.cpu_s, self._mark_s = time.process_time(), time.perf_counter()
        else:
            self.say(f"{self.case.name}: {max(time_s - settle_s, 0.0) / self.duration_s:.0%}")

    def _lap(self) -> None:
        now = time.perf_counter()
        self.stepping_s, self._mark_s = now - self._mark_s, now
        self.cpu_s = time.process_time() - self.cpu_s

    def finished(self) -> None:
        """Hear that the run is over."""
        self.finish_s = time.perf_counter() - self._mark_s
        self._weigh()

    def _weigh(self) -> None:
        self.bandwidth_bytes_s = max(
            self.bandwidth_bytes_s, triad_bytes_s(self.working_set_bytes, self.threads)
        )


def _run(case: Case, start: Start, hours: float, say: Say) -> tuple[Trajectory, Watch]:
    watch = Watch(
        case=case,
        duration_s=3600.0 * hours,
        working_set_bytes=start.traffic.working_set_bytes,
        threads=start.threads,
        say=say,
    )
    with TemporaryDirectory(prefix="twin-bench-") as home:
        folder = ResultFolder(Path(home) / "run")
        run = simulate(
            start.plant,
            start.inputs,
            case.settle_s + watch.duration_s,
            sample_s=SAMPLE_S,
            initial=start.state,
            recording=Recording(sink=folder),
            step_s=case.step_s,
            progress=watch,
        )
        watch.finished()
        folder.close()
    if run.interrupted:
        raise KeyboardInterrupt
    return run, watch


def _ticks(start: Start, run: Trajectory) -> tuple[float, list[float]]:
    """Return how long a first step takes when kernels are there, and each of some ticks: a second, and all outputs."""
    system, time_s = System(start.plant), float(run.time_s[-1])
    began = time.perf_counter()
    stepper = _stepped(system, start.inputs, run.last_state, time_s)
    again_s = time.perf_counter() - began
    spent = []
    for turn in range(1, TICKS + 1):
        now_s = time_s + turn * TICK_S
        began = time.perf_counter()
        drive = drive_at(start.plant, start.inputs, now_s)
        stepper.advance(now_s, TICK_S, drive_row(drive)[np.newaxis])
        state = stepper.state()
        snapshot(system, drive, state, system.algebra(drive, state, stepper.flows()))
        spent.append(time.perf_counter() - began)
    return again_s, spent
