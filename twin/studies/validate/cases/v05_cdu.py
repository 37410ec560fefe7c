"""V05: a CDU between its rack loop and its plant, settled on both of its set-points.

Rack loop: pump, exchanger, filter and rack as one closed network. Plant side: exchanger and valve between two
held pressures. A PI controller holds the rack's pressure drop with the pump, another the rack inlet with the
valve; the steady state is where both integrals stand still and the loop's heat balance closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, root

from models.constants import KELVIN_OFFSET_K
from models.cooling.cdu import cdu_heat_w, pump_fluid_heat_w
from models.cooling.controls import pi_integral_rate_1_s
from models.fluids import (
    density_kg_m3,
    enthalpy_j_kg,
    heat_capacity_j_kgk,
    temp_from_enthalpy_k,
    viscosity_pa_s,
)
from models.hydraulics import (
    NetworkSolution,
    branch_params,
    build_topology,
    equal_percentage_frac,
    filter_power_coefficient,
    kv_from_point,
    pump_coefficients,
    pump_electric_power_w,
    solve_network,
    valve_quadratic_1_m4,
)
from models.thermal.heat_exchanger import effectiveness_counterflow
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import coolant
from twin.studies.validate.result import Check
from twin.studies.validate.tables import check_named

# LBNL Modelica Buildings, example CDU_epsNTU, commit 1c1094d6ac: everything below.
NOMINAL_CAPACITY_W_K: Final = 1.2672e6
UA_W_K: Final = 1.056e6
FILM_EXPONENT: Final = 0.8
# Plant over rack side, listed as 1.61 to 1.63; k (m/mu)^0.8 Pr^(1/3) at 42 degC gives 1.62 with glycol by mass and
# 1.64 by volume.
FILM_RATIO: Final = 1.62
REFERENCE_K: Final = 42.0 + KELVIN_OFFSET_K
PLANT_INLET_K: Final = 36.0 + KELVIN_OFFSET_K
RACK_HEAT_W: Final = 0.6 * 48 * 132e3
EXCHANGER_DP_PA: Final = 80e3
RACK_DP_PA: Final = 60e3
RACK_EXPONENT: Final = 1.85
FILTER_DP_PA: Final = 65e3
FILTER_EXPONENT: Final = 1.76
VALVE_DP_PA: Final = 80e3
RANGEABILITY: Final = 50.0
PLANT_HEAD_PA: Final = 160e3
# Rack head, over its nominal, that the pump gives at no flow and at nominal flow and full speed.
SHUTOFF_RATIO: Final = 11.90
RATED_RATIO: Final = 1.0
PUMP_EFFICIENCY: Final = 0.7
RACK_DP_SETPOINT_PA: Final = 50e3
RACK_DP_SCALE_PA: Final = 60e3
SUPPLY_SETPOINT_K: Final = REFERENCE_K
SUPPLY_SCALE_K: Final = 10.0
GAIN: Final = 1.0
INTEGRAL_TIME_S: Final = 120.0
# Flows and position that the run lists, for the relations inside it.
LISTED_RACK_RATIO: Final = 0.90615
LISTED_PLANT_RATIO: Final = 0.54579
LISTED_VALVE: Final = 0.77724
LISTED_RACK_OUTLET_K: Final = 318.448
# Seat leakage class IV, IEC 60534-4; the valve is far from its seat here.
SEAT_LEAKAGE: Final = 1e-4

RACK_FLUID: Final = "pg25-volume"
PLANT_FLUID: Final = "water"
EXCHANGER, FILTER, RACK = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of the exchanger at nominal flow."""

    flow_kg_s: float
    density_kg_m3: float
    viscosity_pa_s: float

    @property
    def flow_m3_s(self) -> float:
        """Volume flow at nominal flow."""
        return self.flow_kg_s / self.density_kg_m3

    @property
    def exchanger_quadratic_1_m4(self) -> float:
        """Coefficient b of the exchanger's square law."""
        return EXCHANGER_DP_PA / (self.density_kg_m3 * self.flow_m3_s**2)


