from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.smoothing import (
    decay_ratio,
    smooth_abs,
    smooth_limit,
    smooth_max,
    smooth_min,
    smooth_ramp,
    smooth_step,
    tanh_ratio,
)

numbers = st.floats(-1e3, 1e3)
widths = st.floats(1e-3, 10.0)


@given(numbers, numbers, widths)
def test_smooth_max_lies_above_by_at_most_half_the_width(a: float, b: float, width: float) -> None:
    excess = smooth_max(a, b, width) - max(a, b)
    assert -1e-12 <= excess <= 0.5 * width + 1e-12


@given(numbers, numbers, widths)
def test_smooth_min_mirrors_smooth_max(a: float, b: float, width: float) -> None:
    assert smooth_min(a, b, width) == pytest.approx(-smooth_max(-a, -b, width), abs=1e-12)


def test_smooth_max_error_is_half_the_width_at_equality() -> None:
    assert smooth_max(3.0, 3.0, 0.5) == pytest.approx(3.25)
    assert smooth_min(3.0, 3.0, 0.5) == pytest.approx(2.75)


def test_smooth_max_error_falls_as_width_squared() -> None:
    assert smooth_max(10.0, 0.0, 0.1) - 10.0 == pytest.approx(0.1**2 / 40.0, rel=1e-3)


@given(numbers, widths)
def test_smooth_abs_is_even_and_at_least_the_magnitude(x: float, width: float) -> None:
    assert smooth_abs(x, width) == smooth_abs(-x, width)
    assert smooth_abs(x, width) >= abs(x)


@given(numbers)
def test_smooth_limit_stays_within_its_bounds(x: float) -> None:
    limited = smooth_limit(x, -1.0, 2.0, 1e-3)
    assert -1.0 - 1e-6 <= limited <= 2.0
    assert limited == pytest.approx(min(max(x, -1.0), 2.0), abs=1e-3)


def test_smooth_step_is_flat_at_both_ends_and_symmetric() -> None:
    x = np.linspace(0.0, 1.0, 11)
    np.testing.assert_allclose(smooth_step(x) + smooth_step(1.0 - x), 1.0)
    for end in (0.0, 1.0):
        inside = abs(end - 1e-6)
        assert (smooth_step(inside) - smooth_step(end)) / 1e-6 == pytest.approx(0.0, abs=1e-5)


def test_smooth_step_known_value() -> None:
    assert smooth_step(0.25) == pytest.approx(0.15625)  # 1/16 (3 - 1/2)


@given(numbers, widths)
def test_smooth_ramp_lies_below_the_ramp_by_at_most_half_the_width(x: float, width: float) -> None:
    assert 0.0 <= max(x, 0.0) - smooth_ramp(x, width) + 1e-9
    assert max(x, 0.0) - smooth_ramp(x, width) <= 0.5 * width + 1e-9
    assert x > 0.0 or smooth_ramp(x, width) == 0.0


@pytest.mark.parametrize("x", [1e-12, 1e-7, 1e-3, 0.5, 3.0, 40.0, 1e6])
def test_tanh_ratio_is_tanh_over_x(x: float) -> None:
    assert tanh_ratio(x) == pytest.approx(np.tanh(x) / x, rel=1e-12)
    assert tanh_ratio(-x) == tanh_ratio(x)


@pytest.mark.parametrize("x", [-5.0, -1e-3, 1e-12, 1e-7, 1e-3, 0.5, 3.0, 40.0, 1e6])
def test_decay_ratio_is_one_minus_exp_over_x(x: float) -> None:
    assert decay_ratio(x) == pytest.approx(-np.expm1(-x) / x, rel=1e-11)


def test_ratios_are_one_at_zero() -> None:
    assert tanh_ratio(0.0) == pytest.approx(1.0, abs=1e-12)
    assert decay_ratio(0.0) == pytest.approx(1.0, abs=1e-12)
