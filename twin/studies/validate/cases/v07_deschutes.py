"""V07: the published rating of the Google / OCP Project Deschutes CDU."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import brentq

from models.constants import KELVIN_OFFSET_K
from models.cooling.cdu import approach_k, cdu_design_ua_w_k, cdu_heat_w
from models.fluids import density_kg_m3
from models.thermal.heat_exchanger import effectiveness_counterflow, lmtd_k
from twin.engine.heat import CduStates, cdu_pump_power_w
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.sites import plant_of
from twin.studies.validate.tables import check_named

# OCP Project Deschutes CDU v1.0.
HEAT_W: Final = 2.0e6
RACK_KG_S: Final = 31.48
RACK_CP_J_KGK: Final = 3950.0
FACILITY_KG_S: Final = 32.30
FACILITY_CP_J_KGK: Final = 4180.0
FACILITY_INLET_K: Final = 26.8 + KELVIN_OFFSET_K
APPROACH_K: Final = 3.0
EXTERNAL_HEAD_PA: Final = 85.0 * 6894.757

RACK_W_K: Final = RACK_KG_S * RACK_CP_J_KGK
FACILITY_W_K: Final = FACILITY_KG_S * FACILITY_CP_J_KGK


def compute() -> list[Check]:
    """Size the exchanger from flows and approach, run it at rated heat, then run the pumps of the catalogue's unit."""
    return check_named("v07.csv", {**_thermal(), **_electric()})


def _thermal() -> dict[str, float]:
    ua = float(cdu_design_ua_w_k(HEAT_W, APPROACH_K, FACILITY_W_K, RACK_W_K))

    def missing_w(rack_return_k: float) -> float:
        return float(
            cdu_heat_w(
                FACILITY_KG_S,
                RACK_KG_S,
                FACILITY_INLET_K,
                rack_return_k,
                FACILITY_CP_J_KGK,
                RACK_CP_J_KGK,
                ua,
                FACILITY_KG_S,
                RACK_KG_S,
                1.0,  # any ratio of the films: the flows are the nominal ones
                0.8,
                0.0,
            )
            - HEAT_W
        )

    back = float(brentq(missing_w, FACILITY_INLET_K + 1.0, FACILITY_INLET_K + 60.0, xtol=1e-10))
    supply, facility_out = back - HEAT_W / RACK_W_K, FACILITY_INLET_K + HEAT_W / FACILITY_W_K
    smaller, larger = min(RACK_W_K, FACILITY_W_K), max(RACK_W_K, FACILITY_W_K)
    return {
        "rack supply": supply - KELVIN_OFFSET_K,
        "rack return": back - KELVIN_OFFSET_K,
        "facility outlet": facility_out - KELVIN_OFFSET_K,
        "log-mean temperature difference": float(
            lmtd_k(back - facility_out, approach_k(supply, FACILITY_INLET_K))
        ),
        "transfer units": ua / smaller,
        "effectiveness": float(effectiveness_counterflow(ua / smaller, smaller / larger)),
        "capacity ratio": smaller / larger,
        "conductance": ua / 1e3,
    }


def _electric() -> dict[str, float]:
    """Return what the pumps of the catalogue's unit take at rated flow, two of three running."""
    plant = plant_of("gb300-hall", "loops.tcs-1.cdus=2 x google-deschutes", "loops.tcs-1.fluid=pg25")
    cdus = replace(plant.cdus, pumps_running=np.full(len(plant.cdus.names), 2.0))
    flow = cdus.secondary_nominal_kg_s
    temp = np.full_like(flow, FACILITY_INLET_K + APPROACH_K)
    states = CduStates(temp, temp, flow, flow, np.ones_like(flow))
    electric = float(cdu_pump_power_w(cdus, plant.tcs.fluid, states)[0])
    hydraulic = EXTERNAL_HEAD_PA * RACK_KG_S / float(np.asarray(density_kg_m3(temp, plant.tcs.fluid))[0])
    return {
        "electric power at 85 psi of external head": electric / 1e3,
        "electric power over heat at 85 psi": 100.0 * electric / HEAT_W,
        "hydraulic over electric power at 85 psi": hydraulic / electric,
    }


CASE = Case(
    name="V07",
    title="Google Deschutes 2 MW CDU",
    kind="vendor rating",
    shows=(
        "An exchanger sized from flows and approach reproduces the rated temperatures, and the catalogue's unit its "
        "electric power, which its pump efficiency was derived from."
    ),
    compute=compute,
)
