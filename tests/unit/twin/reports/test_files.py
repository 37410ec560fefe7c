from __future__ import annotations

from pathlib import Path

import pytest

from twin.errors import UsageError
from twin.reports.files import writable_page, write_page


def test_a_page_replaces_an_older_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for text in ("one", "two"):
        write_page(text, writable_page(page, "--report"))
    assert page.read_text(encoding="utf-8") == "two"
    assert list(tmp_path.iterdir()) == [page]


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; name a file"):
        writable_page(tmp_path, "--report")


def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist; make it first: mkdir -p"):
        writable_page(tmp_path / "none" / "page.html", "--report")
    assert list(tmp_path.iterdir()) == []
