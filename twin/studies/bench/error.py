"""How far the fast engine is from the reference engine, on two supernodes of the largest case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from twin.config import load_site
from twin.engine import reference
from twin.engine.course import Progress
from twin.engine.events import Event, failing, setting
from twin.engine.failure import Failure
from twin.engine.record import ChosenChips, Recording
from twin.engine.schedule import drive_at
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.engine.trajectory import Trajectory
from twin.plant import Plant, build_plant
from twin.studies.bench.load import generated

SITE: Final = "cloudmatrix384-x432"
CHANGES: Final = ("repeat.hall.count=1", "repeat.hall.repeat.row.count=2")
SLICE: Final = "two supernodes of cloudmatrix384-x432, 768 chips"
RELATIVE_TOLERANCE: Final = 1e-7
"""Of the reference engine: tight enough to be the truth."""
PLANT_TEMPERATURES: Final = {
    "cdus": ("supply_k", "return_k", "primary_in_k", "primary_out_k"),
    "tcs": ("supply_k", "return_k"),
    "fws": ("supply_k", "return_k", "basin_k"),
    "chw": ("supply_k", "return_k"),
    "halls": ("air_supply_k", "air_return_k"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A run on the slice: another activity of each cabinet every ``input_s`` seconds, and events."""

    name: str
    duration_s: float
    input_s: float
    sample_s: float
    events: tuple[Event, ...] = ()


COURSES: Final = (
    Course(name="every chip's power changes each second, 120 s", duration_s=120.0, input_s=1.0, sample_s=1.0),
    Course(name="the same, in windows of steps", duration_s=120.0, input_s=1.0, sample_s=20.0),
    Course(
        name="load steps every 300 s, a step of pump speed, the trip of a CDU, 1 h",
        duration_s=3600.0, input_s=300.0, sample_s=5.0,
        events=(
            setting(1250.0, "tcs", "min_speed_frac", 0, 0.9),
            failing(2150.0, Failure(name="CDU trip", family="cdus", field="running", index=0)),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Largest errors over all members, recorded instants and courses [K]."""

    chip_k: float
    plant_k: float


def measured_errors(say: Callable[[str], None]) -> Errors:
    """Run both engines on the slice and return how far they are apart."""
    plant = build_plant(load_site(SITE, list(CHANGES)), "chip")
    found = [_apart(plant, course, say) for course in COURSES]
    return Errors(chip_k=max(each.chip_k for each in found), plant_k=max(each.plant_k for each in found))


def _apart(plant: Plant, course: Course, say: Callable[[str], None]) -> Errors:
    from twin.engine.fast.simulate import simulate  # numba takes half a second: only where it is used

    inputs = generated(plant, course.input_s)
    system = System(plant)
    initial = solve_steady(system, drive_at(plant, inputs, 0.0)).state
    chips = ChosenChips(places=np.arange(len(plant.chips.names)))

    def run(engine: Callable[..., Trajectory], word: str, **options: float) -> Trajectory:
        return engine(
            plant, inputs, course.duration_s, sample_s=course.sample_s, events=course.events, initial=initial,
            recording=Recording(chips=chips), progress=_told(say, word, course.duration_s), **options,
        )  # fmt: skip

    truth = run(reference.simulate, "reference engine", relative_tolerance=RELATIVE_TOLERANCE)
    fast = run(simulate, "fast engine")
    return Errors(
        chip_k=_largest(truth, fast, "junctions", ("junction_k",)),
        plant_k=max(_largest(truth, fast, family, names) for family, names in PLANT_TEMPERATURES.items()),
    )


def _told(say: Callable[[str], None], word: str, duration_s: float) -> Progress:
    return lambda time_s: say(f"error slice, {word}, {time_s / duration_s:.0%}")


def _largest(truth: Trajectory, fast: Trajectory, family: str, names: Sequence[str]) -> float:
    apart = [
        np.abs(truth.series[family][name] - fast.series[family][name]).max(initial=0.0) for name in names
    ]
    return float(max(apart))
