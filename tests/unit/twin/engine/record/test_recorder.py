"""What an engine may hand to a recorder, and what it gets back at a checkpoint."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest

from models.errors import NoSolution
from tests.plants import plant, solved
from tests.unit.twin.engine.runs import inputs_of
from twin.engine import trajectory
from twin.engine.record import Checkpoint, ChosenChips, Chunk, Recording
from twin.engine.record.sink import MemorySink
from twin.engine.reference import simulate
from twin.engine.schedule import drive_at
from twin.engine.snapshot import snapshot
from twin.engine.trajectory import Recorder

OF = plant(resolution="chip")
STEADY, VIEW = solved(OF)
INPUTS = inputs_of(OF, 0.7)


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


def test_a_view_that_is_handed_in_is_the_one_that_is_evaluated() -> None:
    own, given = (Recorder(STEADY.system, INPUTS, 0.0) for _ in range(2))
    drive = drive_at(OF, INPUTS, 0.0)
    view = snapshot(STEADY.system, drive, STEADY.state, STEADY.system.evaluate(drive, STEADY.state))
    for time_s in (0.0, 10.0):
        own.record(time_s, STEADY.state)
        given.record(time_s, STEADY.state, view=view)
    one, other = own.trajectory(False), given.trajectory(False)
    np.testing.assert_array_equal(one.chips.quantiles_k, other.chips.quantiles_k)
    for family, quantities in one.series.items():
        for name, values in quantities.items():
            np.testing.assert_allclose(
                values, other.series[family][name], rtol=1e-12, err_msg=f"{family}.{name}"
            )


def test_an_engine_may_reuse_its_arrays() -> None:
    recorder = Recorder(STEADY.system, INPUTS, 0.0)
    state, view, more = STEADY.state.copy(), deepcopy(VIEW), np.ones(3)
    recorder.record(0.0, state, view=view, carried={"more": more})
    for array in (state, more, view.cabinets.power_w, view.chips.worst_junction_k):
        array[:] = -1.0
    run = recorder.trajectory(False)
    np.testing.assert_array_equal(run.last_state, STEADY.state)
    np.testing.assert_array_equal(run.series["cabinets"]["power_w"][0], VIEW.cabinets.power_w)
    np.testing.assert_array_equal(run.chips.max_k, VIEW.chips.worst_junction_k)


def test_a_checkpoint_hands_back_what_the_engine_carried() -> None:
    sink = Kept()
    recorder = Recorder(STEADY.system, INPUTS, 5.0, Recording(sink=sink))
    recorder.record(0.0, STEADY.state, view=VIEW)
    recorder.record(7.0, STEADY.state, view=VIEW, carried={"slope": np.arange(3.0)})
    recorder.flush()
    recorder.flush()
    (checkpoint,) = sink.checkpoints
    assert checkpoint.time_s == 7.0
    np.testing.assert_array_equal(checkpoint.state, STEADY.state)
    np.testing.assert_array_equal(checkpoint.carried["slope"], np.arange(3.0))
    resumed = Recorder(STEADY.system, INPUTS, 0.0, Recording(sink=sink, resume=checkpoint))
    resumed.record(9.0, STEADY.state, view=VIEW)
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
    for time_s in range(40):
        recorder.record(float(time_s), STEADY.state, view=VIEW)
    assert len(sink.rows) >= 2
    assert len(set(sink.rows)) == 1
    assert sink.checkpoints[0].time_s == sink.rows[0] - 1


def test_chosen_chips_are_recorded_in_their_window_only() -> None:
    places = np.array([3, 0])
    chosen = ChosenChips(places=places, begin_s=10.0, end_s=20.0)
    recorder = Recorder(STEADY.system, INPUTS, 0.0, Recording(chips=chosen))
    for time_s in (0.0, 10.0, 20.0, 30.0):
        recorder.record(time_s, STEADY.state, view=VIEW)
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
