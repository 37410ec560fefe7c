"""Rows of the common examination: CDU, towers, dry coolers, chillers, room air, controls, water, stores."""

from __future__ import annotations

from models.cooling import (
    buffer,
    cdu,
    chiller,
    coil,
    controls,
    dry_cooler,
    exchange,
    fans,
    metrics,
    room_air,
    tower,
    water,
    york,
)
from tests.examination import Over, Row

HOT = Over(310.0, 330.0)
COLD = Over(280.0, 300.0)
RATE = Over(0.0, 3000.0, at=1000.0)
RATED_RATE = {"hot_w_k": Over(2000.0, 3000.0), "cold_w_k": Over(3100.0, 4000.0)}
FRACTION = Over(0.1, 0.9)
PRESSURE = Over(80.0e3, 105.0e3)
WET_BULB = Over(270.0, 300.0)

YORK_CHILLER = chiller.Doe2Chiller(
    1055.0e3,
    5.96,
    (0.1785912, -0.05900023, -5.946963e-4, 0.09297889, -2.841024e-3, 4.974221e-3),
    (0.524511, -0.02850126, 8.03472e-4, 0.01893133, 1.151629e-4, -9.340642e-5),
    (0.2619878, 0.2393605, 0.4988306),
    0.1,
    277.55,
    282.05,
    285.95,
    308.15,
)
LEAVING = Over(275.0, 290.0, at=280.0)
ENTERING = Over(280.0, 315.0, at=300.0)

CDU_UA = {
    "primary_flow_kg_s": Over(0.0, 60.0, at=30.0),
    "secondary_flow_kg_s": Over(0.0, 60.0, at=30.0),
    "ua_nominal_w_k": Over(1.0e5, 1.0e6),
    "primary_nominal_kg_s": 32.3,
    "secondary_nominal_kg_s": 31.48,
    "conductance_ratio": Over(0.5, 2.0),
    "exponent": Over(0.6, 0.85),
    "fouling_k_w": Over(0.0, 1.0e-6),
}
COIL = {
    "ua_rated_w_k": Over(500.0, 5000.0),
    "air_ratio": Over(0.0, 1.5, at=0.7),
    "water_ratio": Over(0.0, 1.5, at=0.7),
    "conductance_ratio": Over(0.3, 2.0),
}
COIL_TEMPS = {
    "water_in_k": Over(280.0, 330.0),
    "air_in_k": Over(250.0, 320.0),
    "water_rated_k": 308.15,
    "air_rated_k": 298.15,
}
TOWER_EXCHANGE = {
    "wet_bulb_k": WET_BULB,
    "air_flow_kg_s": Over(0.0, 1.0, at=0.4),
    "ua_w_k": Over(0.0, 2000.0, at=600.0),
    "pressure_pa": PRESSURE,
}
TOWER_RATING = {
    "water_flow_kg_s": Over(0.45, 0.5),
    "air_flow_kg_s": Over(0.42, 0.5),
    "water_in_k": Over(307.0, 309.0),
    "water_out_k": Over(302.0, 303.5),
    "wet_bulb_k": Over(297.0, 299.0),
    "pressure_pa": Over(95.0e3, 105.0e3),
}
NO_WATER = {"water_flow_kg_s": 0.0}
NO_AIR = {"air_flow_kg_s": 0.0}
PI = {
    "error": Over(-2.0, 2.0, at=0.1),
    "integral": Over(-1.0, 2.0, at=0.5),
    "gain": Over(0.5, 1.5, at=1.0),
}

