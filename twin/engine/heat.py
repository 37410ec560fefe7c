"""Heat pass: chips to plates, plates to racks, racks to CDUs, and what goes to the room air instead.

Every law returns heat flows in watts; the assembler divides by the heat capacity of the row. A heat flow that
leaves one row enters another, or the account of heat put in or taken out: nothing else can happen to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.cdu import cdu_heat_w
from models.cooling.room_air import crah_heat_w, inlet_air_temp_k, recirculation_frac
from models.fluids import Fluid, density_kg_m3, enthalpy_j_kg, heat_capacity_j_kgk
from models.hydraulics.pump import pump_electric_power_w, pump_head_pa
from models.thermal.cold_plate import effective_conductance_w_k, plate_effectiveness
from models.thermal.stack import case_to_coolant_heat_w, junction_to_case_heat_w, plate_outlet_temp_k
from twin.engine.drive import Drive
from twin.engine.layout import Layout
from twin.engine.load import PartLoad, block_power_w, chip_load, conversion_loss_w, part_load
from twin.engine.runs import Runs, runs_of
from twin.engine.stamp import Stamp
from twin.plant.records import Cabinets, Cdus, Chips, Floats, Halls, Ints, Plant
from twin.plant.select import pick, pick_fluid

AIR_J_M3K = 1.2 * DRY_AIR_HEAT_CAPACITY_J_KG_K
"""Heat capacity of air by volume at the density at which airflows are counted, 1.2 kg/m3."""


class PlateHeat(NamedTuple):
    """What a chip's cold plate does: the coolant it gets, and the heat it takes."""

    inlet_temp_k: Any
    flow_m3_s: Any
    heat_w: Any
    conductance_w_k: Any

    @property
    def resistance_k_w(self) -> Any:
        """From case to entering coolant [K/W]."""
        return 1.0 / np.maximum(self.conductance_w_k, 1e-12)


class CduHeat(NamedTuple):
    """Heat across a CDU's exchanger and power of its pumps."""

    exchanged_w: Any
    pump_power_w: Any


def rack_cabinets(plant: Plant) -> Ints:
    """Return the cabinets that have a liquid circuit, in the order of the rack states."""
    return np.flatnonzero(plant.cabinets.loop_index >= 0)


class Racks(NamedTuple):
    """Cabinets with a liquid circuit, in the order of the rack states, with their loop, coolant and wanted return."""

    cabinet: Ints
    loop: Ints
    fluid: Fluid
    required_return_j_kg: Floats


def racks_of(plant: Plant) -> Racks:
    """Return the racks of a plant."""
    cabinet = rack_cabinets(plant)
    loop = plant.cabinets.loop_index[cabinet]
    fluid = pick_fluid(plant.tcs.fluid, loop)
    wanted = enthalpy_j_kg(plant.cabinets.required_return_k[cabinet], fluid)
    return Racks(cabinet, loop, fluid, np.asarray(wanted))


def rack_of_cabinet(plant: Plant) -> Ints:
    """Return each cabinet's place among the racks with a liquid circuit; -1 without one."""
    place = np.full(len(plant.cabinets.names), -1, dtype=np.int64)
    racks = rack_cabinets(plant)
    place[racks] = np.arange(racks.size)
    return place


def plate_chain(plate: PlateState, supply_temp_k: Any, case_temps_k: Any) -> PlateHeat:
    """Return the plate of the last chip of each chain of plates in series.

    Parameters
    ----------
    plate : PlateState
        Of chips at one series position; all plates of a chain are alike.
    supply_temp_k : array, shape (n,)
        Coolant, or air, entering the cabinet.
    case_temps_k : sequence of arrays, shape (n,)
        Case temperatures along the chain, first plate first; the last one is the chip itself.

    Returns
    -------
    PlateHeat
    """
    inlet = supply_temp_k
    for case_temp_k in case_temps_k[:-1]:
        inlet = plate_outlet_temp_k(inlet, case_temp_k, plate.effectiveness_frac)
    case = case_temps_k[-1]
    return PlateHeat(
        inlet_temp_k=inlet,
        flow_m3_s=plate.flow_m3_s,
        heat_w=case_to_coolant_heat_w(case, inlet, plate.conductance_w_k),
        conductance_w_k=plate.conductance_w_k,
    )


class PlateState(NamedTuple):
    """What a cold plate does to any case and inlet temperature: it depends on flow and coolant alone."""

    flow_m3_s: Any
    effectiveness_frac: Any
    conductance_w_k: Any


