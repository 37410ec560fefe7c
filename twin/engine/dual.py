"""Exact partial derivatives of a formula, by forward-mode dual numbers.

A formula of `models/` runs unchanged on a :class:`Dual`: each carries its value and the partial derivatives
with respect to a few local inputs, for a whole family of components at once. That gives the engine an analytic
Jacobian without a second, hand-differentiated copy of any formula (ADR 0002).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Dual:
    """A value with its partial derivatives.

    Parameters
    ----------
    value : ndarray, shape (n,) or ()
        The value itself.
    partials : ndarray, shape (k, n) or (k, 1)
        Derivative of the value with respect to each of k seeded inputs.

    Notes
    -----
    Supports what formulas are allowed to use: arithmetic, ``**`` and the ufuncs listed in ``_UFUNCS``.
    Anything else raises TypeError, so that a formula that cannot be differentiated is found at once.
    At a kink (``abs``, ``maximum``) the derivative of one side is returned.
    """

    __slots__ = ("partials", "value")
    __array_priority__ = 1000

    def __init__(self, value: Floats, partials: Floats) -> None:
        self.value = value
        self.partials = partials

    def __add__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value + other.value, self.partials + other.partials)
        return Dual(self.value + other, self.partials)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.partials)

    def __pos__(self) -> Dual:
        return self

    def __sub__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value - other.value, self.partials - other.partials)
        return Dual(self.value - other, self.partials)

    def __rsub__(self, other: Any) -> Dual:
        return Dual(other - self.value, -self.partials)

    def __mul__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            return Dual(self.value * other.value, self.partials * other.value + self.value * other.partials)
        return Dual(self.value * other, self.partials * other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            quotient = self.value / other.value
            return Dual(quotient, (self.partials - quotient * other.partials) / other.value)
        return Dual(self.value / other, self.partials / other)

    def __rtruediv__(self, other: Any) -> Dual:
        quotient = other / self.value
        return Dual(quotient, -quotient / self.value * self.partials)

    def __pow__(self, exponent: Any) -> Dual:
        if isinstance(exponent, Dual):
            power = self.value**exponent.value
            slope = exponent.value * self.value ** (exponent.value - 1.0)
            return Dual(power, slope * self.partials + power * np.log(self.value) * exponent.partials)
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1.0) * self.partials)

    def __rpow__(self, base: Any) -> Dual:
        power = base**self.value
        return Dual(power, power * np.log(base) * self.partials)

    def __abs__(self) -> Dual:
        return Dual(np.abs(self.value), np.sign(self.value) * self.partials)

    def __lt__(self, other: Any) -> Any:
        return self.value < value_of(other)

    def __le__(self, other: Any) -> Any:
        return self.value <= value_of(other)

    def __gt__(self, other: Any) -> Any:
        return self.value > value_of(other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= value_of(other)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        rule = _UFUNCS.get(ufunc)
        if method != "__call__" or kwargs or rule is None:
            return NotImplemented
        return rule(*inputs)


def value_of(quantity: Any) -> Any:
    """Return the plain value of a dual number; anything else is returned as it is."""
    return quantity.value if isinstance(quantity, Dual) else quantity


def _exp(x: Dual) -> Dual:
    value = np.exp(x.value)
    return Dual(value, value * x.partials)


def _log(x: Dual) -> Dual:
    return Dual(np.log(x.value), x.partials / x.value)


def _sqrt(x: Dual) -> Dual:
    root = np.sqrt(x.value)
    return Dual(root, 0.5 / root * x.partials)


def _tanh(x: Dual) -> Dual:
    value = np.tanh(x.value)
    return Dual(value, (1.0 - value * value) * x.partials)


def _sign(x: Dual) -> Floats:
    return np.asarray(np.sign(x.value))


def _select(first_wins: Any, a: Any, b: Any) -> Dual:
    value = np.where(first_wins, value_of(a), value_of(b))
    partials_a = a.partials if isinstance(a, Dual) else 0.0
    partials_b = b.partials if isinstance(b, Dual) else 0.0
    return Dual(value, np.where(first_wins, partials_a, partials_b))


def _maximum(a: Any, b: Any) -> Dual:
    return _select(value_of(a) >= value_of(b), a, b)


def _minimum(a: Any, b: Any) -> Dual:
    return _select(value_of(a) <= value_of(b), a, b)


_UFUNCS: dict[np.ufunc, Callable[..., Any]] = {
    np.exp: _exp,
    np.log: _log,
    np.sqrt: _sqrt,
    np.tanh: _tanh,
    np.abs: abs,
    np.sign: _sign,
    np.maximum: _maximum,
    np.minimum: _minimum,
    np.negative: lambda x: -x,
    np.add: lambda a, b: b + a if isinstance(b, Dual) else a + b,
    np.subtract: lambda a, b: b.__rsub__(a) if isinstance(b, Dual) else a - b,
    np.multiply: lambda a, b: b * a if isinstance(b, Dual) else a * b,
    np.divide: lambda a, b: b.__rtruediv__(a) if isinstance(b, Dual) and not isinstance(a, Dual) else a / b,
    np.power: lambda a, b: a**b if isinstance(a, Dual) else b.__rpow__(a),
    np.square: lambda x: x * x,
    np.less: lambda a, b: value_of(a) < value_of(b),
    np.less_equal: lambda a, b: value_of(a) <= value_of(b),
    np.greater: lambda a, b: value_of(a) > value_of(b),
    np.greater_equal: lambda a, b: value_of(a) >= value_of(b),
}


def seed(inputs: Sequence[Floats]) -> tuple[Dual, ...]:
    """Return the inputs as dual numbers, each with a unit partial with respect to itself.

    Parameters
    ----------
    inputs : sequence of k ndarrays, shape (n,)
        Local inputs of a family of n components.

    Examples
    --------
    >>> x, y = seed([np.array([2.0]), np.array([3.0])])
    >>> product = x * y + np.exp(x)
    >>> [round(float(p[0]), 4) for p in product.partials]
    [10.3891, 2.0]
    """
    count = len(inputs)
    unit = np.eye(count)
    return tuple(Dual(value, unit[:, i : i + 1]) for i, value in enumerate(inputs))
