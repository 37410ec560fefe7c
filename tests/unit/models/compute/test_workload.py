"""Shapes of work: the means they promise, the published decode curve, time shares of tokens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.compute.workload import (
    activity_from_tokens,
    checkpoint_envelope,
    inference_power_w,
    token_utilisation_ratio,
    training_activity,
)


@given(st.floats(1.0, 10.0), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_mean_activity_is_that_of_the_duty_whatever_the_edge(
    period_s: float, duty: float, edge_s: float
) -> None:
    times = (np.arange(20000) + 0.5) / 20000 * period_s
    mean = np.mean(training_activity(times, period_s, duty, edge_s, 0.4, 1.0))
    assert mean == pytest.approx(0.4 + 0.6 * duty, abs=1e-4)


@given(st.floats(0.0, 1e5), st.floats(1.0, 10.0), st.floats(0.0, 1.0), st.floats(0.0, 20.0))
def test_activity_stays_between_its_levels(
    time_s: float, period_s: float, duty: float, edge_s: float
) -> None:
    assert 0.4 - 1e-9 <= training_activity(time_s, period_s, duty, edge_s, 0.4, 1.0) <= 1.0 + 1e-9


def test_activity_repeats_without_a_jump() -> None:
    around = np.array([5.0 - 1e-9, 5.0, 5.0 + 1e-9])
    assert np.ptp(training_activity(around, 5.0, 0.99, 0.2, 0.4, 1.0)) < 1e-6
    assert training_activity(1.3, 5.0, 0.8, 0.1, 0.4, 1.0) == training_activity(
        1.3 + 5.0, 5.0, 0.8, 0.1, 0.4, 1.0
    )


def test_edge_lasts_as_long_as_it_says() -> None:
    levels = [float(training_activity(t, 5.0, 0.8, 0.1, 0.0, 1.0)) for t in (0.0, 0.05, 0.1, 4.0, 4.05, 4.1)]
    assert levels == pytest.approx([0.0, 0.5, 1.0, 1.0, 0.5, 0.0])


def test_a_job_starts_without_a_checkpoint_and_ends_each_interval_with_one() -> None:
    times = np.arange(0.0, 3600.0, 0.25)
    factor = np.asarray(checkpoint_envelope(times, 1800.0, 60.0, 2.0, 0.3))
    assert factor[0] == pytest.approx(1.0)
    assert np.min(factor) == pytest.approx(0.3)
    assert np.mean(factor) == pytest.approx(1.0 - 0.7 * 60.0 / 1800.0, abs=1e-4)
    assert np.all(factor[times < 1700.0] == 1.0)


# H100 SXM5, vLLM semantic-router simulator fitted to ML.ENERGY v3: batch, W.
@pytest.mark.parametrize(
    ("batch", "power_w"),
    [(1, 304.4), (4, 329.9), (16, 435.0), (32, 507.0), (48, 539.9), (64, 557.4), (128, 582.8), (256, 593.4)],
)
def test_decode_power(batch: int, power_w: float) -> None:
    assert inference_power_w(float(batch), 300.0, 600.0, 1.0, 4.2) == pytest.approx(power_w, abs=0.1)


def test_an_empty_batch_idles() -> None:
    assert inference_power_w(0.0, 300.0, 600.0, 1.0, 4.2) == 300.0


def test_activity_is_the_mean_over_time_shares() -> None:
    # 25 % of the time prefill at 1.0, 50 % decode at 0.6, 25 % idle at 0.1.
    found = activity_from_tokens(1000.0, 150.0, 4000.0, 300.0, 1.0, 0.6, 0.1)
    assert found == pytest.approx(0.25 * 1.0 + 0.5 * 0.6 + 0.25 * 0.1)


def test_no_tokens_idle_and_saturation_keeps_the_mix() -> None:
    assert activity_from_tokens(0.0, 0.0, 4000.0, 300.0, 1.0, 0.6, 0.1) == pytest.approx(0.1)
    full = activity_from_tokens(2000.0, 150.0, 4000.0, 300.0, 1.0, 0.6, 0.1)
    assert token_utilisation_ratio(2000.0, 150.0, 4000.0, 300.0) == pytest.approx(1.0)
    assert full == pytest.approx(0.8)
    assert activity_from_tokens(20000.0, 1500.0, 4000.0, 300.0, 1.0, 0.6, 0.1) == pytest.approx(full)


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_activity_lies_between_the_phases(prefill: float, decode: float) -> None:
    assert 0.1 - 1e-12 <= activity_from_tokens(prefill, decode, 4000.0, 300.0, 1.0, 0.6, 0.1) <= 1.0 + 1e-12
