"""Loops, CDUs, heat rejection and halls of a site as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.dry_cooler import dry_cooler_design_ua_w_k
from models.cooling.exchange import counterflow_ua_w_k
from models.cooling.tower import tower_design_ua_w_k
from models.fluids import Fluid, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk, viscosity_pa_s
from models.formula import Array
from models.hydraulics.filter import filter_power_coefficient
from models.hydraulics.pump import pump_coefficients
from twin.config import member_names
from twin.config.cdus import Cdu
from twin.config.fluids import Fluid as FluidEntry
from twin.config.halls import Hall
from twin.config.heat_rejection import BufferTank, Chiller, Crah, DryCooler, WetTower
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.config.pumps import Pump
from twin.plant.cabinets import AIR_DENSITY_KG_M3, SECONDS_PER_HOUR, Indices
from twin.plant.columns import floats, stack
from twin.plant.records import Cabinets, Cdus, ChilledLoops, FacilityLoops, Halls, TcsLoops
from twin.plant.source import Source

BYPASS_FRAC = 0.02
"""Share of a facility loop's design flow that its open bypass passes at the controlled pressure difference."""
EXCHANGER_EXPONENT = 0.8
"""Turbulent film coefficient against flow, both sides of a plate exchanger (Buildings, CDU_epsNTU)."""
AMBIENT_CONDUCTANCE_W_K = 0.05
"""Loss of a CDU to the room: negligible in service, but a unit that stands still has a temperature of its own."""
HALL_HEIGHT_M = 4.0
FLOOR_SHARE = 0.25
"""Share of a hall's floor that cabinets stand on; with its height it gives the air volume that warms up."""


def tcs_record(source: Source, indices: Indices, cabinets: Cabinets) -> TcsLoops:
    """Return the technology loops of a site."""
    rows: list[dict[str, Any]] = []
    for name, number in indices.tcs.items():
        loop = source.config.site.loops[name]
        assert isinstance(loop, TcsLoop)
        members = np.flatnonzero(cabinets.loop_index == number)
        fluid = source.fluid(loop.fluid)
        capacity = _stored_j_k(loop.volume, loop.supply_temp, fluid)
        cdu = source.entry(Cdu, loop.cdus.name)
        on_flow = loop.control.mode == "flow"
        rows.append(
            {
                "names": name,
                "fluid_names": loop.fluid,
                "facility_index": indices.fws[loop.source],
                "hall_index": int(cabinets.hall_index[members[0]]) if members.size else 0,
                "supply_setpoint_k": loop.supply_temp,
                "dew_margin_k": loop.dew_point_margin,
                "set_flow_m3_s": float(cabinets.design_flow_m3_s[members].sum()) if on_flow else np.nan,
                "set_dp_pa": np.nan if loop.control.dp is None else loop.control.dp,
                "min_speed_frac": source.value(cdu.pump.min_speed),
                "supply_capacity_j_k": 0.5 * capacity,
                "return_capacity_j_k": 0.5 * capacity,
                "static_pressure_pa": loop.static_pressure,
                "elevation_m": loop.elevation,
                "segment_length_m": loop.header.segment_length,
                "segment_diameter_m": loop.header.diameter,
                "segment_roughness_m": loop.header.roughness,
                "reverse_return": loop.header.return_order == "reverse",
                "check_valves": loop.check_valves,
                "freeze_k": source.value(source.entry(FluidEntry, loop.fluid).freeze_temp),
            }
        )
    return stack(TcsLoops, rows, fluid=_fluids(source, [row["fluid_names"] for row in rows]))


def cdu_record(source: Source, indices: Indices) -> Cdus:
    """Return the CDUs of all technology loops, in loop order."""
    rows: list[dict[str, Any]] = []
    row_of: dict[tuple[str, str, str], dict[str, Any]] = {}
    for name, number in indices.tcs.items():
        loop = source.config.site.loops[name]
        assert isinstance(loop, TcsLoop)
        kind = (loop.cdus.name, loop.fluid, source.config.site.loops[loop.source].fluid)
        if kind not in row_of:
            row_of[kind] = _cdu_row(source, source.entry(Cdu, kind[0]), *map(source.fluid, kind[1:]))
        row = row_of[kind]
        place = {
            "type_names": loop.cdus.name,
            "loop_index": number,
            "facility_index": indices.fws[loop.source],
        }
        rows += [row | place | {"names": cdu} for cdu in member_names(name, "cdu", loop.cdus.count)]
    return stack(Cdus, rows)


