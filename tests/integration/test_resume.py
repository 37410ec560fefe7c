"""A run that is stopped from outside, by Ctrl-C or by kill -9, and goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from twin.cli import main
from twin.studies.simulate import families_of

ARGUMENTS = ("simulate", "gb300-hall", "--resolution", "cabinet", "--sample", "1", "--hours", "0.2",
             "--workload", "training:period=240,duty=0.5")  # fmt: skip
START = """
import sys
from twin.engine import trajectory
trajectory.CHUNK_WALL_S = 0.1  # instead of a minute
from twin.cli import main
sys.exit(main(sys.argv[1:]))
"""


def started(out: Path, *more: str) -> subprocess.Popen[str]:
    """Start a run and return it when it has written some parts."""
    running = subprocess.Popen(
        [sys.executable, "-c", START, *ARGUMENTS, "--out", str(out), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60.0
    while running.poll() is None and time.monotonic() < until:
        if (out / "cabinets.parquet" / "part-00001.parquet").exists() and (out / "running.json").exists():
            return running
        time.sleep(0.02)
    running.kill()
    raise AssertionError(f"no parts in time: {running.communicate()}")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "out"
    assert main([*ARGUMENTS, "--out", str(out)]) == 0
    return out


def assert_same(out: Path, whole: Path) -> None:
    one, other = families_of(out), families_of(whole)
    np.testing.assert_array_equal(one["site"].time_s, other["site"].time_s)
    np.testing.assert_allclose(
        one["cabinets"]["max_junction_k"], other["cabinets"]["max_junction_k"], rtol=0.0, atol=0.02
    )
    found, expected = (json.loads((each / "summary.json").read_text()) for each in (out, whole))
    assert found["complete"] is True
    assert found["energy_closure"] < 1e-9
    assert found["it_energy_kwh"] == pytest.approx(expected["it_energy_kwh"], rel=1e-6)
    assert {path.name for path in out.iterdir()} == {path.name for path in whole.iterdir()}


def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(
    tmp_path: Path, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    running = started(out)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60.0)
    assert running.returncode == 130
    assert f"`--out {out} --resume` goes on" in told
    assert "Traceback" not in told
    summary = json.loads((out / "summary.json").read_text())
    assert summary["complete"] is False
    assert 0.0 < summary["hours"] < 0.2
    assert "INTERRUPTED" in (out / "report.html").read_text(encoding="utf-8")
    assert main([*ARGUMENTS, "--out", str(out), "--resume"]) == 0
    capsys.readouterr()
    assert_same(out, whole)


def test_kill_leaves_a_readable_beginning_and_resume_goes_on(
    tmp_path: Path, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    running = started(out)
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60.0)
    assert running.returncode == -signal.SIGKILL
    assert not (out / "summary.json").exists()
    begun = families_of(out)
    done_s = json.loads((out / "running.json").read_text())["time_s"]
    assert {family.time_s[-1] for family in begun.values()} == {done_s}
    assert begun["cabinets"]["power_w"].shape == (begun["site"].time_s.size, 8)
    assert main([*ARGUMENTS, "--out", str(out)]) == 2
    assert "add `--resume` to go on with it" in capsys.readouterr().err
    assert main([*ARGUMENTS, "--out", str(out), "--resume", "--seed", "1"]) == 2
    assert "started otherwise: seed (0, now 1)" in capsys.readouterr().err
    assert main([*ARGUMENTS, "--out", str(out), "--resume"]) == 0
    assert_same(out, whole)
