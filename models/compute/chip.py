"""Power of one chip, and how its clock yields to heat and to a power cap."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_ramp

# Temperature above the reference beyond which leakage is held: a chip is destroyed long before, and a runaway
# has to stay a finite number for a solver to report it.
LEAKAGE_HELD_ABOVE_K: Final = 150.0

# Above the throttle point the clock begins to fall over this range, so that an implicit solver sees a slope
# that grows and not one that jumps. It shifts the throttle line by half of it, less than a sensor step.
THROTTLE_KNEE_K: Final = 1.0

# Share of the throttle range over which the clock settles on its smallest value.
_SETTLING_FRAC: Final = 0.1

# Smallest share of the full dynamic power that a cap is taken to leave: keeps the slope of the clock finite.
_SMALLEST_POWER_RATIO: Final = 1e-6
_NO_POWER_W: Final = 1e-9


class ChipPower(NamedTuple):
    """The parts of a chip's power.

    ``idle_w`` is drawn at any activity, leakage and memory apart; ``dynamic_w`` at activity 1 and full clock;
    ``leakage_w`` at the junction temperature ``leakage_reference_k``, growing by ``leakage_beta_1_k`` per
    kelvin; ``memory_w`` at full memory traffic; ``clock_exponent`` is the power of the clock in dynamic
    power, voltage following the clock (2.2 to 3).
    """

    idle_w: Array
    dynamic_w: Array
    leakage_w: Array
    leakage_beta_1_k: Array
    leakage_reference_k: Array
    memory_w: Array
    clock_exponent: Array


@formula
def leakage_power_w(junction_temp_k: Array, chip: ChipPower) -> Array:
    """Return the leakage power of a chip.

    Parameters
    ----------
    junction_temp_k : float or ndarray, shape (..., n_chip)
        Junction temperature [K].
    chip : ChipPower
        Power parameters, shape (n_chip,).

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Leakage [W]; constant from 150 K above the reference on, so that a runaway stays finite.

    Raises
    ------
    Nothing.

    Notes
    -----
    P0 exp(beta (Tj - T0)), beta 0.010 to 0.020 1/K: doubles every 35 to 70 K. No flow enters.
    Source: exponential fit of subthreshold leakage; Liu, Dick, Shang and Yang, Accurate temperature-dependent
    integrated circuit leakage power estimation is easy, DATE 2007. No coefficient of a current part is
    public.

    Examples
    --------
    >>> chip = ChipPower(60.0, 500.0, 80.0, 0.015, 338.15, 60.0, 2.5)
    >>> f"{leakage_power_w(348.15, chip):.2f}"
    '92.95'
    """
    above_k = np.minimum(junction_temp_k - chip.leakage_reference_k, LEAKAGE_HELD_ABOVE_K)
    return chip.leakage_w * np.exp(chip.leakage_beta_1_k * above_k)


@formula
def chip_power_w(
    activity_frac: Array, memory_frac: Array, clock_frac: Array, junction_temp_k: Array, chip: ChipPower
) -> Array:
    """Return the power of a chip.

    Parameters
    ----------
    activity_frac : float or ndarray, shape (..., n_chip)
        Share of the full switching activity, 0 to 1.
    memory_frac : float or ndarray, shape (..., n_chip)
        Share of the full memory traffic, 0 to 1.
    clock_frac : float or ndarray, shape (..., n_chip)
        Clock over its top value, 0 to 1.
    junction_temp_k : float or ndarray, shape (..., n_chip)
        Junction temperature [K].
    chip : ChipPower
        Power parameters, shape (n_chip,).

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Power [W]; idle and leakage remain at zero activity.

    Raises
    ------
    Nothing; the door checks the fractions.

    Notes
    -----
    P = P_idle + a P_dyn f^n + P_leak(Tj) + m P_mem. Voltage follows the clock, hence n = 2.2 to 3 in place of
    a C V^2 f. No flow enters.
    Source: Rabaey, Chandrakasan and Nikolic, Digital Integrated Circuits, 2nd edition (2003), section 5.5.

    Examples
    --------
    >>> chip = ChipPower(60.0, 500.0, 80.0, 0.015, 338.15, 60.0, 2.5)
    >>> f"{chip_power_w(1.0, 1.0, 1.0, 338.15, chip):.1f}"
    '700.0'
    """
    dynamic_w = activity_frac * chip.dynamic_w * clock_frac**chip.clock_exponent
    return chip.idle_w + dynamic_w + leakage_power_w(junction_temp_k, chip) + memory_frac * chip.memory_w


@formula
def throttle_clock_frac(
    junction_temp_k: Array, throttle_temp_k: Array, slope_1_k: Array, min_clock_frac: Array
) -> Array:
    """Return the clock that a chip allows itself at a junction temperature.

    Parameters
    ----------
    junction_temp_k : float or ndarray, shape (..., n_chip)
        Junction temperature [K].
    throttle_temp_k : float or ndarray, shape (n_chip,)
        Temperature above which the clock falls [K].
    slope_1_k : float or ndarray, shape (n_chip,)
        Share of the top clock lost per kelvin above it [1/K].
    min_clock_frac : float or ndarray, shape (n_chip,)
        Smallest clock, 0 to 1.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Clock over its top value: exactly 1 up to the throttle point, exactly the smallest clock far above it,
        never rising, with a continuous slope.

    Raises
    ------
    Nothing.

    Notes
    -----
    A straight line whose two corners are parabolas, the upper one 1 K wide. The mean of a controller that
    steps the clock up and down around its limit. No flow enters.
    Source: engineering choice; the points come from vendor tools (H100 `nvidia-smi -q`: slowdown at 89 degC).

    Examples
    --------
    >>> [f"{throttle_clock_frac(t, 362.15, 0.05, 0.4):.3f}" for t in (360.0, 362.15, 366.65, 400.0)]
    ['1.000', '1.000', '0.800', '0.400']
    """
    demanded = slope_1_k * smooth_ramp(junction_temp_k - throttle_temp_k, THROTTLE_KNEE_K)
    available = 1.0 - min_clock_frac
    settling = _SETTLING_FRAC * available + _NO_POWER_W
    drop = demanded - smooth_ramp(demanded - (available - 0.5 * settling), settling)
    return 1.0 - drop


@formula
def capped_clock_frac(cap_w: Array, static_w: Array, dynamic_max_w: Array, clock_exponent: Array) -> Array:
    """Return the clock at which a chip just keeps its power cap.

    Parameters
    ----------
    cap_w : float or ndarray, shape (n_chip,)
        Power cap [W]; infinite means none.
    static_w : float or ndarray, shape (..., n_chip)
        Power that does not follow the clock: idle, leakage and memory [W].
    dynamic_max_w : float or ndarray, shape (..., n_chip)
        Dynamic power at the present activity and full clock [W].
    clock_exponent : float or ndarray, shape (n_chip,)
        Power of the clock in dynamic power, 2.2 to 3.

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Clock over its top value, at most 1; 1 at zero dynamic power below the cap, 1e-6^(1/n) when the static
        power alone passes the cap.

    Raises
    ------
    Nothing.

    Notes
    -----
    ((P_cap - P_stat) / P_dyn)^(1/n); kink where the cap begins to act. No flow enters.
    Source: inversion of ``chip_power_w``.

    Examples
    --------
    >>> f"{capped_clock_frac(600.0, 200.0, 500.0, 2.5):.4f}"
    '0.9146'
    """
    ratio = (cap_w - static_w) / np.maximum(dynamic_max_w, _NO_POWER_W)
    return np.minimum(np.maximum(ratio, _SMALLEST_POWER_RATIO), 1.0) ** (1.0 / clock_exponent)


@formula
def leakage_loop_gain(junction_temp_k: Array, resistance_k_w: Array, chip: ChipPower) -> Array:
    """Return the loop gain of leakage: extra leakage heats the chip and draws more leakage.

    Parameters
    ----------
    junction_temp_k : float or ndarray, shape (..., n_chip)
        Junction temperature [K].
    resistance_k_w : float or ndarray, shape (..., n_chip)
        Junction to whatever holds its temperature, usually the coolant entering [K/W].
    chip : ChipPower
        Power parameters, shape (n_chip,).

    Returns
    -------
    float or ndarray, shape (..., n_chip)
        Gain; below 1 the temperature settles, from 1 on it runs away. Without flow the resistance, and with
        it the gain, grows without bound: only a throttle or a trip stops the rise then.

    Raises
    ------
    Nothing.

    Notes
    -----
    beta P_leak R, the slope of the leakage line over that of the cooling line. From 150 K above the reference
    on it is that of the held leakage, an over-estimate.
    Source: stability of a fixed point (gain of the feedback loop below 1).

    Examples
    --------
    >>> chip = ChipPower(60.0, 500.0, 200.0, 0.015, 338.15, 60.0, 2.5)
    >>> f"{leakage_loop_gain(338.15, 0.02, chip):.2f}"
    '0.06'
    """
    return chip.leakage_beta_1_k * leakage_power_w(junction_temp_k, chip) * resistance_k_w
