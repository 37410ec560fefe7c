"""`2 x NAME` and `N+1`: how a site says how many, and how many of them must run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from twin.config.fail import refuse

__all__ = ["Counted", "CountedText", "Redundancy", "parse_counted"]

_FORM: Final = re.compile(r"(?:(?P<count>[+-]?\d+)\s*[x×]\s+)?(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of equal catalogue entries."""

    count: int
    name: str

    def __str__(self) -> str:
        """Return it as it is written in a file."""
        return f"{self.count} x {self.name}"


def parse_counted(text: object) -> Counted:
    """Return the count and the name; a name alone counts once.

    Raises
    ------
    QuantityError
        When the text has another form, or the count is below one.

    Examples
    --------
    >>> parse_counted("5 x generic-crah-80kw")
    Counted(count=5, name='generic-crah-80kw')
    >>> parse_counted("generic-chiller-400kw").count
    1
    """
    match = _FORM.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        refuse("is not a count and a name", "write for example `2 x generic-cdu-600kw`", given=str(text))
    count = int(match["count"] or 1)
    if count < 1:
        refuse("counts fewer than one", f"write at least `1 x {match['name']}`", given=str(text))
    return Counted(count, match["name"])


class _CountedField:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_counted)


def _counted(given: object) -> Counted:
    return given if isinstance(given, Counted) else parse_counted(given)


CountedText = Annotated[Counted, _CountedField()]


class Redundancy(StrEnum):
    """How many of a group may fail while the group still does its duty."""

    N = "N"
    N_PLUS_1 = "N+1"
    N_PLUS_2 = "N+2"
    DOUBLED = "2N"

    def required_count(self, installed: int) -> int:
        """Return how many of the installed units must carry the duty, never fewer than one.

        >>> [Redundancy(text).required_count(4) for text in ("N", "N+1", "N+2", "2N")]
        [4, 3, 2, 2]
        """
        if self is Redundancy.DOUBLED:
            return max(1, installed // 2)
        spare = {"N": 0, "N+1": 1, "N+2": 2}[self.value]
        return max(1, installed - spare)

    def fits(self, installed: int) -> bool:
        """Say whether a group of this size can be redundant in this way."""
        if self is Redundancy.DOUBLED:
            return installed >= 2 and installed % 2 == 0
        return installed > {"N": 0, "N+1": 1, "N+2": 2}[self.value]
