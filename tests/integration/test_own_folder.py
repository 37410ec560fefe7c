"""A new user's folder: chip, cabinet, supernode and site written as `docs/own-site.md` says, then used."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "own-site.md"
FILE = re.compile(r"^`(?P<path>[^`]+\.yaml)`:\n\n```yaml\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the files of the page are written where it says."""
    folder = tmp_path_factory.mktemp("home")
    for match in FILE.finditer(PAGE.read_text(encoding="utf-8")):
        path = folder / match["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(match["text"], encoding="utf-8")
    assert len(list(folder.rglob("*.yaml"))) == 4
    return folder


def twin(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command where the user's folder is."""
    return subprocess.run(
        [sys.executable, "-m", "twin", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(PAGE.parents[1])} | environment,
    )


def test_site_and_chip_are_found_by_name(home: Path) -> None:
    listed = twin(home, "sites", "--site-path", "my-halls")
    assert listed.returncode == 0, listed.stderr
    assert "my-row" in listed.stdout
    assert "cloudmatrix384" in listed.stdout
    chip = twin(home, "catalog", "my-npu", "--site-path", "my-halls", "--json")
    assert json.loads(chip.stdout)["title"] == "An accelerator of my own, 300 W on air"


def test_without_the_folder_nobody_knows_it(home: Path) -> None:
    assert twin(home, "check", "my-row").returncode == 2
    assert twin(home, "sites", "--site-path", "no-such-folder").returncode == 2


def test_it_is_checked_without_a_gap(home: Path) -> None:
    done = twin(home, "check", "my-row", "--site-path", "my-halls", "--json", "--strict")
    document = json.loads(done.stdout)
    assert done.returncode == 0, [row for row in document["limits"] if row["status"] == "violated"]
    assert document["chips"] == 6 * 32
    # 4 x (8 x 280 W + 900 W) over the shelves of six cabinets, less what cool chips do not leak.
    assert document["it_power_kw"] == pytest.approx(6 * 12.56 / 0.974, rel=0.02)


def test_it_runs_with_the_variable_set_once(home: Path) -> None:
    done = twin(
        home, "simulate", "my-row", "--hours", "0.02", "--out", "run", "--json", TWIN_SITE_PATH="my-halls"
    )
    assert done.returncode == 0, done.stderr
    assert (home / "run" / "summary.json").is_file()


def test_its_tree_folds_the_row(home: Path) -> None:
    done = twin(home, "sites", "my-row", "--tree", "--site-path", "my-halls")
    assert "pod-1..6 × 6: my-pod: 1 x my-cabinet" in done.stdout


def test_an_entry_of_ones_own_goes_before_that_of_the_package(home: Path, tmp_path: Path) -> None:
    ours = Path(__file__).resolve().parents[2] / "site_configs" / "catalog" / "chips" / "h20.yaml"
    own = tmp_path / "catalog" / "chips" / "h20.yaml"
    own.parent.mkdir(parents=True)
    text = ours.read_text(encoding="utf-8")
    own.write_text(re.sub(r"^title: .*$", "title: An H20 as I measured it", text, flags=re.MULTILINE))
    shown = twin(home, "catalog", "h20", "--site-path", str(tmp_path), "--json")
    assert json.loads(shown.stdout)["title"] == "An H20 as I measured it"