PLANT = (
    Row(
        water.evaporation_kg_s,
        {"heat_w": Over(-1.0e5, 1.0e6), "latent_frac": FRACTION},
        rises=("heat_w", "latent_frac"),
        zeros=({"heat_w": 0.0},),
        kinks={"heat_w": (0.0,)},
    ),
    Row(
        water.blowdown_kg_s,
        {"evaporation_flow_kg_s": Over(0.0, 1.0), "cycles_ratio": Over(1.5, 10.0)},
        rises=("evaporation_flow_kg_s",),
        falls=("cycles_ratio",),
        zeros=({"evaporation_flow_kg_s": 0.0},),
    ),
    Row(
        water.drift_kg_s,
        {"circulation_kg_s": Over(-10.0, 100.0, at=50.0), "drift_frac": Over(1.0e-5, 5.0e-5)},
        rises=("drift_frac",),
        zeros=({"circulation_kg_s": 0.0},),
        kinks={"circulation_kg_s": (0.0,)},
    ),
    Row(
        water.make_up_kg_s,
        {
            "evaporation_flow_kg_s": Over(0.0, 1.0),
            "blowdown_flow_kg_s": Over(0.0, 0.4, at=0.2),
            "drift_flow_kg_s": Over(0.0, 0.4, at=0.1),
        },
        rises=("evaporation_flow_kg_s", "blowdown_flow_kg_s", "drift_flow_kg_s"),
        zeros=({"evaporation_flow_kg_s": 0.0, "blowdown_flow_kg_s": 0.0, "drift_flow_kg_s": 0.0},),
        kinks={"blowdown_flow_kg_s": (0.1,), "drift_flow_kg_s": (0.2,)},
    ),
    Row(
        buffer.loop_warming_k_s,
        {
            "heat_w": Over(-1.0e6, 1.0e6),
            "volume_m3": Over(0.04, 3.0),
            "heat_capacity_j_m3_k": Over(3.9e6, 4.2e6),
        },
        rises=("heat_w",),
        zeros=({"heat_w": 0.0},),
    ),
    Row(
        buffer.ride_through_s,
        {
            "volume_m3": Over(0.0, 100.0),
            "heat_capacity_j_m3_k": Over(3.9e6, 4.2e6),
            "temp_rise_k": Over(-5.0, 15.0),
            "heat_w": Over(1.0e5, 1.0e7),
        },
        rises=("volume_m3", "heat_capacity_j_m3_k", "temp_rise_k"),
        falls=("heat_w",),
        zeros=({"heat_w": 0.0}, {"volume_m3": 0.0}, {"temp_rise_k": 0.0}),
        kinks={"temp_rise_k": (0.0,)},
    ),
    Row(
        buffer.buffer_volume_m3,
        {
            "heat_w": Over(0.0, 1.0e7),
            "time_s": Over(0.0, 600.0),
            "heat_capacity_j_m3_k": Over(3.9e6, 4.2e6),
            "temp_rise_k": Over(2.0, 15.0),
            "usable_frac": Over(0.5, 1.0),
        },
        rises=("heat_w", "time_s"),
        falls=("heat_capacity_j_m3_k", "temp_rise_k", "usable_frac"),
        zeros=({"heat_w": 0.0}, {"time_s": 0.0}),
    ),
    Row(
        metrics.pue_ratio,
        {"total_w": Over(1.0e6, 2.0e6), "it_w": Over(5.0e5, 1.0e6)},
        rises=("total_w",),
        falls=("it_w",),
        zeros=({"it_w": 0.0}, {"total_w": 0.0}),
    ),
    Row(
        metrics.wue_l_kwh,
        {"water_kg_s": Over(0.0, 1.0), "it_w": Over(5.0e5, 1.0e6)},
        rises=("water_kg_s",),
        falls=("it_w",),
        zeros=({"it_w": 0.0}, {"water_kg_s": 0.0}),
    ),
    Row(
        fans.fan_power_w,
        {"speed": Over(-0.5, 1.2), "rated_w": Over(100.0, 3.0e4)},
        rises=("speed", "rated_w"),
        zeros=({"speed": 0.0},),
    ),
    Row(
        fans.air_flow_ratio,
        {"speed": Over(0.0, 1.0), "natural_frac": Over(0.05, 0.2)},
        rises=("speed", "natural_frac"),
        zeros=({"speed": 0.0}, {"natural_frac": 0.0}, {"speed": 0.0, "natural_frac": 0.0}),
    ),
    Row(
        york.york_approach_k,
        {
            "wet_bulb_k": Over(290.0, 301.0),
            "range_k": Over(2.0, 10.0),
            "water_ratio": Over(0.75, 1.25),
            "air_ratio": Over(0.6, 1.2),
        },
        rises=("water_ratio",),
        falls=("air_ratio",),
        zeros=(
            {"air_ratio": 0.0},
            {"water_ratio": 0.0},
            {"water_ratio": 0.0, "air_ratio": 0.0},
            {"range_k": 0.0},
        ),
    ),
)

