"""Components of a plant at one instant as rows of a document, in display units."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from models.fluids import density_kg_m3
from twin.engine.snapshot import Snapshot
from twin.limits.building import hall_floor_load_kg_m2
from twin.limits.cdus import ability_w
from twin.limits.facility import rejection_able_w
from twin.plant.records import Floats, Plant
from twin.plant.select import pick_fluid

ZERO_CELSIUS_K: Final = 273.15
LITRES_PER_MINUTE: Final = 60e3
"""L/min per m3/s."""
AT_THE_END_FRAC: Final = 1e-3
"""An actuator this near to its end is saturated."""

Rows = list[dict[str, Any]]


def _rows(columns: dict[str, Any]) -> Rows:
    """Return one mapping per component from columns of equal length."""
    keys = list(columns)
    return [dict(zip(keys, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _degc(temp_k: Floats) -> Floats:
    return temp_k - ZERO_CELSIUS_K


def cabinet_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return the cabinets: power, where the heat goes, coolant and the hottest chip."""
    seen = snapshot.cabinets
    worst = seen.worst_chip.astype(int)
    return _rows(
        {
            "name": plant.cabinets.names,
            "type": plant.cabinets.type_names,
            "power_kw": seen.power_w / 1e3,
            "liquid_kw": seen.liquid_w / 1e3,
            "door_kw": seen.door_w / 1e3,
            "air_kw": seen.air_w / 1e3,
            "nameplate_kw": plant.cabinets.nameplate_power_w / 1e3,
            "flow_l_min": seen.flow_m3_s * LITRES_PER_MINUTE,
            "required_flow_l_min": seen.required_flow_m3_s * LITRES_PER_MINUTE,
            "pressure_drop_kpa": seen.pressure_drop_pa / 1e3,
            "supply_temp_degc": _degc(seen.supply_k),
            "return_temp_degc": _degc(seen.return_k),
            "air_inlet_temp_degc": _degc(seen.air_inlet_k),
            "max_junction_temp_degc": _degc(seen.max_junction_k),
            "worst_chip": [plant.chips.names[place] if place >= 0 else None for place in worst],
        }
    )


def cdu_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return the CDUs: duty against ability, approach, valve, pumps, both sides."""
    seen, cdus = snapshot.cdus, plant.cdus
    coolant, water = (
        pick_fluid(plant.tcs.fluid, cdus.loop_index),
        pick_fluid(plant.fws.fluid, cdus.facility_index),
    )
    secondary = seen.secondary_flow_kg_s / density_kg_m3(seen.supply_k, coolant)
    primary = seen.primary_flow_kg_s / density_kg_m3(seen.primary_in_k, water)
    return _rows(
        {
            "name": cdus.names,
            "type": cdus.type_names,
            "loop": [plant.tcs.names[loop] for loop in cdus.loop_index],
            "duty_kw": seen.duty_w / 1e3,
            "ability_kw": ability_w(plant, snapshot) / 1e3,
            "rated_heat_kw": cdus.rated_heat_w / 1e3,
            "approach_k": seen.approach_k,
            "valve_percent": seen.valve_frac * 100.0,
            "pump_speed_percent": seen.pump_speed_frac * 100.0,
            "pump_power_kw": seen.pump_power_w / 1e3,
            "flow_l_min": secondary * LITRES_PER_MINUTE,
            "supply_temp_degc": _degc(seen.supply_k),
            "return_temp_degc": _degc(seen.return_k),
            "facility_flow_l_min": primary * LITRES_PER_MINUTE,
            "facility_supply_temp_degc": _degc(seen.primary_in_k),
            "facility_return_temp_degc": _degc(seen.primary_out_k),
        }
    )


def loop_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return all water and coolant loops; a figure that a kind of loop does not have is null."""
    return [*_technology(plant, snapshot), *_facility(plant, snapshot), *_chilled(plant, snapshot)]


def _loop(name: str, kind: str, fluid: str, **known: float) -> dict[str, Any]:
    empty = dict.fromkeys(_LOOP_FIGURES)
    return {"name": name, "kind": kind, "fluid": fluid} | empty | known


