"""The record of a run: series of everything but chips, and what the chips did."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from twin.engine.drive import drives_together
from twin.engine.flow import FlowState, flows_together
from twin.engine.record.accounts import Account, Arrays, Clock, Hottest
from twin.engine.record.chips import ChipStatistics, ChipSummary
from twin.engine.record.clock import ClockAccount
from twin.engine.record.parquet import blocks_of
from twin.engine.record.peak import Peak
from twin.engine.record.rows import JUNCTIONS, Chunk, members_of, row_of
from twin.engine.record.sink import Checkpoint, MemorySink, Recording, Series
from twin.engine.record.unbroken import unbroken
from twin.engine.schedule import drive_at
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.system import System, stored_energy_j
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Names

CHUNK_BYTES: Final = 32_000_000
CHUNK_ROWS: Final = 4096
CHUNK_WALL_S: Final = 60.0
"""Rows are handed on when a chunk is this large, this long or this old, so that a crash costs a minute."""
INSTANTS_AT_ONCE: Final = 16
VALUES_AT_ONCE: Final = 524_288
"""Most instants, and most values of their states, that are looked at together. A call costs about a microsecond before
it works on its first number, which 16 instants share; beyond some megabytes of states there is nothing to share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """A run through time.

    ``series`` maps a family (``cabinets``, ``cdus``, ``tcs``, ``fws``, ``chw``, ``halls``, ``power``, ``site``, and
    ``junctions`` where chips were chosen) to quantities of shape (n_time, n_member), names in ``members``. Of a run
    that was streamed to disk a quantity is read when it is asked for; `reduced` reads it piece by piece. Junctions
    of chosen chips have instants of their own, ``junction_time_s``. All other chips are summarised: each chip's
    junction in ``chips``, and per cabinet the time below full clock and the work lost. ``closure_frac`` is the
    energy the run cannot account for, over the heat put in; the series ``closure_frac`` of ``site`` says it of every
    instant.
    """

    time_s: Floats
    junction_time_s: Floats
    members: dict[str, Names]
    series: Series
    chips: ChipSummary
    peak_junction_k: float
    peak_chip: str
    peak_time_s: float
    throttle_time_s: Floats
    work_lost_frac: Floats
    closure_frac: float
    last_state: Floats
    interrupted: bool
    label: str
    notes: tuple[str, ...]

    def reduced(self, family: str, quantity: str, reduce: Callable[[Floats], Any]) -> Any:
        """Return a quantity made smaller in memory that does not grow with the run.

        Parameters
        ----------
        family, quantity : str
        reduce : callable
            Takes some consecutive rows, shape (n, n_member), and returns an array; the results are put one after
            another along the first axis.
        """
        return np.concatenate([reduce(block) for block in blocks_of(self.series[family], quantity)])


