"""Chip power: parts, leakage feedback, throttle and cap."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.compute.chip import (
    ChipPower,
    capped_clock_frac,
    chip_power_w,
    leakage_loop_gain,
    leakage_power_w,
    throttle_clock_frac,
)

CHIP = ChipPower(
    idle_w=60.0,
    dynamic_w=800.0,
    leakage_w=105.0,
    leakage_beta_1_k=0.015,
    leakage_reference_k=343.15,
    memory_w=102.0,
    clock_exponent=2.5,
)
shares = st.floats(0.0, 1.0)
temps = st.floats(250.0, 5000.0)


def test_power_is_the_sum_of_its_parts() -> None:
    assert chip_power_w(1.0, 1.0, 1.0, 343.15, CHIP) == pytest.approx(60.0 + 800.0 + 105.0 + 102.0)
    assert chip_power_w(0.0, 0.0, 1.0, 343.15, CHIP) == pytest.approx(165.0)
    assert chip_power_w(0.5, 0.0, 1.0, 343.15, CHIP) == pytest.approx(565.0)
    assert chip_power_w(1.0, 0.0, 0.5, 343.15, CHIP) == pytest.approx(165.0 + 800.0 * 0.5**2.5)


@pytest.mark.parametrize(("beta_1_k", "doubling_k"), [(0.010, 69.3), (0.015, 46.2), (0.020, 34.7)])
def test_leakage_doubles_every_35_to_70_k(beta_1_k: float, doubling_k: float) -> None:
    chip = CHIP._replace(leakage_beta_1_k=beta_1_k)
    assert leakage_power_w(343.15 + doubling_k, chip) == pytest.approx(2.0 * 105.0, rel=1e-3)


@given(shares, shares, shares, temps)
def test_power_is_finite_and_at_least_idle(
    activity: float, memory: float, clock: float, temp_k: float
) -> None:
    power = chip_power_w(activity, memory, clock, temp_k, CHIP)
    assert 60.0 <= power < 60.0 + 800.0 + 102.0 + 105.0 * math.exp(0.015 * 150.0) + 1e-6


def test_leakage_is_held_far_above_its_reference() -> None:
    assert leakage_power_w(343.15 + 150.0, CHIP) == leakage_power_w(5000.0, CHIP)
    assert leakage_power_w(343.15 + 149.0, CHIP) < leakage_power_w(343.15 + 150.0, CHIP)


def test_loop_gain_of_the_worked_example() -> None:
    chip = CHIP._replace(leakage_w=200.0)
    assert leakage_loop_gain(343.15, 0.02, chip) == pytest.approx(0.06)


def test_loop_gain_is_the_slope_of_the_fixed_point_map() -> None:
    step = 1e-4
    rise_k = 0.05 * (leakage_power_w(370.0 + step, CHIP) - leakage_power_w(370.0 - step, CHIP))
    assert leakage_loop_gain(370.0, 0.05, CHIP) == pytest.approx(rise_k / (2.0 * step), rel=1e-6)


@given(st.floats(0.005, 0.15))
def test_leakage_settles_below_unit_gain(resistance_k_w: float) -> None:
    temp_k = 305.15
    for _ in range(2000):
        temp_k = float(305.15 + resistance_k_w * chip_power_w(0.9, 1.0, 1.0, temp_k, CHIP))
    gain = float(leakage_loop_gain(temp_k, resistance_k_w, CHIP))
    settled_k = float(305.15 + resistance_k_w * chip_power_w(0.9, 1.0, 1.0, temp_k, CHIP))
    # Either a fixed point with a gain below 1, or the bound of the leakage, where the gain tells of runaway.
    assert settled_k == pytest.approx(temp_k, abs=1e-6)
    assert gain < 1.0 or temp_k > 343.15 + 150.0


def test_throttle_line() -> None:
    # Half of the 1 K knee delays the line: 10 K above the throttle point 5 % per kelvin take 47.5 %.
    assert throttle_clock_frac(360.0, 363.15, 0.05, 0.4) == 1.0
    assert throttle_clock_frac(363.15, 363.15, 0.05, 0.4) == 1.0
    assert throttle_clock_frac(373.15, 363.15, 0.05, 0.4) == pytest.approx(0.525)
    assert throttle_clock_frac(390.0, 363.15, 0.05, 0.4) == pytest.approx(0.4)


@given(st.floats(200.0, 5000.0), st.floats(0.0, 0.2), shares)
def test_throttle_stays_between_smallest_and_full_clock(temp_k: float, slope: float, smallest: float) -> None:
    clock = throttle_clock_frac(temp_k, 363.15, slope, smallest)
    assert smallest - 1e-9 <= clock <= 1.0


@given(st.floats(300.0, 1000.0), st.floats(0.1, 1.0), st.floats(2.2, 3.0))
def test_capped_chip_draws_its_cap(cap_w: float, activity: float, exponent: float) -> None:
    chip = CHIP._replace(clock_exponent=exponent)
    static_w = chip.idle_w + leakage_power_w(343.15, chip) + chip.memory_w
    clock = capped_clock_frac(cap_w, static_w, chip.dynamic_w * activity, exponent)
    assert 0.0 < clock <= 1.0
    power_w = chip_power_w(activity, 1.0, clock, 343.15, chip)
    assert power_w <= cap_w + 1e-9
    assert clock == 1.0 or power_w == pytest.approx(cap_w, rel=1e-12)


def test_cap_at_its_ends() -> None:
    assert capped_clock_frac(500.0, 200.0, 0.0, 2.5) == 1.0
    assert capped_clock_frac(math.inf, 200.0, 500.0, 2.5) == 1.0
    assert capped_clock_frac(100.0, 200.0, 500.0, 2.5) == pytest.approx(1e-6**0.4)


def test_chips_of_different_kinds_in_one_call() -> None:
    many = ChipPower(*(np.array([value, 2.0 * value]) for value in CHIP))._replace(
        leakage_beta_1_k=np.array([0.015, 0.02]),
        leakage_reference_k=np.array([343.15, 343.15]),
        clock_exponent=np.array([2.5, 3.0]),
    )
    power = np.asarray(chip_power_w(1.0, 1.0, 0.9, np.array([350.0, 360.0]), many))
    assert power[0] == pytest.approx(float(chip_power_w(1.0, 1.0, 0.9, 350.0, CHIP)))
    second = ChipPower(*(float(value[1]) for value in many))  # type: ignore[index]
    assert power[1] == pytest.approx(float(chip_power_w(1.0, 1.0, 0.9, 360.0, second)))
