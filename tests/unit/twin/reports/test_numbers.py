from __future__ import annotations

import pytest

from twin.reports.numbers import MISSING, number, percent, quantity, text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (999.94, "999.9"),
        (999.96, "1,000"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (-0.0001, "0"),
        (0.0123, "0.012"),
    ],
)
def test_digits_that_matter(value: float, shown: str) -> None:
    assert number(value) == shown


def test_what_is_missing_is_no_zero() -> None:
    assert number(None) == percent(None) == quantity(None, "kW") == text(None) == MISSING


def test_units_in_print() -> None:
    assert quantity(1.5, "kg/m2") == "1.50 kg/m²"
    assert quantity(3.0, "") == "3.00"


@pytest.mark.parametrize(("value", "shown"), [(True, "yes"), (3, "3"), (["a", "b"], "a, b"), ("x", "x")])
def test_words_and_counts(value: object, shown: str) -> None:
    assert text(value) == shown


@pytest.mark.parametrize(("fraction", "shown"), [(0.0, "0 %"), (0.0999, "10 %"), (-10.8, "-1080 %")])
def test_fractions(fraction: float, shown: str) -> None:
    assert percent(fraction) == shown