def _cdu_row(source: Source, cdu: Cdu, secondary: Fluid, primary: Fluid) -> dict[str, Any]:
    value = source.value
    rated = {"secondary": source.fluid(cdu.secondary_fluid), "primary": source.fluid(cdu.primary_fluid)}
    cold_in = value(cdu.rated_primary_supply)
    hot_out = cold_in + value(cdu.rated_approach)
    flows = {side: value(getattr(cdu, f"{side}_flow")) for side in rated}
    rho = {side: density_kg_m3(hot_out, rated[side]) for side in rated}
    capacity = {side: flows[side] * rho[side] * heat_capacity_j_kgk(hot_out, rated[side]) for side in rated}
    hot_in = hot_out + value(cdu.rated_heat) / capacity["secondary"]
    derived = counterflow_ua_w_k(
        value(cdu.rated_heat), hot_in, cold_in, capacity["secondary"], capacity["primary"]
    )
    pump_flow = flows["secondary"] / cdu.pumps_required
    head = value(cdu.secondary_external_head) + value(cdu.hx_secondary_dp) + value(cdu.filter_dp)
    shutoff, _, quadratic = pump_coefficients(value(cdu.pump.shutoff_head), pump_flow, head)
    film = {side: _film(flows[side] * rho[side], hot_out, rated[side]) for side in rated}
    volume = {"secondary": cdu.volume_secondary, "primary": cdu.volume_primary}
    fluids = {"secondary": secondary, "primary": primary}
    return {
        "running": 1.0,
        "pumps_running": float(cdu.pumps),
        "pumps_installed": float(cdu.pumps),
        "ua_nominal_w_k": source.optional(cdu.ua, float(derived)),
        "primary_nominal_kg_s": flows["primary"] * rho["primary"],
        "secondary_nominal_kg_s": flows["secondary"] * rho["secondary"],
        "conductance_ratio": film["primary"] / film["secondary"],
        "conductance_exponent": EXCHANGER_EXPONENT,
        "fouling_k_w": 0.0,
        "secondary_quadratic_1_m4": value(cdu.hx_secondary_dp) / (rho["secondary"] * flows["secondary"] ** 2),
        "filter_coefficient": filter_power_coefficient(
            value(cdu.filter_dp), flows["secondary"], value(cdu.filter_exponent), 0.0
        ),
        "filter_exponent": value(cdu.filter_exponent),
        "primary_quadratic_1_m4": value(cdu.hx_primary_dp) / (rho["primary"] * flows["primary"] ** 2),
        "valve_kv_m3_h": SECONDS_PER_HOUR * value(cdu.primary_valve.kv),
        "valve_running": 1.0,
        "valve_rangeability": value(cdu.primary_valve.rangeability),
        "valve_stroke_s": value(cdu.primary_valve.stroke_time),
        "pump_head_shutoff_pa": shutoff,
        "pump_head_quadratic": quadratic,
        "pump_efficiency": value(cdu.pump.efficiency),
        "pump_rated_flow_m3_s": pump_flow,
        "pump_rated_power_w": value(cdu.pump.rated_power),
        "standby_power_w": 0.0,
        **{
            f"{side}_capacity_j_k": _stored_j_k(value(volume[side]), hot_out, fluids[side]) for side in volume
        },
        "ambient_conductance_w_k": AMBIENT_CONDUCTANCE_W_K,
        "rated_heat_w": value(cdu.rated_heat),
        "rated_approach_k": value(cdu.rated_approach),
        "supply_min_k": value(cdu.supply_temp_min),
        "supply_max_k": value(cdu.supply_temp_max),
        "npsh_required_m": value(cdu.npsh_required),
        "max_pressure_pa": value(cdu.max_working_pressure),
        "mass_kg": value(cdu.mass),
    }


