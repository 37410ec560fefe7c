"""The shape of every coolant loop: sources in parallel, consumers in parallel along a two-pipe header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.errors import IllPosed
from models.hydraulics.topology import Integers, Topology, build_topology

ReturnKind = Literal["direct", "reverse"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoopTemplate:
    """A loop's graph and what its branches and nodes mean; build it with ``loop_template``.

    Attributes
    ----------
    topology : Topology
        Its reference node is ``suction_node``, where the expansion vessel sits.
    source_branches : ndarray of int, shape (n_source,)
        Suction node to first supply node: a pump or a CDU each.
    consumer_branches : ndarray of int, shape (n_consumer,)
        Supply to return node of each consumer.
    supply_segments, return_segments : ndarray of int, shape (n_consumer - 1,)
        Header between consumers i and i + 1, each directed as its flow.
    common_branch : int or None
        What all the flow passes on its way from the header back to the sources.
    supply_nodes, return_nodes : ndarray of int, shape (n_consumer,)
        Header nodes at each consumer.
    suction_node, discharge_node : int
        Where the sources begin and end.
    """

    topology: Topology
    source_branches: Integers
    consumer_branches: Integers
    supply_segments: Integers
    return_segments: Integers
    common_branch: int | None
    supply_nodes: Integers
    return_nodes: Integers
    suction_node: int
    discharge_node: int


def loop_template(
    source_count: int, consumer_count: int, *, return_kind: ReturnKind = "direct", common_branch: bool = False
) -> LoopTemplate:
    """Return the graph of a loop.

    Parameters
    ----------
    source_count : int
        Parallel sources, 1 or more.
    consumer_count : int
        Parallel consumers in header order, 1 or more; the sources feed the first one's supply node.
    return_kind : {"direct", "reverse"}
        Direct: the return header flows back to the first consumer, so the last has the longest way. Reverse:
        it flows on to the last consumer, so that every way is equally long.
    common_branch : bool
        Whether a branch (heat rejection, common filter) lies between return header and sources.

    Returns
    -------
    LoopTemplate
        Branches in the order sources, consumers, supply segments, return segments, common branch; nodes in
        the order supply, return, and the suction node where the common branch makes it one of its own.

    Raises
    ------
    IllPosed
        A loop without sources or without consumers.

    Notes
    -----
    Source: header arrangements of ASHRAE Handbook HVAC Systems and Equipment 2020, chapter 13.

    Examples
    --------
    >>> loop = loop_template(2, 3)
    >>> loop.consumer_branches.tolist(), loop.return_segments.tolist()
    ([2, 3, 4], [7, 8])
    >>> loop.topology.start[loop.return_segments].tolist(), loop.topology.end[loop.return_segments].tolist()
    ([4, 5], [3, 4])
    """
    if source_count < 1 or consumer_count < 1:
        raise IllPosed("loop", "at least one source and one consumer", "give it both")
    supply, back = np.arange(consumer_count), consumer_count + np.arange(consumer_count)
    if return_kind == "direct":
        outlet, return_start, return_end = back[0], back[1:], back[:-1]
    else:
        outlet, return_start, return_end = back[-1], back[:-1], back[1:]
    suction = 2 * consumer_count if common_branch else outlet
    common = [(outlet, suction)] if common_branch else []
    start = np.concatenate(
        [np.full(source_count, suction), supply, supply[:-1], return_start, [a for a, _ in common]]
    )
    end = np.concatenate(
        [np.full(source_count, supply[0]), back, supply[1:], return_end, [b for _, b in common]]
    )
    bounds = np.cumsum([source_count, consumer_count, consumer_count - 1, consumer_count - 1])
    sources, consumers, forward, backward, rest = np.split(np.arange(start.size), bounds)
    return LoopTemplate(
        topology=build_topology(
            node_count=2 * consumer_count + int(common_branch),
            start=start,
            end=end,
            reference_nodes=[suction],
        ),
        source_branches=sources,
        consumer_branches=consumers,
        supply_segments=forward,
        return_segments=backward,
        common_branch=int(rest[0]) if common_branch else None,
        supply_nodes=supply,
        return_nodes=back,
        suction_node=int(suction),
        discharge_node=int(supply[0]),
    )
