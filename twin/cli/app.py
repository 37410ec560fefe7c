"""The commands of ``twin``. What a command needs is imported when it runs, so that ``--help`` is quick."""

from __future__ import annotations

from typing import Annotated

import typer

from twin import __version__
from twin.cli import bench, catalog, check, compare, simulate, sites, validate
from twin.cli.outcome import guarded

HELP = """Digital twin of the power and liquid cooling of AI supernodes.

\b
Examples:
  twin check cloudmatrix384
  twin simulate cloudmatrix384 --hours 1 --out results
  twin catalog ascend-910c
  twin COMMAND --help

\b
Exit codes: 0 no violation; 1 a limit is violated or a case is unsolved;
2 bad input; 3 an error of ours; 130 interrupted.
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"supernode-twin {__version__}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    del version  # done by its callback


app.command("check", help=check.HELP)(guarded(check.check))
app.command("compare", help=compare.HELP)(guarded(compare.compare))
app.command("simulate", help=simulate.HELP)(guarded(simulate.simulate))
app.command("validate", help=validate.HELP)(guarded(validate.validate))
app.command("bench", help=bench.HELP)(guarded(bench.bench))
app.command("catalog", help=catalog.HELP)(guarded(catalog.catalog))
app.command("sites", help=sites.HELP)(guarded(sites.sites))
