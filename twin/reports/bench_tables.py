"""Measurements of the fast engine as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from twin.reports.numbers import MISSING, number
from twin.reports.table import Column, Row, Table, words

if TYPE_CHECKING:
    from twin.studies.bench import Case

Figures = Mapping[str, Any]


def case_table(cases: Sequence[Case]) -> Table:
    """Return what can be measured."""
    return Table(
        title="Cases",
        columns=(
            *words("case", "resolution"),
            Column(title="load changes every", unit="s", right=True),
            Column(title="step", unit="s", right=True),
            Column(title="simulated", unit="h", right=True),
        ),
        rows=tuple(
            Row(
                cells=(
                    case.name,
                    case.resolution,
                    f"{case.input_s:g}",
                    f"{case.step_s:g}",
                    number(case.hours),
                )
            )
            for case in cases
        ),
    )


def bench_tables(rows: Sequence[Figures]) -> tuple[Table, ...]:
    """Return the figures of all cases: speed and memory, the floor, and accuracy."""
    return (_speed(rows), _floor(rows), _accuracy(rows))


def _speed(rows: Sequence[Figures]) -> Table:
    return _table(
        "Speed and memory",
        rows,
        (
            ("chips", "", "chips"),
            ("resolution", "", "resolution"),
            ("step", "s", "dt_s"),
            ("simulated", "h", "simulated_hours"),
            ("per day", "s", "seconds_per_day"),
            ("of it CPU", "s", "cpu_seconds_per_day"),
            ("peak memory", "MB", "peak_memory_mb"),
            ("live tick", "ms", "tick_ms"),
            ("start", "s", "start_s"),
            ("compiling", "s", "compile_s"),
            ("machine load", "", "load_average"),
        ),
        "One run each, recorded every 300 s to disk; loading, compiling and the first steady state apart. A live tick is a "
        "second and all outputs, the best of 20.",
    )


def _floor(rows: Sequence[Figures]) -> Table:
    return _table(
        "Against the memory bandwidth of this machine",
        rows,
        (
            ("per chip and step", "B", "bytes_per_chip_step"),
            ("working set", "MB", "triad_working_set_mb"),
            ("threads", "", "threads"),
            ("triad", "GB/s", "triad_gb_s"),
            ("floor", "s/day", "floor_seconds_per_day"),
            ("measured", "s/day", "seconds_per_day"),
            ("ratio", "", "bandwidth_floor_ratio"),
        ),
        "Floor: bytes that the chip kernel moves, over the bandwidth of a triad on a working set of the same size and "
        "as many threads, measured right before and after the run; 32 bytes per element.",
    )


def _accuracy(rows: Sequence[Figures]) -> Table:
    slices = sorted({row["error_slice"] for row in rows if row["error_slice"]})
    note = f"Largest error against the reference engine: {', '.join(slices)}." if slices else ""
    return Table(
        title="Accuracy",
        columns=(
            *words("case"),
            Column(title="junctions", unit="K", right=True),
            Column(title="plant", unit="K", right=True),
            Column(title="energy closure", right=True),
            *words("load"),
        ),
        rows=tuple(
            Row(
                cells=(
                    row["name"],
                    _small(row["max_error_k"]),
                    _small(row["max_plant_error_k"]),
                    _small(row["energy_closure"]),
                    "; ".join(row["notes"]),
                )
            )
            for row in rows
        ),
        note=note,
    )


def _table(title: str, rows: Sequence[Figures], columns: Sequence[tuple[str, str, str]], note: str) -> Table:
    return Table(
        title=title,
        columns=(*words("case"), *(Column(title=name, unit=unit, right=True) for name, unit, _ in columns)),
        rows=tuple(Row(cells=(row["name"], *(_cell(row[key]) for _, _, key in columns))) for row in rows),
        note=note,
    )


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return value if isinstance(value, str) else number(value)


def _small(value: float | None) -> str:
    return MISSING if value is None else f"{value:.1e}"
