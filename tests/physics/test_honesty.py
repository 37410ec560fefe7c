"""A plant without a steady state says so and names the cause; a number that is no solution never comes out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, solved, sustained, with_fields
from twin.engine.outcome import Outcome
from twin.engine.steady import solve_steady
from twin.engine.system import System


def test_no_pump_means_no_steady_state() -> None:
    of = with_fields(plant(), "cdus", running=np.zeros(2))
    steady = solve_steady(System(of), sustained(of))
    assert steady.outcome is Outcome.NO_FLOW
    assert "tcs-1" in steady.cause


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
def test_a_facility_loop_without_a_pump_is_named_and_not_what_it_does_to_the_chips(name: str) -> None:
    base = plant(name)
    of = with_fields(base, "fws", pumps_running=np.zeros(len(base.fws.names)))
    steady = solve_steady(System(of), sustained(of))
    assert steady.outcome is Outcome.NO_FLOW
    assert steady.cause == "no coolant flow in fws-1: no pump runs"


def test_every_loop_that_stands_is_named() -> None:
    of = with_fields(plant(), "cdus", running=np.zeros(2))
    of = with_fields(of, "fws", pumps_running=np.zeros(1))
    assert "tcs-1, fws-1" in solve_steady(System(of), sustained(of)).cause


def test_runaway_is_named_with_its_chips() -> None:
    base = plant()
    power = base.chips.power
    hot = power._replace(
        leakage_w=np.full_like(power.leakage_w, 400.0),
        leakage_beta_1_k=np.full_like(power.leakage_beta_1_k, 0.06),
    )
    of = with_fields(base, "chips", power=hot)
    steady = solve_steady(System(of), sustained(of))
    assert steady.outcome is Outcome.RUNAWAY
    assert "npu" in steady.cause


def test_chillers_too_small_for_the_room_are_named() -> None:
    of = with_fields(plant(), "chw", chiller_capacity_w=np.array([20e3]))
    steady = solve_steady(System(of), sustained(of))
    assert steady.outcome is Outcome.HEAT_NOT_REJECTED
    assert "chw-1" in steady.cause


def test_a_cdu_at_its_limit_is_a_solution_with_a_saturated_valve() -> None:
    of = with_fields(plant(), "cdus", ua_nominal_w_k=plant().cdus.ua_nominal_w_k * 0.2)
    _, view = solved(of)
    assert np.all(view.cdus.valve_frac > 0.999)
    assert np.all(view.cdus.supply_k > view.cdus.setpoint_k + 0.5)


def test_trim_chiller_too_small_leaves_the_water_warm() -> None:
    of = with_fields(plant(), "fws", trim_running=np.array([0.0]))
    _, view = solved(of)
    assert view.fws.supply_k[0] > of.fws.supply_setpoint_k[0] + 1.0
    assert view.fws.fan_speed_frac[0] > 0.999


def test_idle_plant_is_finite_and_cool() -> None:
    of = plant()
    steady, view = solved(of, sustained(of, activity_frac=np.zeros(16), memory_frac=np.zeros(16)))
    assert np.isfinite(steady.state).all()
    assert view.chips.junction_k.max() < solved(of)[1].chips.junction_k.min()
