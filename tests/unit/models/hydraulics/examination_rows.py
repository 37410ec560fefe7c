"""Rows of the common examination: networks of pipes, valves and pumps."""

from __future__ import annotations

from models.hydraulics import branch, filter, friction, hazen_williams, npsh, pump, rack, valve  # noqa: A004
from tests.examination import Over, Row

# A pump, a pipe, a two-term element, a filter and a check valve in one branch; nominal flow 1 kg/s.
CHAIN = branch.branch_params(
    density_kg_m3=1010.0,
    viscosity_pa_s=1.35e-3,
    nominal_flow_kg_s=1.0,
    linear_1_m3=5.0e9,
    quadratic_1_m4=2.0e7,
    power_coefficient=3.0e9,
    power_exponent=1.76,
    pipe_length_m=10.0,
    pipe_diameter_m=0.03,
    pipe_roughness_m=1.5e-5,
    pipe_loss_coefficient=2.0,
    pump_head_shutoff_pa=1.5e5,
    pump_head_linear=-1.0e6,
    pump_head_quadratic=4.0e10,
    pump_speed_frac=0.9,
    check_valve=1.0,
)
NO_CHECK = CHAIN._replace(check_valve=0.0)
# Where the pipe turns fully turbulent the loss is smooth, but its slope, which two rows return, bends.
TURBULENT_FLOW = float(friction.REYNOLDS_TURBULENT / branch.branch_coefficients(CHAIN).reynolds_per_flow)
SLOPE_BENDS = (-TURBULENT_FLOW, TURBULENT_FLOW)
FORWARD = Over(-0.2, 2.0, at=0.7)
EITHER_WAY = Over(-1.0, 1.0, at=0.3)
DENSITY = Over(950.0, 1050.0)
VISCOSITY = Over(4.0e-4, 3.0e-3)
ROUGHNESS = Over(1.0e-5, 0.02)
FLOW = Over(-0.01, 0.02, at=0.006)

