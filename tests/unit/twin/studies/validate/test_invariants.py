"""The balances see a state that is no solution."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twin.engine.schedule import design_drive
from twin.engine.steady import SteadyState, solve_steady
from twin.engine.system import System
from twin.studies.validate.invariants import Balances
from twin.studies.validate.sites import plant_of


@pytest.fixture(scope="module")
def steady() -> SteadyState:
    plant = plant_of("gb300-hall")
    return solve_steady(System(plant), design_drive(plant, plant.cabinets.sustained_activity_frac))


def moved(steady: SteadyState, field: str, by: float) -> Balances:
    """Return the balances after every state of one kind was moved."""
    state = steady.state.copy()
    state[getattr(steady.system.layout, field)] += by
    evaluation = steady.system.evaluate(steady.drive, state)
    return Balances(replace(steady, state=state, evaluation=evaluation))


def test_solution_closes(steady: SteadyState) -> None:
    found = Balances(steady)
    assert (
        max(found.rack_share, found.cdu_share, found.facility_share, found.site_share, found.power_share)
        < 1e-9
    )
    assert found.crossing_k == 0.0
    assert found.flat_exchangers == 0


@pytest.mark.parametrize(
    ("field", "by", "balance"),
    [
        ("rack_return", 0.01, "rack_share"),
        ("case", 0.01, "rack_share"),
        ("cdu_primary", 0.01, "cdu_share"),
        ("cdu_secondary", 0.01, "cdu_share"),
        ("fws_return", 0.01, "facility_share"),
        ("fws_return", 0.01, "site_share"),
        ("fan_speed", -0.01, "site_share"),
    ],
)
def test_each_balance_sees_its_own_disturbance(
    steady: SteadyState, field: str, by: float, balance: str
) -> None:
    assert getattr(moved(steady, field, by), balance) > 1e-6
