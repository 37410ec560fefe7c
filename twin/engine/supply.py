"""Supply pass: facility water with its heat rejection and trim cooling, and the chilled water for room air."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.chiller import carnot_cop
from models.cooling.controls import over_tower_frac, tower_allowed_frac, trim_allowed_frac
from models.cooling.dry_cooler import dry_cooler_heat_w, dry_cooler_ua_w_k
from models.cooling.tower import tower_exchange, tower_heat_w
from models.fluids import Fluid, density_kg_m3, enthalpy_j_kg, heat_capacity_j_kgk
from models.hydraulics.pump import pump_electric_power_w, pump_head_pa
from twin.engine.drive import Drive
from twin.engine.layout import Layout
from twin.engine.stamp import Stamp
from twin.plant.records import ChilledLoops, FacilityLoops, Ints, Plant
from twin.plant.select import pick

DRY_COOLER_FILM_RATIO = 0.5
"""Air-side over water-side film conductance of a finned cooler at design (Buildings, DryCooler)."""
FILL_AIR_TIME_S = 2.0
"""Time in which the air in a tower's fill is exchanged [s]: 3 m at 1.5 m/s. It makes the implicit relation
between heat and leaving air a state; no steady result depends on it."""
MODE_BAND_K = 0.5
"""Width of the change between cooling modes [K]: a ramp, so that neither a mode nor a bypass jumps."""


def facility_pump_power_w(fws: FacilityLoops, supply_temp_k: Any, flow_kg_s: Any, speed_frac: Any) -> Any:
    """Return the electric power of each facility loop's running pumps, shape (n_fws,)."""
    on = np.maximum(fws.pumps_running, 1e-9)
    flow_m3_s = np.maximum(flow_kg_s, 0.0) / density_kg_m3(supply_temp_k, fws.fluid)
    speed = speed_frac
    head = pump_head_pa(flow_m3_s / on, speed, fws.pump_head_shutoff_pa, 0.0, fws.pump_head_quadratic)
    per_pump = pump_electric_power_w(
        flow_m3_s / on, head, speed, fws.pump_rated_flow_m3_s, fws.pump_efficiency
    )
    return fws.pumps_running * per_pump


class Rejection(NamedTuple):
    """Heat that towers or dry coolers take, the wet bulb of the air that leaves, and the share in service."""

    heat_w: Any
    leaving_air_k: Any
    in_service_frac: Any


def rejection(
    fws: FacilityLoops, drive: Drive, return_temp_k: Any, flow_kg_s: Any, fan_frac: Any, leaving_air_k: Any
) -> Rejection:
    """Return the rejection of loops of one kind, shape (n,), with the leaving air of towers as it is now.

    The leaving air of a dry cooler is a mere follower: its heat does not depend on it.
    """
    working = in_service_frac(fws, drive, return_temp_k)
    if fws.rejection_kind[0] == "dry-cooler":
        heat, answer = _dry_heat_w(fws, drive, return_temp_k, flow_kg_s, fan_frac), return_temp_k
    else:
        heat, answer = tower_exchange(
            leaving_air_k, *_tower_inputs(fws, drive, return_temp_k, flow_kg_s, fan_frac)
        )
    return Rejection(fws.cells_running * heat * working, answer, working)


def in_service_frac(fws: FacilityLoops, drive: Drive, return_temp_k: Any) -> Any:
    """Return the share of each loop's rejection that works, shape (n_fws,).

    None where the mode is mechanical, and none where the air would warm the water: the bypass takes all of it,
    and the fans stop.
    """
    dry = np.array([kind == "dry-cooler" for kind in fws.rejection_kind])
    ambient = np.where(dry, drive.dry_bulb_k, drive.wet_bulb_k)
    coldest = np.where(dry, ambient, ambient + fws.exchanger_approach_k)
    staged = tower_allowed_frac(ambient, fws.mechanical_above_k, MODE_BAND_K)
    return staged * over_tower_frac(return_temp_k, coldest, MODE_BAND_K)


def rejected_heat_w(
    fws: FacilityLoops, drive: Drive, return_temp_k: Any, flow_kg_s: Any, fan_frac: Any
) -> Any:
    """Return the settled heat of towers or dry coolers, shape (n,), 0 or more; all records of one kind."""
    if fws.rejection_kind[0] == "dry-cooler":
        heat = _dry_heat_w(fws, drive, return_temp_k, flow_kg_s, fan_frac)
    else:
        heat = tower_heat_w(*_tower_inputs(fws, drive, return_temp_k, flow_kg_s, fan_frac))
    return fws.cells_running * heat * in_service_frac(fws, drive, return_temp_k)


