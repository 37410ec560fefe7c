from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.inputs.requests import Requests
from twin.inputs.serving import Offer, offered_tokens, queue, serve

amounts = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40)


def requests(arrival_s: list[float], prefill: list[float], decode: list[float], period_s: float) -> Requests:
    return Requests(
        arrival_s=np.array(arrival_s),
        prefill_tokens=np.array(prefill),
        decode_tokens=np.array(decode),
        period_s=period_s,
    )


def test_a_request_spreads_over_its_own_time() -> None:
    one = requests([5.0], [1000.0], [100.0], 1e6)
    offer = offered_tokens(one, duration_s=40.0, bin_s=10.0, prefill_rate_s=100.0, token_time_s=0.1)
    # prompt from 5 to 15 s, output from 15 to 25 s
    np.testing.assert_allclose(offer.prefill_tokens, [500.0, 500.0, 0.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(offer.decode_tokens, [0.0, 50.0, 50.0, 0.0], atol=1e-9)


def test_the_last_bin_may_be_shorter() -> None:
    one = requests([0.0], [1.0], [1.0], 1e6)
    offer = offered_tokens(one, duration_s=25.0, bin_s=10.0, prefill_rate_s=100.0, token_time_s=0.1)
    assert offer.edges_s.tolist() == [0.0, 10.0, 20.0, 25.0]


@given(
    st.lists(
        st.tuples(st.floats(0.0, 900.0), st.integers(0, 100_000), st.integers(0, 2000)),
        min_size=1,
        max_size=50,
    ),
    st.floats(0.5, 60.0),
)
def test_every_token_is_offered_once(rows: list[tuple[float, int, int]], bin_s: float) -> None:
    arrival_s, prefill, decode = (list(column) for column in zip(*sorted(rows), strict=True))
    offer = offered_tokens(
        requests(arrival_s, [float(n) for n in prefill], [float(n) for n in decode], 1e6),
        duration_s=1500.0,
        bin_s=bin_s,
        prefill_rate_s=5000.0,
        token_time_s=0.05,
    )
    assert offer.prefill_tokens.sum() == pytest.approx(sum(prefill), rel=1e-9, abs=1e-6)
    assert offer.decode_tokens.sum() == pytest.approx(sum(decode), rel=1e-9, abs=1e-6)


def test_a_short_trace_repeats() -> None:
    one = requests([0.0], [100.0], [0.0], 10.0)
    offer = offered_tokens(one, duration_s=100.0, bin_s=10.0, prefill_rate_s=1000.0, token_time_s=0.05)
    np.testing.assert_allclose(offer.prefill_tokens, np.full(10, 100.0))


@given(amounts, st.floats(0.0, 1e6))
def test_queue_conserves_and_is_work_conserving(offered: list[float], capacity: float) -> None:
    work, limit = np.array(offered), np.full(len(offered), capacity)
    served, backlog = queue(work, limit)
    scale = max(work.sum(), capacity * len(offered), 1.0)
    np.testing.assert_allclose(np.cumsum(work), np.cumsum(served) + backlog, atol=1e-9 * scale)
    assert (served >= 0.0).all()
    assert (served <= limit).all()
    waiting = backlog > 1e-9 * scale
    np.testing.assert_allclose(served[waiting], limit[waiting], atol=1e-9 * scale)


@given(amounts, st.floats(1.0, 1e6))
def test_queue_equals_its_recursion(offered: list[float], capacity: float) -> None:
    waiting, expected = 0.0, []
    for work in offered:
        waiting = max(waiting + work - capacity, 0.0)
        expected.append(waiting)
    _, backlog = queue(np.array(offered), np.full(len(offered), capacity))
    np.testing.assert_allclose(backlog, expected, rtol=1e-9, atol=1e-6)


def test_nothing_offered_nothing_busy() -> None:
    served, backlog = queue(np.zeros(3), np.ones(3))
    assert not served.any()
    assert not backlog.any()


OFFER = Offer(
    edges_s=np.arange(0.0, 50.0, 10.0),
    prefill_tokens=np.array([500.0, 3000.0, 0.0, 0.0]),
    decode_tokens=np.array([100.0, 400.0, 100.0, 0.0]),
)


def test_a_shared_pool_prefills_first() -> None:
    # capacities per bin: 1000 prompt tokens, 500 output tokens
    service = serve(OFFER, prefill_capacity_s=100.0, decode_capacity_s=50.0, shared=True)
    np.testing.assert_allclose(service.prefill_busy_frac, [0.5, 1.0, 1.0, 1.0])
    np.testing.assert_allclose(service.decode_busy_frac, [0.2, 0.0, 0.0, 0.0])
    assert service.prefill_backlog_tokens[-1] == pytest.approx(0.0, abs=1e-9)
    assert service.decode_backlog_tokens[-1] == pytest.approx(500.0)


def test_split_pools_do_not_wait_for_each_other() -> None:
    service = serve(OFFER, prefill_capacity_s=100.0, decode_capacity_s=50.0, shared=False)
    np.testing.assert_allclose(service.decode_busy_frac, [0.2, 0.8, 0.2, 0.0])


@given(amounts, amounts, st.booleans())
def test_tokens_in_are_tokens_served_and_waiting(
    prefill: list[float], decode: list[float], shared: bool
) -> None:
    count = min(len(prefill), len(decode))
    offer = Offer(
        edges_s=np.arange(count + 1.0),
        prefill_tokens=np.array(prefill[:count]),
        decode_tokens=np.array(decode[:count]),
    )
    service = serve(offer, prefill_capacity_s=3e5, decode_capacity_s=2e5, shared=shared)
    for offered, served, waiting in (
        (offer.prefill_tokens, service.prefill_served_tokens, service.prefill_backlog_tokens),
        (offer.decode_tokens, service.decode_served_tokens, service.decode_backlog_tokens),
    ):
        assert offered.sum() == pytest.approx(served.sum() + waiting[-1], rel=1e-9, abs=1e-3)
    if shared:
        assert (service.prefill_busy_frac + service.decode_busy_frac <= 1.0 + 1e-12).all()