ROWS = (
    Row(branch.branch_coefficients, {"params": CHAIN}),
    Row(
        branch.branch_law,
        {"flow_kg_s": EITHER_WAY, "coefficients": branch.branch_coefficients(NO_CHECK)},
        zeros=({"flow_kg_s": 0.0},),
        kinks={"flow_kg_s": SLOPE_BENDS},
    ),
    Row(
        branch.branch_loss_pa,
        {"flow_kg_s": FORWARD, "params": CHAIN},
        rises=("flow_kg_s",),
        zeros=({"flow_kg_s": 0.0},),
        kinks={"flow_kg_s": (0.0,)},
    ),
    Row(
        branch.branch_slope_pa_s_kg,
        {"flow_kg_s": EITHER_WAY, "params": NO_CHECK},
        zeros=({"flow_kg_s": 0.0},),
        kinks={"flow_kg_s": SLOPE_BENDS},
    ),
    Row(
        friction.haaland_friction_factor,
        {"reynolds": Over(4.0e3, 1.0e6), "roughness_ratio": ROUGHNESS},
        rises=("roughness_ratio",),
        falls=("reynolds",),
    ),
    Row(
        friction.colebrook_friction_factor,
        {"reynolds": Over(2.3e3, 1.0e6), "roughness_ratio": ROUGHNESS},
        rises=("roughness_ratio",),
    ),
    Row(
        friction.poiseuille_number,
        {"reynolds": Over(0.0, 1.0e4), "roughness_ratio": ROUGHNESS},
        zeros=({"reynolds": 0.0}, {"roughness_ratio": 0.0}),
        kinks={"reynolds": (2300.0, 4000.0)},
    ),
    Row(
        filter.filter_power_coefficient,
        {
            "clean_dp_pa": Over(0.0, 1.0e5),
            "nominal_flow_m3_s": Over(0.01, 0.1),
            "exponent": Over(1.0, 2.0),
            "clogging_ratio": Over(0.0, 2.0),
        },
        rises=("clean_dp_pa", "exponent", "clogging_ratio"),
        falls=("nominal_flow_m3_s",),
        zeros=({"clean_dp_pa": 0.0}, {"clogging_ratio": 0.0}),
    ),
    Row(
        filter.filter_clogging_ratio,
        {
            "dp_pa": Over(0.0, 2.0e5),
            "flow_m3_s": Over(0.005, 0.1),
            "clean_dp_pa": Over(1.0e4, 1.0e5),
            "nominal_flow_m3_s": Over(0.01, 0.1),
            "exponent": Over(1.0, 2.0),
        },
        rises=("dp_pa", "nominal_flow_m3_s"),
        falls=("flow_m3_s", "clean_dp_pa"),
        zeros=({"dp_pa": 0.0},),
    ),
    Row(
        hazen_williams.hazen_williams_coefficient,
        {
            "length_m": Over(0.0, 5000.0),
            "diameter_m": Over(0.1, 0.6),
            "roughness_c": Over(60.0, 150.0),
            "density_kg_m3": DENSITY,
        },
        rises=("length_m", "density_kg_m3"),
        falls=("diameter_m", "roughness_c"),
        zeros=({"length_m": 0.0},),
    ),
    Row(
        npsh.velocity_m_s,
        {"flow_m3_s": FLOW, "diameter_m": Over(0.02, 0.2)},
        rises=("flow_m3_s",),
        zeros=({"flow_m3_s": 0.0},),
    ),
    Row(
        npsh.npsh_available_m,
        {
            "suction_pressure_pa": Over(0.5e5, 5.0e5),
            "vapour_pressure_pa": Over(1.0e3, 5.0e4),
            "density_kg_m3": DENSITY,
            "velocity_suction_m_s": Over(0.0, 3.0),
        },
        rises=("suction_pressure_pa", "velocity_suction_m_s"),
        falls=("vapour_pressure_pa",),
        zeros=({"velocity_suction_m_s": 0.0},),
    ),
    Row(
        pump.pump_coefficients,
        {
            "shutoff_head_pa": Over(2.5e5, 4.0e5),
            "rated_flow_m3_s": Over(0.005, 0.05),
            "rated_head_pa": Over(1.0e5, 2.4e5),
        },
        rises=("shutoff_head_pa",),
        falls=("rated_flow_m3_s", "rated_head_pa"),
    ),
    Row(
        pump.pump_head_pa,
        {
            "flow_m3_s": FLOW,
            "speed_frac": Over(0.0, 1.1),
            "head_shutoff_pa": Over(2.0e5, 4.0e5),
            "head_linear": Over(-1.0e6, 0.0),
            "head_quadratic": Over(0.0, 1.0e9),
        },
        rises=("head_shutoff_pa",),
        falls=("flow_m3_s",),
        zeros=({"flow_m3_s": 0.0}, {"speed_frac": 0.0}, {"flow_m3_s": 0.0, "speed_frac": 0.0}),
    ),
    Row(
        pump.pump_electric_power_w,
        {
            "flow_m3_s": Over(-0.005, 0.02, at=0.008),
            "head_pa": Over(-1.0e5, 3.0e5, at=2.0e5),
            "speed_frac": Over(0.2, 1.1, at=0.9),
            "best_flow_m3_s": Over(0.006, 0.02, at=0.01),
            "best_efficiency_frac": Over(0.3, 0.8),
        },
        rises=("flow_m3_s", "head_pa"),
        falls=("best_efficiency_frac",),
        zeros=(
            {"flow_m3_s": 0.0},
            {"speed_frac": 0.0},
            {"flow_m3_s": 0.0, "speed_frac": 0.0},
            {"head_pa": 0.0},
        ),
        kinks={"flow_m3_s": (1.6 * 0.9 * 0.01,), "head_pa": (0.0,), "speed_frac": (0.5,)},
    ),
    Row(
        rack.fit_two_term,
        {
            "flow_1_m3_s": Over(0.8e-3, 1.2e-3),
            "dp_1_pa": Over(1.4e4, 1.8e4),
            "viscosity_1_pa_s": Over(1.2e-3, 1.6e-3),
            "density_1_kg_m3": DENSITY,
            "flow_2_m3_s": Over(2.5e-3, 3.2e-3),
            "dp_2_pa": Over(1.1e5, 1.4e5),
            "viscosity_2_pa_s": Over(0.9e-3, 1.2e-3),
            "density_2_kg_m3": DENSITY,
        },
    ),
    Row(
        rack.rack_drop_pa,
        {
            "flow_m3_s": Over(-3.0e-3, 3.0e-3, at=1.5e-3),
            "viscosity_pa_s": VISCOSITY,
            "density_kg_m3": DENSITY,
            "linear_1_m3": Over(0.0, 2.0e9),
            "quadratic_1_m4": Over(0.0, 1.4e7),
        },
        rises=("flow_m3_s",),
        zeros=({"flow_m3_s": 0.0},),
    ),
    Row(valve.kv_from_cv, {"cv_gpm": Over(0.0, 10.0)}, rises=("cv_gpm",), zeros=({"cv_gpm": 0.0},)),
    Row(
        valve.kv_from_point,
        {"flow_m3_s": Over(1.0e-5, 1.0e-2), "dp_pa": Over(1.0e3, 1.0e5), "density_kg_m3": DENSITY},
        rises=("flow_m3_s", "density_kg_m3"),
        falls=("dp_pa",),
    ),
    Row(valve.valve_quadratic_1_m4, {"kv_m3_h": Over(0.1, 100.0)}, falls=("kv_m3_h",)),
    Row(
        valve.equal_percentage_frac,
        {
            "position_frac": Over(-0.2, 1.2, at=0.5),
            "rangeability": Over(20.0, 100.0, at=50.0),
            "leakage_frac": Over(1.0e-5, 1.0e-3),
        },
        rises=("position_frac", "leakage_frac"),
        zeros=({"position_frac": 0.0},),
        kinks={"position_frac": (1.0,)},
    ),
)
