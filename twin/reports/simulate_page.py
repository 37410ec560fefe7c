"""The page of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twin.reports.files import write_page
from twin.reports.page import render_page
from twin.reports.simulate_figures import simulate_figures
from twin.reports.simulate_tables import simulate_tables

if TYPE_CHECKING:
    from twin.studies.simulate import SimulationResult


def simulate_page(result: SimulationResult) -> str:
    """Return the page of a run."""
    return render_page(
        "simulate.html.j2",
        title=f"{result.config.name}: {result.summary['hours']:.4g} h",
        site_title=result.config.site.title,
        summary=result.summary,
        figures=simulate_figures(result.trajectory),
        tables=simulate_tables(result.summary),
        overrides=result.config.overrides,
    )


def write_simulate_page(result: SimulationResult, path: Path) -> None:
    """Write the page of a run."""
    write_page(simulate_page(result), path)