def _film(flow_kg_s: Array, temp_k: float, fluid: Fluid) -> float:
    """Return the film conductance of one side in arbitrary units: k (m/mu)^0.8 Pr^(1/3)."""
    viscosity, conductivity = viscosity_pa_s(temp_k, fluid), conductivity_w_mk(temp_k, fluid)
    prandtl = viscosity * heat_capacity_j_kgk(temp_k, fluid) / conductivity
    return float(conductivity * (flow_kg_s / viscosity) ** 0.8 * prandtl ** (1.0 / 3.0))


def facility_record(source: Source, indices: Indices, cdus: Cdus, pressure_pa: float) -> FacilityLoops:
    """Return the facility loops of a site."""
    rows: list[dict[str, Any]] = []
    for name, number in indices.fws.items():
        loop = source.config.site.loops[name]
        assert isinstance(loop, FwsLoop)
        design = float(cdus.primary_nominal_kg_s[cdus.facility_index == number].sum())
        rows.append({"names": name} | _facility_row(source, loop, design, pressure_pa))
    return stack(FacilityLoops, rows, fluid=_fluids(source, [row["fluid_names"] for row in rows]))


def _facility_row(source: Source, loop: FwsLoop, design_kg_s: float, pressure_pa: float) -> dict[str, Any]:
    value = source.value
    pump, fluid = source.entry(Pump, loop.pumps.name), source.fluid(loop.fluid)
    rho = density_kg_m3(loop.supply_temp, fluid)
    shutoff, _, quadratic = pump_coefficients(
        value(pump.shutoff_head), value(pump.rated_flow), value(pump.rated_head)
    )
    volume = loop.volume
    buffer = 0.0 if loop.buffer is None else value(source.entry(BufferTank, loop.buffer).volume)
    modes = loop.modes
    return {
        "fluid_names": loop.fluid,
        "supply_setpoint_k": loop.supply_temp,
        "set_dp_pa": loop.control.dp,
        "min_speed_frac": value(pump.min_speed),
        "pumps_installed": loop.pumps.count,
        "pumps_running": float(loop.pumps.count),
        "pump_head_shutoff_pa": shutoff,
        "pump_head_quadratic": quadratic,
        "pump_efficiency": value(pump.efficiency),
        "pump_rated_flow_m3_s": value(pump.rated_flow),
        "pump_rated_power_w": value(pump.motor_power),
        "pump_npsh_required_m": value(pump.npsh_required),
        "bypass_quadratic_1_m4": loop.control.dp * rho / (BYPASS_FRAC * design_kg_s) ** 2,
        "segment_length_m": loop.header.segment_length,
        "segment_diameter_m": loop.header.diameter,
        "segment_roughness_m": loop.header.roughness,
        "supply_capacity_j_k": _stored_j_k(0.4 * volume + buffer, loop.supply_temp, fluid),
        "return_capacity_j_k": _stored_j_k(0.4 * volume, loop.supply_temp, fluid),
        "basin_capacity_j_k": _stored_j_k(0.2 * volume, loop.supply_temp, fluid),
        "static_pressure_pa": loop.static_pressure,
        "freeze_k": value(source.entry(FluidEntry, loop.fluid).freeze_temp),
        "free_below_k": -np.inf if modes is None or modes.free_below is None else modes.free_below,
        "mechanical_above_k": np.inf
        if modes is None or modes.mechanical_above is None
        else modes.mechanical_above,
        **_rejection_row(source, loop, float(rho), pressure_pa),
        **_trim_row(source, loop),
    }


