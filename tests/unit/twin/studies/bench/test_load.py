"""The load of a benchmark: the same on every machine, even, and another one every second."""

from __future__ import annotations

import numpy as np

from tests.plants import plant
from twin.studies.bench.load import HIGHEST, LOWEST, drawn, generated


def test_the_same_row_is_the_same_whatever_is_asked_for_beside_it() -> None:
    every = drawn(np.arange(100), 16)
    np.testing.assert_array_equal(drawn(np.array([99, 7, 7]), 16), every[[99, 7, 7]])
    np.testing.assert_array_equal(drawn(np.arange(100), 5), every[:, :5])


def test_it_is_even_between_its_ends() -> None:
    values = drawn(np.arange(500), 200)
    assert values.min() >= LOWEST
    assert values.max() < HIGHEST
    # An even spread has variance 1/12 and its mean is known to 1/sqrt(12 n): five of those are never seen.
    assert abs(values.mean() - 0.5 * (LOWEST + HIGHEST)) < 5.0 * (HIGHEST - LOWEST) / np.sqrt(
        12.0 * values.size
    )
    assert abs(values.std() / (HIGHEST - LOWEST) - np.sqrt(1.0 / 12.0)) < 0.003


def test_neighbours_know_nothing_of_each_other() -> None:
    values = drawn(np.arange(2000), 50)
    for one, other in ((values[:-1], values[1:]), (values[:, :-1], values[:, 1:])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 5.0 / np.sqrt(one.size)


def test_every_cabinet_changes_at_every_step() -> None:
    of = plant()
    inputs = generated(of, 15.0)
    assert inputs.activity.jump_times(0.0, 60.0).tolist() == [15.0, 30.0, 45.0]
    before, after = inputs.activity.at(14.9), inputs.activity.at(15.0)
    assert before.shape == (len(of.cabinets.names),)
    assert (before != after).all()
    assert inputs.memory is inputs.activity
