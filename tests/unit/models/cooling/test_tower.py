"""Merkel tower: its own rating, the EnergyPlus example, limits and conservation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from models.constants import STANDARD_PRESSURE_PA as PRESSURE_PA
from models.cooling import tower
from models.cooling.tower import (
    equivalent_air_j_kg_k,
    tower_design_effectiveness,
    tower_design_ua_w_k,
    tower_heat_w,
    tower_leaving_air_k,
    tower_ua_w_k,
)
from models.psychrometrics import saturated_air_enthalpy_j_kg

ZERO_DEGC_K = 273.15
WATER_CP_J_KG_K = 4184.0

# Modelica Buildings, Fluid.HeatExchangers.CoolingTowers.Validation.MerkelNominal.
NOMINAL_WATER_KG_S = 0.5
NOMINAL_IN_K = 308.15
NOMINAL_OUT_K = 302.59
NOMINAL_WET_BULB_K = 298.70

# EnergyPlus example CoolingTower:VariableSpeed:Merkel as used by Modelica Buildings MerkelEnergyPlus.
DESIGN_WATER_KG_S = 1.08834
DESIGN_AIR_KG_S = 0.67349
DESIGN_WET_BULB_K = 25.6 + ZERO_DEGC_K
FAN_RATED_W = 213.271
FAN_SPEED = np.linspace(0.0, 1.0, 11)
FAN_POWER = [
    *(0.0, 0.020982275, 0.027843038, 0.046465108, 0.082729139, 0.142515786),
    *(0.231705701, 0.356179538, 0.521817952, 0.734501596, 1.0),
]
ENERGYPLUS_ROWS = [
    pytest.param(18.59, 32.43, 0.2935, 30.00, 11.07, 9.547, id="t36240"),
    pytest.param(18.71, 33.86, 0.4215, 30.00, 17.59, 19.91, id="t48360"),
    pytest.param(22.83, 33.13, 0.4795, 30.00, 14.26, 27.31, id="t117480"),
    pytest.param(23.62, 34.68, 0.6649, 30.00, 21.31, 65.71, id="t121200"),
    pytest.param(23.84, 36.33, 0.6809, 30.75, 25.39, 70.24, id="t124380"),
    pytest.param(24.10, 35.90, 0.7352, 30.32, 25.39, 87.31, id="t133020"),
    pytest.param(24.56, 37.09, 0.6579, 31.52, 25.39, 63.79, id="t145140"),
]


def nominal_air_kg_s() -> float:
    equivalent = equivalent_air_j_kg_k(NOMINAL_WET_BULB_K, NOMINAL_WET_BULB_K + 5.0, PRESSURE_PA)
    return float(NOMINAL_WATER_KG_S / (equivalent / WATER_CP_J_KG_K))


def nominal_ua_w_k() -> float:
    return float(
        tower_design_ua_w_k(
            NOMINAL_WATER_KG_S,
            nominal_air_kg_s(),
            NOMINAL_IN_K,
            NOMINAL_OUT_K,
            NOMINAL_WET_BULB_K,
            PRESSURE_PA,
        )
    )


def nominal_heat_w(
    water_in_k: float, wet_bulb_k: float, air_ratio: float = 1.0, water_ratio: float = 1.0
) -> float:
    return float(
        tower_heat_w(
            water_ratio * NOMINAL_WATER_KG_S,
            water_in_k,
            wet_bulb_k,
            air_ratio * nominal_air_kg_s(),
            nominal_ua_w_k(),
            air_ratio,
            water_ratio,
            NOMINAL_WET_BULB_K,
            PRESSURE_PA,
        )
    )


def test_meets_its_own_rating() -> None:
    heat_w = nominal_heat_w(NOMINAL_IN_K, NOMINAL_WET_BULB_K)
    outlet_k = NOMINAL_IN_K - heat_w / (NOMINAL_WATER_KG_S * WATER_CP_J_KG_K)
    assert outlet_k == pytest.approx(302.58, abs=0.02)  # the library's own result
    assert outlet_k == pytest.approx(NOMINAL_OUT_K, abs=1e-6)  # what a rating means


@pytest.mark.parametrize("pressure_pa", [70e3, 101325.0])
@pytest.mark.parametrize(("water_in_k", "range_k"), [(300.0, 3.0), (308.15, 5.56), (320.0, 15.0)])
def test_any_rating_is_met(water_in_k: float, range_k: float, pressure_pa: float) -> None:
    wet_bulb_k = water_in_k - range_k - 3.0
    ua_w_k = tower_design_ua_w_k(20.0, 16.0, water_in_k, water_in_k - range_k, wet_bulb_k, pressure_pa)
    heat_w = tower_heat_w(20.0, water_in_k, wet_bulb_k, 16.0, ua_w_k, 1.0, 1.0, wet_bulb_k, pressure_pa)
    assert heat_w == pytest.approx(20.0 * WATER_CP_J_KG_K * range_k, rel=1e-6)


def test_an_impossible_rating_shows_in_the_effectiveness() -> None:
    possible = tower_design_effectiveness(0.5, 0.44, 308.15, 302.59, 298.70, PRESSURE_PA)
    impossible = tower_design_effectiveness(0.5, 0.05, 308.15, 299.0, 298.70, PRESSURE_PA)
    assert 0.0 < possible < 1.0 < impossible
    assert np.isfinite(tower_design_ua_w_k(0.5, 0.05, 308.15, 299.0, 298.70, PRESSURE_PA))


@pytest.mark.parametrize(
    ("wet_bulb_degc", "inlet_degc", "speed", "outlet_degc", "heat_kw", "fan_w"), ENERGYPLUS_ROWS
)
def test_agrees_with_energyplus(
    wet_bulb_degc: float, inlet_degc: float, speed: float, outlet_degc: float, heat_kw: float, fan_w: float
) -> None:
    ua_w_k = tower_design_ua_w_k(
        DESIGN_WATER_KG_S, DESIGN_AIR_KG_S, 308.15, 302.65, DESIGN_WET_BULB_K, PRESSURE_PA
    )
    heat_w = tower_heat_w(
        1.089,
        inlet_degc + ZERO_DEGC_K,
        wet_bulb_degc + ZERO_DEGC_K,
        speed * DESIGN_AIR_KG_S,
        ua_w_k,
        speed,
        1.089 / DESIGN_WATER_KG_S,
        DESIGN_WET_BULB_K,
        PRESSURE_PA,
    )
    assert inlet_degc - heat_w / (1.089 * WATER_CP_J_KG_K) == pytest.approx(outlet_degc, abs=0.1)
    assert heat_w / 1e3 == pytest.approx(heat_kw, rel=0.015)
    assert FAN_RATED_W * PchipInterpolator(FAN_SPEED, FAN_POWER)(speed) == pytest.approx(fan_w, abs=0.1)


def test_equivalent_air_differs_from_the_library_only_by_the_kilogram_it_is_counted_in() -> None:
    """The library divides by the mass of the mixture; Merkel's balance needs the enthalpy per dry air."""
    heat_w = DESIGN_WATER_KG_S * WATER_CP_J_KG_K * 5.5

    def mixture_enthalpy(temp_k: float) -> float:
        dry = float(saturated_air_enthalpy_j_kg(temp_k, PRESSURE_PA))
        temp_degc = temp_k - ZERO_DEGC_K
        humidity = (dry - 1006.0 * temp_degc) / (2.501e6 + 1860.0 * temp_degc)
        return dry / (1.0 + humidity)

    entering = mixture_enthalpy(DESIGN_WET_BULB_K)
    leaving_k = brentq(
        lambda temp_k: mixture_enthalpy(temp_k) - entering - heat_w / DESIGN_AIR_KG_S, 299.0, 320.0
    )
    assert heat_w / DESIGN_AIR_KG_S / (leaving_k - DESIGN_WET_BULB_K) == pytest.approx(4840.0, rel=1e-3)


