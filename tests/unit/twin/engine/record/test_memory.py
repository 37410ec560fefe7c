"""Memory of a long run: flat where it is streamed, growing where it is not, else the measurement shows nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def growth_mb(repository: Path, *where: Path) -> float:
    script = Path(__file__).with_name("grow.py")
    done = subprocess.run(
        [sys.executable, str(script), *map(str, where)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    return float(done.stdout)


def test_a_streamed_run_does_not_grow_with_its_length(tmp_path: Path, repository: Path) -> None:
    kept = growth_mb(repository)
    streamed = growth_mb(repository, tmp_path / "out")
    assert kept > 10.0, "9,000 rows in memory must be seen"
    assert streamed < 0.25 * kept
