"""What rises over a step: a load that turns, and air that moves by more than nothing."""

from __future__ import annotations

import numpy as np

from tests.plants import plant
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.fast.grid import Piece
from twin.engine.fast.simulate import LEAST_RISE_K, _drives, _rises
from twin.inputs import Inputs, Signal
from twin.plant.records import Floats

PIECE = Piece(0.0, 1.0, 4)


def rises(inputs: Inputs, name: str = "cloudmatrix384") -> Floats:
    return _rises(inputs, PIECE, _drives(plant(name, "cabinet"), inputs, PIECE))


def ramp(low: float, high: float, width: int = 1) -> Signal:
    return Signal(
        time_s=np.array([0.0, 4.0]), values=np.array([[low], [high]]) * np.ones(width), kind="linear"
    )


def test_a_load_that_is_held_or_level_rises_by_nothing() -> None:
    of = plant("cloudmatrix384", "cabinet")
    for load in (steps((0.0, 0.2), (2.0, 0.9)), steps((0.0, 0.5), (4.0, 0.5), kind="linear")):
        assert rises(inputs_of(of, load)).size == 0


def test_a_turning_load_rises_in_activity_and_memory() -> None:
    of = plant("cloudmatrix384", "cabinet")
    found, cabinets = (
        rises(inputs_of(of, steps((0.0, 0.2), (4.0, 0.6), kind="linear"))),
        len(of.cabinets.names),
    )
    np.testing.assert_allclose(found[:, : 2 * cabinets], 0.1)
    assert not found[:, 2 * cabinets :].any()


def test_air_counts_from_a_hundredth_of_a_kelvin_a_step_on() -> None:
    of = plant("cloudmatrix384", "cabinet")
    slow, fast = (
        inputs_of(of, 0.5, wet_bulb_k=ramp(290.0, 290.0 + 4.0 * f * LEAST_RISE_K)) for f in (0.9, 1.1)
    )
    assert rises(slow).size == 0
    np.testing.assert_allclose(rises(fast)[:, 3 * len(of.cabinets.names) + 1], 1.1 * LEAST_RISE_K)


def test_one_dew_point_rises_in_every_hall() -> None:
    of = plant("superpod-15k", "cabinet")
    found = rises(inputs_of(of, 0.5, indoor_dew_point_k=ramp(280.0, 284.0)), "superpod-15k")
    assert len(of.halls.names) > 1
    np.testing.assert_allclose(found[:, -len(of.halls.names) :], 1.0)