_LOOP_FIGURES: Final = (
    "setpoint_degc",
    "supply_temp_degc",
    "return_temp_degc",
    "flow_l_min",
    "dp_kpa",
    "heat_kw",
    "rejected_kw",
    "rejection_ability_kw",
    "trim_kw",
    "pump_power_kw",
    "fan_power_kw",
    "compressor_power_kw",
    "make_up_l_h",
)


def _technology(plant: Plant, snapshot: Snapshot) -> Rows:
    seen, count = snapshot.tcs, len(plant.tcs.names)
    flow = seen.flow_kg_s / density_kg_m3(seen.supply_k, plant.tcs.fluid) * LITRES_PER_MINUTE
    duty = np.bincount(plant.cdus.loop_index, weights=snapshot.cdus.duty_w, minlength=count)
    pumps = np.bincount(plant.cdus.loop_index, weights=snapshot.cdus.pump_power_w, minlength=count)
    return [
        _loop(
            name,
            "tcs",
            plant.tcs.fluid_names[i],
            setpoint_degc=seen.setpoint_k[i] - ZERO_CELSIUS_K,
            supply_temp_degc=seen.supply_k[i] - ZERO_CELSIUS_K,
            return_temp_degc=seen.return_k[i] - ZERO_CELSIUS_K,
            flow_l_min=flow[i],
            dp_kpa=seen.dp_pa[i] / 1e3,
            heat_kw=duty[i] / 1e3,
            pump_power_kw=pumps[i] / 1e3,
        )
        for i, name in enumerate(plant.tcs.names)
    ]


def _facility(plant: Plant, snapshot: Snapshot) -> Rows:
    seen = snapshot.fws
    flow = seen.flow_kg_s / density_kg_m3(seen.supply_k, plant.fws.fluid) * LITRES_PER_MINUTE
    able = rejection_able_w(plant, snapshot)
    return [
        _loop(
            name,
            "fws",
            plant.fws.fluid_names[i],
            setpoint_degc=plant.fws.supply_setpoint_k[i] - ZERO_CELSIUS_K,
            supply_temp_degc=seen.supply_k[i] - ZERO_CELSIUS_K,
            return_temp_degc=seen.return_k[i] - ZERO_CELSIUS_K,
            flow_l_min=flow[i],
            dp_kpa=seen.dp_pa[i] / 1e3,
            heat_kw=(seen.rejected_w[i] + seen.trim_w[i]) / 1e3,
            rejected_kw=seen.rejected_w[i] / 1e3,
            rejection_ability_kw=able[i] / 1e3,
            trim_kw=seen.trim_w[i] / 1e3,
            pump_power_kw=seen.pump_power_w[i] / 1e3,
            fan_power_kw=seen.fan_power_w[i] / 1e3,
            compressor_power_kw=seen.trim_power_w[i] / 1e3,
            make_up_l_h=seen.make_up_kg_s[i] * 3600.0,
        )
        for i, name in enumerate(plant.fws.names)
    ]


def _chilled(plant: Plant, snapshot: Snapshot) -> Rows:
    seen = snapshot.chw
    flow = plant.chw.flow_kg_s / density_kg_m3(seen.supply_k, plant.chw.fluid) * LITRES_PER_MINUTE
    return [
        _loop(
            name,
            "chw",
            plant.chw.fluid_names[i],
            setpoint_degc=plant.chw.supply_setpoint_k[i] - ZERO_CELSIUS_K,
            supply_temp_degc=seen.supply_k[i] - ZERO_CELSIUS_K,
            return_temp_degc=seen.return_k[i] - ZERO_CELSIUS_K,
            flow_l_min=flow[i],
            heat_kw=seen.heat_w[i] / 1e3,
            pump_power_kw=seen.pump_power_w[i] / 1e3,
            compressor_power_kw=seen.chiller_power_w[i] / 1e3,
        )
        for i, name in enumerate(plant.chw.names)
    ]


