"""A site as a tree of text: equal branches in one line, with how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from twin.reports.fold import compressed

if TYPE_CHECKING:
    from twin.config import Branch


def tree_lines(branches: Sequence[Branch]) -> Iterator[str]:
    """Yield the lines of a tree, each branch below its parent.

    Parameters
    ----------
    branches : sequence of Branch
        From `twin.config.outline`.
    """
    for place, branch in enumerate(branches):
        last = place == len(branches) - 1
        yield f"{'└─' if last else '├─'} {_line(branch)}"
        for line in tree_lines(branch.children):
            yield f"{'  ' if last else '│ '} {line}"


def tree_fields(branch: Branch) -> dict[str, Any]:
    """Return a branch for machines."""
    return {
        "names": compressed(branch.names),
        "count": len(branch.names),
        "per_parent": branch.per_parent,
        "what": branch.text,
        "on": {kind: compressed(names) for kind, names in branch.on},
        "children": [tree_fields(child) for child in branch.children],
    }


def _line(branch: Branch) -> str:
    many = f" × {branch.per_parent}" if branch.per_parent > 1 else ""
    on = "; ".join(f"{kind} {compressed(names)}" for kind, names in branch.on)
    return f"{compressed(branch.names)}{many}: {branch.text}{f' [{on}]' if on else ''}"
