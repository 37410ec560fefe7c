"""Rows of the common examination: chip, cabinet, workload."""

from __future__ import annotations

from models.compute import cabinet, chip, workload
from models.compute.chip import ChipPower
from tests.examination import Over, Row

H100 = ChipPower(
    idle_w=60.0,
    dynamic_w=500.0,
    leakage_w=80.0,
    leakage_beta_1_k=0.015,
    leakage_reference_k=338.15,
    memory_w=60.0,
    clock_exponent=2.5,
)
JUNCTION = Over(280.0, 400.0)
SHARE = Over(0.0, 1.0)
TOKENS = {
    "prefill_tokens_s": Over(0.0, 4000.0, at=1000.0),
    "decode_tokens_s": Over(0.0, 400.0, at=120.0),
    "prefill_capacity": Over(3000.0, 5000.0),
    "decode_capacity": Over(200.0, 400.0),
}

ROWS = (
    Row(
        chip.leakage_power_w,
        {"junction_temp_k": Over(280.0, 520.0, at=340.0), "chip": H100},
        rises=("junction_temp_k",),
        zeros=({"junction_temp_k": 338.15}, {"junction_temp_k": 5000.0}),
        kinks={"junction_temp_k": (488.15,)},
    ),
    Row(
        chip.chip_power_w,
        {
            "activity_frac": SHARE,
            "memory_frac": SHARE,
            "clock_frac": SHARE,
            "junction_temp_k": JUNCTION,
            "chip": H100,
        },
        rises=("activity_frac", "memory_frac", "clock_frac", "junction_temp_k"),
        zeros=({"activity_frac": 0.0, "memory_frac": 0.0}, {"clock_frac": 0.0}),
    ),
    Row(
        chip.throttle_clock_frac,
        {
            "junction_temp_k": Over(340.0, 400.0, at=368.0),
            "throttle_temp_k": Over(355.0, 370.0),
            "slope_1_k": Over(0.02, 0.1),
            "min_clock_frac": Over(0.3, 0.5),
        },
        rises=("throttle_temp_k",),
        falls=("junction_temp_k", "slope_1_k"),
        zeros=(
            {"junction_temp_k": 360.0, "throttle_temp_k": 360.0},
            {"min_clock_frac": 1.0},
            {"slope_1_k": 0.0},
        ),
    ),
    Row(
        chip.capped_clock_frac,
        {
            "cap_w": Over(300.0, 800.0, at=500.0),
            "static_w": Over(100.0, 250.0),
            "dynamic_max_w": Over(400.0, 800.0),
            "clock_exponent": Over(2.2, 3.0),
        },
        rises=("cap_w",),
        falls=("static_w", "dynamic_max_w"),
        zeros=({"dynamic_max_w": 0.0}, {"cap_w": 100.0, "static_w": 100.0}, {"cap_w": 0.0}),
        kinks={"cap_w": (775.0,)},
    ),
    Row(
        chip.leakage_loop_gain,
        {"junction_temp_k": JUNCTION, "resistance_k_w": Over(0.0, 0.1), "chip": H100},
        rises=("junction_temp_k", "resistance_k_w"),
        zeros=({"resistance_k_w": 0.0},),
    ),
    Row(
        cabinet.part_power_w,
        {
            "activity_frac": Over(-0.2, 1.2, at=0.5),
            "idle_w": Over(0.0, 100.0),
            "sustained_w": Over(100.0, 300.0),
            "nameplate_w": Over(300.0, 500.0),
            "sustained_activity_frac": Over(0.3, 0.9, at=0.8),
        },
        rises=("activity_frac", "idle_w", "sustained_w", "nameplate_w"),
        zeros=(
            {"activity_frac": 0.0},
            {"sustained_activity_frac": 0.0},
            {"sustained_activity_frac": 1.0},
            {"activity_frac": 0.0, "idle_w": 0.0},
        ),
        kinks={"activity_frac": (0.0, 0.8, 1.0), "sustained_activity_frac": (0.5,)},
    ),
    Row(
        workload.training_activity,
        {
            "time_s": Over(0.0, 10.0),
            "period_s": Over(5.0, 8.0),
            "duty_frac": Over(0.6, 0.9),
            "edge_s": Over(0.05, 0.5),
            "low_frac": Over(0.3, 0.5),
            "high_frac": Over(0.6, 1.0),
        },
        rises=("low_frac", "high_frac"),
        zeros=({"edge_s": 0.0}, {"time_s": 0.0}, {"duty_frac": 0.0}, {"duty_frac": 1.0}),
        plain=("time_s", "period_s", "duty_frac", "edge_s"),
    ),
    Row(
        workload.checkpoint_envelope,
        {
            "time_s": Over(0.0, 3600.0),
            "interval_s": Over(1200.0, 1800.0),
            "duration_s": Over(30.0, 120.0),
            "edge_s": Over(20.0, 25.0),
            "remaining_frac": Over(0.2, 0.4),
        },
        rises=("remaining_frac",),
        zeros=({"time_s": 0.0}, {"edge_s": 0.0}, {"duration_s": 0.0}),
        plain=("time_s", "interval_s", "duration_s", "edge_s"),
    ),
    Row(
        workload.inference_power_w,
        {
            "batch_count": Over(0.0, 256.0),
            "idle_w": Over(250.0, 350.0),
            "nominal_w": Over(500.0, 700.0),
            "steepness": Over(0.8, 1.2),
            "midpoint_log2": Over(3.5, 5.0),
        },
        rises=("batch_count", "idle_w", "nominal_w"),
        falls=("midpoint_log2",),
        zeros=({"batch_count": 0.0},),
        plain=("steepness",),
    ),
    Row(
        workload.token_utilisation_ratio,
        TOKENS,
        rises=("prefill_tokens_s", "decode_tokens_s"),
        falls=("prefill_capacity", "decode_capacity"),
        zeros=({"prefill_tokens_s": 0.0, "decode_tokens_s": 0.0},),
    ),
    Row(
        workload.activity_from_tokens,
        {
            **TOKENS,
            "prefill_power_frac": Over(0.8, 1.0),
            "decode_power_frac": Over(0.4, 0.7),
            "idle_power_frac": Over(0.0, 0.2),
        },
        rises=("prefill_tokens_s", "prefill_power_frac", "decode_power_frac", "idle_power_frac"),
        zeros=({"prefill_tokens_s": 0.0, "decode_tokens_s": 0.0}, {"prefill_tokens_s": 1.0e9}),
        kinks={"prefill_tokens_s": (2400.0,), "decode_tokens_s": (225.0,)},
    ),
)
