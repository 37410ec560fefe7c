"""The folder of a run: foreign files, unfinished runs, resuming, and a result equal to the uninterrupted one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.plants import site
from twin.engine import trajectory
from twin.errors import UsageError
from twin.studies.simulate import (
    ResultFolder,
    SimulationResult,
    SimulationSpec,
    families_of,
    run_simulation,
    write_results,
)

LOAD = "training:period=120,duty=0.5"
SPEC = SimulationSpec(
    workload=LOAD,
    hours=0.2,
    resolution="cabinet",
    sample_s=10.0,
    chips=("rack-1.*",),
    chips_window_s=(100.0, 400.0),
)


def run(
    out: Path, until_s: float = np.inf, *, resume: bool = False, spec: SimulationSpec = SPEC
) -> SimulationResult:
    """Run into a folder; Ctrl-C after an instant."""

    def stop(time_s: float) -> None:
        if time_s >= until_s:
            raise KeyboardInterrupt

    folder = ResultFolder(out, resume=resume)
    result = run_simulation(site("gb300-hall"), spec, stop, folder)
    write_results(result, folder)
    return result


@pytest.fixture(scope="module")
def whole() -> SimulationResult:
    """Return the run that nothing interrupts, kept in memory."""
    return run_simulation(site("gb300-hall"), SPEC)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajectory, "CHUNK_ROWS", 7)


def same(one: SimulationResult, other: SimulationResult, assert_equal: Callable[..., None]) -> None:
    assert one.trajectory.series.keys() == other.trajectory.series.keys()
    np.testing.assert_array_equal(one.trajectory.time_s, other.trajectory.time_s)
    np.testing.assert_array_equal(one.trajectory.junction_time_s, other.trajectory.junction_time_s)
    for family, quantities in one.trajectory.series.items():
        assert list(quantities) == list(other.trajectory.series[family])
        for name in quantities:
            if name != "worst_chip":  # which of two equal chips is the hottest is not a temperature
                assert_equal(
                    quantities[name], other.trajectory.series[family][name], err_msg=f"{family}.{name}"
                )
    for name in ("min_k", "max_k", "quantiles_k", "above_throttle_s", "above_shutdown_s"):
        assert_equal(getattr(one.trajectory.chips, name), getattr(other.trajectory.chips, name), err_msg=name)


@pytest.mark.usefixtures("small_chunks")
def test_a_streamed_run_is_the_one_in_memory(whole: SimulationResult, tmp_path: Path) -> None:
    streamed = run(tmp_path / "out")
    same(streamed, whole, np.testing.assert_array_equal)
    assert {**streamed.summary, "wall_s": 0} == {**whole.summary, "wall_s": 0}
    assert len(list((tmp_path / "out" / "cabinets.parquet").iterdir())) == 11
    assert whole.trajectory.junction_time_s.tolist() == np.arange(100.0, 401.0, 10.0).tolist()
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert not any(name.startswith((".", "running", "checkpoint")) for name in left)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    "stops", [(250.0,), (60.0, 300.0), (720.0,)], ids=["once", "twice-at-a-jump", "at-the-end"]
)
def test_a_resumed_run_is_the_uninterrupted_one(
    stops: tuple[float, ...], whole: SimulationResult, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for place, stop in enumerate(stops):
        part = run(out, stop, resume=place > 0)
        assert part.trajectory.interrupted
        assert part.trajectory.time_s[-1] == stop
        assert json.loads((out / "running.json").read_text())["time_s"] == stop
        assert families_of(out)["site"].time_s[-1] == stop
    resumed = run(out, resume=True)
    assert not resumed.trajectory.interrupted
    assert not (out / "running.json").exists()

    def close(one: Any, other: Any, err_msg: str) -> None:
        # The integrator starts anew: equal within its tolerance, which for temperatures is far below 0.01 K.
        np.testing.assert_allclose(one, other, rtol=2e-4, atol=1e-3, err_msg=err_msg)

    same(resumed, whole, close)
    np.testing.assert_allclose(
        resumed.trajectory.series["cabinets"]["max_junction_k"],
        whole.trajectory.series["cabinets"]["max_junction_k"],
        rtol=0.0,
        atol=0.02,
    )
    assert resumed.trajectory.closure_frac < 1e-9
    assert resumed.trajectory.peak_junction_k == pytest.approx(whole.trajectory.peak_junction_k, abs=0.02)
    for name in ("it_energy_kwh", "facility_energy_kwh", "water_l"):
        assert resumed.summary[name] == pytest.approx(whole.summary[name], rel=1e-5)


@pytest.mark.usefixtures("small_chunks")
def test_parts_after_the_checkpoint_do_not_count(whole: SimulationResult, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, 250.0)
    newest = max((out / "cabinets.parquet").iterdir())
    stray = newest.with_name("part-00004.parquet")  # written, but killed before the checkpoint that counts it
    stray.write_bytes(newest.read_bytes())
    (newest.with_name(".part-00005.parquet")).write_bytes(b"half")
    assert families_of(out)["cabinets"].time_s[-1] == 250.0
    resumed = run(out, resume=True)
    np.testing.assert_array_equal(families_of(out)["cabinets"].time_s, whole.trajectory.time_s)
    np.testing.assert_array_equal(resumed.trajectory.time_s, whole.trajectory.time_s)


def test_killed_before_its_first_checkpoint_a_run_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(ResultFolder, "_write_checkpoint", killed)
        folder = ResultFolder(out)
        with pytest.raises(SystemExit):
            run_simulation(
                site("gb300-hall"), SimulationSpec(hours=0.01, resolution="cabinet"), folder=folder
            )
        folder.close()
    assert (out / "cabinets.parquet" / "part-00000.parquet").exists()
    assert families_of(out) == {}
    with pytest.raises(UsageError, match="holds no run to resume"):
        ResultFolder(out, resume=True)
    run(out)
    assert not (out / "running.json").exists()


def test_a_lost_checkpoint_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, 100.0)
    (checkpoint,) = out.glob("checkpoint-*.npz")
    for broken in (b"half", checkpoint.read_bytes()[:900], None):
        if broken is None:
            checkpoint.unlink()
        else:
            checkpoint.write_bytes(broken)
        with pytest.raises(UsageError, match=f"holds no readable {checkpoint.name} to resume from"):
            run(out, resume=True)


def test_another_run_is_not_resumed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, 100.0)
    kept = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    other = SimulationSpec(workload=LOAD, hours=0.3, resolution="cabinet", sample_s=10.0)
    with pytest.raises(
        UsageError, match=r"started otherwise: load and weather, hours \(0.2, now 0.3\), chips"
    ):
        run(out, resume=True, spec=other)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == kept


def test_an_unfinished_run_is_not_replaced_by_mistake(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, 100.0)
    with pytest.raises(UsageError, match="holds a run that is not finished; add `--resume`"):
        ResultFolder(out)


def test_nothing_to_resume_is_said(tmp_path: Path) -> None:
    for out in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match="holds no run to resume"):
            ResultFolder(out, resume=True)
    run(tmp_path / "out")
    with pytest.raises(UsageError, match="holds no run to resume"):
        ResultFolder(tmp_path / "out", resume=True)


def test_a_folder_is_written_by_one_run_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, 100.0)
    one, other = (ResultFolder(out, resume=True) for _ in range(2))
    identity = json.loads((out / "running.json").read_text())["run"]
    one.begin(identity)
    with pytest.raises(UsageError, match="is being written by another run"):
        other.begin(identity)
    one.close()
    assert other.begin(identity) is not None
    other.close()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out)
    for name in ("notes.txt", "mine.parquet"):
        (out / name).write_text("mine")
    run(out, 100.0)
    assert (out / "notes.txt").read_text() == (out / "mine.parquet").read_text() == "mine"
    out.joinpath("running.json").write_text('{"name": "of another program"}')
    with pytest.raises(UsageError, match="that is not ours"):
        ResultFolder(out)


def test_a_run_that_cannot_begin_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(UsageError, match="names no cabinet"):
        run(out, spec=SimulationSpec(hours=0.1, resolution="cabinet", chips=("none",)))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        run(tmp_path / "file" / "out")
