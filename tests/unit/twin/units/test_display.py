"""SI values as a report prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.units import DIMENSIONS, format_quantity, parse_quantity

CASES = [
    (308.15, "temperature", "35 degC"),
    (258.15, "temperature", "-15 degC"),
    (2.0, "temperature_difference", "2 K"),
    (-0.04, "temperature_difference", "-0.04 K"),
    (41060.0, "power", "41.06 kW"),
    (880.0, "power", "880 W"),
    (0.0, "power", "0 W"),
    (5.59e5, "power", "559 kW"),
    (1.6e6, "apparent_power", "1.6 MVA"),
    (126900.0, "pressure", "126.9 kPa"),
    (150000.0, "pressure_gauge", "1.5 bar gauge"),
    (177e-3 / 60, "volume_flow", "177 L/min"),
    (2.5e-8, "specific_flow", "1.5 L/min/kW"),
    (0.02, "thermal_resistance", "0.02 K/W"),
    (0.00823e-3 / 60, "thermal_resistance_flow", "0.00823 K/W*L/min"),
    (0.62, "fraction", "62 %"),
    (0.001, "length", "1 mm"),
    (300.0, "time", "5 min"),
    (1.0e-12, "ratio", "1e-12"),
    (float("nan"), "power", "nan W"),
]


@pytest.mark.parametrize(("value", "kind", "text"), CASES)
def test_display_text(value: float, kind: str, text: str) -> None:
    assert format_quantity(value, kind) == text


def test_digits_are_a_choice() -> None:
    assert format_quantity(241316.5, "pressure", digits=6) == "241.316 kPa"


READABLE = sorted(set(DIMENSIONS) - {"ratio", "temperature"})


@given(st.sampled_from(READABLE), st.floats(min_value=0.01, max_value=0.99))
def test_what_is_printed_can_be_read_back(kind: str, share: float) -> None:
    dimension = DIMENSIONS[kind]
    value = share * dimension.display[0][0]
    if not dimension.low < value < dimension.high:
        return
    assert parse_quantity(format_quantity(value, kind, digits=12), kind) == pytest.approx(value, rel=1e-9)
