"""Dry cooler against the Modelica Buildings example, its rating, limits and monotonicity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.coil import coil_ua_w_k, film_flow_factor
from models.cooling.dry_cooler import dry_cooler_design_ua_w_k, dry_cooler_heat_w, dry_cooler_ua_w_k

ZERO_DEGC_K = 273.15
WATER_CP = 4184.0
AIR_CP = 1014.54
WATER_KG_S = 0.5
AIR_KG_S = 2.0795
DESIGN = {"water_k": 308.15, "air_k": 298.15}


def design_ua_w_k() -> float:
    heat_w = WATER_KG_S * 4200.0 * 5.0
    return float(
        dry_cooler_design_ua_w_k(
            heat_w, DESIGN["water_k"], DESIGN["air_k"], WATER_KG_S, AIR_KG_S, WATER_CP, AIR_CP
        )
    )


def outlet_k(water_in_k: float, air_in_k: float, speed: float = 1.0) -> float:
    ua_w_k = dry_cooler_ua_w_k(
        design_ua_w_k(), speed, 1.0, 0.5, water_in_k, air_in_k, DESIGN["water_k"], DESIGN["air_k"]
    )
    heat_w = dry_cooler_heat_w(WATER_KG_S, water_in_k, air_in_k, speed * AIR_KG_S, WATER_CP, AIR_CP, ua_w_k)
    return float(water_in_k - heat_w / (WATER_KG_S * WATER_CP))


def test_conductance_of_the_rating() -> None:
    assert design_ua_w_k() == pytest.approx(2412.1, rel=1e-4)


@pytest.mark.parametrize(
    ("inlet_degc", "air_degc", "outlet_degc"),
    [
        (24.435, 20.319, 22.397),
        (28.924, 25.095, 27.004),
        (33.723, 31.066, 32.356),
        (37.055, 33.178, 35.096),
        (36.492, 30.257, 33.375),
        (32.667, 26.368, 29.536),
        (30.233, 24.365, 27.340),
        (22.973, 17.215, 20.155),
    ],
)
def test_agrees_with_the_library(inlet_degc: float, air_degc: float, outlet_degc: float) -> None:
    got_degc = outlet_k(inlet_degc + ZERO_DEGC_K, air_degc + ZERO_DEGC_K) - ZERO_DEGC_K
    assert got_degc == pytest.approx(outlet_degc, abs=0.05)


@pytest.mark.parametrize(("speed", "outlet_degc"), [(1.0, 29.98), (0.5, 31.64)])
def test_rating_at_full_and_half_speed(speed: float, outlet_degc: float) -> None:
    assert outlet_k(308.15, 298.15, speed) - ZERO_DEGC_K == pytest.approx(outlet_degc, abs=0.005)


@pytest.mark.shared
def test_follows_a_simulated_day(shared_data: Path) -> None:
    day = pd.read_csv(shared_data / "cooling_reference_buildings" / "dry_cooler_day.csv")
    # Early in the day the pump of the reference stands at times, and its water temperatures with it.
    steady = day[(day["P_fan_W"] > 524.9) & (day["time_s"] > 20e3)]
    assert len(steady) > 60
    rows = steady[["T_in_K", "T_drybulb_K", "T_out_K"]].to_numpy(dtype=np.float64)
    error_k = [outlet_k(water_in, air_in) - out for water_in, air_in, out in rows]
    assert np.max(np.abs(error_k)) < 0.06


def test_film_temperature_laws() -> None:
    """With the other film very large, one film alone follows its own law: +10 K of water, +10 K of air."""
    rated = (1000.0, 1.0, 1.0)
    water_led = dry_cooler_ua_w_k(*rated, 1e9, 318.15, 298.15, 308.15, 298.15)
    assert water_led == pytest.approx(1000.0 * (1.0 + 0.14 / 1.49), rel=1e-6)
    air_led = dry_cooler_ua_w_k(*rated, 1e-9, 308.15, 308.15, 308.15, 298.15)
    assert air_led == pytest.approx(1000.0 * (1.0 + 7.8532e-3), rel=1e-6)


@pytest.mark.parametrize(("ratio", "exponent"), [(0.5, 0.8), (0.2, 0.85), (1.5, 0.85)])
def test_film_flow_law(ratio: float, exponent: float) -> None:
    assert film_flow_factor(ratio, exponent) == pytest.approx(ratio**exponent, rel=2e-3)


def test_the_coil_without_temperatures_is_the_coil_at_rated_temperatures() -> None:
    with_temperatures = dry_cooler_ua_w_k(2000.0, 0.4, 0.7, 0.5, 300.0, 290.0, 300.0, 290.0)
    assert coil_ua_w_k(2000.0, 0.4, 0.7, 0.5) == pytest.approx(with_temperatures, rel=1e-12)


@given(
    water_kg_s=st.sampled_from([0.0, 1e-9, 0.5]),
    air_ratio=st.sampled_from([0.0, 1e-9, 1.0]),
    water_in_k=st.floats(250.0, 370.0),
    air_in_k=st.floats(230.0, 325.0),
)
def test_is_finite_without_water_or_air(
    water_kg_s: float, air_ratio: float, water_in_k: float, air_in_k: float
) -> None:
    ua_w_k = dry_cooler_ua_w_k(2412.0, air_ratio, 2.0 * water_kg_s, 0.5, water_in_k, air_in_k, 308.15, 298.15)
    heat_w = dry_cooler_heat_w(
        water_kg_s, water_in_k, air_in_k, air_ratio * AIR_KG_S, WATER_CP, AIR_CP, ua_w_k
    )
    assert np.isfinite(heat_w)
    if water_kg_s == 0.0 or air_ratio == 0.0:
        assert heat_w == 0.0


@given(water_in_k=st.floats(275.0, 350.0), air_in_k=st.floats(240.0, 320.0), speed=st.floats(0.0, 1.2))
def test_water_never_passes_the_air(water_in_k: float, air_in_k: float, speed: float) -> None:
    low_k, high_k = sorted((water_in_k, air_in_k))
    assert low_k - 1e-9 <= outlet_k(water_in_k, air_in_k, speed) <= high_k + 1e-9


def test_monotone_in_speed_and_temperatures() -> None:
    by_speed = [outlet_k(308.15, 298.15, speed) for speed in np.linspace(0.0, 1.2, 30)]
    by_air = [outlet_k(308.15, air_k) for air_k in np.linspace(270.0, 320.0, 30)]
    assert np.all(np.diff(by_speed) < 0.0)
    assert np.all(np.diff(by_air) > 0.0)
