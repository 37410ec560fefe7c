"""Moist air against the ASHRAE Handbook, PsychroLib 2.5 and the IAPWS saturation line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.psychrometrics import (
    dew_point_from_vapour_k,
    dew_point_k,
    humidity_ratio,
    humidity_ratio_from_vapour,
    humidity_ratio_from_wet_bulb,
    moist_air_enthalpy_j_kg,
    relative_humidity_frac,
    relative_humidity_from_wet_bulb,
    saturated_air_enthalpy_j_kg,
    saturation_pressure_pa,
    saturation_slope_1_k,
    vapour_from_humidity_ratio_pa,
    vapour_pressure_pa,
    wet_bulb_k,
)

SEA_LEVEL_PA = 101325.0
dry_bulbs = st.floats(245.0, 333.0)
humidities = st.floats(0.0, 1.0)
pressures = st.floats(6.0e4, 1.1e5)


# IAPWS-95 saturation table.
@pytest.mark.parametrize(
    ("temp_c", "pressure_pa"),
    [(0.01, 611.66), (10.0, 1228.2), (25.0, 3169.9), (40.0, 7384.9), (60.0, 19946.0)],
)
def test_saturation_pressure(temp_c: float, pressure_pa: float) -> None:
    assert saturation_pressure_pa(temp_c + 273.15) == pytest.approx(pressure_pa, rel=4e-4)


def test_supercooled_saturation_pressure() -> None:
    # Murphy and Koop, Q. J. R. Meteorol. Soc. 131 (2005) 1539, equation 10, at -10 and -20 degC.
    assert saturation_pressure_pa(263.15) == pytest.approx(286.45, rel=1e-3)
    assert saturation_pressure_pa(253.15) == pytest.approx(125.50, rel=2e-3)


@pytest.mark.parametrize("temp_k", [250.0, 290.0, 330.0])
def test_saturation_slope_is_the_derivative(temp_k: float) -> None:
    rise = np.log(saturation_pressure_pa(temp_k + 1e-3) / saturation_pressure_pa(temp_k - 1e-3))
    assert saturation_slope_1_k(temp_k) == pytest.approx(rise / 2e-3, rel=1e-7)


# PsychroLib 2.5.0: dry bulb degC, relative humidity, pressure Pa, wet bulb, dew point degC, humidity ratio.
PSYCHROLIB = (
    (35.0, 0.4, 101325.0, 23.935, 19.385, 0.0141317),
    (30.0, 0.6, 101325.0, 23.813, 21.388, 0.0160409),
    (25.0, 0.5, 101325.0, 17.889, 13.864, 0.009881),
    (20.0, 0.8, 101325.0, 17.679, 16.447, 0.0117007),
    (40.0, 0.1, 101325.0, 18.566, 2.629, 0.0045653),
    (45.0, 0.08, 101325.0, 20.289, 3.174, 0.0047467),
    (50.0, 0.3, 101325.0, 32.33, 27.646, 0.0236046),
    (10.0, 0.9, 101325.0, 9.157, 8.437, 0.0068586),
    (30.0, 0.3, 85000.0, 17.263, 10.548, 0.0094623),
    (35.0, 0.5, 70000.0, 25.381, 23.02, 0.0260485),
)


@pytest.mark.parametrize(
    "row", PSYCHROLIB, ids=lambda row: f"{row[0]:g} degC {100 * row[1]:g} % {row[2]:g} Pa"
)
def test_against_psychrolib(row: tuple[float, ...]) -> None:
    dry_c, humidity, pressure_pa, wet_c, dew_c, ratio = row
    dry_k = dry_c + 273.15
    assert wet_bulb_k(dry_k, humidity, pressure_pa) - 273.15 == pytest.approx(wet_c, abs=0.002)
    assert dew_point_k(dry_k, humidity) - 273.15 == pytest.approx(dew_c, abs=0.001)
    assert humidity_ratio(dry_k, humidity, pressure_pa) == pytest.approx(ratio, rel=1e-4)


def test_wet_bulb_against_the_real_gas() -> None:
    # 35 degC, 40 %: PsychroLib 23.934 degC (ideal gas), CoolProp HAPropsSI 23.930 degC (real gas).
    assert wet_bulb_k(308.15, 0.4, SEA_LEVEL_PA) - 273.15 == pytest.approx(23.934, abs=0.001)
    assert wet_bulb_k(308.15, 0.4, SEA_LEVEL_PA) - 273.15 == pytest.approx(23.930, abs=0.01)


def test_wet_bulb_solves_its_balance() -> None:
    dry_k, humidity = np.meshgrid(np.linspace(250.0, 333.0, 40), np.linspace(0.0, 1.0, 21))
    for pressure_pa in (6.0e4, SEA_LEVEL_PA):
        wet = wet_bulb_k(dry_k, humidity, pressure_pa)
        found = humidity_ratio_from_wet_bulb(dry_k, wet, pressure_pa)
        np.testing.assert_allclose(found, humidity_ratio(dry_k, humidity, pressure_pa), atol=1e-12)


@given(dry_bulbs, humidities, pressures)
def test_dew_point_below_wet_bulb_below_dry_bulb(dry_k: float, humidity: float, pressure_pa: float) -> None:
    wet = wet_bulb_k(dry_k, humidity, pressure_pa)
    assert dew_point_k(dry_k, humidity) <= wet + 1e-6
    assert wet <= dry_k + 1e-6


@given(dry_bulbs, pressures)
def test_saturated_air_has_one_temperature(dry_k: float, pressure_pa: float) -> None:
    assert wet_bulb_k(dry_k, 1.0, pressure_pa) == pytest.approx(dry_k, abs=1e-9)
    assert dew_point_k(dry_k, 1.0) == pytest.approx(dry_k, abs=1e-9)


@given(dry_bulbs, st.floats(0.01, 1.0), pressures)
def test_relative_humidity_returns_from_every_form(dry_k: float, humidity: float, pressure_pa: float) -> None:
    ratio = humidity_ratio(dry_k, humidity, pressure_pa)
    assert relative_humidity_frac(dry_k, ratio, pressure_pa) == pytest.approx(humidity, rel=1e-12)
    wet = wet_bulb_k(dry_k, humidity, pressure_pa)
    assert relative_humidity_from_wet_bulb(dry_k, wet, pressure_pa) == pytest.approx(humidity, abs=1e-9)
    vapour = vapour_pressure_pa(dry_k, humidity)
    assert vapour_from_humidity_ratio_pa(ratio, pressure_pa) == pytest.approx(vapour, rel=1e-12)
    assert saturation_pressure_pa(dew_point_from_vapour_k(vapour)) == pytest.approx(vapour, rel=1e-9)


def test_bone_dry_air() -> None:
    assert humidity_ratio(300.0, 0.0, SEA_LEVEL_PA) == 0.0
    assert 190.0 < dew_point_k(300.0, 0.0) < 200.0
    # A dry adiabatic cooler still cools: ASHRAE balance with W = 0.
    assert humidity_ratio_from_wet_bulb(
        300.0, wet_bulb_k(300.0, 0.0, SEA_LEVEL_PA), SEA_LEVEL_PA
    ) == pytest.approx(0.0, abs=1e-12)


def test_impossible_wet_bulb_gives_dry_air() -> None:
    assert relative_humidity_from_wet_bulb(320.0, 275.0, SEA_LEVEL_PA) == 0.0


def test_boiling_air_stays_finite() -> None:
    assert humidity_ratio_from_vapour(2.0e5, SEA_LEVEL_PA) == pytest.approx(0.62194 * 9.0, rel=1e-4)
    assert np.isfinite(saturated_air_enthalpy_j_kg(500.0, SEA_LEVEL_PA))


def test_enthalpy() -> None:
    # PsychroLib 2.5.0: 50,625 J/kg at 25 degC and 0.01 kg/kg; saturated at 25 degC 76,306.7 J/kg.
    assert moist_air_enthalpy_j_kg(298.15, 0.01) == pytest.approx(50625.0, abs=0.1)
    assert saturated_air_enthalpy_j_kg(298.15, SEA_LEVEL_PA) == pytest.approx(76306.7, abs=5.0)
    assert moist_air_enthalpy_j_kg(273.15, 0.0) == 0.0


def test_thin_air_holds_more_vapour() -> None:
    assert humidity_ratio(300.0, 0.5, 8.0e4) > humidity_ratio(300.0, 0.5, SEA_LEVEL_PA)
