"""What a plant shows at one instant: the values that limits, reports and sensors look at.

Everything here is computed from the state with the very laws of the engine. Nothing is stored that could be
read off a record of the plant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K, GRAVITY_M_S2
from models.cooling.fans import fan_power_w
from models.fluids import density_kg_m3, enthalpy_j_kg
from models.optics.module import module_case_temp_k
from models.thermal.stack import hbm_temp_k
from twin.engine.control import valve_setpoint_k
from twin.engine.drive import Drive
from twin.engine.heat import (
    CduStates,
    PlateHeat,
    Racks,
    cabinet_air_heat_w,
    cdu_heat,
    door_heat_w,
    exhaust_heat_w,
    inlet_columns,
    plate_heat,
    worst_plate_resistance_k_w,
)
from twin.engine.load import block_power_w, conversion_loss_w
from twin.engine.power import LOAD_FAMILIES, PowerState, power_state
from twin.engine.runs import Owners
from twin.engine.supply import (
    Condenser,
    chiller_heat_w,
    compressor_power_w,
    facility_pump_power_w,
    in_service_frac,
    rejection,
    trim_heat_w,
)
from twin.engine.system import Algebra, System
from twin.engine.water import make_up_kg_s
from twin.plant.records import Cabinets, Floats, Ints, Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipView:
    """Chips, shape (n_chip,)."""

    power_w: Floats
    clock_frac: Floats
    junction_k: Floats
    worst_junction_k: Floats
    case_k: Floats
    hbm_k: Floats
    plate_flow_m3_s: Floats
    inlet_k: Floats
    heat_w: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetView:
    """Cabinets, shape (n_cabinet,); liquid values are NaN where a cabinet has no liquid circuit."""

    power_w: Floats
    dc_power_w: Floats
    liquid_w: Floats
    door_w: Floats
    air_w: Floats
    flow_m3_s: Floats
    required_flow_m3_s: Floats
    pressure_drop_pa: Floats
    supply_k: Floats
    return_k: Floats
    loss_to_room_w: Floats
    air_inlet_k: Floats
    exhaust_k: Floats
    max_junction_k: Floats
    worst_chip: Floats
    static_pressure_pa: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class CduView:
    """CDUs, shape (n_cdu,)."""

    duty_w: Floats
    approach_k: Floats
    valve_frac: Floats
    pump_speed_frac: Floats
    pump_power_w: Floats
    secondary_flow_kg_s: Floats
    primary_flow_kg_s: Floats
    supply_k: Floats
    return_k: Floats
    primary_in_k: Floats
    primary_out_k: Floats
    setpoint_k: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopView:
    """Technology loops, shape (n_tcs,)."""

    supply_k: Floats
    return_k: Floats
    flow_kg_s: Floats
    dp_pa: Floats
    setpoint_k: Floats
    pump_speed_frac: Floats
    lowest_pressure_pa: Floats
    highest_pressure_pa: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """Facility loops, shape (n_fws,)."""

    supply_k: Floats
    return_k: Floats
    basin_k: Floats
    flow_kg_s: Floats
    dp_pa: Floats
    pump_speed_frac: Floats
    pump_power_w: Floats
    fan_speed_frac: Floats
    fan_power_w: Floats
    rejected_w: Floats
    trim_w: Floats
    trim_power_w: Floats
    make_up_kg_s: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ChilledView:
    """Chilled-water loops, shape (n_chw,)."""

    supply_k: Floats
    return_k: Floats
    heat_w: Floats
    chiller_power_w: Floats
    pump_power_w: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class HallView:
    """Halls, shape (n_hall,)."""

    air_supply_k: Floats
    air_return_k: Floats
    inlet_k: Floats
    crah_heat_w: Floats
    crah_ability_w: Floats
    fan_power_w: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A plant at one instant, or at several: what may change with time then has a leading axis for them.

    ``reserved_w`` is what the power chain is sized for beyond what is drawn: at nameplate, the cabinets' nameplates
    less their power. It loads feeders and makes no heat.
    """

    drive: Drive
    chips: ChipView
    cabinets: CabinetView
    cdus: CduView
    tcs: LoopView
    fws: FacilityView
    chw: ChilledView
    halls: HallView
    block_power_w: Floats
    optic_case_k: Floats
    load_w: Floats
    power: PowerState
    it_power_w: Any
    reserved_w: Any
    facility_power_w: Any
    cooling_power_w: Any


