"""The graph: incidence, and refusal of graphs that have no unique solution."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import IllPosed
from models.hydraulics.topology import build_topology


def test_incidence_has_one_start_and_one_end_per_branch() -> None:
    topology = build_topology(node_count=3, start=(0, 1, 2), end=(1, 2, 0), reference_nodes=(1,))
    np.testing.assert_array_equal(topology.incidence, [[1, 0, -1], [-1, 1, 0], [0, -1, 1]])
    np.testing.assert_array_equal(topology.free_nodes, [0, 2])
    np.testing.assert_array_equal(topology.free_incidence, topology.incidence[[0, 2]])
    assert topology.branch_count == 3


def test_reference_nodes_keep_their_order() -> None:
    topology = build_topology(node_count=3, start=(0, 1), end=(1, 2), reference_nodes=(2, 0))
    np.testing.assert_array_equal(topology.reference_nodes, [2, 0])


def test_names_the_nodes_without_pressure_reference() -> None:
    with pytest.raises(IllPosed, match=r"nodes \[2, 3\]: no unique solution without a pressure reference"):
        build_topology(node_count=4, start=(0, 2), end=(1, 3), reference_nodes=(0,))


def test_no_reference_at_all() -> None:
    with pytest.raises(IllPosed, match="pressure reference"):
        build_topology(node_count=2, start=(0,), end=(1,), reference_nodes=())


@pytest.mark.parametrize(("start", "end"), [((0,), (2,)), ((-1,), (0,)), ((1,), (1,))])
def test_names_a_branch_with_a_bad_end(start: tuple[int], end: tuple[int]) -> None:
    with pytest.raises(IllPosed, match="branch 0"):
        build_topology(node_count=2, start=start, end=end, reference_nodes=(0,))


def test_refuses_more_starts_than_ends() -> None:
    with pytest.raises(IllPosed, match="as many ends"):
        build_topology(node_count=2, start=(0, 1), end=(1,), reference_nodes=(0,))


@pytest.mark.parametrize("references", [(0, 0), (5,)])
def test_refuses_bad_references(references: tuple[int, ...]) -> None:
    with pytest.raises(IllPosed, match="reference nodes"):
        build_topology(node_count=2, start=(0,), end=(1,), reference_nodes=references)
