"""Accounts of every step: what the recorder reads is what the kernels wrote."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant, solved
from twin.engine.fast.accounts import StepClock, StepPeak, shutdown_notes
from twin.engine.fast.tables import new_tally

NAMES = ("a", "b", "c")
LIMITS_K = np.array([378.15, 383.15, 373.15])


def test_a_new_tally_has_seen_nothing() -> None:
    tally = new_tally(2)
    assert StepPeak(tally, NAMES).chip == ""
    assert StepClock(tally).throttled_s.tolist() == [0.0, 0.0]
    assert StepClock(tally).work_lost_frac.tolist() == [0.0, 0.0]
    assert shutdown_notes(tally, NAMES, LIMITS_K) == ()


def test_the_peak_is_that_of_the_hottest_cabinet() -> None:
    tally = new_tally(3)
    tally.peak_k[:] = [350.0, 370.0, 360.0]
    tally.peak_time_s[:] = [1.0, 2.0, 3.0]
    tally.peak_chip[:] = [0, 2, 1]
    peak = StepPeak(tally, NAMES)
    assert (peak.junction_k, peak.time_s, peak.chip) == (370.0, 2.0, "c")


def test_a_plant_without_chips_has_no_peak() -> None:
    peak = StepPeak(new_tally(0), ())
    assert peak.chip == ""
    assert peak.junction_k == -np.inf
    assert peak.time_s == 0.0


def test_work_lost_is_a_share_of_the_work_wanted() -> None:
    tally = new_tally(2)
    tally.lost_s[:], tally.wanted_s[:] = [5.0, 0.0], [20.0, 0.0]
    assert StepClock(tally).work_lost_frac.tolist() == [0.25, 0.0]


def test_what_was_read_does_not_move_with_the_run() -> None:
    tally = new_tally(1)
    seen = StepClock(tally).throttled_s
    tally.throttled_s[0] = 7.0
    assert seen.tolist() == [0.0]


def test_recorded_instants_change_nothing() -> None:
    tally = new_tally(16)
    before = {name: values.copy() for name, values in tally._asdict().items()}
    view = solved(plant())[1]
    StepClock(tally).add(view, 10.0, 10.0)
    StepPeak(tally, NAMES).add(view, 10.0, 10.0)
    for name, values in tally._asdict().items():
        np.testing.assert_array_equal(values, before[name], err_msg=name)


@pytest.mark.parametrize("account", (StepClock, lambda tally: StepPeak(tally, NAMES)))
def test_a_restored_account_goes_on(account: type[StepClock]) -> None:
    tally = new_tally(2)
    tally.peak_k[:], tally.peak_chip[:], tally.throttled_s[:] = 360.0, 1, [3.0, 4.0]
    tally.shutdown_chip[1] = 2
    arrays = {name: np.array(values) for name, values in account(tally).arrays().items()}
    other = new_tally(2)
    kept = other.throttled_s
    account(other).restore(arrays)
    for name, values in tally._asdict().items():
        np.testing.assert_array_equal(getattr(other, name), values, err_msg=name)
    assert other.throttled_s is kept, "the kernels write on into the same arrays"


def test_the_first_chip_that_passed_its_limit_is_named_with_its_own_limit() -> None:
    tally = new_tally(3)
    tally.shutdown_chip[:], tally.shutdown_time_s[:] = [1, -1, 2], [50.4, np.nan, 20.0]
    (note,) = shutdown_notes(tally, NAMES, LIMITS_K)
    assert note == "c passed its shutdown limit of 100 degC after 20 s, the first of 2 cabinets"
    tally.shutdown_chip[2] = -1
    (note,) = shutdown_notes(tally, NAMES, LIMITS_K)
    assert note == "b passed its shutdown limit of 110 degC after 50 s"
