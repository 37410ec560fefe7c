"""V17: voltages, losses and currents that have a closed form."""

from __future__ import annotations

from typing import Final

from models.electrical.ac import ac_line_loss_w, ac_two_bus_voltage_v
from models.electrical.busway import conductor_loss_w
from models.electrical.curve import chain_efficiency
from models.electrical.dc import dc_discriminant_v2, dc_two_node_voltage_v
from models.electrical.feeder import continuous_limit_a, direct_current_a, three_phase_power_w
from models.electrical.short_circuit import (
    initial_current_a,
    peak_current_a,
    peak_factor,
    transformer_impedance_ohm,
)
from models.formula import Array
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.tables import check_named

STAGES: Final = (0.990, 0.965, 0.99, 0.97)
LINE_V: Final = 10e3
LINE_RESISTANCE_OHM: Final = 3.0 * 0.153
LINE_REACTANCE_OHM: Final = 3.0 * 0.09
LINE_LOAD: Final = (5e6, 1.643421e6)


def compute() -> list[Check]:
    """Evaluate the electrical formulas at the listed inputs."""
    return check_named("v17.csv", {**_direct_current(), **_line(), **_short_circuit(), **_feeders()})


def _direct_current() -> dict[str, float]:
    voltage = dc_two_node_voltage_v(800.0, 0.010, 500e3)
    current = direct_current_a(500e3, voltage)
    impossible = (
        float(dc_discriminant_v2(800.0, 0.4, 500e3)) < 0.0 and dc_two_node_voltage_v(800.0, 0.4, 500e3) == 0.0
    )
    return {
        "voltage at 500 kW behind 10 mohm on 800 V": float(voltage),
        "current at 500 kW behind 10 mohm on 800 V": float(current),
        # 10 mohm is the loop, both conductors.
        "loss at 500 kW behind 10 mohm on 800 V": float(conductor_loss_w(current, 0.005, 2.0)) / 1e3,
        "infeasible: 500 kW behind 0.4 ohm on 800 V": float(impossible),
        "current of a 132 kW rack on 50 V": float(direct_current_a(132e3, 50.0)),
    }


def _line() -> dict[str, float]:
    voltage = float(ac_two_bus_voltage_v(LINE_V, LINE_RESISTANCE_OHM, LINE_REACTANCE_OHM, *LINE_LOAD))
    return {
        "voltage of the 10 kV line": voltage,
        "voltage of the 10 kV line per unit": voltage / LINE_V,
        "loss of the 10 kV line": float(ac_line_loss_w(voltage, LINE_RESISTANCE_OHM, *LINE_LOAD)) / 1e3,
    }


def _short_circuit() -> dict[str, float]:
    impedance = transformer_impedance_ohm(400.0, 2.5e6, 0.06)
    initial = initial_current_a(400.0, impedance, 1.05)
    return {
        "impedance of the transformer": 1e3 * float(impedance),
        "initial short-circuit current": float(initial) / 1e3,
        "peak factor": float(peak_factor(0.1)),
        "peak short-circuit current": float(peak_current_a(initial, 0.1)) / 1e3,
    }


def _feeders() -> dict[str, float]:
    whips = {"60 A on 415 V": (60.0, 415.0), "100 A on 415 V": (100.0, 415.0), "63 A on 400 V": (63.0, 400.0)}
    limits = {
        f"feeder of {name} at 80 %": float(three_phase_power_w(continuous_limit_a(rated, 0.8), voltage, 0.99))
        / 1e3
        for name, (rated, voltage) in whips.items()
    }
    chain: Array = 1.0
    for stage in STAGES:
        chain = chain_efficiency(chain, stage)
    return limits | {"efficiency of four stages in series": float(chain)}


CASE = Case(
    name="V17",
    title="electrical closed forms",
    kind="analytic",
    shows="Direct and alternating current lines, short circuits by IEC 60909, feeder limits; a collapsed line says so.",
    compute=compute,
)
