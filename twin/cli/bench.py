"""``twin bench``: speed, memory and error of the fast engine on this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from twin.cli.emit import emit_json
from twin.cli.options import Json
from twin.cli.outcome import OK
from twin.cli.progress import one_line

if TYPE_CHECKING:
    from twin.reports.table import Table

HELP: Final = """Speed, memory and error of the fast engine here.

Seconds per simulated day, peak memory, the error against the reference engine on a slice of 768 chips, and the time
that moving the chips' memory alone would take at the bandwidth measured in the same run. One run each, in a process
of its own; not the best of several. Other work on the machine shows in the figures.

\b
Examples:
  twin bench
  twin bench cloudmatrix384 atlas960-superpod --json > bench.json
  twin bench cloudmatrix384-x432 --hours 24
  twin bench frontier --trace cdu-power.parquet
  twin bench --list

\b
Exit codes: 0 measured; 2 no such case, or one that cannot be run; 130 interrupted.
"""


def bench(
    cases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CASE]...", help="Names out of `twin bench --list`; all where none is given."
        ),
    ] = None,
    hours: Annotated[
        float | None,
        typer.Option(metavar="H", help="Simulated length; a part of a day, scaled up, where not given."),
    ] = None,
    trace: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Measured power for the case frontier, as `twin simulate --workload replay:FILE` reads it; "
            "a generated load stands in where not given.",
        ),
    ] = None,
    error: Annotated[
        bool, typer.Option("--error/--no-error", help="Compare with the reference engine; half a minute.")
    ] = True,
    json: Json = False,
    list_only: Annotated[bool, typer.Option("--list", help="Show the cases and measure nothing.")] = False,
) -> int:
    """Measure the fast engine."""
    from twin.studies.bench import chosen, run_bench

    wanted = chosen(cases or [])
    if list_only:
        from twin.reports.bench_tables import case_table

        if json:
            emit_json(
                [{"name": case.name, "resolution": case.resolution, "hours": case.hours} for case in wanted]
            )
        else:
            _show(case_table(wanted))
        return OK
    with one_line() as say:
        rows = run_bench(
            wanted, say, hours=hours, trace=None if trace is None else str(trace), with_error=error
        )
    if json:
        emit_json(rows)
    else:
        from twin.reports.bench_tables import bench_tables

        _show(*bench_tables(rows))
    return OK


def _show(*tables: Table) -> None:
    from twin.reports.terminal import console_for, show_tables

    show_tables(console_for(sys.stdout), tables)
