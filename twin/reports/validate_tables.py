"""Validation cases as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twin.reports.table import Column, Row, Table, words

if TYPE_CHECKING:
    from twin.studies.validate import CaseResult


def validate_tables(results: Sequence[CaseResult]) -> tuple[Table, ...]:
    """Return one table per case, titled with what it is and how it ended."""
    from twin.studies.validate import render

    columns = (
        *words("quantity"),
        *(Column(title=title, right=True) for title in ("expected", "got", "error", "tolerance")),
        *words("", "source"),
    )
    return tuple(
        Table(
            title=f"{result.name}  {result.title}: {'passed' if result.passed else 'MISSED'}",
            columns=columns,
            rows=tuple(_row(cells) for cells in render([result])),
            note=result.shows,
        )
        for result in results
    )


def summary_sentence(results: Sequence[CaseResult]) -> str:
    """Return how many cases and checks there were, and which missed."""
    checks = [check for result in results for check in result.checks]
    missed = [result.name for result in results if not result.passed]
    ending = f"missed: {', '.join(missed)}" if missed else "all inside their tolerance"
    return f"{len(results)} cases, {len(checks)} numbers: {ending}."


def _row(cells: Sequence[str]) -> Row:
    return Row(cells=tuple(cells[1:]), status="" if cells[6] == "ok" else "violated")
