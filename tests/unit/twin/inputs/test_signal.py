from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.errors import InternalError
from twin.inputs import Inputs, Signal
from twin.inputs.signal import GeneratedSignal

TIMES = [0.0, 10.0, 20.0, 30.0]
ROWS = [[0.0, 5.0], [1.0, 5.0], [1.0, 5.0], [0.5, 7.0]]
HOLD = Signal(time_s=np.array(TIMES), values=np.array(ROWS), kind="hold")
LINEAR = Signal(time_s=np.array(TIMES), values=np.array(ROWS), kind="linear")


@pytest.mark.parametrize(
    ("time_s", "expected"),
    [
        pytest.param(-5.0, [0.0, 5.0], id="before the first row"),
        pytest.param(9.999, [0.0, 5.0], id="just before a row"),
        pytest.param(10.0, [1.0, 5.0], id="at a row"),
        pytest.param(99.0, [0.5, 7.0], id="after the last row"),
    ],
)
def test_hold_gives_the_last_row(time_s: float, expected: list[float]) -> None:
    assert HOLD.at(time_s).tolist() == expected


@given(st.floats(-20.0, 60.0))
def test_linear_equals_interpolation_of_each_column(time_s: float) -> None:
    expected = [np.interp(time_s, TIMES, [row[column] for row in ROWS]) for column in range(2)]
    np.testing.assert_allclose(LINEAR.at(time_s), expected, rtol=1e-14, atol=1e-14)


def test_jump_times_are_where_a_held_value_changes() -> None:
    assert HOLD.jump_times(0.0, 100.0).tolist() == [10.0, 30.0]


def test_jump_times_leave_out_both_ends() -> None:
    assert HOLD.jump_times(10.0, 30.0).tolist() == []


def test_linear_and_constant_signals_never_jump() -> None:
    assert LINEAR.jump_times(-1.0, 100.0).size == 0
    assert Signal.constant([0.3, 0.4]).jump_times(-1.0, 100.0).size == 0


def test_an_unmeasured_column_is_no_jump() -> None:
    signal = Signal(time_s=np.arange(3.0), values=np.array([[1.0, np.nan]] * 3), kind="hold")
    assert signal.jump_times(-1.0, 9.0).size == 0


def test_unmeasured_stays_unmeasured_between_rows() -> None:
    signal = Signal(time_s=np.arange(2.0), values=np.array([[1.0, np.nan], [3.0, np.nan]]), kind="linear")
    assert signal.at(0.5)[0] == 2.0
    assert math.isnan(signal.at(0.5)[1])


def test_constant_holds_for_all_time() -> None:
    signal = Signal.constant([0.3, 0.4])
    assert signal.width == 2
    assert signal.at(-1e9).tolist() == signal.at(1e9).tolist() == [0.3, 0.4]