def snapshot(system: System, drive: Drive, state: Floats, evaluation: Algebra) -> Snapshot:
    """Return what the plant shows at a state, or at several.

    Parameters
    ----------
    system : System
    drive : Drive
    state : ndarray, shape (..., n_state)
    evaluation : Algebra
        Of this state under this drive.

    Returns
    -------
    Snapshot
    """
    plant = system.plant
    chips = _chips(system, drive, evaluation)
    halls = _halls(system, evaluation)
    cabinets = _cabinets(system, drive, evaluation, chips, halls)
    tcs = _loops(system, drive, evaluation)
    cdus = _cdus(system, evaluation, tcs)
    fws = _facility(system, drive, evaluation)
    chw = _chilled(system, drive, evaluation)
    blocks = block_power_w(plant, drive)
    claimed = _cabinet_load_w(plant, drive, cabinets)
    powers = {
        "cabinet": claimed,
        "block": blocks,
        "cdu": cdus.pump_power_w,
        "fws": fws.pump_power_w + fws.fan_power_w + fws.trim_power_w,
        "chw": chw.pump_power_w + chw.chiller_power_w,
        "hall": halls.fan_power_w,
    }
    load = _side_by_side([powers[family] for family in LOAD_FAMILIES]).take(system.load_places, axis=-1)
    power = power_state(plant.power, load, system.feeding)
    it_power = cabinets.power_w.sum(axis=-1) + blocks.sum()
    reserved = (claimed - cabinets.power_w).sum(axis=-1)
    return Snapshot(
        drive=drive,
        chips=chips,
        cabinets=cabinets,
        cdus=cdus,
        tcs=tcs,
        fws=fws,
        chw=chw,
        halls=halls,
        block_power_w=blocks,
        optic_case_k=_optics(plant, cabinets, halls),
        load_w=load,
        power=power,
        it_power_w=it_power,
        reserved_w=reserved,
        facility_power_w=power.utility_w + power.generator_w.sum(axis=-1),
        cooling_power_w=load.sum(axis=-1) - it_power - reserved,
    )


def _side_by_side(families: Sequence[Floats]) -> Floats:
    """Return the values of all families along one axis; what is the same at all instants is repeated."""
    instants = max(values.shape[:-1] for values in families)
    every = np.empty((*instants, sum(values.shape[-1] for values in families)))
    end = 0
    for values in families:
        begin, end = end, end + values.shape[-1]
        every[..., begin:end] = values
    return every


def _chips(system: System, drive: Drive, evaluation: Algebra) -> ChipView:
    plant, layout, joint, load = system.plant, system.layout, evaluation.joint, evaluation.chips
    chips = system.chips
    die, case = layout.chips_of(joint)
    plates = plate_heat(plant, layout, joint, system.plates)
    memory_w = chips.power.memory_w * system.owners.spread(drive.memory_frac)
    return ChipView(
        power_w=np.asarray(load.power_w),
        clock_frac=np.asarray(load.clock_frac),
        junction_k=die,
        worst_junction_k=_worst_junction(system, evaluation, plates, die),
        case_k=case,
        hbm_k=np.asarray(hbm_temp_k(case, memory_w, chips.hbm_resistance_k_w)),
        plate_flow_m3_s=np.asarray(plates.flow_m3_s),
        inlet_k=np.asarray(plates.inlet_temp_k),
        heat_w=np.asarray(plates.heat_w),
    )


def _worst_junction(system: System, evaluation: Algebra, plates: PlateHeat, die_k: Floats) -> Floats:
    """Return the junction of the chip in the least-favoured branch of the cabinet.

    At chip resolution every chip is its own; at cabinet resolution the mean chip's rise over the coolant is
    scaled by the plate's resistance at the worst branch's flow: the in-cabinet spread, analytically.
    """
    plant, layout = system.plant, system.layout
    if plant.resolution == "chip":
        return die_k
    worst = worst_plate_resistance_k_w(plant, layout, evaluation.joint, system.plates)
    extra = worst - plates.resistance_k_w
    preheat = plates.inlet_temp_k - evaluation.at(inlet_columns(plant, layout, plant.chips.cabinet_index))
    ratio = plant.chips.flow_share_frac / plant.chips.worst_share_frac - 1.0
    return np.asarray(die_k + evaluation.chips.power_w * np.maximum(extra, 0.0) + preheat * ratio)


