"""Loads without a file: constant activity, and synchronous training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np

from models.compute.workload import checkpoint_envelope, training_activity
from twin.errors import Problem, UsageError
from twin.inputs.cabinet_load import CabinetLoad, Load, with_followers
from twin.inputs.phases import activity_at_power
from twin.inputs.signal import Floats, Signal
from twin.inputs.spec import WorkloadSpec

__all__ = ["constant_load", "training_load"]

# Lengths and levels of bulk-synchronous training: arXiv 2508.14318 gives the band (0.2 to 3 Hz) and the
# shape; the figures inside the band are engineering choices. Levels are shares of the chip's maximum power.
_PERIOD_S: Final = 5.0
_DUTY_FRAC: Final = 0.85
_LOW_POWER_FRAC: Final = 0.45
_EDGE_S: Final = 0.05
_CHECKPOINT_EVERY_S: Final = 1800.0
_CHECKPOINT_S: Final = 60.0
_CHECKPOINT_POWER_FRAC: Final = 0.30

# Beyond this length swings of seconds cost more steps than they tell about coolant, which sees their mean.
_LONGEST_RESOLVED_S: Final = 600.0

# Knots closer than this are one.
_SAME_TIME_S: Final = 1e-9


def constant_load(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad]) -> Load:
    """Return one activity for all time: the level given, or each cabinet's sustained activity."""
    sustained = np.array([cabinet.sustained_activity_frac for cabinet in cabinets])
    values = sustained if spec.level is None else np.full(len(cabinets), spec.level)
    signal = Signal.constant(values)
    label = "sustained activity" if spec.level is None else f"constant activity {spec.level:g}"
    return Load(activity=signal, memory=signal, measured_power_w=None, label=label, facts={})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Times of training, all in seconds but the duty."""

    period_s: float
    duty_frac: float
    edge_s: float
    every_s: float
    checkpoint_s: float


def training_load(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], duration_s: float) -> Load:
    """Return synchronous training: every cabinet computes and waits at the same time.

    Parameters
    ----------
    spec : WorkloadSpec
        ``period``, ``duty``, ``edge`` [s, -, s]; ``high``, ``low``, ``checkpoint_level`` as shares of the
        chip's maximum power (``high`` defaults to the catalogue's training power); ``checkpoint_every``,
        ``checkpoint`` [s], 0 for none; ``swings``: ``resolved``, ``mean`` or ``auto`` (resolved up to 10
        min).
    cabinets : sequence of CabinetLoad
    duration_s : float
        Length of the run [s].

    Raises
    ------
    UsageError
        Edges do not fit into the period, or a checkpoint not into its interval.
    """
    shape = _checked_shape(spec)
    high_power: Floats | float = np.array([cabinet.training_power_frac for cabinet in cabinets])
    if "high" in spec.numbers:
        high_power = spec.numbers["high"]
    high = activity_at_power(high_power, cabinets)
    low = np.minimum(activity_at_power(spec.number("low", _LOW_POWER_FRAC), cabinets), high)
    pause = np.minimum(
        activity_at_power(spec.number("checkpoint_level", _CHECKPOINT_POWER_FRAC), cabinets), high
    )
    resolved = spec.word("swings") == "resolved" or (
        spec.word("swings") == "auto" and duration_s <= _LONGEST_RESOLVED_S
    )
    time_s = _knots(shape, duration_s, resolved)
    work = _work(shape, time_s, low, high) if resolved else low + shape.duty_frac * (high - low)
    training_share = _training_share(shape, time_s)[:, np.newaxis]
    values = with_followers(training_share * work + (1.0 - training_share) * pause, cabinets)
    signal = Signal(time_s=time_s, values=values, kind="linear")
    notes = () if resolved else (_mean_note(shape, spec),)
    return Load(
        activity=signal,
        memory=signal,
        measured_power_w=None,
        label=f"training, iterations of {shape.period_s:g} s",
        notes=notes,
        facts={"mean_activity": float(np.mean(low + shape.duty_frac * (high - low)))},
    )


def _checked_shape(spec: WorkloadSpec) -> _Shape:
    shape = _Shape(
        period_s=spec.number("period", _PERIOD_S),
        duty_frac=spec.number("duty", _DUTY_FRAC),
        edge_s=spec.number("edge", _EDGE_S),
        every_s=spec.number("checkpoint_every", _CHECKPOINT_EVERY_S),
        checkpoint_s=spec.number("checkpoint", _CHECKPOINT_S),
    )
    shortest_s = min(shape.duty_frac, 1.0 - shape.duty_frac) * shape.period_s
    if shape.edge_s > shortest_s:
        _refuse(
            spec,
            f"edge={shape.edge_s:g}",
            f"is longer than the shorter part of an iteration, {shortest_s:g} s",
            "shorten the edge, or write swings=mean with a duty between the two",
        )
    if shape.checkpoint_s + 2.0 * shape.edge_s > shape.every_s:
        _refuse(
            spec,
            f"checkpoint={shape.checkpoint_s:g}",
            f"does not fit into checkpoint_every={shape.every_s:g}",
            "shorten it, or write checkpoint=0 for none",
        )
    return shape


def _knots(shape: _Shape, duration_s: float, resolved: bool) -> Floats:
    edge_s = shape.edge_s
    times = [np.array([0.0, duration_s])]
    if resolved:
        starts = np.arange(0.0, duration_s, shape.period_s)
        fall_s = shape.duty_frac * shape.period_s
        times += [starts + offset for offset in (0.0, edge_s, fall_s, fall_s + edge_s)]
    if shape.checkpoint_s > 0.0:
        ends = np.arange(shape.every_s, duration_s + shape.every_s, shape.every_s)
        times += [ends - offset for offset in (shape.checkpoint_s + edge_s, shape.checkpoint_s, edge_s, 0.0)]
    joined = np.unique(np.concatenate(times))
    inside = joined[(joined >= 0.0) & (joined <= duration_s)]
    return np.asarray(inside[np.concatenate([[True], np.diff(inside) > _SAME_TIME_S])])


def _work(shape: _Shape, time_s: Floats, low: Floats, high: Floats) -> Floats:
    swing = training_activity(time_s, shape.period_s, shape.duty_frac, shape.edge_s, 0.0, 1.0)
    return np.asarray(low + np.asarray(swing)[:, np.newaxis] * (high - low))


def _training_share(shape: _Shape, time_s: Floats) -> Floats:
    if shape.checkpoint_s == 0.0:
        return np.ones_like(time_s)
    return np.asarray(checkpoint_envelope(time_s, shape.every_s, shape.checkpoint_s, shape.edge_s, 0.0))


def _mean_note(shape: _Shape, spec: WorkloadSpec) -> str:
    asked = "as asked" if spec.word("swings") == "mean" else f"for runs beyond {_LONGEST_RESOLVED_S:g} s"
    return f"swings of {shape.period_s:g} s are taken as their mean ({asked}); swings=resolved keeps them"


def _refuse(spec: WorkloadSpec, given: str, message: str, remedy: str) -> NoReturn:
    raise UsageError(Problem(field=f"--workload {spec.text}", given=given, message=message, remedy=remedy))
