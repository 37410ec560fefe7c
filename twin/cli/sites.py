"""``twin sites``: the sites that have a name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from twin.cli.conflicts import conflict_fields, conflict_notes
from twin.cli.emit import emit_json
from twin.cli.options import Json, SitePath
from twin.cli.outcome import OK

if TYPE_CHECKING:
    from twin.config import SiteConfig

HELP: Final = """Sites that have a name, and what one is made of.

Those that come along, and your own under --site-path or TWIN_SITE_PATH. With NAME its counts and notes, with --tree
its halls, loops, supernodes and power paths, equal ones in one line.

\b
Examples:
  twin sites
  twin sites cloudmatrix384-x432 --tree
  twin sites --site-path $HOME/halls
"""


def sites(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Site, or a folder with a site.yaml; a list without."),
    ] = None,
    tree: Annotated[bool, typer.Option("--tree", help="Show what NAME is made of.")] = False,
    json: Json = False,
    site_path: SitePath = [],  # noqa: B006  # typer reads the default; nobody changes it
) -> int:
    """Show the sites that have a name, or one of them."""
    del site_path  # done by its callback
    if name is None:
        if tree:
            from twin.errors import Problem, UsageError

            raise UsageError(
                Problem(field="--tree", message="needs a NAME", remedy="write `twin sites NAME --tree`")
            )
        return _list(json=json)
    from twin.config import load_site

    config = load_site(name)
    if json:
        emit_json(_fields(config, with_tree=tree))
    else:
        _show(config, with_tree=tree)
    return OK


def _list(*, json: bool) -> int:
    from twin.config import list_sites

    found = list_sites()
    if json:
        emit_json([{"name": name, "title": title} for name, title in found.items()])
        return OK
    from twin.reports.catalog_tables import site_table
    from twin.reports.terminal import console_for, show_tables

    show_tables(console_for(sys.stdout), [site_table(found)])
    return OK


def _fields(config: SiteConfig, *, with_tree: bool) -> dict[str, Any]:
    from twin.config import outline
    from twin.reports.site_tree import tree_fields

    site = config.site
    fields: dict[str, Any] = {
        "name": site.site,
        "title": site.title,
        **_counts(config),
        "weather": site.weather,
        "expect": {"exit_code": site.expect.exit_code, "because": site.expect.because},
        "notes": list(site.notes),
        "conflicts": [conflict_fields(conflict) for conflict in site.conflicts],
    }
    return fields | ({"tree": [tree_fields(branch) for branch in outline(config)]} if with_tree else {})


def _counts(config: SiteConfig) -> dict[str, int]:
    entries = [config.supernodes[placement.type] for placement in config.site.supernodes.values()]
    return {
        "supernodes": len(entries),
        "chips": sum(entry.chips for entry in entries),
        "cabinets": sum(group.count for entry in entries for group in entry.cabinets),
        "optical_modules": sum(entry.optical_modules for entry in entries),
        "halls": len(config.site.halls),
    }


def _show(config: SiteConfig, *, with_tree: bool) -> None:
    from twin.config import outline
    from twin.reports.site_tree import tree_lines
    from twin.reports.terminal import console_for, show_heading, show_notes

    console = console_for(sys.stdout)
    show_heading(console, config.name, config.site.title)
    counts = [f"{count:,} {word.replace('_', ' ')}" for word, count in _counts(config).items()]
    sys.stdout.write(f"{', '.join(counts)}; weather of {config.site.weather}\n")
    expect = config.site.expect
    if expect.exit_code:
        sys.stdout.write(f"`twin check` is expected to answer {expect.exit_code}: {expect.because}\n")
    if with_tree:
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in tree_lines(outline(config))))
    show_notes(console, "Notes", {str(place): note for place, note in enumerate(config.site.notes, start=1)})
    show_notes(console, "Conflicts", conflict_notes(config.site.conflicts))
