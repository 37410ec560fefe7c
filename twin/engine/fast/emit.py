"""From recorded laws to the text of scalar functions and the tables they read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.engine.fast.trace import Trace, is_number
from twin.plant.records import Floats, Ints

MAX_WHOLE_EXPONENT = 64


@dataclass(slots=True)
class Body:
    """Statements of one function, each value computed once; ``numbers`` and ``inputs`` are its tables.

    ``heads`` read the numbers and come before ``lines``: members with the same numbers share them. ``number`` and
    ``input`` say how a column of either table is read.
    """

    number: str = "P[i, {}]"
    input: str = "X[L[i, {}]]"
    numbers: list[Floats] = field(default_factory=list)
    inputs: list[Ints] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _seen: dict[int, tuple[Trace, str]] = field(default_factory=dict)
    _reciprocals: dict[int, tuple[Floats, Trace]] = field(default_factory=dict)

    def name_of(self, trace: Trace) -> str:
        """Return the name or literal that holds a value, after writing what computes it."""
        seen = self._seen.get(id(trace))
        if seen is not None:
            return seen[1]
        name = self._written(trace)
        self._seen[id(trace)] = (trace, name)  # the trace is kept alive, so that its id stays its own
        return name

    def _written(self, trace: Trace) -> str:
        if trace.op == "argument":
            return trace.name
        if trace.op == "number":
            return self._number(trace)
        if trace.op == "input":
            return self._input(trace)
        if trace.op == "pow":
            return self._power(trace)
        if trace.op == "div" and trace.parts[1].op == "number":
            return self._share(*trace.parts)
        parts = [self.name_of(part) for part in trace.parts]
        return self._statement(_TEXT[trace.op].format(*parts))

    def _share(self, whole: Trace, number: Trace) -> str:
        """Multiply by the reciprocal of a number: a division takes as long as several products."""
        known = self._reciprocals.get(id(number.values))
        if known is None:
            assert number.values is not None  # noqa: S101 - a number has its values
            with np.errstate(divide="ignore"):
                known = number.values, Trace("number", values=np.asarray(1.0 / number.values))
            self._reciprocals[id(number.values)] = known
        return self._statement(f"{self.name_of(whole)} * {self.name_of(known[1])}")

    def _power(self, trace: Trace) -> str:
        base, exponent = trace.parts
        name = self.name_of(base)
        if is_number(exponent, 0.5):
            return self._statement(f"sqrt({name})")
        if is_whole_power(trace) and exponent.values is not None:
            return self._whole_power(name, int(exponent.values))
        return self._statement(f"{name} ** {self.name_of(exponent)}")

    def _whole_power(self, name: str, exponent: int) -> str:
        """Multiply by squaring: a compiled power of a whole number is a loop."""
        result, square = "", name
        while exponent:
            if exponent & 1:
                result = square if not result else self._statement(f"{result} * {square}")
            exponent >>= 1
            if exponent:
                square = self._statement(f"{square} * {square}")
        return result

    def _statement(self, text: str) -> str:
        return self._named(text, self.lines)

    def _named(self, text: str, lines: list[str]) -> str:
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = f"t{len(self._names)}"
            lines.append(f"{name} = {text}")
        return name

    def _number(self, trace: Trace) -> str:
        assert trace.values is not None  # noqa: S101 - a number has its values
        if trace.values.ndim == 0:
            return (
                f"({float(trace.values)!r})"
                if np.isfinite(trace.values)
                else f"float('{float(trace.values)}')"
            )
        for place, known in enumerate(self.numbers):
            if known is trace.values:
                return self._named(self.number.format(place), self.heads)
        self.numbers.append(trace.values)
        return self._named(self.number.format(len(self.numbers) - 1), self.heads)

    def _input(self, trace: Trace) -> str:
        assert trace.index is not None  # noqa: S101 - an input has its index
        for place, known in enumerate(self.inputs):
            if np.array_equal(
                known, trace.index
            ):  # not `is`: picked twice, it is another array of the same places
                return self._statement(self.input.format(place))
        self.inputs.append(trace.index)
        return self._statement(self.input.format(len(self.inputs) - 1))


def is_whole_power(trace: Trace) -> bool:
    """Whether a value is a small whole power, which is written as products."""
    values = trace.parts[1].values if trace.op == "pow" else None
    if values is None or values.ndim > 0:
        return False
    return float(values).is_integer() and 0 < float(values) <= MAX_WHOLE_EXPONENT


def scalar_function(
    name: str, arguments: Sequence[str], results: Sequence[Trace], number: str = "P[i, {}]"
) -> tuple[str, Body]:
    """Return the text of a function of one member, and the body whose tables it reads.

    The function takes the member ``i``, the table of numbers ``P`` and the named arguments; ``number`` says how it reads one.
    """
    body = Body(number)
    names = [body.name_of(result) for result in results]
    lines = [f"def {name}({', '.join(('i', 'P', *arguments))}):", *_indented(1, body.heads, body.lines)]
    lines.append(f"    return {', '.join(names)}")
    return "\n".join(lines), body


def family_function(
    name: str, results: Sequence[Trace], common: Collection[int] = (), in_row: bool = False
) -> tuple[str, Body]:
    """Return the text of a function that adds a law's results to the rows of all members.

    Results in ``common`` have rows that many members share, such as the air of their hall. Members ``G[k, 0]`` to
    ``G[k + 1, 0]`` have the same numbers and add those results to the same rows: the numbers are read once for all of them,
    and what they add is summed first, since a sum in memory would wait for that of the member before.

    With ``in_row`` the places of a group stand one behind the other, from those of its first member: with nothing to look
    up the loop over them becomes vector instructions.

    The function takes ``n`` groups and their tables, row by row in one line of numbers each.
    """
    body = Body("P[nP * k + {}]", "x{}[i]" if in_row else "X[L[nL * i + {}]]")
    names = [body.name_of(result) for result in results]
    own = [each for place, each in enumerate(names) if place not in common]
    shared = [each for place, each in enumerate(names) if place in common]
    inputs = len(body.inputs)
    target = "y{}[i]" if in_row else "out[L[nL * i + {}]]"
    read = [f"x{place} = X[L[nL * k + {place}] :]" for place in range(inputs)]
    written = [f"y{place} = out[L[nL * k + {place}] :]" for place in range(inputs, inputs + len(own))]
    members = "G[nG * (k + 1)] - G[nG * k]" if in_row else "G[nG * k], G[nG * (k + 1)]"
    lines = [
        f"def {name}(X, n, L, P, G, out):",
        f"    nL, nP, nG = {inputs + len(own)}, {len(body.numbers)}, {1 + len(shared)}",
        "    for k in range(n):",
        *_indented(2, body.heads, [f"sum{place} = 0.0" for place in range(len(shared))]),
        *_indented(2, [*read, *written] if in_row else []),
        f"        for i in range({members}):",
        *_indented(3, body.lines),
        *_indented(3, [f"{target.format(place)} += {each}" for place, each in enumerate(own, inputs)]),
        *_indented(3, [f"sum{place} += {each}" for place, each in enumerate(shared)]),
        *_indented(2, [f"out[G[nG * k + {1 + place}]] += sum{place}" for place in range(len(shared))]),
    ]
    return "\n".join(lines), body


def value_function(name: str, value: Trace) -> tuple[str, Body]:
    """Return the text of a function that writes a value of one state to its place in the joint vector.

    Members that have the same numbers, and whose states and places stand one behind the other, are one row of the tables:
    with nothing to look up the loop over them becomes vector instructions.
    """
    body = Body("P[nP * k + {}]", "x[i]")
    result = body.name_of(value)
    lines = [
        f"def {name}(X, n, L, P, M):",
        f"    nL, nP = 3, {len(body.numbers)}",
        "    for k in range(n):",
        "        begin, place, count = L[nL * k], L[nL * k + 1], L[nL * k + 2]",
        "        x, y = X[begin : begin + count], X[place : place + count]",
        *_indented(2, body.heads),
        "        for i in range(y.size):",
        *_indented(3, body.lines, [f"y[i] = {result}"]),
    ]
    return "\n".join(lines), body


def _indented(depth: int, *parts: Sequence[str]) -> list[str]:
    return [f"{'    ' * depth}{line}" for lines in parts for line in lines]


def table(columns: Sequence[NDArray[Any]], count: int, kind: type) -> NDArray[Any]:
    """Return columns as one table, a row per member; a single value stands for all."""
    result: NDArray[Any] = np.zeros((count, len(columns)), dtype=kind)
    for place, column in enumerate(columns):
        result[:, place] = column
    return result


_TEXT = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{} / {}",
    "neg": "-{}",
    "abs": "abs({})",
    "exp": "exp({})",
    "log": "log({})",
    "sqrt": "sqrt({})",
    "tanh": "tanh({})",
    "sign": "(1.0 if {0} > 0.0 else (-1.0 if {0} < 0.0 else 0.0))",
    "lt": "(1.0 if {} < {} else 0.0)",
    "le": "(1.0 if {} <= {} else 0.0)",
    "maximum": "max({}, {})",
    "minimum": "min({}, {})",
    "select": "({1} if {0} != 0.0 else {2})",
}
