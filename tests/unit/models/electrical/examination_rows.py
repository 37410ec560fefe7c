"""Rows of the common examination: supplies, UPS, transformer, conductors, short circuit, stores."""

from __future__ import annotations

from models.electrical import (
    ac,
    battery,
    busway,
    curve,
    dc,
    feeder,
    generator,
    shelf,
    short_circuit,
    transformer,
    ups,
)
from tests.examination import Over, Row

LINE = {
    "source_v": Over(9.0e3, 11.0e3),
    "resistance_ohm": Over(0.0, 0.6),
    "reactance_ohm": Over(0.0, 0.6),
    "power_w": Over(0.0, 8.0e6),
    "reactive_var": Over(0.0, 4.0e6),
}
BUS = {"source_v": Over(700.0, 900.0), "resistance_ohm": Over(0.0, 0.05), "power_w": Over(0.0, 1.0e6)}
EFFICIENCY = Over(0.5, 1.0)
POWER_FACTOR = Over(0.5, 0.98)
FUEL = Over(6.0e-11, 9.0e-11)

ROWS = (
    Row(
        ac.ac_discriminant_v4,
        LINE,
        rises=("source_v",),
        falls=("resistance_ohm", "reactance_ohm", "power_w", "reactive_var"),
        zeros=({"power_w": 0.0, "reactive_var": 0.0}, {"resistance_ohm": 0.0, "reactance_ohm": 0.0}),
    ),
    Row(
        ac.ac_two_bus_voltage_v,
        LINE,
        rises=("source_v",),
        falls=("resistance_ohm", "power_w", "reactive_var"),
        zeros=({"power_w": 0.0, "reactive_var": 0.0}, {"resistance_ohm": 0.0, "reactance_ohm": 0.0}),
    ),
    Row(
        ac.ac_line_loss_w,
        {
            "voltage_v": Over(9.0e3, 11.0e3),
            "resistance_ohm": Over(0.0, 0.6),
            "power_w": Over(0.0, 8.0e6),
            "reactive_var": Over(0.0, 4.0e6),
        },
        rises=("resistance_ohm", "power_w", "reactive_var"),
        falls=("voltage_v",),
        zeros=({"power_w": 0.0, "reactive_var": 0.0},),
    ),
    Row(
        battery.autonomy_s,
        {"energy_j": Over(0.0, 1.0e9), "power_w": Over(1.0e5, 2.0e6), "efficiency": EFFICIENCY},
        rises=("energy_j", "efficiency"),
        falls=("power_w",),
        zeros=({"power_w": 0.0}, {"energy_j": 0.0}),
    ),
    Row(
        busway.conductor_loss_w,
        {"current_a": Over(0.0, 2000.0), "resistance_ohm": Over(0.0, 1.0e-2), "phases": Over(2.0, 3.0)},
        rises=("current_a", "resistance_ohm", "phases"),
        zeros=({"current_a": 0.0},),
    ),
    Row(
        busway.three_phase_drop_v,
        {
            "current_a": Over(0.0, 2000.0),
            "resistance_ohm": Over(0.0, 1.0e-2),
            "reactance_ohm": Over(0.0, 1.0e-2),
            "power_factor": POWER_FACTOR,
        },
        rises=("current_a", "resistance_ohm", "reactance_ohm"),
        zeros=({"current_a": 0.0},),
    ),
    Row(
        curve.interpolate_efficiency,
        {
            "load_frac": Over(0.0, 1.2, at=0.3),
            "table_load": (0.1, 0.2, 0.5, 1.0),
            "table_efficiency": (0.90, 0.94, 0.96, 0.91),
        },
        zeros=({"load_frac": 0.0},),
        kinks={"load_frac": (0.1, 0.2, 0.5, 1.0)},
    ),
    Row(
        curve.chain_efficiency,
        {"first": EFFICIENCY, "second": EFFICIENCY},
        rises=("first", "second"),
    ),
    Row(
        dc.dc_discriminant_v2,
        BUS,
        rises=("source_v",),
        falls=("resistance_ohm", "power_w"),
        zeros=({"power_w": 0.0}, {"resistance_ohm": 0.0}),
    ),
    Row(
        dc.dc_two_node_voltage_v,
        BUS,
        rises=("source_v",),
        falls=("resistance_ohm", "power_w"),
        zeros=({"power_w": 0.0}, {"resistance_ohm": 0.0}),
    ),
    Row(
        feeder.three_phase_current_a,
        {"power_w": Over(0.0, 1.0e6), "voltage_v": Over(380.0, 480.0), "power_factor": POWER_FACTOR},
        rises=("power_w",),
        falls=("voltage_v", "power_factor"),
        zeros=({"power_w": 0.0},),
    ),
    Row(
        feeder.three_phase_power_w,
        {"current_a": Over(0.0, 2000.0), "voltage_v": Over(380.0, 480.0), "power_factor": POWER_FACTOR},
        rises=("current_a", "voltage_v", "power_factor"),
        zeros=({"current_a": 0.0},),
    ),
    Row(
        feeder.direct_current_a,
        {"power_w": Over(0.0, 1.0e6), "voltage_v": Over(48.0, 800.0)},
        rises=("power_w",),
        falls=("voltage_v",),
        zeros=({"power_w": 0.0},),
    ),
    Row(
        feeder.continuous_limit_a,
        {"rated_a": Over(16.0, 4000.0), "code_factor": Over(0.5, 1.0)},
        rises=("rated_a", "code_factor"),
    ),
    Row(
        generator.fuel_flow_m3_s,
        {"power_w": Over(-1.0e6, 3.0e6, at=1.0e6), "specific_fuel_m3_j": FUEL},
        rises=("power_w", "specific_fuel_m3_j"),
        zeros=({"power_w": 0.0},),
        kinks={"power_w": (0.0,)},
    ),
    Row(
        generator.run_time_s,
        {"tank_m3": Over(0.0, 50.0), "power_w": Over(1.0e5, 3.0e6), "specific_fuel_m3_j": FUEL},
        rises=("tank_m3",),
        falls=("power_w", "specific_fuel_m3_j"),
        zeros=({"power_w": 0.0}, {"tank_m3": 0.0}),
    ),
    Row(
        generator.rating_margin_w,
        {"rating_w": Over(1.0e6, 3.0e6), "site_factor": Over(0.7, 1.0), "load_w": Over(0.0, 3.0e6)},
        rises=("rating_w", "site_factor"),
        falls=("load_w",),
        zeros=({"load_w": 0.0},),
    ),
    Row(
        shelf.shelf_loss_w,
        {
            "output_w": Over(0.0, 6000.0, at=1000.0),
            "rating_w": Over(5000.0, 5500.0, at=5500.0),
            "knots_frac": (0.0, 0.1, 0.5, 1.0),
            "losses_frac": (0.004, 0.011, 0.021, 0.099),
        },
        rises=("output_w",),
        zeros=({"output_w": 0.0}, {"output_w": 0.0, "rating_w": 0.0}),
        kinks={"output_w": (550.0, 2750.0)},
    ),
    Row(
        short_circuit.transformer_impedance_ohm,
        {
            "voltage_v": Over(380.0, 480.0),
            "rating_va": Over(1.0e6, 3.0e6),
            "impedance_frac": Over(0.04, 0.08),
        },
        rises=("voltage_v", "impedance_frac"),
        falls=("rating_va",),
    ),
    Row(
        short_circuit.initial_current_a,
        {
            "voltage_v": Over(380.0, 480.0),
            "impedance_ohm": Over(2.0e-3, 2.0e-2),
            "voltage_factor": Over(0.95, 1.1),
        },
        rises=("voltage_v", "voltage_factor"),
        falls=("impedance_ohm",),
    ),
    Row(
        short_circuit.peak_factor,
        {"resistance_over_reactance": Over(0.0, 3.0)},
        falls=("resistance_over_reactance",),
        zeros=({"resistance_over_reactance": 0.0},),
    ),
    Row(
        short_circuit.peak_current_a,
        {"initial_a": Over(0.0, 1.0e5), "resistance_over_reactance": Over(0.0, 3.0)},
        rises=("initial_a",),
        falls=("resistance_over_reactance",),
        zeros=({"initial_a": 0.0},),
    ),
    Row(
        transformer.transformer_loss_w,
        {
            "apparent_va": Over(0.0, 2.5e6),
            "rating_va": Over(1.0e6, 3.0e6),
            "no_load_w": Over(1.0e3, 4.0e3),
            "load_loss_w": Over(1.0e4, 2.0e4),
        },
        rises=("apparent_va", "no_load_w", "load_loss_w"),
        falls=("rating_va",),
        zeros=({"apparent_va": 0.0},),
    ),
    Row(
        transformer.best_load_frac,
        {"no_load_w": Over(1.0e3, 4.0e3), "load_loss_w": Over(1.0e4, 2.0e4)},
        rises=("no_load_w",),
        falls=("load_loss_w",),
    ),
    Row(
        ups.ups_loss_w,
        {
            "load_w": Over(0.0, 1.1e6),
            "rating_w": Over(1.0e6, 1.2e6),
            "c0": Over(0.002, 0.01),
            "c1": Over(0.0, 0.01),
            "c2": Over(0.0, 0.04),
        },
        rises=("load_w", "c0", "c1", "c2"),
        zeros=({"load_w": 0.0},),
    ),
)