class Coolant(NamedTuple):
    """What plates see of a coolant at one temperature."""

    density_kg_m3: Any
    heat_capacity_j_m3k: Any


def coolant_at(fluid: Fluid, temp_k: Any) -> Coolant:
    """Return a coolant at a temperature, shape (n,)."""
    density = density_kg_m3(temp_k, fluid)
    return Coolant(density, density * heat_capacity_j_kgk(temp_k, fluid))


def plate_state(chips: Chips, coolant: Coolant, rack_flow_kg_s: Any) -> PlateState:
    """Return flow, effectiveness and conductance of each chip's plate, shape (n,)."""
    flow_m3_s = np.maximum(rack_flow_kg_s, 0.0) / coolant.density_kg_m3 * chips.flow_share_frac
    return _plate_at(chips, flow_m3_s, coolant.heat_capacity_j_m3k)


def sink_state(chips: Chips) -> PlateState:
    """Return the same of chips with a heat sink: fans run at one speed, so that it is constant."""
    return _plate_at(chips, chips.sink_airflow_m3_s * chips.flow_share_frac, AIR_J_M3K)


def _plate_at(chips: Chips, flow_m3_s: Any, heat_capacity_j_m3k: Any) -> PlateState:
    effectiveness = plate_effectiveness(
        flow_m3_s, heat_capacity_j_m3k, chips.wall_resistance_k_w, chips.flow_term_k_m3_s_w
    )
    conductance = effective_conductance_w_k(flow_m3_s, heat_capacity_j_m3k, effectiveness)
    return PlateState(flow_m3_s, effectiveness, conductance)


def on_air(plant: Plant) -> NDArray[np.bool_]:
    """Return which chips have a heat sink: those in cabinets without coolant, shape (n_chip,)."""
    return np.asarray(plant.cabinets.loop_index[plant.chips.cabinet_index] < 0)


def inlet_columns(plant: Plant, layout: Layout, cabinets: Ints) -> Ints:
    """Return where what cools the chips of some cabinets stands: a loop's supply, or the air of a hall's aisle."""
    loop = plant.cabinets.loop_index[cabinets]
    columns = layout.air_inlet[plant.cabinets.hall_index[cabinets]]
    liquid = loop >= 0
    columns[liquid] = layout.supply[loop[liquid]]
    return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateGroup:
    """The chips at one place in a chain of plates, with the rack, the loop and the coolant of each.

    Chips with heat sinks have groups of their own: their ``rack`` and ``loop`` are -1, their ``fluid`` is None.
    ``alike`` are runs of chips whose plates are the same and see the same coolant, ``lead`` the first chip of each;
    ``lead_inlet`` says where the temperature of that coolant stands.
    """

    last: Ints
    chain: tuple[Ints, ...]
    chips: Chips
    rack: Ints
    loop: Ints
    fluid: Fluid | None
    alike: Runs
    lead: Chips
    lead_rack: Ints
    lead_loop: Ints
    lead_inlet: Ints


def plate_groups(plant: Plant, layout: Layout) -> tuple[PlateGroup, ...]:
    """Return one group per series position, of chips on coolant and of chips on air."""
    position, air = plant.chips.series_position, on_air(plant)
    found = [
        _plate_group(plant, layout, np.flatnonzero((position == place) & (air == is_air)), place)
        for is_air in (False, True)
        for place in range(int(position.max(initial=-1)) + 1)
    ]
    return tuple(group for group in found if group.last.size)


def _plate_group(plant: Plant, layout: Layout, last: Ints, position: int) -> PlateGroup:
    chips = plant.chips if last.size == len(plant.chips.names) else pick(plant.chips, last)
    loop = plant.cabinets.loop_index[chips.cabinet_index]
    rack = rack_of_cabinet(plant)[chips.cabinet_index]
    alike = runs_of(
        chips.cabinet_index,
        chips.flow_share_frac,
        chips.worst_share_frac,
        chips.wall_resistance_k_w,
        chips.flow_term_k_m3_s_w,
        chips.sink_airflow_m3_s,
    )
    return PlateGroup(
        last=last,
        chain=tuple(upstream_chain(plant.chips, last, position)),
        chips=chips,
        rack=rack,
        loop=loop,
        fluid=pick_fluid(plant.tcs.fluid, loop) if last.size and loop[0] >= 0 else None,
        alike=alike,
        lead=pick(chips, alike.first),
        lead_rack=rack[alike.first],
        lead_loop=loop[alike.first],
        lead_inlet=inlet_columns(plant, layout, chips.cabinet_index[alike.first]),
    )


