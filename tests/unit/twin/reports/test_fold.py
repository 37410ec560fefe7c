from __future__ import annotations

import pytest

from twin.reports.fold import compressed, figures_alike, folded, pattern


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["hall-a"], "hall-a"),
        (["a-9", "a-10", "a-11"], "a-9..11"),
        (["a-10", "a-9", "a-2"], "a-2,9..10"),
        (["c-01.r-1", "c-02.r-1"], "c-01..02.r-1"),
        (["n-1", "n-1"], "n-1"),
    ],
)
def test_names_of_one_pattern_become_one(names: list[str], short: str) -> None:
    assert compressed(names) == short


def test_every_row_stands_in_exactly_one_group() -> None:
    rows = [{"name": f"a-{n % 3}", "load": float(n)} for n in range(20)]
    groups = folded(rows, lambda row: pattern(row["name"]), figures_alike)
    assert sorted(row["load"] for group in groups for row in group) == [float(n) for n in range(20)]
    assert all(figures_alike(group[0], row) for group in groups for row in group)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [(100.0, 104.0, True), (100.0, 106.0, False), (0.0, 0.0, True), (0.0, 1.0, False)],
)
def test_figures_that_differ_are_not_hidden(one: float, other: float, alike: bool) -> None:
    assert figures_alike({"load": one}, {"load": other}) is alike


def test_a_missing_figure_is_not_like_a_known_one() -> None:
    assert not figures_alike({"load": None}, {"load": 1.0})
    assert not figures_alike({"load": 1.0}, {"load": None})
    assert not figures_alike({"saturated": True}, {"saturated": False})
