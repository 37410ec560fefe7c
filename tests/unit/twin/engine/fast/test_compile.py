"""Modules of kernels: their text is their name, and a changed law is another module."""

from __future__ import annotations

import gc
import inspect
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import twin
from twin.engine.fast import compile as module
from twin.engine.fast.compilation import LEVEL, LEVEL_VARIABLE, _Kernels
from twin.engine.fast.compile import MARK, TEMPLATES, compiled, kernel_folder

ended = _Kernels.on_end
ROOT = Path(twin.__file__).parents[1]
KERNEL = '''"""A small template."""

from __future__ import annotations

from math import exp

from twin.engine.fast.laws import chip_law

# --- kernels ---


def advance(x: float) -> float:
    """Return twice the law."""
    return 2.0 * chip_law(x) + exp(0.0)
'''


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile a template of one line, into a folder of its own."""
    source = inspect.getsource
    small = dict(zip(TEMPLATES, [KERNEL, *[MARK] * len(TEMPLATES)], strict=False))
    monkeypatch.setattr(inspect, "getsource", lambda of: small[of] if of in small else source(of))
    monkeypatch.setenv("TWIN_CACHE_DIR", str(tmp_path))


def law(factor: float) -> str:
    return f"def chip_law(x):\n    return {factor} * x"


def test_a_changed_law_is_another_module(tmp_path: Path) -> None:
    one, other = compiled(law(3.0)), compiled(law(4.0))
    assert one.__name__ != other.__name__
    assert one.advance(1.0) == 7.0
    assert other.advance(1.0) == 9.0
    assert len(list((tmp_path / "kernels").iterdir())) == 2


def test_the_same_law_is_the_same_module() -> None:
    assert compiled(law(5.0)) is compiled(law(5.0))


def test_a_module_of_a_former_process_is_loaded_and_not_written_again(tmp_path: Path) -> None:
    first = compiled(law(6.0))
    assert first.advance(1.0) == 13.0
    path = Path(str(first.__file__))
    assert path.is_relative_to(tmp_path / "kernels")
    before = path.stat().st_mtime_ns
    kept = sorted(each.name for each in path.parent.glob("__pycache__/*.nbc"))
    assert kept, "machine code is kept"
    del sys.modules[first.__name__]
    told: list[str] = []
    again = compiled(law(6.0), told.append)
    assert again is not first
    assert again.advance(1.0) == 13.0
    assert told == []
    assert path.stat().st_mtime_ns == before
    assert sorted(each.name for each in path.parent.glob("__pycache__/*.nbc")) == kept


def test_the_user_is_told_once_before_a_compilation() -> None:
    told: list[str] = []
    compiled(law(8.0), told.append).advance(1.0)
    compiled(law(8.0), told.append).advance(1.0)
    assert len(told) == 1
    assert "once" in told[0]


def test_what_the_kernels_import_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = compiled(law(9.0)).__name__
    edited = tmp_path / "edited.py"
    for number, path in enumerate(module.USED):
        edited.write_text(path.read_text(encoding="utf-8") + "#", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(module, "USED", [*module.USED[:number], edited, *module.USED[number + 1 :]])
            assert compiled(law(9.0)).__name__ != one, path


def test_all_that_the_kernels_import_of_the_twin_is_part_of_the_key() -> None:
    used = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in module.USED}
    texts = [Path(str(template.__file__)).read_text(encoding="utf-8") for template in TEMPLATES]
    named = set(re.findall(r"^ *from (twin\.\S+) import", "\n".join(texts), re.MULTILINE))
    assert named - used == {*[each.__name__ for each in TEMPLATES], "twin.engine.fast.laws"} & named
    assert "twin.engine.fast.lanes" in named


def test_the_version_of_the_compiler_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    one = compiled(law(10.0)).__name__
    monkeypatch.setattr("numba.__version__", "0.0.1")
    assert compiled(law(10.0)).__name__ != one


def test_every_function_is_compiled() -> None:
    module = compiled(law(11.0))
    assert hasattr(module.advance, "signatures")
    assert hasattr(module.chip_law, "signatures")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({"TWIN_CACHE_DIR": "/a/b"}, Path("/a/b/kernels"), id="own"),
        pytest.param({"XDG_CACHE_HOME": "/c"}, Path("/c/supernode-twin/kernels"), id="user's"),
        pytest.param({}, Path.home() / ".cache/supernode-twin/kernels", id="default"),
    ],
)
def test_where_kernels_are_kept(
    variables: dict[str, str], expected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TWIN_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert kernel_folder() == expected


def test_a_cache_that_cannot_be_written_costs_a_compilation_and_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("TWIN_CACHE_DIR", str(tmp_path / "file"))
    assert compiled(law(21.0)).advance(1.0) == 43.0


def test_other_code_that_numba_compiles_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba import njit

    monkeypatch.delenv(LEVEL_VARIABLE, raising=False)
    levels: list[str | None] = []

    def noted(self: _Kernels, event: Any) -> None:
        levels.append(os.environ.get(LEVEL_VARIABLE))
        ended(self, event)

    monkeypatch.setattr(_Kernels, "on_end", noted)
    usual = gc.get_threshold()
    assert compiled(law(12.0)).advance(1.0) == 25.0
    assert set(levels) == {LEVEL}
    assert os.environ.get(LEVEL_VARIABLE) is None
    assert gc.get_threshold() == usual
    levels.clear()
    assert njit(lambda x: x + 1.0)(1.0) == 2.0
    assert set(levels) == {None}


def test_the_level_of_optimisation_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LEVEL_VARIABLE, raising=False)
    one = compiled(law(13.0)).__name__
    monkeypatch.setenv(LEVEL_VARIABLE, "3")
    assert compiled(law(13.0)).__name__ != one