@pytest.mark.shared
def test_follows_a_simulated_day(shared_data: Path) -> None:
    day = pd.read_csv(shared_data / "cooling_reference_buildings" / "tower_merkel_day.csv")
    full_fan = day[(day["T_out_K"] > 291.45) & (day["time_s"] > 20e3)]
    assert len(full_fan) == 64
    heat_w = tower_heat_w(
        NOMINAL_WATER_KG_S,
        full_fan["T_in_K"].to_numpy(),
        full_fan["T_wetbulb_K"].to_numpy(),
        nominal_air_kg_s(),
        nominal_ua_w_k(),
        1.0,
        1.0,
        NOMINAL_WET_BULB_K,
        PRESSURE_PA,
    )
    outlet_k = full_fan["T_in_K"].to_numpy() - heat_w / (NOMINAL_WATER_KG_S * WATER_CP_J_KG_K)
    assert np.max(np.abs(outlet_k - full_fan["T_out_K"].to_numpy())) < 0.2


def test_published_factors() -> None:
    assert tower_ua_w_k(1000.0, 0.5, 1.0, 298.0, 298.0) == pytest.approx(1000.0 * 0.575 * 1.0039)
    assert tower_ua_w_k(1000.0, 1.0, 0.5, 298.0, 298.0) == pytest.approx(1000.0 * 0.748875)
    assert tower_ua_w_k(1000.0, 1.0, 1.0, 298.0, 288.0) == pytest.approx(1003.9 * 1.081)


def test_water_factor_goes_on_straight_above_design() -> None:
    steps = np.diff(tower_ua_w_k(1000.0, 1.0, np.array([0.999, 1.0, 1.001, 1.2, 1.201]), 298.0, 298.0))
    assert steps[0] == pytest.approx(steps[1], rel=0.01)
    assert steps[3] == pytest.approx(steps[1], rel=1e-6)