def _rejection_row(source: Source, loop: FwsLoop, rho: float, pressure_pa: float) -> dict[str, Any]:
    if loop.rejection is None:
        return dict.fromkeys(_CELL_FIELDS, 1.0) | {"rejection_kind": "none", "cells_installed": 0, "cells_running": 0.0,
                                                   "common_quadratic_1_m4": 0.0, "exchanger_approach_k": 0.0}  # fmt: skip
    entry = source.config.heat_rejection[loop.rejection.name]
    value = source.value
    common = {"cells_installed": loop.rejection.count, "cells_running": float(loop.rejection.count)}
    if isinstance(entry, WetTower):
        flow = value(entry.water_flow) * rho
        air = flow * value(entry.air_water_ratio)
        offset = source.optional(entry.exchanger_approach, 0.0)
        design = value(entry.design_wet_bulb)
        ua = tower_design_ua_w_k(
            flow, air, value(entry.water_in), value(entry.water_out), design + offset, pressure_pa
        )
        return common | {
            "rejection_kind": "wet-tower",
            "cell_capacity_w": value(entry.capacity),
            "cell_ua_w_k": float(ua),
            "cell_water_kg_s": flow,
            "cell_air_kg_s": air,
            "cell_fan_w": value(entry.fan_power),
            "fan_min_frac": value(entry.fan_min),
            "wet_bulb_design_k": design,
            "water_design_k": value(entry.water_in),
            "exchanger_approach_k": offset,
            "cycles_of_concentration": value(entry.cycles_of_concentration),
            "drift_frac": value(entry.drift_fraction),
            "common_quadratic_1_m4": value(entry.dp) / (rho * value(entry.water_flow) ** 2),
        }
    assert isinstance(entry, DryCooler)
    flow = float(value(entry.water_flow) * rho)
    water_cp = heat_capacity_j_kgk(loop.supply_temp, source.fluid(loop.fluid))
    air = float(AIR_TO_WATER_CAPACITY * flow * water_cp / DRY_AIR_HEAT_CAPACITY_J_KG_K)
    heat = flow * water_cp * (value(entry.water_in) - value(entry.water_out))
    ua = dry_cooler_design_ua_w_k(
        heat, value(entry.water_in), value(entry.air_in), flow, air, water_cp, DRY_AIR_HEAT_CAPACITY_J_KG_K
    )
    return common | {
        "rejection_kind": "dry-cooler",
        "cell_capacity_w": value(entry.capacity),
        "cell_ua_w_k": float(ua),
        "cell_water_kg_s": flow,
        "cell_air_kg_s": air,
        "cell_fan_w": value(entry.fan_power),
        "fan_min_frac": value(entry.fan_min),
        "wet_bulb_design_k": value(entry.air_in),
        "water_design_k": value(entry.water_in),
        "exchanger_approach_k": 0.0,
        "cycles_of_concentration": 1e9,
        "drift_frac": 0.0,
        "common_quadratic_1_m4": value(entry.dp) / (rho * value(entry.water_flow) ** 2),
    }


AIR_TO_WATER_CAPACITY = 1.0
"""Design ratio of the heat-capacity rates of air and water in a dry cooler (Buildings, DryCooler example)."""
_CELL_FIELDS = (
    "cell_capacity_w", "cell_ua_w_k", "cell_water_kg_s", "cell_air_kg_s", "cell_fan_w", "fan_min_frac",
    "wet_bulb_design_k", "water_design_k", "cycles_of_concentration", "drift_frac",
)  # fmt: skip


def _trim_row(source: Source, loop: FwsLoop) -> dict[str, Any]:
    if loop.trim is None:
        return {"trim_installed": 0, "trim_running": 0.0, "trim_capacity_w": 0.0, "trim_efficiency_frac": 1.0,
                "trim_approach_k": 0.0, "trim_on_wet_bulb": 0.0}  # fmt: skip
    chiller = source.entry(Chiller, loop.trim.name)
    return {
        "trim_installed": loop.trim.count,
        "trim_running": float(loop.trim.count),
        "trim_capacity_w": source.value(chiller.capacity),
        "trim_efficiency_frac": _carnot_efficiency(source, chiller),
        "trim_approach_k": source.value(chiller.condenser_approach),
        "trim_on_wet_bulb": float(chiller.condenser == "water"),
    }


def _carnot_efficiency(source: Source, chiller: Chiller) -> float:
    """Return the share of the Carnot COP the machine reaches: stated, or from its rated COP."""
    if chiller.curves.efficiency is not None:
        return source.value(chiller.curves.efficiency)
    cold = source.value(chiller.evaporator_leaving)
    lift = source.value(chiller.condenser_entering) + source.value(chiller.condenser_approach) - cold
    return source.value(chiller.cop) * lift / cold