def hall_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return the halls: air temperatures, room coolers, floor."""
    seen = snapshot.halls
    return _rows(
        {
            "name": plant.halls.names,
            "air_supply_temp_degc": _degc(seen.air_supply_k),
            "air_inlet_temp_degc": _degc(seen.inlet_k),
            "air_return_temp_degc": _degc(seen.air_return_k),
            "dew_point_degc": _degc(snapshot.drive.dew_point_k),
            "crah_heat_kw": seen.crah_heat_w / 1e3,
            "crah_running": plant.halls.crah_running.astype(int),
            "fan_power_kw": seen.fan_power_w / 1e3,
            "floor_load_kg_m2": hall_floor_load_kg_m2(plant),
            "floor_rating_kg_m2": plant.halls.floor_rating_kg_m2,
        }
    )


def power_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return the elements of the power chain and the paths that pass them."""
    chain, seen = plant.power, snapshot.power
    elements = chain.elements
    paths = [
        [name for name, path in zip(chain.path_names, chain.path_elements, strict=True) if place in path]
        for place in range(len(elements.names))
    ]
    return _rows(
        {
            "name": elements.names,
            "kind": elements.kinds,
            "type": elements.type_names,
            "paths": paths,
            "load_kw": seen.load_w / 1e3,
            "rating_kw": elements.rating_w / 1e3,
            "load_percent": 100.0 * seen.load_w / elements.rating_w,
            "loss_kw": seen.loss_w / 1e3,
            "phase_current_a": seen.current_a,
            "rated_current_a": elements.rating_current_a,
        }
    )


def control_rows(plant: Plant, snapshot: Snapshot) -> Rows:
    """Return the controllers: set-point, value, and how far the actuator is open."""
    return [
        *_valves(plant, snapshot),
        *_loop_pumps(plant, snapshot),
        *_facility_controls(plant, snapshot),
    ]


def _control(
    name: str, unit: str, setpoint: float, value: float, position: float, low: float
) -> dict[str, Any]:
    saturated = position >= 1.0 - AT_THE_END_FRAC or position <= low + AT_THE_END_FRAC
    return {
        "name": name,
        "unit": unit,
        "setpoint": setpoint,
        "value": value,
        "position_percent": position * 100.0,
        "saturated": bool(saturated),
    }


def _valves(plant: Plant, snapshot: Snapshot) -> Rows:
    seen = snapshot.cdus
    return [
        _control(
            f"{name} primary valve",
            "degC",
            seen.setpoint_k[i] - ZERO_CELSIUS_K,
            seen.supply_k[i] - ZERO_CELSIUS_K,
            seen.valve_frac[i],
            0.0,
        )
        for i, name in enumerate(plant.cdus.names)
    ]


def _loop_pumps(plant: Plant, snapshot: Snapshot) -> Rows:
    tcs, seen = plant.tcs, snapshot.tcs
    flow = seen.flow_kg_s / density_kg_m3(seen.supply_k, tcs.fluid) * LITRES_PER_MINUTE
    on_flow = np.isfinite(tcs.set_flow_m3_s)
    return [
        _control(
            f"{name} pumps",
            "L/min" if on_flow[i] else "kPa",
            tcs.set_flow_m3_s[i] * LITRES_PER_MINUTE if on_flow[i] else tcs.set_dp_pa[i] / 1e3,
            flow[i] if on_flow[i] else seen.dp_pa[i] / 1e3,
            seen.pump_speed_frac[i],
            tcs.min_speed_frac[i],
        )
        for i, name in enumerate(tcs.names)
    ]


def _facility_controls(plant: Plant, snapshot: Snapshot) -> Rows:
    fws, seen = plant.fws, snapshot.fws
    rows: Rows = []
    for i, name in enumerate(fws.names):
        pressure = (fws.set_dp_pa[i] / 1e3, seen.dp_pa[i] / 1e3)
        rows.append(
            _control(f"{name} pumps", "kPa", *pressure, seen.pump_speed_frac[i], fws.min_speed_frac[i])
        )
        if fws.rejection_kind[i] != "none":
            water = (fws.supply_setpoint_k[i] - ZERO_CELSIUS_K, seen.basin_k[i] - ZERO_CELSIUS_K)
            rows.append(_control(f"{name} fans", "degC", *water, seen.fan_speed_frac[i], fws.fan_min_frac[i]))
    return rows
