"""Accounts belong to the last recorded instant, whatever the kernels have counted since."""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.engine.fast.accounts import StepClock, StepPeak
from twin.engine.fast.tables.tally import new_tally

VIEW: Any = None


def test_accounts_stand_still_between_recorded_instants() -> None:
    tally = new_tally(2)
    clock, peak = StepClock(tally), StepPeak(tally, ("one", "other"))
    tally["wanted_s"], tally["lost_s"], tally["throttled_s"] = 10.0, 1.0, 2.0
    tally["peak_k"], tally["peak_chip"] = (350.0, 340.0), (0, 1)
    for account in (clock, peak):
        account.mark()
    tally["wanted_s"], tally["lost_s"], tally["throttled_s"] = 20.0, 10.0, 9.0
    tally["peak_k"], tally["peak_chip"] = 400.0, 1
    for account in (clock, peak):
        account.add(VIEW, np.full(1, 100.0), np.full(1, 100.0))
    assert clock.throttled_s.tolist() == [2.0, 2.0]
    assert clock.work_lost_frac.tolist() == [0.1, 0.1]
    assert clock.arrays()["wanted_s"].tolist() == [10.0, 10.0]
    assert (peak.junction_k, peak.chip) == (350.0, "one")


def test_a_resumed_run_counts_on_from_where_it_stood() -> None:
    before, after = new_tally(2), new_tally(2)
    first = StepClock(before)
    before["wanted_s"] = 5.0
    first.mark()
    clock = StepClock(after)
    clock.restore(first.arrays())
    np.testing.assert_array_equal(after["wanted_s"], before["wanted_s"])
    np.testing.assert_array_equal(clock.arrays()["wanted_s"], before["wanted_s"])
