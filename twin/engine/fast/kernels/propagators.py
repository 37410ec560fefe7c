"""How die and case of a chip move in one step."""

from __future__ import annotations

from math import expm1, sqrt
from typing import Any

# --- kernels ---


def phi(z: float) -> tuple[float, float, float]:
    """Return exp(z), (exp(z) - 1)/z and ((exp(z) - 1)/z - 1)/z."""
    if abs(z) < 1e-2:
        one = 1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z / 120.0)))
        two = 0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z * (1.0 / 120.0 + z / 720.0)))
        return 1.0 + z * one, one, two
    one = expm1(z) / z
    return 1.0 + z * one, one, (one - 1.0) / z


def set_propagator(
    block: Any,
    ramp: Any,
    lane: int,
    dt: float,
    slope: float,
    conductance: float,
    resistance: float,
    cd: float,
    cc: float,
) -> None:
    """Write how die and case of a chip move in one step: exponentials of its two-by-two system.

    Both eigenvalues are real and apart, since each body warms the other.
    """
    a = (slope - 1.0 / resistance) / cd * dt
    b = dt / (resistance * cd)
    c = dt / (resistance * cc)
    d = -(1.0 / resistance + conductance) / cc * dt
    mean, root = 0.5 * (a + d), sqrt(0.25 * (a - d) * (a - d) + b * c)
    high, low = mean + root, mean - root
    e_high, one_high, two_high = phi(high)
    e_low, one_low, two_low = phi(low)
    gap = 1.0 / (high - low)
    e_slope, one_slope, two_slope = (
        (e_high - e_low) * gap,
        (one_high - one_low) * gap,
        (two_high - two_low) * gap,
    )
    block.die_die[lane] = e_low + e_slope * (a - low)
    block.die_case[lane] = e_slope * b
    block.case_die[lane] = e_slope * c
    block.case_case[lane] = e_low + e_slope * (d - low)
    block.die_power[lane] = (one_low + one_slope * (a - low)) * dt / cd
    block.case_power[lane] = one_slope * c * dt / cd
    ramp.die_ramp[lane] = (two_low + two_slope * (a - low)) * dt / cd - 0.5 * block.die_power[lane]
    ramp.case_ramp[lane] = two_slope * c * dt / cd - 0.5 * block.case_power[lane]
    pull = dt * conductance / cc
    die_one, case_one = one_slope * b * pull, (one_low + one_slope * (d - low)) * pull
    die_two, case_two = two_slope * b * pull, (two_low + two_slope * (d - low)) * pull
    block.die_begin[lane] = die_one - die_two
    block.case_begin[lane] = case_one - case_two
    block.die_end[lane] = die_two
    block.case_end[lane] = case_two
