"""``twin check``: every limit of a site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from twin.cli.emit import emit_json
from twin.cli.options import Changes, Json, Resolution, ResolutionOption, Site, SitePath
from twin.cli.outcome import OK, VIOLATED, complain
from twin.cli.progress import Say, one_line

if TYPE_CHECKING:
    from twin.config import SiteConfig
    from twin.studies.check import CheckResult

HELP: Final = """Limits of a site, also with any one part failed.

Every cabinet, CDU, loop, feeder and hall at the design point and at each N-1 case. The binding limit comes first, with its margin, the case in which it binds and the least certain
input it rests on.

\b
Examples:
  twin check cloudmatrix384
  twin check gb300-hall --set "loops.tcs-1.supply_temp=40 degC"
  twin check cloudmatrix384 --report check.html
  twin check ./my-hall --json --strict > check.json

\b
Exit codes: 0 no limit is violated; 1 a limit is violated or a case has no steady state
(with --strict also: a limit could not be judged); 2 bad input.
"""


def check(
    site: Site,
    json: Json = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 also when a limit could not be judged.")
    ] = False,
    changes: Changes = [],  # noqa: B006  # typer reads the default; nobody changes it
    resolution: ResolutionOption = Resolution.CHIP,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE.html",
            help="Write a page with plots, envelope and relief, for offline use.",
        ),
    ] = None,
    envelope: Annotated[
        bool | None,
        typer.Option(
            "--envelope/--no-envelope",
            help="Operating envelope: largest heat against supply, smallest flow against heat (with a report: yes).",
        ),
    ] = None,
    relief: Annotated[
        bool | None,
        typer.Option(
            "--relief/--no-relief",
            help="What could be changed, each confirmed by a re-run (with a report: yes).",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List every limit and case instead of the nearest.")
    ] = False,
    site_path: SitePath = [],  # noqa: B006  # typer reads the default; nobody changes it
) -> int:
    """Judge every limit of a site."""
    del site_path  # done by its callback
    from twin.config import load_site
    from twin.reports.files import writable_page

    page = None if report is None else writable_page(report, "--report")
    config = load_site(site, changes)
    with one_line() as say:
        document, code = _examined(
            config,
            resolution.value,
            strict=strict,
            with_envelope=bool(report) if envelope is None else envelope,
            with_relief=bool(report) if relief is None else relief,
            say=say,
        )
    if json:
        emit_json(document)
    else:
        _print(document, everything=everything)
    if page is not None:
        from twin.reports.check_page import write_check_page

        write_check_page(document, config, page)
        complain(f"report written to {page}") if json else sys.stdout.write(f"\nReport: {page}\n")
    return code


def _examined(
    config: SiteConfig,
    resolution: str,
    *,
    strict: bool,
    with_envelope: bool,
    with_relief: bool,
    say: Say,
) -> tuple[dict[str, Any], int]:
    """Return document and exit code; the cases of a large site are gigabytes, and go before anything is written."""
    result = _checked(config, resolution, say)
    document = _document(config, result, with_envelope=with_envelope, with_relief=with_relief, say=say)
    return document, VIOLATED if result.violated or (strict and result.unknown) else OK


def _checked(config: SiteConfig, resolution: str, say: Say) -> CheckResult:
    from functools import cache

    from twin.studies.check import check as run
    from twin.studies.check import margin_uncertainty

    return run(
        config,
        resolution=resolution,
        uncertainty=cache(lambda load: margin_uncertainty(config, load, say)),
        progress=lambda done, total, case: say(f"case {done + 1} of {total}: {case}"),
    )


def _document(
    config: SiteConfig, result: CheckResult, *, with_envelope: bool, with_relief: bool, say: Say
) -> dict[str, Any]:
    """Return the document of a check, with envelope and relief where asked for."""
    from twin.studies.check import check_document

    say("writing it down")
    document = check_document(result)
    if with_envelope:
        from twin.studies.check import operating_envelope
        from twin.studies.check.document import plain
        from twin.studies.check.envelope import envelope_fields

        say("searching the operating envelope")
        curves = operating_envelope(config)
        if curves is not None:
            document["envelope"] = plain(envelope_fields(curves))
    if with_relief:
        from twin.studies.check import reliefs
        from twin.studies.check.document import plain
        from twin.studies.check.relief import relief_fields

        say("trying what could be changed")
        document["reliefs"] = [plain(relief_fields(each)) for each in reliefs(result)]
    return document


def _print(document: dict[str, Any], *, everything: bool) -> None:
    from twin.reports.check_tables import check_tables
    from twin.reports.terminal import console_for, show_tables, show_verdict
    from twin.reports.verdict import verdict

    console = console_for(sys.stdout)
    show_verdict(console, document["site"], document["title"], verdict(document))
    show_tables(console, check_tables(document, everything=everything), after_heading=True)
