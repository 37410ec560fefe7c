"""Results of the cases as rows of text: for the terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from twin.studies.validate.result import CaseResult, Check
from twin.studies.validate.runner import run_cases

COLUMNS: Final = ("case", "quantity", "expected", "got", "error", "tolerance", "pass", "source")


def render(results: Sequence[CaseResult]) -> list[tuple[str, ...]]:
    """Return one row of text per check, in the order of ``COLUMNS``.

    Parameters
    ----------
    results : sequence of CaseResult
        From ``run_cases``.

    Returns
    -------
    list of tuple of str
        Errors and tolerances carry their unit or a percent sign; ``pass`` is ``ok`` or ``MISS``.
    """
    return [_row(result, check) for result in results for check in result.checks]


def _row(result: CaseResult, check: Check) -> tuple[str, ...]:
    unit = f" {check.unit}" if check.unit else ""
    return (
        result.name,
        check.quantity,
        f"{check.expected:.6g}{unit}",
        f"{check.got:.6g}{unit}",
        error_text(check),
        tolerance_text(check),
        "ok" if check.passed else "MISS",
        check.source,
    )


def error_text(check: Check) -> str:
    """Return the error with its sign, in per cent or in the unit of the check.

    >>> error_text(Check(quantity="T", expected=300.0, got=300.5, tolerance=1.0, relative=False, unit="K", source=""))
    '+0.5 K'
    """
    if check.relative:
        return f"{100.0 * check.error:+.2g} %"
    return f"{check.error:+.2g} {check.unit}".rstrip()


def tolerance_text(check: Check) -> str:
    """Return the tolerance, in per cent or in the unit of the check."""
    if check.relative:
        return f"{100.0 * check.tolerance:.3g} %"
    return f"{check.tolerance:.3g} {check.unit}".rstrip()


def markdown_table(results: Sequence[CaseResult] | None = None) -> str:
    """Return the summary that the documentation shows: one row per case with its largest error.

    Parameters
    ----------
    results : sequence of CaseResult, optional
        All cases are run when left out.

    Returns
    -------
    str
        Table in Markdown. The error shown is the one that uses most of its tolerance.
    """
    rows = run_cases() if results is None else results
    lines = [
        "| case | what | kind | checks | closest to its tolerance | error | tolerance | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in rows:
        worst = result.worst
        verdict = "pass" if result.passed else "**miss**"
        lines.append(
            f"| {result.name} | {result.title} | {result.kind} | {len(result.checks)} | {worst.quantity} "
            f"| {error_text(worst)} | {tolerance_text(worst)} | {verdict} |"
        )
    return "\n".join(lines) + "\n"
