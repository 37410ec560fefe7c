"""Speed of the engine on the default site: one steady solve, and an hour of transient against real time."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.conftest import Target
from tests.plants import plant, sustained
from twin.engine.reference import simulate
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.inputs import Inputs, Signal

STEADY_TARGET_S = 0.050
REAL_TIME_RATIO = 100.0
HOUR_S = 3600.0


def test_steady_solve_of_sixteen_cabinets_chip_by_chip(benchmark: Any, at_most_s: Target) -> None:
    of = plant(resolution="chip")
    drive = sustained(of)
    solve_steady(System(of), drive)
    steady = benchmark.pedantic(lambda: solve_steady(System(of), drive), rounds=25, warmup_rounds=3)
    assert steady.solved
    assert len(of.chips.names) == 384
    at_most_s(STEADY_TARGET_S)


def test_reference_engine_with_steps_every_five_minutes(benchmark: Any, at_most_s: Target) -> None:
    of = plant(resolution="chip")
    inputs = stepped_inputs(step_s=300.0)
    run = benchmark.pedantic(lambda: simulate(of, inputs, HOUR_S, sample_s=60.0), rounds=1)
    assert run.closure_frac < 1e-9
    at_most_s(HOUR_S / REAL_TIME_RATIO)


def stepped_inputs(step_s: float) -> Inputs:
    """Return an hour in which all chips change their activity together every so often."""
    of = plant(resolution="chip")
    time_s = np.arange(0.0, HOUR_S, step_s)
    level = (
        np.random.default_rng(7).uniform(0.3, 1.0, (time_s.size, 1)).repeat(len(of.cabinets.names), axis=1)
    )
    activity = Signal(time_s=time_s, values=level, kind="hold")
    return Inputs(
        activity=activity,
        memory=activity,
        measured_power_w=None,
        dry_bulb_k=Signal.constant(of.dry_bulb_k),
        wet_bulb_k=Signal.constant(of.wet_bulb_k),
        air_pressure_pa=Signal.constant(of.pressure_pa),
        indoor_dew_point_k=None,
        label="activity steps",
    )
