"""Rows of a run: one per family and instant, gathered in chunks of bounded size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final

import numpy as np

from twin.engine.snapshot import Snapshot
from twin.plant.records import Floats, Names, Plant

FAMILIES: Final = ("cabinets", "cdus", "tcs", "fws", "chw", "halls", "power", "site")
JUNCTIONS: Final = "junctions"
"""Family of the chips that were chosen to be recorded in full."""

Rows = Mapping[str, Mapping[str, Floats]]
"""Quantities of families, shape (n_member,), or (n, n_member) of n instants where they change with time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one family: times of shape (n,), quantities of shape (n, n_member)."""

    members: Names
    time_s: Floats
    quantities: dict[str, Floats]


class Chunk:
    """Rows that are not yet handed on."""

    def __init__(self, members: Mapping[str, Names]) -> None:
        self.members = members
        self.byte_count = 0
        self._counts = Counter[str]()
        self._times: dict[str, list[Floats]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, list[Floats]] = {}

    @property
    def row_count(self) -> int:
        """Rows of the family that has most."""
        return max(self._counts.values(), default=0)

    def add(self, time_s: Floats, rows: Rows) -> None:
        """Add copies of the values of some instants, shape (n,); a family may be absent."""
        for family, quantities in rows.items():
            names = self._names.setdefault(family, tuple(quantities))
            kept = np.empty((len(names), time_s.size, len(self.members[family])))
            for place, name in enumerate(names):
                kept[place] = quantities[name]
            self._times.setdefault(family, []).append(time_s)
            self._rows.setdefault(family, []).append(kept)
            self._counts[family] += time_s.size
            self.byte_count += kept.nbytes

    def tables(self) -> dict[str, Table]:
        """Return the rows of each family that has any."""
        return {
            family: Table(
                members=self.members[family],
                time_s=np.concatenate(self._times[family]),
                quantities=dict(zip(self._names[family], np.concatenate(rows, axis=1), strict=True)),
            )
            for family, rows in self._rows.items()
        }


def members_of(plant: Plant) -> dict[str, Names]:
    """Return the names of the columns of each family."""
    own = {family: getattr(plant, family).names for family in FAMILIES if family not in ("power", "site")}
    return {**own, "power": plant.power.elements.names, "site": (plant.name,)}


def row_of(view: Snapshot) -> dict[str, dict[str, Floats]]:
    """Return what is recorded of an instant or of several, chips left out."""
    own = [family for family in FAMILIES if family not in ("power", "site")]
    row = {family: _values(getattr(view, family)) for family in own}
    row["power"] = {
        "load_w": view.power.load_w,
        "loss_w": view.power.loss_w,
        "current_a": view.power.current_a,
    }
    row["site"] = {
        "it_power_w": np.expand_dims(view.it_power_w, -1),
        "cooling_power_w": np.expand_dims(view.cooling_power_w, -1),
        "facility_power_w": np.expand_dims(view.facility_power_w, -1),
        "dry_bulb_k": np.atleast_1d(view.drive.dry_bulb_k),
        "wet_bulb_k": np.atleast_1d(view.drive.wet_bulb_k),
    }
    return row


def _values(record: Any) -> dict[str, Floats]:
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(kind: type) -> Names:
    return tuple(field.name for field in fields(kind))
