"""Pages that work offline: style, plots and plotly.js are inside the file."""

from __future__ import annotations

import re
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from twin import __version__

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=(?:%|°C|kW|kWh|K|L|L/min|kPa|A|m|m/s|kg/m²|min|h|s)(?![\w/]))")


def render_page(template: str, **content: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template : str
        File in `templates`.
    **content
        What the template shows.
    """
    environment = Environment(
        loader=PackageLoader("twin.reports"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["held"] = held_together
    # All trusted text of our own or of the plotly package; everything else is escaped.
    parts = {"style": _own("page.css"), "script": _own("page.js"), "plotly": _plotly_js()}
    trusted = {name: Markup(text) for name, text in parts.items()}  # noqa: S704
    return environment.get_template(template).render(
        **trusted, **content, version=__version__, written=f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
    )


def held_together(sentence: str) -> str:
    """Return a sentence in which no line breaks between a figure and its unit.

    >>> held_together("by 11.9 kW (33 %)").count(NO_BREAK)
    2
    """
    return _BEFORE_UNIT.sub(NO_BREAK, sentence)


def _own(name: str) -> str:
    return (files("twin.reports") / "templates" / name).read_text(encoding="utf-8")


def _plotly_js() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())
