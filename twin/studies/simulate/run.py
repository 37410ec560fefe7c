"""Running a site through time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.cooling.metrics import pue_ratio
from twin.config import SiteConfig, catalogue_entry
from twin.config.weather import Weather
from twin.engine import reference
from twin.engine.course import Progress
from twin.engine.record import Recording
from twin.engine.trajectory import Trajectory
from twin.errors import InternalError, Problem, UsageError
from twin.inputs import (
    Inputs,
    Load,
    OutdoorAir,
    build_activity,
    cabinet_loads,
    design_day,
    epw_weather,
    join_inputs,
    parse_workload,
    trace_path,
    trace_weather,
)
from twin.plant import Plant, build_plant
from twin.studies.simulate.choice import chosen_chips
from twin.studies.simulate.fingerprint import identity_of
from twin.studies.simulate.folder import ResultFolder

SECONDS_PER_HOUR = 3600.0
MOST_SAMPLES = 1440
"""Recorded instants of a run when the user does not say: one per minute of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSpec:
    """What to run.

    Parameters
    ----------
    workload : str
        `constant[:level]`, `training[:options]`, `azure:FILE`, `mooncake:FILE`, `replay:FILE`, `table:FILE`.
    weather : str or None
        EPW file, city of the catalogue, or `trace` (the wet bulb a replay file carries). None: `trace` where
        the replay has one, else the design day of the site's city.
    hours : float
        Length of the run [h].
    start : str or None
        `HH:MM` for a design day, `MM-DD HH:MM` for an EPW file.
    resolution : {'chip', 'cabinet'}
    engine : {'auto', 'fast', 'reference'}
        `auto`: the reference engine for one supernode of at most 1,000 chips, the fast one beyond.
    step_s : float
        Longest step of the fast engine [s].
    target_utilisation_frac : float or None
        Mean busy share to which a request trace is scaled.
    sample_s : float or None
        Distance of recorded instants [s].
    seed : int
    chips : tuple of str
        Cabinets, by name or pattern, whose chips are recorded one by one.
    chips_window_s : (float, float) or None
        Stretch of the run in which they are [s]; the whole run where not given.
    """

    workload: str = "constant"
    weather: str | None = None
    hours: float = 1.0
    start: str | None = None
    resolution: str = "chip"
    engine: str = "auto"
    step_s: float = 1.0
    target_utilisation_frac: float | None = None
    sample_s: float | None = None
    seed: int = 0
    chips: tuple[str, ...] = ()
    chips_window_s: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationResult:
    """A finished run and its summary (display units in the names)."""

    config: SiteConfig
    spec: SimulationSpec
    plant: Plant
    inputs: Inputs
    trajectory: Trajectory
    summary: dict[str, Any]


def run_simulation(
    config: SiteConfig,
    spec: SimulationSpec,
    progress: Progress | None = None,
    folder: ResultFolder | None = None,
    notice: Callable[[str], None] | None = None,
) -> SimulationResult:
    """Run a site through time.

    Parameters
    ----------
    config : SiteConfig
    spec : SimulationSpec
    progress : callable, optional
        Called with the simulated time [s] after each recorded instant.
    folder : ResultFolder, optional
        Where series are streamed to, and from where an unfinished run goes on; memory where not given.
    notice : callable, optional
        Told in one line when the fast engine has to be compiled first.

    Raises
    ------
    UsageError, DataFileError
        The workload or the weather cannot be read, chips are not there, or the folder holds another run.
    NoSolution
        The first instant has no steady state.
    """
    if not 0.0 < spec.hours <= 24.0 * 366.0:
        raise UsageError(
            Problem(field="--hours", given=f"{spec.hours:g}", message="is no length of a run",
                    allowed="above 0, up to 8784", remedy="give for example `--hours 24`")
        )  # fmt: skip
    duration_s = spec.hours * SECONDS_PER_HOUR
    plant = build_plant(config, spec.resolution)
    chips = chosen_chips(plant, spec.chips, spec.chips_window_s)
    load, inputs = load_and_inputs(config, plant, spec)
    sample_s = spec.sample_s or max(10.0, duration_s / MOST_SAMPLES)
    began = time.perf_counter()
    resume = None if folder is None else folder.begin(identity_of(plant, inputs, spec))
    recording = Recording(sink=folder, chips=chips, resume=resume)
    engine = engine_of(config, plant, spec)
    move = _fast(spec.step_s, notice) if engine == "fast" else reference.simulate
    trajectory = move(plant, inputs, duration_s, sample_s=sample_s, progress=progress, recording=recording)
    wall_s = time.perf_counter() - began if folder is None else folder.wall_s
    summary = _summary(plant, trajectory, load.facts) | {"engine": engine, "wall_s": round(wall_s, 3)}
    return SimulationResult(
        config=config, spec=spec, plant=plant, inputs=inputs, trajectory=trajectory, summary=summary
    )


