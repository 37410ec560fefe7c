"""The steady solver: every weather of a design year, and a result that does not depend on where it started."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, solved, sustained, with_fields
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.outcome import Outcome
from twin.engine.reference import simulate
from twin.engine.steady import polished, solve_steady
from twin.engine.system import System


@pytest.mark.parametrize("dry_bulb", np.arange(24.5, 35.01, 0.5).tolist())
def test_dry_coolers_have_a_steady_state_on_every_design_day(dry_bulb: float) -> None:
    weather = f"catalog.weather.leesburg.design_dry_bulb={dry_bulb} degC"
    of = plant("gb300-hall", overrides=(weather, "loops.tcs-1.supply_temp=45 degC"))
    steady, view = solved(of)
    assert steady.residual_frac < 1e-10
    assert steady.drive.dry_bulb_k == pytest.approx(273.15 + dry_bulb)
    np.testing.assert_allclose(view.tcs.supply_k, 318.15, atol=0.05)
    assert np.all(view.fws.basin_k > of.dry_bulb_k)
    assert np.all((view.fws.fan_speed_frac >= of.fws.fan_min_frac) & (view.fws.fan_speed_frac <= 1.0))


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
@pytest.mark.parametrize(("warm_k", "cold_k"), ((301.15, 278.15), (278.15, 301.15)))
def test_the_state_of_another_weather_is_only_a_start(name: str, warm_k: float, cold_k: float) -> None:
    of = plant(name)
    system = System(of)
    there = solve_steady(system, sustained(of, wet_bulb_k=warm_k, dry_bulb_k=warm_k + 5.0))
    drive = sustained(of, wet_bulb_k=cold_k, dry_bulb_k=cold_k + 5.0)
    from_there = solve_steady(system, drive, there.state)
    from_scratch = solve_steady(System(of), drive)
    assert there.solved
    assert from_there.solved
    assert from_scratch.solved
    np.testing.assert_allclose(from_there.state, from_scratch.state, rtol=0.0, atol=1e-5)
    assert np.abs(there.state - from_scratch.state).max() > 5.0, "the two weathers differ"


def test_a_guess_is_not_changed_and_its_own_case_costs_nothing() -> None:
    of = plant()
    steady, _ = solved(of)
    kept = steady.state.copy()
    again = solve_steady(System(of), steady.drive, steady.state)
    np.testing.assert_array_equal(steady.state, kept)
    assert again.iterations <= 2 < steady.iterations


def test_a_settled_state_is_not_polished_and_one_step_settles_a_near_one() -> None:
    of = plant()
    steady, _ = solved(of)
    assert polished(steady.system, steady.drive, steady.state) is steady.state
    near = steady.state.copy()
    near[steady.system.layout.die] += 1e-6
    better = polished(steady.system, steady.drive, near)
    np.testing.assert_allclose(better[:-2], steady.state[:-2], atol=1e-9)


def test_a_system_shares_the_plates_that_a_failure_leaves_alone() -> None:
    of = plant()
    before = System(of)
    fewer = with_fields(of, "cdus", running=np.zeros_like(of.cdus.running))
    assert System(fewer, before).plates is before.plates
    other = with_fields(of, "chips", wall_resistance_k_w=2.0 * of.chips.wall_resistance_k_w)
    assert System(other, before).plates is not before.plates


def test_the_end_of_a_run_is_a_neighbouring_case() -> None:
    of = plant()
    level = np.full(len(of.cabinets.names), 0.8)
    run = simulate(of, inputs_of(of, steps((0.0, 0.7), (10.0, 0.8))), 60.0, sample_s=60.0)
    drive = sustained(of, activity_frac=level, memory_frac=level, throttling=True, capping=True)
    near = solve_steady(System(of), drive, run.last_state)
    assert near.solved
    scratch = solve_steady(System(of), drive)
    assert near.iterations < scratch.iterations, "the energy accounts of the run are no temperatures"
    np.testing.assert_allclose(near.state[:-2], scratch.state[:-2], rtol=0.0, atol=1e-5)


def test_a_plant_that_rejects_nothing_ends_with_words_and_finite_numbers() -> None:
    of = with_fields(plant("gb300-hall"), "fws", cells_running=np.zeros(1))
    steady = solve_steady(System(of), sustained(of))
    assert not steady.solved
    assert steady.outcome in {Outcome.HEAT_NOT_REJECTED, Outcome.RUNAWAY}
    assert steady.cause
    assert np.isfinite(steady.state).all()
