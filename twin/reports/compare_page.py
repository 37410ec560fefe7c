"""The page of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from twin.reports.compare_figures import compare_figures
from twin.reports.compare_lines import COLUMNS, SECTIONS, Document, compare_lines, ratio_text, row_of
from twin.reports.compare_tables import HOW_TO_READ, binding_table
from twin.reports.files import write_page
from twin.reports.numbers import MISSING
from twin.reports.page import render_page

FACTS: Final = (
    ("it_power", "IT power"),
    ("compute_bf16", "dense BF16"),
    ("power_per_compute_bf16", "power per dense BF16"),
    ("memory", "memory"),
    ("cabinet_power", "power per cabinet"),
    ("optics_count", "optical modules"),
)
"""Ratios at the head of the page."""
KINDS: Final[Mapping[str, str]] = {
    "count": "an exact number of parts",
    "site": "a decision of the site file",
    "published": "stated by its owner in its own document",
    "measured": "read from an instrument or tool",
    "relayed": "stated by its owner, received through a third party",
    "analyst": "estimate of an analyst house",
    "relayed-weak": "press or trade statement without a primary",
    "seed": "press wording without a primary at hand",
    "derived": "arithmetic from other figures",
    "assumed": "engineering choice, no public number",
}


def compare_page(document: Document) -> str:
    """Return the page of a comparison document."""
    lines = compare_lines(document)
    labels = [site["site"] for site in document["sites"]]
    figures = compare_figures(document)
    used = {kind for row in document["rows"] for kind in row["kinds"] if kind}
    return render_page(
        "compare.html.j2",
        title=f"{', '.join(labels)}: compared",
        document=document,
        labels=labels,
        columns=COLUMNS,
        facts=[_fact(document, name, title) for name, title in FACTS],
        ratio=figures[0] if figures else None,
        figures=figures[1:],
        sections=[(title, lines.of_section(section)) for section, title in SECTIONS.items()],
        binding=binding_table(document),
        notes=lines.notes,
        how_to_read=HOW_TO_READ,
        kinds=[(kind, words) for kind, words in KINDS.items() if kind in used],
    )


def write_compare_page(document: Document, path: Path) -> None:
    """Write the page of a comparison."""
    write_page(compare_page(document), path)


def _fact(document: Document, name: str, title: str) -> dict[str, Any]:
    """Return the ratio to the second site, stated and computed; a dash where one of them is not known."""
    ratios = [row["ratio"] for column in COLUMNS if (row := row_of(document, name, column)) is not None]
    shown = [ratio_text(ratio) for ratio in ratios]
    return {"title": title, "ratios": shown if any(ratio is not None for ratio in ratios) else [MISSING]}
