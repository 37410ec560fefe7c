"""Running the text of a traced law in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from twin.engine.fast.emit import scalar_function, table
from twin.engine.fast.tables.laws import Family, Values
from twin.engine.fast.trace import traced

NAMES: dict[str, Any] = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "tanh", "inf", "nan")}


def defined(text: str, name: str) -> Callable[..., Any]:
    """Return a function of a module text."""
    scope = dict(NAMES)
    exec(compile(text, "<law>", "exec"), scope)  # noqa: S102 - the text under test
    function: Callable[..., Any] = scope[name]
    return function


def in_lines(family: Family | Values) -> tuple[Any, ...]:
    """Return what a stamp or a value takes: how many rows, and its tables row by row in one line each."""
    return (len(family.numbers), *[np.ravel(table) for table in family])


def scalar(law: Any, count: int = 1) -> Callable[..., float]:
    """Return a law of x and y as a function of both and a member."""
    text, body = scalar_function("law", ("x", "y"), [traced(law)])
    function = defined(text, "law")
    numbers = table(body.numbers, count, np.float64)
    return lambda x, y, member=0: float(function(member, numbers, x, y))
