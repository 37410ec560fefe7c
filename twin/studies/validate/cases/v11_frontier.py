"""V11: a Frontier CDU at constant load whose set-point is out of reach."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from scipy.optimize import brentq

from models.constants import KELVIN_OFFSET_K
from models.cooling.controls import pi_integral_rate_1_s, pi_output
from models.fluids import heat_capacity_rate_w_k
from models.hydraulics import branch_params, build_topology, solve_network, valve_quadratic_1_m4
from models.thermal.heat_exchanger import exchanger_heat_w, ua_from_rating_w_k
from twin.engine.control import VALVE
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import constant_coolant
from twin.studies.validate.result import Check
from twin.studies.validate.tables import Expected, Inputs, check_rows, input_rows

UA_W_K: Final = 230e3
CP_J_KGK: Final = 4181.0
WATER: Final = constant_coolant(1000.0, CP_J_KGK)
# Three blade groups of 60 kW in each of three; the multiplier is inferred from the run.
ELECTRIC_W: Final = 3 * 3 * 60e3
VALVE_SETTINGS: Final = (0.33, 0.33, 0.34)
PARALLEL_CIRCUITS: Final = 3
SETPOINT_K: Final = 28.0 + KELVIN_OFFSET_K
SECONDS_PER_HOUR: Final = 3600.0


def compute() -> list[Check]:
    """Compare exchanger, heat balance, branch split and the saturated controller with the run."""
    return check_rows("v11.csv", _value)


def _value(row: Expected) -> float:
    if row.quantity == "secondary supply":
        return _predicted_supply_k(_instant(row.inputs["time [s]"])) - KELVIN_OFFSET_K
    if row.quantity == "identified conductance":
        return _identified_ua_w_k(_instant(row.inputs["time [s]"])) / 1e3
    return {**_heat(), **_branches(), **_unmet_setpoint()}[row.quantity]


def _trace() -> tuple[Inputs, ...]:
    return input_rows("v11_trace.csv")


def _instant(time_s: float) -> Inputs:
    return next(row for row in _trace() if row["time [s]"] == time_s)


def _k(row: Inputs, stream: str) -> float:
    return row[f"{stream} [degC]"] + KELVIN_OFFSET_K


def _rates_w_k(row: Inputs) -> tuple[float, float]:
    """Return the capacity rates of secondary and primary side; the latter from the two temperature changes."""
    secondary = float(heat_capacity_rate_w_k(row["secondary flow [kg/s]"], SETPOINT_K, WATER))
    fall = _k(row, "secondary return") - _k(row, "secondary supply")
    rise = _k(row, "primary return") - _k(row, "primary supply")
    return secondary, secondary * fall / rise


def _supply_after_k(row: Inputs, return_k: float) -> float:
    secondary, primary = _rates_w_k(row)
    heat = exchanger_heat_w(secondary, primary, UA_W_K, return_k, _k(row, "primary supply"))
    return return_k - float(heat) / secondary


def _predicted_supply_k(row: Inputs) -> float:
    return _supply_after_k(row, _k(row, "secondary return"))


def _identified_ua_w_k(row: Inputs) -> float:
    streams = ("secondary return", "secondary supply", "primary supply", "primary return")
    return float(ua_from_rating_w_k(_heat_w(row), *(_k(row, stream) for stream in streams)))


def _heat_w(row: Inputs) -> float:
    return _rates_w_k(row)[0] * (_k(row, "secondary return") - _k(row, "secondary supply"))


def _heat() -> dict[str, float]:
    heats = [_heat_w(row) for row in _trace()]
    return {
        "heat into the coolant": heats[-1] / 1e3,
        "smallest heat into the coolant": min(heats) / 1e3,
        "largest heat into the coolant": max(heats) / 1e3,
        "heat over electric power of three times three blade groups": heats[-1] / ELECTRIC_W,
    }


@cache
def _branches() -> dict[str, float]:
    """Return how a CDU's flow splits over branches whose valves are set to 0.33, 0.33 and 0.34."""
    total = _trace()[-1]["secondary flow [kg/s]"] / PARALLEL_CIRCUITS
    params = branch_params(
        density_kg_m3=1000.0,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=total / len(VALVE_SETTINGS),
        # Only the ratio of the coefficients matters: the total flow is given.
        quadratic_1_m4=np.asarray(valve_quadratic_1_m4(10.0 * np.array(VALVE_SETTINGS))),
    )
    parallel = build_topology(node_count=2, start=(0, 0, 0), end=(1, 1, 1), reference_nodes=(0,))
    flow = solve_network(
        parallel, params, reference_pressure_pa=0.0, demand_kg_s=np.array([0.0, total])
    ).flow_kg_s
    return {
        "flow of the branch set to 0.33": float(flow[0]),
        "flow of the branch set to 0.34": float(flow[2]),
        "flow of branch 0.34 over branch 0.33": float(flow[2] / flow[0]),
    }


@cache
def _unmet_setpoint() -> dict[str, float]:
    """Return where the valve's controller settles when even the open valve does not reach the set-point."""
    last = _trace()[-1]
    supply = _supply_at_heat_k(last)
    error = (supply - SETPOINT_K) / VALVE.error_scale

    def integral_rate(integral: float) -> float:
        return float(
            pi_integral_rate_1_s(
                error, integral, VALVE.gain, VALVE.integral_time_s, 0.0, 1.0, VALVE.integral_time_s
            )
        )

    integral = float(brentq(integral_rate, -10.0, 10.0, xtol=1e-12))
    first = _trace()[0]
    hours = (last["time [s]"] - first["time [s]"]) / SECONDS_PER_HOUR
    return {
        "valve position on an unmet set-point of 28 degC": float(
            pi_output(error, integral, VALVE.gain, 0.0, 1.0)
        ),
        "supply on an unmet set-point of 28 degC": supply - KELVIN_OFFSET_K,
        "distance from the set-point": supply - SETPOINT_K,
        "drift of the supply from 3615 to 7200 s": (_predicted_supply_k(last) - _predicted_supply_k(first))
        / hours,
    }


def _supply_at_heat_k(row: Inputs) -> float:
    """Return the supply temperature at which the exchanger, its valve wide open, moves the heat put in."""
    secondary, _ = _rates_w_k(row)
    warming = _heat_w(row) / secondary

    def missing_k(supply_k: float) -> float:
        return _supply_after_k(row, supply_k + warming) - supply_k

    coldest = _k(row, "primary supply")
    return float(brentq(missing_k, coldest - 20.0, coldest + 40.0, xtol=1e-10))


CASE = Case(
    name="V11",
    title="Frontier five-CDU run at constant set-point",
    kind="simulator",
    shows=(
        "One conductance fits the exchanger over an hour, flow follows the branch valves, and a set-point out of reach "
        "ends as a saturated valve with the supply it can give, not as a forced 28 degC."
    ),
    compute=compute,
)
