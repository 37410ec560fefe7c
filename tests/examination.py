"""The common examination that every formula of ``models/`` sits, and the table it is driven by.

A formula enters with one :class:`Row` in the ``examination_rows.py`` beside the tests of its family; the
tests are in ``tests/unit/models/test_common_examination.py``. A row names every argument, says over what
range it is swept, in which arguments the result never falls or never rises, where its slope may jump, and
what "nothing" means for it (no flow, no load, no temperature difference).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twin.engine.dual import Dual, seed

Floats = NDArray[np.float64]

SAMPLES: Final = 24
SWEEP_POINTS: Final = 257

# Slope jump, in shares of the largest slope of the sweep, above which a corner is a corner.
CORNER: Final = 0.02
# How often the neighbourhood of a suspicious slope change is magnified, and by what factor each time.
MAGNIFICATIONS: Final = 4
MAGNIFIED_CELLS: Final = 32
SUSPECTS: Final = 6


@dataclass(frozen=True)
class Over:
    """An argument swept from ``low`` to ``high``; ``at`` is its value while others are swept (the middle)."""

    low: float
    high: float
    at: float | None = None

    @property
    def nominal(self) -> float:
        """Value while other arguments are swept."""
        return 0.5 * (self.low + self.high) if self.at is None else self.at


@dataclass(frozen=True)
class Row:
    """What is promised about a formula.

    Attributes
    ----------
    formula : callable
        Marked with ``@formula``.
    arguments : mapping of name to Over, float or record
        Every argument in order; swept ones as ``Over``.
    rises, falls : tuple of names
        Swept arguments in which the result never falls, never rises. With a tuple result this holds for each
        part.
    zeros : tuple of mappings
        Overrides that stand for zero flow, load or temperature difference; the result and its slopes are
        finite.
    kinks : mapping of name to tuple of float
        Where, others at their nominal values, the slope jumps in a swept argument. A kink that is not there
        is an error too.
    plain : tuple of names
        Swept arguments that are never differentiated, such as time.
    """

    formula: Callable[..., Any]
    arguments: Mapping[str, Any]
    rises: tuple[str, ...] = ()
    falls: tuple[str, ...] = ()
    zeros: tuple[Mapping[str, float], ...] = ()
    kinks: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    plain: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Module and function, unique over all formulas."""
        return f"{self.formula.__module__}.{self.formula.__name__}"

    @property
    def swept(self) -> dict[str, Over]:
        """The swept arguments."""
        return {name: value for name, value in self.arguments.items() if isinstance(value, Over)}

    def nominal(self) -> dict[str, Any]:
        """Return all arguments at their nominal values."""
        return {n: v.nominal if isinstance(v, Over) else v for n, v in self.arguments.items()}

    def samples(self) -> list[dict[str, Any]]:
        """Return the nominal point and points spread over the ranges, the same ones in every run."""
        random = np.random.default_rng(20261120)
        points = [self.nominal()]
        for _ in range(SAMPLES):
            drawn = {n: float(random.uniform(o.low, o.high)) for n, o in self.swept.items()}
            points.append({**self.nominal(), **drawn})
        return points


def parts(result: Any) -> tuple[Any, ...]:
    """Return a result as a tuple, whether the formula gives one value or several."""
    return tuple(result) if isinstance(result, tuple) else (result,)


def as_arrays(value: Any, count: int) -> Any:
    """Return a number, or every number in a record, as an array of equal values."""
    if isinstance(value, tuple):
        mapped = [as_arrays(item, count) for item in value]
        return type(value)(*mapped) if hasattr(value, "_fields") else tuple(mapped)
    return np.full(count, value, dtype=np.float64) if isinstance(value, (int, float)) else value


def wrong_names(row: Row) -> list[str]:
    """Return what is wrong with the names in a row."""
    expected = list(inspect.signature(row.formula).parameters)
    problems = (
        [] if list(row.arguments) == expected else [f"arguments are {expected}, not {list(row.arguments)}"]
    )
    named = (*row.rises, *row.falls, *row.kinks, *row.plain)
    problems += [f"{name} is not a swept argument" for name in named if name not in row.swept]
    problems += [f"{name} is no argument" for zero in row.zeros for name in zero if name not in expected]
    return problems


def scalar_and_array_results(row: Row) -> Iterator[tuple[Floats, Floats]]:
    """Yield, for each part of the result, scalar calls one by one and one call on arrays."""
    points = row.samples()
    one_by_one = np.array([parts(row.formula(*point.values())) for point in points], dtype=np.float64)
    stacked = []
    for name in row.arguments:
        if name in row.swept:
            stacked.append(np.array([point[name] for point in points]))
        else:
            stacked.append(as_arrays(points[0][name], len(points)))
    at_once = parts(row.formula(*stacked))
    for index, values in enumerate(at_once):
        yield one_by_one[:, index], np.broadcast_to(np.asarray(values, dtype=np.float64), (len(points),))


