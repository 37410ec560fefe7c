"""Results of a run on disk: a folder that appears whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from twin.engine.trajectory import Trajectory
from twin.errors import Problem, UsageError
from twin.studies.simulate.run import SimulationResult

Extra = Callable[[SimulationResult, Path], None]


def write_results(result: SimulationResult, folder: Path, report: Extra | None = None) -> Path:
    """Write series, summary and report of a run into a new folder.

    Parameters
    ----------
    result : SimulationResult
    folder : Path
        Target; an earlier result of ours there is replaced, anything else is left alone and refused.
    report : callable, optional
        Writes further files, such as the HTML page, into the folder it is given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UsageError
        The folder holds something that is not a result, or cannot be written.
    """
    refuse_foreign(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _write_series(result.trajectory, draft)
        text = json.dumps(result.summary, indent=2, allow_nan=False)
        (draft / "summary.json").write_text(f"{text}\n", encoding="utf-8")
        if report is not None:
            report(result, draft)
        draft.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        draft.replace(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write_series(run: Trajectory, folder: Path) -> None:
    """Write one Parquet file per family: time, and one column `member.quantity` each."""
    import pandas as pd

    for family, quantities in run.series.items():
        columns = {"time_s": run.time_s}
        for quantity, values in quantities.items():
            for place, member in enumerate(run.members[family]):
                columns[f"{member}.{quantity}"] = values[:, place]
        pd.DataFrame(columns).to_parquet(folder / f"{family}.parquet", index=False)
    chips = {"throttle_time_s": run.throttle_time_s, "work_lost_frac": run.work_lost_frac}
    frame = pd.DataFrame({"cabinet": run.members["cabinets"], **{k: np.asarray(v) for k, v in chips.items()}})
    frame.to_parquet(folder / "chips.parquet", index=False)


def refuse_foreign(folder: Path) -> None:
    """Refuse a target that is a file, or a folder with something else than a result of a run in it.

    Raises
    ------
    UsageError
        Nothing there is touched.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            Problem(field="--out", given=str(folder), message="is a file", remedy="name a folder")
        )
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "summary.json").is_file():
        raise UsageError(
            Problem(field="--out", given=str(folder), message="holds files that are not a result of a run",
                    remedy="name another folder, or empty this one")
        )  # fmt: skip


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        Problem(field="--out", given=str(folder), message=f"cannot be written ({error.strerror})",
                remedy="name a folder you may write to")
    )  # fmt: skip