def side(name: str) -> Side:
    """Return a side whose flow has the nominal capacity rate at the reference temperature."""
    fluid = coolant(name)
    return Side(
        flow_kg_s=NOMINAL_CAPACITY_W_K / float(heat_capacity_j_kgk(REFERENCE_K, fluid)),
        density_kg_m3=float(density_kg_m3(REFERENCE_K, fluid)),
        viscosity_pa_s=float(viscosity_pa_s(REFERENCE_K, fluid)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RackLoop:
    """The rack loop at one pump speed."""

    flow_kg_s: float
    exchanger_dp_pa: float
    filter_dp_pa: float
    rack_dp_pa: float
    pump_dp_pa: float
    pump_power_w: float


def rack_loop(speed_frac: float) -> RackLoop:
    """Solve the rack loop: exchanger, pump, filter and rack in a ring."""
    stream = side(RACK_FLUID)
    nominal = stream.flow_m3_s
    rated_head = RATED_RATIO * RACK_DP_PA + EXCHANGER_DP_PA + FILTER_DP_PA
    shutoff, linear, quadratic = pump_coefficients(
        SHUTOFF_RATIO * RACK_DP_PA + EXCHANGER_DP_PA + FILTER_DP_PA, nominal, rated_head
    )
    params = branch_params(
        density_kg_m3=stream.density_kg_m3,
        viscosity_pa_s=stream.viscosity_pa_s,
        nominal_flow_kg_s=stream.flow_kg_s,
        quadratic_1_m4=np.array([stream.exchanger_quadratic_1_m4, 0.0, 0.0, 0.0]),
        power_coefficient=np.array(
            [
                0.0,
                float(filter_power_coefficient(FILTER_DP_PA, nominal, FILTER_EXPONENT, 0.0)),
                float(filter_power_coefficient(RACK_DP_PA, nominal, RACK_EXPONENT, 0.0)),
                0.0,
            ]
        ),
        power_exponent=np.array([2.0, FILTER_EXPONENT, RACK_EXPONENT, 2.0]),
        pump_head_shutoff_pa=np.array([0.0, 0.0, 0.0, float(shutoff)]),
        pump_head_linear=np.array([0.0, 0.0, 0.0, float(linear)]),
        pump_head_quadratic=np.array([0.0, 0.0, 0.0, float(quadratic)]),
        pump_speed_frac=speed_frac,
    )
    ring = build_topology(node_count=4, start=(0, 2, 3, 1), end=(1, 3, 0, 2), reference_nodes=(0,))
    solution = solve_network(ring, params, reference_pressure_pa=0.0)
    flow, drop = solution.flow_kg_s, branch_drops_pa(solution, ring.incidence)
    volume = float(flow[EXCHANGER]) / stream.density_kg_m3
    power = pump_electric_power_w(volume, -drop[3], speed_frac, nominal, PUMP_EFFICIENCY)
    return RackLoop(
        flow_kg_s=float(flow[EXCHANGER]),
        exchanger_dp_pa=float(drop[EXCHANGER]),
        filter_dp_pa=float(drop[FILTER]),
        rack_dp_pa=float(drop[RACK]),
        pump_dp_pa=float(-drop[3]),
        pump_power_w=float(power),
    )


def branch_drops_pa(solution: NetworkSolution, incidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return start minus end pressure of each branch of a level network."""
    return np.asarray(solution.pressure_pa @ incidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantSide:
    """The plant side at one valve position."""

    flow_kg_s: float
    exchanger_dp_pa: float
    valve_dp_pa: float


def plant_side(position_frac: float) -> PlantSide:
    """Solve the plant side: exchanger and valve between the two held pressures."""
    stream = side(PLANT_FLUID)
    full_kv = kv_from_point(stream.flow_m3_s, VALVE_DP_PA, stream.density_kg_m3)
    opening = equal_percentage_frac(position_frac, RANGEABILITY, SEAT_LEAKAGE)
    params = branch_params(
        density_kg_m3=stream.density_kg_m3,
        viscosity_pa_s=stream.viscosity_pa_s,
        nominal_flow_kg_s=stream.flow_kg_s,
        quadratic_1_m4=np.array(
            [stream.exchanger_quadratic_1_m4, float(valve_quadratic_1_m4(full_kv * opening))]
        ),
    )
    line = build_topology(node_count=3, start=(0, 1), end=(1, 2), reference_nodes=(0, 2))
    solution = solve_network(line, params, reference_pressure_pa=np.array([PLANT_HEAD_PA, 0.0]))
    drop = branch_drops_pa(solution, line.incidence)
    return PlantSide(
        flow_kg_s=float(solution.flow_kg_s[0]), exchanger_dp_pa=float(drop[0]), valve_dp_pa=float(drop[1])
    )


def duty_w(plant_kg_s: float, rack_kg_s: float, rack_outlet_k: float) -> float:
    """Return the heat that the exchanger moves to the plant."""
    plant, rack = side(PLANT_FLUID), side(RACK_FLUID)
    heat = cdu_heat_w(
        plant_kg_s,
        rack_kg_s,
        PLANT_INLET_K,
        rack_outlet_k,
        heat_capacity_j_kgk(PLANT_INLET_K, coolant(PLANT_FLUID)),
        heat_capacity_j_kgk(rack_outlet_k, coolant(RACK_FLUID)),
        UA_W_K,
        plant.flow_kg_s,
        rack.flow_kg_s,
        FILM_RATIO,
        FILM_EXPONENT,
        0.0,
    )
    return float(heat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The settled CDU."""

    loop: RackLoop
    plant: PlantSide
    valve_frac: float
    rack_inlet_k: float
    rack_outlet_k: float
    plant_outlet_k: float
    duty_w: float


def settled() -> Settled:
    """Find pump speed, valve position and rack inlet at which nothing moves any more."""
    loop = rack_loop(float(brentq(_pump_rate_1_s, 0.2, 1.0, xtol=1e-13)))
    found = root(partial(_valve_and_heat, loop), np.array([0.0, 0.8]), tol=1e-12)
    inlet, valve = SUPPLY_SETPOINT_K + SUPPLY_SCALE_K * found.x[0], float(found.x[1])
    outlet, plant = _rack_outlet_k(loop, inlet), plant_side(valve)
    heat = duty_w(plant.flow_kg_s, loop.flow_kg_s, outlet)
    return Settled(
        loop=loop,
        plant=plant,
        valve_frac=valve,
        rack_inlet_k=inlet,
        rack_outlet_k=outlet,
        plant_outlet_k=_warmed_k(PLANT_FLUID, PLANT_INLET_K, heat / plant.flow_kg_s),
        duty_w=heat,
    )


def _pump_rate_1_s(speed_frac: float) -> float:
    error = (RACK_DP_SETPOINT_PA - rack_loop(speed_frac).rack_dp_pa) / RACK_DP_SCALE_PA
    return _integral_rate_1_s(error, speed_frac)


def _integral_rate_1_s(error: float, output: float) -> float:
    """Return how fast the integral moves when the output is where gain and integral put it."""
    integral = output - GAIN * error
    return float(pi_integral_rate_1_s(error, integral, GAIN, INTEGRAL_TIME_S, 0.0, 1.0, INTEGRAL_TIME_S))


def _valve_and_heat(loop: RackLoop, unknown: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the valve's integral rate and the loop's heat balance, both of order one."""
    above, valve = float(unknown[0]), float(unknown[1])
    inlet = SUPPLY_SETPOINT_K + SUPPLY_SCALE_K * above
    outlet = _rack_outlet_k(loop, inlet)
    plant = plant_side(min(max(valve, 0.0), 1.0))
    exchanged = duty_w(plant.flow_kg_s, loop.flow_kg_s, outlet)
    put_in = RACK_HEAT_W + float(pump_fluid_heat_w(loop.pump_power_w, 1.0))
    return np.array([INTEGRAL_TIME_S * _integral_rate_1_s(above, valve), (put_in - exchanged) / RACK_HEAT_W])


def _rack_outlet_k(loop: RackLoop, inlet_k: float) -> float:
    return _warmed_k(RACK_FLUID, inlet_k, RACK_HEAT_W / loop.flow_kg_s)


def _warmed_k(name: str, temp_k: float, heat_j_kg: float) -> float:
    fluid = coolant(name)
    return float(temp_from_enthalpy_k(enthalpy_j_kg(temp_k, fluid) + heat_j_kg, fluid))


def compute() -> list[Check]:
    """Settle the CDU and compare it, then assert the relations inside the reference run."""
    return check_named("v05.csv", {**_steady_values(settled()), **_listed_values()})


def _steady_values(cdu: Settled) -> dict[str, float]:
    loop = cdu.loop
    return {
        "plant outlet": cdu.plant_outlet_k - KELVIN_OFFSET_K,
        "rack inlet": cdu.rack_inlet_k - KELVIN_OFFSET_K,
        "rack outlet": cdu.rack_outlet_k - KELVIN_OFFSET_K,
        "valve position": cdu.valve_frac,
        "exchanger duty": cdu.duty_w / 1e6,
        "exchanger duty less pump power": (cdu.duty_w - loop.pump_power_w) / 1e6,
        "plant-side drop of the exchanger": cdu.plant.exchanger_dp_pa / 1e3,
        "rack-side drop of the exchanger": loop.exchanger_dp_pa / 1e3,
        "rack drop": loop.rack_dp_pa / 1e3,
        "pump rise": loop.pump_dp_pa / 1e3,
        "pump power": loop.pump_power_w / 1e3,
        "rack flow over nominal": loop.flow_kg_s / side(RACK_FLUID).flow_kg_s,
        "drop of the rack-side filter": loop.filter_dp_pa / 1e3,
    }


def _listed_values() -> dict[str, float]:
    listed = plant_side(LISTED_VALVE)
    plant_kg_s = LISTED_PLANT_RATIO * side(PLANT_FLUID).flow_kg_s
    rack_kg_s = LISTED_RACK_RATIO * side(RACK_FLUID).flow_kg_s
    heat = duty_w(plant_kg_s, rack_kg_s, LISTED_RACK_OUTLET_K)
    smaller = plant_kg_s * float(heat_capacity_j_kgk(PLANT_INLET_K, coolant(PLANT_FLUID)))
    return {
        "plant flow over nominal with the valve at 0.77724": listed.flow_kg_s / side(PLANT_FLUID).flow_kg_s,
        "plant-side drop of the exchanger with the valve at 0.77724": listed.exchanger_dp_pa / 1e3,
        "valve drop with the valve at 0.77724": listed.valve_dp_pa / 1e3,
        "valve flow factor at 0.77724": float(
            equal_percentage_frac(LISTED_VALVE, RANGEABILITY, SEAT_LEAKAGE)
        ),
        "effectiveness at the listed flows and inlets": heat
        / (smaller * (LISTED_RACK_OUTLET_K - PLANT_INLET_K)),
        "duty at the listed flows and inlets": heat / 1e6,
        "nominal effectiveness": float(effectiveness_counterflow(UA_W_K / NOMINAL_CAPACITY_W_K, 1.0)),
    }


CASE = Case(
    name="V05",
    title="CDU eps-NTU steady state, load 0.6",
    kind="simulator",
    shows="Exchanger, valve, pump, filter and two controllers, joined by the network solver, settle where the reference does.",
    compute=compute,
)