def _halls(system: System, evaluation: Algebra) -> HallView:
    halls, layout, side = system.plant.halls, system.layout, evaluation.air
    return HallView(
        air_supply_k=np.asarray(side.supply_temp_k),
        air_return_k=evaluation.at(layout.hall_air),
        inlet_k=np.asarray(side.inlet_temp_k),
        crah_heat_w=np.asarray(side.crah_heat_w),
        crah_ability_w=evaluation.crah_ability_w,
        fan_power_w=halls.crah_fan_w * halls.crah_running,
    )


def _cabinets(
    system: System, drive: Drive, evaluation: Algebra, chips: ChipView, halls: HallView
) -> CabinetView:
    plant, layout = system.plant, system.layout
    cabinets, parts = plant.cabinets, evaluation.parts
    racks, loop, fluid, _ = system.racks
    dc = evaluation.at(layout.dc_power)
    loss = np.asarray(conversion_loss_w(cabinets, drive, dc))
    inlet = halls.inlet_k.take(cabinets.hall_index, axis=-1)
    door = _door_heat(system, evaluation, np.asarray(exhaust_heat_w(cabinets, parts, loss, dc)), inlet)
    plates = system.owners.total(system.chips.multiplicity * chips.heat_w)
    own_air = np.asarray(cabinet_air_heat_w(parts, loss)) + np.where(cabinets.loop_index < 0, plates, 0.0)
    liquid = plates.take(racks, axis=-1) + np.asarray(parts.liquid_w).take(racks, axis=-1)
    supply, back = evaluation.at(layout.supply[loop]), evaluation.at(layout.rack_return)
    density = np.asarray(density_kg_m3(supply, fluid))
    drop, static = _rack_pressures(system, evaluation)
    # A rack above the expansion vessel sees less pressure by the column of coolant in between.
    static -= GRAVITY_M_S2 * density * plant.tcs.elevation_m[loop]
    to_room = cabinets.loss_conductance_w_k[racks] * (
        back - evaluation.at(layout.hall_air[cabinets.hall_index[racks]])
    )
    required = required_flow_m3_s(cabinets, system.racks, liquid, supply, density)
    worst, hottest = _hottest(system.owners, chips.worst_junction_k)
    count = len(cabinets.names)
    on_liquid_w, lost_w = _of_cabinets(count, racks, 0.0, liquid, to_room)
    flow = evaluation.at(layout.rack_flow) / density
    flow, required, drop, supply, back, to_room, static = _of_cabinets(
        count, racks, np.nan, flow, required, drop, supply, back, to_room, static
    )
    return CabinetView(
        power_w=dc + loss,
        dc_power_w=dc,
        liquid_w=on_liquid_w,
        door_w=door,
        air_w=own_air - door + lost_w,
        flow_m3_s=flow,
        required_flow_m3_s=required,
        pressure_drop_pa=drop,
        supply_k=supply,
        return_k=back,
        loss_to_room_w=to_room,
        air_inlet_k=inlet,
        exhaust_k=inlet + own_air / np.maximum(cabinets.airflow_kg_s * DRY_AIR_HEAT_CAPACITY_J_KG_K, 1e-9),
        max_junction_k=hottest,
        worst_chip=worst,
        static_pressure_pa=static,
    )


def _of_cabinets(count: int, racks: Ints, otherwise: float, *of_racks: Floats) -> Floats:
    """Return quantities of racks as those of cabinets, each of shape (..., n_cabinet)."""
    every = np.full((len(of_racks), *of_racks[0].shape[:-1], count), otherwise)
    every[..., racks] = of_racks
    return every


