"""V15: thermal and hydraulic closed forms."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import brentq

from models.constants import KELVIN_OFFSET_K
from models.cooling.controls import pi_integral_rate_1_s
from models.fluids import enthalpy_j_kg, temp_from_enthalpy_k
from models.hydraulics import (
    branch_params,
    build_topology,
    kv_from_point,
    pump_coefficients,
    pump_electric_power_w,
    solve_network,
)
from models.hydraulics.valve import KV_PER_CV
from models.thermal.stack import adiabatic_time_to_limit_s, die_rate_k_s, time_to_limit_s
from models.thermal.volume import volume_rate_k_s
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import M3_S_PER_L_MIN, constant_coolant, coolant, kw_per_l_min_k
from twin.studies.validate.result import Check
from twin.studies.validate.tables import check_named

LIMIT_K: Final = 87.0 + KELVIN_OFFSET_K
WATER: Final = constant_coolant(1000.0, 4179.9)
LOOP_J_M3K: Final = 4.0e6
# A pump and a resistance of round numbers: only ratios are compared.
FLOW_M3_S: Final = 0.01
HEAD_PA: Final = 100e3
SHUTOFF_PA: Final = 130e3


def compute() -> list[Check]:
    """Evaluate the closed forms with the formulas that the engine uses."""
    return check_named(
        "v15.csv", {**_streams(), **_devices(), **_loops(), **_times(), **_disconnect(), **_affinity()}
    )


def _streams() -> dict[str, float]:
    warmed = temp_from_enthalpy_k(enthalpy_j_kg(303.15, WATER) + 120e3 / 3.0, WATER)
    per_l_min = kw_per_l_min_k(40.0, coolant("pg25"))
    rises = {f"rise of PG25 at {flow} L/min per kW": 1.0 / (flow * per_l_min) for flow in (1.5, 1.2, 1.0)}
    return rises | {"rise of 3 kg/s of water under 120 kW": float(warmed) - 303.15}


def _junction_k(power_w: float, resistance_k_w: float, inlet_k: float) -> float:
    """Return the junction at which a device over a resistance stands still."""

    def rate(junction_k: float) -> float:
        return float(die_rate_k_s(power_w, junction_k, inlet_k, resistance_k_w, 100.0))

    return float(brentq(rate, inlet_k, inlet_k + 1000.0, xtol=1e-12))


def _devices() -> dict[str, float]:
    junction = _junction_k(1200.0, 0.02, 40.0 + KELVIN_OFFSET_K)
    found = {"junction of 1.2 kW over 0.02 K/W and 40 degC": junction - KELVIN_OFFSET_K}
    for capacity in (400, 700):
        rate = die_rate_k_s(1200.0, junction, junction, 0.02, float(capacity))
        found[f"rate of 1.2 kW on {capacity} J/K"] = float(rate)
    for power_kw, resistance, inlet, capacity in (
        (1.2, 0.02, 40, 400),
        (1.2, 0.02, 40, 700),
        (1.2, 0.02, 30, 700),
        (1.4, 0.02, 40, 700),
        (0.7, 0.03, 35, 400),
    ):
        start = _junction_k(1e3 * power_kw, resistance, inlet + KELVIN_OFFSET_K)
        name = f"time to 87 degC, {power_kw} kW, {resistance} K/W, {inlet} degC, {capacity} J/K"
        found[name] = float(adiabatic_time_to_limit_s(start, LIMIT_K, 1e3 * power_kw, float(capacity)))
    return found


def _loops() -> dict[str, float]:
    return {
        f"rate of a loop of {volume_l} L under {label} without facility water": float(
            volume_rate_k_s(0.0, 0.0, 0.0, heat_w, volume_l / 1e3 * LOOP_J_M3K)
        )
        for volume_l, label, heat_w in (
            (500, "1 MW", 1e6),
            (1500, "1 MW", 1e6),
            (40, "120 kW", 120e3),
            (1500, "2 MW", 2e6),
        )
    }


def _times() -> dict[str, float]:
    start = 64.0 + KELVIN_OFFSET_K
    return {
        f"time to 87 degC from 64 degC towards {end} degC, 20 s": float(
            time_to_limit_s(start, end + KELVIN_OFFSET_K, LIMIT_K, 20.0)
        )
        for end in (110, 86)
    }


def _disconnect() -> dict[str, float]:
    kv = float(kv_from_point(6.4 * M3_S_PER_L_MIN, 31e3, 1000.0))
    name = "of a quick disconnect, 6.4 L/min at 31 kPa"
    return {f"Kv {name}": kv, f"Cv {name}": kv / KV_PER_CV}


def _affinity() -> dict[str, float]:
    full, half = _ring(1.0, 1.0), _ring(0.5, 1.0)
    throttled = _ring(_speed_at_held_head(), 4.0)  # four times the resistance: half the flow at the held head
    cube = (throttled[0] / full[0]) ** 3
    return {
        "flow at half speed in a square system": half[0] / full[0],
        "head at half speed in a square system": half[1] / full[1],
        "power at half speed in a square system": half[2] / full[2],
        "cube law holds at half flow under a held pressure difference": float(
            abs(throttled[2] / full[2] / cube - 1.0) <= 1e-3
        ),
    }


def _ring(speed_frac: float, resistance_ratio: float) -> tuple[float, float, float]:
    """Return flow [m3/s], head [Pa] and electric power [W] of a pump on a square resistance."""
    shutoff, linear, quadratic = pump_coefficients(SHUTOFF_PA, FLOW_M3_S, HEAD_PA)
    density = 1000.0
    params = branch_params(
        density_kg_m3=density,
        viscosity_pa_s=1e-3,
        nominal_flow_kg_s=density * FLOW_M3_S,
        quadratic_1_m4=np.array([0.0, resistance_ratio * HEAD_PA / (density * FLOW_M3_S**2)]),
        pump_head_shutoff_pa=np.array([shutoff, 0.0]),
        pump_head_linear=np.array([linear, 0.0]),
        pump_head_quadratic=np.array([quadratic, 0.0]),
        pump_speed_frac=speed_frac,
    )
    ring = build_topology(node_count=2, start=(0, 1), end=(1, 0), reference_nodes=(0,))
    solution = solve_network(ring, params, reference_pressure_pa=0.0)
    flow, head = float(solution.flow_kg_s[0]) / density, float(solution.pressure_pa[1])
    return flow, head, float(pump_electric_power_w(flow, head, speed_frac, FLOW_M3_S, 0.7))


def _speed_at_held_head() -> float:
    """Return the speed at which a controller holds the full head on the throttled system."""

    def rate(speed_frac: float) -> float:
        error = 1.0 - _ring(speed_frac, 4.0)[1] / HEAD_PA
        return float(pi_integral_rate_1_s(error, speed_frac - error, 1.0, 120.0, 0.0, 1.0, 120.0))

    return float(brentq(rate, 0.3, 1.0, xtol=1e-12))


CASE = Case(
    name="V15",
    title="thermal and hydraulic closed forms",
    kind="analytic",
    shows=(
        "Heat balances, heating without flow, times to a limit, Kv, and the affinity laws, which must not hold under "
        "a held pressure difference."
    ),
    compute=compute,
)
