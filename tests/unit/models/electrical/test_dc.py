"""Direct-current and alternating-current line with a constant-power load."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.electrical.ac import ac_discriminant_v4, ac_line_loss_w, ac_two_bus_voltage_v
from models.electrical.dc import dc_discriminant_v2, dc_two_node_voltage_v

LINE = (3.0 * 0.153, 3.0 * 0.09)
LOAD = (5e6, 1.643421e6)


def test_dc_two_node() -> None:
    voltage_v = dc_two_node_voltage_v(800.0, 0.010, 500e3)
    current_a = 500e3 / voltage_v
    assert voltage_v == pytest.approx(793.700, rel=1e-4)
    assert current_a == pytest.approx(629.961, rel=1e-4)
    assert 0.010 * current_a**2 == pytest.approx(3.96850e3, rel=1e-4)


def test_dc_without_a_solution_says_so() -> None:
    assert dc_discriminant_v2(800.0, 0.4, 500e3) < 0.0
    assert dc_two_node_voltage_v(800.0, 0.4, 500e3) == 0.0


def test_dc_at_the_limit_of_power_transfer() -> None:
    assert dc_discriminant_v2(800.0, 0.32, 500e3) == 0.0
    assert dc_two_node_voltage_v(800.0, 0.32, 500e3) == 400.0


@given(source_v=st.floats(40.0, 1500.0), resistance=st.floats(0.0, 1.0), power_w=st.floats(0.0, 1e6))
def test_dc_balance(source_v: float, resistance: float, power_w: float) -> None:
    assume(dc_discriminant_v2(source_v, resistance, power_w) >= 0.0)
    voltage_v = dc_two_node_voltage_v(source_v, resistance, power_w)
    current_a = power_w / voltage_v
    assert source_v * current_a == pytest.approx(power_w + resistance * current_a**2, rel=1e-9, abs=1e-9)
    assert voltage_v >= 0.5 * source_v


def test_ac_two_bus() -> None:
    voltage_v = ac_two_bus_voltage_v(10e3, *LINE, *LOAD)
    assert voltage_v == pytest.approx(9717.99, rel=1e-4)
    assert voltage_v / 10e3 == pytest.approx(0.971799, rel=1e-6)
    assert ac_line_loss_w(voltage_v, LINE[0], *LOAD) == pytest.approx(134.633e3, rel=1e-4)


@given(power_w=st.floats(0.0, 2e7), reactive_var=st.floats(-1e7, 1e7))
def test_ac_balance(power_w: float, reactive_var: float) -> None:
    """Sending-end power from phasors: V1 = V2 + Z conj(S / V2) must return the source voltage."""
    assume(ac_discriminant_v4(10e3, *LINE, power_w, reactive_var) > 1e6)
    voltage_v = float(ac_two_bus_voltage_v(10e3, *LINE, power_w, reactive_var))
    source = voltage_v + complex(*LINE) * complex(power_w, -reactive_var) / voltage_v
    assert abs(source) == pytest.approx(10e3, rel=1e-9)


def test_ac_without_a_solution_says_so() -> None:
    assert ac_discriminant_v4(10e3, *LINE, 80e6, 60e6) < 0.0
    assert ac_two_bus_voltage_v(10e3, *LINE, 80e6, 60e6) == 0.0


def test_no_load_no_drop() -> None:
    assert dc_two_node_voltage_v(800.0, 0.01, 0.0) == 800.0
    assert ac_two_bus_voltage_v(10e3, *LINE, 0.0, 0.0) == pytest.approx(10e3, rel=1e-12)
