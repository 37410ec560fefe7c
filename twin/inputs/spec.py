"""The text after `--workload`, read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, NoReturn

from twin.config.nearest import did_you_mean
from twin.errors import Problem, UsageError

__all__ = ["KINDS", "WorkloadSpec", "parse_workload", "shipped_traces", "trace_path"]

KINDS: Final = ("constant", "training", "azure", "mooncake", "replay", "table")
_REQUESTS: Final = ("azure", "mooncake")
_FILE_KINDS: Final = (*_REQUESTS, "replay", "table")

_NUMBERS: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    "constant": {},
    "training": {
        "period": (0.1, 3600.0),
        "duty": (0.0, 1.0),
        "high": (0.0, 1.0),
        "low": (0.0, 1.0),
        "edge": (1e-3, 60.0),
        "checkpoint_every": (1.0, 1e6),
        "checkpoint": (0.0, 1e5),
        "checkpoint_level": (0.0, 1.0),
    },
    "azure": {"bin": (0.1, 3600.0), "tpot": (1e-3, 10.0)},
    "mooncake": {"bin": (0.1, 3600.0), "tpot": (1e-3, 10.0)},
    "replay": {},
    "table": {},
}
"""Options that are numbers, with what is allowed; times in seconds, levels as shares of maximum power."""

_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "training": {"swings": ("auto", "resolved", "mean")},
    "azure": {"pools": ("shared", "split")},
    "mooncake": {"pools": ("shared", "split")},
    "table": {"between": ("hold", "linear")},
}
"""Options that are words; the first is the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadSpec:
    """A workload as asked for.

    Attributes
    ----------
    kind : str
        One of `KINDS`; ``azure`` and ``mooncake`` are the two forms of request trace.
    text : str
        As given, for labels and messages.
    level : float or None
        Activity of ``constant``; None: each cabinet at its catalogue's sustained power.
    path : Path or None
        File of the kinds that have one.
    numbers, words : dict
        Options given; absent ones take their default where they are used.
    target_utilisation_frac : float or None
        Mean busy fraction to which a request trace is scaled.
    """

    kind: str
    text: str
    level: float | None
    path: Path | None
    numbers: dict[str, float]
    words: dict[str, str]
    target_utilisation_frac: float | None = None

    def number(self, name: str, default: float) -> float:
        """Return an option or its default."""
        return self.numbers.get(name, default)

    def word(self, name: str) -> str:
        """Return an option or its default, the first of its choices."""
        return self.words.get(name, _WORDS[self.kind][name][0])


def parse_workload(text: str, target_utilisation_frac: float | None = None) -> WorkloadSpec:
    """Read ``KIND[:LEVEL or FILE][,OPTION=VALUE ...]``.

    Parameters
    ----------
    text : str
        ``constant:0.9`` (``constant`` alone: sustained), ``training:period=5,duty=0.85``,
        ``azure:FILE,bin=10``, ``mooncake:FILE``, ``replay:FILE``, ``table:FILE,between=linear``. FILE is a
        path or the name of a trace that ships with the twin.
    target_utilisation_frac : float or None
        Above 0 and below 1; for request traces only.

    Raises
    ------
    UsageError
        Unknown kind or option, a value that is not allowed, a file that is missing from the text.

    Examples
    --------
    >>> parse_workload("training:period=8,duty=0.9").numbers
    {'period': 8.0, 'duty': 0.9}
    >>> parse_workload("azure:requests.csv,bin=30").path
    PosixPath('requests.csv')
    """
    kind, _, rest = text.partition(":")
    kind = kind.strip()
    if kind not in KINDS:
        _refuse(text, kind, "is not a workload", did_you_mean(kind, KINDS))
    main, options = _split_options(rest)
    empty = WorkloadSpec(kind=kind, text=text, level=None, path=None, numbers={}, words={})
    spec = _with_target(_with_options(empty, options), target_utilisation_frac)
    if kind in _FILE_KINDS:
        if not main:
            _refuse(text, text, "names no file", f"write {kind}:FILE")
        return replace(spec, path=Path(main).expanduser())
    if kind == "constant" and main:
        return replace(spec, level=_checked_number(text, "level", main, (0.0, 1.0)))
    if main:
        _refuse(text, main, "is not an option", "write OPTION=VALUE")
    return spec


def trace_path(spec: WorkloadSpec) -> Path:
    """Return the spec's file; a bare name that is no file stands for a trace shipped with the twin.

    The result may still be absent: the reader says so, with the path the user gave.
    """
    if spec.path is None:
        _refuse(spec.text, spec.text, "has no file", "write KIND:FILE")
    if spec.path.exists() or len(spec.path.parts) > 1:
        return spec.path
    return shipped_traces().get(spec.path.name.removesuffix(".csv"), spec.path)


def shipped_traces() -> dict[str, Path]:
    """Return the traces that ship with the twin by name."""
    folder = files("site_configs") / "traces"
    with as_file(folder) as path:
        return {trace.stem: trace for trace in sorted(path.glob("*-small.csv"))}


def _split_options(rest: str) -> tuple[str, list[tuple[str, str]]]:
    # Options stand at the end, so that a comma inside a file name does no harm.
    pieces = rest.split(",") if rest else []
    options: list[tuple[str, str]] = []
    while pieces and "=" in pieces[-1] and "/" not in pieces[-1].partition("=")[0]:
        name, _, value = pieces.pop().partition("=")
        options.insert(0, (name.strip(), value.strip()))
    return ",".join(pieces).strip(), options


def _with_options(spec: WorkloadSpec, options: list[tuple[str, str]]) -> WorkloadSpec:
    ranges, choices = _NUMBERS[spec.kind], _WORDS.get(spec.kind, {})
    numbers: dict[str, float] = {}
    words: dict[str, str] = {}
    for name, value in options:
        if name in ranges:
            numbers[name] = _checked_number(spec.text, name, value, ranges[name])
        elif name in choices:
            if value not in choices[name]:
                _refuse(
                    spec.text, f"{name}={value}", "is not a choice", f"use one of {', '.join(choices[name])}"
                )
            words[name] = value
        else:
            _refuse(spec.text, name, f"is no option of {spec.kind}", did_you_mean(name, [*ranges, *choices]))
    return replace(spec, numbers=numbers, words=words)


def _with_target(spec: WorkloadSpec, target_frac: float | None) -> WorkloadSpec:
    if target_frac is None:
        return spec
    if spec.kind not in _REQUESTS:
        _refuse(
            spec.text,
            f"--target-utilisation {target_frac:g}",
            "scales a request trace",
            "use it with azure:FILE or mooncake:FILE, or leave it out",
        )
    if not 0.0 < target_frac < 1.0:
        _refuse(
            spec.text,
            f"--target-utilisation {target_frac:g}",
            "cannot be reached",
            "give a fraction above 0 and below 1",
        )
    return replace(spec, target_utilisation_frac=target_frac)


def _checked_number(text: str, name: str, given: str, allowed: tuple[float, float]) -> float:
    low, high = allowed
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        _refuse(text, f"{name}={given}", "is not allowed", f"give a number from {low:g} to {high:g}")
    return value


def _refuse(text: str, given: str, message: str, remedy: str) -> NoReturn:
    raise UsageError(Problem(field=f"--workload {text}", given=given, message=message, remedy=remedy))
