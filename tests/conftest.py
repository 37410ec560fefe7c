"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# Scripts that the environment of the independent codes runs; this one cannot import them.
collect_ignore = [
    str(script)
    for script in REPOSITORY.glob("tests/oracles/**/*.py")
    if not script.name.startswith(("test_", "conftest"))
]

# Derandomised, so that a failure belongs to the change that caused it; no deadline, since machines differ.
settings.register_profile("twin", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("twin")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of data sets that are no part of the package, or skip."""
    folder = Path(os.environ.get("TWIN_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data sets in {folder}; set TWIN_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def oracle_python() -> Path:
    """Return the interpreter that has the independent codes, or skip."""
    python = Path(os.environ.get("TWIN_ORACLES", REPOSITORY / ".venv-oracles" / "bin" / "python"))
    if not python.exists():
        pytest.skip(f"no independent codes at {python}; `make test-long` installs them")
    return python
