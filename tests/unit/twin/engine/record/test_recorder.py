"""What an engine may hand to a recorder, and what it gets back at a checkpoint."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest

from models.errors import NoSolution
from tests.plants import plant, solved, with_fields
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine import trajectory
from twin.engine.fast.accounts import StepClock
from twin.engine.fast.tables.tally import new_tally
from twin.engine.record import Checkpoint, ChosenChips, Chunk, Recording
from twin.engine.record.sink import MemorySink
from twin.engine.reference import simulate
from twin.engine.schedule import drive_at
from twin.engine.system import System
from twin.engine.trajectory import Recorder

OF = plant(resolution="chip")
INPUTS = inputs_of(OF, 0.7)
STEADY, VIEW = solved(OF, drive_at(OF, INPUTS, 0.0))


class Kept(MemorySink):
    """Keeps checkpoints, as a file would."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[int] = []
        self.checkpoints: list[Checkpoint] = []

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        super().keep(chunk, checkpoint)
        self.rows.append(chunk.row_count)
        self.checkpoints.append(deepcopy(checkpoint))


def test_instants_that_are_looked_at_together_are_those_looked_at_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hot = STEADY.state.copy()
    hot[STEADY.system.layout.die] += np.linspace(-3.0, 90.0, len(OF.chips.names))
    flow = STEADY.system.flows(STEADY.state)  # that of the other is the same: chips drive no network
    chosen = ChosenChips(places=np.array([3, 0]), begin_s=5.0, end_s=20.0)
    inputs = inputs_of(OF, steps((0.0, 0.7), (15.0, 0.2)))
    runs = []
    for at_once in (16, 3, 1):
        monkeypatch.setattr(trajectory, "INSTANTS_AT_ONCE", at_once)
        recorder = Recorder(STEADY.system, inputs, 0.0, Recording(chips=chosen))
        for place in range(7):
            recorder.record(5.0 * place, hot if place % 2 else STEADY.state, flow)
        runs.append(recorder.trajectory(False))
    alone = runs.pop()
    assert alone.throttle_time_s.max() == 15.0
    for run in runs:
        assert (run.peak_chip, run.peak_time_s, run.peak_junction_k) == (
            alone.peak_chip,
            5.0,
            alone.peak_junction_k,
        )
        np.testing.assert_array_equal(run.junction_time_s, [5.0, 10.0, 15.0, 20.0])
        np.testing.assert_array_equal(run.throttle_time_s, alone.throttle_time_s)
        np.testing.assert_array_equal(run.work_lost_frac, alone.work_lost_frac)
        np.testing.assert_array_equal(run.chips.quantiles_k, alone.chips.quantiles_k)
        for family, quantities in alone.series.items():
            for name, values in quantities.items():
                np.testing.assert_allclose(
                    run.series[family][name], values, rtol=1e-14, err_msg=f"{family}.{name}"
                )


def test_an_instant_shows_the_plant_it_was_recorded_of() -> None:
    changed = with_fields(OF, "tcs", supply_setpoint_k=OF.tcs.supply_setpoint_k + 2.0)
    recorder = Recorder(STEADY.system, INPUTS, 0.0)
    recorder.record(0.0, STEADY.state)
    recorder.enter(System(changed))
    recorder.record(0.0, STEADY.state)
    shown_k = recorder.trajectory(False).series["tcs"]["setpoint_k"]
    np.testing.assert_allclose(np.diff(shown_k, axis=0), 2.0, rtol=1e-12)


def test_an_engine_may_reuse_its_arrays() -> None:
    recorder, other = (Recorder(STEADY.system, INPUTS, 0.0) for _ in range(2))
    state, more = STEADY.state.copy(), np.ones(3)
    flow = STEADY.system.flows(state)
    recorder.record(0.0, state, flow, carried={"more": more})
    other.record(0.0, STEADY.state)
    for array in (state, more, flow.values, *flow.pressure_pa):
        array[:] = -1.0
    run, expected = recorder.trajectory(False), other.trajectory(False)
    np.testing.assert_array_equal(run.last_state, STEADY.state)
    np.testing.assert_array_equal(run.series["cabinets"]["power_w"], expected.series["cabinets"]["power_w"])
    np.testing.assert_array_equal(run.chips.max_k, expected.chips.max_k)
    for family, quantity in (("tcs", "flow_kg_s"), ("cabinets", "pressure_drop_pa")):
        np.testing.assert_allclose(run.series[family][quantity], expected.series[family][quantity], rtol=1e-9)