def test_a_signal_cannot_be_changed_from_outside() -> None:
    values = np.array([[1.0]])
    signal = Signal(time_s=np.zeros(1), values=values, kind="hold")
    values[0, 0] = 2.0
    assert signal.at(0.0)[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        signal.at(0.0)[0] = 3.0


@pytest.mark.parametrize(
    ("time_s", "values"),
    [
        pytest.param([0.0, 0.0], [[1.0], [2.0]], id="time stands still"),
        pytest.param([1.0, 0.0], [[1.0], [2.0]], id="time falls"),
        pytest.param([0.0, np.nan], [[1.0], [2.0]], id="time is NaN"),
        pytest.param([0.0], [[1.0], [2.0]], id="lengths differ"),
        pytest.param([], np.empty((0, 1)), id="empty"),
        pytest.param([0.0], [1.0], id="one dimension"),
    ],
)
def test_a_broken_signal_is_refused(time_s: list[float], values: list[list[float]]) -> None:
    with pytest.raises(InternalError):
        Signal(time_s=np.array(time_s), values=np.array(values), kind="hold")


@pytest.mark.parametrize(
    ("values", "width_s"),
    [
        pytest.param([1.0, 1.0, 0.2, 0.2, 1.0, 1.0], 12.0, id="dip with a floor"),
        pytest.param([1.0, 1.0, 0.2, 1.0, 1.0, 1.0], 11.0, id="sharp dip"),
        pytest.param([0.0, 0.0, 0.1, 0.2, 0.9, 1.0], math.inf, id="rise in parts"),
        pytest.param([0.5, 0.5, 0.5 + 1e-16, 0.5, 0.5, 0.5], math.inf, id="rounding"),
        pytest.param([np.nan] * 6, math.inf, id="unmeasured"),
    ],
)
def test_shortest_feature_is_the_narrowest_dip_or_peak(values: list[float], width_s: float) -> None:
    times = np.array([0.0, 100.0, 101.0, 111.0, 112.0, 200.0])
    signal = Signal(time_s=times, values=np.column_stack([values, np.ones(6)]), kind="linear")
    assert signal.shortest_feature_s == width_s


def test_a_held_signal_needs_no_short_steps() -> None:
    assert math.isinf(HOLD.shortest_feature_s)


def test_inputs_join_the_jumps_of_their_signals() -> None:
    one = Signal.constant(1.0)
    late = Signal(time_s=np.array([0.0, 10.0, 25.0]), values=np.array([[1.0], [2.0], [3.0]]), kind="hold")
    inputs = Inputs(
        activity=HOLD,
        memory=LINEAR,
        measured_power_w=None,
        dry_bulb_k=one,
        wet_bulb_k=late,
        air_pressure_pa=one,
        indoor_dew_point_k=None,
        label="test",
    )
    assert inputs.jump_times(0.0, 100.0).tolist() == [10.0, 25.0, 30.0]
    assert inputs.shortest_feature_s == 30.0


@given(st.lists(st.floats(-20.0, 60.0), max_size=8))
@pytest.mark.parametrize(
    "signal", [HOLD, LINEAR, Signal.constant([0.3, 0.4])], ids=["hold", "linear", "constant"]
)
def test_rows_are_the_values_at_each_instant(signal: Signal, times: list[float]) -> None:
    rows = signal.rows(np.array(times))
    assert rows.shape == (len(times), 2)
    for time_s, row in zip(times, rows, strict=True):
        np.testing.assert_allclose(row, signal.at(time_s), rtol=1e-14, atol=1e-14)


def test_rows_at_the_instants_of_a_signal_are_its_own() -> None:
    for signal in (HOLD, LINEAR):
        np.testing.assert_array_equal(signal.rows(np.array(TIMES)), ROWS)


def test_rows_of_an_unmeasured_column_stay_unmeasured() -> None:
    signal = Signal(time_s=np.arange(2.0), values=np.array([[1.0, np.nan], [3.0, np.nan]]), kind="linear")
    rows = signal.rows(np.array([-1.0, 0.5, 9.0]))
    assert rows[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(rows[:, 1]).all()


def test_corners_are_jumps_of_a_held_and_all_inner_rows_of_a_linear_signal() -> None:
    assert HOLD.corner_times(0.0, 100.0).tolist() == [10.0, 30.0]
    assert LINEAR.corner_times(0.0, 100.0).tolist() == [10.0, 20.0, 30.0]
    assert LINEAR.corner_times(10.0, 30.0).tolist() == [20.0], "both ends left out"


def saw(step_s: float = 0.1) -> GeneratedSignal:
    return GeneratedSignal(step_s=step_s, width=2, draw=lambda k: np.stack([k % 7, -k], axis=1).astype(float))


def test_a_generated_signal_holds_each_row_for_a_step() -> None:
    signal = saw(10.0)
    assert signal.at(-5.0).tolist() == signal.at(0.0).tolist() == signal.at(9.999).tolist() == [0.0, 0.0]
    assert signal.at(10.0).tolist() == [1.0, -1.0]
    np.testing.assert_array_equal(signal.rows(np.array([0.0, 10.0, 75.0]))[:, 1], [0.0, -1.0, -7.0])


def test_a_generated_signal_jumps_at_every_step_inside() -> None:
    signal = saw(10.0)
    assert signal.jump_times(0.0, 30.0).tolist() == [10.0, 20.0], "both ends left out"
    assert signal.jump_times(5.0, 9.0).size == 0
    assert signal.corner_times(10.0, 35.0).tolist() == [20.0, 30.0]
    assert math.isinf(signal.shortest_feature_s)


@pytest.mark.parametrize("step_s", (0.1, 0.3, 1.0, 15.0))
def test_between_its_jumps_a_generated_signal_has_one_row(step_s: float) -> None:
    signal = saw(step_s)
    edges = np.concatenate([[0.0], signal.jump_times(0.0, 300.0 * step_s), [300.0 * step_s]])
    assert edges.size == 301
    middles = 0.5 * (edges[1:] + edges[:-1])
    np.testing.assert_array_equal(signal.rows(middles)[:, 1], -np.arange(300.0))


def test_inputs_join_generated_signals_as_any_other() -> None:
    one = Signal.constant(1.0)
    inputs = Inputs(
        activity=saw(10.0),
        memory=LINEAR,
        measured_power_w=None,
        dry_bulb_k=one,
        wet_bulb_k=one,
        air_pressure_pa=one,
        indoor_dew_point_k=None,
        label="test",
    )
    assert inputs.jump_times(0.0, 35.0).tolist() == [10.0, 20.0, 30.0]
    assert inputs.corner_times(0.0, 25.0).tolist() == [10.0, 20.0]
    assert inputs.shortest_feature_s == 30.0
