"""Rows of the common examination: cold plate, heat sink, stack, volume, heat exchanger."""

from __future__ import annotations

from models.thermal import cold_plate, heat_exchanger, heat_sink, stack, volume
from tests.examination import Over, Row

PLATE = {
    "flow_m3_s": Over(0.0, 5.0e-5, at=2.0e-5),
    "heat_capacity_rate_per_flow_j_m3k": Over(3.6e6, 4.2e6),
    "wall_resistance_k_w": Over(0.008, 0.03),
    "flow_term_k_m3_s_w": Over(0.5e-7, 2.0e-7),
}
TEMP = Over(290.0, 360.0)
FLOW_RATIO = Over(0.0, 2.0, at=0.7)
RATE = Over(0.0, 3000.0, at=1000.0)

SINK = {
    "airflow_m3_s": Over(0.0, 0.1, at=0.03),
    "airflow_reference_m3_s": Over(0.01, 0.06),
    "resistance_reference_k_w": Over(0.03, 0.3),
    "exponent": Over(0.4, 1.0),
}

ROWS = (
    Row(
        heat_sink.sink_resistance_k_w,
        SINK,
        rises=("airflow_reference_m3_s", "resistance_reference_k_w"),
        falls=("airflow_m3_s",),
        zeros=({"airflow_m3_s": 0.0},),
    ),
    Row(
        cold_plate.plate_effectiveness,
        PLATE,
        falls=tuple(PLATE),
        zeros=({"flow_m3_s": 0.0}, {"flow_m3_s": -1.0e-5}),
    ),
    Row(
        cold_plate.plate_conductance_w_k,
        PLATE,
        rises=("flow_m3_s", "heat_capacity_rate_per_flow_j_m3k"),
        falls=("wall_resistance_k_w", "flow_term_k_m3_s_w"),
        zeros=({"flow_m3_s": 0.0}, {"flow_m3_s": -1.0e-5}),
    ),
    Row(
        cold_plate.effective_conductance_w_k,
        {
            "flow_m3_s": PLATE["flow_m3_s"],
            "heat_capacity_rate_per_flow_j_m3k": PLATE["heat_capacity_rate_per_flow_j_m3k"],
            "effectiveness_frac": Over(0.0, 1.0),
        },
        rises=("flow_m3_s", "heat_capacity_rate_per_flow_j_m3k", "effectiveness_frac"),
        zeros=({"flow_m3_s": 0.0}, {"flow_m3_s": -1.0e-5}),
    ),
    Row(
        cold_plate.plate_resistance_k_w,
        {**PLATE, "flow_m3_s": Over(1.0e-6, 5.0e-5)},
        rises=("wall_resistance_k_w", "flow_term_k_m3_s_w"),
        falls=("flow_m3_s", "heat_capacity_rate_per_flow_j_m3k"),
        zeros=({"flow_m3_s": 0.0},),
    ),
    Row(
        cold_plate.wall_resistance_for_fluid_k_w,
        {
            "wall_resistance_reference_k_w": Over(0.0, 0.03),
            "conductivity_reference_w_mk": Over(0.4, 0.7),
            "conductivity_w_mk": Over(0.4, 0.7),
        },
        rises=("wall_resistance_reference_k_w", "conductivity_reference_w_mk"),
        falls=("conductivity_w_mk",),
        zeros=({"wall_resistance_reference_k_w": 0.0},),
    ),
    Row(
        stack.junction_to_case_heat_w,
        {"die_temp_k": TEMP, "case_temp_k": TEMP, "junction_case_resistance_k_w": Over(0.008, 0.03)},
        rises=("die_temp_k",),
        falls=("case_temp_k",),
        zeros=({"die_temp_k": 320.0, "case_temp_k": 320.0},),
    ),
    Row(
        stack.case_to_coolant_heat_w,
        {"case_temp_k": TEMP, "inlet_temp_k": TEMP, "conductance_w_k": Over(0.0, 80.0)},
        rises=("case_temp_k",),
        falls=("inlet_temp_k",),
        zeros=({"conductance_w_k": 0.0}, {"case_temp_k": 320.0, "inlet_temp_k": 320.0}),
    ),
    Row(
        stack.plate_outlet_temp_k,
        {"inlet_temp_k": TEMP, "case_temp_k": TEMP, "effectiveness_frac": Over(0.0, 1.0)},
        rises=("inlet_temp_k", "case_temp_k"),
        zeros=({"effectiveness_frac": 1.0}, {"inlet_temp_k": 320.0, "case_temp_k": 320.0}),
    ),
    Row(
        stack.die_rate_k_s,
        {
            "power_w": Over(0.0, 1500.0),
            "die_temp_k": TEMP,
            "case_temp_k": TEMP,
            "junction_case_resistance_k_w": Over(0.008, 0.03),
            "die_capacity_j_k": Over(50.0, 120.0),
        },
        rises=("power_w", "case_temp_k"),
        falls=("die_temp_k",),
        zeros=({"power_w": 0.0, "die_temp_k": 320.0, "case_temp_k": 320.0},),
    ),
    Row(
        stack.case_rate_k_s,
        {
            "die_temp_k": TEMP,
            "case_temp_k": TEMP,
            "coolant_in_temp_k": TEMP,
            "conductance_w_k": Over(0.0, 80.0),
            "junction_case_resistance_k_w": Over(0.008, 0.03),
            "plate_capacity_j_k": Over(200.0, 700.0),
        },
        rises=("die_temp_k", "coolant_in_temp_k"),
        falls=("case_temp_k",),
        zeros=(
            {"conductance_w_k": 0.0},
            {"die_temp_k": 320.0, "case_temp_k": 320.0, "coolant_in_temp_k": 320.0},
        ),
    ),
    Row(
        stack.hbm_temp_k,
        {"case_temp_k": TEMP, "memory_power_w": Over(0.0, 300.0), "resistance_k_w": Over(0.02, 0.1)},
        rises=("case_temp_k", "memory_power_w", "resistance_k_w"),
        zeros=({"memory_power_w": 0.0},),
    ),
    Row(
        stack.adiabatic_time_to_limit_s,
        {
            "temp_k": Over(300.0, 370.0, at=330.0),
            "limit_temp_k": Over(355.0, 365.0),
            "power_w": Over(100.0, 2000.0),
            "capacity_j_k": Over(100.0, 700.0),
        },
        rises=("limit_temp_k", "capacity_j_k"),
        falls=("temp_k", "power_w"),
        zeros=({"temp_k": 360.0, "limit_temp_k": 360.0}, {"temp_k": 370.0, "power_w": 0.0}),
        kinks={"temp_k": (360.0,)},
    ),
    Row(
        stack.time_to_limit_s,
        {
            "temp_k": Over(300.0, 370.0, at=330.0),
            "steady_temp_k": Over(375.0, 500.0),
            "limit_temp_k": Over(355.0, 365.0),
            "time_constant_s": Over(1.0, 60.0),
        },
        rises=("limit_temp_k", "time_constant_s"),
        falls=("temp_k", "steady_temp_k"),
        zeros=({"temp_k": 360.0, "limit_temp_k": 360.0}, {"temp_k": 361.0, "limit_temp_k": 360.0}),
        kinks={"temp_k": (360.0,)},
    ),
    Row(
        volume.volume_rate_k_s,
        {
            "flow_kg_s": Over(0.0, 5.0),
            "inlet_enthalpy_j_kg": Over(-5.0e4, 5.0e4),
            "own_enthalpy_j_kg": Over(-5.0e4, 5.0e4),
            "heat_w": Over(-1.0e5, 1.0e5),
            "capacity_j_k": Over(1.0e3, 1.0e5),
        },
        rises=("inlet_enthalpy_j_kg", "heat_w"),
        falls=("own_enthalpy_j_kg",),
        zeros=({"flow_kg_s": 0.0}, {"heat_w": 0.0}),
    ),
    Row(
        heat_exchanger.effectiveness_counterflow,
        {"ntu": Over(0.0, 8.0), "capacity_ratio": Over(0.0, 1.0)},
        rises=("ntu",),
        falls=("capacity_ratio",),
        zeros=(
            {"ntu": 0.0},
            {"ntu": 0.0, "capacity_ratio": 1.0},
            {"capacity_ratio": 1.0},
            {"capacity_ratio": 0.0},
            {"ntu": 1.0e9},
        ),
    ),
    Row(
        heat_exchanger.effectiveness_crossflow_unmixed,
        {"ntu": Over(0.001, 7.0), "capacity_ratio": Over(0.0, 1.0)},
        rises=("ntu",),
        falls=("capacity_ratio",),
        zeros=({"ntu": 0.0}, {"capacity_ratio": 0.0}, {"ntu": 0.0, "capacity_ratio": 0.0}, {"ntu": 1.0e9}),
    ),
    Row(
        heat_exchanger.ua_off_design_w_k,
        {
            "flow_1_ratio": FLOW_RATIO,
            "flow_2_ratio": FLOW_RATIO,
            "ua_nominal_w_k": Over(100.0, 1.0e6),
            "conductance_ratio": Over(0.3, 3.0),
            "exponent": Over(0.5, 0.9),
        },
        rises=("flow_1_ratio", "flow_2_ratio", "ua_nominal_w_k"),
        zeros=(
            {"flow_1_ratio": 0.0},
            {"flow_2_ratio": 0.0},
            {"flow_1_ratio": 0.0, "flow_2_ratio": 0.0},
            {"flow_1_ratio": -0.5},
        ),
    ),
    Row(
        heat_exchanger.fouled_ua_w_k,
        {"ua_w_k": Over(0.0, 1.0e6), "fouling_k_w": Over(0.0, 1.0e-5)},
        rises=("ua_w_k",),
        falls=("fouling_k_w",),
        zeros=({"ua_w_k": 0.0}, {"fouling_k_w": 0.0}),
    ),
    Row(
        heat_exchanger.exchanger_heat_w,
        {
            "capacity_rate_hot_w_k": RATE,
            "capacity_rate_cold_w_k": RATE,
            "ua_w_k": Over(0.0, 5000.0),
            "hot_in_k": Over(310.0, 330.0),
            "cold_in_k": Over(280.0, 300.0),
        },
        rises=("capacity_rate_hot_w_k", "capacity_rate_cold_w_k", "ua_w_k", "hot_in_k"),
        falls=("cold_in_k",),
        zeros=(
            {"capacity_rate_hot_w_k": 0.0},
            {"capacity_rate_cold_w_k": 0.0},
            {"capacity_rate_hot_w_k": 0.0, "capacity_rate_cold_w_k": 0.0},
            {"capacity_rate_hot_w_k": 0.0, "capacity_rate_cold_w_k": 0.0, "ua_w_k": 0.0},
            {"capacity_rate_hot_w_k": 500.0, "capacity_rate_cold_w_k": 500.0},
            {"hot_in_k": 300.0, "cold_in_k": 300.0},
            {"ua_w_k": 0.0},
        ),
    ),
    Row(
        heat_exchanger.ntu_from_effectiveness_counterflow,
        {"effectiveness_frac": Over(0.0, 0.95), "capacity_ratio": Over(0.0, 1.0)},
        rises=("effectiveness_frac", "capacity_ratio"),
        zeros=({"effectiveness_frac": 0.0}, {"capacity_ratio": 1.0}, {"effectiveness_frac": 1.0}),
    ),
    Row(
        heat_exchanger.lmtd_k,
        {"diff_1_k": Over(0.1, 20.0), "diff_2_k": Over(0.1, 20.0)},
        rises=("diff_1_k", "diff_2_k"),
        zeros=(
            {"diff_1_k": 5.0, "diff_2_k": 5.0},
            {"diff_1_k": 0.0},
            {"diff_1_k": 0.0, "diff_2_k": 0.0},
            {"diff_1_k": -1.0},
        ),
    ),
    Row(
        heat_exchanger.ua_from_rating_w_k,
        {
            "heat_w": Over(0.0, 1.0e6),
            "hot_in_k": Over(316.0, 330.0),
            "hot_out_k": Over(303.0, 313.0),
            "cold_in_k": Over(290.0, 300.0),
            "cold_out_k": Over(301.0, 315.0),
        },
        rises=("heat_w", "cold_in_k", "cold_out_k"),
        falls=("hot_in_k", "hot_out_k"),
        zeros=({"heat_w": 0.0}, {"hot_in_k": 310.0, "cold_out_k": 310.0}),
    ),
)
