"""Dual numbers against closed-form derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from twin.engine.dual import Dual, seed

CASES: list[tuple[str, Callable[[Any, Any], Any], Callable[[float, float], tuple[float, float]]]] = [
    ("product", lambda x, y: x * y, lambda x, y: (y, x)),
    ("quotient", lambda x, y: x / y, lambda x, y: (1 / y, -x / y**2)),
    ("number over dual", lambda x, y: 3.0 / x + 0.0 * y, lambda x, y: (-3 / x**2, 0.0)),
    ("power", lambda x, y: x**2.5 - y, lambda x, y: (2.5 * x**1.5, -1.0)),
    ("dual exponent", lambda x, y: x**y, lambda x, y: (y * x ** (y - 1), x**y * np.log(x))),
    ("exp and log", lambda x, y: np.exp(x) * np.log(y), lambda x, y: (np.exp(x) * np.log(y), np.exp(x) / y)),
    (
        "sqrt and tanh",
        lambda x, y: np.sqrt(x) + np.tanh(y),
        lambda x, y: (0.5 / np.sqrt(x), 1 / np.cosh(y) ** 2),
    ),
    ("abs", lambda x, y: np.abs(-x) * abs(y), lambda x, y: (y, x)),
    ("maximum", np.maximum, lambda x, y: (0.0, 1.0)),
    ("minimum of a number", lambda x, y: np.minimum(5.0, x) + y, lambda x, y: (1.0, 1.0)),
    ("array on the left", lambda x, y: np.array([2.0]) - x * y, lambda x, y: (-y, -x)),
]


@pytest.mark.parametrize(("label", "function", "derivative"), CASES, ids=[case[0] for case in CASES])
def test_partials_are_the_derivatives(
    label: str, function: Callable[[Any, Any], Any], derivative: Callable[[float, float], tuple[float, float]]
) -> None:
    x, y = 1.7, 2.3
    result = function(*seed([np.array([x]), np.array([y])]))
    assert isinstance(result, Dual)
    np.testing.assert_allclose(result.value, function(np.array([x]), np.array([y])), rtol=1e-14)
    np.testing.assert_allclose(result.partials[:, 0], derivative(x, y), rtol=1e-13)


def test_comparison_sees_values_only() -> None:
    x, y = seed([np.array([1.0]), np.array([2.0])])
    assert (x < y).all()
    assert (y >= x).all()
    assert not (x > y).any()
    assert (x <= 1.0).all()
    assert np.sign(-x).item(0) == -1.0


def test_a_function_without_a_rule_is_refused() -> None:
    (x,) = seed([np.array([1.0])])
    with pytest.raises(TypeError):
        np.arctan(x)
