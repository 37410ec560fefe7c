"""The mark that every physical formula carries.

A formula is written once and runs on arrays, on dual numbers and, compiled, on scalars. The mark only
collects it: the function stays plain Python, and whoever compiles formulas walks through ``FORMULAS``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = float | NDArray[np.float64]
"""What a formula takes and returns: one number or an array of them."""

FORMULAS: list[Callable[..., object]] = []
"""Every function marked with ``formula``, in the order in which the modules were imported."""

_Function = TypeVar("_Function", bound=Callable[..., object])


def formula(function: _Function) -> _Function:
    """Enter a function in ``FORMULAS`` and return it unchanged.

    Parameters
    ----------
    function : callable
        Positional arguments only. Inside, operators, ``**`` and the ufuncs ``exp, log, sqrt, abs, sign,
        minimum, maximum, tanh`` of numpy. Out, a number, an array or a tuple of them.

    Returns
    -------
    callable
        The same object, not a wrapper: its signature, docstring and speed are those it was written with.

    Examples
    --------
    >>> def double(value: Array) -> Array:
    ...     return 2.0 * value
    >>> formula(double) is double
    True
    >>> FORMULAS.pop() is double
    True
    """
    FORMULAS.append(function)
    return function
