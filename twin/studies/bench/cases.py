"""What is measured: a few sites of growing size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twin.errors import Problem, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run: every cabinet draws another activity each ``input_s`` seconds, in steps of at most ``step_s``.

    ``hours`` is the length that is measured where nobody asks for another; ``settle_s`` runs before it, unmeasured.
    """

    name: str
    site: str
    resolution: str
    input_s: float
    step_s: float
    hours: float
    settle_s: float = 300.0


CASES: Final = (
    Case(name="cloudmatrix384", site="cloudmatrix384", resolution="chip", input_s=1.0, step_s=1.0, hours=4.0),
    Case(
        name="atlas960-superpod", site="atlas960-superpod", resolution="chip",
        input_s=1.0, step_s=1.0, hours=4.0,
    ),
    Case(
        name="cloudmatrix384-x432", site="cloudmatrix384-x432", resolution="chip",
        input_s=1.0, step_s=1.0, hours=1 / 12,
    ),
    Case(name="frontier", site="frontier", resolution="cabinet", input_s=15.0, step_s=15.0, hours=24.0),
)  # fmt: skip


def chosen(names: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of these names in the order of the table, all where none is given.

    Raises
    ------
    UsageError
        A name is no case.
    """
    known = [case.name for case in CASES]
    for name in names:
        if name not in known:
            raise UsageError(
                Problem(field="CASE", given=name, message="is no case", allowed=", ".join(known),
                        remedy="see `twin bench --list`")
            )  # fmt: skip
    return tuple(case for case in CASES if not names or case.name in names)
