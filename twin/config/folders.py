"""Where sites and catalogue entries are looked for: the user's own folders first, then the package."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from twin.config.nearest import did_you_mean
from twin.errors import NotFoundError, Problem

__all__ = ["SITE_FILE", "catalogue_folders", "find_site", "searched_first", "site_files"]

SITE_FILE = "site.yaml"
SITE_PATH_VARIABLE = "TWIN_SITE_PATH"
"""Folders of a user, separated like `PATH`; each holds `catalog/` and `sites/<name>/site.yaml` or
`<name>/site.yaml`."""


_searched_first: ContextVar[tuple[Path, ...]] = ContextVar("searched_first", default=())


def searched_first(folders: Sequence[Path]) -> None:
    """Look in these folders of a user before those of `TWIN_SITE_PATH`; the next call replaces them."""
    _searched_first.set(tuple(folders))


def find_site(name_or_path: str | os.PathLike[str]) -> Traversable:
    """Return the site file of a known name, or of a path to a folder or file.

    Raises
    ------
    NotFoundError
        When there is neither; it offers the nearest names.
    """
    text = os.fspath(name_or_path)
    known = site_files()
    if text in known:
        return known[text]
    path = Path(text)
    if path.is_file():
        return path
    if (path / SITE_FILE).is_file():
        return path / SITE_FILE
    if path.is_dir():
        problem = Problem(
            file=text, message=f"the folder holds no {SITE_FILE}", remedy=f"write one, see {', '.join(known)}"
        )
        raise NotFoundError(problem)
    problem = Problem(
        message="is neither a known site nor a folder with a site.yaml",
        field="site",
        given=text,
        remedy=did_you_mean(text, known),
    )
    raise NotFoundError(problem)


def site_files() -> dict[str, Traversable]:
    """Return the site file of every site that has a name, the user's own first."""
    found: dict[str, Traversable] = {}
    for folder in _site_folders():
        for entry in _children(folder):
            if entry.is_dir() and (entry / SITE_FILE).is_file():
                found.setdefault(entry.name, entry / SITE_FILE)
    return found


def catalogue_folders(site_file: Traversable | None = None) -> list[Traversable]:
    """Return the `catalog` folders in the order in which they are searched."""
    beside = [site_file.parent / "catalog"] if isinstance(site_file, Path) else []
    candidates = [*beside, *(root / "catalog" for root in (*_own_roots(), _package_root()))]
    unique = {str(folder): folder for folder in candidates if folder.is_dir()}
    return list(unique.values())


def _own_roots() -> list[Path]:
    return [*_searched_first.get(), *_roots_of_environment()]


def _roots_of_environment() -> list[Path]:
    return [Path(text) for text in os.environ.get(SITE_PATH_VARIABLE, "").split(os.pathsep) if text]


def _package_root() -> Traversable:
    return files("site_configs")


def _site_folders() -> Iterator[Traversable]:
    for root in _own_roots():
        yield root / "sites"
        yield root
    yield _package_root() / "sites"


def _children(folder: Traversable) -> list[Traversable]:
    try:
        return sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []
    except OSError:
        return []
