"""Energy closure, recomputed from what is published: temperatures, flows and powers, not the solver's residual."""

from __future__ import annotations

import numpy as np

from models.fluids import density_kg_m3, enthalpy_j_kg
from twin.engine.heat import rack_cabinets
from twin.engine.snapshot import Snapshot
from twin.plant.records import Floats, Plant
from twin.plant.select import pick_fluid


def energy_imbalances_w(plant: Plant, snapshot: Snapshot) -> dict[str, float]:
    """Return the largest imbalance of each family of balances [W].

    Parameters
    ----------
    plant : Plant
    snapshot : Snapshot
        Of a steady state.

    Returns
    -------
    dict
        ``cabinets``: electricity against heat to coolant, door and air. ``racks``, ``loops``, ``cdus``,
        ``facility`` and ``chilled``: heat carried by a stream, flow times enthalpy rise, against heat put in.
        ``halls``: heat given to air against heat taken by the room coolers. ``site``: electricity drawn
        against heat rejected and losses.
    """
    return {
        "cabinets": _largest(_cabinets(snapshot)),
        "racks": _largest(_racks(plant, snapshot)),
        "loops": _largest(_loops(plant, snapshot)),
        "cdus": _largest(_cdus(plant, snapshot)),
        "facility": _largest(_facility(plant, snapshot)),
        "chilled": _largest(_chilled(plant, snapshot)),
        "halls": _largest(_halls(plant, snapshot)),
        "site": abs(_site_w(snapshot)),
    }


def energy_closure_frac(plant: Plant, snapshot: Snapshot) -> float:
    """Return the largest imbalance of any balance over the IT power."""
    return max(energy_imbalances_w(plant, snapshot).values()) / max(float(snapshot.it_power_w), 1.0)


def _largest(imbalance_w: Floats) -> float:
    return float(np.abs(imbalance_w).max(initial=0.0))


def _to_room_w(snapshot: Snapshot) -> Floats:
    return np.nan_to_num(snapshot.cabinets.loss_to_room_w)


def _cabinets(snapshot: Snapshot) -> Floats:
    seen = snapshot.cabinets
    return seen.power_w - seen.liquid_w - seen.door_w - (seen.air_w - _to_room_w(snapshot))


def _rack_flow_kg_s(plant: Plant, snapshot: Snapshot) -> Floats:
    racks = rack_cabinets(plant)
    fluid = pick_fluid(plant.tcs.fluid, plant.cabinets.loop_index[racks])
    return np.asarray(
        snapshot.cabinets.flow_m3_s[racks] * density_kg_m3(snapshot.cabinets.supply_k[racks], fluid)
    )


def _racks(plant: Plant, snapshot: Snapshot) -> Floats:
    racks = rack_cabinets(plant)
    seen = snapshot.cabinets
    fluid = pick_fluid(plant.tcs.fluid, plant.cabinets.loop_index[racks])
    rise = enthalpy_j_kg(seen.return_k[racks], fluid) - enthalpy_j_kg(seen.supply_k[racks], fluid)
    put_in = seen.liquid_w[racks] - seen.loss_to_room_w[racks]
    return np.asarray(_rack_flow_kg_s(plant, snapshot) * rise - put_in)


