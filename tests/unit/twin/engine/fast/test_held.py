"""Held values: exact where they were computed, straight within their reach, computed anew beyond it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.unit.twin.engine.fast.running import defined
from twin.engine.fast.emit import table
from twin.engine.fast.held import REACH, held_function, memory_width
from twin.engine.fast.trace import Trace, gathered
from twin.plant.records import Floats

FLOW, TEMPERATURE, OUT = np.array([0, 1]), np.array([2, 2]), np.array([3, 4])
WEIGHT = np.array([1.0, 3.0])


def law(flow: Any, temperature: Any) -> Any:
    """A value that bends with both inputs."""
    return WEIGHT * np.maximum(flow, 0.0) ** 0.6 * np.exp(temperature / 300.0)


class Held:
    """Two members that read a flow each and a temperature in common."""

    def __init__(self, value: Trace) -> None:
        text, body, inputs = held_function("value", value)
        self._run = defined(text, "value")
        read = [each.index for each in inputs if each.index is not None]
        self._places = table([*read, OUT, np.ones(2)], 2, np.int64)
        self._numbers = table(body.numbers, 2, np.float64)
        self.memory: Floats = np.full((2, memory_width(len(inputs))), np.nan)

    def __call__(self, first: float, second: float, temperature: float) -> list[float]:
        joint = np.array([first, second, temperature, np.nan, np.nan])
        self._run(joint, 2, self._places.ravel(), self._numbers.ravel(), self.memory.reshape(-1))
        return list(joint[OUT])


@pytest.fixture
def held() -> Held:
    return Held(law(gathered(FLOW), gathered(TEMPERATURE)))


def exact(first: float, second: float, temperature: float) -> Floats:
    return np.asarray(law(np.array([first, second]), temperature))


def test_a_held_value_is_exact_where_it_was_computed(held: Held) -> None:
    for _ in range(2):  # computed, then followed
        np.testing.assert_allclose(held(10.0, 4.0, 310.0), exact(10.0, 4.0, 310.0), rtol=1e-15)


def test_within_its_reach_it_follows_its_inputs_to_second_order(held: Held) -> None:
    held(10.0, 4.0, 310.0)
    before = held.memory.copy()
    far = 0.9 * REACH
    moved = (10.0 * (1.0 + far), 4.0 * (1.0 - far), 310.0 * (1.0 - far))
    np.testing.assert_allclose(held(*moved), exact(*moved), rtol=5.0 * far**2)
    assert not np.array_equal(held(*moved), exact(*moved)), "a line, not the law"
    np.testing.assert_array_equal(held.memory, before)


@pytest.mark.parametrize("place", (0, 2))
def test_beyond_its_reach_it_is_computed_anew(held: Held, place: int) -> None:
    start = [10.0, 4.0, 310.0]
    held(*start)
    moved = start.copy()
    moved[place] *= 1.0 + 1.1 * REACH
    assert held(*moved)[0] == pytest.approx(exact(*moved)[0], rel=1e-15)
    assert held.memory[0, 1:3].tolist() == [moved[0], moved[2]]


def test_one_member_is_computed_anew_without_the_others(held: Held) -> None:
    held(10.0, 4.0, 310.0)
    held(11.0, 4.001, 310.0)
    assert held.memory[:, 1].tolist() == [11.0, 4.0]


def test_at_zero_flow_it_is_exact_and_so_is_what_starts_to_flow() -> None:
    held = Held((1.0 + gathered(FLOW)) ** 0.6 * gathered(TEMPERATURE))
    held(0.0, 0.0, 310.0)
    for flow in (0.0, 1e-12, 1e-3):
        assert held(flow, 0.0, 310.0) == pytest.approx([(1.0 + flow) ** 0.6 * 310.0, 310.0], rel=1e-15)
    assert held.memory[:, 1].tolist() == [1e-3, 0.0], "nothing is near zero but zero"


def test_where_a_slope_is_no_number_it_is_computed_each_time() -> None:
    """A power below one is vertical at zero."""
    steep = Held(gathered(FLOW) ** 0.6 * gathered(TEMPERATURE))
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(2):
            assert steep(np.float64(0.0), np.float64(4.0), 310.0) == [0.0, 4.0**0.6 * 310.0]
    assert math.isnan(steep.memory[0, 1])
    assert not math.isnan(steep.memory[1, 1])


def test_what_is_no_number_does_not_stay(held: Held) -> None:
    held(10.0, 4.0, math.nan)
    assert np.isfinite(held(10.0, 4.0, 310.0)).all()


def test_anchors_are_those_of_the_last_computation_whatever_was_asked_before() -> None:
    one, other = (Held(law(gathered(FLOW), gathered(TEMPERATURE))) for _ in range(2))
    one(10.0, 4.0, 310.0)
    one(20.0, 8.0, 320.0)
    other(20.0, 8.0, 320.0)
    np.testing.assert_array_equal(one.memory, other.memory)
