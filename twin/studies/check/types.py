"""What a check is made of: cases, their results, the rows of the limit table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.config import SiteConfig
from twin.engine.failure import Failure
from twin.engine.outcome import Outcome
from twin.engine.snapshot import Snapshot
from twin.engine.steady import SteadyState
from twin.limits import Judgement, LimitTable
from twin.plant import Plant
from twin.plant.records import Floats, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One operating case: a load, and one unit out or none.

    ``equals`` names the units whose failure is the same by symmetry, the one that is out included.
    """

    load: str
    failure: Failure | None = None
    equals: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name in tables and documents.

        >>> Case(load="sustained").name
        'sustained'
        """
        return self.load if self.failure is None else f"{self.load}, {self.failure.name} out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled:
    """A case with the chips' own protection on: what it costs to stay alive.

    ``work_lost_frac`` is the share of the work that the slower clock leaves undone.
    """

    outcome: Outcome
    cause: str
    max_junction_k: float
    lowest_clock_frac: float
    work_lost_frac: float
    it_power_w: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A case as it settled; without a steady state there is a cause and no snapshot."""

    case: Case
    plant: Plant
    steady: SteadyState
    snapshot: Snapshot | None
    judgement: Judgement | None
    throttled: Throttled | None = None

    @property
    def solved(self) -> bool:
        """Whether the case has a steady state."""
        return self.snapshot is not None

    @property
    def cause(self) -> str:
        """Why there is no steady state; empty where there is one."""
        return "" if self.solved else f"{self.steady.outcome.value}: {self.steady.cause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """Where a limit binds: load, unit out, IT power, weather, and the warmest coolant supply."""

    load: str
    out: str | None
    it_power_w: float
    dry_bulb_k: float
    wet_bulb_k: float
    supply_k: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit of one scope in its worst case; value, bound and margin in the shown unit.

    ``position`` is the row's place in the vector of margins, -1 for a case without a steady state.
    """

    id: str
    scope: str
    quantity: str
    case: str
    operating_point: OperatingPoint
    value: float
    bound: float
    unit: str
    margin: float
    margin_fraction: float
    status: str
    binding: bool
    least_certain_input: str | None
    margin_spread: float
    source: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginUncertainty:
    """For each margin of a load case: the least certain input and the spread it and all others give.

    A name is empty where no number moves the margin; both are empty where the load case has no steady state.
    ``spread`` is the root of the summed squares of all swings, derivative times (high - low), in SI.
    """

    names: Names
    spread: Floats


UncertaintyOf = Callable[[str], MarginUncertainty]
"""From a load case to the uncertainty of its margins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Everything a check found out; ``results`` holds the base case of each load first."""

    config: SiteConfig
    plant: Plant
    table: LimitTable
    results: tuple[CaseResult, ...]
    rows: tuple[LimitRow, ...]

    @property
    def base(self) -> CaseResult:
        """The sustained load with everything in service."""
        return self.results[0]

    @property
    def violated(self) -> bool:
        """Whether any limit is violated or any case unsolved."""
        return any(row.status == "violated" for row in self.rows)

    @property
    def unknown(self) -> bool:
        """Whether any limit could not be judged."""
        return any(row.status == "unknown" for row in self.rows)

    def result_of(self, case_name: str) -> CaseResult:
        """Return the result of a case by its name."""
        return next(result for result in self.results if result.case.name == case_name)