COILS = (
    Row(
        coil.film_flow_factor,
        {"flow_ratio": Over(0.0, 1.5), "exponent": Over(0.6, 0.9)},
        rises=("flow_ratio",),
        zeros=({"flow_ratio": 0.0}, {"flow_ratio": -0.5}),
    ),
    Row(
        coil.films_in_series_w_k,
        {
            "ua_rated_w_k": Over(0.0, 5000.0),
            "conductance_ratio": Over(0.3, 2.0),
            "air_factor": Over(0.01, 1.5),
            "water_factor": Over(0.01, 1.5),
        },
        rises=("ua_rated_w_k", "air_factor", "water_factor"),
        zeros=({"ua_rated_w_k": 0.0},),
    ),
    Row(
        coil.coil_ua_w_k,
        COIL,
        rises=("ua_rated_w_k", "air_ratio", "water_ratio"),
        zeros=({"air_ratio": 0.0}, {"water_ratio": 0.0}, {"air_ratio": 0.0, "water_ratio": 0.0}),
    ),
    Row(
        coil.warm_coil_ua_w_k,
        COIL | COIL_TEMPS,
        rises=("ua_rated_w_k", "air_ratio", "water_ratio", "water_in_k", "air_in_k"),
        zeros=({"air_ratio": 0.0}, {"water_ratio": 0.0}, {"air_ratio": 0.0, "water_ratio": 0.0}),
    ),
    Row(
        exchange.transfer_units,
        {
            "ua_w_k": Over(0.0, 5000.0),
            "first_w_k": Over(100.0, 3000.0, at=1000.0),
            "second_w_k": Over(100.0, 3000.0, at=1500.0),
        },
        zeros=(
            {"ua_w_k": 0.0},
            {"first_w_k": 0.0},
            {"second_w_k": 0.0},
            {"first_w_k": 0.0, "second_w_k": 0.0},
            {"ua_w_k": 0.0, "first_w_k": 0.0, "second_w_k": 0.0},
        ),
        kinks={"first_w_k": (1500.0,), "second_w_k": (1000.0,)},
    ),
    Row(
        exchange.crossflow_heat_w,
        {
            "hot_in_k": HOT,
            "cold_in_k": COLD,
            "hot_w_k": RATE,
            "cold_w_k": Over(0.0, 3000.0, at=1500.0),
            "ua_w_k": Over(0.0, 3000.0, at=1500.0),
        },
        rises=("hot_in_k", "hot_w_k", "cold_w_k", "ua_w_k"),
        falls=("cold_in_k",),
        zeros=(
            {"hot_w_k": 0.0},
            {"cold_w_k": 0.0},
            {"hot_w_k": 0.0, "cold_w_k": 0.0},
            {"ua_w_k": 0.0},
            {"hot_in_k": 300.0, "cold_in_k": 300.0},
        ),
        # The approximate relation is not symmetric in the streams.
        kinks={"hot_w_k": (1500.0,), "cold_w_k": (1000.0,)},
    ),
    Row(
        exchange.rated_effectiveness,
        {"heat_w": Over(0.0, 3.0e4), "hot_in_k": HOT, "cold_in_k": COLD} | RATED_RATE,
        rises=("heat_w", "cold_in_k"),
        falls=("hot_in_k", "hot_w_k"),
        zeros=({"heat_w": 0.0},),
    ),
    Row(
        exchange.crossflow_ntu,
        {"effectiveness": Over(0.05, 0.9), "capacity_ratio": Over(0.0, 1.0)},
        rises=("effectiveness", "capacity_ratio"),
        zeros=({"capacity_ratio": 0.0}, {"capacity_ratio": 1.0}, {"effectiveness": 0.0}),
    ),
    Row(
        exchange.counterflow_ua_w_k,
        {"heat_w": Over(1.0e3, 2.0e4), "hot_in_k": HOT, "cold_in_k": COLD} | RATED_RATE,
        rises=("heat_w", "cold_in_k"),
        falls=("hot_in_k", "hot_w_k", "cold_w_k"),
        zeros=({"heat_w": 0.0}, {"hot_w_k": 3500.0, "cold_w_k": 3500.0}),
    ),
    Row(
        exchange.crossflow_ua_w_k,
        {"heat_w": Over(1.0e3, 1.6e4), "hot_in_k": HOT, "cold_in_k": COLD} | RATED_RATE,
        rises=("heat_w", "cold_in_k"),
        falls=("hot_in_k", "hot_w_k", "cold_w_k"),
        zeros=({"heat_w": 0.0}, {"hot_w_k": 3500.0, "cold_w_k": 3500.0}),
    ),
    Row(
        dry_cooler.dry_cooler_ua_w_k,
        {
            "ua_design_w_k": Over(500.0, 5000.0),
            "air_ratio": Over(0.0, 1.5, at=0.7),
            "water_ratio": Over(0.0, 1.5, at=0.7),
            "conductance_ratio": Over(0.3, 2.0),
            "water_in_k": Over(280.0, 330.0),
            "air_in_k": Over(250.0, 320.0),
            "water_in_design_k": 308.15,
            "air_in_design_k": 298.15,
        },
        rises=("ua_design_w_k", "air_ratio", "water_ratio", "water_in_k", "air_in_k"),
        zeros=({"air_ratio": 0.0}, {"water_ratio": 0.0}, {"air_ratio": 0.0, "water_ratio": 0.0}),
    ),
    Row(
        dry_cooler.dry_cooler_heat_w,
        {
            "water_flow_kg_s": Over(0.0, 1.0, at=0.4),
            "water_in_k": HOT,
            "air_in_k": COLD,
            "air_flow_kg_s": Over(0.0, 4.0, at=2.0795),
            "water_cp_j_kg_k": 4184.0,
            "air_cp_j_kg_k": 1014.54,
            "ua_w_k": Over(0.0, 4000.0, at=2000.0),
        },
        rises=("water_flow_kg_s", "water_in_k", "air_flow_kg_s", "ua_w_k"),
        falls=("air_in_k",),
        zeros=(
            NO_WATER,
            NO_AIR,
            NO_WATER | NO_AIR,
            {"ua_w_k": 0.0},
            {"water_in_k": 300.0, "air_in_k": 300.0},
        ),
        kinks={
            "water_flow_kg_s": (2.0795 * 1014.54 / 4184.0,),
            "air_flow_kg_s": (0.4 * 4184.0 / 1014.54,),
        },
    ),
    Row(
        dry_cooler.dry_cooler_design_ua_w_k,
        {
            "heat_w": Over(1.0e3, 1.6e4),
            "water_in_k": HOT,
            "air_in_k": COLD,
            "water_flow_kg_s": Over(0.5, 0.7),
            "air_flow_kg_s": Over(3.1, 4.0),
            "water_cp_j_kg_k": 4184.0,
            "air_cp_j_kg_k": 1014.54,
        },
        rises=("heat_w", "air_in_k"),
        falls=("water_in_k", "water_flow_kg_s", "air_flow_kg_s"),
        zeros=({"heat_w": 0.0},),
    ),
)

