from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from twin.errors import UsageError
from twin.inputs import CabinetLoad, Signal, build_activity, parse_workload


def mean_over(signal: Signal, duration_s: float) -> float:
    """Integrate the straight lines exactly: knots, and the ends of the run."""
    times = np.union1d(signal.time_s[(signal.time_s > 0.0) & (signal.time_s < duration_s)], [0.0, duration_s])
    values = np.array([signal.at(time)[0] for time in times])
    return float(np.trapezoid(values, times) / duration_s)


def test_constant_gives_every_cabinet_the_level(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload("constant:0.9"), cabinets, 3600.0)
    assert load.activity.at(1800.0).tolist() == [0.9] * 4
    assert load.measured_power_w is None


def test_constant_alone_is_the_catalogue_s_sustained_power(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload("constant"), cabinets, 3600.0)
    assert load.activity.at(0.0).tolist() == [0.85] * 4


def test_training_levels_are_shares_of_maximum_power(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload("training:edge=0.1,checkpoint=0"), cabinets, 60.0)
    compute, collective = load.activity.at(2.0)[0], load.activity.at(4.6)[0]
    # power = idle + activity (1 - idle), idle 0.2
    assert 0.2 + 0.8 * compute == pytest.approx(0.92)
    assert 0.2 + 0.8 * collective == pytest.approx(0.45)


def test_all_cabinets_swing_together(cabinets: Sequence[CabinetLoad]) -> None:
    values = build_activity(parse_workload("training"), cabinets, 60.0).activity.values
    np.testing.assert_allclose(values, np.repeat(values[:, :1], 4, axis=1), rtol=1e-14)


@pytest.mark.parametrize("edge_s", [0.01, 0.05, 0.5])
def test_the_edge_does_not_change_the_mean(cabinets: Sequence[CabinetLoad], edge_s: float) -> None:
    text = f"training:edge={edge_s},checkpoint=0,high=0.92,low=0.45"
    signal = build_activity(parse_workload(text), cabinets, 100.0).activity
    expected = (0.85 * 0.92 + 0.15 * 0.45 - 0.2) / 0.8
    assert mean_over(signal, 100.0) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("duration_s", [600.0, 4000.0])
def test_mean_swings_have_the_mean_of_resolved_ones(
    cabinets: Sequence[CabinetLoad], duration_s: float
) -> None:
    text = "training:checkpoint=0,swings="
    resolved = build_activity(parse_workload(text + "resolved"), cabinets, duration_s)
    mean = build_activity(parse_workload(text + "mean"), cabinets, duration_s)
    assert mean_over(mean.activity, duration_s) == pytest.approx(
        mean_over(resolved.activity, duration_s), rel=1e-12
    )


def test_long_runs_take_the_mean_and_say_so(cabinets: Sequence[CabinetLoad]) -> None:
    short = build_activity(parse_workload("training"), cabinets, 600.0)
    long = build_activity(parse_workload("training"), cabinets, 3600.0)
    assert short.notes == ()
    assert "swings=resolved" in long.notes[0]
    assert len(long.activity.time_s) < 20


def test_checkpoint_ends_each_interval(cabinets: Sequence[CabinetLoad]) -> None:
    text = "training:checkpoint_every=1800,checkpoint=60,checkpoint_level=0.3,swings=mean"
    signal = build_activity(parse_workload(text), cabinets, 3600.0).activity
    pause = (0.3 - 0.2) / 0.8
    assert signal.at(1770.0)[0] == pytest.approx(pause)
    assert signal.at(3570.0)[0] == pytest.approx(pause)
    assert signal.at(1700.0)[0] == pytest.approx(signal.at(0.0)[0])
    assert signal.at(1801.0)[0] == pytest.approx(signal.at(0.0)[0])


def test_no_step_of_the_solver_can_miss_a_swing(cabinets: Sequence[CabinetLoad]) -> None:
    signal = build_activity(parse_workload("training:checkpoint=0"), cabinets, 60.0).activity
    assert signal.shortest_feature_s == pytest.approx(0.15 * 5.0 + 0.05)
    assert signal.jump_times(0.0, 60.0).size == 0


def test_a_checkpoint_does_not_shorten_the_steps(cabinets: Sequence[CabinetLoad]) -> None:
    plain = build_activity(parse_workload("training:checkpoint=0,swings=resolved"), cabinets, 3600.0)
    paused = build_activity(parse_workload("training:swings=resolved"), cabinets, 3600.0)
    assert paused.activity.shortest_feature_s == pytest.approx(plain.activity.shortest_feature_s)


def test_without_a_pause_there_is_no_dip(cabinets: Sequence[CabinetLoad]) -> None:
    text = "training:checkpoint=0,low=0.92,high=0.92"
    signal = build_activity(parse_workload(text), cabinets, 60.0).activity
    np.testing.assert_allclose(signal.values, 0.9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("training:edge=2", "is longer than the shorter part of an iteration, 0.75 s"),
        ("training:checkpoint=60,checkpoint_every=30", "does not fit into checkpoint_every=30"),
    ],
)
def test_times_that_do_not_fit_are_refused(cabinets: Sequence[CabinetLoad], text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        build_activity(parse_workload(text), cabinets, 60.0)