def dual_results(row: Row, point: Mapping[str, Any]) -> tuple[list[str], list[Dual | Any]]:
    """Return the names differentiated by and the parts of the result with their slopes, at one point."""
    names = [name for name in row.swept if name not in row.plain]
    inputs = seed([np.array([point[name]]) for name in names]) if names else ()
    seeded = dict(zip(names, inputs, strict=True))
    arguments = [seeded.get(name, as_arrays(point[name], 1)) for name in row.arguments]
    return names, list(parts(row.formula(*arguments)))


def magnitudes(row: Row) -> list[float]:
    """Return the largest magnitude of each part of the result over the samples: the measure of "small"."""
    return [float(np.max(np.abs(one_by_one))) for one_by_one, _ in scalar_and_array_results(row)]


def _near_a_kink(row: Row, point: Mapping[str, Any]) -> bool:
    return any(
        abs(point[name] - kink) < 1e-3 * (row.swept[name].high - row.swept[name].low)
        for name, kinks in row.kinks.items()
        for kink in kinks
    )


def slope_errors(row: Row) -> Iterator[tuple[str, float, float, float]]:
    """Yield argument, exact slope, slope by differences and what counts as zero slope, sample by sample."""
    scales = magnitudes(row)
    for point in row.samples():
        if _near_a_kink(row, point):
            continue
        names, results = dual_results(row, point)
        for position, name in enumerate(names):
            span = row.swept[name].high - row.swept[name].low
            step = 1e-6 * span
            above = parts(row.formula(*{**point, name: point[name] + step}.values()))
            below = parts(row.formula(*{**point, name: point[name] - step}.values()))
            for result, high, low, scale in zip(results, above, below, scales, strict=True):
                exact = 0.0
                if isinstance(result, Dual):
                    exact = float(np.broadcast_to(result.partials, (len(names), 1))[position, 0])
                yield name, exact, (float(high) - float(low)) / (2.0 * step), 1e-7 * scale / span


def sweep(row: Row, name: str, point: Mapping[str, Any], grid: Floats) -> list[Floats]:
    """Return each part of the result while one argument runs over a grid."""
    arguments = [grid if key == name else as_arrays(point[key], grid.size) for key in row.arguments]
    return [
        np.broadcast_to(np.asarray(v, dtype=np.float64), grid.shape) for v in parts(row.formula(*arguments))
    ]


def worst_step(row: Row, name: str, sign: float) -> float:
    """Return the largest step against the promised direction, in shares of the spread of the result."""
    over = row.swept[name]
    grid = np.linspace(over.low, over.high, SWEEP_POINTS)
    scales = magnitudes(row)
    worst = 0.0
    for point in row.samples():
        for values, scale in zip(sweep(row, name, point, grid), scales, strict=True):
            # A curve that is flat but for rounding has no direction.
            spread = max(float(np.ptp(values)), 1e-5 * scale, 1e-300)
            worst = max(worst, float(np.max(-sign * np.diff(values))) / spread)
    return worst


def _corner(row: Row, name: str, part: int, low: float, high: float) -> tuple[float, float]:
    """Return where the slope changes most between two points, magnified, and by how much."""
    point = row.nominal()
    for _ in range(MAGNIFICATIONS):
        grid = np.linspace(low, high, MAGNIFIED_CELLS + 1)
        slopes = np.diff(sweep(row, name, point, grid)[part]) / np.diff(grid)
        jumps = np.abs(np.diff(slopes))
        most = int(np.argmax(jumps))
        cell = grid[1] - grid[0]
        low, high = max(low, grid[most + 1] - 2.0 * cell), min(high, grid[most + 1] + 2.0 * cell)
    # What is left of a straight line after magnification is the rounding of its values.
    rounding = 4e-15 * float(np.max(np.abs(sweep(row, name, point, grid)[part]))) / (grid[1] - grid[0])
    return float(grid[most + 1]), max(float(jumps[most]) - rounding, 0.0)


def corners(row: Row, name: str) -> list[tuple[float, float]]:
    """Return the places where the slope jumps, with the jump in shares of the largest slope.

    The most suspicious cells of a sweep are magnified: the slope change of a smooth curve shrinks with the
    cell, that of a corner stays.
    """
    over = row.swept[name]
    grid = np.linspace(over.low, over.high, SWEEP_POINTS)
    found = []
    for part, values in enumerate(sweep(row, name, row.nominal(), grid)):
        slopes = np.diff(values) / np.diff(grid)
        steepest = float(np.max(np.abs(slopes)))
        if steepest <= 1e-12 * float(np.max(np.abs(values))) / (over.high - over.low):
            continue
        jumps = np.abs(np.diff(slopes))
        for cell in np.argsort(jumps)[::-1][:SUSPECTS]:
            low, high = grid[max(cell - 1, 0)], grid[min(cell + 3, grid.size - 1)]
            place, jump = _corner(row, name, part, float(low), float(high))
            if jump > CORNER * steepest:
                found.append((place, jump / steepest))
    return found
