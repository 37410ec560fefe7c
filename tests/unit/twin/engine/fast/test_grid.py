"""Steps: none across a jump, a corner or a stop; equal steps in one piece; nothing lost."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plants import plant
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.fast.grid import WINDOW_STEPS, Piece, pieces
from twin.inputs import Inputs, Signal

MOST = 10**6


def laid_out(
    inputs: Inputs,
    end_s: float,
    stops: list[float],
    longest_s: float = 1.0,
    most: int = MOST,
    begin_s: float = 0.0,
) -> list[Piece]:
    return list(pieces(inputs, begin_s, end_s, np.array(stops), longest_s, most))


def of(*points: tuple[float, float], kind: str = "hold") -> Inputs:
    return inputs_of(plant(), steps(*points, kind=kind))


def edges_of(found: list[Piece]) -> set[float]:
    return {
        float(edge) for piece in found for edge in piece.begin_s + piece.step_s * np.arange(piece.count + 1)
    }


def assert_whole(found: list[Piece], begin_s: float, end_s: float, longest_s: float) -> None:
    assert found[0].begin_s == begin_s
    assert found[-1].end_s == pytest.approx(end_s, abs=1e-6)
    for one, other in pairwise(found):
        assert one.end_s == pytest.approx(other.begin_s, abs=1e-6)
    assert all(piece.count >= 1 for piece in found)
    assert all(0.0 < piece.step_s <= longest_s * (1.0 + 1e-6) for piece in found)


def near(edge: float, edges: set[float]) -> bool:
    return min(abs(edge - each) for each in edges) < 1e-6


def test_constant_inputs_are_one_piece() -> None:
    assert laid_out(of((0.0, 0.5)), 60.0, []) == [Piece(0.0, 1.0, 60)]


def test_a_load_that_rises_steeply_is_followed_in_shorter_steps_as_long_as_it_does() -> None:
    steep = of((0.0, 0.1), (9.0, 0.1), (10.0, 0.9), (20.0, 0.9), kind="linear")
    found = laid_out(steep, 20.0, [])
    assert [(piece.begin_s, piece.step_s, piece.count) for piece in found] == [
        (0, 1, 9),
        (9, 0.5, 2),
        (10, 1, 10),
    ]
    gentle = of((0.0, 0.1), (9.0, 0.1), (11.0, 0.9), (20.0, 0.9), kind="linear")
    assert {piece.step_s for piece in laid_out(gentle, 20.0, [])} == {1.0}
    jumping = of((0.0, 0.1), (10.0, 0.9), (20.0, 0.9))
    assert {piece.step_s for piece in laid_out(jumping, 20.0, [])} == {1.0}


@pytest.mark.parametrize("edge_s", [0.05, 1e-3, 1e-6])
def test_an_edge_costs_a_few_steps_however_short_it_is(edge_s: float) -> None:
    edge = of((0.0, 0.1), (50.0, 0.1), (50.0 + edge_s, 0.9), (100.0, 0.9), kind="linear")
    assert sum(piece.count for piece in laid_out(edge, 100.0, [])) == 102


def test_a_measured_load_is_steep_in_parts_of_its_peak() -> None:
    names = plant().cabinets.names
    rows = np.array([[10e3], [90e3]]) * np.ones(len(names))
    power = Signal(time_s=np.array([0.0, 1.0]), values=rows, kind="linear")
    measured = replace(of((0.0, 0.5)), measured_power_w=power)
    assert [piece.step_s for piece in laid_out(measured, 1.0, [])] == [0.5]


def test_a_stop_ends_a_piece() -> None:
    found = laid_out(of((0.0, 0.5)), 60.0, [20.0, 60.0])
    assert [(piece.begin_s, piece.count) for piece in found] == [(0.0, 20), (20.0, 40)]


def test_a_jump_between_steps_ends_one() -> None:
    found = laid_out(of((0.0, 0.2), (10.37, 0.9)), 20.0, [])
    assert near(10.37, edges_of(found))
    assert_whole(found, 0.0, 20.0, 1.0)
    assert [piece.count for piece in found] == [11, 10]


def test_a_jump_on_the_grid_changes_no_step() -> None:
    assert laid_out(of((0.0, 0.2), (10.0, 0.9)), 20.0, []) == [Piece(0.0, 1.0, 20)]


def test_a_corner_of_a_linear_input_ends_a_step() -> None:
    found = laid_out(of((0.0, 0.2), (7.5, 0.9), (9.0, 0.1), kind="linear"), 20.0, [])
    assert near(7.5, edges_of(found))
    assert_whole(found, 0.0, 20.0, 1.0)


def test_equal_steps_share_one_length() -> None:
    found = laid_out(of((0.0, 0.2)), 3600.0, [600.1 * k for k in range(1, 6)])
    lengths = {piece.step_s for piece in found}
    assert len(lengths) <= 2 + 5
    even = laid_out(of(*[(0.1 * k, (k % 7) / 7.0) for k in range(200)]), 20.0, [])
    assert len(even) == 1, "a tenth is a tenth, however it is rounded"
    assert even[0].count == 200


def test_a_piece_is_cut_at_the_most_steps() -> None:
    found = laid_out(of((0.0, 0.2)), 100.0, [], most=30)
    assert [piece.count for piece in found] == [30, 30, 30, 10]
    assert_whole(found, 0.0, 100.0, 1.0)


def test_middles_are_those_of_the_steps() -> None:
    assert Piece(10.0, 0.5, 3).middles_s.tolist() == [10.25, 10.75, 11.25]


@pytest.mark.parametrize("at_s", (WINDOW_STEPS - 0.25, float(WINDOW_STEPS), WINDOW_STEPS + 0.25))
@pytest.mark.parametrize("what", ("jump", "stop"))
def test_nothing_is_lost_where_windows_meet(at_s: float, what: str) -> None:
    inputs = of((0.0, 0.2), (at_s, 0.9)) if what == "jump" else of((0.0, 0.2))
    stops = [at_s] if what == "stop" else []
    end_s = 2.5 * WINDOW_STEPS
    found = laid_out(inputs, end_s, stops)
    assert_whole(found, 0.0, end_s, 1.0)
    assert near(at_s, edges_of(found))
    if what == "stop":
        assert any(piece.end_s == pytest.approx(at_s, abs=1e-9) for piece in found)


def test_a_year_needs_no_memory() -> None:
    inputs = of((0.0, 0.2))
    tracemalloc.start()
    count = sum(piece.count for piece in pieces(inputs, 0.0, 3.15e7, np.zeros(0), 1.0, 10_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 31_500_000
    assert peak < 5e6


@settings(max_examples=60, deadline=None)
@given(
    jumps=st.lists(st.floats(0.01, 99.0), max_size=8, unique=True),
    corners=st.lists(st.floats(0.01, 99.0), max_size=5, unique=True),
    stops=st.lists(st.floats(0.01, 100.0), max_size=5, unique=True),
    longest_s=st.floats(0.2, 30.0),
    most=st.integers(1, 50),
    begin_s=st.floats(0.0, 0.009),
)
def test_steps_cover_the_span_and_end_where_they_must(
    jumps: list[float],
    corners: list[float],
    stops: list[float],
    longest_s: float,
    most: int,
    begin_s: float,
) -> None:
    held = [(0.0, 0.5), *[(at, 0.1 + 0.8 * (k % 2)) for k, at in enumerate(sorted(jumps))]]
    lines = sorted(corners)
    dry = Signal(
        time_s=np.array([0.0, *lines]), values=290.0 + np.arange(len(lines) + 1.0)[:, None] % 3, kind="linear"
    )
    inputs = inputs_of(plant(), steps(*held), dry_bulb_k=dry)
    found = laid_out(inputs, 100.0, sorted(stops), longest_s, most, begin_s)
    assert_whole(found, begin_s, 100.0, longest_s)
    assert all(piece.count <= most for piece in found)
    edges = edges_of(found)
    for at in (*jumps, *lines, *stops):
        assert near(at, edges)
    ends = {piece.end_s for piece in found}
    for at in stops:
        assert near(at, ends)
