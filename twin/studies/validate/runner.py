"""Running the cases."""

from __future__ import annotations

from collections.abc import Sequence

from twin.errors import Problem, UsageError
from twin.studies.validate.case import Case
from twin.studies.validate.result import CaseResult


def case_names() -> tuple[str, ...]:
    """Return the names of all cases, in order."""
    return tuple(case.name for case in _cases())


def run_cases(names: Sequence[str] | None = None) -> list[CaseResult]:
    """Run validation cases.

    Parameters
    ----------
    names : sequence of str, optional
        Cases to run, such as ``V05``, in any letter case; all of them by default.

    Returns
    -------
    list of CaseResult
        In the order of the cases, whatever the order of the names.

    Raises
    ------
    UsageError
        When a name is no case.

    Examples
    --------
    >>> [result.name for result in run_cases(["v08"]) if result.passed]
    ['V08']
    """
    wanted = {name.upper() for name in names} if names is not None else set(case_names())
    unknown = sorted(wanted - set(case_names()))
    if unknown:
        raise UsageError(
            *(
                Problem(
                    message="is no validation case",
                    given=name,
                    allowed=", ".join(case_names()),
                    remedy="name one of them, or none for all",
                )
                for name in unknown
            )
        )
    return [case.run() for case in _cases() if case.name in wanted]


def _cases() -> tuple[Case, ...]:
    # Imported when asked for: the cases need integrators and root finders that no other command pays for.
    from twin.studies.validate.cases import CASES

    return CASES
