"""The folder that a run streams its results into: parts, a checkpoint, and a mark that says it is not finished.

``running.json`` stands in the folder from the first rows on and is taken away when the run is complete. It names the
run, the last checkpoint and how many parts belong to it. Each file appears whole or not at all, parts before the
checkpoint that counts them, so that whatever ends the process leaves a readable beginning to go on from.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from twin.engine.record import Checkpoint, Chunk
from twin.engine.record.parquet import StoredFamily, part_name, stored_family, write_part
from twin.engine.record.rows import FAMILIES, JUNCTIONS
from twin.engine.record.sink import Series
from twin.errors import Problem, UsageError
from twin.plant.records import Floats
from twin.studies.simulate.fingerprint import Identity, differences

RUNNING: Final = "running.json"
SUMMARY: Final = "summary.json"
REPORT: Final = "report.html"
TABLE: Final = ".parquet"
CHECKPOINT: Final = "checkpoint-*.npz"
CHIPS: Final = "chips"
CABINETS: Final = "cabinet_summary"
SERIES: Final = (*FAMILIES, JUNCTIONS)
OURS: Final = (
    *(f"{name}{TABLE}" for name in (*SERIES, CHIPS, CABINETS)),
    *(f"{dot}{name}" for dot in ("", ".") for name in (SUMMARY, REPORT, RUNNING, CHECKPOINT)),
)
"""All names a run writes; nothing else in the folder is ever touched."""


class ResultFolder:
    """Takes the rows of a run into a folder. Nothing is written or removed before the first rows arrive.

    Parameters
    ----------
    folder : Path
        New, empty, or holding an earlier finished result, which the first rows replace.
    resume : bool
        Go on with the unfinished run that is there.

    Raises
    ------
    UsageError
        The folder holds something else, or an unfinished run while none is to be resumed, or the other way round.
    """

    def __init__(self, folder: Path, *, resume: bool = False) -> None:
        self.path = folder
        self._resume = resume
        self._identity: Identity = {}
        self._parts = 0
        self._lock: int | None = None
        self._began, self._spent_s = time.monotonic(), 0.0
        self._refuse()
        import_module("pyarrow.parquet")  # a tenth of a second: now, not when the first rows are handed over

    def _refuse(self) -> None:
        refuse_foreign(self.path)
        found = unfinished(self.path)
        if self._resume and not found.get("parts"):
            raise _wrong(self.path, "holds no run to resume", "start it without `--resume`")
        if found.get("parts") and not self._resume:
            raise _wrong(self.path, "holds a run that is not finished",
                         "add `--resume` to go on with it, remove the folder, or name another")  # fmt: skip

    @property
    def wall_s(self) -> float:
        """Time spent on the run so far, before it was resumed included [s]."""
        return self._spent_s + time.monotonic() - self._began

    def begin(self, identity: Identity) -> Checkpoint | None:
        """Take up a run: return where it goes on, or None for a new one.

        Raises
        ------
        UsageError
            The run to resume is another one, or is still running.
        """
        self._identity = identity
        self._began = time.monotonic()
        if not self._resume:
            return None
        self._claim()
        found = unfinished(self.path)
        changed = differences(found["run"], identity)
        if changed:
            self.close()
            raise _wrong(self.path, f"holds a run that was started otherwise: {', '.join(changed)}",
                         "repeat the command it was started with, or name another folder")  # fmt: skip
        self._parts, self._spent_s = found["parts"], found["wall_s"]
        checkpoint = self._read_checkpoint(found)
        self._drop_what_came_after()
        return checkpoint

    def _read_checkpoint(self, found: dict[str, Any]) -> Checkpoint:
        try:
            with (self.path / found["arrays"]).open("rb") as file, np.load(file) as arrays:
                return Checkpoint(time_s=found["time_s"], arrays=dict(arrays))
        except (OSError, ValueError, BadZipFile) as error:
            self.close()
            raise _wrong(self.path, f"holds no readable {found['arrays']} to resume from",
                         "remove the folder, or name another") from error  # fmt: skip

    def _drop_what_came_after(self) -> None:
        for family in SERIES:
            for part in (self.path / f"{family}{TABLE}").glob("*"):
                if part.name >= part_name(self._parts) or part.name.startswith("."):
                    part.unlink()
        for name in (SUMMARY, REPORT, f"{CHIPS}{TABLE}", f"{CABINETS}{TABLE}"):
            (self.path / name).unlink(missing_ok=True)

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        """Write a part of each family, then the checkpoint that counts it."""
        try:
            if self._lock is None:
                self._make_room()
            for family, table in chunk.tables().items():
                write_part(table, self.path / f"{family}{TABLE}", self._parts)
            self._parts += 1
            self._write_checkpoint(checkpoint)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _make_room(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        self._claim()
        self._refuse()  # somebody may have been here in the meantime
        self._mark(0.0, "")  # before anything else, so that the folder is known as ours whatever happens
        remove_ours(self.path, besides=RUNNING)

    def _claim(self) -> None:
        """Lock the folder; the lock ends with the process, however that ends."""
        self._lock = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise _wrong(
                self.path, "is being written by another run", "wait for it, or name another folder"
            ) from error

    def _write_checkpoint(self, checkpoint: Checkpoint) -> None:
        arrays = CHECKPOINT.replace("*", f"{self._parts:05}")
        with (self.path / f".{arrays}").open("wb") as file:
            np.savez(file, **dict(checkpoint.arrays))  # type: ignore[arg-type]  # its stub takes a name for a flag
        (self.path / f".{arrays}").replace(self.path / arrays)
        self._mark(checkpoint.time_s, arrays)
        for older in self.path.glob(CHECKPOINT):
            if older.name != arrays:
                older.unlink()

    def _mark(self, time_s: float, arrays: str) -> None:
        mark = {
            "about": "A run of `twin simulate` that is not finished; the same command with --resume goes on with it.",
            "time_s": time_s,
            "parts": self._parts,
            "arrays": arrays,
            "wall_s": round(self.wall_s, 3),
            "run": self._identity,
        }
        write_text(self.path / RUNNING, json.dumps(mark, indent=2))

    def families(self) -> dict[str, StoredFamily]:
        """Return what is kept of each family."""
        return families_of(self.path, self._parts)

    def series(self) -> Series:
        """Return all series; a quantity is read when it is asked for."""
        return self.families()

    def time_s(self, family: str) -> Floats:
        """Return the instants of a family."""
        found = self.families().get(family)
        return np.empty(0) if found is None else found.time_s

    def finish(self, write: Callable[[Path], None], *, complete: bool) -> None:
        """Let the rest of a result be written, and take the mark away if the run is complete."""
        try:
            write(self.path)
            if complete:
                (self.path / RUNNING).unlink(missing_ok=True)
                for arrays in self.path.glob(CHECKPOINT):
                    arrays.unlink()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def families_of(folder: Path, parts: int | None = None) -> dict[str, StoredFamily]:
    """Return the series of a result by family; of an unfinished one those its last checkpoint counts."""
    most = unfinished(folder).get("parts") if parts is None else parts
    found = {}
    for family in SERIES:
        every = sorted((folder / f"{family}{TABLE}").glob(part_name(0).replace("00000", "*")))
        counted = [part for part in every if most is None or part.name < part_name(most)]
        if counted:
            found[family] = stored_family(counted)
    return found


def unfinished(folder: Path) -> dict[str, Any]:
    """Return the mark of an unfinished run, empty where there is none."""
    try:
        text = (folder / RUNNING).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        found = json.loads(text)
        return {key: found[key] for key in ("time_s", "parts", "arrays", "wall_s", "run")}
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong(folder, f"holds a {RUNNING} that is not ours", "name another folder") from error


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
    ours = any((folder / name).is_file() for name in (SUMMARY, RUNNING))
    if folder.is_dir() and any(folder.iterdir()) and not ours:
        raise _wrong(
            folder, "holds files that are not a result of a run", "name another folder, or empty this one"
        )


def remove_ours(folder: Path, *, besides: str) -> None:
    """Remove what runs have written besides one file, and leave everything else."""
    for pattern in OURS:
        for path in folder.glob(pattern):
            if path.name == besides:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a file that appears whole or not at all."""
    draft = path.with_name(f".{path.name}")
    draft.write_text(f"{text}\n", encoding="utf-8")
    draft.replace(path)


def _wrong(folder: Path, message: str, remedy: str) -> UsageError:
    return UsageError(Problem(field="--out", given=str(folder), message=message, remedy=remedy))


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return _wrong(folder, f"cannot be written ({error.strerror})", "name a folder you may write to")
