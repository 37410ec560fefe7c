"""Which catalogue number each margin owes most of its uncertainty to, and how wide that makes the margin.

One linear solve per uncertain number takes seconds in all, and its result depends on nothing but the site, the
catalogue and our own sources: it is kept on disk under a hash of the three, so that only the first check of a
site pays for it. The file is a speed-up only; unreadable or unwritable, it is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from twin.config import SiteConfig
from twin.studies.check.swings import Say, worked_out
from twin.studies.check.types import MarginUncertainty
from twin.units import cache_folder, write_whole

FAMILIES = (
    "fluids",
    "weather",
    "chips",
    "optics",
    "cabinets",
    "supernodes",
    "cdus",
    "pumps",
    "heat_rejection",
    "power",
)


def margin_uncertainty(config: SiteConfig, load: str, say: Say | None = None) -> MarginUncertainty:
    """Return the uncertainty of every margin of a load case with everything in service.

    Parameters
    ----------
    config : SiteConfig
    load : str
        Load case; its failures share the result, as the numbers act in them alike.
    say : callable, optional
        Told what takes time.

    Returns
    -------
    MarginUncertainty
        In the order of the margins of `LimitTable`; worked out on mean-chip cabinets. Empty names and NaN
        spreads where the load case has no steady state.
    """
    path = kept_file(config, f"uncertainty-{load}")
    kept = _read(path)
    if kept is not None:
        return kept
    fresh = worked_out(config, load, say)
    if path is not None:
        text = json.dumps({"names": fresh.names, "spread": [float(value) for value in fresh.spread]})
        with contextlib.suppress(OSError):
            write_whole(path, text)
    return fresh


def kept_file(config: SiteConfig, word: str) -> Path | None:
    """Return where a result that rests on nothing but a site, its catalogue and our sources is kept."""
    folder = cache_folder()
    if folder is None:
        return None
    digest = hashlib.sha256(_sources_digest())
    digest.update(repr(config.site).encode())
    for family in FAMILIES:
        for name, entry in sorted(getattr(config, family).items()):
            digest.update(f"{family}/{name}: {entry!r}".encode())
    return folder / f"{word}-{digest.hexdigest()[:24]}.json"


@lru_cache(maxsize=1)
def _sources_digest() -> bytes:
    digest = hashlib.sha256()
    for package in ("models", "twin"):
        root = Path(str(files(package)))
        for source in sorted(root.rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.digest()


def _read(path: Path | None) -> MarginUncertainty | None:
    if path is None:
        return None
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        names = tuple(str(name) for name in content["names"])
        spread = np.array(content["spread"], dtype=np.float64)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return MarginUncertainty(names=names, spread=spread) if len(names) == spread.size else None
