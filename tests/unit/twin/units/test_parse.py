"""Texts with units, and the traps of unit libraries."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.errors import QuantityError
from twin.units import DIMENSIONS, parse_quantity

GOOD = [
    ("95 degF", "temperature", 308.15),
    ("32 degC", "temperature", 305.15),
    ("32 °C", "temperature", 305.15),
    ("32°F", "temperature", 273.15),
    ("-40 degF", "temperature", 233.15),
    ("300 K", "temperature", 300.0),
    ("5 K", "temperature_difference", 5.0),
    ("500 mK", "temperature_difference", 0.5),
    ("2 RT", "power", 7033.7056),  # 2 x 12 000 BTU/h; the library alone reads ronna-tesla
    ("2 USRT", "power", 7033.7056),
    ("12000 BTU/h", "power", 3516.852842),
    ("1e3 W", "power", 1000.0),
    ("1_000 W", "power", 1000.0),
    ("1600 kVA", "apparent_power", 1.6e6),
    ("50 kWh", "energy", 1.8e8),
    ("65 J", "energy", 65.0),
    ("5 min", "time", 300.0),
    ("1 in", "length", 0.0254),
    ("0.015 mm", "length", 1.5e-5),
    ("15 um", "length", 1.5e-5),
    ("400 L", "volume", 0.4),
    ("400 l", "volume", 0.4),
    ("1600 kg/m2", "floor_load", 1600.0),
    ("1600 kg/m²", "floor_load", 1600.0),
    ("60 lpm", "volume_flow", 1e-3),
    ("60 L/min", "volume_flow", 1e-3),
    ("500 gpm", "volume_flow", 0.0315450982),  # US gallon 3.785411784 L
    ("3600 m3/h", "air_flow", 1.0),
    ("1000 CFM", "air_flow", 0.4719474432),
    ("1.5 L/min/kW", "specific_flow", 2.5e-8),
    ("1.5 L / min / kW", "specific_flow", 2.5e-8),
    ("160 m3/h/kW", "specific_air_flow", 160 / 3.6e6),
    ("9 m3/h", "flow_coefficient", 2.5e-3),
    ("35 psi", "pressure", 241316.50526),
    ("120 kPa", "pressure", 1.2e5),
    ("1.5 bar gauge", "pressure_gauge", 1.5e5),
    ("1.5 barg", "pressure_gauge", 1.5e5),
    ("150 kPa(g)", "pressure_gauge", 1.5e5),
    ("30 psig", "pressure_gauge", 206842.7188),
    ("101.325 kPa absolute", "pressure_absolute", 101325.0),
    ("1 bara", "pressure_absolute", 1e5),
    ("30 m", "head", 294199.5),  # 30 x 1000 x 9.80665
    ("300 kPa", "head", 3e5),
    ("0.02 K/W", "thermal_resistance", 0.02),
    ("24.5 K/kW", "thermal_resistance", 0.0245),
    ("556 kW/K", "thermal_conductance", 5.56e5),
    ("0.00823 K/W*L/min", "thermal_resistance_flow", 0.00823e-3 / 60),
    ("0.00823 K*L/(W*min)", "thermal_resistance_flow", 0.00823e-3 / 60),
    ("500 J/K", "heat_capacity", 500.0),
    ("0.015 1/K", "per_kelvin", 0.015),
    ("10 kV", "voltage", 1e4),
    ("1.2 mohm", "resistance", 1.2e-3),
    ("70 %", "fraction", 0.7),
    ("0.7", "fraction", 0.7),
    (0.7, "fraction", 0.7),
    (1, "fraction", 1.0),
    ("-0.08 %", "ratio", -0.0008),
    ("400 Gb/s", "bandwidth", 5e10),
    ("3.2 TB/s", "bandwidth", 3.2e12),
    ("128 GB", "data_size", 1.28e11),
    ("1 GiB", "data_size", 2.0**30),
    ("752 TFLOP/s", "compute_rate", 7.52e14),
    ("1943 token/s", "token_rate", 1943.0),
    ("1943 tok/s", "token_rate", 1943.0),
    ("10 kW/m2", "power_per_area", 1e4),
    ("2.1 m/s", "velocity", 2.1),
    ("0 m", "elevation", 0.0),
    ("-12 m", "elevation", -12.0),
]


@pytest.mark.parametrize(
    ("text", "kind", "expected"), GOOD, ids=[f"{kind}: {text}" for text, kind, _ in GOOD]
)
def test_text_becomes_si(text: str | float, kind: str, expected: float) -> None:
    assert parse_quantity(text, kind) == pytest.approx(expected, rel=1e-9, abs=0.0)


def test_fahrenheit_is_exact() -> None:
    assert parse_quantity("95 degF", "temperature") == 308.15


BAD = [
    ("0.03 degC/W", "thermal_resistance", "write K/W"),  # an offset-converting registry reads 273.18 K/W
    ("0.03 °C/W", "thermal_resistance", "write K/W: `0.03 K/W`"),
    ("1 degC/kW", "thermal_resistance", "write K/kW"),
    ("5 degC", "temperature_difference", "write K: `5 K`"),
    ("9 degF", "temperature_difference", "write K: `2 K`"),
    ("35 kW", "temperature", "32 degC"),
    ("5 K", "temperature", "-60 degC to 200 degC"),
    ("35 C", "temperature", "32 degC"),
    ("35", "temperature", "32 degC"),
    ("250 degC", "temperature", "-60 degC to 200 degC"),
    ("300 K", "temperature_difference", "200 K"),
    ("2 Rt", "power", "`RT`"),
    ("7 kw", "power", "`kW`"),
    ("7 kWh", "power", "66 kW"),
    ("1600 kVA", "power", "66 kW"),
    ("1600 kW", "apparent_power", "1600 kVA"),
    ("-1 m", "length", "0 mm"),
    ("0 mm", "bore", "above 0 mm"),
    ("-5 W", "power", "0 W"),
    ("120 %", "fraction", "0 % to 100 %"),
    ("70", "fraction", "0 % to 100 %"),
    ("1.5 bar", "pressure_gauge", "1.5 bar gauge"),
    ("1.5 bar absolute", "pressure_gauge", "1.5 bar gauge"),
    ("1.5 bar gauge", "pressure_absolute", "absolute"),
    ("1.5 bar gauge", "pressure", "120 kPa"),
    ("400 Gb", "bandwidth", "400 Gb/s"),
    ("400 GT/s", "bandwidth", "400 Gb/s"),
    ("1600 kg/m3", "floor_load", "1600 kg/m2"),
    ("nan W", "power", "66 kW"),
    ("inf W", "power", "66 kW"),
    ("1e999 W", "power", "66 kW"),
    ("", "power", "66 kW"),
    ("W", "power", "66 kW"),
    ("1 2 W", "power", "66 kW"),
    ("3 W W", "power", "66 kW"),
    ("3 W/", "power", "66 kW"),
    ("3 (W", "power", "66 kW"),
    ("3 W**99999999", "power", "66 kW"),
    ("3 __import__('os')", "power", "66 kW"),
    ("3 " + "(" * 5000 + "W", "power", "66 kW"),
    (True, "fraction", "70 %"),
    (None, "power", "66 kW"),
    ([1], "power", "66 kW"),
]


@pytest.mark.parametrize(("text", "kind", "advice"), BAD, ids=[f"{kind}: {text}" for text, kind, _ in BAD])
def test_refusal_names_the_text_and_the_remedy(text: str, kind: str, advice: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text, kind)
    (problem,) = caught.value.problems
    assert problem.given == str(text)
    assert problem.remedy
    assert advice in str(problem)
    assert "pint" not in str(problem).lower()
    assert caught.value.__cause__ is None or not type(caught.value.__cause__).__module__.startswith("pint")


@pytest.mark.parametrize("kind", sorted(DIMENSIONS))
def test_every_kind_reads_its_own_example(kind: str) -> None:
    assert math.isfinite(parse_quantity(DIMENSIONS[kind].example, kind))


@given(st.text(max_size=30))
def test_no_text_escapes_as_another_error(text: str) -> None:
    with suppress(QuantityError):
        assert math.isfinite(parse_quantity(text, "power"))


@given(st.floats(min_value=-59.0, max_value=199.0))
def test_celsius_shifts_by_its_offset(temp: float) -> None:
    assert parse_quantity(f"{temp:.6f} degC", "temperature") == pytest.approx(
        round(temp, 6) + 273.15, abs=1e-9
    )
