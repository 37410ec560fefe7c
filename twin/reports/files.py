"""Writing a page: checked before the work, and whole or not at all after it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NoReturn

from twin.errors import Problem, UsageError


def writable_page(path: Path, option: str) -> Path:
    """Return the path of a page after making sure that it can be written.

    Raises
    ------
    UsageError
        The path is a folder, or its folder is missing or closed.
    """
    if path.is_dir():
        _refuse(path, option, "is a folder", "name a file, such as report.html")
    if not path.parent.is_dir():
        _refuse(
            path, option, "lies in a folder that does not exist", f"make it first: mkdir -p {path.parent}"
        )
    if not os.access(path.parent, os.W_OK):
        _refuse(path, option, "lies in a folder you may not write to", "name another folder")
    return path


def write_page(text: str, path: Path) -> None:
    """Write a page beside its place and move it there, so that no half of one is ever seen."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _refuse(path: Path, option: str, message: str, remedy: str) -> NoReturn:
    raise UsageError(Problem(field=option, given=str(path), message=message, remedy=remedy))