def test_air_leaves_with_the_enthalpy_the_water_lost() -> None:
    leaving_k = tower_leaving_air_k(0.5, NOMINAL_IN_K, 295.0, 0.4, 600.0, PRESSURE_PA)
    taken_w = 0.4 * (
        saturated_air_enthalpy_j_kg(leaving_k, PRESSURE_PA) - saturated_air_enthalpy_j_kg(295.0, PRESSURE_PA)
    )
    design_factor = tower.FACTOR_AT_DESIGN
    heat_w = tower_heat_w(0.5, NOMINAL_IN_K, 295.0, 0.4, 600.0 / design_factor, 1.0, 1.0, 295.0, PRESSURE_PA)
    assert taken_w == pytest.approx(heat_w, rel=1e-6)


@pytest.mark.parametrize(
    ("lowest_k", "highest_k", "tolerance"),
    [(-5.0, 30.0, 1e-9), (-20.0, 80.0, 1e-5)],
    ids=["usual", "extreme"],
)
def test_six_substitutions_suffice(
    lowest_k: float, highest_k: float, tolerance: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    wet_bulb_k, inlet_k, air_kg_s, ua_share = np.meshgrid(
        np.array([253.0, 273.0, 288.0, 303.0]),
        np.linspace(lowest_k, highest_k, 11),
        np.array([0.02, 0.1, 0.3, 0.8, 1.5, 4.0]),
        np.array([0.1, 0.5, 1.0, 3.0]),
    )
    water_in_k = np.minimum(wet_bulb_k + inlet_k, 358.0)
    arguments = (
        1.0,
        water_in_k,
        wet_bulb_k,
        air_kg_s,
        2000.0 * ua_share,
        np.minimum(air_kg_s, 1.0),
        1.0,
        298.0,
    )
    heat_w = tower_heat_w(*arguments, PRESSURE_PA)
    monkeypatch.setattr(tower, "SUBSTITUTIONS", 60)
    settled_w = tower_heat_w(*arguments, PRESSURE_PA)
    assert heat_w == pytest.approx(settled_w, rel=tolerance, abs=1e-9)


@given(
    water_flow=st.sampled_from([0.0, 1e-9, 1e-3, 1.0]),
    air_flow=st.sampled_from([0.0, 1e-9, 1e-3, 1.0]),
    water_in_k=st.floats(270.0, 365.0),
    wet_bulb_k=st.floats(240.0, 310.0),
)
def test_is_finite_without_water_or_air(
    water_flow: float, air_flow: float, water_in_k: float, wet_bulb_k: float
) -> None:
    heat_w = tower_heat_w(
        water_flow, water_in_k, wet_bulb_k, air_flow, 1000.0, air_flow, water_flow, 298.0, PRESSURE_PA
    )
    assert np.isfinite(heat_w)
    if water_flow == 0.0 or air_flow == 0.0:
        assert heat_w == 0.0


@given(
    water_in_k=st.floats(275.0, 350.0),
    wet_bulb_k=st.floats(250.0, 310.0),
    air_ratio=st.floats(0.0, 1.2),
    water_ratio=st.floats(0.0, 1.5),
)
def test_water_never_passes_the_wet_bulb(
    water_in_k: float, wet_bulb_k: float, air_ratio: float, water_ratio: float
) -> None:
    heat_w = nominal_heat_w(water_in_k, wet_bulb_k, air_ratio, water_ratio)
    possible_w = water_ratio * NOMINAL_WATER_KG_S * WATER_CP_J_KG_K * (water_in_k - wet_bulb_k)
    assert heat_w * possible_w >= 0.0
    assert abs(heat_w) <= abs(possible_w) * (1.0 + 1e-12)


def test_cold_water_is_warmed_and_equal_temperatures_rest() -> None:
    assert nominal_heat_w(295.0, 298.0) < 0.0
    assert nominal_heat_w(298.0, 298.0) == 0.0


@pytest.mark.parametrize("quantity", ["water_in_k", "air_ratio", "water_ratio"])
def test_heat_rises_with(quantity: str) -> None:
    values = {"water_in_k": np.linspace(299.0, 330.0, 40), "air_ratio": np.linspace(0.0, 1.2, 40)}
    values["water_ratio"] = np.linspace(0.0, 1.5, 40)
    base = {"water_in_k": NOMINAL_IN_K, "wet_bulb_k": 296.0}
    heat_w = [nominal_heat_w(**(base | {quantity: float(value)})) for value in values[quantity]]
    assert np.all(np.diff(heat_w) > 0.0)


def test_heat_falls_with_the_wet_bulb() -> None:
    heat_w = [nominal_heat_w(NOMINAL_IN_K, wet_bulb_k) for wet_bulb_k in np.linspace(270.0, 312.0, 40)]
    assert np.all(np.diff(heat_w) < 0.0)
