"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Resolution(StrEnum):
    """What the engine tells apart."""

    CHIP = "chip"
    CABINET = "cabinet"


def _search_first(folders: list[Path]) -> list[Path]:
    from twin.config.folders import searched_first

    searched_first(folders)
    return folders


Site: TypeAlias = Annotated[
    str, typer.Argument(metavar="SITE", help="Name out of `twin sites`, or a folder that holds a site.yaml.")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON alone on stdout.")]
Changes: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value of the site, or of an entry with catalog.FAMILY.NAME.FIELD; can be repeated.",
    ),
]
ResolutionOption: TypeAlias = Annotated[
    Resolution,
    typer.Option("--resolution", help="Every chip, or a mean chip per cabinet with the spread inside it."),
]
SitePath: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--site-path",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        callback=_search_first,
        is_eager=True,
        help="Folder of your own with `sites/` and `catalog/`, before those of TWIN_SITE_PATH; can be repeated.",
    ),
]
