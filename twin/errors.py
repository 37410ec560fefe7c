"""What can go wrong, as data first and a sentence second.

::

    TwinError
    ├── InputError                 the user can mend it              exit 2
    │   ├── QuantityError          a text is not the quantity asked for
    │   ├── ConfigError            a site or catalogue file is wrong
    │   │   ├── NotFoundError      no such site, entry or file
    │   │   └── OverrideError      a `--set` matches nothing or cannot be read
    │   ├── DataFileError          a trace, table or weather file is wrong
    │   └── UsageError             options that do not go together
    └── InternalError              ours to mend                      exit 3

An `InputError` carries one or several `Problem` records, so that one run shows every mistake of a file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

__all__ = [
    "EXIT_CODES",
    "ConfigError",
    "DataFileError",
    "InputError",
    "InternalError",
    "NotFoundError",
    "OverrideError",
    "Problem",
    "QuantityError",
    "TwinError",
    "UsageError",
    "exit_code",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: where it is, what was given, what is allowed and what to do about it."""

    message: str
    file: str = ""
    line: int | None = None
    field: str = ""
    given: str = ""
    allowed: str = ""
    remedy: str = ""

    @property
    def location(self) -> str:
        """`file:line`, `file`, or an empty text where no file is involved."""
        return f"{self.file}:{self.line}" if self.file and self.line is not None else self.file

    def __str__(self) -> str:
        """Return the problem on one line.

        >>> print(Problem(file="site.yaml", line=3, field="weather", given="shangai",
        ...               message="is not in the catalogue", remedy="did you mean `shanghai`?"))
        site.yaml:3: weather: `shangai` is not in the catalogue; did you mean `shanghai`?
        """
        sentence = f"`{self.given}` {self.message}" if self.given else self.message
        allowed = f" (allowed: {self.allowed})" if self.allowed else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return ": ".join(part for part in (self.location, self.field, f"{sentence}{allowed}{remedy}") if part)


class TwinError(Exception):
    """Everything the twin raises on purpose."""


class InputError(TwinError):
    """A mistake the user can mend; `problems` holds at least one record."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems in the order in which they stand in the file."""
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    @property
    def location(self) -> str:
        """`file:line` of the first problem."""
        return self.problems[0].location if self.problems else ""

    @property
    def remedy(self) -> str:
        """What to do about the first problem."""
        return self.problems[0].remedy if self.problems else ""


class QuantityError(InputError, ValueError):
    """A text that is not the quantity asked for; `sub_field` names the part of a block that is wrong."""

    def __init__(self, problem: Problem, *, sub_field: tuple[str | int, ...] = ()) -> None:
        """Keep the place inside the value; the loader adds file, line and field."""
        super().__init__(problem)
        self.sub_field = sub_field

    def within(self, *sub_field: str | int) -> QuantityError:
        """Return the same error, one level further down."""
        return QuantityError(self.problems[0], sub_field=(*sub_field, *self.sub_field))

    def at(self, *, file: str, line: int | None, field: str) -> Problem:
        """Return the problem with its place filled in."""
        return replace(self.problems[0], file=file, line=line, field=field)


class ConfigError(InputError):
    """A site or catalogue file is wrong."""


class NotFoundError(ConfigError):
    """No such site, catalogue entry or file."""


class OverrideError(ConfigError):
    """A `--set path=value` matches nothing or cannot be read."""


class DataFileError(InputError):
    """A trace, table or weather file is wrong."""


class UsageError(InputError):
    """Command-line options that do not go together."""


class InternalError(TwinError):
    """A broken promise of our own code; `next_step` says what to report."""

    def __init__(self, message: str, *, next_step: str = "please report it with the command you ran") -> None:
        """Keep the advice apart from the sentence."""
        self.next_step = next_step
        super().__init__(f"{message}; {next_step}")


EXIT_CODES: Final[tuple[tuple[type[BaseException], int], ...]] = (
    (InputError, 2),
    (InternalError, 3),
    (Exception, 3),
)
"""First match wins. Exit code 1 is a verdict (a limit is violated), never an error."""


def exit_code(error: BaseException) -> int:
    """Return the process exit code of an error.

    >>> exit_code(InputError(Problem(message="bad"))), exit_code(ZeroDivisionError())
    (2, 3)
    """
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 3)
