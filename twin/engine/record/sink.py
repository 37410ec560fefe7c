"""Where rows of a run go, and from where it can go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from twin.engine.record.accounts import Arrays
from twin.engine.record.rows import Chunk, Table
from twin.plant.records import Floats, Ints

Series = Mapping[str, Mapping[str, Floats]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """All a run needs to go on from a recorded instant.

    ``arrays`` holds ``state``, ``stored_j``, the accounts under ``ACCOUNT.NAME``, and under ``carried.NAME`` what
    the engine asked to keep. They are the live arrays of the run: a sink writes them at once or copies them.
    """

    time_s: float
    arrays: Arrays

    @property
    def state(self) -> Floats:
        """A copy of the state, energy accounts included."""
        return np.array(self.arrays["state"])

    @property
    def carried(self) -> Arrays:
        """What the engine asked to keep, by name."""
        return self.under("carried")

    def under(self, account: str) -> Arrays:
        """Return the arrays of one account, by name."""
        prefix = f"{account}."
        return {
            name.removeprefix(prefix): values
            for name, values in self.arrays.items()
            if name.startswith(prefix)
        }


class Sink(Protocol):
    """Takes the rows of a run, a chunk at a time."""

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        """Keep rows; once this returns, the run can go on from the checkpoint."""

    def series(self) -> Series:
        """Return family → quantity → array of shape (n_time, n_member) of everything kept."""

    def time_s(self, family: str) -> Floats:
        """Return the instants of a family, empty where it has none."""


class MemorySink:
    """Keeps everything in memory; for short runs whose result nobody wants on disk."""

    def __init__(self) -> None:
        self._tables: dict[str, list[Table]] = {}

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        """Keep rows."""
        del checkpoint
        for family, table in chunk.tables().items():
            self._tables.setdefault(family, []).append(table)

    def series(self) -> Series:
        """Return all series."""
        return {
            family: {
                name: np.concatenate([table.quantities[name] for table in tables])
                for name in tables[0].quantities
            }
            for family, tables in self._tables.items()
        }

    def time_s(self, family: str) -> Floats:
        """Return the instants of a family."""
        return np.concatenate([np.empty(0), *(table.time_s for table in self._tables.get(family, ()))])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenChips:
    """Chips whose junctions are recorded one by one, and in which stretch of the run [s], both ends included."""

    places: Ints
    begin_s: float = 0.0
    end_s: float = np.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How a run is recorded: where to (memory where not given), which chips in full, and where it goes on."""

    sink: Sink | None = None
    chips: ChosenChips | None = None
    resume: Checkpoint | None = None
