"""A first guess of the state: set-points held, streams warmed by the heat they are meant to carry."""

from __future__ import annotations

import numpy as np

from twin.engine.drive import Drive
from twin.engine.layout import Layout
from twin.engine.load import part_load
from twin.plant.records import Floats, Ints, Plant

WATER_J_M3K = 4.1e6
"""Heat capacity of any coolant of the catalogue within a tenth: enough for a guess."""
AIR_RISE_K = 5.0
HALF_OPEN = 0.6


def first_guess(plant: Plant, layout: Layout, drive: Drive) -> Floats:
    """Return a state from which the steady solver starts, shape (n_state,); accounts are zero.

    Parameters
    ----------
    plant : Plant
    layout : Layout
    drive : Drive
        Its load warms the guess; everything else stands at its set-point.

    Returns
    -------
    ndarray, shape (n_state,)
    """
    state = np.zeros(layout.state_count)
    chips, cabinets, cdus = plant.chips, plant.cabinets, plant.cdus
    loop = cabinets.loop_index[chips.cabinet_index]
    racks = np.flatnonzero(cabinets.loop_index >= 0)
    supply, water = plant.tcs.supply_setpoint_k, plant.fws.supply_setpoint_k
    chip_w = _chip_power_w(plant, drive)
    heat = np.bincount(chips.cabinet_index, chips.multiplicity * chip_w, minlength=len(cabinets.names))
    rack_w = heat[racks] + part_load(cabinets, drive).liquid_w[racks]
    rise = rack_w / (WATER_J_M3K * cabinets.design_flow_m3_s[racks])
    loop_of_rack = cabinets.loop_index[racks]
    loop_w = _summed(loop_of_rack, rack_w, supply.size)
    loop_rise = loop_w / (WATER_J_M3K * _summed(loop_of_rack, cabinets.design_flow_m3_s[racks], supply.size))
    inlet = plant.halls.supply_setpoint_k[cabinets.hall_index[chips.cabinet_index]]
    inlet[loop >= 0] = supply[loop[loop >= 0]]
    state[layout.case] = inlet + chip_w * (chips.wall_resistance_k_w + 0.007)
    state[layout.die] = state[layout.case] + chip_w * chips.junction_case_k_w
    state[layout.rack_return] = supply[loop_of_rack] + rise
    state[layout.supply] = supply
    state[layout.loop_return] = supply + loop_rise
    state[layout.cdu_secondary] = supply[cdus.loop_index]
    state[layout.cdu_primary] = supply[cdus.loop_index] + 0.8 * loop_rise[cdus.loop_index]
    state[layout.fws_supply] = state[layout.fws_basin] = water
    back = _summed(cdus.facility_index, state[layout.cdu_primary], water.size)
    state[layout.fws_return] = back / np.maximum(
        _summed(cdus.facility_index, np.ones(cdus.loop_index.size), water.size), 1.0
    )
    state[layout.tower_air] = 0.5 * (water + state[layout.fws_return])
    state[layout.chw_supply] = plant.chw.supply_setpoint_k
    state[layout.chw_return] = plant.chw.supply_setpoint_k + AIR_RISE_K
    state[layout.hall_air] = plant.halls.supply_setpoint_k + AIR_RISE_K
    state[layout.positions] = HALF_OPEN
    state[layout.fan_speed] = state[layout.fan_integral] = 1.0
    return state


def _chip_power_w(plant: Plant, drive: Drive) -> Floats:
    """Return chip powers at the leakage's reference temperature; a measured cabinet gives each chip its share."""
    chips = plant.chips
    law, owner = chips.power, chips.cabinet_index
    active = law.dynamic_w * drive.activity_frac[owner] + law.memory_w * drive.memory_frac[owner]
    measured = drive.measured_power_w[owner] * chips.measured_share_frac
    return np.where(np.isfinite(measured), measured, law.idle_w + law.leakage_w + active)


def _summed(owner: Ints, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(owner, weights=values, minlength=count), dtype=np.float64)