def _cell_flow_kg_s(fws: FacilityLoops, flow_kg_s: Any) -> Any:
    return np.maximum(flow_kg_s, 0.0) / np.maximum(fws.cells_running, 1e-9)


def _tower_inputs(
    fws: FacilityLoops, drive: Drive, return_temp_k: Any, flow_kg_s: Any, fan_frac: Any
) -> tuple[Any, ...]:
    cell_flow = _cell_flow_kg_s(fws, flow_kg_s)
    return (
        cell_flow,
        return_temp_k,
        drive.wet_bulb_k + fws.exchanger_approach_k,
        fws.cell_air_kg_s * fan_frac,
        fws.cell_ua_w_k,
        fan_frac,
        cell_flow / fws.cell_water_kg_s,
        fws.wet_bulb_design_k + fws.exchanger_approach_k,
        drive.pressure_pa,
    )


def _dry_heat_w(fws: FacilityLoops, drive: Drive, return_temp_k: Any, flow_kg_s: Any, fan_frac: Any) -> Any:
    """Return the heat of one cell."""
    cell_flow = _cell_flow_kg_s(fws, flow_kg_s)
    ua = dry_cooler_ua_w_k(
        fws.cell_ua_w_k,
        fan_frac,
        cell_flow / fws.cell_water_kg_s,
        DRY_COOLER_FILM_RATIO,
        return_temp_k,
        drive.dry_bulb_k,
        fws.water_design_k,
        fws.wet_bulb_design_k,
    )
    return dry_cooler_heat_w(
        cell_flow,
        return_temp_k,
        drive.dry_bulb_k,
        fws.cell_air_kg_s * fan_frac,
        heat_capacity_j_kgk(return_temp_k, fws.fluid),
        DRY_AIR_HEAT_CAPACITY_J_KG_K,
        ua,
    )


def setpoint_j_kg(loops: FacilityLoops | ChilledLoops) -> Any:
    """Return the enthalpy of each loop's water at its set-point, shape (n,): it belongs to the plant."""
    return enthalpy_j_kg(loops.supply_setpoint_k, loops.fluid)


def heat_to_setpoint_w(fluid: Fluid, setpoint: Any, temp_k: Any, flow_kg_s: Any) -> Any:
    """Return the heat between each loop's water and its set-point, shape (n,); 0 where it is cold enough."""
    return np.maximum(flow_kg_s * (enthalpy_j_kg(temp_k, fluid) - setpoint), 0.0)


def trim_ability_w(fws: FacilityLoops, drive: Drive) -> Any:
    """Return the heat the trim chillers may take in this weather, shape (n_fws,)."""
    allowed = trim_allowed_frac(drive.wet_bulb_k, fws.free_below_k, MODE_BAND_K)
    return allowed * fws.trim_running * fws.trim_capacity_w


def trim_heat_w(fws: FacilityLoops, setpoint: Any, drive: Drive, basin_temp_k: Any, flow_kg_s: Any) -> Any:
    """Return the heat the trim chillers take from what the towers left, shape (n_fws,), limited by capacity."""
    demand = heat_to_setpoint_w(fws.fluid, setpoint, basin_temp_k, flow_kg_s)
    return np.minimum(demand, trim_ability_w(fws, drive))


def chiller_heat_w(chw: ChilledLoops, setpoint: Any, return_temp_k: Any) -> Any:
    """Return the heat each chilled loop's chillers take, shape (n_chw,), limited by their capacity."""
    demand = heat_to_setpoint_w(chw.fluid, setpoint, return_temp_k, chw.flow_kg_s)
    return np.minimum(demand, chw.chillers_running * chw.chiller_capacity_w)


class Condenser(NamedTuple):
    """How a chiller rejects its heat."""

    approach_k: Any
    on_wet_bulb: Any
    efficiency_frac: Any


def compressor_power_w(condenser: Condenser, drive: Drive, evaporator_temp_k: Any, heat_w: Any) -> Any:
    """Return the electric power that lifts the heat to the ambient."""
    ambient = drive.dry_bulb_k + condenser.on_wet_bulb * (drive.wet_bulb_k - drive.dry_bulb_k)
    condensing = np.maximum(ambient + condenser.approach_k, evaporator_temp_k + MIN_LIFT_K)
    return heat_w / carnot_cop(evaporator_temp_k, condensing, condenser.efficiency_frac)


