"""The load of a benchmark: every cabinet draws another activity at every step, and no array of a day is kept."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twin.inputs.signal import GeneratedSignal, Inputs, Signal
from twin.plant import Plant

LOWEST: Final = 0.3
HIGHEST: Final = 0.9
"""Activities are drawn evenly between these."""
Words = NDArray[np.uint64]


def mixed(words: Words) -> Words:
    """Return well mixed bits of each word, in place.

    Source: Steele, Lea, Flood, Fast splittable pseudorandom number generators, OOPSLA 2014,
    doi:10.1145/2660193.2660195; constants of the generator splitmix64 (Vigna).

    Examples
    --------
    The first two words that splitmix64 gives for the seed 1234567:

    >>> gamma = 0x9E3779B97F4A7C15
    >>> seeds = np.array([(1234567 + k * gamma) % 2**64 for k in (1, 2)], dtype=np.uint64)
    >>> mixed(seeds).tolist()
    [6457827717110365317, 3203168211198807973]
    """
    words ^= words >> np.uint64(30)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(27)
    words *= np.uint64(0x94D049BB133111EB)
    words ^= words >> np.uint64(31)
    return words


def drawn(rows: NDArray[np.int64], width: int) -> NDArray[np.float64]:
    """Return an activity for each row number and column, shape (k, width): the same numbers, the same activity.

    Row and column are a counter, word row * 2^32 + column of one splitmix64 sequence.
    """
    gamma = np.uint64(0x9E3779B97F4A7C15)
    high, low = rows.astype(np.uint64) << np.uint64(32), np.arange(width, dtype=np.uint64)
    words: Words = np.add.outer(high, low)
    words *= gamma
    mixed(words)
    words >>= np.uint64(11)
    values = words.astype(np.float64)
    values *= (HIGHEST - LOWEST) * 2.0**-53
    values += LOWEST
    return values


def generated(plant: Plant, input_s: float) -> Inputs:
    """Return inputs at a plant's design day under an activity that is drawn anew for each cabinet and step."""
    width = len(plant.cabinets.names)
    activity = GeneratedSignal(step_s=input_s, width=width, draw=lambda rows: drawn(rows, width))
    return Inputs(
        activity=activity,
        memory=activity,
        measured_power_w=None,
        dry_bulb_k=Signal.constant(plant.dry_bulb_k),
        wet_bulb_k=Signal.constant(plant.wet_bulb_k),
        air_pressure_pa=Signal.constant(plant.pressure_pa),
        indoor_dew_point_k=None,
        label=f"activity {LOWEST:g} to {HIGHEST:g} of each cabinet, drawn anew every {input_s:g} s",
    )