def plate_heat(
    plant: Plant, layout: Layout, joint: Floats, groups: Sequence[PlateGroup] | None = None
) -> PlateHeat:
    """Return the plates of all chips at a state, each field of shape (..., n_chip); `groups` saves finding them."""
    case = layout.chips_of(joint)[1]
    fields: dict[str, Floats] = {}
    coolant = coolant_at(plant.tcs.fluid, joint.take(layout.supply, axis=-1))
    for group in plate_groups(plant, layout) if groups is None else groups:
        spread = group.alike.spread
        plate = _lead_plates(group, layout, coolant, joint)
        whole = group.last.size == case.shape[-1]
        cases = [case] if whole else [case.take(members, axis=-1) for members in group.chain]
        plates = plate_chain(
            PlateState(*map(spread, plate)), spread(joint.take(group.lead_inlet, axis=-1)), cases
        )
        if whole:
            return plates
        for name, values in plates._asdict().items():
            fields.setdefault(name, np.zeros(case.shape))[..., group.last] = values
    return PlateHeat(**fields) if fields else PlateHeat(*np.zeros((len(PlateHeat._fields), *case.shape)))


def _lead_plates(group: PlateGroup, layout: Layout, coolant: Coolant, joint: Floats) -> PlateState:
    """Return the plates or sinks of the first chip of each run; ``coolant`` is that of every loop."""
    if group.fluid is None:
        return sink_state(group.lead)
    own = Coolant(*[value.take(group.lead_loop, axis=-1) for value in coolant])
    return plate_state(group.lead, own, joint.take(layout.rack_flow[group.lead_rack], axis=-1))


def worst_plate_resistance_k_w(
    plant: Plant, layout: Layout, joint: Floats, groups: Sequence[PlateGroup]
) -> Floats:
    """Return the case-to-inlet resistance of each chip's plate at the flow of the worst branch, shape (n_chip,)."""
    worst = [
        replace(group, lead=replace(group.lead, flow_share_frac=group.lead.worst_share_frac))
        for group in groups
    ]
    return np.asarray(plate_heat(plant, layout, joint, worst).resistance_k_w)


def upstream_chain(chips: Chips, last: Ints, position: int) -> list[Ints]:
    """Return the chips of each chain that ends in ``last``, first plate first."""
    chain = [last]
    for _ in range(position):
        chain.insert(0, chips.upstream_index[chain[0]])
    return chain


def chip_stamps(plant: Plant, layout: Layout, groups: Sequence[PlateGroup]) -> list[Stamp]:
    """Return one stamp per group: chip power through die and case into the coolant, or into the room's air."""
    return [
        _chip_on_air_stamp(plant, layout, number, group)
        if group.fluid is None
        else _chip_stamp(layout, number, group, group.fluid)
        for number, group in enumerate(groups)
    ]


def _chip_on_air_stamp(plant: Plant, layout: Layout, number: int, group: PlateGroup) -> Stamp:
    last, chips = group.last, group.chips
    sink = sink_state(chips)
    hall = plant.cabinets.hall_index[chips.cabinet_index]

    def law(drive: Drive, die: Any, inlet: Any, *cases: Any) -> tuple[Any, ...]:
        power = chip_load(chips, drive, die).power_w
        to_case = junction_to_case_heat_w(die, cases[-1], chips.junction_case_k_w)
        to_air = plate_chain(sink, inlet, cases).heat_w
        many = chips.multiplicity
        return power - to_case, to_case - to_air, many * to_air, many * power

    return Stamp(
        name=f"chips on air, group {number + 1}",
        law=law,
        inputs=(
            layout.die[last],
            layout.air_inlet[hall],
            *[layout.case[members] for members in group.chain],
        ),
        rows=(
            layout.die[last],
            layout.case[last],
            layout.hall_air[hall],
            np.broadcast_to(layout.heat_in, last.shape),
        ),
    )


