"""How far each uncertain catalogue number moves the steady state: one linear solve per number.

At a steady state f(y, p) = 0, a number p moved by dp moves the state by dy = -J^-1 (f(y, p + dp) - f(y, p)): the
factorised Jacobian of the base case serves all numbers, and no case is solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel
from scipy.sparse.linalg import splu

from twin.config import SiteConfig, Sourced
from twin.engine.drive import Drive
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import SteadyState
from twin.engine.system import System
from twin.plant import Plant, build_plant
from twin.plant.records import Floats, Names

Progress = Callable[[int, int, str], None]
"""Called with numbers done, numbers in all, and the name of the number at hand."""
STEP_FRAC = 1e-3
"""Step of a number in shares of its range: small enough to be a derivative, large enough for its digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivities:
    """Change of results over the whole range of each number.

    ``swing`` has shape (n_number, n_result): derivative times (high - low), in the units of the results.
    """

    names: Names
    swing: Floats

    def least_certain(self) -> Names:
        """Return, per result, the number with the largest swing; empty where none moves it."""
        if not self.names:
            return ()
        size = np.where(np.isfinite(self.swing), np.abs(self.swing), 0.0)
        largest = size.argmax(axis=0)
        return tuple(self.names[row] if size[row, column] > 0.0 else "" for column, row in enumerate(largest))

    def spread(self) -> Floats:
        """Return, per result, the root of the summed squares of all swings: the reported spread."""
        swing = np.where(np.isfinite(self.swing), self.swing, 0.0)
        return np.asarray(np.sqrt((swing**2).sum(axis=0)))


def uncertain_numbers(config: SiteConfig) -> dict[str, Sourced]:
    """Return every catalogue number of a site that has a range, by its dotted path."""
    found: dict[str, Sourced] = {}
    for family in _FAMILIES:
        for name, entry in getattr(config, family).items():
            for path, number in _numbers(entry):
                if number.low < number.high:
                    found[f"{family}.{name}.{path}"] = number
    return found


def input_sensitivities(
    config: SiteConfig,
    steady: SteadyState,
    drive_of: Callable[[Plant], Drive],
    results_of: Callable[[Plant, Snapshot], Floats],
    *,
    progress: Progress | None = None,
) -> Sensitivities:
    """Return how every uncertain number of a site moves the results of a solved case.

    Parameters
    ----------
    config : SiteConfig
        The site of the case.
    steady : SteadyState
        Solved case on the plant of that site.
    drive_of : callable
        Drive of the case for a plant (its sustained activity follows the numbers).
    results_of : callable
        Results as one vector, such as margins.
    progress : callable, optional

    Returns
    -------
    Sensitivities
        Only numbers that move some result.
    """
    system = steady.system
    free = system.layout.state_count - 2
    factor = splu(system.jacobian(steady.drive, steady.evaluation)[:free, :free].tocsc())
    base = results_of(system.plant, snapshot(system, steady.drive, steady.state, steady.evaluation))
    names, swings = [], []
    read = _numbers_read(config, system.plant.resolution)
    numbers = {name: number for name, number in uncertain_numbers(config).items() if id(number) in read}
    for done, (name, number) in enumerate(numbers.items()):
        if progress is not None:
            progress(done, len(numbers), name)
        step = STEP_FRAC * (number.high - number.low)
        moved = _moved_plant(config, system.plant, number, step)
        system_moved, drive = System(moved), drive_of(moved)
        rates = system_moved.evaluate(drive, steady.state).rates - steady.evaluation.rates
        state = steady.state.copy()
        state[:free] -= factor.solve(rates[:free])
        view = snapshot(system_moved, drive, state, system_moved.evaluate(drive, state))
        change = (results_of(moved, view) - base) / STEP_FRAC
        if np.any(np.abs(np.where(np.isfinite(change), change, 0.0)) > 0.0):
            names.append(name)
            swings.append(change)
    return Sensitivities(names=tuple(names), swing=np.array(swings) if swings else np.zeros((0, base.size)))


def _numbers_read(config: SiteConfig, resolution: str) -> set[int]:
    """Return the identities of the numbers that a plant reads: no other one can move it."""
    read: set[int] = set()

    def choose(number: Sourced) -> float:
        read.add(id(number))
        return number.value

    build_plant(config, resolution, choose)
    return read


def _moved_plant(config: SiteConfig, base: Plant, number: Sourced, step: float) -> Plant:
    """Return the plant with one number moved."""

    def choose(candidate: Sourced) -> float:
        return candidate.value + step if candidate is number else candidate.value

    return build_plant(config, base.resolution, choose)


def _numbers(value: Any, path: str = "") -> Iterator[tuple[str, Sourced]]:
    if isinstance(value, Sourced):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _numbers(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from _numbers(part, f"{path}.{getattr(part, 'name', place)}")


_FAMILIES = (
    "weather",
    "chips",
    "optics",
    "cabinets",
    "supernodes",
    "cdus",
    "pumps",
    "heat_rejection",
    "power",
)
