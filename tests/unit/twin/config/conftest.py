"""A private copy of the small catalogue and its two sites, which a test may damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from twin.config import SiteConfig, load_site

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Damaged:
    """A changed file: its path as messages show it, and the line of the change."""

    file: Path
    line: int

    @property
    def location(self) -> str:
        return f"{self.file}:{self.line}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the root of a copy of the data, found first by every look-up."""
    root = tmp_path / "data"
    shutil.copytree(DATA, root)
    monkeypatch.setenv("TWIN_SITE_PATH", str(root))
    return root


@pytest.fixture
def damage(folder: Path) -> Callable[[str, str, str], Damaged]:
    """Return a function that replaces a text in a file and tells the first line that changed."""

    def replace(name: str, old: str, new: str) -> Damaged:
        file = folder / name
        text = file.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new))
        return Damaged(file, text[: text.index(old)].count("\n") + 1)

    return replace


@pytest.fixture
def hybrid(folder: Path) -> SiteConfig:
    """Return the hybrid-cooled site."""
    return load_site("hybrid")
