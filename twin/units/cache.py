"""Sizes of unit texts seen before, kept between processes so that a warm one never imports the unit library.

The file is only a speed-up: unreadable, corrupted or unwritable, it is as if it were not there.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import math
import os
import tempfile
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from twin.units.dimensions import DIMENSIONS
from twin.units.registry import si_size

__all__ = ["cache_file", "cache_folder", "cached_si_size", "save_cache", "write_whole"]

_SEPARATOR = "|"
_new: dict[str, float] = {}


def cached_si_size(unit_text: str, kind: str) -> float | None:
    """Return `si_size` of a unit text, from memory, disk or the unit library, in this order."""
    key = f"{kind}{_SEPARATOR}{unit_text}"
    known = _known()
    if key in known:
        return known[key]
    size = si_size(unit_text, DIMENSIONS[kind])
    if size is not None:
        if not _new:
            atexit.register(save_cache)
        known[key] = _new[key] = size
    return size


def save_cache() -> None:
    """Write what this process learnt, together with what others wrote meanwhile; never raises."""
    path = cache_file()
    if not _new or path is None:
        return
    merged = {**_read(path), **_new}
    with contextlib.suppress(OSError):
        write_whole(path, json.dumps(merged, indent=0, sort_keys=True))
        _new.clear()


def cache_file() -> Path | None:
    """Return the cache file of this version of the units code; None when there is no home to put it in."""
    folder = cache_folder()
    return None if folder is None else folder / f"units-{_fingerprint()}.json"


def cache_folder() -> Path | None:
    """Return the folder for what may be worked out again at any time; None when there is no home to put it in."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        root = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
    except (OSError, RuntimeError):
        return None
    return root / "supernode-twin"


def write_whole(path: Path, text: str) -> None:
    """Write a cache file so that a reader sees all of it or nothing.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text)


@lru_cache(maxsize=1)
def _known() -> dict[str, float]:
    path = cache_file()
    return {} if path is None else _read(path)


def _read(path: Path) -> dict[str, float]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: size for key, size in content.items() if _is_size(size)}


def _is_size(size: object) -> bool:
    return isinstance(size, float) and math.isfinite(size) and size > 0.0


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    digest = hashlib.sha256(version("pint").encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
