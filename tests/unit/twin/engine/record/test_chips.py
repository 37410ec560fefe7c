"""Chip statistics: quantiles against the values themselves, time above limits, counts that do not run over."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.plants import plant
from twin.engine.record import chips as chips_module
from twin.engine.record.chips import BIN_K, QUANTILES, ChipStatistics
from twin.plant.records import Floats

CHIPS = plant(resolution="chip").chips
COUNT = len(CHIPS.names)


def view(junction_k: Floats) -> Any:
    return SimpleNamespace(chips=SimpleNamespace(worst_junction_k=junction_k))


def added(rows: Floats) -> ChipStatistics:
    kept = ChipStatistics(CHIPS)
    span_s = np.full(len(rows), 2.0)
    span_s[0] = 0.0
    kept.add(view(rows), np.cumsum(span_s), span_s)
    return kept


@pytest.fixture(scope="module")
def rows() -> Floats:
    """Return 800 instants around another temperature for each chip, some beyond the bins on either side."""
    rng = np.random.default_rng(1)
    middle = np.linspace(262.0, 440.0, COUNT)
    return middle + 6.0 * rng.standard_normal((800, COUNT))


def test_quantiles_are_those_of_the_values_to_within_a_bin(rows: Floats) -> None:
    inner = (rows.min(axis=0) > 273.15) & (rows.max(axis=0) < 423.15)
    assert 100 < inner.sum() < COUNT
    got = added(rows).summary()
    exact = np.quantile(rows, QUANTILES, axis=0, method="inverted_cdf")
    np.testing.assert_allclose(got.quantiles_k[:, inner], exact[:, inner], rtol=0.0, atol=BIN_K)
    np.testing.assert_array_equal(got.min_k, rows.min(axis=0))
    np.testing.assert_array_equal(got.max_k, rows.max(axis=0))
    assert (np.diff(got.quantiles_k, axis=0) >= 0.0).all()
    assert (got.quantiles_k >= got.min_k).all()
    assert (got.quantiles_k <= got.max_k).all()


def test_a_chip_that_never_changes_has_one_temperature() -> None:
    got = added(np.full((5, COUNT), 341.6)).summary()
    np.testing.assert_array_equal(got.quantiles_k, 341.6)


def test_time_above_a_limit_counts_spans_by_their_end() -> None:
    hot, cold = CHIPS.throttle_temp_k + 0.1, CHIPS.throttle_temp_k - 0.1
    very_hot = CHIPS.shutdown_temp_k + 0.1
    got = added(np.stack([hot, hot, cold, very_hot, cold])).summary()
    np.testing.assert_array_equal(got.above_throttle_s, 4.0)
    np.testing.assert_array_equal(got.above_shutdown_s, 2.0)


def test_counts_do_not_run_over() -> None:
    kept = added(np.full((1, COUNT), 300.0))
    kept._bins *= chips_module.FULL_COUNT  # as after 65,535 equal instants
    kept._instants = chips_module.FULL_COUNT
    kept.add(view(np.full((1, COUNT), 300.0)), np.zeros(1), np.ones(1))
    assert kept._bins.max(axis=0).tolist() == [2**16] * COUNT
    assert kept._bins.sum() == 2**16 * COUNT


def test_not_a_number_is_counted_somewhere_and_does_no_harm() -> None:
    kept = added(np.full((3, COUNT), 330.0))
    broken = np.full((1, COUNT), 330.0)
    broken[0, 0] = np.nan
    kept.add(view(broken), np.full(1, 9.0), np.ones(1))
    np.testing.assert_array_equal(kept.summary().quantiles_k[:, 1:], 330.0)


def test_restored_statistics_go_on_as_if_nothing_had_been(rows: Floats) -> None:
    whole, first, second = added(rows), added(rows[:300]), ChipStatistics(CHIPS)
    second.restore(first.arrays())
    second.add(view(rows[300:]), np.zeros(500), np.full(500, 2.0))
    for name, values in whole.arrays().items():
        np.testing.assert_array_equal(second.arrays()[name], values, err_msg=name)
    assert first.arrays()["instants"] == 300, "what was restored from is left alone"
