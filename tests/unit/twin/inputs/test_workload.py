from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from twin.errors import DataFileError
from twin.inputs import CabinetLoad, build_activity, parse_workload


@pytest.mark.parametrize(
    "text",
    [
        "constant:0.4",
        "training",
        "training:swings=resolved",
        "azure:requests-small",
        "replay:cabinet-power-small",
        "table:activity-small",
    ],
)
def test_every_kind_gives_activity_of_every_cabinet(cabinets: Sequence[CabinetLoad], text: str) -> None:
    load = build_activity(parse_workload(text), cabinets, 900.0, seed=1)
    assert load.activity.width == load.memory.width == len(cabinets)
    assert np.isfinite(load.activity.values).all()
    assert 0.0 <= load.activity.values.min() <= load.activity.values.max() <= 1.0
    assert load.label


def test_the_same_seed_gives_the_same_load(cabinets: Sequence[CabinetLoad]) -> None:
    spec = parse_workload("azure:requests-small", 0.5)
    first, second = (build_activity(spec, cabinets, 900.0, seed=7) for _ in range(2))
    np.testing.assert_array_equal(first.activity.values, second.activity.values)


def test_an_absent_file_is_named(cabinets: Sequence[CabinetLoad], tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.csv"):
        build_activity(parse_workload(f"azure:{tmp_path / 'nowhere.csv'}"), cabinets, 60.0)


def test_inputs_import_neither_pandas_nor_pyarrow() -> None:
    code = "import sys, twin.inputs; print(sorted({'pandas', 'pyarrow', 'pint'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