TOWERS = (
    Row(
        tower.equivalent_air_j_kg_k,
        {"first_k": WET_BULB, "second_k": Over(285.0, 320.0), "pressure_pa": PRESSURE},
        rises=("first_k", "second_k"),
        falls=("pressure_pa",),
        zeros=({"first_k": 295.0, "second_k": 295.0}, {"first_k": 370.0, "second_k": 371.0}),
    ),
    Row(
        tower.tower_ua_w_k,
        {
            "ua_design_w_k": Over(500.0, 3000.0),
            "air_ratio": Over(0.05, 1.2, at=0.7),
            "water_ratio": Over(0.05, 1.5, at=0.7),
            "wet_bulb_design_k": 298.7,
            "wet_bulb_k": WET_BULB,
        },
        rises=("ua_design_w_k", "air_ratio", "water_ratio"),
        falls=("wet_bulb_k",),
        zeros=({"air_ratio": 0.0}, {"water_ratio": 0.0}, {"air_ratio": 0.0, "water_ratio": 0.0}),
    ),
    Row(
        tower.equivalent_exchange,
        {"leaving_k": Over(285.0, 320.0), "water_w_k": RATE} | TOWER_EXCHANGE,
        rises=("leaving_k", "water_w_k", "air_flow_kg_s", "ua_w_k"),
        zeros=({"water_w_k": 0.0}, NO_AIR, {"water_w_k": 0.0} | NO_AIR, {"ua_w_k": 0.0}),
    ),
    Row(
        tower.tower_leaving_air_k,
        {"water_flow_kg_s": Over(0.05, 1.0, at=0.5), "water_in_k": Over(301.0, 325.0)}
        | TOWER_EXCHANGE
        | {"air_flow_kg_s": Over(0.05, 1.0, at=0.4)},
        rises=("water_flow_kg_s", "water_in_k", "wet_bulb_k", "ua_w_k"),
        falls=("air_flow_kg_s",),
        zeros=(
            NO_WATER,
            NO_AIR,
            NO_WATER | NO_AIR,
            {"ua_w_k": 0.0},
            {"water_in_k": 298.0, "wet_bulb_k": 298.0},
        ),
    ),
    Row(
        tower.tower_heat_w,
        {
            "water_flow_kg_s": Over(0.05, 1.0, at=0.5),
            "water_in_k": Over(301.0, 325.0),
            "wet_bulb_k": WET_BULB,
            "air_flow_kg_s": Over(0.3, 0.5, at=0.4),
            "ua_design_w_k": Over(400.0, 2000.0, at=612.0),
            "air_ratio": Over(0.6, 1.2, at=0.9),
            "water_ratio": Over(0.6, 1.5, at=0.9),
            "wet_bulb_design_k": 298.7,
            "pressure_pa": PRESSURE,
        },
        rises=("water_flow_kg_s", "water_in_k", "ua_design_w_k", "air_ratio", "water_ratio"),
        falls=("wet_bulb_k", "pressure_pa"),
        zeros=(
            NO_WATER,
            NO_WATER | {"water_ratio": 0.0},
            NO_AIR,
            NO_AIR | {"air_ratio": 0.0},
            NO_WATER | NO_AIR | {"water_ratio": 0.0, "air_ratio": 0.0},
            {"water_in_k": 298.0, "wet_bulb_k": 298.0},
            {"water_in_k": 290.0, "wet_bulb_k": 298.0},
        ),
    ),
    Row(
        tower.tower_exchange,
        {
            "leaving_air_k": Over(300.0, 306.0),
            "water_flow_kg_s": Over(0.05, 1.0, at=0.5),
            "water_in_k": Over(301.0, 325.0),
            "wet_bulb_k": WET_BULB,
            "air_flow_kg_s": Over(0.3, 0.5, at=0.4),
            "ua_design_w_k": Over(400.0, 2000.0, at=612.0),
            "air_ratio": Over(0.6, 1.2, at=0.9),
            "water_ratio": Over(0.6, 1.5, at=0.9),
            "wet_bulb_design_k": 298.7,
            "pressure_pa": PRESSURE,
        },
        rises=("water_in_k",),
        zeros=(NO_WATER, NO_AIR, NO_WATER | NO_AIR),
    ),
    Row(
        tower.tower_design_ua_w_k,
        TOWER_RATING,
        rises=("water_flow_kg_s", "wet_bulb_k"),
        falls=("air_flow_kg_s", "water_out_k"),
    ),
    Row(
        tower.design_air_w_k,
        {
            "heat_w": Over(0.0, 2.0e4),
            "air_flow_kg_s": Over(0.4, 0.6),
            "wet_bulb_k": WET_BULB,
            "pressure_pa": PRESSURE,
        },
        rises=("heat_w", "air_flow_kg_s", "wet_bulb_k"),
        falls=("pressure_pa",),
        zeros=({"heat_w": 0.0},),
    ),
    Row(
        tower.tower_design_effectiveness,
        TOWER_RATING,
        rises=("wet_bulb_k",),
        falls=("water_out_k",),
    ),
)