def air_inlet_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamp of the air at the cabinets of each hall (rows: algebraic values)."""
    water = layout.chw_supply[plant.halls.water_index]

    def law(drive: Drive, air: Any, chilled: Any) -> tuple[Any, ...]:
        del drive
        return (air_side(plant.halls, air, chilled).inlet_temp_k,)

    return [
        Stamp(
            name="air at the cabinets",
            law=law,
            inputs=(layout.hall_air, water),
            rows=(layout.air_inlet - layout.state_count,),
        )
    ]


def _chip_stamp(layout: Layout, position: int, group: PlateGroup, fluid: Fluid) -> Stamp:
    last, chips = group.last, group.chips
    account = np.broadcast_to(layout.heat_in, last.shape)

    def law(drive: Drive, die: Any, supply: Any, flow: Any, *cases: Any) -> tuple[Any, ...]:
        power = chip_load(chips, drive, die).power_w
        to_case = junction_to_case_heat_w(die, cases[-1], chips.junction_case_k_w)
        to_coolant = plate_chain(plate_state(chips, coolant_at(fluid, supply), flow), supply, cases).heat_w
        many = chips.multiplicity
        return power - to_case, to_case - to_coolant, many * to_coolant, many * power

    return Stamp(
        name=f"chips at series position {position + 1}",
        law=law,
        inputs=(
            layout.die[last],
            layout.supply[group.loop],
            layout.rack_flow[group.rack],
            *[layout.case[members] for members in group.chain],
        ),
        rows=(layout.die[last], layout.case[last], layout.rack_return[group.rack], account),
    )


def rack_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamps of racks: coolant through the cabinet, heat lost to the room, other liquid-cooled parts."""
    racks, loop, fluid, _ = racks_of(plant)
    cabinets = plant.cabinets
    hall = cabinets.hall_index[racks]
    loss_w_k = cabinets.loss_conductance_w_k[racks]

    def coolant(drive: Drive, back: Any, supply: Any, mixed: Any, flow: Any, air: Any) -> tuple[Any, ...]:
        del drive
        to_air = loss_w_k * (back - air)
        own = enthalpy_j_kg(back, fluid)
        heat = flow * (enthalpy_j_kg(supply, fluid) - own) - to_air
        return heat, flow * (own - enthalpy_j_kg(mixed, fluid)), to_air

    def parts(drive: Drive) -> tuple[Any, ...]:
        liquid_w = part_load(cabinets, drive).liquid_w[racks]
        return liquid_w, liquid_w

    return [
        Stamp(
            name="coolant through racks",
            law=coolant,
            inputs=(
                layout.rack_return,
                layout.supply[loop],
                layout.loop_return[loop],
                layout.rack_flow,
                layout.hall_air[hall],
            ),
            rows=(layout.rack_return, layout.loop_return[loop], layout.hall_air[hall]),
        ),
        Stamp(
            name="liquid-cooled parts",
            law=parts,
            inputs=(),
            rows=(layout.rack_return, np.broadcast_to(layout.heat_in, racks.shape)),
        ),
    ]


class CduFluids(NamedTuple):
    """Coolants on both sides of each CDU."""

    primary: Fluid
    secondary: Fluid


def cdu_fluids(plant: Plant) -> CduFluids:
    """Return the coolants of all CDUs."""
    cdus = plant.cdus
    return CduFluids(
        pick_fluid(plant.fws.fluid, cdus.facility_index), pick_fluid(plant.tcs.fluid, cdus.loop_index)
    )


def cdu_heat(cdus: Cdus, fluids: CduFluids, states: CduStates) -> CduHeat:
    """Return exchanged heat and pump power of CDUs, shape (n_cdu,)."""
    # Heat capacities at the middle of the two inlets: taken at the ends they let an outlet cross the other inlet.
    mean_k = 0.5 * (states.primary_in_k + states.secondary_in_k)
    exchanged = cdu_heat_w(
        np.maximum(states.primary_flow_kg_s, 0.0),
        np.maximum(states.secondary_flow_kg_s, 0.0),
        states.primary_in_k,
        states.secondary_in_k,
        heat_capacity_j_kgk(mean_k, fluids.primary),
        heat_capacity_j_kgk(mean_k, fluids.secondary),
        cdus.ua_nominal_w_k,
        cdus.primary_nominal_kg_s,
        cdus.secondary_nominal_kg_s,
        cdus.conductance_ratio,
        cdus.conductance_exponent,
        cdus.fouling_k_w,
    )
    return CduHeat(exchanged, cdu_pump_power_w(cdus, fluids.secondary, states))


class CduStates(NamedTuple):
    """What a CDU sees: streams in, flows, pump speed."""

    primary_in_k: Any
    secondary_in_k: Any
    primary_flow_kg_s: Any
    secondary_flow_kg_s: Any
    pump_speed_frac: Any


