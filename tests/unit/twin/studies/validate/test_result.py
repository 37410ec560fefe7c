"""A check is passed only inside its tolerance."""

from __future__ import annotations

import math

import pytest

from twin.studies.validate import CaseResult, Check


def check(got: float, *, expected: float = 100.0, tolerance: float = 0.01, relative: bool = True) -> Check:
    return Check(
        quantity="q", expected=expected, got=got, tolerance=tolerance, relative=relative, unit="K", source="s"
    )


def case(*checks: Check) -> CaseResult:
    return CaseResult(name="V00", title="t", kind="k", shows="s", checks=checks)


@pytest.mark.parametrize(
    ("got", "passed"), [(100.9, True), (101.1, False), (99.1, True), (98.9, False), (math.nan, False)]
)
def test_share_of_the_expected_value(got: float, passed: bool) -> None:
    assert check(got).passed is passed


@pytest.mark.parametrize(("got", "passed"), [(100.009, True), (100.011, False), (math.inf, False)])
def test_number_in_the_unit(got: float, passed: bool) -> None:
    assert check(got, relative=False).passed is passed


def test_sign_of_the_error_survives_a_negative_expectation() -> None:
    assert check(-48.0, expected=-50.0).error == pytest.approx(0.04)


def test_infinity_meets_infinity_only() -> None:
    assert check(math.inf, expected=math.inf, tolerance=0.0, relative=False).passed
    assert not check(1e9, expected=math.inf, tolerance=0.0, relative=False).passed


def test_exact_property_has_no_slack() -> None:
    assert check(1.0, expected=1.0, tolerance=0.0, relative=False).passed
    assert not check(0.0, expected=1.0, tolerance=0.0, relative=False).passed


def test_case_without_checks_shows_nothing() -> None:
    assert not case().passed


def test_one_miss_fails_the_case_and_is_named_first() -> None:
    result = case(check(100.0), check(math.nan), check(100.99))
    assert not result.passed
    assert math.isnan(result.worst.got)
    assert case(check(100.0), check(100.99)).worst.got == 100.99
