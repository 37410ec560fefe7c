"""``twin validate``: the published cases."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from twin.cli.emit import emit_json
from twin.cli.options import Json
from twin.cli.outcome import OK, VIOLATED
from twin.cli.progress import one_line

if TYPE_CHECKING:
    from twin.studies.validate import CaseResult

HELP: Final = """Published cases against the twin's own physics.

Expected, got, error, tolerance and source of every number.

\b
Examples:
  twin validate
  twin validate V01 V12
  twin validate --json > validation.json

\b
Exit codes: 0 all inside their tolerance; 1 a miss; 2 no such case.
"""


def validate(
    cases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CASE]...", help="Names such as V05; all where none is given."),
    ] = None,
    json: Json = False,
) -> int:
    """Run the published cases."""
    from twin.studies.validate import case_names, run_cases

    results: list[CaseResult] = []
    with one_line() as say:
        wanted = {name.upper() for name in cases} if cases else set(case_names())
        ordered = [name for name in case_names() if name in wanted]
        if len(ordered) < len(wanted):
            run_cases(cases)  # refuses the names that are no case
        for name in ordered:
            say(f"case {name}")
            results += run_cases([name])
    if json:
        emit_json(
            {"passed": all(result.passed for result in results), "cases": [_fields(r) for r in results]}
        )
    else:
        _print(results)
    return OK if all(result.passed for result in results) else VIOLATED


def _fields(result: CaseResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "title": result.title,
        "kind": result.kind,
        "shows": result.shows,
        "passed": result.passed,
        "checks": [
            {
                "quantity": check.quantity,
                "expected": _finite(check.expected),
                "got": _finite(check.got),
                "error": _finite(check.error),
                "tolerance": check.tolerance,
                "relative": check.relative,
                "unit": check.unit,
                "passed": check.passed,
                "source": check.source,
            }
            for check in result.checks
        ],
    }


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def _print(results: list[CaseResult]) -> None:
    from twin.reports.terminal import console_for, show_tables
    from twin.reports.validate_tables import summary_sentence, validate_tables

    console = console_for(sys.stdout)
    show_tables(console, validate_tables(results))
    sys.stdout.write(f"\n{summary_sentence(results)}\n")
