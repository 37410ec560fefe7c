from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.reports.figure import MOST_POINTS, Figure, plain_numbers, thinned


@given(st.integers(MOST_POINTS + 1, 20_000), st.integers(0, 2**32 - 1))
def test_thinning_keeps_ends_and_extremes(count: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=count)
    kept = thinned(values)
    assert kept.size <= MOST_POINTS
    assert (kept[0], kept[-1]) == (0, count - 1)
    assert (np.diff(kept) > 0).all()
    assert values[kept].max() == values.max()
    assert values[kept].min() == values.min()


def test_gaps_stay_gaps() -> None:
    assert plain_numbers(np.array([1.0, np.nan, np.inf])) == [1.0, None, None]


def test_no_text_of_a_figure_ends_its_script_element() -> None:
    figure = Figure(title="t", data=[{"name": "</script><b>"}], layout={})
    assert "</" not in figure.json
    assert json.loads(figure.json)["data"][0]["name"] == "</script><b>"
