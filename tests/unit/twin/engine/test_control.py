"""Controllers at their limits are at rest: the integral stands at the limit, the error beside it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, solved, sustained, with_fields


def test_a_valve_that_cannot_open_further_is_at_rest() -> None:
    of = with_fields(plant(), "cdus", ua_nominal_w_k=plant().cdus.ua_nominal_w_k * 0.2)
    steady, view = solved(of)
    layout, rates = steady.system.layout, steady.evaluation.rates
    assert np.all(view.cdus.supply_k > view.cdus.setpoint_k + 0.5)
    for name in ("valve", "valve_integral"):
        np.testing.assert_allclose(steady.state[getattr(layout, name)], 1.0, atol=1e-9)
        np.testing.assert_allclose(rates[getattr(layout, name)], 0.0, atol=1e-10)


def test_a_valve_within_its_range_leaves_no_error() -> None:
    steady, view = solved(plant())
    np.testing.assert_allclose(view.cdus.supply_k, view.cdus.setpoint_k, atol=1e-6)
    assert np.all((view.cdus.valve_frac > 0.05) & (view.cdus.valve_frac < 0.95))
    integral = steady.state[steady.system.layout.valve_integral]
    np.testing.assert_allclose(integral, view.cdus.valve_frac, atol=1e-6)


def test_a_valve_of_a_dead_cdu_shuts() -> None:
    of = with_fields(plant(), "cdus", running=np.array([0.0, 1.0]))
    _, view = solved(of)
    assert view.cdus.valve_frac[0] == pytest.approx(0.0, abs=1e-9)
    assert view.cdus.valve_frac[1] > 0.1


@pytest.mark.parametrize(("wet_bulb_k", "speed"), ((303.15, 1.0), (273.15, None)))
def test_a_fan_at_either_limit_is_at_rest(wet_bulb_k: float, speed: float | None) -> None:
    of = with_fields(plant(), "fws", trim_running=np.zeros(1))
    idle = np.zeros(len(of.cabinets.names))
    load = of.cabinets.sustained_activity_frac if speed else idle
    drive = sustained(of, wet_bulb_k=wet_bulb_k, activity_frac=load, memory_frac=load)
    steady, view = solved(of, drive)
    limit = speed or of.fws.fan_min_frac[0]
    error_k = view.fws.basin_k[0] - of.fws.supply_setpoint_k[0]
    assert error_k > 0.5 if speed else error_k < -0.5
    layout = steady.system.layout
    for name in ("fan_speed", "fan_integral"):
        np.testing.assert_allclose(steady.state[getattr(layout, name)], limit, atol=1e-9)
        np.testing.assert_allclose(steady.evaluation.rates[getattr(layout, name)], 0.0, atol=1e-10)


def test_pumps_hold_the_flow_of_the_cabinets() -> None:
    of = plant()
    _, view = solved(of)
    flow = float(np.nansum(view.cabinets.flow_m3_s))
    assert flow == pytest.approx(of.tcs.set_flow_m3_s[0], rel=1e-6)
    asked_l_min_kw = flow * 60e3 / (np.nansum(view.cabinets.liquid_w) / 1e3)
    assert asked_l_min_kw == pytest.approx(1.5, rel=0.02), "the site asks for 1.5 L/min per kW of liquid heat"


def test_pumps_hold_a_differential_pressure() -> None:
    _, view = solved(plant("frontier"))
    np.testing.assert_allclose(view.tcs.dp_pa, 27.5e3, rtol=1e-6)
    np.testing.assert_allclose(view.fws.dp_pa, 100e3, rtol=1e-6)


def test_a_humid_hall_lifts_the_supply() -> None:
    of = plant()
    humid = sustained(of, dew_point_k=np.array([308.15]))
    _, view = solved(of, humid)
    np.testing.assert_allclose(view.tcs.setpoint_k, 308.15 + 2.0)
    np.testing.assert_allclose(view.tcs.supply_k, 310.15, atol=0.02)
    np.testing.assert_allclose(solved(of)[1].tcs.setpoint_k, 305.15)