CHILLERS = (
    Row(
        chiller.biquadratic_ratio,
        {
            "te_leaving_k": Over(277.0, 282.0),
            "tc_entering_k": Over(286.0, 308.0),
            "curve": YORK_CHILLER.capacity_curve,
        },
    ),
    Row(
        chiller.doe2_out_of_range_k,
        {"te_leaving_k": LEAVING, "tc_entering_k": ENTERING, "chiller": YORK_CHILLER},
        kinks={"te_leaving_k": (277.55, 282.05), "tc_entering_k": (285.95, 308.15)},
    ),
    Row(
        chiller.doe2_capacity_w,
        {"te_leaving_k": LEAVING, "tc_entering_k": ENTERING, "chiller": YORK_CHILLER},
        kinks={"te_leaving_k": (277.55, 282.05), "tc_entering_k": (285.95, 308.15)},
    ),
    Row(
        chiller.doe2_power_w,
        {
            "plr": Over(0.0, 1.05, at=0.6),
            "te_leaving_k": LEAVING,
            "tc_entering_k": ENTERING,
            "chiller": YORK_CHILLER,
        },
        rises=("plr",),
        zeros=({"plr": 0.0},),
        kinks={"plr": (0.1,), "te_leaving_k": (277.55, 282.05), "tc_entering_k": (285.95, 308.15)},
    ),
    Row(
        chiller.carnot_cop,
        {"te_k": Over(280.0, 300.0), "tc_k": Over(295.0, 330.0), "efficiency": Over(0.4, 0.65)},
        rises=("te_k", "efficiency"),
        falls=("tc_k",),
        zeros=({"te_k": 300.0, "tc_k": 300.0}, {"te_k": 300.0, "tc_k": 280.0}),
    ),
    Row(
        chiller.chiller_power_w,
        {
            "heat_w": Over(-1.0e5, 5.0e5, at=3.0e5),
            "te_k": Over(280.0, 300.0),
            "tc_k": Over(295.0, 330.0),
            "efficiency": Over(0.4, 0.65),
            "standby_w": Over(0.0, 500.0),
        },
        rises=("heat_w", "tc_k", "standby_w"),
        falls=("te_k", "efficiency"),
        zeros=({"heat_w": 0.0}, {"te_k": 300.0, "tc_k": 300.0}),
        kinks={"heat_w": (0.0,)},
    ),
    Row(
        chiller.chiller_heat_w,
        {"demand_w": Over(-1.0e5, 6.0e5, at=3.0e5), "capacity_w": Over(1.0e5, 5.0e5, at=4.0e5)},
        rises=("demand_w", "capacity_w"),
        zeros=({"demand_w": 0.0}, {"capacity_w": 0.0}, {"demand_w": 0.0, "capacity_w": 0.0}),
        kinks={"demand_w": (0.0,)},
    ),
    Row(
        chiller.condenser_heat_w,
        {
            "heat_w": Over(0.0, 5.0e5),
            "power_w": Over(0.0, 1.0e5),
            "motor_in_refrigerant_frac": Over(0.0, 1.0),
        },
        rises=("heat_w", "power_w", "motor_in_refrigerant_frac"),
        zeros=({"heat_w": 0.0, "power_w": 0.0},),
    ),
)

