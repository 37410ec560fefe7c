"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class Resolution(StrEnum):
    """What the engine tells apart."""

    CHIP = "chip"
    CABINET = "cabinet"


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