def load_and_inputs(config: SiteConfig, plant: Plant, spec: SimulationSpec) -> tuple[Load, Inputs]:
    """Return the load that a run lays on a plant, and everything that drives it.

    Raises
    ------
    UsageError, DataFileError
        The workload or the weather cannot be read.
    """
    duration_s = spec.hours * SECONDS_PER_HOUR
    workload = parse_workload(spec.workload, spec.target_utilisation_frac)
    load = build_activity(workload, cabinet_loads(config, plant), duration_s, spec.seed)
    replayed = trace_path(workload) if workload.kind == "replay" else None
    return load, join_inputs(load, _weather(config, spec, replayed, duration_s))


MANY_CHIPS = 1000
"""More than that, and the reference engine takes minutes per hour."""


def engine_of(config: SiteConfig, plant: Plant, spec: SimulationSpec) -> str:
    """Return the engine that runs a site: the one asked for, else by its size."""
    if spec.engine != "auto":
        return spec.engine
    large = len(config.site.supernodes) > 1 or plant.chips.multiplicity.sum() > MANY_CHIPS
    return "fast" if large else "reference"


def _fast(step_s: float, notice: Callable[[str], None] | None) -> Callable[..., Trajectory]:
    # numba takes half a second to import: only where it is used.
    from twin.engine.fast.simulate import simulate

    return partial(simulate, step_s=step_s, notice=notice)


def _weather(
    config: SiteConfig, spec: SimulationSpec, replayed: Path | None, duration_s: float
) -> OutdoorAir:
    home = config.of_type(Weather, config.site.weather)
    choice = spec.weather
    if choice is None:
        choice = "trace" if replayed is not None and _carries_weather(replayed) else config.site.weather
    if choice == "trace":
        if replayed is None:
            raise UsageError(
                Problem(field="--weather", given="trace", message="needs a workload that carries a wet bulb",
                        remedy="use `--workload replay:FILE`, or give a city or an EPW file")
            )  # fmt: skip
        return trace_weather(replayed, home, duration_s=duration_s)
    if choice.lower().endswith(".epw"):
        return epw_weather(choice, duration_s=duration_s, start=spec.start)
    city = config.weather.get(choice) or catalogue_entry(f"weather/{choice}")
    if not isinstance(city, Weather):
        raise InternalError(f"{choice} is not weather")
    return design_day(city, duration_s=duration_s, start=spec.start)


def _carries_weather(path: Path) -> bool:
    from twin.inputs.tables import read_table

    return "wetbulb_C" in read_table(path).columns


def _summary(plant: Plant, run: Trajectory, facts: dict[str, float]) -> dict[str, Any]:
    """Return what a reader wants first; energies by the trapezium over the recorded instants."""
    site = {
        name: run.series["site"][name][:, 0] for name in ("it_power_w", "cooling_power_w", "facility_power_w")
    }
    it_j, cooling_j, facility_j = (_integral(run.time_s, values) for values in site.values())
    water = _integral(run.time_s, run.reduced("fws", "make_up_kg_s", lambda block: block.sum(axis=1)))
    return {
        "site": plant.name,
        "load": run.label,
        "hours": round(float(run.time_s[-1]) / SECONDS_PER_HOUR, 6),
        "complete": not run.interrupted,
        "resolution": plant.resolution,
        "it_energy_kwh": it_j / 3.6e6,
        "cooling_energy_kwh": cooling_j / 3.6e6,
        "facility_energy_kwh": facility_j / 3.6e6,
        "pue": float(pue_ratio(facility_j, it_j)) if it_j > 0.0 else None,
        "pue_boundary": "ISO/IEC 30134-2 category 3: IT metered at the cabinet input, all losses up to the utility; run average",
        "water_l": water,
        "it_power_kw_min_mean_max": [float(f(site["it_power_w"])) / 1e3 for f in (np.min, np.mean, np.max)],
        "peak_junction_temp_degc": _or_none(run.peak_junction_k - KELVIN_OFFSET_K),
        "peak_junction_chip": run.peak_chip,
        "peak_junction_time_s": run.peak_time_s,
        "throttle_time_s": float(run.throttle_time_s.max(initial=0.0)),
        "throttled_cabinets": [
            name
            for name, seconds in zip(plant.cabinets.names, run.throttle_time_s, strict=True)
            if seconds > 0.0
        ],
        "work_lost_frac": float(np.average(run.work_lost_frac, weights=_chips_per_cabinet(plant) + 1e-30)),
        "supply_temp_degc_min_max": _range_degc(run, "tcs"),
        "facility_supply_temp_degc_min_max": _range_degc(run, "fws"),
        "energy_closure": run.closure_frac,
        "energy_closure_worst": float(run.series["site"]["closure_frac"].max()),
        "facts": facts,
        "notes": list(run.notes),
    }


def _chips_per_cabinet(plant: Plant) -> Any:
    return np.bincount(
        plant.chips.cabinet_index, weights=plant.chips.multiplicity, minlength=len(plant.cabinets.names)
    )


def _integral(time_s: Any, values: Any) -> float:
    return float(np.trapezoid(values, time_s))


def _range_degc(run: Trajectory, family: str) -> list[float] | None:
    if not run.members[family]:
        return None
    ends = run.reduced(family, "supply_k", lambda block: np.array([block.min(), block.max()]))
    return [float(ends.min()) - KELVIN_OFFSET_K, float(ends.max()) - KELVIN_OFFSET_K]


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
