"""``twin compare``: sites side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from twin.cli.emit import emit_json
from twin.cli.options import Json, Resolution, ResolutionOption, SitePath
from twin.cli.outcome import OK, complain
from twin.cli.progress import one_line

if TYPE_CHECKING:
    from twin.config import SiteConfig

HELP: Final = """Two or more sites side by side, stated against computed.

Chips, power, compute, memory, optics, coolant, PUE on the design day, energy of a token and what binds first. Every
figure shows its kind, every ratio its denominator, and conflicts of public figures are explained where they appear.

\b
Examples:
  twin compare cloudmatrix384 gb300-hall
  twin compare cloudmatrix384 atlas950-superpod gb300-hall --report compare.html
  twin compare cloudmatrix384 ./my-hall --json > compare.json

\b
Exit codes: 0 done, whatever the limits of the sites say; 2 bad input.
"""


def compare(
    sites: Annotated[
        list[str],
        typer.Argument(
            metavar="SITE SITE...",
            help="Names out of `twin sites`, or folders that hold a site.yaml; the first is compared with each of the others.",
        ),
    ],
    json: Json = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html", help="Write a page with plots, for offline use."),
    ] = None,
    resolution: ResolutionOption = Resolution.CHIP,
    site_path: SitePath = [],  # noqa: B006  # typer reads the default; nobody changes it
) -> int:
    """Compare sites."""
    del site_path  # done by its callback
    from twin.reports.files import writable_page

    page = None if report is None else writable_page(report, "--report")
    configs = _loaded(sites)
    with one_line() as say:
        from twin.studies.compare import compare as run
        from twin.studies.compare import compare_document

        document = compare_document(run(configs, resolution=resolution.value, say=say))
    if json:
        emit_json(document)
    else:
        _print(document)
    if page is not None:
        from twin.reports.compare_page import write_compare_page

        write_compare_page(document, page)
        complain(f"report written to {page}") if json else sys.stdout.write(f"\nReport: {page}\n")
    return OK


def _loaded(sites: list[str]) -> list[SiteConfig]:
    """Return the sites, with every mistake of every site told at once."""
    from twin.config import load_site
    from twin.errors import InputError, Problem, UsageError

    if len(sites) < 2:
        raise UsageError(
            Problem(
                field="SITE",
                given=sites[0],
                message="has nothing to be compared with",
                remedy="name two or more sites; `twin sites` lists them",
            )
        )
    configs: list[SiteConfig] = []
    problems: list[Problem] = []
    for site in dict.fromkeys(sites):
        try:
            configs.append(load_site(site))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    by_name = dict(zip(dict.fromkeys(sites), configs, strict=True))
    return [by_name[site] for site in sites]


def _print(document: dict[str, Any]) -> None:
    from twin.reports.compare_lines import compare_lines
    from twin.reports.compare_tables import HOW_TO_READ
    from twin.reports.compare_text import PAGE_WIDTH, compare_text
    from twin.reports.terminal import console_for, show_blocks, show_heading, show_notes

    console = console_for(sys.stdout)
    for site in document["sites"]:
        show_heading(console, site["site"], site["title"])
    lines = compare_lines(document)
    show_blocks(console, compare_text(document, lines, min(console.width, PAGE_WIDTH)))
    notes = {str(place): note for place, note in enumerate(lines.notes, start=1)}
    show_notes(console, "Notes and conflicts", notes | {"reading": HOW_TO_READ})
