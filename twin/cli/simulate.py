"""``twin simulate``: a site through time."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from twin.cli.emit import emit_json
from twin.cli.options import Changes, Json, Resolution, ResolutionOption, Site, SitePath
from twin.cli.outcome import INTERRUPTED, OK, complain
from twin.cli.progress import bar
from twin.errors import Problem, UsageError

if TYPE_CHECKING:
    from twin.studies.simulate import SimulationResult

HELP: Final = """A site through time.

Load and weather in; Parquet series, a summary and a page with plots out. Series are written while the run goes on.
Ctrl-C ends a run early and keeps what is done; the same command with --resume goes on, also after a crash.

\b
Examples:
  twin simulate cloudmatrix384 --hours 1 --out results
  twin simulate cloudmatrix384 --workload azure:requests-small --target-utilisation 0.7
  twin simulate gb300-hall --workload training:period=8,duty=0.85 --hours 0.2
  twin simulate frontier --workload replay:day.csv --weather trace --hours 24 --resolution cabinet
  twin simulate gb300-hall --hours 2 --chips 'rack-1.*' --chips-window 0:3600 --out results
  twin simulate gb300-hall --hours 24 --out day --resume

\b
Exit codes: 0 the run is complete; 1 it finds no solution; 2 bad input; 130 interrupted.
"""


class Engine(StrEnum):
    """Which engine runs."""

    AUTO = "auto"
    FAST = "fast"
    REFERENCE = "reference"


def simulate(
    site: Site,
    workload: Annotated[
        str,
        typer.Option(
            metavar="W",
            help="constant[:LEVEL], training[:OPTIONS], azure:FILE, mooncake:FILE, replay:FILE or table:FILE; "
            "FILE is a path or the name of a trace that comes along.",
        ),
    ] = "constant",
    weather: Annotated[
        str | None,
        typer.Option(
            metavar="X",
            help="EPW file, a city of the catalogue, or `trace` (wet bulb of a replay). Otherwise the trace "
            "where the replay has one, else the design day of the site's city.",
        ),
    ] = None,
    hours: Annotated[float, typer.Option(metavar="H", help="Length of the run.")] = 1.0,
    start: Annotated[
        str | None,
        typer.Option(metavar="S", help="HH:MM of a design day, MM-DD HH:MM of an EPW year."),
    ] = None,
    resolution: ResolutionOption = Resolution.CHIP,
    engine: Annotated[
        Engine,
        typer.Option(
            help="Where not given, the reference engine for one supernode of at most 1,000 chips, the fast one beyond."
        ),
    ] = Engine.AUTO,
    step: Annotated[
        float,
        typer.Option(metavar="S", help="Longest step of the fast engine in seconds.", min=0.01, max=60.0),
    ] = 1.0,
    target_utilisation: Annotated[
        float | None,
        typer.Option(metavar="U", help="Mean busy share, 0 to 1, to which a request trace is scaled."),
    ] = None,
    sample: Annotated[
        float | None,
        typer.Option(metavar="S", help="Seconds between recorded instants; 10 or more where not given."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Of what the workload draws at random.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the results; twin-runs/SITE-TIME where not given."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the unfinished run in the folder of --out."),
    ] = False,
    chips: Annotated[
        str | None,
        typer.Option(
            metavar="CABINET[,CABINET…]",
            help="Record every chip of these cabinets, given by name or by pattern such as 'sn-1.*'.",
        ),
    ] = None,
    chips_window: Annotated[
        str | None,
        typer.Option(metavar="BEGIN:END", help="Record them in this stretch of the run only, in seconds."),
    ] = None,
    changes: Changes = [],  # noqa: B006  # typer reads the default; nobody changes it
    json: Json = False,
    site_path: SitePath = [],  # noqa: B006  # typer reads the default; nobody changes it
) -> int:
    """Run a site through time."""
    del site_path  # done by its callback
    try:
        from twin.config import load_site
        from twin.studies.simulate import (
            ResultFolder,
            SimulationSpec,
            parse_window,
            run_simulation,
            write_results,
        )

        folder = ResultFolder(_folder(site, out, resume), resume=resume)
        config = load_site(site, changes)
        spec = SimulationSpec(
            workload=workload,
            weather=weather,
            hours=hours,
            start=start,
            resolution=resolution.value,
            engine=engine.value,
            step_s=step,
            target_utilisation_frac=target_utilisation,
            sample_s=sample,
            seed=seed,
            chips=tuple(each.strip() for each in chips.split(",")) if chips is not None else (),
            chips_window_s=parse_window(chips_window),
        )
        with bar(f"{config.name}, {hours:g} h", hours * 3600.0) as moved:
            result = run_simulation(config, spec, moved, folder, complain)
    except KeyboardInterrupt:
        complain("interrupted before the first instant of the run: nothing was recorded, nothing is written")
        return INTERRUPTED
    write_results(result, folder, _page)
    if json:
        emit_json({**result.summary, "out": str(folder.path)})
    else:
        _print(result, folder.path)
    if result.trajectory.interrupted:
        complain(
            f"interrupted after {result.summary['hours']:.3g} h; what is done is in {folder.path}; "
            f"the same command with `--out {folder.path} --resume` goes on"
        )
        return INTERRUPTED
    return OK


def _folder(site: str, out: Path | None, resume: bool) -> Path:
    if out is not None:
        return out
    if resume:
        raise UsageError(
            Problem(
                field="--resume",
                message="needs the folder of the run to go on with",
                remedy="add `--out DIR`",
            )
        )
    # Local time: a folder is looked for by its owner.
    return Path("twin-runs") / f"{Path(site).resolve().name}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"


def _page(result: SimulationResult, folder: Path) -> None:
    from twin.reports.simulate_page import write_simulate_page

    write_simulate_page(result, folder / "report.html")


def _print(result: SimulationResult, folder: Path) -> None:
    from twin.reports.simulate_tables import simulate_tables
    from twin.reports.terminal import console_for, show_heading, show_tables

    console = console_for(sys.stdout)
    show_heading(console, result.config.name, result.config.site.title)
    show_tables(console, simulate_tables(result.summary), after_heading=True)
    sys.stdout.write(f"\nResults: {folder}\nReport:  {folder / 'report.html'}\n")
