"""The graph of a hydraulic network: which branch joins which nodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.errors import IllPosed

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topology:
    """Nodes and directed branches; build it with ``build_topology``.

    Attributes
    ----------
    node_count : int
        Number of nodes.
    start, end : ndarray of int, shape (n_branch,)
        Node at which each branch begins and ends; flow from start to end is positive.
    reference_nodes : ndarray of int, shape (n_reference,)
        Nodes whose pressure is given (expansion vessel, reservoir, tank); they take up what is left over.
    free_nodes : ndarray of int, shape (n_free,)
        The other nodes, rising.
    incidence : ndarray, shape (node_count, n_branch)
        +1 where a branch begins, -1 where it ends.
    free_incidence : ndarray, shape (n_free, n_branch)
        Rows of ``incidence`` that belong to the free nodes.
    """

    node_count: int
    start: Integers
    end: Integers
    reference_nodes: Integers
    free_nodes: Integers
    incidence: Floats
    free_incidence: Floats

    @property
    def branch_count(self) -> int:
        """Number of branches."""
        return int(self.start.size)


def build_topology(
    *, node_count: int, start: ArrayLike, end: ArrayLike, reference_nodes: ArrayLike
) -> Topology:
    """Return the topology of a network, with its incidence worked out once.

    Parameters
    ----------
    node_count : int
        Number of nodes.
    start, end : sequence of int, length n_branch
        Node at which each branch begins and ends.
    reference_nodes : sequence of int, length n_reference
        Nodes whose pressure will be given, in the order in which it will be given.

    Returns
    -------
    Topology

    Raises
    ------
    IllPosed
        A branch that names no node or begins where it ends, a reference that is no node or is listed twice,
        or nodes from which no reference can be reached through branches.

    Notes
    -----
    Shut branches count as a way to a reference: a node behind them keeps a pressure through their leak.
    Source: this project.

    Examples
    --------
    >>> loop = build_topology(node_count=2, start=(0, 1), end=(1, 0), reference_nodes=(0,))
    >>> loop.incidence.tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    starts, ends = np.array(start, dtype=np.intp), np.array(end, dtype=np.intp)
    references = np.array(reference_nodes, dtype=np.intp)
    _refuse_bad_ends(node_count, starts, ends)
    inside = (references >= 0) & (references < node_count)
    if not inside.all() or np.unique(references).size != references.size:
        raise IllPosed(
            f"reference nodes {references.tolist()}",
            "distinct reference nodes of the network",
            "list each once",
        )
    floating = _floating_nodes(node_count, starts, ends, references)
    if floating.size:
        raise IllPosed(
            f"nodes {floating.tolist()}",
            "a pressure reference",
            "name a reference node in every separate part",
        )
    incidence = np.zeros((node_count, starts.size))
    branches = np.arange(starts.size)
    incidence[starts, branches] = 1.0
    incidence[ends, branches] = -1.0
    free = np.setdiff1d(np.arange(node_count), references)
    return Topology(
        node_count=node_count,
        start=starts,
        end=ends,
        reference_nodes=references,
        free_nodes=free,
        incidence=incidence,
        free_incidence=incidence[free],
    )


def _refuse_bad_ends(node_count: int, starts: Integers, ends: Integers) -> None:
    if starts.shape != ends.shape:
        raise IllPosed("branches", f"as many ends ({ends.size}) as starts ({starts.size})", "pair them")
    outside = (starts < 0) | (starts >= node_count) | (ends < 0) | (ends >= node_count)
    for branch in np.flatnonzero(outside | (starts == ends)):
        raise IllPosed(
            f"branch {branch} from {starts[branch]} to {ends[branch]}",
            f"two different nodes out of {node_count}",
            "correct its ends",
        )


def _floating_nodes(node_count: int, starts: Integers, ends: Integers, references: Integers) -> Integers:
    """Return the nodes from which no reference can be reached: reach spreads until it stops growing."""
    reached = np.zeros(node_count, dtype=bool)
    reached[references] = True
    while True:
        across = reached[starts] != reached[ends]
        if not across.any():
            return np.flatnonzero(~reached)
        reached[starts[across]] = True
        reached[ends[across]] = True
