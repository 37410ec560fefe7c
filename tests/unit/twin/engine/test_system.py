"""The assembled plant: exact Jacobian, conservation, agreement of the two engines."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, solved, sustained
from twin.engine.drive import Drive
from twin.engine.reference import simulate
from twin.engine.steady import solve_steady
from twin.engine.supply import MODE_BAND_K, in_service_frac
from twin.engine.system import System
from twin.inputs import Inputs, Signal
from twin.plant import Plant
from twin.plant.records import Floats

SITES = ("cloudmatrix384", "gb300-hall", "frontier")


def jacobian_error(system: System, drive: Drive, state: Floats) -> float:
    """Return the largest difference between the Jacobian and central differences, over the largest of its row."""
    exact = system.jacobian(drive, system.evaluate(drive, state)).toarray()
    by_difference = np.zeros_like(exact)
    for column in range(state.size - 2):
        step = np.zeros_like(state)
        step[column] = 1e-4
        by_difference[:, column] = (
            system.rates(drive, state + step) - system.rates(drive, state - step)
        ) / 2e-4
    scale = np.abs(by_difference).max(axis=1, keepdims=True) + 1e-6
    return float(np.max(np.abs(exact - by_difference) / scale))


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
def test_jacobian_is_the_derivative_of_the_rates(name: str) -> None:
    of = plant(name)
    steady, _ = solved(of, sustained(of, throttling=True, capping=True))
    system, drive = steady.system, steady.drive
    noise = np.random.default_rng(1).normal(0.0, 0.05, steady.state.size)
    state = steady.state + noise * np.where(system.capacity > 1.0, 20.0, 0.3)
    assert jacobian_error(system, drive, state) < 1e-5


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
def test_jacobian_is_exact_while_the_bypass_of_the_heat_rejection_closes(name: str) -> None:
    of = plant(name)
    steady, view = solved(of)
    half_open_k = float(view.fws.return_k[0]) - 0.5 * MODE_BAND_K
    drive = sustained(
        of, wet_bulb_k=half_open_k - float(of.fws.exchanger_approach_k[0]), dry_bulb_k=half_open_k
    )
    assert in_service_frac(of.fws, drive, view.fws.return_k) == pytest.approx(0.5, rel=1e-9)
    assert jacobian_error(steady.system, drive, steady.state) < 1e-5


@pytest.mark.parametrize("name", SITES)
def test_heat_put_in_is_heat_taken_out(name: str) -> None:
    steady, view = solved(plant(name))
    layout, rates = steady.system.layout, steady.evaluation.rates
    heat_in, heat_out = (float(rates[index][0]) for index in (layout.heat_in, layout.heat_out))
    assert heat_in == pytest.approx(heat_out, rel=1e-9)
    fans_and_pumps = view.cdus.pump_power_w.sum() + view.fws.pump_power_w.sum()
    fans_and_pumps += view.chw.pump_power_w.sum() + view.halls.fan_power_w.sum()
    assert heat_in == pytest.approx(view.it_power_w + fans_and_pumps, rel=1e-12)
    assert heat_out == pytest.approx(
        view.fws.rejected_w.sum() + view.fws.trim_w.sum() + view.chw.heat_w.sum(), rel=1e-12
    )


def constant_inputs(of: Plant, activity: float) -> Inputs:
    level = np.full(len(of.cabinets.names), activity)
    return Inputs(
        activity=Signal.constant(level),
        memory=Signal.constant(level),
        measured_power_w=None,
        dry_bulb_k=Signal.constant(of.dry_bulb_k),
        wet_bulb_k=Signal.constant(of.wet_bulb_k),
        air_pressure_pa=Signal.constant(of.pressure_pa),
        indoor_dew_point_k=None,
        label="constant",
    )


def test_a_run_settles_at_the_steady_state() -> None:
    of = plant()
    cold = solve_steady(
        System(of), sustained(of, activity_frac=np.full(16, 0.3), memory_frac=np.full(16, 0.3))
    )
    run = simulate(of, constant_inputs(of, 0.8), 4.0 * 3600.0, sample_s=600.0, initial=cold.state)
    warm = sustained(
        of, activity_frac=np.full(16, 0.8), memory_frac=np.full(16, 0.8), throttling=True, capping=True
    )
    _, view = solved(of, warm)
    assert run.series["cabinets"]["max_junction_k"][-1, 0] == pytest.approx(
        view.cabinets.max_junction_k[0], abs=0.02
    )
    assert run.series["fws"]["supply_k"][-1, 0] == pytest.approx(view.fws.supply_k[0], abs=0.02)
    assert run.closure_frac < 1e-9


def test_a_jump_is_not_stepped_over() -> None:
    of = plant()
    count = len(of.cabinets.names)
    levels = np.array([0.3, 1.0, 0.3])[:, np.newaxis].repeat(count, axis=1)
    steps = Signal(time_s=np.array([0.0, 100.0, 110.0]), values=levels, kind="hold")
    inputs = constant_inputs(of, 0.3)
    from dataclasses import replace

    run = simulate(of, replace(inputs, activity=steps, memory=steps), 200.0, sample_s=1.0)
    power = run.series["site"]["it_power_w"][:, 0]
    inside = (run.time_s >= 100.0) & (run.time_s < 110.0)
    assert power[inside].min() > 1.5 * power[~inside].max() * 0.9
    assert power[run.time_s == 99.0] < 0.8 * power[run.time_s == 100.0]
    assert run.closure_frac < 1e-9


def test_mean_chip_cabinets_agree_with_every_chip() -> None:
    _, fine = solved(plant(resolution="chip"))
    _, coarse = solved(plant())
    np.testing.assert_allclose(coarse.cabinets.power_w, fine.cabinets.power_w, rtol=1e-3)
    np.testing.assert_allclose(coarse.cabinets.return_k[:6], fine.cabinets.return_k[:6], atol=0.01)
    np.testing.assert_allclose(coarse.cabinets.max_junction_k[:6], fine.cabinets.max_junction_k[:6], atol=0.1)
