"""Rows of the common examination: optical modules."""

from __future__ import annotations

from models.optics import module
from tests.examination import Over, Row

ROWS = (
    Row(
        module.optics_power_w,
        {"count": Over(0.0, 7000.0), "power_w": Over(0.0, 40.0)},
        rises=("count", "power_w"),
        zeros=({"count": 0.0}, {"power_w": 0.0}),
    ),
    Row(
        module.module_case_temp_k,
        {
            "reference_temp_k": Over(290.0, 330.0),
            "power_w": Over(0.0, 40.0),
            "resistance_k_w": Over(0.5, 2.5),
        },
        rises=("reference_temp_k", "power_w", "resistance_k_w"),
        zeros=({"power_w": 0.0},),
    ),
)
