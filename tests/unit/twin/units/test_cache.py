"""Unit sizes survive the process, and a bad cache file changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

READ = """
import sys
from twin.units import parse_quantity
print(parse_quantity("1.5 L/min/kW", "specific_flow"), "pint" in sys.modules)
"""


def read_in_new_process(cache_home: Path, code: str = READ) -> str:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_home)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


def cache_file(cache_home: Path) -> Path:
    (file,) = (cache_home / "supernode-twin").glob("units-*.json")
    return file


def test_the_second_process_never_imports_the_unit_library(tmp_path: Path) -> None:
    assert read_in_new_process(tmp_path) == "2.5e-08 True"
    assert read_in_new_process(tmp_path) == "2.5e-08 False"


def test_another_number_in_a_known_unit_is_warm_too(tmp_path: Path) -> None:
    read_in_new_process(tmp_path)
    assert read_in_new_process(tmp_path, READ.replace("1.5", "3.0")) == "5e-08 False"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"\xff\xfe\x00",
        b'{"specific_flow|L/min/kW": "2"}',
        b'{"specific_flow|L/min/kW": NaN}',
        b'{"specific_flow|L/min/kW": -1.0}',
        b"[" * 100_000,
    ],
)
def test_a_corrupted_file_is_ignored_and_mended(tmp_path: Path, content: bytes) -> None:
    read_in_new_process(tmp_path)
    cache_file(tmp_path).write_bytes(content)
    assert read_in_new_process(tmp_path) == "2.5e-08 True"
    assert read_in_new_process(tmp_path) == "2.5e-08 False"


def test_what_another_process_learnt_is_kept(tmp_path: Path) -> None:
    read_in_new_process(tmp_path)
    file = cache_file(tmp_path)
    file.write_text(json.dumps({**json.loads(file.read_text()), "power|own": 2.0}))
    read_in_new_process(tmp_path, READ.replace("L/min/kW", "L/h/kW"))
    assert {"power|own", "specific_flow|L/min/kW", "specific_flow|L/h/kW"} <= json.loads(
        file.read_text()
    ).keys()


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    read_in_new_process(tmp_path)
    assert [file.suffix for file in (tmp_path / "supernode-twin").iterdir()] == [".json"]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert read_in_new_process(blocked) == "2.5e-08 True"


def test_no_home_is_no_error(tmp_path: Path) -> None:
    code = READ.replace(
        "import sys", "import sys, pathlib\npathlib.Path.home = lambda: (_ for _ in ()).throw(RuntimeError())"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": "relative"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
    )
    assert done.stdout.strip() == "2.5e-08 True"