def _loops(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return two imbalances of each loop: racks against CDUs, and the streams that mix in the return."""
    count = len(plant.tcs.names)
    racks, seen, cdus = rack_cabinets(plant), snapshot.cabinets, snapshot.cdus
    loop, of_cdu = plant.cabinets.loop_index[racks], plant.cdus.loop_index
    put_in = np.bincount(loop, weights=seen.liquid_w[racks] - seen.loss_to_room_w[racks], minlength=count)
    taken_w = cdus.duty_w + _cdu_to_room_w(plant, snapshot)[0] - cdus.pump_power_w
    taken = np.bincount(of_cdu, weights=taken_w, minlength=count)
    mixed = np.asarray(enthalpy_j_kg(snapshot.tcs.return_k, plant.tcs.fluid))
    flow = _rack_flow_kg_s(plant, snapshot)
    from_racks = flow * (enthalpy_j_kg(seen.return_k[racks], pick_fluid(plant.tcs.fluid, loop)) - mixed[loop])
    # What leaks back through a unit that stands ends in the return as well.
    back = np.maximum(-cdus.secondary_flow_kg_s, 0.0)
    from_cdus = back * (enthalpy_j_kg(cdus.supply_k, pick_fluid(plant.tcs.fluid, of_cdu)) - mixed[of_cdu])
    mixing = np.bincount(loop, weights=from_racks, minlength=count)
    mixing = mixing + np.bincount(of_cdu, weights=from_cdus, minlength=count)
    return np.concatenate([put_in - taken, mixing])


def _cdu_to_room_w(plant: Plant, snapshot: Snapshot) -> tuple[Floats, Floats]:
    """Return what each CDU loses to the room from its coolant and from its facility water [W]."""
    air_k = snapshot.halls.air_return_k[plant.tcs.hall_index[plant.cdus.loop_index]]
    conductance = plant.cdus.ambient_conductance_w_k
    return conductance * (snapshot.cdus.supply_k - air_k), conductance * (snapshot.cdus.primary_out_k - air_k)


def _cdus(plant: Plant, snapshot: Snapshot) -> Floats:
    seen = snapshot.cdus
    coolant = pick_fluid(plant.tcs.fluid, plant.cdus.loop_index)
    water = pick_fluid(plant.fws.fluid, plant.cdus.facility_index)
    from_coolant, from_water = _cdu_to_room_w(plant, snapshot)
    given = seen.secondary_flow_kg_s * (
        enthalpy_j_kg(seen.return_k, coolant) - enthalpy_j_kg(seen.supply_k, coolant)
    )
    taken = seen.primary_flow_kg_s * (
        enthalpy_j_kg(seen.primary_out_k, water) - enthalpy_j_kg(seen.primary_in_k, water)
    )
    secondary = given - (seen.duty_w - seen.pump_power_w + from_coolant)
    # A unit that stands has no stream whose heat could be told from its flow.
    runs = seen.secondary_flow_kg_s > 1e-6 * plant.cdus.secondary_nominal_kg_s
    return np.concatenate([np.where(runs, secondary, 0.0), taken - (seen.duty_w - from_water)])


def _facility(plant: Plant, snapshot: Snapshot) -> Floats:
    seen, fluid = snapshot.fws, plant.fws.fluid
    carried = seen.flow_kg_s * (enthalpy_j_kg(seen.return_k, fluid) - enthalpy_j_kg(seen.supply_k, fluid))
    taken_w = snapshot.cdus.duty_w - _cdu_to_room_w(plant, snapshot)[1]
    put_in = np.bincount(plant.cdus.facility_index, weights=taken_w, minlength=len(plant.fws.names))
    rejected = seen.rejected_w + seen.trim_w - seen.pump_power_w
    return np.concatenate([np.asarray(carried - rejected), np.asarray(carried - put_in)])


def _chilled(plant: Plant, snapshot: Snapshot) -> Floats:
    chw, seen = plant.chw, snapshot.chw
    carried = chw.flow_kg_s * (
        enthalpy_j_kg(seen.return_k, chw.fluid) - enthalpy_j_kg(seen.supply_k, chw.fluid)
    )
    count = len(chw.names)
    doors = plant.cabinets.door_water_index >= 0
    put_in = np.bincount(
        plant.cabinets.door_water_index[doors], weights=snapshot.cabinets.door_w[doors], minlength=count
    )
    put_in = put_in + np.bincount(
        plant.halls.water_index, weights=snapshot.halls.crah_heat_w, minlength=count
    )
    return np.concatenate(
        [np.asarray(carried - put_in), np.asarray(carried - (seen.heat_w - seen.pump_power_w))]
    )


def _halls(plant: Plant, snapshot: Snapshot) -> Floats:
    count = len(plant.halls.names)
    of_cdu = plant.tcs.hall_index[plant.cdus.loop_index]
    from_cdus = sum(_cdu_to_room_w(plant, snapshot))
    given = (
        np.bincount(plant.cabinets.hall_index, weights=snapshot.cabinets.air_w, minlength=count)
        + np.bincount(plant.blocks.hall_index, weights=snapshot.block_power_w, minlength=count)
        + np.bincount(of_cdu, weights=np.asarray(from_cdus), minlength=count)
        + snapshot.halls.fan_power_w
    )
    return np.asarray(given - snapshot.halls.crah_heat_w)


def _site_w(snapshot: Snapshot) -> float:
    """Return electricity drawn less heat that leaves: to towers, trim and chillers, their work, and losses."""
    fws, chw = snapshot.fws, snapshot.chw
    outdoors = fws.rejected_w + fws.trim_w + fws.trim_power_w + fws.fan_power_w
    chillers = chw.heat_w + chw.chiller_power_w
    drawn = snapshot.facility_power_w - snapshot.reserved_w
    return float(drawn - outdoors.sum() - chillers.sum() - snapshot.power.loss_w.sum())
