"""Water that wet towers lose."""

from __future__ import annotations

import numpy as np

from models.cooling.water import blowdown_kg_s, drift_kg_s, evaporation_kg_s
from models.cooling.water import make_up_kg_s as made_up_kg_s
from twin.plant.records import FacilityLoops, Floats

LATENT_SHARE = 0.85
"""Share of a tower's heat that leaves as vapour, 0.75 to 0.95 with the weather (ASHRAE Handbook HVAC Systems)."""


def make_up_kg_s(fws: FacilityLoops, rejected_w: Floats, flow_kg_s: Floats) -> Floats:
    """Return the make-up water of each loop for its flow over the fill: evaporation, blowdown and drift.

    Zero for dry coolers.
    """
    wet = np.array([kind == "wet-tower" for kind in fws.rejection_kind], dtype=float)
    evaporation = evaporation_kg_s(rejected_w, LATENT_SHARE)
    blowdown = blowdown_kg_s(evaporation, fws.cycles_of_concentration)
    drift = drift_kg_s(flow_kg_s, fws.drift_frac)
    return np.asarray(wet * made_up_kg_s(evaporation, blowdown, drift))
