from __future__ import annotations

import numpy as np
import pytest

from twin.inputs.series import laid_over

TIMES = np.array([0.0, 10.0, 20.0])
ROWS = np.array([[1.0], [2.0], [4.0]])


def test_a_long_series_is_cut_just_after_the_run() -> None:
    signal, notes = laid_over(TIMES, ROWS, kind="linear", duration_s=5.0, what="it")
    assert signal.time_s.tolist() == [0.0, 10.0]
    assert notes == ()


def test_a_series_as_long_as_the_run_is_whole() -> None:
    signal, notes = laid_over(TIMES, ROWS, kind="linear", duration_s=20.0, what="it")
    assert signal.time_s.tolist() == [0.0, 10.0, 20.0]
    assert notes == ()


def test_a_short_series_starts_again_one_step_after_its_end() -> None:
    signal, notes = laid_over(TIMES, ROWS, kind="linear", duration_s=75.0, what="the recording")
    assert [signal.at(time)[0] for time in (20.0, 25.0, 30.0, 50.0, 60.0)] == [4.0, 2.5, 1.0, 4.0, 1.0]
    assert notes == ("the recording of 20 s repeats 2.50 times",)


@pytest.mark.parametrize(("duration_s", "repeats"), [(30.0, False), (30.1, True)])
def test_the_last_held_row_lasts_a_step(duration_s: float, repeats: bool) -> None:
    signal, notes = laid_over(TIMES, ROWS, kind="hold", duration_s=duration_s, what="it")
    assert bool(notes) is repeats
    assert signal.at(29.9)[0] == 4.0