def required_flow_m3_s(
    cabinets: Cabinets, racks: Racks, liquid_w: Floats, supply_k: Floats, density: Floats
) -> Floats:
    """Return the coolant each rack asks for at its heat, supply temperature and density, shape (n_rack,)."""
    limit = cabinets.required_return_k[racks.cabinet]
    lift = racks.required_return_j_kg - enthalpy_j_kg(supply_k, racks.fluid)
    by_return = liquid_w / np.maximum(lift, 1.0) / density
    by_power = cabinets.required_specific_m3_s_w[racks.cabinet] * liquid_w
    return np.where(np.isfinite(limit), by_return, by_power)


def _door_heat(system: System, evaluation: Algebra, exhaust_w: Floats, inlet_k: Floats) -> Floats:
    doors, cabinets = system.doors
    heat = np.zeros(exhaust_w.shape)
    water = evaluation.at(system.layout.chw_supply[cabinets.door_water_index])
    heat[..., doors] = door_heat_w(
        cabinets, exhaust_w.take(doors, axis=-1), inlet_k.take(doors, axis=-1), water
    )
    return heat


def _rack_pressures(system: System, evaluation: Algebra) -> tuple[Floats, Floats]:
    """Return each rack's pressure drop and the static pressure at its inlet [Pa gauge]."""
    flow = evaluation.at(system.layout.rack_flow)
    drop, static = np.zeros(flow.shape), np.zeros(flow.shape)
    for gauges, pressure in zip(system.gauges, evaluation.flow.pressure_pa, strict=True):
        high = pressure[..., gauges.network, gauges.supply]
        drop[..., gauges.rack] = high - pressure[..., gauges.network, gauges.back]
        static[..., gauges.rack] = high
    return drop, static


def _hottest(owners: Owners, junction_k: Floats) -> tuple[Floats, Floats]:
    """Return, per cabinet, the number of its hottest chip (-1 without chips) and its temperature.

    Of equally hot chips the last one counts.
    """
    hottest = owners.highest(junction_k)
    instant, chip = np.divmod(np.flatnonzero(junction_k == owners.spread(hottest)), owners.owner.size)
    worst = np.full(hottest.shape, -1.0)
    worst.reshape(-1)[instant * owners.count + owners.owner[chip]] = chip
    return worst, np.where(np.isneginf(hottest), np.nan, hottest)


def _cdus(system: System, evaluation: Algebra, tcs: LoopView) -> CduView:
    plant, layout = system.plant, system.layout
    cdus = plant.cdus
    loop, facility = cdus.loop_index, cdus.facility_index
    states = CduStates(
        evaluation.at(layout.fws_supply[facility]),
        evaluation.at(layout.loop_return[loop]),
        evaluation.at(layout.primary_flow),
        evaluation.at(layout.cdu_flow),
        evaluation.at(layout.pump_speed[loop]),
    )
    heat = cdu_heat(cdus, system.cdu_fluids, states)
    supply = evaluation.at(layout.cdu_secondary)
    return CduView(
        duty_w=np.asarray(heat.exchanged_w),
        approach_k=supply - states.primary_in_k,
        valve_frac=evaluation.at(layout.valve),
        pump_speed_frac=states.pump_speed_frac * cdus.running,
        pump_power_w=np.asarray(heat.pump_power_w),
        secondary_flow_kg_s=states.secondary_flow_kg_s,
        primary_flow_kg_s=states.primary_flow_kg_s,
        supply_k=supply,
        return_k=states.secondary_in_k,
        primary_in_k=states.primary_in_k,
        primary_out_k=evaluation.at(layout.cdu_primary),
        setpoint_k=tcs.setpoint_k.take(loop, axis=-1),
    )


def _loops(system: System, drive: Drive, evaluation: Algebra) -> LoopView:
    tcs, layout = system.plant.tcs, system.layout
    supply = evaluation.at(layout.supply)
    lowest, highest = np.zeros(supply.shape), np.zeros(supply.shape)
    for gauges, pressure in zip(system.gauges, evaluation.flow.pressure_pa, strict=True):
        if gauges.loop.size:
            lowest[..., gauges.loop] = pressure.min(axis=-1)
            highest[..., gauges.loop] = pressure.max(axis=-1)
    return LoopView(
        supply_k=supply,
        return_k=evaluation.at(layout.loop_return),
        flow_kg_s=evaluation.at(layout.loop_flow),
        dp_pa=evaluation.at(layout.loop_dp),
        setpoint_k=np.asarray(valve_setpoint_k(tcs, drive.dew_point_k.take(tcs.hall_index, axis=-1))),
        pump_speed_frac=evaluation.at(layout.pump_speed),
        lowest_pressure_pa=lowest,
        highest_pressure_pa=highest,
    )


