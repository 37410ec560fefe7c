"""Loads on their feeds, losses up to the utility, and what a dead element means for what hangs on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plants import plant
from twin.engine.power import PowerState, power_state
from twin.plant.records import PowerChain

CHAIN = plant().power
ELEMENTS, PATHS, LOADS = CHAIN.elements.names, CHAIN.path_names, CHAIN.loads.names


def without(*dead: str, chain: PowerChain = CHAIN) -> PowerChain:
    running = np.array([float(name not in dead) for name in chain.elements.names])
    return replace(chain, elements=replace(chain.elements, running=running))


def no_backup(chain: PowerChain) -> PowerChain:
    return replace(chain, loads=replace(chain.loads, backup=("",) * len(LOADS)))


def even(power_w: float = 10e3) -> np.ndarray:
    return np.full(len(LOADS), power_w)


def on_path(state: PowerState, path: str) -> float:
    return float(state.path_load_w[PATHS.index(path)])


def test_two_cords_share_and_a_transfer_switch_takes_its_first_feed() -> None:
    state = power_state(CHAIN, even())
    # 16 cabinets and one block of two cords, one CDU on its first feed.
    assert on_path(state, "a") == on_path(state, "b") == pytest.approx(17 * 5e3 + 10e3)
    assert (on_path(state, "pumps-a"), on_path(state, "pumps-b")) == (10e3, 10e3)
    assert (on_path(state, "mech-a"), on_path(state, "mech-b")) == (10e3, 0.0)
    assert state.unfed == ()
    assert state.generator_w.tolist() == [0.0]


def test_a_lost_feed_leaves_its_share_and_its_switched_loads_to_the_other() -> None:
    state = power_state(without("busway-a"), even())
    assert on_path(state, "a") == 0.0
    assert on_path(state, "b") == pytest.approx(17 * 10e3 + 2 * 10e3)
    assert on_path(state, "pumps-a") == 10e3, "the other paths over the same switchboard stay up"
    assert state.generator_w.tolist() == [0.0]


def test_loads_without_a_feed_run_on_their_generator() -> None:
    state = power_state(without("busway-a", "busway-b"), even())
    assert state.generator_w.tolist() == pytest.approx([19 * 10e3])
    assert state.unfed == ()
    assert on_path(state, "pumps-a") == 10e3


def test_loads_without_feed_and_generator_are_named_and_draw_nothing() -> None:
    state = power_state(no_backup(without("busway-a", "busway-b")), even())
    assert len(state.unfed) == 19
    assert {"tcs-1.cdu-1", "tcs-1.cdu-2", *plant().cabinets.names} <= set(state.unfed)
    assert state.generator_w.tolist() == [0.0]
    carried = state.utility_w - state.loss_w.sum()
    assert carried == pytest.approx(3 * 10e3)


def test_losses_add_up_from_the_busway_to_the_utility() -> None:
    alone = np.zeros(len(LOADS))
    alone[LOADS.index("tcs-1.cdu-1")] = 600e3
    state = power_state(CHAIN, alone)
    load = 600e3
    rating = np.sqrt(3.0) * 400.0 * 1600.0 * 0.99
    through = [load]
    load += 3.0 * 1.2e-3 * 1600.0**2 * (load / rating) ** 2
    through.append(load)
    load += 1200e3 * (0.0060 - 0.0008 * load / 1200e3 + 0.0320 * (load / 1200e3) ** 2)
    # The idle UPS of the pumps hangs on the same switchboard.
    load += 1200.0
    through += [load, load]
    load += 1980.0 + 13.0e3 * (load / (0.97 * 1600e3)) ** 2
    chain = ("busway-a", "ups-a", "swb-a", "tx-a")
    np.testing.assert_allclose([state.load_w[ELEMENTS.index(each)] for each in chain], through, rtol=1e-9)
    other = 7200.0 + 1200.0
    other += 1980.0 + 13.0e3 * (other / (0.97 * 1600e3)) ** 2
    assert state.utility_w == pytest.approx(load + other, rel=1e-9)


def test_the_current_of_three_phases() -> None:
    state = power_state(CHAIN, even())
    row = ELEMENTS.index("busway-a")
    assert state.current_a[row] == pytest.approx(95e3 / (np.sqrt(3.0) * 400.0 * 0.99), rel=1e-12)


def test_nothing_behind_a_dead_transformer_draws_or_loses() -> None:
    state = power_state(without("tx-a"), even())
    behind = [ELEMENTS.index(f"{each}-a") for each in ("tx", "swb", "ups", "busway")]
    behind += [ELEMENTS.index(each) for each in ("ups-ma", "feeder-ma")]
    np.testing.assert_array_equal(state.load_w[behind], 0.0)
    np.testing.assert_array_equal(state.loss_w[behind], 0.0)
    assert [path for path, up in zip(PATHS, state.path_up, strict=True) if not up] == [
        "a",
        "pumps-a",
        "mech-a",
    ]
    assert state.unfed == ()


@settings(max_examples=40)
@given(
    dead=st.sets(st.sampled_from(ELEMENTS)),
    power_w=st.lists(st.floats(0.0, 2e5), min_size=len(LOADS), max_size=len(LOADS)),
    backed=st.booleans(),
)
def test_every_watt_is_fed_generated_or_missing(
    dead: Collection[str], power_w: list[float], backed: bool
) -> None:
    chain = without(*dead) if backed else no_backup(without(*dead))
    load_w = np.array(power_w)
    state = power_state(chain, load_w)
    missing = sum(load_w[LOADS.index(name)] for name in state.unfed)
    fed = state.utility_w - state.loss_w.sum()
    assert fed + state.generator_w.sum() + missing == pytest.approx(load_w.sum(), rel=1e-9, abs=1e-6)
    assert np.all(state.load_w[[ELEMENTS.index(name) for name in dead]] == 0.0)
    assert np.all(state.loss_w >= 0.0)
    assert not (backed and state.unfed)
