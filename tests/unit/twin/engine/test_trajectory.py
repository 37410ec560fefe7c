"""The record of a run: time at reduced clock, work lost, peaks, and what an interrupted run keeps."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, with_fields
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.events import Event, failing, setting
from twin.engine.failure import Failure
from twin.engine.record.rows import row_of
from twin.engine.reference import simulate
from twin.engine.schedule import drive_at
from twin.engine.snapshot import snapshot
from twin.engine.start import first_guess
from twin.engine.system import System
from twin.engine.trajectory import Recorder
from twin.plant import Plant


def throttled_below(of: Plant, temp_k: float, cabinets: slice = slice(None)) -> Plant:
    """Return a plant whose chips in some cabinets throttle from a temperature on."""
    limit = of.chips.throttle_temp_k.copy()
    affected = np.arange(len(of.cabinets.names))[cabinets]
    limit[np.isin(of.chips.cabinet_index, affected)] = temp_k
    return with_fields(of, "chips", throttle_temp_k=limit)


def test_chips_far_above_throttle_lose_all_but_their_smallest_clock() -> None:
    of = throttled_below(plant(), 250.0, slice(0, 2))
    run = simulate(of, inputs_of(of, 0.8), 300.0, sample_s=60.0)
    slow = 1.0 - of.chips.min_clock_frac[0]
    has_chips = np.isin(np.arange(len(of.cabinets.names)), of.chips.cabinet_index)
    expected = np.where(np.arange(has_chips.size) < 2, slow, 0.0)
    np.testing.assert_allclose(run.work_lost_frac, expected, atol=1e-9)
    np.testing.assert_allclose(run.throttle_time_s, np.where(expected > 0.0, 300.0, 0.0))


def test_work_lost_is_weighed_with_the_work_that_was_wanted() -> None:
    of = plant()
    system = System(of)
    inputs = inputs_of(of, steps((0.0, 0.2), (20.0, 0.8)))
    state = first_guess(of, system.layout, drive_at(of, inputs, 0.0))
    hot, cold = state.copy(), state.copy()
    hot[system.layout.die], cold[system.layout.die] = 450.0, 300.0
    recorder = Recorder(system, inputs, 0.0)
    for time_s, instant in ((0.0, hot), (10.0, cold), (30.0, hot), (40.0, cold)):
        recorder.record(time_s, instant)
    run = recorder.trajectory(interrupted=False)
    busy = of.chips.cabinet_index[0]
    # Each span counts as its end shows it: 10 s at 0.2, 20 s at 0.8 and slow, 10 s at 0.8.
    wanted, slow = 10.0 * 0.2 + 20.0 * 0.8 + 10.0 * 0.8, 1.0 - of.chips.min_clock_frac[0]
    assert run.throttle_time_s[busy] == 20.0
    assert run.work_lost_frac[busy] == pytest.approx(20.0 * 0.8 * slow / wanted, rel=1e-12)
    assert run.peak_junction_k == pytest.approx(450.0, abs=1.0)
    assert run.peak_time_s == 30.0, "the worst branch is hotter at more power"


def test_a_throttled_run_settles_where_heat_and_clock_agree() -> None:
    free = plant()
    resting = simulate(free, inputs_of(free, 0.8), 20.0, sample_s=20.0)
    hot = throttled_below(free, resting.peak_junction_k - 8.0)
    run = simulate(hot, inputs_of(hot, 0.8), 20.0, sample_s=20.0)
    busy = free.chips.cabinet_index[0]
    assert resting.throttle_time_s.max() == 0.0
    assert run.throttle_time_s[busy] == 20.0
    assert 0.02 < run.work_lost_frac[busy] < 0.3
    assert resting.peak_junction_k - 8.0 < run.peak_junction_k < resting.peak_junction_k - 1.0


def test_a_plant_without_work_loses_none() -> None:
    of = throttled_below(plant(), 250.0)
    run = simulate(of, inputs_of(of, 0.0), 20.0, sample_s=20.0)
    np.testing.assert_array_equal(run.work_lost_frac, 0.0)


def test_the_peak_is_that_of_the_series_with_its_chip_and_time() -> None:
    of = plant()
    run = simulate(of, inputs_of(of, steps((0.0, 0.3), (60.0, 0.9), (240.0, 0.3))), 420.0, sample_s=30.0)
    hottest = run.series["cabinets"]["max_junction_k"]
    when, where = np.unravel_index(int(np.nanargmax(hottest)), hottest.shape)
    assert run.peak_junction_k == hottest[when, where]
    assert run.peak_time_s == run.time_s[when]
    assert 60.0 < run.peak_time_s <= 270.0
    assert run.peak_chip.startswith(run.members["cabinets"][where])


def test_series_have_one_row_per_instant_and_one_column_per_member() -> None:
    of = plant()
    run = simulate(of, inputs_of(of, 0.5), 95.0, sample_s=30.0)
    assert run.time_s.tolist() == [0.0, 30.0, 60.0, 90.0, 95.0]
    for family, quantities in run.series.items():
        for name, values in quantities.items():
            assert values.shape == (5, len(run.members[family])), f"{family}.{name}"
    assert (run.label, run.interrupted) == ("test", False)


def test_an_interrupted_run_keeps_what_is_done() -> None:
    of = plant()
    inputs = inputs_of(of, steps((0.0, 0.3), (60.0, 0.9)))

    told: list[float] = []

    def stop(time_s: float) -> None:
        if time_s >= 90.0:
            raise KeyboardInterrupt

    part = simulate(of, inputs, 120.0, sample_s=30.0, progress=stop)
    whole = simulate(of, inputs, 120.0, sample_s=30.0, progress=told.append)
    assert (part.interrupted, whole.interrupted) == (True, False)
    assert part.time_s.tolist() == [0.0, 30.0, 60.0, 90.0]
    for name, values in part.series["cabinets"].items():
        np.testing.assert_array_equal(values, whole.series["cabinets"][name][:4], err_msg=name)
    assert told == pytest.approx([0.0, 30.0, 60.0, 90.0, 120.0])
    assert part.closure_frac < 1e-9
    assert part.last_state.shape == whole.last_state.shape
    rest = simulate(of, inputs_of(of, 0.9), 10.0, initial=part.last_state)
    np.testing.assert_allclose(
        rest.series["cabinets"]["max_junction_k"][0],
        part.series["cabinets"]["max_junction_k"][-1],
        rtol=1e-12,
    )


EVENTS = (
    failing(30.0, Failure(name="tx-a", family="power", field="running", index=0)),
    setting(30.0, "fws", "supply_setpoint_k", 0, 290.0),
    setting(30.0, "chw", "supply_setpoint_k", 0, 280.0),
    setting(30.0, "halls", "supply_setpoint_k", 0, 285.0),
    setting(30.0, "cabinets", "required_return_k", 0, 320.0),
    setting(30.0, "chips", "wall_resistance_k_w", 0, 0.5),
    setting(30.0, "chips", "multiplicity", 0, 7.0),
    setting(30.0, "chips", "cap_power_w", 0, 100.0),
)


@pytest.mark.parametrize("event", EVENTS, ids=[f"{event.name}" for event in EVENTS])
def test_an_event_reaches_everything_that_is_worked_out_once(event: Event) -> None:
    of, changed = plant(), event.change(plant())
    inputs = inputs_of(of, 0.8)
    run = simulate(of, inputs, 60.0, sample_s=30.0, events=[event])
    system, drive = System(changed), drive_at(changed, inputs, 60.0)
    row = row_of(snapshot(system, drive, run.last_state, system.algebra(drive, run.last_state)))
    for family, quantities in row.items():
        for name, values in quantities.items():
            np.testing.assert_allclose(
                run.series[family][name][-1], values, rtol=1e-6, atol=1e-9, err_msg=f"{family}.{name}"
            )


@pytest.mark.parametrize("event", EVENTS, ids=[f"{event.name}" for event in EVENTS])
def test_a_system_after_a_failure_shares_nothing_that_has_changed(event: Event) -> None:
    of, changed = plant(), event.change(plant())
    system, shared = System(changed), System(changed, like=System(of))
    drive = drive_at(changed, inputs_of(of, 0.8), 0.0)
    state = first_guess(of, system.layout, drive)
    alone, other = (
        row_of(snapshot(each, drive, state, each.algebra(drive, state))) for each in (system, shared)
    )
    for family, quantities in alone.items():
        for name, values in quantities.items():
            np.testing.assert_array_equal(other[family][name], values, err_msg=f"{family}.{name}")
