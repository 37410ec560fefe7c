"""What a validation case is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twin.studies.validate.result import CaseResult, Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published case: ``compute`` drives the twin's own components with the listed inputs only."""

    name: str
    title: str
    kind: str
    shows: str
    compute: Callable[[], Iterable[Check]]

    def run(self) -> CaseResult:
        """Return the checks of this case."""
        return CaseResult(
            name=self.name, title=self.title, kind=self.kind, shows=self.shows, checks=tuple(self.compute())
        )
