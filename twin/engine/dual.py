"""Exact partial derivatives of a formula, by forward-mode dual numbers.

A formula of `models/` runs unchanged on a :class:`Dual`: each carries its value and the partial derivatives
with respect to a few local inputs, for a whole family of components at once. That gives the engine an analytic
Jacobian without a second, hand-differentiated copy of any formula (ADR 0002).

Value and derivative share one complex array: the derivative is the imaginary part, scaled so far down that its
square vanishes beside the value. One complex operation then does the work of the product rule, which halves the
time of a Jacobian on the small families of a site, and nothing is lost: unlike a difference quotient, no two
near values are ever subtracted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SCALE = 1e-40
"""Scale of the derivatives inside the complex array: its square, 1e-80, is below any value's last digit."""


class Dual:
    """A value with its partial derivatives.

    Parameters
    ----------
    both : complex ndarray, shape (k, n)
        Value in the real part, the same in every row; in the imaginary part of row j the derivative with
        respect to input j, times ``SCALE``.

    Notes
    -----
    Supports what formulas are allowed to use: arithmetic, ``**`` and the ufuncs listed in ``_UFUNCS``.
    Anything else raises TypeError, so that a formula that cannot be differentiated is found at once.
    At a kink (``abs``, ``maximum``) the derivative of one side is returned.
    """

    __slots__ = ("both",)
    __array_priority__ = 1000

    def __init__(self, both: NDArray[np.complex128]) -> None:
        self.both = both

    @property
    def value(self) -> Floats:
        """The value, shape (n,)."""
        return np.asarray(self.both[0].real)

    @property
    def partials(self) -> Floats:
        """The derivatives, shape (k, n)."""
        return np.asarray(self.both.imag / SCALE)

    def __add__(self, other: Any) -> Dual:
        return Dual(self.both + (other.both if isinstance(other, Dual) else other))

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.both)

    def __pos__(self) -> Dual:
        return self

    def __sub__(self, other: Any) -> Dual:
        return Dual(self.both - (other.both if isinstance(other, Dual) else other))

    def __rsub__(self, other: Any) -> Dual:
        return Dual(other - self.both)

    def __mul__(self, other: Any) -> Dual:
        return Dual(self.both * (other.both if isinstance(other, Dual) else other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        return Dual(self.both / (other.both if isinstance(other, Dual) else other))

    def __rtruediv__(self, other: Any) -> Dual:
        return Dual(other / self.both)

    def __pow__(self, exponent: Any) -> Dual:
        if isinstance(exponent, Dual):
            return _exp(exponent * _log(self))
        real = self.both.real
        slope = exponent * real ** (exponent - 1.0)
        return Dual(real**exponent + 1j * (slope * self.both.imag))

    def __rpow__(self, base: Any) -> Dual:
        return _exp(self * np.log(base))

    def __abs__(self) -> Dual:
        return Dual(np.where(self.both.real < 0.0, -self.both, self.both))

    def __lt__(self, other: Any) -> Any:
        return self.both.real < _real(other)

    def __le__(self, other: Any) -> Any:
        return self.both.real <= _real(other)

    def __gt__(self, other: Any) -> Any:
        return self.both.real > _real(other)

    def __ge__(self, other: Any) -> Any:
        return self.both.real >= _real(other)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        rule = _UFUNCS.get(ufunc)
        if method != "__call__" or kwargs or rule is None:
            return NotImplemented
        return rule(*inputs)


def value_of(quantity: Any) -> Any:
    """Return the plain value of a dual number; anything else is returned as it is."""
    return quantity.value if isinstance(quantity, Dual) else quantity


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
    count, size = len(inputs), inputs[0].size
    both = np.zeros((count, count, size), dtype=np.complex128)
    for place, value in enumerate(inputs):
        both[place].real = value
        both[place, place].imag = SCALE
    return tuple(Dual(part) for part in both)


def _real(quantity: Any) -> Any:
    return quantity.both.real if isinstance(quantity, Dual) else quantity


def _both(quantity: Any) -> Any:
    return quantity.both if isinstance(quantity, Dual) else quantity


def _exp(x: Dual) -> Dual:
    return Dual(np.exp(x.both))


def _log(x: Dual) -> Dual:
    real = x.both.real
    return Dual(np.log(real) + 1j * (x.both.imag / real))


def _sqrt(x: Dual) -> Dual:
    root = np.sqrt(x.both.real)
    return Dual(root + 1j * (0.5 / root * x.both.imag))


def _tanh(x: Dual) -> Dual:
    value = np.tanh(x.both.real)
    return Dual(value + 1j * ((1.0 - value * value) * x.both.imag))


def _sign(x: Dual) -> Floats:
    return np.asarray(np.sign(x.both.real))


def _maximum(a: Any, b: Any) -> Dual:
    return Dual(np.where(_real(a) >= _real(b), _both(a), _both(b)))


def _minimum(a: Any, b: Any) -> Dual:
    return Dual(np.where(_real(a) <= _real(b), _both(a), _both(b)))


_UFUNCS: dict[np.ufunc, Callable[..., Any]] = {
    np.exp: _exp,
    np.log: _log,
    np.sqrt: _sqrt,
    np.tanh: _tanh,
    np.abs: abs,
    np.sign: _sign,
    np.maximum: _maximum,
    np.minimum: _minimum,
    np.negative: lambda x: Dual(-x.both),
    np.add: lambda a, b: Dual(_both(a) + _both(b)),
    np.subtract: lambda a, b: Dual(_both(a) - _both(b)),
    np.multiply: lambda a, b: Dual(_both(a) * _both(b)),
    np.divide: lambda a, b: Dual(_both(a) / _both(b)),
    np.power: lambda a, b: a**b if isinstance(a, Dual) else b.__rpow__(a),
    np.square: lambda x: Dual(x.both * x.both),
    np.less: lambda a, b: _real(a) < _real(b),
    np.less_equal: lambda a, b: _real(a) <= _real(b),
    np.greater: lambda a, b: _real(a) > _real(b),
    np.greater_equal: lambda a, b: _real(a) >= _real(b),
}