NO_PRIMARY = {"primary_flow_kg_s": 0.0}
NO_SECONDARY = {"secondary_flow_kg_s": 0.0}
CDUS = (
    Row(
        cdu.supply_setpoint_k,
        {
            "setpoint_k": Over(285.0, 318.0, at=305.0),
            "dew_point_k": Over(280.0, 310.0, at=290.0),
            "margin_k": 2.0,
        },
        rises=("setpoint_k", "dew_point_k"),
        kinks={"setpoint_k": (292.0,), "dew_point_k": (303.0,)},
    ),
    Row(
        cdu.cdu_ua_w_k,
        CDU_UA,
        rises=("primary_flow_kg_s", "secondary_flow_kg_s", "ua_nominal_w_k"),
        falls=("fouling_k_w",),
        zeros=(NO_PRIMARY, NO_SECONDARY, NO_PRIMARY | NO_SECONDARY, {"fouling_k_w": 0.0}),
    ),
    Row(
        cdu.cdu_heat_w,
        {
            "primary_flow_kg_s": Over(0.0, 60.0, at=33.0),
            "secondary_flow_kg_s": Over(0.0, 60.0, at=30.0),
            "primary_in_k": COLD,
            "secondary_in_k": HOT,
            "primary_cp": 4180.0,
            "secondary_cp": 3950.0,
            "ua_nominal": Over(1.0e5, 1.0e6),
            "primary_nominal_kg_s": 32.3,
            "secondary_nominal_kg_s": 31.48,
            "conductance_ratio": Over(0.5, 2.0),
            "exponent": Over(0.6, 0.85),
            "fouling_k_w": Over(0.0, 1.0e-6),
        },
        rises=("primary_flow_kg_s", "secondary_flow_kg_s", "secondary_in_k", "ua_nominal"),
        falls=("primary_in_k", "fouling_k_w"),
        zeros=(
            NO_PRIMARY,
            NO_SECONDARY,
            NO_PRIMARY | NO_SECONDARY,
            {"primary_in_k": 300.0, "secondary_in_k": 300.0},
            {"primary_in_k": 310.0, "secondary_in_k": 300.0},
        ),
    ),
    Row(
        cdu.cdu_design_ua_w_k,
        {
            "heat_w": Over(1.0e5, 2.0e6),
            "approach_rated_k": Over(2.0, 8.0),
            "primary_w_k": Over(1.3e5, 1.6e5),
            "secondary_w_k": Over(1.0e5, 1.25e5),
        },
        rises=("heat_w",),
        falls=("approach_rated_k", "primary_w_k"),
    ),
    Row(
        cdu.approach_k,
        {"secondary_out_k": HOT, "primary_in_k": COLD},
        rises=("secondary_out_k",),
        falls=("primary_in_k",),
        zeros=({"secondary_out_k": 300.0, "primary_in_k": 300.0},),
    ),
    Row(
        cdu.pump_fluid_heat_w,
        {"electric_w": Over(0.0, 1.0e5), "drive_efficiency": FRACTION},
        rises=("electric_w", "drive_efficiency"),
        zeros=({"electric_w": 0.0},),
    ),
    Row(
        cdu.pump_air_heat_w,
        {"electric_w": Over(0.0, 1.0e5), "drive_efficiency": FRACTION},
        rises=("electric_w",),
        falls=("drive_efficiency",),
        zeros=({"electric_w": 0.0},),
    ),
)

