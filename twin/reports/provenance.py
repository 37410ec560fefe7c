"""Where the least certain inputs of a check come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twin.reports.table import Column, Row, Table, words

if TYPE_CHECKING:
    from twin.config import EntryRow, SiteConfig


def provenance_table(document: Mapping[str, Any], config: SiteConfig) -> Table:
    """Return the least certain inputs that limits rest on, with range, kind and source, most used first."""
    used = Counter(row["least_certain_input"] for row in document["limits"] if row["least_certain_input"])
    columns = (
        *words("number"),
        Column(title="limits", right=True),
        Column(title="value", right=True),
        *words("low to high", "kind", "source"),
    )
    rows = tuple(_row(path, count, _entry_row(config, path)) for path, count in used.most_common())
    return Table(
        title="Least certain inputs",
        columns=columns,
        rows=rows,
        note="To narrow a margin, measure its least certain input first.",
    )


def _row(path: str, count: int, found: EntryRow | None) -> Row:
    if found is None:
        return Row(cells=(path, str(count), "", "", "", ""))
    between = f"{found.low} to {found.high}"
    return Row(cells=(path, str(count), found.value, between, found.kind, found.source))


def _entry_row(config: SiteConfig, path: str) -> EntryRow | None:
    """Return the catalogue row of a dotted path `family.name.field`."""
    from twin.config import describe

    family, _, rest = path.removeprefix("catalog.").partition(".")
    entries = getattr(config, family, {})
    name = next((name for name in entries if rest.startswith(f"{name}.")), None)
    if name is None:
        return None
    field = rest[len(name) + 1 :]
    return next((row for row in describe(entries[name]) if row.field == field), None)
