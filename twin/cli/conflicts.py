"""Conflicts of an entry or a site, for JSON and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twin.config.base import Conflict


def conflict_fields(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict as plain fields."""
    return {
        "about": list(conflict.about),
        "against": conflict.against,
        "claim": conflict.claim,
        "ratio": None if conflict.ratio is None else conflict.ratio.value,
        "explanation": conflict.explanation,
        "source": conflict.source,
    }


def conflict_notes(conflicts: Iterable[Conflict]) -> dict[str, str]:
    """Return explanations by what is claimed."""
    return {each.claim: f"{each.explanation.strip()} ({each.source.strip()})" for each in conflicts}
