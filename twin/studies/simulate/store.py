"""What stands beside the series of a run: chips, cabinets, summary and report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twin.engine.record.chips import QUANTILES
from twin.studies.simulate.folder import CABINETS, CHIPS, SUMMARY, TABLE, ResultFolder, write_text
from twin.studies.simulate.run import SimulationResult

Extra = Callable[[SimulationResult, Path], None]


def write_results(result: SimulationResult, folder: ResultFolder, report: Extra | None = None) -> Path:
    """Write what a run adds up to beside the series it has streamed.

    Parameters
    ----------
    result : SimulationResult
    folder : ResultFolder
        The one the run was given; of a complete run it loses its mark of an unfinished one.
    report : callable, optional
        Writes further files, such as the HTML page, into the folder it is given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UsageError
        The folder cannot be written.
    """

    def write(path: Path) -> None:
        _write_table(_chips(result), path / f"{CHIPS}{TABLE}")
        _write_table(_cabinets(result), path / f"{CABINETS}{TABLE}")
        write_text(path / SUMMARY, json.dumps(result.summary, indent=2, allow_nan=False))
        if report is not None:
            report(result, path)

    folder.finish(write, complete=not result.trajectory.interrupted)
    return folder.path


def _chips(result: SimulationResult) -> dict[str, Any]:
    """Return one row per chip: what its junction did."""
    chips, kept = result.plant.chips, result.trajectory.chips
    cabinets = result.plant.cabinets.names
    return {
        "chip": chips.names,
        "cabinet": [cabinets[place] for place in chips.cabinet_index],
        "junction_min_k": kept.min_k,
        **{f"junction_p{100 * q:02.0f}_k": row for q, row in zip(QUANTILES, kept.quantiles_k, strict=True)},
        "junction_max_k": kept.max_k,
        "above_throttle_s": kept.above_throttle_s,
        "above_shutdown_s": kept.above_shutdown_s,
    }


def _cabinets(result: SimulationResult) -> dict[str, Any]:
    """Return one row per cabinet: what reduced clocks cost it."""
    run = result.trajectory
    return {
        "cabinet": run.members["cabinets"],
        "throttle_time_s": run.throttle_time_s,
        "work_lost_frac": run.work_lost_frac,
    }


def _write_table(columns: dict[str, Any], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)