def cdu_pump_power_w(cdus: Cdus, fluid: Fluid, states: CduStates) -> Any:
    """Return the electric power of each CDU, pumps and controls, shape (n_cdu,); 0 for a CDU that is off."""
    on = np.maximum(cdus.pumps_running, 1e-9)
    flow_m3_s = np.maximum(states.secondary_flow_kg_s, 0.0) / density_kg_m3(states.secondary_in_k, fluid)
    speed = states.pump_speed_frac
    head = pump_head_pa(flow_m3_s / on, speed, cdus.pump_head_shutoff_pa, 0.0, cdus.pump_head_quadratic)
    per_pump = pump_electric_power_w(
        flow_m3_s / on, head, speed, cdus.pump_rated_flow_m3_s, cdus.pump_efficiency
    )
    return cdus.running * (cdus.pumps_running * per_pump + cdus.standby_power_w)


def cdu_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamp of all CDUs: exchange, pump heat, streams on both sides, loss to the room."""
    cdus = plant.cdus
    loop, facility = cdus.loop_index, cdus.facility_index
    hall = plant.tcs.hall_index[loop]
    fluids = cdu_fluids(plant)

    def law(
        drive: Drive,
        out: Any,
        primary_out: Any,
        mixed: Any,
        supply: Any,
        water_in: Any,
        water_back: Any,
        flow: Any,
        water_flow: Any,
        speed: Any,
        air: Any,
    ) -> tuple[Any, ...]:
        del drive
        states = CduStates(water_in, mixed, water_flow, flow, speed)
        exchanged, pump_w = cdu_heat(cdus, fluids, states)
        ahead, back = np.maximum(flow, 0.0), np.maximum(-flow, 0.0)
        own = enthalpy_j_kg(out, fluids.secondary)
        from_return = enthalpy_j_kg(mixed, fluids.secondary) - own
        from_supply = enthalpy_j_kg(supply, fluids.secondary) - own
        water = np.maximum(water_flow, 0.0)
        water_own = enthalpy_j_kg(primary_out, fluids.primary)
        to_air = cdus.ambient_conductance_w_k * (out - air)
        water_to_air = cdus.ambient_conductance_w_k * (primary_out - air)
        return (
            ahead * from_return + back * from_supply - exchanged + pump_w - to_air,
            water * (enthalpy_j_kg(water_in, fluids.primary) - water_own) + exchanged - water_to_air,
            -ahead * from_supply,
            -back * from_return,
            water * (water_own - enthalpy_j_kg(water_back, fluids.primary)),
            to_air + water_to_air,
            pump_w,
        )

    return [
        Stamp(
            name="CDUs",
            law=law,
            inputs=(
                layout.cdu_secondary,
                layout.cdu_primary,
                layout.loop_return[loop],
                layout.supply[loop],
                layout.fws_supply[facility],
                layout.fws_return[facility],
                layout.cdu_flow,
                layout.primary_flow,
                layout.pump_speed[loop],
                layout.hall_air[hall],
            ),
            rows=(
                layout.cdu_secondary,
                layout.cdu_primary,
                layout.supply[loop],
                layout.loop_return[loop],
                layout.fws_return[facility],
                layout.hall_air[hall],
                np.broadcast_to(layout.heat_in, loop.shape),
            ),
        )
    ]


class AirSide(NamedTuple):
    """Air of each hall: heat taken by the CRAH units, air they deliver, air at the cabinets."""

    crah_heat_w: Any
    supply_temp_k: Any
    inlet_temp_k: Any


def air_side(halls: Halls, air_temp_k: Any, water_temp_k: Any) -> AirSide:
    """Return the air side of halls, shape (n,)."""
    on = halls.crah_running
    airflow = halls.crah_airflow_kg_s * on
    heat = crah_heat_w(
        air_temp_k,
        halls.supply_setpoint_k,
        airflow,
        water_temp_k,
        halls.crah_water_kg_s * on,
        halls.crah_ua_w_k * on,
    )
    delivered = air_temp_k - heat / np.maximum(airflow * DRY_AIR_HEAT_CAPACITY_J_KG_K, 1e-9)
    mixed = recirculation_frac(halls.demand_airflow_kg_s, airflow)
    return AirSide(heat, delivered, inlet_air_temp_k(delivered, air_temp_k, mixed))


def cabinet_air_heat_w(parts: PartLoad, conversion_loss_w: Any) -> Any:
    """Return the heat that air-cooled parts and conversion give to each cabinet's air; heat sinks come on top."""
    return parts.air_w + conversion_loss_w


