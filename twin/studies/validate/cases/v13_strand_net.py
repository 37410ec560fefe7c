"""V13: a branched net at low Reynolds numbers."""

from __future__ import annotations

from twin.studies.validate.case import Case
from twin.studies.validate.pipe_net import check_pipe_net, solve_pipe_net
from twin.studies.validate.result import Check


def compute() -> list[Check]:
    """Solve the net."""
    return check_pipe_net("v13", solve_pipe_net("v13", "K1", 4.0))


CASE = Case(
    name="V13",
    title="pipe net simple_strand_net",
    kind="STANET",
    shows="Wall friction between Reynolds numbers of 4,340 and 19,726, in pipes from 75 to 500 mm.",
    compute=compute,
)
