"""Both engines side by side: every state at every recorded instant, and how far they are apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from twin.engine import reference
from twin.engine.fast import simulate as fast
from twin.engine.record import Recording
from twin.engine.record.rows import Chunk
from twin.engine.record.sink import Checkpoint, MemorySink
from twin.engine.system import System, stored_energy_j
from twin.engine.trajectory import Trajectory
from twin.inputs import Inputs
from twin.plant import Plant
from twin.plant.records import Floats

TIGHT = 1e-7
"""Relative tolerance of the truth."""
CHIP_K = 0.05
PLANT_K = 0.005
"""How far the fast engine may be from the truth."""


@dataclass(frozen=True)
class Seen:
    """A run with its state at every recorded instant, shape (n_time, n_state)."""

    system: System
    run: Trajectory
    states: Floats

    @property
    def closure_frac(self) -> Floats:
        """Energy unaccounted for since the start over heat put in, at every instant after the first."""
        layout = self.system.layout
        stored = np.array([stored_energy_j(self.system, state) for state in self.states])
        heat_in, heat_out = self.states[:, layout.heat_in[0]], self.states[:, layout.heat_out[0]]
        lost = stored - stored[0] - heat_in + heat_out
        return np.asarray(np.abs(lost[1:]) / heat_in[1:])


class _Watching(MemorySink):
    """Keeps the state behind every row."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[Floats] = []

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        super().keep(chunk, checkpoint)
        self.states.append(checkpoint.state)


def seen(
    simulate: Callable[..., Trajectory], of: Plant, inputs: Inputs, length_s: float, **options: Any
) -> Seen:
    """Run an engine and keep its states."""
    sink = _Watching()
    with patch("twin.engine.trajectory.CHUNK_ROWS", 1):
        run = simulate(of, inputs, length_s, recording=Recording(sink=sink), **options)
    return Seen(System(of), run, np.array(sink.states))


def fast_run(of: Plant, inputs: Inputs, length_s: float, **options: Any) -> Seen:
    """Run the fast engine."""
    return seen(fast.simulate, of, inputs, length_s, **options)


def true_run(of: Plant, inputs: Inputs, length_s: float, **options: Any) -> Seen:
    """Run the reference engine with a tight tolerance."""
    return seen(reference.simulate, of, inputs, length_s, **({"relative_tolerance": TIGHT} | options))


@dataclass(frozen=True)
class Apart:
    """Largest differences between two runs at any recorded instant."""

    chip_k: float
    plant_k: float
    position: float
    where: str


def apart(one: Seen, other: Seen) -> Apart:
    """Compare all states of two runs of the same instants."""
    np.testing.assert_array_equal(one.run.time_s, other.run.time_s)
    layout = one.system.layout
    difference = np.abs(one.states - other.states)
    chips = np.concatenate([layout.die, layout.case])
    accounts = np.concatenate([layout.heat_in, layout.heat_out])
    rest = np.setdiff1d(np.arange(layout.state_count), np.concatenate([chips, layout.positions, accounts]))
    place = rest[int(np.argmax(difference[:, rest].max(axis=0)))]
    families = [name for name in layout.__slots__ if place in np.atleast_1d(getattr(layout, name))]
    instant = one.run.time_s[int(np.argmax(difference[:, place]))]
    return Apart(
        float(difference[:, chips].max(initial=0.0)),
        float(difference[:, rest].max()),
        float(difference[:, layout.positions].max()),
        f"{families[0]} at {instant:g} s",
    )
