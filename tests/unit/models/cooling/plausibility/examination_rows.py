"""Rows of the common examination: what a CDU reports about itself."""

from __future__ import annotations

from models.cooling import plausibility
from tests.examination import Over, Row

FLOW = Over(0.0, 2.0e-3, at=1.0e-3)
RISE = Over(0.0, 20.0, at=10.0)
CAPACITY = Over(3.9e6, 4.2e6)

ROWS = (
    Row(
        plausibility.carried_heat_w,
        {"flow_m3_s": FLOW, "temp_diff_k": RISE, "heat_capacity_j_m3k": CAPACITY},
        rises=("flow_m3_s", "temp_diff_k", "heat_capacity_j_m3k"),
        zeros=({"flow_m3_s": 0.0}, {"temp_diff_k": 0.0}),
    ),
    Row(
        plausibility.heat_departure_frac,
        # The heat carried at the nominal point is 40.5 kW: there the two heats meet.
        {
            "stated_heat_w": Over(1.0e3, 35.0e3, at=20.0e3),
            "flow_m3_s": FLOW,
            "temp_diff_k": RISE,
            "heat_capacity_j_m3k": CAPACITY,
        },
        zeros=({"flow_m3_s": 0.0}, {"temp_diff_k": 0.0}, {"flow_m3_s": 0.0, "stated_heat_w": 0.0}),
        kinks={"flow_m3_s": (20.0e3 / 40.5e6,), "temp_diff_k": (20.0e3 / 4.05e3,)},
    ),
)
