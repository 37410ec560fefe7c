"""The reference engine: closure of its energy accounts, its error, and inputs that jump or turn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.errors import NoSolution
from tests.plants import plant, with_fields
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.reference import simulate
from twin.engine.system import System
from twin.inputs import Signal

MOST_AT_REST = 50
BUSY = steps((0.0, 0.3), (100.0, 0.95), (350.0, 0.1))


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
@pytest.mark.parametrize("resolution", ("cabinet", "chip"))
def test_no_energy_is_lost_in_a_run(name: str, resolution: str) -> None:
    of = plant(name, resolution)
    run = simulate(of, inputs_of(of, BUSY), 500.0, sample_s=100.0)
    assert run.closure_frac < 1e-9
    assert np.ptp(run.series["site"]["it_power_w"]) > 100e3, "the run is no steady state"


def test_a_tighter_integrator_agrees_within_a_twentieth_of_a_kelvin() -> None:
    of = plant()
    inputs = inputs_of(of, BUSY)
    usual = simulate(of, inputs, 400.0, sample_s=25.0)
    tight = simulate(of, inputs, 400.0, sample_s=25.0, relative_tolerance=1e-8)
    for family, name in (
        ("cabinets", "max_junction_k"),
        ("cabinets", "return_k"),
        ("tcs", "supply_k"),
        ("fws", "supply_k"),
        ("halls", "air_return_k"),
    ):
        one, other = usual.series[family][name], tight.series[family][name]
        np.testing.assert_allclose(one, other, rtol=0.0, atol=0.05, err_msg=name)


def test_a_sample_at_a_jump_sees_the_new_input_once() -> None:
    of = plant(resolution="chip")
    run = simulate(of, inputs_of(of, steps((0.0, 0.2), (60.0, 0.9))), 120.0, sample_s=20.0)
    assert run.time_s.tolist() == [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]
    power = run.series["site"]["it_power_w"][:, 0]
    np.testing.assert_allclose(power[:3], power[0], rtol=1e-9)
    assert power[3] > 1.5 * power[2]
    junction = run.series["cabinets"]["max_junction_k"][:, 0]
    assert junction[3] == pytest.approx(junction[2], abs=1e-3), "heat needs time, power does not"


def test_a_short_peak_of_a_linear_input_is_not_stepped_over() -> None:
    of = plant()
    pulse = steps((0.0, 0.2), (600.0, 0.2), (610.0, 1.0), (620.0, 0.2), (700.0, 0.2), kind="linear")
    run = simulate(of, inputs_of(of, pulse), 700.0, sample_s=10.0)
    junction = run.series["cabinets"]["max_junction_k"][:, 0]
    assert np.ptp(junction[run.time_s < 600.0]) < 0.01
    assert junction.max() > junction[0] + 5.0
    assert 610.0 <= run.time_s[int(np.argmax(junction))] <= 630.0


def test_the_weather_may_change_in_a_run() -> None:
    of = plant()
    warming = Signal(time_s=np.array([0.0, 1200.0]), values=np.array([[283.15], [300.15]]), kind="linear")
    run = simulate(of, inputs_of(of, 0.8, wet_bulb_k=warming), 1200.0, sample_s=300.0)
    assert run.series["site"]["wet_bulb_k"][:, 0].tolist() == pytest.approx(
        [283.15, 287.4, 291.65, 295.9, 300.15]
    )
    fan = run.series["fws"]["fan_speed_frac"][:, 0]
    assert fan[-1] > fan[0]
    assert run.closure_frac < 1e-9


def test_a_run_leaves_its_initial_state_alone() -> None:
    of = plant()
    first = simulate(of, inputs_of(of, 0.5), 30.0)
    kept = first.last_state.copy()
    again = simulate(of, inputs_of(of, 0.9), 30.0, initial=first.last_state)
    np.testing.assert_array_equal(first.last_state, kept)
    assert again.closure_frac < 1e-9


def test_a_run_without_a_steady_start_is_refused_with_the_cause() -> None:
    of = with_fields(plant(), "cdus", running=np.zeros(2))
    with pytest.raises(NoSolution, match="no coolant flow in tcs-1"):
        simulate(of, inputs_of(of, 0.5), 30.0)


@pytest.mark.parametrize(
    ("name", "activity", "tolerance"),
    [
        ("gb300-hall", 0.1, 1e-6),
        ("gb300-hall", 0.5, 1e-7),
        ("gb200-nvl72", 0.5, 1e-5),
        ("atlas960-superpod", 0.5, 1e-7),
        ("atlas960-superpod", 0.1, 1e-6),
    ],
)
def test_a_plant_at_rest_is_crossed_in_few_steps(
    name: str, activity: float, tolerance: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near rest Newton's corrections are rounding, which never shrinks: steps were cut to 1e-8 s."""
    asked = 0
    rates = System.rates

    def counted(self: System, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked > MOST_AT_REST:
            pytest.fail("the integrator creeps")
        return rates(self, *arguments)

    monkeypatch.setattr(System, "rates", counted)
    of = plant(name, "cabinet")
    simulate(of, inputs_of(of, steps((0.0, activity))), 60.0, sample_s=10.0, relative_tolerance=tolerance)
