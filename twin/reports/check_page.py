"""The page of a check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.reports.check_figures import cabinet_figure, envelope_figures, margin_figure, power_figure
from twin.reports.check_tables import (
    case_table,
    component_tables,
    envelope_tables,
    limit_table,
    relief_table,
)
from twin.reports.files import write_page
from twin.reports.page import render_page
from twin.reports.provenance import provenance_table
from twin.reports.verdict import verdict

if TYPE_CHECKING:
    from twin.config import SiteConfig


def check_page(document: Mapping[str, Any], config: SiteConfig) -> str:
    """Return the page of a check document; the configuration tells where its numbers come from."""
    return render_page(
        "check.html.j2",
        title=f"{document['site']}: limits",
        document=document,
        verdict=verdict(document),
        margins=margin_figure(document),
        limits=limit_table(document),
        relief=relief_table(document),
        envelope=tuple(zip(envelope_figures(document), envelope_tables(document), strict=True)),
        cabinets=cabinet_figure(document),
        components=component_tables(document),
        power=power_figure(document),
        cases=case_table(document),
        provenance=provenance_table(document, config),
        overrides=config.overrides,
    )


def write_check_page(document: Mapping[str, Any], config: SiteConfig, path: Path) -> None:
    """Write the page of a check."""
    write_page(check_page(document, config), path)
