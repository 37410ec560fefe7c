"""Room air: set-point met or coil at its limit, doors, recirculation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.exchange import crossflow_ntu, rated_effectiveness, transfer_units
from models.cooling.room_air import (
    ROOM_AIR_HEAT_CAPACITY_J_KG_K,
    crah_coil_ua_w_k,
    crah_heat_w,
    door_coil_ua_w_k,
    door_heat_w,
    inlet_air_temp_k,
    recirculation_frac,
)
from models.thermal.heat_exchanger import effectiveness_crossflow_unmixed, exchanger_heat_w

AIR_KG_S = 8.0
AIR_W_K = AIR_KG_S * ROOM_AIR_HEAT_CAPACITY_J_KG_K
WATER_KG_S = 3.0


def able_w(return_k: float, water_in_k: float, ua_w_k: float) -> float:
    return float(exchanger_heat_w(AIR_W_K, WATER_KG_S * 4184.0, ua_w_k, return_k, water_in_k))


def test_a_strong_coil_meets_the_setpoint() -> None:
    heat_w = crah_heat_w(305.0, 295.0, AIR_KG_S, 289.0, WATER_KG_S, 20e3)
    assert 305.0 - heat_w / AIR_W_K == pytest.approx(295.0, abs=1e-9)


def test_a_weak_coil_gives_what_it_can() -> None:
    heat_w = crah_heat_w(305.0, 291.0, AIR_KG_S, 289.0, WATER_KG_S, 5e3)
    assert heat_w == pytest.approx(able_w(305.0, 289.0, 5e3), rel=1e-12)
    assert 305.0 - heat_w / AIR_W_K > 291.0


@given(
    return_k=st.floats(280.0, 330.0),
    setpoint_k=st.floats(285.0, 305.0),
    airflow=st.floats(0.0, 20.0),
    water_in_k=st.floats(278.0, 320.0),
    water_kg_s=st.floats(0.0, 6.0),
)
def test_heat_is_bounded_by_demand_and_coil(
    return_k: float, setpoint_k: float, airflow: float, water_in_k: float, water_kg_s: float
) -> None:
    heat_w = crah_heat_w(return_k, setpoint_k, airflow, water_in_k, water_kg_s, 12e3)
    air_w_k = airflow * ROOM_AIR_HEAT_CAPACITY_J_KG_K
    coil_w = float(exchanger_heat_w(air_w_k, water_kg_s * 4184.0, 12e3, return_k, water_in_k))
    assert np.isfinite(heat_w)
    assert 0.0 <= heat_w <= max(coil_w, 0.0) + 1e-6
    assert heat_w <= air_w_k * max(return_k - setpoint_k + 0.0126, 0.0126) + 1e-6


def test_the_corner_is_rounded_over_a_tenth_of_a_kelvin() -> None:
    return_k = np.linspace(294.0, 312.0, 3601)
    heat_w = crah_heat_w(return_k, 295.0, AIR_KG_S, 289.0, WATER_KG_S, 6e3)
    slope = np.gradient(heat_w, return_k)
    assert np.all(np.diff(heat_w) >= 0.0)
    # a step of 5 mK over a rounding of 100 mK changes the slope by a twentieth of the largest slope at most
    assert np.max(np.abs(np.diff(slope))) < 0.06 * AIR_W_K


def test_crah_rating_is_met() -> None:
    ua_w_k = crah_coil_ua_w_k(80e3, 305.15, 289.15, AIR_KG_S, WATER_KG_S)
    assert able_w(305.15, 289.15, float(ua_w_k)) == pytest.approx(80e3, rel=1e-8)


def test_door_rating_is_met() -> None:
    ua_w_k = door_coil_ua_w_k(18e3, 313.15, 295.15, 1.5, 0.8)
    assert door_heat_w(313.15, 1.5, 295.15, 0.8, ua_w_k) == pytest.approx(18e3, rel=1e-8)


def test_a_passive_door_warms_the_room_with_warm_water() -> None:
    assert door_heat_w(300.0, 1.5, 305.0, 0.8, 2500.0) < 0.0
    assert door_heat_w(300.0, 1.5, 300.0, 0.8, 2500.0) == 0.0


@given(
    exhaust_k=st.floats(285.0, 340.0),
    airflow=st.floats(0.0, 5.0),
    water_kg_s=st.floats(0.0, 3.0),
    ua=st.floats(0.0, 1e5),
)
def test_door_air_never_passes_the_water(
    exhaust_k: float, airflow: float, water_kg_s: float, ua: float
) -> None:
    heat_w = float(door_heat_w(exhaust_k, airflow, 295.0, water_kg_s, ua))
    smaller_w_k = min(airflow * ROOM_AIR_HEAT_CAPACITY_J_KG_K, water_kg_s * 4184.0)
    assert np.isfinite(heat_w)
    assert heat_w * (exhaust_k - 295.0) >= 0.0
    assert abs(heat_w) <= smaller_w_k * abs(exhaust_k - 295.0) * (1.0 + 1e-12)


@pytest.mark.parametrize("argument", [1, 3, 4], ids=["air", "water", "coil"])
def test_a_missing_stream_or_coil_takes_no_heat(argument: int) -> None:
    values = [313.0, 1.5, 295.0, 0.8, 2500.0]
    values[argument] = 0.0
    assert door_heat_w(*values) == 0.0


@pytest.mark.parametrize(
    ("demand", "supply", "expected"), [(10.0, 8.0, 0.2), (10.0, 0.0, 1.0), (10.0, 12.0, 0.0), (0.0, 5.0, 0.0)]
)
def test_recirculation_is_the_missing_air(demand: float, supply: float, expected: float) -> None:
    assert recirculation_frac(demand, supply) == pytest.approx(expected, abs=1e-12)


@given(demand=st.floats(0.0, 100.0), supply=st.floats(0.0, 100.0))
def test_recirculation_is_a_share(demand: float, supply: float) -> None:
    assert 0.0 <= recirculation_frac(demand, supply) <= 1.0


@given(supply_k=st.floats(285.0, 300.0), return_k=st.floats(300.0, 320.0), share=st.floats(0.0, 1.0))
def test_mixing_conserves_enthalpy(supply_k: float, return_k: float, share: float) -> None:
    mixed_k = inlet_air_temp_k(supply_k, return_k, share)
    assert mixed_k == pytest.approx((1.0 - share) * supply_k + share * return_k, rel=1e-12)


@pytest.mark.parametrize("capacity_ratio", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("effectiveness", [0.05, 0.5, 0.8, 0.94])
def test_crossflow_inverse(effectiveness: float, capacity_ratio: float) -> None:
    ntu = crossflow_ntu(effectiveness, capacity_ratio)
    assert effectiveness_crossflow_unmixed(ntu, capacity_ratio) == pytest.approx(effectiveness, rel=1e-9)


def test_transfer_units_stay_finite() -> None:
    ntu, ratio, smaller_w_k = transfer_units(1000.0, 0.0, 0.0)
    assert np.isfinite(ntu)
    assert (float(ratio), float(smaller_w_k)) == (0.0, 0.0)
    assert rated_effectiveness(10e3, 320.0, 300.0, 1000.0, 2000.0) == pytest.approx(0.5)
