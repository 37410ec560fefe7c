"""The shape of a loop: every consumer between the right nodes, every way as long as the return says."""

from __future__ import annotations

import pytest

from models.errors import IllPosed
from models.hydraulics.template import LoopTemplate, ReturnKind, loop_template

KINDS: tuple[ReturnKind, ...] = ("direct", "reverse")


def branch_count_from(loop: LoopTemplate, origin: int, without: set[int]) -> dict[int, int]:
    """Return the nodes reached along branches from one node, with the fewest branches to each."""
    count = {origin: 0}
    front = [origin]
    ends = list(zip(loop.topology.start.tolist(), loop.topology.end.tolist(), strict=True))
    while front:
        node = front.pop(0)
        for branch, (start, end) in enumerate(ends):
            if start == node and branch not in without and end not in count:
                count[end] = count[node] + 1
                front.append(end)
    return count


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize(("sources", "consumers"), [(1, 1), (2, 3), (3, 16)])
def test_every_branch_has_one_meaning(kind: ReturnKind, common: bool, sources: int, consumers: int) -> None:
    loop = loop_template(sources, consumers, return_kind=kind, common_branch=common)
    named = [
        *loop.source_branches,
        *loop.consumer_branches,
        *loop.supply_segments,
        *loop.return_segments,
        *([loop.common_branch] if loop.common_branch is not None else []),
    ]
    assert sorted(named) == list(range(loop.topology.branch_count))
    assert (len(loop.source_branches), len(loop.consumer_branches)) == (sources, consumers)
    assert len(loop.supply_segments) == len(loop.return_segments) == consumers - 1
    assert loop.topology.reference_nodes.tolist() == [loop.suction_node]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("common", [False, True])
def test_flow_runs_in_circles_along_the_branches(kind: ReturnKind, common: bool) -> None:
    """Every branch lies on a directed circuit, so all nominal flows can be positive at once."""
    loop = loop_template(2, 5, return_kind=kind, common_branch=common)
    for node in range(loop.topology.node_count):
        assert len(branch_count_from(loop, node, set())) == loop.topology.node_count


@pytest.mark.parametrize("kind", KINDS)
def test_ends_of_sources_and_consumers(kind: ReturnKind) -> None:
    loop = loop_template(2, 4, return_kind=kind)
    start, end = loop.topology.start, loop.topology.end
    assert set(start[loop.source_branches]) == {loop.suction_node}
    assert set(end[loop.source_branches]) == {loop.discharge_node}
    assert start[loop.consumer_branches].tolist() == loop.supply_nodes.tolist()
    assert end[loop.consumer_branches].tolist() == loop.return_nodes.tolist()


@pytest.mark.parametrize(("kind", "expected"), [("direct", [0, 2, 4, 6]), ("reverse", [3, 3, 3, 3])])
def test_header_segments_on_each_way(kind: ReturnKind, expected: list[int]) -> None:
    loop = loop_template(1, 4, return_kind=kind)
    sources = set(loop.source_branches.tolist())
    forward = branch_count_from(loop, loop.discharge_node, sources | set(loop.consumer_branches.tolist()))
    lengths = [
        forward[supply] + branch_count_from(loop, back, sources)[loop.suction_node]
        for supply, back in zip(loop.supply_nodes.tolist(), loop.return_nodes.tolist(), strict=True)
    ]
    assert lengths == expected


@pytest.mark.parametrize("kind", KINDS)
def test_common_branch_carries_everything(kind: ReturnKind) -> None:
    loop = loop_template(2, 3, return_kind=kind, common_branch=True)
    assert loop.common_branch is not None
    beyond = branch_count_from(loop, loop.discharge_node, {loop.common_branch})
    assert loop.suction_node not in beyond
    assert len(beyond) == loop.topology.node_count - 1


@pytest.mark.parametrize(("sources", "consumers"), [(0, 3), (2, 0)])
def test_refuses_an_empty_loop(sources: int, consumers: int) -> None:
    with pytest.raises(IllPosed, match="source"):
        loop_template(sources, consumers)