def test_accounts_that_count_by_themselves_are_marked_at_the_instant() -> None:
    """Though what it shows is worked out later: kernels have counted on by then."""
    counted = new_tally(len(STEADY.system.plant.cabinets.names))

    def prepare(system: System, recorder: Recorder) -> None:
        recorder.clock = StepClock(counted)

    sink = Kept()
    recorder = Recorder(STEADY.system, INPUTS, 0.0, Recording(sink=sink), prepare)
    for now_s in (0.0, 1.0, 2.0):
        counted["wanted_s"] = now_s
        recorder.record(now_s, STEADY.state)
    counted["wanted_s"] = 7.0
    recorder.flush()
    (checkpoint,) = sink.checkpoints
    assert set(checkpoint.under("clock")["wanted_s"].tolist()) == {2.0}


def test_a_checkpoint_hands_back_what_the_engine_carried() -> None:
    sink = Kept()
    recorder = Recorder(STEADY.system, INPUTS, 5.0, Recording(sink=sink))
    recorder.record(0.0, STEADY.state)
    recorder.record(7.0, STEADY.state, carried={"slope": np.arange(3.0)})
    recorder.flush()
    recorder.flush()
    (checkpoint,) = sink.checkpoints
    assert checkpoint.time_s == 7.0
    np.testing.assert_array_equal(checkpoint.state, STEADY.state)
    np.testing.assert_array_equal(checkpoint.carried["slope"], np.arange(3.0))
    resumed = Recorder(STEADY.system, INPUTS, 0.0, Recording(sink=sink, resume=checkpoint))
    resumed.record(9.0, STEADY.state)
    run = resumed.trajectory(False)
    assert run.time_s.tolist() == [0.0, 7.0, 9.0]
    assert (run.peak_chip, run.peak_time_s) == (
        OF.chips.names[int(VIEW.chips.worst_junction_k.argmax())],
        0.0,
    )


@pytest.mark.parametrize(
    ("limit", "value"), [("CHUNK_ROWS", 2), ("CHUNK_BYTES", 50_000), ("CHUNK_WALL_S", 0.0)]
)
def test_a_chunk_has_bounds(limit: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajectory, limit, value)
    sink = Kept()
    recorder = Recorder(STEADY.system, INPUTS, 0.0, Recording(sink=sink))
    for time_s in range(80):
        recorder.record(float(time_s), STEADY.state)
    assert len(sink.rows) >= 2
    assert len(set(sink.rows)) == 1
    assert sink.checkpoints[0].time_s == sink.rows[0] - 1


def test_chosen_chips_are_recorded_in_their_window_only() -> None:
    places = np.array([3, 0])
    chosen = ChosenChips(places=places, begin_s=10.0, end_s=20.0)
    recorder = Recorder(STEADY.system, INPUTS, 0.0, Recording(chips=chosen))
    for time_s in (0.0, 10.0, 20.0, 30.0):
        recorder.record(time_s, STEADY.state)
    run = recorder.trajectory(False)
    assert run.junction_time_s.tolist() == [10.0, 20.0]
    assert run.members["junctions"] == (OF.chips.names[3], OF.chips.names[0])
    expected = np.stack([VIEW.chips.worst_junction_k[places]] * 2)
    np.testing.assert_array_equal(run.series["junctions"]["junction_k"], expected)


def test_what_led_to_no_solution_is_kept() -> None:
    of = plant("gb300-hall")
    sink = Kept()

    def stop(time_s: float) -> None:
        if time_s >= 20.0:
            raise NoSolution("test", "cause", 1.0, "K", "nothing")

    with pytest.raises(NoSolution):
        simulate(of, inputs_of(of, 0.5), 60.0, progress=stop, recording=Recording(sink=sink))
    assert sink.checkpoints[-1].time_s == 20.0
    assert sink.time_s("site").tolist() == [0.0, 10.0, 20.0]


def test_a_run_interrupted_before_its_first_instant_is_just_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt):
        Recorder(STEADY.system, INPUTS, 0.0).trajectory(True)