def _facility(system: System, drive: Drive, evaluation: Algebra) -> FacilityView:
    plant, layout = system.plant, system.layout
    fws = plant.fws
    water = (layout.fws_supply, layout.fws_return, layout.fws_basin)
    supply, back, basin = map(evaluation.at, water)
    flow, fan, air = map(evaluation.at, (layout.fws_flow, layout.fan_speed, layout.tower_air))
    speed = evaluation.at(layout.fws_pump_speed)
    rejected, working = np.zeros(back.shape), np.zeros(back.shape)
    for members, loops in system.rejections:
        if loops.rejection_kind[0] == "none":
            working[..., members] = in_service_frac(loops, drive, back.take(members, axis=-1))
            continue
        now = rejection(loops, drive, *[values.take(members, axis=-1) for values in (back, flow, fan, air)])
        rejected[..., members] += now.heat_w  # a bypassed tower gives -0.0, and 0.0 is shown
        working[..., members] = now.in_service_frac
    trim = np.asarray(trim_heat_w(fws, system.fws_setpoint_j_kg, drive, basin, flow))
    trim_condenser = Condenser(fws.trim_approach_k, fws.trim_on_wet_bulb, fws.trim_efficiency_frac)
    return FacilityView(
        supply_k=supply,
        return_k=back,
        basin_k=basin,
        flow_kg_s=flow,
        dp_pa=evaluation.at(layout.fws_dp),
        pump_speed_frac=speed,
        pump_power_w=np.asarray(facility_pump_power_w(fws, supply, flow, speed)),
        fan_speed_frac=np.where(working > 0.0, fan, 0.0),
        fan_power_w=fws.cells_running * np.asarray(fan_power_w(fan, fws.cell_fan_w)) * working,
        rejected_w=rejected,
        trim_w=trim,
        trim_power_w=np.asarray(compressor_power_w(trim_condenser, drive, supply, trim)),
        make_up_kg_s=make_up_kg_s(fws, rejected, flow * working),
    )


def _chilled(system: System, drive: Drive, evaluation: Algebra) -> ChilledView:
    chw, layout = system.plant.chw, system.layout
    supply, back = evaluation.at(layout.chw_supply), evaluation.at(layout.chw_return)
    heat = np.asarray(chiller_heat_w(chw, system.chw_setpoint_j_kg, back))
    condenser = Condenser(chw.condenser_approach_k, chw.condenser_on_wet_bulb, chw.chiller_efficiency_frac)
    return ChilledView(
        supply_k=supply,
        return_k=back,
        heat_w=heat,
        chiller_power_w=np.asarray(compressor_power_w(condenser, drive, supply, heat)),
        pump_power_w=chw.pump_power_w,
    )


def _optics(plant: Plant, cabinets: CabinetView, halls: HallView) -> Floats:
    """Return the case temperature of each group of modules: over the exhaust air, or over the coolant leaving."""
    optics = plant.optics
    inside = optics.cabinet_index >= 0
    reference = (
        halls.air_return_k.take(plant.blocks.hall_index[np.maximum(optics.block_index, 0)], axis=-1)
        if len(plant.blocks.names)
        else np.zeros(len(optics.names))
    )
    owner = np.maximum(optics.cabinet_index, 0)
    local = np.where(
        optics.on_liquid > 0.0,
        cabinets.return_k.take(owner, axis=-1),
        cabinets.exhaust_k.take(owner, axis=-1),
    )
    return np.asarray(
        module_case_temp_k(np.where(inside, local, reference), optics.power_w, optics.resistance_k_w)
    )


def _cabinet_load_w(plant: Plant, drive: Drive, cabinets: CabinetView) -> Floats:
    """Return what cabinets claim of their feeders: their power, or at nameplate what the plate says."""
    if not drive.nameplate:
        return cabinets.power_w
    return np.maximum(cabinets.power_w, plant.cabinets.nameplate_power_w)
