"""Controllers: CDU valves and pumps, facility pumps, tower fans.

Each is a PI with back-calculation anti-windup and an actuator that follows it, so that a saturated controller
has a proper steady state: the integral settles at the limit, and the error says what is missing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from models.cooling.cdu import supply_setpoint_k
from models.cooling.controls import actuator_rate_1_s, pi_integral_rate_1_s, pi_output
from models.fluids import density_kg_m3
from twin.engine.drive import Drive
from twin.engine.layout import Layout
from twin.engine.stamp import Stamp
from twin.plant.records import Plant, TcsLoops
from twin.plant.select import pick_fluid


class Tuning(NamedTuple):
    """Gain per scaled error, integral time, limits and actuator time of a controller."""

    gain: float
    integral_time_s: float
    error_scale: float
    actuator_time_s: float


VALVE = Tuning(gain=1.0, integral_time_s=120.0, error_scale=10.0, actuator_time_s=30.0)
"""CDU primary valve on supply temperature: k 1, Ti 120 s, 10 K (Buildings, CDU_epsNTU); its stroke is catalogue."""
STROKES_PER_LAG = 3.0
"""A stroke of T seconds is close to a first-order lag of T/3."""
PUMP = Tuning(gain=0.5, integral_time_s=30.0, error_scale=1.0, actuator_time_s=7.5)
"""Pump on relative flow or pressure: Ti 30 s; rise time 30 s (Buildings, CDU_epsNTU)."""
FAN = Tuning(gain=1.0, integral_time_s=120.0, error_scale=5.0, actuator_time_s=10.0)
"""Tower fan on leaving water: k 1, Ti 120 s, 5 K (engineering choice)."""


def _controller(
    tuning: Tuning, error: Any, integral: Any, position: Any, low: Any, actuator_time_s: Any = None
) -> tuple[Any, Any]:
    scaled = error / tuning.error_scale
    command = pi_output(scaled, integral, tuning.gain, low, 1.0)
    integral_rate = pi_integral_rate_1_s(
        scaled, integral, tuning.gain, tuning.integral_time_s, low, 1.0, tuning.integral_time_s
    )
    time_s = tuning.actuator_time_s if actuator_time_s is None else actuator_time_s
    return integral_rate, actuator_rate_1_s(command, position, time_s)


def valve_setpoint_k(tcs: TcsLoops, dew_point_k: Any) -> Any:
    """Return each TCS loop's supply set-point, lifted to the dew point of its hall plus margin, shape (..., n_tcs)."""
    return supply_setpoint_k(tcs.supply_setpoint_k, dew_point_k, tcs.dew_margin_k)


def control_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamps of all controllers."""
    return [
        _valves(plant, layout),
        *_loop_pumps(plant, layout),
        _facility_pumps(plant, layout),
        _fans(plant, layout),
    ]


def _valves(plant: Plant, layout: Layout) -> Stamp:
    tcs, loop = plant.tcs, plant.cdus.loop_index
    on = plant.cdus.running * plant.cdus.valve_running
    stroke_s = plant.cdus.valve_stroke_s

    def law(drive: Drive, out: Any, integral: Any, position: Any) -> tuple[Any, ...]:
        setpoint = valve_setpoint_k(tcs, drive.dew_point_k[tcs.hall_index])
        error = (out - setpoint[loop]) * on - VALVE.error_scale * (1.0 - on)
        return _controller(VALVE, error, integral, position, 0.0, stroke_s / STROKES_PER_LAG)

    return Stamp(
        name="CDU primary valves",
        law=law,
        inputs=(layout.cdu_secondary, layout.valve_integral, layout.valve),
        rows=(layout.valve_integral, layout.valve),
    )


def _loop_pumps(plant: Plant, layout: Layout) -> list[Stamp]:
    tcs = plant.tcs
    on_flow = np.flatnonzero(np.isfinite(tcs.set_flow_m3_s))
    on_dp = np.flatnonzero(~np.isfinite(tcs.set_flow_m3_s))
    fluid = pick_fluid(tcs.fluid, on_flow)

    def hold_flow(drive: Drive, flow: Any, supply: Any, integral: Any, speed: Any) -> tuple[Any, ...]:
        del drive
        error = 1.0 - flow / density_kg_m3(supply, fluid) / tcs.set_flow_m3_s[on_flow]
        return _controller(PUMP, error, integral, speed, tcs.min_speed_frac[on_flow])

    def hold_dp(drive: Drive, dp: Any, integral: Any, speed: Any) -> tuple[Any, ...]:
        del drive
        error = 1.0 - dp / tcs.set_dp_pa[on_dp]
        return _controller(PUMP, error, integral, speed, tcs.min_speed_frac[on_dp])

    return [
        Stamp(
            name="CDU pumps on flow",
            law=hold_flow,
            inputs=(
                layout.loop_flow[on_flow],
                layout.supply[on_flow],
                layout.pump_integral[on_flow],
                layout.pump_speed[on_flow],
            ),
            rows=(layout.pump_integral[on_flow], layout.pump_speed[on_flow]),
        ),
        Stamp(
            name="CDU pumps on differential pressure",
            law=hold_dp,
            inputs=(layout.loop_dp[on_dp], layout.pump_integral[on_dp], layout.pump_speed[on_dp]),
            rows=(layout.pump_integral[on_dp], layout.pump_speed[on_dp]),
        ),
    ]


def _facility_pumps(plant: Plant, layout: Layout) -> Stamp:
    fws = plant.fws

    def law(drive: Drive, dp: Any, integral: Any, speed: Any) -> tuple[Any, ...]:
        del drive
        return _controller(PUMP, 1.0 - dp / fws.set_dp_pa, integral, speed, fws.min_speed_frac)

    return Stamp(
        name="facility pumps",
        law=law,
        inputs=(layout.fws_dp, layout.fws_pump_integral, layout.fws_pump_speed),
        rows=(layout.fws_pump_integral, layout.fws_pump_speed),
    )


def _fans(plant: Plant, layout: Layout) -> Stamp:
    fws = plant.fws

    def law(drive: Drive, basin: Any, integral: Any, speed: Any) -> tuple[Any, ...]:
        del drive
        return _controller(FAN, basin - fws.supply_setpoint_k, integral, speed, fws.fan_min_frac)

    return Stamp(
        name="heat-rejection fans",
        law=law,
        inputs=(layout.fws_basin, layout.fan_integral, layout.fan_speed),
        rows=(layout.fan_integral, layout.fan_speed),
    )
