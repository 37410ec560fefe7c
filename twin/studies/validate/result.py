"""What a validation case finds: one record per compared number, one per case."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One number of the twin beside the number it must meet.

    ``expected``, ``got`` and, unless ``relative``, ``tolerance`` are in ``unit``; a relative tolerance is a
    share of the expected value. A property that holds or does not is 1 or 0 with a tolerance of 0.
    """

    quantity: str
    expected: float
    got: float
    tolerance: float
    relative: bool
    unit: str
    source: str

    @property
    def error(self) -> float:
        """Got minus expected: in ``unit``, or as a share of the expected value.

        >>> check = Check(quantity="flow", expected=50.0, got=51.0, tolerance=0.01, relative=True, unit="L/min",
        ...               source="data sheet")
        >>> check.error, check.passed
        (0.02, False)
        """
        if self.got == self.expected:  # also where both are infinite
            return 0.0
        difference = self.got - self.expected
        return difference / abs(self.expected) if self.relative else difference

    @property
    def passed(self) -> bool:
        """Whether the error is inside the tolerance; NaN never is."""
        return abs(self.error) <= self.tolerance

    @property
    def tolerance_used(self) -> float:
        """Error over tolerance; above 1 is a miss, as is NaN."""
        if self.error == 0.0:
            return 0.0
        return abs(self.error) / self.tolerance if self.tolerance > 0.0 else math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """All checks of one case; ``shows`` says in a sentence what the case is good for."""

    name: str
    title: str
    kind: str
    shows: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether there are checks and every one is inside its tolerance."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def worst(self) -> Check:
        """The check that uses most of its tolerance; one that is NaN comes first."""
        return max(self.checks, key=lambda check: (not check.passed, check.tolerance_used))
