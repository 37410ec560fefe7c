"""Runs the comparisons of fluids, air, exchangers, networks and feeders with independent codes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


@pytest.mark.long
@pytest.mark.parametrize(
    "command",
    [
        ("tests.oracles.compare_thermal",),
        ("tests.oracles.fit_fluids", "--check"),
        ("tests.oracles.compare_networks",),
        ("tests.oracles.compare_electrical",),
    ],
    ids=lambda c: c[0],
)
def test_against_independent_codes(command: tuple[str, ...], oracle_python: Path, repository: Path) -> None:
    done = subprocess.run(
        [str(oracle_python), "-m", *command],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
