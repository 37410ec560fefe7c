"""What the uncertain numbers do to every margin of a site, worked out on one of its equal islands each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from twin.config import SiteConfig, equal_islands
from twin.engine.sensitivity import Sensitivities, input_sensitivities, uncertain_numbers
from twin.engine.snapshot import Snapshot
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.limits import LimitTable
from twin.plant import Plant, build_plant
from twin.plant.records import Floats, Ints
from twin.studies.check.drives import drive_of
from twin.studies.check.types import MarginUncertainty

Say = Callable[[str], None]


def worked_out(config: SiteConfig, load: str, say: Say | None = None) -> MarginUncertainty:
    """Return the least certain input and the spread of every margin of a load case.

    Parameters
    ----------
    config : SiteConfig
    load : str
    say : callable, optional
        Told which number is moved.

    Returns
    -------
    MarginUncertainty
        On mean-chip cabinets. A margin of an island is that of each equal one. A margin that all islands share,
        that of the utility's contract, is moved by the sum of what each of them draws.
    """
    table = LimitTable(build_plant(config, "cabinet"))
    islands: list[_Islands] = []
    for equal in equal_islands(config):
        found = _of_one(equal[0], load, say)
        if found is None:
            return MarginUncertainty(names=(), spread=np.zeros(0))
        islands.append(_Islands(found, _rows_of(equal, table)))
    return _of_whole(config, islands, len(table.scopes))


@dataclass(frozen=True, slots=True)
class _Islands:
    """Swings on equal islands, and in which row of the site's margins each of theirs stands, shape (n_island, n_row)."""

    found: Sensitivities
    rows: Ints


def _of_one(config: SiteConfig, load: str, say: Say | None) -> Sensitivities | None:
    plant = build_plant(config, "cabinet")
    table = LimitTable(plant)

    def margins(of: Plant, seen: Snapshot) -> Floats:
        return table.judge(of, seen).margin

    def progress(done: int, total: int, name: str) -> None:
        if say is not None:
            say(f"least certain inputs, {load}: {done + 1} of {total}, {name}")

    steady = solve_steady(System(plant), drive_of(plant, load))
    if not steady.solved:
        return None
    return input_sensitivities(config, steady, lambda of: drive_of(of, load), margins, progress=progress)


def _rows_of(equal: Sequence[SiteConfig], whole: LimitTable) -> Ints:
    place = {row: i for i, row in enumerate(zip(whole.limit_index.tolist(), whole.scopes, strict=True))}
    tables = [LimitTable(build_plant(island, "cabinet")) for island in equal]
    return np.array(
        [
            [place[row] for row in zip(table.limit_index.tolist(), table.scopes, strict=True)]
            for table in tables
        ]
    )


def _of_whole(config: SiteConfig, islands: Sequence[_Islands], count: int) -> MarginUncertainty:
    names, spread = np.full(count, "", dtype=object), np.zeros(count)
    for each in islands:
        names[each.rows], spread[each.rows] = each.found.least_certain() or "", each.found.spread()
    visits = np.bincount(np.concatenate([each.rows.ravel() for each in islands]), minlength=count)
    for row in np.flatnonzero(visits > 1).tolist():
        total = _summed(config, islands, row)
        names[row], spread[row] = total.least_certain()[0], total.spread()[0]
    return MarginUncertainty(names=tuple(names.tolist()), spread=spread)


def _summed(config: SiteConfig, islands: Sequence[_Islands], row: int) -> Sensitivities:
    """Return the swings of a row to which every island adds its part."""
    total = dict.fromkeys(uncertain_numbers(config), 0.0)
    for each in islands:
        for column in np.nonzero(each.rows == row)[1].tolist():
            for name, swing in zip(each.found.names, each.found.swing[:, column].tolist(), strict=True):
                total[name] += swing
    return Sensitivities(names=tuple(total), swing=np.array(list(total.values()))[:, None])
