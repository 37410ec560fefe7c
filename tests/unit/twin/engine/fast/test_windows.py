"""Windows: a plant that runs ahead with mean chips ends where one goes that moves with its chips step by step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.plants import plant, solved, with_fields
from tests.unit.twin.engine.runs import inputs_of
from twin.engine.fast.simulate import measured_cabinets
from twin.engine.fast.stepper import Stepper, drive_row
from twin.engine.fast.tables.chips import GROUP, new_means
from twin.engine.fast.tables.plant import WINDOW
from twin.engine.fast.tables.records import LANES
from twin.engine.fast.tables.tally import new_tally
from twin.engine.schedule import drive_at
from twin.engine.system import System
from twin.plant.records import Floats, Plant

IN_SERIES = "catalog.cabinets.cm384-compute.liquid.plates_in_series=4"
STEPS = 40
MOST_K = 2e-4


def stepper_of(of: Plant, drives: Floats, pieces: Sequence[int]) -> Stepper:
    """Return a stepper that took its steps in pieces of those sizes: a window lies within a piece."""
    system, inputs = System(of), inputs_of(of, 0.6)
    stepper = Stepper(
        system, measured_cabinets(inputs, len(of.cabinets.names)), new_tally(len(of.cabinets.names))
    )
    stepper.start(solved(of)[0].state, drive_at(of, inputs, 0.0))
    taken = 0
    for size in pieces:
        stepper.advance(float(taken), 1.0, drives[taken : taken + size])
        taken += size
    return stepper


def jumping(of: Plant) -> Floats:
    """Return the drives of steps in which every cabinet jumps to another activity, shape (n_step, n_drive)."""
    draw = np.random.default_rng(1)
    rows = np.tile(drive_row(drive_at(of, inputs_of(of, 0.6), 0.0)), (STEPS, 1))
    cabinets = len(of.cabinets.names)
    rows[:, :cabinets] = draw.uniform(0.3, 0.9, (STEPS, cabinets))
    rows[:, cabinets : 2 * cabinets] = rows[:, :cabinets]
    return rows


def rising(of: Plant) -> Floats:
    """Return the drives of a load that rises once, in the middle of a window."""
    rows, cabinets = jumping(of), len(of.cabinets.names)
    rows[:, : 2 * cabinets] = np.where(np.arange(STEPS) < 12, 0.5, 0.9)[:, np.newaxis]
    return rows


def ended(of: Plant, drives: Floats) -> Stepper:
    """Compare a plant that was moved in windows with one that was moved in single steps; return the former."""
    far, single = (stepper_of(of, drives, pieces) for pieces in ((STEPS,), (1,) * STEPS))
    layout = System(of).layout
    kinds = (
        layout.die,
        layout.case,
        layout.rack_return,
        layout.supply,
        layout.loop_return,
        layout.fws_return,
        layout.hall_air,
    )
    rows = np.concatenate(kinds)
    assert np.abs(far.state()[rows] - single.state()[rows]).max() < MOST_K
    np.testing.assert_allclose(far.tally["peak_k"], single.tally["peak_k"], atol=MOST_K)
    np.testing.assert_allclose(far.tally["wanted_s"], single.tally["wanted_s"], rtol=1e-12)
    np.testing.assert_array_equal(far.tally["throttled_s"], single.tally["throttled_s"])
    np.testing.assert_allclose(far.tally["lost_s"], single.tally["lost_s"], rtol=1e-5)
    return far


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        pytest.param("cloudmatrix384", (), id="parallel plates"),
        pytest.param("cloudmatrix384", (IN_SERIES,), id="plates in series"),
        pytest.param("ethx-mixed", (), id="chips on air as well"),
    ],
)
def test_windows_end_where_single_steps_do(name: str, overrides: tuple[str, ...]) -> None:
    of = plant(name, "chip", overrides)
    ended(of, jumping(of))


@pytest.mark.parametrize(("throttle_k", "slowed_s"), [(343.0, 5.0), (345.0, 0.0)])
def test_a_clock_that_is_lost_on_the_way_is_lost_in_the_same_step(throttle_k: float, slowed_s: float) -> None:
    base = plant("cloudmatrix384", "chip")
    of = with_fields(base, "chips", throttle_temp_k=np.full(len(base.chips.names), throttle_k))
    assert ended(of, rising(of)).tally["throttled_s"].max() == slowed_s


def test_chips_give_no_more_than_their_mean_chips_but_for_their_spread() -> None:
    of = plant("cloudmatrix384", "chip")
    stepper = stepper_of(of, jumping(of), (STEPS,))
    for island in stepper.islands:
        beyond = np.abs(island.racks["beyond_mean_w"])
        assert 0.0 < beyond.max() < 1e-3 * island.racks["last_heat_w"].max()


def test_mean_chips_downstream_stand_in_later_blocks() -> None:
    upstream = np.array([-1, 0, 1, -1, 3, -1])
    groups = np.zeros(upstream.size, dtype=GROUP)
    groups["upstream"] = upstream
    means = new_means(groups)
    place = groups["mean"]
    assert sorted(place) == sorted(set(place))
    np.testing.assert_array_equal(means.group.ravel()[place], np.arange(upstream.size))
    fed = np.flatnonzero(upstream >= 0)
    assert (place[fed] // LANES > place[upstream[fed]] // LANES).all()
    assert (means.group >= 0).sum() == upstream.size


def test_a_plant_without_chips_has_no_mean_chips() -> None:
    assert new_means(np.zeros(0, dtype=GROUP)).group.shape == (0, LANES)


def test_a_window_is_longer_than_a_step() -> None:
    assert STEPS > 2 * WINDOW > 2
