"""Laws as expressions: what a law does to its inputs, written down instead of computed.

The laws of the engine run on arrays and on dual numbers. They also run on a :class:`Trace`, which records every
operation on the members of a family. From the record follow a kernel in plain scalar code and, by the rules of
differentiation, the derivatives a kernel needs: the fast engine has no formula of its own (ADR 0011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.errors import InternalError
from twin.plant.records import Floats, Ints

Flags = NDArray[np.bool_]


class Trace:
    """One value of a law: an operation and what it was applied to.

    Parameters
    ----------
    op : str
        ``input`` (``index`` says where each member reads it), ``argument`` (``name`` says which), ``number``
        (``values`` holds one per member or one for all) or an operation.
    parts : tuple of Trace
        What the operation was applied to.

    Notes
    -----
    Supports what formulas may use: arithmetic, ``**``, comparisons, the ufuncs below, ``np.where`` on a concrete
    mask and picking members. Anything else raises, so that a law that cannot be compiled is found at once.
    """

    __slots__ = ("finite", "index", "name", "op", "parts", "values")
    __array_priority__ = 2000

    def __init__(
        self,
        op: str,
        parts: tuple[Trace, ...] = (),
        *,
        index: Ints | None = None,
        name: str = "",
        values: Floats | None = None,
        finite: Flags | None = None,
    ) -> None:
        self.op, self.parts, self.index, self.name, self.values = op, parts, index, name, values
        self.finite = finite

    def __add__(self, other: Any) -> Trace:
        return binary("add", self, other)

    def __radd__(self, other: Any) -> Trace:
        return binary("add", other, self)

    def __sub__(self, other: Any) -> Trace:
        return binary("sub", self, other)

    def __rsub__(self, other: Any) -> Trace:
        return binary("sub", other, self)

    def __mul__(self, other: Any) -> Trace:
        return binary("mul", self, other)

    def __rmul__(self, other: Any) -> Trace:
        return binary("mul", other, self)

    def __truediv__(self, other: Any) -> Trace:
        return binary("div", self, other)

    def __rtruediv__(self, other: Any) -> Trace:
        return binary("div", other, self)

    def __pow__(self, other: Any) -> Trace:
        return binary("pow", self, other)

    def __rpow__(self, other: Any) -> Trace:
        return binary("pow", other, self)

    def __neg__(self) -> Trace:
        return Trace("neg", (self,))

    def __pos__(self) -> Trace:
        return self

    def __abs__(self) -> Trace:
        return Trace("abs", (self,))

    def __lt__(self, other: Any) -> Trace:
        return binary("lt", self, other)

    def __gt__(self, other: Any) -> Trace:
        return binary("lt", other, self)

    def __le__(self, other: Any) -> Trace:
        return binary("le", self, other)

    def __ge__(self, other: Any) -> Trace:
        return binary("le", other, self)

    def __getitem__(self, members: Any) -> Trace:
        """Return the value of the named members."""
        return _picked(self, np.asarray(members), {})

    def __bool__(self) -> bool:
        raise InternalError("a law branches on a value: it cannot be compiled")

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise InternalError("a law turns its input into an array: it cannot be compiled")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        rule = _UFUNCS.get(ufunc)
        if method != "__call__" or kwargs or rule is None:
            return NotImplemented
        return rule(*inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        del types
        if function is np.where and not kwargs:
            return _where(*args)
        if function is np.ones_like:
            return 1.0
        return NotImplemented


def traced(value: Any) -> Trace:
    """Return a value as a trace; numbers and arrays become ``number``."""
    if isinstance(value, Trace):
        return value
    return Trace("number", values=np.asarray(value, dtype=np.float64))


def argument(name: str) -> Trace:
    """Return a value that a kernel takes as an argument."""
    return Trace("argument", name=name)


def gathered(index: Ints | int, finite: Flags | None = None) -> Trace:
    """Return a value that each member reads from the joint vector at its index; ``finite`` says where it is one."""
    return Trace("input", index=np.asarray(index, dtype=np.int64), finite=finite)


def binary(op: str, left: Any, right: Any) -> Trace:
    """Return a binary operation; what a zero, a one or two numbers make of it is known without computing it.

    Values are taken to be finite: zero times one is zero.
    """
    a, b = traced(left), traced(right)
    folded = _FOLDED[op](a, b) if op in _FOLDED else None
    return Trace(op, (a, b)) if folded is None else folded


def is_number(trace: Trace, value: float) -> bool:
    """Whether a trace is one and the same number for all members."""
    return (
        trace.op == "number" and trace.values is not None and trace.values.ndim == 0 and trace.values == value
    )


def inputs_of(traces: Sequence[Trace]) -> list[Trace]:
    """Return what some values read from the joint vector, each place once, in the order of the record."""
    found: dict[bytes, Trace] = {}
    for trace in nodes_of(traces):
        if trace.op == "input":
            found.setdefault(place_of(trace), trace)
    return list(found.values())


def place_of(trace: Trace) -> bytes:
    """Return where the members read an input: the same for all that are the same."""
    assert trace.index is not None  # noqa: S101 - an input has its index
    return trace.index.tobytes()


def nodes_of(traces: Sequence[Trace]) -> list[Trace]:
    """Return all values that some values are made of, themselves included, each once and behind its parts."""
    found: dict[int, Trace] = {}
    waiting = list(reversed(traces))
    while waiting:
        trace = waiting[-1]
        parts = [part for part in reversed(trace.parts) if id(part) not in found]
        if id(trace) in found or not parts:
            found.setdefault(id(waiting.pop()), trace)
        else:
            waiting += parts
    return list(found.values())


def replaced(trace: Trace, by: dict[int, Trace]) -> Trace:
    """Return a value with parts of it replaced; ``by`` has the new ones by the identity of the old, and grows."""
    for node in nodes_of([trace]):
        if id(node) not in by:
            parts = tuple(by[id(part)] for part in node.parts)
            same = all(new is old for new, old in zip(parts, node.parts, strict=True))
            by[id(node)] = (
                node
                if same
                else Trace(
                    node.op, parts, index=node.index, name=node.name, values=node.values, finite=node.finite
                )
            )
    return by[id(trace)]


def derivative(trace: Trace, name: str, known: dict[int, Trace] | None = None) -> Trace:
    """Return the derivative of a trace with respect to one of its arguments.

    At a kink (``abs``, ``maximum``) the derivative of one side is returned, as on dual numbers.
    """
    known = {} if known is None else known
    found = known.get(id(trace))
    if found is None:
        found = known[id(trace)] = _derivative(trace, name, known)
    return found


ZERO = traced(0.0)
ONE = traced(1.0)


def _derivative(trace: Trace, name: str, known: dict[int, Trace]) -> Trace:
    if trace.op == "argument":
        return ONE if trace.name == name else ZERO
    slopes = [derivative(part, name, known) for part in trace.parts]
    if all(is_number(slope, 0.0) for slope in slopes):
        return ZERO
    return _RULES[trace.op](trace, *trace.parts, *slopes)


def _both(a: Trace, b: Trace) -> tuple[float, float] | None:
    """Return the two numbers, if each is one and the same for all members."""
    if a.op != "number" or b.op != "number" or a.values is None or b.values is None:
        return None
    return None if a.values.ndim or b.values.ndim else (float(a.values), float(b.values))


def _sum(a: Trace, b: Trace) -> Trace | None:
    if is_number(a, 0.0):
        return b
    if is_number(b, 0.0):
        return a
    both = _both(a, b)
    return None if both is None else traced(both[0] + both[1])


def _difference(a: Trace, b: Trace) -> Trace | None:
    if is_number(b, 0.0):
        return a
    if is_number(a, 0.0):
        return -b
    both = _both(a, b)
    return None if both is None else traced(both[0] - both[1])


def _product(a: Trace, b: Trace) -> Trace | None:
    if is_number(a, 0.0) or is_number(b, 0.0):
        return ZERO
    if is_number(a, 1.0):
        return b
    if is_number(b, 1.0):
        return a
    both = _both(a, b)
    return None if both is None else traced(both[0] * both[1])


def _quotient(a: Trace, b: Trace) -> Trace | None:
    return a if is_number(b, 1.0) else None


_FOLDED: dict[str, Callable[[Trace, Trace], Trace | None]] = {
    "add": _sum,
    "sub": _difference,
    "mul": _product,
    "div": _quotient,
}


def _power_rule(of: Trace, base: Trace, exponent: Trace, base_slope: Trace, exponent_slope: Trace) -> Trace:
    by_base = exponent * base ** (exponent - 1.0) * base_slope
    if is_number(exponent_slope, 0.0):
        return by_base
    return by_base + of * Trace("log", (base,)) * exponent_slope


_RULES: dict[str, Callable[..., Trace]] = {
    "add": lambda of, a, b, da, db: da + db,
    "sub": lambda of, a, b, da, db: da - db,
    "mul": lambda of, a, b, da, db: da * b + a * db,
    "div": lambda of, a, b, da, db: (da - of * db) / b,
    "pow": _power_rule,
    "neg": lambda of, a, da: -da,
    "abs": lambda of, a, da: Trace("select", (a < 0.0, traced(-1.0), ONE)) * da,
    "exp": lambda of, a, da: of * da,
    "log": lambda of, a, da: da / a,
    "sqrt": lambda of, a, da: 0.5 * da / of,
    "tanh": lambda of, a, da: (1.0 - of * of) * da,
    "sign": lambda of, a, da: ZERO,
    "lt": lambda of, a, b, da, db: ZERO,
    "le": lambda of, a, b, da, db: ZERO,
    "maximum": lambda of, a, b, da, db: Trace("select", (a < b, db, da)),
    "minimum": lambda of, a, b, da, db: Trace("select", (b < a, db, da)),
    "select": lambda of, mask, a, b, dm, da, db: Trace("select", (mask, da, db)),
}


def _picked(trace: Trace, members: Ints, known: dict[int, Trace]) -> Trace:
    found = known.get(id(trace))
    if found is None:
        parts = tuple(_picked(part, members, known) for part in trace.parts)
        found = known[id(trace)] = Trace(
            trace.op,
            parts,
            index=_of_members(trace.index, members),
            name=trace.name,
            values=_of_members(trace.values, members),
            finite=_of_members(trace.finite, members),
        )
    return found


def _of_members(array: Any, members: Ints) -> Any:
    return array if array is None or array.ndim == 0 else array[members]


def _where(mask: Any, if_true: Any, if_false: Any) -> Trace:
    flags = np.asarray(mask, dtype=bool)
    if flags.all():
        return traced(if_true)
    if not flags.any():
        return traced(if_false)
    return Trace("select", (traced(flags), traced(if_true), traced(if_false)))


def _isfinite(trace: Trace) -> Flags:
    if trace.finite is None:
        raise InternalError("a law asks whether a value is finite that nobody said of: it cannot be compiled")
    return trace.finite


def _unary(op: str) -> Callable[[Any], Trace]:
    return lambda value: Trace(op, (traced(value),))


def _two(op: str) -> Callable[[Any, Any], Trace]:
    return lambda left, right: binary(op, left, right)


_UFUNCS: dict[np.ufunc, Callable[..., Any]] = {
    **{ufunc: _unary(ufunc.__name__) for ufunc in (np.exp, np.log, np.sqrt, np.tanh, np.sign)},
    np.absolute: _unary("abs"),
    np.negative: _unary("neg"),
    np.add: _two("add"),
    np.subtract: _two("sub"),
    np.multiply: _two("mul"),
    np.divide: _two("div"),
    np.power: _two("pow"),
    np.maximum: _two("maximum"),
    np.minimum: _two("minimum"),
    np.square: lambda value: traced(value) * value,
    np.less: _two("lt"),
    np.less_equal: _two("le"),
    np.greater: lambda left, right: binary("lt", right, left),
    np.greater_equal: lambda left, right: binary("le", right, left),
    np.isfinite: _isfinite,
}

Law = Callable[..., Sequence[Any]]