def exhaust_heat_w(cabinets: Cabinets, parts: PartLoad, conversion_loss_w: Any, dc_power_w: Any) -> Any:
    """Return the heat that each cabinet's air carries to its door, with what chips on air draw.

    The door so sees the draw of such chips at once, half a minute before their sinks have passed it on.
    """
    chips_w = (cabinets.loop_index < 0) * (dc_power_w - parts.liquid_w - parts.air_w)
    return cabinet_air_heat_w(parts, conversion_loss_w) + chips_w


def door_heat_w(cabinets: Cabinets, air_heat_w: Any, inlet_temp_k: Any, water_temp_k: Any) -> Any:
    """Return the heat taken by the cooling doors of cabinets that have one.

    Constant flows on both sides make a door's effectiveness a constant. Its valve keeps it room-neutral: it takes
    no more than the cabinet's own air heat. A door warms the room when its water is warmer than the exhaust.
    """
    airflow_w_k = cabinets.airflow_kg_s * DRY_AIR_HEAT_CAPACITY_J_KG_K
    ability = cabinets.door_effectiveness_frac * (airflow_w_k * (inlet_temp_k - water_temp_k) + air_heat_w)
    return np.minimum(ability, air_heat_w)


def air_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamps of the room air: cabinets, doors, CRAH units, blocks outside the cabinets."""
    return [_cabinet_air(plant, layout), _doors(plant, layout), _crah(plant, layout), _blocks(plant, layout)]


def _cabinet_air(plant: Plant, layout: Layout) -> Stamp:
    hall = plant.cabinets.hall_index

    def law(drive: Drive, dc_power: Any) -> tuple[Any, ...]:
        loss = conversion_loss_w(plant.cabinets, drive, dc_power)
        heat = cabinet_air_heat_w(part_load(plant.cabinets, drive), loss)
        return heat, heat

    return Stamp(
        name="cabinet air",
        law=law,
        inputs=(layout.dc_power,),
        rows=(layout.hall_air[hall], np.broadcast_to(layout.heat_in, hall.shape)),
    )


def cabinets_with_doors(plant: Plant) -> tuple[Ints, Cabinets]:
    """Return which cabinets have a cooling door, and their record."""
    members = np.flatnonzero(plant.cabinets.door_water_index >= 0)
    return members, pick(plant.cabinets, members)


def _doors(plant: Plant, layout: Layout) -> Stamp:
    members, cabinets = cabinets_with_doors(plant)
    hall, water = plant.cabinets.hall_index[members], plant.cabinets.door_water_index[members]
    room_water = plant.halls.water_index[hall]
    halls = pick(plant.halls, hall)

    def law(drive: Drive, dc_power: Any, air: Any, room: Any, door: Any) -> tuple[Any, ...]:
        own = drive.for_cabinets(members)
        loss = conversion_loss_w(cabinets, own, dc_power)
        heat = exhaust_heat_w(cabinets, part_load(cabinets, own), loss, dc_power)
        inlet = air_side(halls, air, room).inlet_temp_k
        taken = door_heat_w(cabinets, heat, inlet, door)
        return -taken, taken

    return Stamp(
        name="cooling doors",
        law=law,
        inputs=(
            layout.dc_power[members],
            layout.hall_air[hall],
            layout.chw_supply[room_water],
            layout.chw_supply[water],
        ),
        rows=(layout.hall_air[hall], layout.chw_return[water]),
    )


def _crah(plant: Plant, layout: Layout) -> Stamp:
    water = plant.halls.water_index
    fan_w = plant.halls.crah_fan_w * plant.halls.crah_running

    def law(drive: Drive, air: Any, chilled: Any) -> tuple[Any, ...]:
        del drive
        heat = air_side(plant.halls, air, chilled).crah_heat_w
        return fan_w - heat, heat, fan_w

    return Stamp(
        name="CRAH units",
        law=law,
        inputs=(layout.hall_air, layout.chw_supply[water]),
        rows=(layout.hall_air, layout.chw_return[water], np.broadcast_to(layout.heat_in, water.shape)),
    )


def _blocks(plant: Plant, layout: Layout) -> Stamp:
    hall = plant.blocks.hall_index

    def law(drive: Drive) -> tuple[Any, ...]:
        power = block_power_w(plant, drive)
        return power, power

    return Stamp(
        name="blocks outside the cabinets",
        law=law,
        inputs=(),
        rows=(layout.hall_air[hall], np.broadcast_to(layout.heat_in, hall.shape)),
    )
