"""A plot before it is drawn: plain data for plotly.js, with colours as names of the page's style."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_POINTS: Final = 2000
"""Points per line; more cannot be told apart on a screen and make a page heavy."""
COLOURS: Final = tuple(f"var(--series-{place})" for place in range(1, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A plot: ``data`` and ``layout`` as plotly.js takes them, colours as ``var(--name)``.

    A ``wide`` one takes the whole width of the page even where plots stand in pairs.
    """

    title: str
    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]
    caption: str = ""
    height: int = 360
    wide: bool = False

    @property
    def json(self) -> str:
        """Return data and layout for a script element of a page."""
        text = json.dumps({"data": self.data, "layout": self.layout}, allow_nan=False)
        return text.replace("</", "<\\/")


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Return an axis with its title, which carries the unit."""
    return {"title": {"text": title}, **more}


def thinned(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return places of at most `MOST_POINTS` values that keep every peak and dip.

    >>> thinned(np.array([1.0, 3.0, 2.0])).tolist()
    [0, 1, 2]
    >>> wave = np.zeros(100_000); wave[54_321] = 9.0
    >>> places = thinned(wave); len(places) <= MOST_POINTS, 54_321 in places
    (True, True)
    """
    count = values.size
    if count <= MOST_POINTS:
        return np.arange(count)
    edges = np.linspace(0, count, MOST_POINTS // 2, dtype=np.intp)
    places = [0, count - 1]
    for begin, end in pairwise(edges.tolist()):
        part = values[begin:end]
        if np.isfinite(part).any():
            places += [begin + int(np.nanargmin(part)), begin + int(np.nanargmax(part))]
    return np.unique(places)


def plain_numbers(values: NDArray[np.float64]) -> list[float | None]:
    """Return numbers for JSON, rounded to what a screen can show; null where there is none."""
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in values.tolist()]
