"""CDU: Deschutes rating, Frontier rows, the settled point of the Modelica Buildings example, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from models.cooling.cdu import (
    approach_k,
    cdu_design_ua_w_k,
    cdu_heat_w,
    cdu_ua_w_k,
    pump_air_heat_w,
    pump_fluid_heat_w,
    supply_setpoint_k,
)
from models.cooling.exchange import rated_effectiveness
from models.thermal.heat_exchanger import lmtd_k

ZERO_DEGC_K = 273.15

# OCP CDU information, March 2026: Google Project Deschutes.
DESCHUTES_HEAT_W = 2.0e6
DESCHUTES_PRIMARY_W_K = 32.30 * 4180.0
DESCHUTES_SECONDARY_W_K = 31.48 * 3950.0
DESCHUTES_FWS_K = 26.8 + ZERO_DEGC_K


def deschutes_ua_w_k() -> float:
    return float(cdu_design_ua_w_k(DESCHUTES_HEAT_W, 3.0, DESCHUTES_PRIMARY_W_K, DESCHUTES_SECONDARY_W_K))


def deschutes_heat_w(secondary_in_k: float, fouling_k_w: float = 0.0) -> float:
    flows = (32.30, 31.48, DESCHUTES_FWS_K, secondary_in_k, 4180.0, 3950.0)
    return float(cdu_heat_w(*flows, deschutes_ua_w_k(), 32.30, 31.48, 1.6, 0.8, fouling_k_w))


def test_deschutes_rating() -> None:
    return_k = brentq(lambda temp_k: deschutes_heat_w(temp_k) - DESCHUTES_HEAT_W, 300.0, 340.0)
    supply_k = return_k - DESCHUTES_HEAT_W / DESCHUTES_SECONDARY_W_K
    fws_out_k = DESCHUTES_FWS_K + DESCHUTES_HEAT_W / DESCHUTES_PRIMARY_W_K
    assert supply_k - ZERO_DEGC_K == pytest.approx(29.8, abs=0.1)
    assert return_k - ZERO_DEGC_K == pytest.approx(45.9, abs=0.1)
    assert fws_out_k - ZERO_DEGC_K == pytest.approx(41.6, abs=0.1)
    assert approach_k(supply_k, DESCHUTES_FWS_K) == pytest.approx(3.0, abs=1e-3)
    effectiveness = rated_effectiveness(
        DESCHUTES_HEAT_W, return_k, DESCHUTES_FWS_K, DESCHUTES_SECONDARY_W_K, DESCHUTES_PRIMARY_W_K
    )
    assert effectiveness == pytest.approx(0.843, rel=0.01)
    assert DESCHUTES_SECONDARY_W_K / DESCHUTES_PRIMARY_W_K == pytest.approx(0.921, rel=0.01)
    assert deschutes_ua_w_k() == pytest.approx(556e3, rel=0.01)
    assert deschutes_ua_w_k() / DESCHUTES_SECONDARY_W_K == pytest.approx(4.47, rel=0.01)
    assert lmtd_k(return_k - fws_out_k, supply_k - DESCHUTES_FWS_K) == pytest.approx(3.60, rel=0.01)


def test_deschutes_electric_power() -> None:
    hydraulic_w = 500.0 * 3.785411784e-3 / 60.0 * 85.0 * 6894.757
    assert 74e3 / DESCHUTES_HEAT_W == pytest.approx(0.037, rel=0.02)
    assert hydraulic_w / 74e3 == pytest.approx(0.246, rel=0.02)


# Third-party run of the HPE / ORNL Frontier cooling model, CDU 1 (zsongah/Liquid_Cooling, commit a5719ffd).
FRONTIER_ROWS = [
    pytest.param(28.41575, 37.09252, 25.16426, 36.04662, 12.26375, 228.8, id="3615 s"),
    pytest.param(28.40522, 37.10569, 25.18984, 36.04393, 12.26345, 229.5, id="3660 s"),
    pytest.param(28.42007, 37.10295, 25.22314, 36.03997, 12.26293, 229.7, id="3720 s"),
    pytest.param(28.46661, 37.11607, 25.25508, 36.06508, 12.26215, 229.3, id="3780 s"),
    pytest.param(28.47954, 37.12422, 25.26284, 36.07594, 12.26193, 229.2, id="3795 s"),
    pytest.param(29.26776, 37.93647, 26.08609, 36.88611, 12.25491, 231.0, id="7200 s"),
]
FRONTIER_CP = 4181.0
FRONTIER_UA_W_K = 230e3


@pytest.mark.parametrize(("supply", "back", "primary_in", "primary_out", "flow", "ua_kw_k"), FRONTIER_ROWS)
def test_frontier_exchanger(
    supply: float, back: float, primary_in: float, primary_out: float, flow: float, ua_kw_k: float
) -> None:
    primary_flow = flow * (back - supply) / (primary_out - primary_in)
    inlets_k = (primary_in + ZERO_DEGC_K, back + ZERO_DEGC_K)
    constant_ua = (FRONTIER_UA_W_K, 10.0, 10.0, 1.0, 0.0, 0.0)
    heat_w = cdu_heat_w(primary_flow, flow, *inlets_k, FRONTIER_CP, FRONTIER_CP, *constant_ua)
    assert back - heat_w / (flow * FRONTIER_CP) == pytest.approx(supply, abs=0.03)
    secondary_w_k, primary_w_k = flow * FRONTIER_CP, primary_flow * FRONTIER_CP
    identified = cdu_design_ua_w_k(
        secondary_w_k * (back - supply), supply - primary_in, primary_w_k, secondary_w_k
    )
    assert identified / 1e3 == pytest.approx(ua_kw_k, abs=0.06)


def test_frontier_heat_into_coolant() -> None:
    supply, back, _, _, flow, _ = FRONTIER_ROWS[-1].values
    heat_w = float(flow) * FRONTIER_CP * (float(back) - float(supply))  # type: ignore[arg-type]
    assert heat_w == pytest.approx(444.2e3, rel=0.01)
    assert heat_w / (3.0 * 180e3) == pytest.approx(0.823, rel=0.01)


# Modelica Buildings example CDU_epsNTU, commit 1c1094d6ac, at load 0.6.
EXAMPLE_CAPACITY_W_K = 1.2672e6
EXAMPLE_UA_W_K = 1.056e6
EXAMPLE_RATIO = 1.62
EXAMPLE_RACK_W = 3.8016e6
EXAMPLE_PUMP_W = 69.945e3
RACK_FLOW = (50.0 / 60.0) ** (1.0 / 1.85)


def example_heat_w(plant_flow: float, rack_flow: float, plant_in_k: float, rack_out_k: float) -> float:
    """Flows in shares of nominal, so that capacity rates stand in for specific heats."""
    rates = (EXAMPLE_CAPACITY_W_K, EXAMPLE_CAPACITY_W_K)
    return float(
        cdu_heat_w(
            plant_flow,
            rack_flow,
            plant_in_k,
            rack_out_k,
            *rates,
            EXAMPLE_UA_W_K,
            1.0,
            1.0,
            EXAMPLE_RATIO,
            0.8,
            0.0,
        )
    )


def test_example_rating() -> None:
    heat_w = example_heat_w(1.0, 1.0, 309.15, 320.15)
    assert heat_w == pytest.approx(6.336e6, rel=1e-6)
    assert heat_w / (EXAMPLE_CAPACITY_W_K * 11.0) == pytest.approx(5.0 / 11.0, rel=1e-6)


def test_example_internal_relations() -> None:
    assert RACK_FLOW == pytest.approx(0.90615, rel=1e-4)
    assert np.sqrt(65688.0 / 80e3) == pytest.approx(RACK_FLOW, rel=1e-4)
    filter_pa = 65e3 * 0.90615**1.76
    assert filter_pa == pytest.approx(54649.0, rel=1e-4)
    assert filter_pa == pytest.approx(170338.0 - 65688.0 - 50000.0, rel=1e-4)
    plant_flow = np.sqrt(23831.0 / 80e3)
    assert plant_flow == pytest.approx(0.54579, rel=1e-4)
    opening = plant_flow / np.sqrt(136169.0 / 80e3)
    assert opening == pytest.approx(50.0 ** (0.77724 - 1.0), rel=1e-4)
    assert opening == pytest.approx(0.41835, rel=1e-4)


def test_example_duty_from_the_listed_flows() -> None:
    heat_w = example_heat_w(0.54579, RACK_FLOW, 309.15, 318.448)
    assert heat_w == pytest.approx(3.8713e6, rel=1e-3)
    effectiveness = heat_w / (0.54579 * EXAMPLE_CAPACITY_W_K * (318.448 - 309.15))
    assert effectiveness == pytest.approx(0.602, rel=1e-3)


def test_example_settled_point() -> None:
    """Rack dP 50 kPa and rack inlet 42 degC held: what remains free is the plant flow, hence the valve."""
    duty_w = EXAMPLE_RACK_W + EXAMPLE_PUMP_W
    rack_out_k = 315.15 + EXAMPLE_RACK_W / (RACK_FLOW * EXAMPLE_CAPACITY_W_K)
    plant_flow = brentq(lambda flow: example_heat_w(flow, RACK_FLOW, 309.15, rack_out_k) - duty_w, 0.1, 1.0)
    plant_out_k = 309.15 + duty_w / (plant_flow * EXAMPLE_CAPACITY_W_K)
    exchanger_pa = 80e3 * plant_flow**2
    opening = plant_flow / np.sqrt((160e3 - exchanger_pa) / 80e3)
    valve = 1.0 + np.log(opening) / np.log(50.0)
    assert rack_out_k - ZERO_DEGC_K == pytest.approx(45.31, abs=0.01)
    assert plant_out_k - ZERO_DEGC_K == pytest.approx(41.61, abs=0.01)
    assert valve == pytest.approx(0.776, abs=0.001)
    assert exchanger_pa == pytest.approx(23.7e3, abs=100.0)
    # against the run itself, which still settles
    assert plant_out_k == pytest.approx(314.747, abs=0.2)
    assert rack_out_k == pytest.approx(318.448, abs=0.2)
    assert duty_w == pytest.approx(3.8713e6, rel=0.005)
    assert exchanger_pa == pytest.approx(23.83e3, rel=0.03)


def test_fouling_adds_its_resistance() -> None:
    clean = cdu_ua_w_k(20.0, 25.0, 500e3, 30.0, 30.0, 1.6, 0.8, 0.0)
    fouled = cdu_ua_w_k(20.0, 25.0, 500e3, 30.0, 30.0, 1.6, 0.8, 4e-7)
    assert 1.0 / fouled - 1.0 / clean == pytest.approx(4e-7, rel=1e-9)
    assert deschutes_heat_w(319.0, 4e-7) < deschutes_heat_w(319.0)


def test_dew_point_lifts_the_setpoint() -> None:
    assert supply_setpoint_k(305.0, 290.0, 2.0) == 305.0
    assert supply_setpoint_k(291.0, 290.0, 2.0) == 292.0


@given(electric_w=st.floats(0.0, 1e6), efficiency=st.floats(0.0, 1.0))
def test_pump_power_is_neither_lost_nor_made(electric_w: float, efficiency: float) -> None:
    total_w = pump_fluid_heat_w(electric_w, efficiency) + pump_air_heat_w(electric_w, efficiency)
    assert total_w == pytest.approx(electric_w, rel=1e-12)


@given(
    primary_kg_s=st.floats(0.0, 60.0),
    secondary_kg_s=st.floats(0.0, 60.0),
    primary_in_k=st.floats(275.0, 330.0),
    secondary_in_k=st.floats(275.0, 345.0),
)
def test_no_outlet_passes_the_other_inlet(
    primary_kg_s: float, secondary_kg_s: float, primary_in_k: float, secondary_in_k: float
) -> None:
    arguments = (primary_kg_s, secondary_kg_s, primary_in_k, secondary_in_k, 4180.0, 3950.0)
    heat_w = float(cdu_heat_w(*arguments, 556e3, 32.3, 31.48, 1.6, 0.8, 0.0))
    span_k = secondary_in_k - primary_in_k
    assert np.isfinite(heat_w)
    assert heat_w * span_k >= 0.0
    assert abs(heat_w) <= min(primary_kg_s * 4180.0, secondary_kg_s * 3950.0) * abs(span_k) * (1.0 + 1e-12)


@pytest.mark.parametrize("flows", [(0.0, 30.0), (30.0, 0.0), (0.0, 0.0)])
def test_no_flow_no_heat(flows: tuple[float, float]) -> None:
    assert cdu_heat_w(*flows, 300.0, 320.0, 4180.0, 3950.0, 556e3, 32.3, 31.48, 1.6, 0.8, 0.0) == 0.0


@pytest.mark.parametrize("side", [0, 1])
def test_heat_rises_with_either_flow(side: int) -> None:
    swept, fixed = np.linspace(0.0, 60.0, 60), np.full(60, 30.0)
    primary_kg_s, secondary_kg_s = (swept, fixed) if side == 0 else (fixed, swept)
    heat_w = cdu_heat_w(
        primary_kg_s, secondary_kg_s, 300.0, 320.0, 4180.0, 3950.0, 556e3, 32.3, 31.48, 1.6, 0.8, 0.0
    )
    assert np.all(np.diff(heat_w) > 0.0)
