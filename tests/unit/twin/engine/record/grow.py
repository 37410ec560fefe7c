"""Record the same instant again and again; print by how much the process grew (a script of test_memory.py)."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.plants import plant, solved
from tests.unit.twin.engine.runs import inputs_of
from twin.engine import trajectory
from twin.engine.record import Recording
from twin.engine.trajectory import Recorder
from twin.studies.simulate import ResultFolder

WARM, MANY = 1500, 9000


def peak_mb() -> float:
    """Return the largest size of this process so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024.0


def main(where: str) -> None:
    """Record to a folder, or into memory where none is named."""
    trajectory.CHUNK_ROWS = 500  # type: ignore[misc]  # several chunks in the warm part
    of = plant("gb300-hall")
    steady, _ = solved(of)
    flow = steady.system.flows(steady.state)
    sink = None
    if where:
        sink = ResultFolder(Path(where))
        sink.begin({})
    recorder = Recorder(steady.system, inputs_of(of, 0.7), 0.0, Recording(sink=sink))
    for second in range(WARM):
        recorder.record(float(second), steady.state, flow)
    before = peak_mb()
    for second in range(WARM, WARM + MANY):
        recorder.record(float(second), steady.state, flow)
    sys.stdout.write(f"{peak_mb() - before}\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