ROOM = (
    Row(
        room_air.crah_heat_w,
        {
            "return_air_k": Over(285.0, 320.0, at=305.0),
            "setpoint_k": Over(288.0, 300.0),
            "airflow_kg_s": Over(0.0, 12.0, at=8.0),
            "water_in_k": Over(280.0, 292.0),
            "water_flow_kg_s": Over(0.0, 6.0, at=3.0),
            "ua_w_k": Over(0.0, 3.0e4),
        },
        rises=("return_air_k", "airflow_kg_s", "water_flow_kg_s", "ua_w_k"),
        falls=("setpoint_k", "water_in_k"),
        zeros=(
            {"airflow_kg_s": 0.0},
            {"water_flow_kg_s": 0.0},
            {"airflow_kg_s": 0.0, "water_flow_kg_s": 0.0},
            {"ua_w_k": 0.0},
            {"return_air_k": 295.0, "setpoint_k": 295.0},
            {"return_air_k": 286.0, "water_in_k": 286.0},
        ),
    ),
    Row(
        room_air.crah_coil_ua_w_k,
        {
            "heat_w": Over(2.0e4, 9.0e4),
            "return_air_k": Over(303.0, 308.0),
            "water_in_k": Over(286.0, 290.0),
            "airflow_kg_s": Over(7.0, 9.0),
            "water_flow_kg_s": Over(2.5, 4.0),
        },
        rises=("heat_w", "water_in_k"),
        falls=("return_air_k", "airflow_kg_s", "water_flow_kg_s"),
    ),
    Row(
        room_air.door_heat_w,
        {
            "exhaust_k": Over(302.0, 325.0),
            "airflow_kg_s": Over(0.0, 3.0, at=1.5),
            "water_in_k": Over(288.0, 300.0),
            "water_flow_kg_s": Over(0.0, 2.0, at=0.8),
            "ua_w_k": Over(0.0, 5000.0, at=2500.0),
        },
        rises=("exhaust_k", "airflow_kg_s", "water_flow_kg_s", "ua_w_k"),
        falls=("water_in_k",),
        zeros=(
            {"airflow_kg_s": 0.0},
            {"water_flow_kg_s": 0.0},
            {"airflow_kg_s": 0.0, "water_flow_kg_s": 0.0, "ua_w_k": 0.0},
            {"ua_w_k": 0.0},
            {"exhaust_k": 300.0, "water_in_k": 300.0},
        ),
    ),
    Row(
        room_air.door_coil_ua_w_k,
        {
            "heat_w": Over(5.0e3, 1.8e4),
            "exhaust_k": Over(312.0, 320.0),
            "water_in_k": Over(290.0, 296.0),
            "airflow_kg_s": Over(1.2, 1.6),
            "water_flow_kg_s": Over(0.6, 1.2),
        },
        rises=("heat_w", "water_in_k"),
        falls=("exhaust_k", "airflow_kg_s", "water_flow_kg_s"),
    ),
    Row(
        room_air.recirculation_frac,
        {"demand_kg_s": Over(0.1, 20.0, at=10.0), "supply_kg_s": Over(0.0, 20.0, at=9.0)},
        rises=("demand_kg_s",),
        falls=("supply_kg_s",),
        zeros=({"demand_kg_s": 0.0}, {"supply_kg_s": 0.0}, {"demand_kg_s": 0.0, "supply_kg_s": 0.0}),
    ),
    Row(
        room_air.inlet_air_temp_k,
        {"supply_k": Over(288.0, 300.0), "return_k": Over(300.0, 320.0), "recirculation": Over(0.0, 1.0)},
        rises=("supply_k", "return_k", "recirculation"),
        zeros=({"recirculation": 0.0}, {"supply_k": 300.0, "return_k": 300.0}),
    ),
)

