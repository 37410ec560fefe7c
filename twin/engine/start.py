"""A first guess of the state: everything near its set-point, pumps and valves half way."""

from __future__ import annotations

import numpy as np

from twin.engine.layout import Layout
from twin.plant.records import Floats, Plant

WARM_K = 5.0
"""Rise along each stream of the first guess [K]; only a guess, the solver does the rest."""


def first_guess(plant: Plant, layout: Layout) -> Floats:
    """Return a state from which the steady solver starts, shape (n_state,); accounts are zero."""
    state = np.zeros(layout.state_count)
    supply = plant.tcs.supply_setpoint_k
    water = plant.fws.supply_setpoint_k
    chips = plant.cabinets.loop_index[plant.chips.cabinet_index]
    racks = plant.cabinets.loop_index[plant.cabinets.loop_index >= 0]
    state[layout.die] = supply[chips] + 6.0 * WARM_K
    state[layout.case] = supply[chips] + 4.0 * WARM_K
    state[layout.rack_return] = supply[racks] + 2.0 * WARM_K
    state[layout.supply] = supply
    state[layout.loop_return] = supply + 2.0 * WARM_K
    state[layout.cdu_secondary] = supply[plant.cdus.loop_index]
    state[layout.cdu_primary] = water[plant.cdus.facility_index] + WARM_K
    state[layout.fws_supply] = water
    state[layout.fws_basin] = water
    state[layout.fws_return] = water + WARM_K
    state[layout.chw_supply] = plant.chw.supply_setpoint_k
    state[layout.chw_return] = plant.chw.supply_setpoint_k + WARM_K
    state[layout.hall_air] = plant.halls.supply_setpoint_k + 2.0 * WARM_K
    state[layout.positions] = 0.6
    return state
