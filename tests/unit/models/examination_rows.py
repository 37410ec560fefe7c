"""Rows of the common examination: smoothing, fluids, psychrometrics."""

from __future__ import annotations

from models import fluids, psychrometrics, smoothing
from models.fluids import Fluid
from tests.examination import Over, Row

PG25 = Fluid(
    density=(1009.909410, -0.5277465460, -2.679932207e-3, 1.434573191e-5, 0.0),
    heat_capacity=(3968.649500, 2.389253479, -1.403976044e-3, -2.058410273e-5, 0.0),
    conductivity=(0.4858398232, 8.863800632e-4, -7.794268495e-7, -6.495569445e-9, 0.0),
    log_viscosity=(-6.605421742, -2.508746540e-2, 1.992562203e-4, -1.294374597e-6, 0.0),
)
LIQUID = Over(265.0, 365.0)
AIR = Over(250.0, 330.0)
HUMID = Over(0.0, 1.0)
PRESSURE = Over(6.0e4, 1.1e5)

ROWS = (
    Row(
        smoothing.smooth_max,
        {"a": Over(-1.0, 1.0, at=0.3), "b": Over(-1.0, 1.0), "width": 0.05},
        rises=("a", "b"),
        zeros=({"a": 0.0, "b": 0.0},),
    ),
    Row(
        smoothing.smooth_min,
        {"a": Over(-1.0, 1.0, at=0.3), "b": Over(-1.0, 1.0), "width": 0.05},
        rises=("a", "b"),
        zeros=({"a": 0.0, "b": 0.0},),
    ),
    Row(smoothing.smooth_abs, {"x": Over(-1.0, 1.0), "width": 0.05}, zeros=({"x": 0.0},)),
    Row(
        smoothing.smooth_limit,
        {"x": Over(-1.0, 2.0), "low": 0.0, "high": 1.0, "width": 0.05},
        rises=("x",),
        zeros=({"x": 0.0},),
    ),
    Row(smoothing.smooth_step, {"x": Over(-0.5, 1.5)}, rises=("x",), zeros=({"x": 0.0},)),
    Row(
        smoothing.smooth_ramp,
        {"x": Over(-1.0, 2.0), "width": Over(0.1, 1.0)},
        rises=("x",),
        falls=("width",),
        zeros=({"x": 0.0},),
    ),
    Row(smoothing.tanh_ratio, {"x": Over(-5.0, 5.0)}, zeros=({"x": 0.0},)),
    Row(smoothing.decay_ratio, {"x": Over(-5.0, 20.0)}, falls=("x",), zeros=({"x": 0.0},)),
    Row(
        fluids.property_polynomial,
        {"temp_k": Over(200.0, 430.0, at=310.0), "coefficients": (1000.0, -0.5, -0.001)},
        zeros=({"temp_k": fluids.REFERENCE_TEMP_K},),
        kinks={"temp_k": (233.15, 393.15)},
    ),
    Row(fluids.density_kg_m3, {"temp_k": LIQUID, "fluid": PG25}, falls=("temp_k",)),
    Row(fluids.heat_capacity_j_kgk, {"temp_k": LIQUID, "fluid": PG25}, rises=("temp_k",)),
    Row(
        fluids.enthalpy_j_kg,
        {"temp_k": Over(200.0, 500.0), "fluid": PG25},
        rises=("temp_k",),
        zeros=({"temp_k": fluids.REFERENCE_TEMP_K},),
    ),
    Row(
        fluids.temp_from_enthalpy_k,
        {"enthalpy_j_kg_": Over(-3.0e5, 5.0e5), "fluid": PG25},
        rises=("enthalpy_j_kg_",),
        zeros=({"enthalpy_j_kg_": 0.0},),
    ),
    Row(fluids.conductivity_w_mk, {"temp_k": LIQUID, "fluid": PG25}, rises=("temp_k",)),
    Row(fluids.viscosity_pa_s, {"temp_k": LIQUID, "fluid": PG25}, falls=("temp_k",)),
    Row(fluids.prandtl_ratio, {"temp_k": LIQUID, "fluid": PG25}, falls=("temp_k",)),
    Row(fluids.volumetric_heat_capacity_j_m3k, {"temp_k": LIQUID, "fluid": PG25}),
    Row(
        fluids.heat_capacity_rate_w_k,
        {"flow_kg_s": Over(-1.0, 5.0), "temp_k": LIQUID, "fluid": PG25},
        rises=("flow_kg_s",),
        zeros=({"flow_kg_s": 0.0},),
    ),
    Row(psychrometrics.saturation_pressure_pa, {"temp_k": Over(230.0, 370.0)}, rises=("temp_k",)),
    Row(psychrometrics.saturation_slope_1_k, {"temp_k": Over(230.0, 370.0)}, falls=("temp_k",)),
    Row(
        psychrometrics.vapour_pressure_pa,
        {"temp_k": AIR, "relative_humidity_frac": HUMID},
        rises=("temp_k", "relative_humidity_frac"),
        zeros=({"relative_humidity_frac": 0.0},),
    ),
    Row(
        psychrometrics.humidity_ratio_from_vapour,
        {"vapour_pressure_pa_": Over(0.0, 1.2e5, at=2000.0), "pressure_pa": Over(9.0e4, 1.1e5)},
        rises=("vapour_pressure_pa_",),
        falls=("pressure_pa",),
        zeros=({"vapour_pressure_pa_": 0.0}, {"vapour_pressure_pa_": 1.0e5}),
        kinks={"vapour_pressure_pa_": (9.0e4,)},
    ),
    Row(
        psychrometrics.humidity_ratio,
        {"temp_k": AIR, "relative_humidity_frac": HUMID, "pressure_pa": PRESSURE},
        rises=("temp_k", "relative_humidity_frac"),
        falls=("pressure_pa",),
        zeros=({"relative_humidity_frac": 0.0},),
    ),
    Row(
        psychrometrics.vapour_from_humidity_ratio_pa,
        {"humidity_ratio_": Over(0.0, 0.05), "pressure_pa": PRESSURE},
        rises=("humidity_ratio_", "pressure_pa"),
        zeros=({"humidity_ratio_": 0.0},),
    ),
    Row(
        psychrometrics.relative_humidity_frac,
        {"temp_k": AIR, "humidity_ratio_": Over(0.0, 0.05), "pressure_pa": PRESSURE},
        rises=("humidity_ratio_", "pressure_pa"),
        falls=("temp_k",),
        zeros=({"humidity_ratio_": 0.0},),
    ),
    Row(
        psychrometrics.humidity_ratio_from_wet_bulb,
        {"dry_bulb_k": Over(290.0, 320.0), "wet_bulb_k_": Over(280.0, 295.0), "pressure_pa": PRESSURE},
        rises=("wet_bulb_k_",),
        falls=("dry_bulb_k", "pressure_pa"),
        zeros=({"dry_bulb_k": 290.0, "wet_bulb_k_": 290.0},),
    ),
    Row(
        psychrometrics.wet_bulb_k,
        {"dry_bulb_k": AIR, "relative_humidity_frac_": HUMID, "pressure_pa": PRESSURE},
        rises=("dry_bulb_k", "relative_humidity_frac_", "pressure_pa"),
        zeros=({"relative_humidity_frac_": 0.0}, {"relative_humidity_frac_": 1.0}),
    ),
    Row(
        psychrometrics.relative_humidity_from_wet_bulb,
        {
            "dry_bulb_k": Over(295.0, 305.0),
            "wet_bulb_k_": Over(291.0, 295.0),
            "pressure_pa": Over(9.0e4, 1.1e5),
        },
        rises=("wet_bulb_k_",),
        falls=("dry_bulb_k",),
        zeros=({"dry_bulb_k": 293.0, "wet_bulb_k_": 293.0}, {"dry_bulb_k": 330.0, "wet_bulb_k_": 275.0}),
    ),
    Row(
        psychrometrics.dew_point_from_vapour_k,
        {"vapour_pressure_pa_": Over(50.0, 2.0e4)},
        rises=("vapour_pressure_pa_",),
        zeros=({"vapour_pressure_pa_": 0.0},),
    ),
    Row(
        psychrometrics.dew_point_k,
        {"dry_bulb_k": AIR, "relative_humidity_frac_": Over(0.02, 1.0)},
        rises=("dry_bulb_k", "relative_humidity_frac_"),
        zeros=({"relative_humidity_frac_": 0.0}, {"relative_humidity_frac_": 1.0}),
    ),
    Row(
        psychrometrics.moist_air_enthalpy_j_kg,
        {"temp_k": AIR, "humidity_ratio_": Over(0.0, 0.05)},
        rises=("temp_k", "humidity_ratio_"),
        zeros=({"humidity_ratio_": 0.0},),
    ),
    Row(
        psychrometrics.saturated_air_enthalpy_j_kg,
        {"temp_k": AIR, "pressure_pa": PRESSURE},
        rises=("temp_k",),
        falls=("pressure_pa",),
        zeros=({"temp_k": 420.0},),
    ),
)