CONTROLS = (
    Row(
        controls.pi_output,
        PI | {"low": 0.0, "high": 1.0},
        rises=("error", "integral"),
        zeros=({"error": 0.0}, {"error": 0.0, "integral": 0.0}),
        kinks={"error": (-0.5, 0.5), "integral": (-0.1, 0.9)},
    ),
    Row(
        controls.pi_integral_rate_1_s,
        PI
        | {
            "integral_time_s": Over(60.0, 200.0),
            "low": 0.0,
            "high": 1.0,
            "tracking_time_s": Over(200.0, 300.0),
        },
        rises=("error",),
        falls=("integral",),
        zeros=({"error": 0.0}, {"error": 0.0, "integral": 0.0}),
        kinks={"error": (-0.5, 0.5), "integral": (-0.1, 0.9)},
    ),
    Row(
        controls.actuator_rate_1_s,
        {"command": Over(0.0, 1.0), "position": Over(0.0, 1.0), "time_constant_s": Over(1.0, 60.0)},
        rises=("command",),
        falls=("position",),
        zeros=({"command": 0.5, "position": 0.5},),
    ),
    Row(
        controls.trim_allowed_frac,
        {"wet_bulb_k": Over(280.0, 300.0), "free_below_k": Over(285.0, 289.0), "band_k": Over(1.0, 3.0)},
        rises=("wet_bulb_k",),
        falls=("free_below_k",),
        zeros=({"wet_bulb_k": 287.0, "free_below_k": 287.0},),
    ),
    Row(
        controls.tower_allowed_frac,
        {
            "wet_bulb_k": Over(280.0, 300.0),
            "mechanical_above_k": Over(291.0, 295.0),
            "band_k": Over(1.0, 3.0),
        },
        rises=("mechanical_above_k",),
        falls=("wet_bulb_k",),
        zeros=({"wet_bulb_k": 293.0, "mechanical_above_k": 293.0},),
    ),
    Row(
        controls.over_tower_frac,
        {
            "water_in_k": Over(285.0, 315.0, at=301.0),
            "air_in_k": Over(285.0, 315.0),
            "band_k": Over(1.0, 3.0),
        },
        rises=("water_in_k",),
        falls=("air_in_k",),
        zeros=({"water_in_k": 300.0, "air_in_k": 300.0},),
    ),
    Row(
        controls.cooling_mode_frac,
        {"tower_frac": Over(0.0, 1.0), "trim_frac": Over(0.0, 1.0)},
        zeros=({"tower_frac": 0.0}, {"trim_frac": 0.0}),
    ),
)

ROWS = (*PLANT, *COILS, *TOWERS, *CHILLERS, *CDUS, *ROOM, *CONTROLS)
