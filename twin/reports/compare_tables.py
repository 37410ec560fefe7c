"""What binds first at each site of a comparison, as a table, and how a comparison is read."""

from __future__ import annotations

from typing import Final

from twin.reports.compare_lines import Document, row_of
from twin.reports.numbers import MISSING, number
from twin.reports.table import Column, Row, Table, words

HOW_TO_READ: Final = (
    "published: stated figures, summed over supernodes; bottom-up: what parts and the solved plant add up to. "
    "Ratios are the first site over the other. A dash has its reason in the note; an empty cell has no such figure."
)


def binding_table(document: Document) -> Table:
    """Return what binds first at each site, and the number that its margin owes most of its spread to."""
    limit, margin = (row_of(document, name, "bottom-up") for name in ("binding_limit", "binding_margin"))
    columns = (
        *words("site", "limit, where and in which case"),
        Column(title="margin", unit="% of its scale", right=True),
        *words("kind", "least certain input"),
    )
    rows = []
    for place, site in enumerate(document["sites"]):
        binds = None if limit is None else limit["cells"][place]
        left = None if margin is None else margin["cells"][place]
        rows.append(
            Row(
                cells=(
                    site["site"],
                    MISSING if binds is None else str(binds["value"] or binds["reason"]),
                    number(None if left is None else left["value"]),
                    "" if binds is None else binds["kind"] or "",
                    "" if binds is None else ", ".join(binds["rests_on"]),
                ),
                status="violated" if left is not None and (left["value"] or 0.0) < 0.0 else "",
            )
        )
    return Table(title="What binds first", columns=columns, rows=tuple(rows))
