"""One physics: a formula edited in `models/` moves both engines, kernels of the unedited one on disk or not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import json
import models.compute.chip as chip
from tests.plants import plant
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine import reference
from twin.engine.fast.simulate import simulate

of = plant()
inputs = inputs_of(of, steps((0.0, 0.3), (5.0, 0.9)))
told = []
fast = simulate(of, inputs, 60.0, sample_s=60.0, notice=told.append)
truth = reference.simulate(of, inputs, 60.0, sample_s=60.0, relative_tolerance=1e-7)
print(json.dumps({
    "models": chip.__file__,
    "compiled": len(told),
    "fast": fast.last_state[: of.chips.power.idle_w.size].tolist(),
    "truth": truth.last_state[: of.chips.power.idle_w.size].tolist(),
}))
"""

EDITS = {
    "compute/chip.py": [
        ("return chip.leakage_w * np.exp(", "return 1.5 * chip.leakage_w * np.exp("),
    ],
    "thermal/cold_plate.py": [
        (
            "return heat_capacity_rate_per_flow_j_m3k * np.abs(flow_m3_s) * effectiveness",
            "return 0.9 * heat_capacity_rate_per_flow_j_m3k * np.abs(flow_m3_s) * effectiveness",
        ),
    ],
    "hydraulics/branch.py": [
        (
            "-params.pump_head_shutoff_pa * speed * speed",
            "-0.8 * params.pump_head_shutoff_pa * speed * speed",
        ),
    ],
}


def seen(root: Path, home: Path) -> dict[str, Any]:
    """Run both engines in a process of their own, with the package at a root."""
    environment = {**os.environ, "PYTHONPATH": str(root), "TWIN_CACHE_DIR": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert str(result["models"]).startswith(str(root)), "the copy is what ran"
    return result


@pytest.mark.long
def test_an_edited_formula_moves_both_engines(repository: Path, tmp_path: Path) -> None:
    root, home = tmp_path / "copy", tmp_path / "cache"
    root.mkdir()
    for name in ("models", "twin", "tests", "site_configs"):
        shutil.copytree(repository / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = seen(root, home)
    assert before["compiled"] == 1
    assert seen(root, home)["compiled"] == 0, "the cache is warm"
    for file, edits in EDITS.items():
        path = root / "models" / file
        text = path.read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, f"{file} has changed: {old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    after = seen(root, home)
    assert after["compiled"] == 1, "a changed law is another module"
    moved = {
        engine: [late - early for late, early in zip(after[engine], before[engine], strict=True)]
        for engine in ("fast", "truth")
    }
    assert min(moved["truth"]) > 1.0
    assert moved["fast"] == pytest.approx(moved["truth"], abs=0.01)
