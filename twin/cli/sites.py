"""``twin sites``: the sites that have a name."""

from __future__ import annotations

import sys
from typing import Final

from twin.cli.emit import emit_json
from twin.cli.options import Json
from twin.cli.outcome import OK

HELP: Final = """Sites that have a name.

Those that come along, and your own under TWIN_SITE_PATH.

\b
Examples:
  twin sites
  TWIN_SITE_PATH=$HOME/halls twin sites --json
"""


def sites(json: Json = False) -> int:
    """Show the sites that have a name."""
    from twin.config import list_sites

    found = list_sites()
    if json:
        emit_json([{"name": name, "title": title} for name, title in found.items()])
        return OK
    from twin.reports.catalog_tables import site_table
    from twin.reports.terminal import console_for, show_tables

    show_tables(console_for(sys.stdout), [site_table(found)])
    return OK
