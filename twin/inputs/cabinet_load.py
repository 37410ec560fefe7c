"""What a workload must know about a cabinet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.inputs.signal import Floats, Signal

__all__ = ["CabinetLoad", "Load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetLoad:
    """One cabinet as a workload sees it.

    Attributes
    ----------
    name : str
        Such as ``sn-1.compute-03``.
    chip_name : str
        Catalogue entry of the chips, for messages; empty without chips.
    chip_count : int
        Chips that compute; 0 for a switch cabinet, which follows the mean activity of the others.
    sustained_activity_frac : float
        Activity at the catalogue's sustained power.
    prefill_tokens_s, decode_tokens_s : float or None
        Rate of one chip at full activity [tokens/s]; None where the catalogue has none.
    prefill_power_frac, decode_power_frac, training_power_frac, collective_power_frac : float
        Power of one chip in a phase over its maximum power.
    idle_power_frac : float
        Power of one idle chip over its maximum power.
    cdu, loop : str or None
        Where its coolant comes from, for power measured per CDU or per loop.
    """

    name: str
    chip_name: str
    chip_count: int
    sustained_activity_frac: float
    prefill_tokens_s: float | None
    decode_tokens_s: float | None
    prefill_power_frac: float
    decode_power_frac: float
    training_power_frac: float
    collective_power_frac: float
    idle_power_frac: float
    cdu: str | None
    loop: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A workload laid on the cabinets of a site.

    ``facts`` are numbers for the report (display names), ``notes`` sentences for it.
    """

    activity: Signal
    memory: Signal
    measured_power_w: Signal | None
    label: str
    notes: tuple[str, ...] = ()
    facts: dict[str, float]


def chip_counts(cabinets: Sequence[CabinetLoad]) -> Floats:
    """Return the chips of each cabinet, shape (n_cabinet,)."""
    return np.array([cabinet.chip_count for cabinet in cabinets], dtype=np.float64)


def with_followers(values: Floats, cabinets: Sequence[CabinetLoad]) -> Floats:
    """Give cabinets without chips the chip-weighted mean of the others; shape (..., n_cabinet) in and out.

    Switches and optics work when the chips do. Without any chip the values stay as they are.
    """
    chips = chip_counts(cabinets)
    total = chips.sum()
    if total == 0.0:
        return values
    mean = values @ (chips / total)
    return np.where(chips > 0.0, values, mean[..., np.newaxis])
