"""Cases of a site settled on its islands: each of equal ones once, and under a failure only the one that has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from twin.config import SiteConfig, equal_islands
from twin.engine.failure import Failure, without
from twin.engine.layout import layout_of
from twin.engine.part import PlacesInWhole
from twin.engine.steady import polished, solve_steady
from twin.engine.system import System
from twin.plant import Plant, build_plant
from twin.plant.records import Floats, Ints, Names
from twin.studies.check.drives import drive_of
from twin.studies.check.types import Case

FAMILIES: Final = ("cabinets", "cdus", "fws", "chw", "halls", "power")
"""Families in which a unit may fail."""
LOOKS: Final = 4
"""Most steps to a state that is settled for a new system too, whose networks come to their flows from a cold start."""


class Islands:
    """The islands of a site, and the state of the whole put together from theirs.

    Parameters
    ----------
    config : SiteConfig
    plant : Plant
        Of that site, all units running.

    Notes
    -----
    A state is where the steady solve of the whole plant starts. It ends there as well, for the solver finds nothing
    out of balance; should it find something, it goes on. The result is always that of the whole plant.
    """

    def __init__(self, config: SiteConfig, plant: Plant) -> None:
        self._plant = plant
        self._equal = equal_islands(config)
        self._count = layout_of(plant).state_count
        self._places: list[list[Ints]] = []
        self._owner: dict[tuple[str, str], tuple[int, int]] = {}
        if self.several:
            self._find()

    @property
    def several(self) -> bool:
        """Whether there is more than one; a single island is the site itself."""
        return sum(map(len, self._equal)) > 1

    def state(self, case: Case, base: Floats | None) -> Floats | None:
        """Return the settled state of the whole in a case; None where an island does not settle.

        Parameters
        ----------
        case : Case
        base : ndarray or None
            State of the whole to start from: under a failure that of the load with everything in service.
        """
        if not self.several:
            return None
        if case.failure is None:
            return self._in_service(case.load, base)
        return None if base is None else self._with_failure(case.load, case.failure, base)

    def _find(self) -> None:
        whole = PlacesInWhole(self._plant)
        for kind, equal in enumerate(self._equal):
            self._places.append([])
            for number, island in enumerate(equal):
                part = build_plant(island, self._plant.resolution)
                self._places[kind].append(whole.of(part))
                units = ((family, name) for family in FAMILIES for name in _names(part, family))
                self._owner.update(dict.fromkeys(units, (kind, number)))

    def _in_service(self, load: str, base: Floats | None) -> Floats | None:
        state = np.zeros(self._count)
        for equal, places in zip(self._equal, self._places, strict=True):
            part = build_plant(equal[0], self._plant.resolution)
            settled = _settled(part, part, load, None if base is None else base[places[0]])
            if settled is None:
                return None
            for place in places:
                state[place] = settled
        return state

    def _with_failure(self, load: str, failure: Failure, base: Floats) -> Floats | None:
        name = _names(self._plant, failure.family)[failure.index]
        kind, number = self._owner[failure.family, name]
        part = build_plant(self._equal[kind][number], self._plant.resolution)
        places = self._places[kind][number]
        here = replace(failure, index=_names(part, failure.family).index(name))
        settled = _settled(without(part, here), part, load, base[places])
        if settled is None:
            return None
        state = base.copy()
        state[places] = settled
        return state


def _settled(failed: Plant, plant: Plant, load: str, guess: Floats | None) -> Floats | None:
    """Return the state that a new system finds settled; None where there is no steady state."""
    drive = drive_of(plant, load)
    steady = solve_steady(System(failed), drive, guess=guess)
    if not steady.solved:
        return None
    state = steady.state
    for _ in range(LOOKS):
        before, state = state, polished(System(failed), drive, state)
        if state is before:
            break
    return state


def _names(plant: Plant, family: str) -> Names:
    names: Names = plant.power.elements.names if family == "power" else getattr(plant, family).names
    return names