class Recorder:
    """Collects samples of a run.

    Parameters
    ----------
    system : System
    inputs : Inputs
    stored_j : float
        Heat stored in the plant at the start [J]; of a resumed run the checkpoint knows it.
    recording : Recording
    prepare : callable, optional
        Called with the recorder before a checkpoint is read: an engine that counts every step puts its own accounts
        of clock and peak in the place of those that look at recorded instants only.
    """

    def __init__(
        self,
        system: System,
        inputs: Inputs,
        stored_j: float,
        recording: Recording | None = None,
        prepare: Callable[[System, Recorder], None] | None = None,
    ) -> None:
        recording = recording or Recording()
        plant = system.plant
        self.system = system
        self._inputs = inputs
        self._stored_j = stored_j
        self._sink = recording.sink or MemorySink()
        self._chosen = recording.chips
        self._members = members_of(plant)
        if self._chosen is not None:
            self._members[JUNCTIONS] = tuple(plant.chips.names[place] for place in self._chosen.places)
        self.clock: Clock = ClockAccount(plant)
        self.peak: Hottest = Peak(plant.chips)
        self.notes: Callable[[], Names] = tuple
        if prepare is not None:
            prepare(system, self)
        self._chips = ChipStatistics(plant.chips)
        self._accounts: dict[str, Account] = {"clock": self.clock, "peak": self.peak, "chips": self._chips}
        self._time_s: float | None = None
        self._looked_s: float | None = None
        count = system.layout.state_count
        self._states = np.empty((max(min(INSTANTS_AT_ONCE, VALUES_AT_ONCE // count), 1), count))
        self._times, self._flows = list[float](), list[FlowState]()
        self._state, self._carried = np.zeros(0), dict[str, Any]()
        if recording.resume is not None:
            self._resume(recording.resume)
        self._begin_chunk()

    def _resume(self, checkpoint: Checkpoint) -> None:
        self._time_s = self._looked_s = checkpoint.time_s
        self._state = checkpoint.state
        self._carried = dict(checkpoint.carried)
        self._stored_j = float(checkpoint.arrays["stored_j"])
        for name, account in self._accounts.items():
            account.restore(checkpoint.under(name))

    def _begin_chunk(self) -> None:
        self._chunk = Chunk(self._members)
        self._chunk_began = time.monotonic()

    def enter(self, system: System) -> None:
        """Go on with the plant after an event."""
        with unbroken():
            self._look()
            self.system = system

    def record(
        self, time_s: float, state: Floats, flow: FlowState | None = None, carried: Arrays | None = None
    ) -> None:
        """Record one instant; Ctrl-C waits until that is done.

        What it shows is worked out later, together with the next ones, and before anything is handed on.

        Parameters
        ----------
        time_s : float
        state : ndarray, shape (n_state,)
            Copied, as is everything else that is kept: an engine may reuse its arrays.
        flow : FlowState, optional
            Solved networks at this state, where the engine has them.
        carried : mapping, optional
            Further arrays the engine needs to go on from here; a checkpoint hands them back.
        """
        with unbroken():
            self._flows.append(self.system.flows(state) if flow is None else flow.copy())
            self._state = self._states[len(self._times)]
            self._state[:] = state
            self._times.append(time_s)
            self._time_s = time_s
            self._carried = {name: np.array(values) for name, values in (carried or {}).items()}
            for account in self._accounts.values():
                account.mark()
            if len(self._times) == len(self._states):
                self._look()
            if self._chunk_is_full():
                self._hand_on()

    def _look(self) -> None:
        """Work out what the instants show that wait for it."""
        if not self._times:
            return
        system, time_s, state = self.system, np.array(self._times), self._states[: len(self._times)]
        drive = drives_together([drive_at(system.plant, self._inputs, now_s) for now_s in self._times])
        view = snapshot(system, drive, state, system.algebra(drive, state, flows_together(self._flows)))
        span_s = np.diff(time_s, prepend=time_s[0] if self._looked_s is None else self._looked_s)
        for account in self._accounts.values():
            account.add(view, time_s, span_s)
        rows = row_of(view)
        closures = [closure_frac(system, each, self._stored_j) for each in state]
        rows["site"]["closure_frac"] = np.array(closures)[:, np.newaxis]
        self._chunk.add(time_s, rows)
        self._add_chosen(time_s, view)
        self._looked_s = self._times[-1]
        self._times.clear()
        self._flows.clear()

    def _add_chosen(self, time_s: Floats, view: Snapshot) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        inside = (chosen.begin_s <= time_s) & (time_s <= chosen.end_s)
        if inside.any():
            junction_k = view.chips.worst_junction_k[np.ix_(inside, chosen.places)]
            self._chunk.add(time_s[inside], {JUNCTIONS: {"junction_k": junction_k}})

    def _chunk_is_full(self) -> bool:
        return (
            self._chunk.byte_count >= CHUNK_BYTES
            or self._chunk.row_count + len(self._times) >= CHUNK_ROWS
            or time.monotonic() - self._chunk_began >= CHUNK_WALL_S
        )

    def flush(self) -> None:
        """Hand on the rows gathered so far; Ctrl-C waits until that is done."""
        with unbroken():
            self._hand_on()

    def _hand_on(self) -> None:
        self._look()
        if self._chunk.row_count and self._time_s is not None:
            self._sink.keep(self._chunk, self._checkpoint(self._time_s))
        self._begin_chunk()

    def _checkpoint(self, time_s: float) -> Checkpoint:
        arrays: dict[str, Any] = {"state": self._state.copy(), "stored_j": np.array(self._stored_j)}
        arrays |= {f"carried.{name}": values for name, values in self._carried.items()}
        for account, kept in self._accounts.items():
            arrays |= {f"{account}.{name}": values for name, values in kept.arrays().items()}
        return Checkpoint(time_s=time_s, arrays=arrays)

    def trajectory(self, interrupted: bool) -> Trajectory:
        """Return everything recorded.

        Raises
        ------
        KeyboardInterrupt
            Where the run was interrupted before its first instant: there is nothing to return.
        """
        if self._time_s is None:
            raise KeyboardInterrupt
        self.flush()
        return Trajectory(
            time_s=self._sink.time_s("site"),
            junction_time_s=self._sink.time_s(JUNCTIONS),
            members=self._members,
            series=self._sink.series(),
            chips=self._chips.summary(),
            peak_junction_k=self.peak.junction_k,
            peak_chip=self.peak.chip,
            peak_time_s=self.peak.time_s,
            throttle_time_s=self.clock.throttled_s,
            work_lost_frac=self.clock.work_lost_frac,
            closure_frac=closure_frac(self.system, self._state, self._stored_j),
            last_state=self._state.copy(),
            interrupted=interrupted,
            label=self._inputs.label,
            notes=(*self._inputs.notes, *self.notes()),
        )


def closure_frac(system: System, state: Floats, stored_j: float) -> float:
    """Return the energy a run cannot account for at a state, over the heat put in."""
    layout = system.layout
    heat_in, heat_out = (float(state[place][0]) for place in (layout.heat_in, layout.heat_out))
    gained = stored_energy_j(system, state) - stored_j
    return abs(gained - heat_in + heat_out) / max(heat_in, 1.0)
