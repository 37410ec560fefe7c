"""Coolants as the catalogue has them, against the CoolProp table of 25 % propylene glycol by mass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.fluids import (
    Fluid,
    conductivity_w_mk,
    density_kg_m3,
    enthalpy_j_kg,
    heat_capacity_j_kgk,
    heat_capacity_rate_w_k,
    prandtl_ratio,
    property_polynomial,
    temp_from_enthalpy_k,
    viscosity_pa_s,
    volumetric_heat_capacity_j_m3k,
)

CATALOGUE = Path(__file__).parents[3] / "site_configs" / "catalog" / "fluids"
NAMES = ("water", "pg25", "pg25-volume", "pg50", "eg50")

# CoolProp 8.0.0, INCOMP::MPG[0.25], 3 bar: T degC, rho, cp, k, mu mPa s, Pr, kW per (L/min K).
PG25_TABLE = (
    (20.0, 1019.3, 3920.5, 0.4679, 2.445, 20.5, 0.06660),
    (25.0, 1017.2, 3932.6, 0.4724, 2.071, 17.2, 0.06667),
    (30.0, 1014.9, 3944.6, 0.4769, 1.776, 14.7, 0.06672),
    (35.0, 1012.5, 3956.7, 0.4814, 1.542, 12.7, 0.06677),
    (40.0, 1009.9, 3968.6, 0.4858, 1.353, 11.1, 0.06680),
    (45.0, 1007.2, 3980.6, 0.4903, 1.199, 9.74, 0.06682),
    (50.0, 1004.4, 3992.4, 0.4946, 1.073, 8.66, 0.06683),
    (60.0, 998.4, 4015.7, 0.5032, 0.878, 7.01, 0.06682),
)


def entry(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def catalogue_fluid(name: str) -> Fluid:
    coefficients = entry(name)["coefficients"]
    return Fluid(*(tuple(coefficients[field]) for field in Fluid._fields))


PG25 = catalogue_fluid("pg25")
WATER = catalogue_fluid("water")


@pytest.mark.parametrize("row", PG25_TABLE, ids=lambda row: f"{row[0]:g} degC")
def test_pg25_table(row: tuple[float, ...]) -> None:
    temp_c, density, heat_capacity, conductivity, viscosity_mpa_s, prandtl, kw_per_l_min_k = row
    temp_k = temp_c + 273.15
    assert density_kg_m3(temp_k, PG25) == pytest.approx(density, rel=1e-3)
    assert heat_capacity_j_kgk(temp_k, PG25) == pytest.approx(heat_capacity, rel=1e-3)
    assert conductivity_w_mk(temp_k, PG25) == pytest.approx(conductivity, rel=1e-3)
    assert viscosity_pa_s(temp_k, PG25) == pytest.approx(1e-3 * viscosity_mpa_s, rel=5e-3)
    assert prandtl_ratio(temp_k, PG25) == pytest.approx(prandtl, rel=5e-3)
    assert volumetric_heat_capacity_j_m3k(temp_k, PG25) / 6e7 == pytest.approx(kw_per_l_min_k, rel=1e-3)


def test_volume_and_mass_fraction_are_not_confused() -> None:
    by_volume = catalogue_fluid("pg25-volume")
    assert density_kg_m3(313.15, by_volume) == pytest.approx(1010.4, abs=0.05)
    assert heat_capacity_j_kgk(313.15, by_volume) == pytest.approx(3961.0, abs=0.5)
    assert viscosity_pa_s(313.15, by_volume) == pytest.approx(1.382e-3, abs=0.5e-6)
    assert viscosity_pa_s(313.15, by_volume) / viscosity_pa_s(313.15, PG25) == pytest.approx(1.02, abs=0.005)
    assert entry("pg25")["glycol"]["basis"] == "mass"
    assert entry("pg25-volume")["glycol"]["basis"] == "volume"


def test_water_at_40_degc() -> None:
    assert density_kg_m3(313.15, WATER) == pytest.approx(992.3, rel=1e-3)
    assert heat_capacity_j_kgk(313.15, WATER) == pytest.approx(4178.9, rel=1e-3)
    assert conductivity_w_mk(313.15, WATER) == pytest.approx(0.6286, rel=1e-3)
    assert viscosity_pa_s(313.15, WATER) == pytest.approx(0.653e-3, rel=5e-3)
    assert prandtl_ratio(313.15, WATER) == pytest.approx(4.34, rel=5e-3)
    assert volumetric_heat_capacity_j_m3k(313.15, WATER) / 6e7 == pytest.approx(0.06911, rel=1e-3)


# IAPWS-95 and the IAPWS transport releases at 0.101325 MPa; 2 bar more move density by 0.01 %.
@pytest.mark.parametrize(
    ("temp_c", "density", "viscosity"),
    [(5.0, 999.97, 1.5182e-3), (20.0, 998.21, 1.0016e-3), (80.0, 971.79, 0.3540e-3)],
)
def test_water_away_from_the_middle(temp_c: float, density: float, viscosity: float) -> None:
    assert density_kg_m3(temp_c + 273.15, WATER) == pytest.approx(density, rel=1e-3)
    assert viscosity_pa_s(temp_c + 273.15, WATER) == pytest.approx(viscosity, rel=5e-3)


@pytest.mark.parametrize(
    ("name", "freeze_c"),
    [("water", 0.0), ("pg25", -9.8), ("pg25-volume", -10.2), ("pg50", -32.2), ("eg50", -36.0)],
)
def test_freezing_point_lies_below_the_valid_range(name: str, freeze_c: float) -> None:
    written = float(entry(name)["freeze_temp"]["value"].split()[0])
    assert written == pytest.approx(freeze_c, abs=0.1)
    assert float(entry(name)["valid_min"].split()[0]) >= written


def test_more_glycol_is_heavier_thicker_and_carries_less() -> None:
    water, pg25, pg50 = (catalogue_fluid(name) for name in ("water", "pg25", "pg50"))
    for law, sign in (
        (density_kg_m3, 1),
        (viscosity_pa_s, 1),
        (heat_capacity_j_kgk, -1),
        (conductivity_w_mk, -1),
    ):
        values = sign * np.array([law(303.15, fluid) for fluid in (water, pg25, pg50)])
        assert np.all(np.diff(values) > 0)


@pytest.mark.parametrize("name", NAMES)
def test_enthalpy_is_the_integral_of_heat_capacity(name: str) -> None:
    fluid = catalogue_fluid(name)
    temp_k = np.linspace(240.0, 390.0, 30001)
    capacity = np.asarray(heat_capacity_j_kgk(temp_k, fluid))
    integral = np.sum(0.5 * (capacity[1:] + capacity[:-1])) * (temp_k[1] - temp_k[0])
    rise = enthalpy_j_kg(390.0, fluid) - enthalpy_j_kg(240.0, fluid)
    assert rise == pytest.approx(integral, rel=1e-9)
    assert enthalpy_j_kg(313.15, fluid) == 0.0


@given(st.sampled_from(NAMES), st.floats(200.0, 600.0))
def test_temperature_from_enthalpy_inverts(name: str, temp_k: float) -> None:
    fluid = catalogue_fluid(name)
    assert temp_from_enthalpy_k(enthalpy_j_kg(temp_k, fluid), fluid) == pytest.approx(temp_k, abs=1e-9)


@given(st.sampled_from(NAMES), st.floats(1.0, 5000.0))
def test_properties_stay_finite_and_positive_at_any_temperature(name: str, temp_k: float) -> None:
    fluid = catalogue_fluid(name)
    for law in (density_kg_m3, heat_capacity_j_kgk, conductivity_w_mk, viscosity_pa_s):
        assert 0.0 < law(temp_k, fluid) < 1e6
    assert np.isfinite(enthalpy_j_kg(temp_k, fluid))


def test_outside_the_polynomials_enthalpy_goes_on_straight() -> None:
    slope = (enthalpy_j_kg(500.0, PG25) - enthalpy_j_kg(400.0, PG25)) / 100.0
    assert slope == pytest.approx(heat_capacity_j_kgk(393.15, PG25))


def test_one_call_serves_different_coolants() -> None:
    both = Fluid(
        *(
            tuple(np.array(pair) for pair in zip(*fields, strict=True))
            for fields in zip(PG25, WATER, strict=True)
        )
    )
    temp_k = np.array([[300.0, 310.0], [320.0, 330.0]])
    density = np.asarray(density_kg_m3(temp_k, both))
    assert density.shape == (2, 2)
    np.testing.assert_allclose(density[:, 0], density_kg_m3(temp_k[:, 0], PG25))
    np.testing.assert_allclose(density[:, 1], density_kg_m3(temp_k[:, 1], WATER))
    np.testing.assert_allclose(temp_from_enthalpy_k(enthalpy_j_kg(temp_k, both), both), temp_k, rtol=1e-12)


def test_a_constant_property_takes_the_shape_of_the_temperature() -> None:
    assert np.asarray(property_polynomial(np.full(3, 300.0), (1000.0,))).shape == (3,)


def test_no_flow_carries_no_heat() -> None:
    assert heat_capacity_rate_w_k(0.0, 300.0, PG25) == 0.0


@pytest.mark.parametrize(("l_min_per_kw", "rise_k"), [(1.5, 9.98), (1.2, 12.48), (1.0, 14.97)])
def test_flow_rule_of_pg25(l_min_per_kw: float, rise_k: float) -> None:
    flow_kg_s = l_min_per_kw / 60000.0 * density_kg_m3(313.15, PG25)
    assert 1000.0 / heat_capacity_rate_w_k(flow_kg_s, 313.15, PG25) == pytest.approx(rise_k, rel=1e-3)


def test_120_kw_into_3_kg_s_of_water() -> None:
    # 312.720 K with cp 4179.9 J/(kg K): pandapipes closed loop.
    leaving = enthalpy_j_kg(303.15, WATER) + 120e3 / 3.0
    assert temp_from_enthalpy_k(leaving, WATER) == pytest.approx(312.720, abs=0.01)
