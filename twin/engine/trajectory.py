"""The record of a run: series of everything but chips, and what the chips of each cabinet did."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from twin.engine.schedule import drive_at
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.system import System, stored_energy_j
from twin.errors import InternalError
from twin.inputs.signal import Inputs
from twin.plant.records import Floats, Names

THROTTLED_BELOW = 0.999
"""A clock below this share of nominal counts as throttled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """A run through time.

    ``series`` maps a family (``cabinets``, ``cdus``, ``tcs``, ``fws``, ``chw``, ``halls``, ``power``, ``site``)
    to quantities of shape (n_time, n_member), names in ``members``. Chips are summarised per cabinet:
    hottest junction, time below full clock and work lost. ``closure_frac`` is the energy the run cannot account
    for, over the heat put in.
    """

    time_s: Floats
    members: dict[str, Names]
    series: dict[str, dict[str, Floats]]
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


class _Sample(NamedTuple):
    """One recorded instant."""

    time_s: float
    row: dict[str, dict[str, Floats]]
    state: Floats


class Recorder:
    """Collects samples of a run."""

    def __init__(self, system: System, inputs: Inputs, stored_j: float) -> None:
        self._system = system
        self._inputs = inputs
        self._stored_j = stored_j
        self._samples: list[_Sample] = []
        self._peak = (-np.inf, "", 0.0)
        count = len(system.plant.cabinets.names)
        self._throttled_s = np.zeros(count)
        self._lost, self._wanted = np.zeros(count), np.zeros(count)

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded yet."""
        return not self._samples

    def record(self, time_s: float, state: Floats) -> None:
        """Add one sample."""
        system = self._system
        drive = drive_at(system.plant, self._inputs, time_s)
        view = snapshot(system, drive, state, system.evaluate(drive, state))
        self._count_clock(view, time_s)
        # One list, so that an interruption leaves no instant half recorded.
        self._samples.append(_Sample(time_s, _row(view), state))
        if view.chips.worst_junction_k.size:
            hottest = int(np.argmax(view.chips.worst_junction_k))
            peak = float(view.chips.worst_junction_k[hottest])
            if peak > self._peak[0]:
                self._peak = (peak, system.plant.chips.names[hottest], time_s)

    def _count_clock(self, view: Snapshot, time_s: float) -> None:
        span = 0.0 if self.empty else time_s - self._samples[-1].time_s
        chips = self._system.plant.chips
        owner, many = chips.cabinet_index, chips.multiplicity
        count = self._throttled_s.size
        activity = view.drive.activity_frac[owner] * many
        slow = np.zeros(count, dtype=bool)
        slow[owner[view.chips.clock_frac < THROTTLED_BELOW]] = True
        self._throttled_s += span * slow
        self._lost += span * np.bincount(
            owner, weights=activity * (1.0 - view.chips.clock_frac), minlength=count
        )
        self._wanted += span * np.bincount(owner, weights=activity, minlength=count)

    def trajectory(self, interrupted: bool) -> Trajectory:
        """Return everything recorded, at least one sample.

        Raises
        ------
        InternalError
            Nothing was recorded: a run without an instant has neither a length nor a last state.
        """
        if self.empty:
            raise InternalError("a run without a recorded instant is none")
        system, plant = self._system, self._system.plant
        layout, last = system.layout, self._samples[-1].state
        heat_in, heat_out = (float(last[i][0]) for i in (layout.heat_in, layout.heat_out))
        gained = stored_energy_j(system, last) - self._stored_j
        peak, chip, when = self._peak
        return Trajectory(
            time_s=np.array([sample.time_s for sample in self._samples]),
            members={
                "cabinets": plant.cabinets.names,
                "cdus": plant.cdus.names,
                "tcs": plant.tcs.names,
                "fws": plant.fws.names,
                "chw": plant.chw.names,
                "halls": plant.halls.names,
                "power": plant.power.elements.names,
                "site": (plant.name,),
            },
            series=_stacked([sample.row for sample in self._samples]),
            peak_junction_k=peak,
            peak_chip=chip,
            peak_time_s=when,
            throttle_time_s=self._throttled_s,
            work_lost_frac=self._lost / np.maximum(self._wanted, 1e-30),
            closure_frac=abs(gained - heat_in + heat_out) / max(heat_in, 1.0),
            last_state=last,
            interrupted=interrupted,
            label=self._inputs.label,
            notes=self._inputs.notes,
        )


def _row(view: Snapshot) -> dict[str, dict[str, Floats]]:
    families = {
        "cabinets": view.cabinets,
        "cdus": view.cdus,
        "tcs": view.tcs,
        "fws": view.fws,
        "chw": view.chw,
        "halls": view.halls,
    }
    row: dict[str, dict[str, Floats]] = {name: _values(record) for name, record in families.items()}
    row["power"] = {
        "load_w": view.power.load_w,
        "loss_w": view.power.loss_w,
        "current_a": view.power.current_a,
    }
    row["site"] = {
        "it_power_w": np.array([view.it_power_w]),
        "cooling_power_w": np.array([view.cooling_power_w]),
        "facility_power_w": np.array([view.facility_power_w]),
        "dry_bulb_k": np.array([view.drive.dry_bulb_k]),
        "wet_bulb_k": np.array([view.drive.wet_bulb_k]),
    }
    return row


def _values(record: Any) -> dict[str, Floats]:
    return {field.name: np.asarray(getattr(record, field.name), dtype=float) for field in fields(record)}


def _stacked(rows: list[dict[str, dict[str, Floats]]]) -> dict[str, dict[str, Floats]]:
    return {
        family: {name: np.stack([row[family][name] for row in rows]) for name in quantities}
        for family, quantities in rows[0].items()
    }