MIN_LIFT_K = 5.0
"""Smallest temperature lift of a compressor [K]; below it, machines hold head pressure instead."""


def rejection_groups(plant: Plant) -> tuple[tuple[Ints, FacilityLoops], ...]:
    """Return the facility loops of each kind of heat rejection, and their record."""
    kinds = np.array(plant.fws.rejection_kind, dtype=str)
    groups = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    return tuple((members, pick(plant.fws, members)) for members in groups)


def fws_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamps of facility loops: rejection by kind, then basin, trim and supply."""
    stamps = []
    for members, fws in rejection_groups(plant):
        stamps.append(
            (_no_rejection if fws.rejection_kind[0] == "none" else _rejection)(layout, members, fws)
        )
    return [*stamps, _facility_streams(plant, layout)]


def _rejection(layout: Layout, members: Ints, fws: FacilityLoops) -> Stamp:
    def law(drive: Drive, back: Any, flow: Any, fan: Any, air: Any) -> tuple[Any, ...]:
        now = rejection(fws, drive, back, flow, fan, air)
        return -now.heat_w, now.heat_w, (now.leaving_air_k - air) / FILL_AIR_TIME_S

    return Stamp(
        name=f"heat rejection by {fws.rejection_kind[0]}",
        law=law,
        inputs=(
            layout.fws_return[members],
            layout.fws_flow[members],
            layout.fan_speed[members],
            layout.tower_air[members],
        ),
        rows=(
            layout.fws_basin[members],
            np.broadcast_to(layout.heat_out, members.shape),
            layout.tower_air[members],
        ),
    )


def _no_rejection(layout: Layout, members: Ints, fws: FacilityLoops) -> Stamp:
    """Return the stamp that lets the unused leaving air of loops without rejection follow their return."""
    del fws

    def law(drive: Drive, back: Any, air: Any) -> tuple[Any, ...]:
        del drive
        return ((back - air) / FILL_AIR_TIME_S,)

    return Stamp(
        name="loops without heat rejection",
        law=law,
        inputs=(layout.fws_return[members], layout.tower_air[members]),
        rows=(layout.tower_air[members],),
    )


def _facility_streams(plant: Plant, layout: Layout) -> Stamp:
    fws = plant.fws
    setpoint = setpoint_j_kg(fws)

    def law(
        drive: Drive, supply: Any, back: Any, basin: Any, flow: Any, bypass: Any, speed: Any
    ) -> tuple[Any, ...]:
        trim = trim_heat_w(fws, setpoint, drive, basin, flow)
        pump_w = facility_pump_power_w(fws, supply, flow, speed)
        from_basin = enthalpy_j_kg(basin, fws.fluid)
        from_return = enthalpy_j_kg(back, fws.fluid)
        delivered = enthalpy_j_kg(supply, fws.fluid)
        return (
            flow * (from_return - from_basin),
            flow * (from_basin - delivered) - trim + pump_w,
            bypass * (delivered - from_return),
            trim,
            pump_w,
        )

    count = (len(fws.names),)
    return Stamp(
        name="facility water",
        law=law,
        inputs=(
            layout.fws_supply,
            layout.fws_return,
            layout.fws_basin,
            layout.fws_flow,
            layout.bypass_flow,
            layout.fws_pump_speed,
        ),
        rows=(
            layout.fws_basin,
            layout.fws_supply,
            layout.fws_return,
            np.broadcast_to(layout.heat_out, count),
            np.broadcast_to(layout.heat_in, count),
        ),
    )


def chw_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamp of chilled-water loops: chillers, constant-speed pumps, streams."""
    chw = plant.chw
    setpoint = setpoint_j_kg(chw)

    def law(drive: Drive, supply: Any, back: Any) -> tuple[Any, ...]:
        del drive
        cooled = chiller_heat_w(chw, setpoint, back)
        warmer = chw.flow_kg_s * (enthalpy_j_kg(back, chw.fluid) - enthalpy_j_kg(supply, chw.fluid))
        return warmer - cooled + chw.pump_power_w, -warmer, cooled, chw.pump_power_w

    count = (len(chw.names),)
    return [
        Stamp(
            name="chilled water",
            law=law,
            inputs=(layout.chw_supply, layout.chw_return),
            rows=(
                layout.chw_supply,
                layout.chw_return,
                np.broadcast_to(layout.heat_out, count),
                np.broadcast_to(layout.heat_in, count),
            ),
        )
    ]
