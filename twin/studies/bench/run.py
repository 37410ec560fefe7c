"""Measurements one after the other, each in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from twin.errors import InternalError, Problem, UsageError
from twin.studies.bench.cases import Case

ERROR: Final = "error"
SAYS: Final = "@ "
"""Begins a line on stderr that tells how far a measurement is."""
FAILED: Final = 2
INTERRUPTED: Final = 130
TRACED: Final = "frontier"
"""The case whose load may be a measured one."""
LONGEST_H: Final = 24.0 * 366.0

Say = Callable[[str], None]
Row = dict[str, Any]


def run_bench(
    cases: Sequence[Case],
    say: Say,
    *,
    hours: float | None = None,
    trace: str | None = None,
    with_error: bool = True,
) -> list[Row]:
    """Measure cases and the error of the engine.

    Parameters
    ----------
    cases : sequence of Case
    say : callable
        Told how far it is.
    hours : float, optional
        Length of each case [h]; its own where not given.
    trace : str, optional
        File with the measured power of the case ``TRACED``; a generated load stands in where not given.
    with_error : bool
        Compare with the reference engine.

    Returns
    -------
    list of dict
        As `site_configs/schemas/bench.schema.json` describes.

    Raises
    ------
    UsageError
        The length is none, a trace has no case, or a case cannot be run.
    """
    if hours is not None and not 0.0 < hours <= LONGEST_H:
        raise UsageError(
            Problem(field="--hours", given=f"{hours:g}", message="is no length of a run",
                    allowed="above 0, up to 8784", remedy="give for example `--hours 24`")
        )  # fmt: skip
    if trace is not None and all(case.name != TRACED for case in cases):
        raise UsageError(
            Problem(field="--trace", given=trace, message=f"is for the case {TRACED}, which is not measured",
                    remedy=f"add `{TRACED}`, or leave the trace away")
        )  # fmt: skip
    compared = with_error and any(case.resolution == "chip" for case in cases)
    error = _in_a_process([ERROR], say) if compared else _NO_ERROR
    rows = []
    for case in cases:
        length = case.hours if hours is None else hours
        traced = [trace] if trace is not None and case.name == TRACED else []
        row = _in_a_process([case.name, repr(length), *traced], say)
        rows.append(row | (error if case.resolution == "chip" else _NO_ERROR))
    return rows


_NO_ERROR: Final[Row] = {"max_error_k": None, "max_plant_error_k": None, "error_slice": None}


def _in_a_process(arguments: Sequence[str], say: Say) -> Row:
    command = [sys.executable, "-m", "twin.studies.bench", *arguments]
    last = ""
    others = []
    with subprocess.Popen(  # noqa: S603  # our own module, with names out of the table
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101  # both were asked for
        assert process.stderr is not None  # noqa: S101
        try:
            for line in process.stderr:
                if line.startswith(SAYS):
                    last = line.removeprefix(SAYS).rstrip()
                    say(last)
                else:
                    others.append(line.rstrip())
            text = process.stdout.read()  # a few hundred characters: the pipe never fills
        except BaseException:
            process.terminate()
            raise
    if process.returncode == 0:
        row: Row = json.loads(text)
        return row
    if process.returncode == INTERRUPTED:
        raise KeyboardInterrupt
    if process.returncode == FAILED:
        raise UsageError(Problem(field="CASE", given=arguments[0], message=f"cannot be measured: {last}"))
    raise InternalError(f"measuring {arguments[0]} ended with {process.returncode}: {' '.join(others[-1:])}")