def chilled_record(source: Source, indices: Indices) -> ChilledLoops:
    """Return the chilled-water loops of a site."""
    rows: list[dict[str, Any]] = []
    value = source.value
    for name in indices.chw:
        loop = source.config.site.loops[name]
        assert isinstance(loop, ChwLoop)
        chiller, pump = source.entry(Chiller, loop.chillers.name), source.entry(Pump, loop.pumps.name)
        fluid = source.fluid(loop.fluid)
        duty = loop.pump_redundancy.required_count(loop.pumps.count)
        capacity = _stored_j_k(loop.volume, loop.supply_temp, fluid)
        tank = 0.0 if loop.buffer is None else value(source.entry(BufferTank, loop.buffer).volume)
        flow = duty * value(pump.rated_flow)
        rows.append(
            {
                "names": name,
                "fluid_names": loop.fluid,
                "supply_setpoint_k": loop.supply_temp,
                "flow_kg_s": flow * density_kg_m3(loop.supply_temp, fluid),
                "pump_power_w": flow * value(pump.rated_head) / value(pump.efficiency),
                "supply_capacity_j_k": 0.5 * capacity + _stored_j_k(tank, loop.supply_temp, fluid),
                "return_capacity_j_k": 0.5 * capacity,
                "chillers_installed": loop.chillers.count,
                "chillers_running": float(loop.chillers.count),
                "chiller_capacity_w": value(chiller.capacity),
                "chiller_efficiency_frac": _carnot_efficiency(source, chiller),
                "condenser_approach_k": value(chiller.condenser_approach),
                "condenser_on_wet_bulb": float(chiller.condenser == "water"),
                "freeze_k": value(source.entry(FluidEntry, loop.fluid).freeze_temp),
            }
        )
    return stack(ChilledLoops, rows, fluid=_fluids(source, [row["fluid_names"] for row in rows]))


def hall_record(source: Source, indices: Indices, cabinets: Cabinets) -> Halls:
    """Return the halls of a site."""
    rows: list[dict[str, Any]] = []
    for name, number in indices.halls.items():
        hall = source.config.site.halls[name]
        members = np.flatnonzero(cabinets.hall_index == number)
        area = max(float(cabinets.footprint_m2[members].sum()) / FLOOR_SHARE, 1.0)
        volume = area * HALL_HEIGHT_M
        rows.append(
            {
                "names": name,
                "dew_point_k": hall.dew_point,
                "demand_airflow_kg_s": float(cabinets.airflow_kg_s[members].sum()),
                "air_capacity_j_k": volume * AIR_DENSITY_KG_M3 * DRY_AIR_HEAT_CAPACITY_J_KG_K,
                "floor_rating_kg_m2": hall.floor_rating,
                **_crah_row(source, hall, indices),
            }
        )
    return stack(Halls, rows)


def _crah_row(source: Source, hall: Hall, indices: Indices) -> dict[str, Any]:
    assert hall.air is not None
    value = source.value
    crah = source.entry(Crah, hall.air.crah.name)
    air = value(crah.airflow) * AIR_DENSITY_KG_M3
    water = value(crah.water_flow) * 1000.0
    air_w_k, water_w_k = air * DRY_AIR_HEAT_CAPACITY_J_KG_K, water * 4186.0
    ua = counterflow_ua_w_k(
        value(crah.capacity), value(crah.return_air), value(crah.water_in), air_w_k, water_w_k
    )
    return {
        "water_index": indices.chw[hall.air.chilled_water],
        "supply_setpoint_k": hall.air.supply_temp,
        "crah_installed": hall.air.crah.count,
        "crah_running": float(hall.air.crah.count),
        "crah_capacity_w": value(crah.capacity),
        "crah_airflow_kg_s": air,
        "crah_water_kg_s": water,
        "crah_ua_w_k": float(ua),
        "crah_fan_w": value(crah.fan_power),
    }


def _stored_j_k(volume_m3: float, temp_k: float, fluid: Fluid) -> float:
    return float(volume_m3 * density_kg_m3(temp_k, fluid) * heat_capacity_j_kgk(temp_k, fluid))


def _fluids(source: Source, names: list[str]) -> Fluid:
    scalars = [source.fluid(name) for name in names]
    if not scalars:  # of no loop at all the properties are empty arrays
        return Fluid(*[(np.zeros(0),) for _ in Fluid._fields])
    return Fluid(
        *[tuple(floats(list(c)) for c in zip(*groups, strict=True)) for groups in zip(*scalars, strict=True)]
    )
