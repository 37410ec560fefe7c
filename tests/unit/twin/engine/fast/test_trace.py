"""Recorded laws: every operation against numpy, every derivative against central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.twin.engine.fast.running import scalar
from twin.engine.fast.trace import argument, binary, derivative, gathered, is_number, traced
from twin.errors import InternalError

X, Y = 1.7, -0.6
HALF = 0.5

LAWS: dict[str, Callable[[Any, Any], Any]] = {
    "sum": lambda x, y: x + y + 2.0 + (1.0 + y),
    "difference": lambda x, y: x - y - 2.0 - (1.0 - y),
    "product": lambda x, y: x * y * 3.0 * (2.0 * y),
    "quotient": lambda x, y: x / y / 3.0 + 2.0 / x,
    "whole power": lambda x, y: x**3 - y**2 + x**1,
    "power": lambda x, y: x**2.5 + x**-1.3 + x**-2,
    "power of a number": lambda x, y: 2.0**y,
    "power of a value": lambda x, y: x**y,
    "square root as a power": lambda x, y: x**0.5,
    "power zero": lambda x, y: y**0,
    "signs": lambda x, y: -x + (+y) * abs(y),
    "exp and log": lambda x, y: np.exp(y) + np.log(x),
    "sqrt and tanh": lambda x, y: np.sqrt(x) * np.tanh(y),
    "abs": lambda x, y: np.abs(x) * np.abs(y),
    "sign": lambda x, y: np.sign(y) * x + np.sign(x) * y,
    "maximum": lambda x, y: np.maximum(x, y) + np.maximum(y, 0.0) + np.maximum(-1.0, y),
    "minimum": lambda x, y: np.minimum(x, y) + np.minimum(1.0, x) + np.minimum(y, -0.7),
    "square": lambda x, y: np.square(y) * x,
    "negative": lambda x, y: np.negative(x) * y,
    "ufuncs with a number on the left": lambda x, y: (
        np.add(1.0, x) * np.subtract(2.0, y) / np.multiply(3.0, x) + np.divide(4.0, y) + np.power(2.0, x)
    ),
    "arrays on the left": lambda x, y: np.float64(2.0) * x - np.array(3.0) / y + np.array(1.5) ** y,
    "less": lambda x, y: (x < y) * 2.0 + (y < x) * 3.0 + (x < 5.0) + (5.0 < y),
    "greater": lambda x, y: (x > y) * 2.0 + (y > x) * 3.0 + np.greater(5.0, y) * 7.0,
    "at most": lambda x, y: (x <= y) * 2.0 + (y <= +y) * 3.0 + np.less_equal(x, 1.7) * 5.0,
    "at least": lambda x, y: (x >= y) * 2.0 + (x >= +x) * 3.0 + np.greater_equal(1.7, x) * 5.0,
    "ones": lambda x, y: x * np.ones_like(y),
}


@pytest.mark.parametrize("label", LAWS)
def test_a_recorded_law_gives_what_numpy_gives(label: str) -> None:
    law = LAWS[label]
    run = scalar(law(argument("x"), argument("y")))
    for x, y in ((X, Y), (0.3, 2.2), (3.0, -0.01)):
        assert run(x, y) == pytest.approx(float(law(np.float64(x), np.float64(y))), rel=1e-14), label


SMOOTH = [label for label in LAWS if label not in ("less", "greater", "at most", "at least", "ones")]


@pytest.mark.parametrize("label", SMOOTH)
@pytest.mark.parametrize("name", ("x", "y"))
def test_derivatives_are_central_differences(label: str, name: str) -> None:
    law = LAWS[label]
    trace = traced(law(argument("x"), argument("y")))
    run, slope = scalar(trace), scalar(derivative(trace, name))
    for x, y in ((X, Y), (0.3, 2.2)):
        if label == "power of a value" and y < 0.0:
            continue
        step = 1e-6
        dx, dy = (step, 0.0) if name == "x" else (0.0, step)
        expected = (run(x + dx, y + dy) - run(x - dx, y - dy)) / (2.0 * step)
        assert slope(x, y) == pytest.approx(expected, rel=1e-7, abs=1e-8), label


UNARY = ("neg", "abs", "exp", "tanh", "square", "log", "sqrt")
BINARY = ("add", "sub", "mul", "div", "maximum", "minimum", "pow", "select")
EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y"]) | st.floats(0.2, 3.0).map(lambda value: round(value, 3)),
    lambda parts: st.tuples(st.sampled_from(UNARY), parts) | st.tuples(st.sampled_from(BINARY), parts, parts),
    max_leaves=8,
)


def built(expression: Any, x: Any, y: Any) -> Any:
    """Return an expression on values or traces, kept where it is smooth and small."""
    if isinstance(expression, float):
        return expression
    if isinstance(expression, str):
        return x if expression == "x" else y
    op, *parts = expression
    a, *rest = (built(part, x, y) for part in parts)
    if rest:
        (b,) = rest
        return {
            "add": lambda: a + b,
            "sub": lambda: a - b,
            "mul": lambda: a * np.tanh(b),
            "div": lambda: a / (1.0 + b * b),
            "maximum": lambda: np.maximum(a, b),
            "minimum": lambda: np.minimum(a, b),
            "select": lambda: np.maximum(a, b) * (a < b) + a,
            "pow": lambda: (0.5 + np.abs(a)) ** np.tanh(b),
        }[op]()
    return {
        "neg": lambda: -a,
        "abs": lambda: np.abs(a),
        "exp": lambda: np.exp(np.tanh(a)),
        "tanh": lambda: np.tanh(a),
        "square": lambda: np.square(a),
        "log": lambda: np.log(0.3 + a * a),
        "sqrt": lambda: np.sqrt(0.3 + np.abs(a)),
    }[op]()


@settings(max_examples=60, deadline=None)
@given(expression=EXPRESSIONS, x=st.floats(0.2, 2.0), y=st.floats(-2.0, -0.2))
def test_derivatives_of_random_expressions(expression: Any, x: float, y: float) -> None:
    trace = traced(built(expression, argument("x"), argument("y")))
    run = scalar(trace)
    value = float(built(expression, np.float64(x), np.float64(y)))
    assert run(x, y) == pytest.approx(value, rel=1e-12, abs=1e-12)
    step = 1e-5
    for name, dx, dy in (("x", step, 0.0), ("y", 0.0, step)):
        slope = scalar(derivative(trace, name))(x, y)
        ahead = (run(x + dx, y + dy) - value) / step
        behind = (value - run(x - dx, y - dy)) / step
        if abs(ahead - behind) < 1e-2 * (1.0 + abs(ahead)):  # not at a kink
            assert slope == pytest.approx(0.5 * (ahead + behind), rel=1e-4, abs=1e-4)


def test_a_number_has_no_derivative_and_zero_is_known_as_such() -> None:
    x = argument("x")
    assert is_number(derivative(traced(3.0), "x"), 0.0)
    assert is_number(derivative(x * 2.0, "y"), 0.0)
    assert is_number(derivative(x, "x"), 1.0)
    sign: Any = np.sign(x)
    assert is_number(derivative(sign, "x"), 0.0)


def test_a_shared_part_is_differentiated_once() -> None:
    x = argument("x")
    deep = x
    for _ in range(200):  # without sharing 2^200 parts
        deep = deep + deep * 0.5
    assert scalar(derivative(deep, "x"))(1.0, 0.0) == pytest.approx(1.5**200)


def test_where_takes_one_side_where_all_members_do() -> None:
    x: Any = argument("x")
    one: Any = np.where(np.array([True, True]), x, 2.0)
    other: Any = np.where(np.array([False, False]), x, 2.0)
    assert one is x
    assert is_number(other, 2.0)


def test_where_selects_member_by_member() -> None:
    mask = np.array([True, False, True])
    law = np.where(mask, argument("x") * 2.0, argument("y"))
    run = scalar(law, count=3)
    assert [run(1.5, -4.0, member) for member in range(3)] == [3.0, -4.0, 3.0]
    slope = scalar(derivative(law, "x"), count=3)  # type: ignore[arg-type]
    assert [slope(1.5, -4.0, member) for member in range(3)] == [2.0, 0.0, 2.0]


def test_picking_members_of_a_computed_value_picks_what_it_was_computed_from() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    place = np.array([10, 11, 12, 13])
    picked = (gathered(place) * values + 5.0)[np.array([3, 1, 1])]
    product = picked.parts[0]
    gather, number = product.parts
    assert gather.index is not None
    assert number.values is not None
    assert gather.index.tolist() == [13, 11, 11]
    assert number.values.tolist() == [4.0, 2.0, 2.0]
    assert picked.parts[1].values == 5.0, "one number for all stays one number"


def test_picking_keeps_a_shared_part_shared() -> None:
    shared = gathered(np.arange(4)) * 2.0
    picked = (shared + shared)[np.array([0, 2])]
    assert picked.parts[0] is picked.parts[1]


def test_where_a_value_is_finite_must_be_said() -> None:
    flags = np.array([True, False])
    assert np.isfinite(gathered(np.arange(2), flags)).tolist() == [True, False]
    assert np.isfinite(gathered(np.arange(2), flags)[np.array([1, 1, 0])]).tolist() == [False, False, True]
    with pytest.raises(InternalError, match="finite"):
        np.isfinite(gathered(np.arange(2)))


@pytest.mark.parametrize(
    "law",
    [
        pytest.param(lambda x: 1.0 if x > 0.0 else 2.0, id="if"),
        pytest.param(lambda x: max(x, 0.0), id="max of Python"),
        pytest.param(bool, id="bool"),
        pytest.param(np.asarray, id="array"),
        pytest.param(float, id="float"),
        pytest.param(np.arctan, id="ufunc without a rule"),
        pytest.param(lambda x: np.add.reduce([x, x]), id="reduction"),
        pytest.param(lambda x: np.clip(x, 0.0, 1.0), id="clip"),
        pytest.param(np.sum, id="sum"),
        pytest.param(lambda x: np.where(x > 0.0, x, 0.0), id="where on a value"),
        pytest.param(lambda x: np.exp(x, out=np.zeros(1)), id="out"),
    ],
)
def test_what_cannot_be_compiled_is_refused_at_once(law: Callable[[Any], Any]) -> None:
    with pytest.raises((InternalError, TypeError)):
        law(argument("x"))


def test_binary_takes_numbers_and_traces() -> None:
    assert scalar(binary("sub", 5.0, argument("x")))(2.0, 0.0) == 3.0


FOLDED: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "zero times": (lambda x: 0.0 * x, 0.0),
    "times zero": (lambda x: x * 0.0, 0.0),
    "one times": (lambda x: 1.0 * x, "x"),
    "times one": (lambda x: x * 1.0, "x"),
    "by one": (lambda x: x / 1.0, "x"),
    "zero plus": (lambda x: 0.0 + x, "x"),
    "plus zero": (lambda x: x + 0.0, "x"),
    "minus zero": (lambda x: x - 0.0, "x"),
    "polynomial whose highest term is none": (lambda x: (0.0 * x + 3.0) - 3.0 + x, "x"),
    "numbers": (lambda x: traced(2.0) * 3.0 - traced(1.0) + 1.0 + 0.0 * x, 6.0),
}


@pytest.mark.parametrize("label", FOLDED)
def test_what_zeros_ones_and_numbers_make_is_known_without_computing_it(label: str) -> None:
    law, expected = FOLDED[label]
    x = argument("x")
    found = law(x)
    assert found is x if expected == "x" else is_number(found, expected)


def test_a_difference_from_zero_is_a_change_of_sign() -> None:
    assert scalar(0.0 - argument("x"))(3.0, 0.0) == -3.0
    assert (0.0 - argument("x")).op == "neg"


def test_numbers_of_each_member_stay_in_their_table() -> None:
    """Whether all of them are zeros or ones is a matter of the plant: the text is the same for all of a kind."""
    zeros: Any = np.zeros(2)
    assert (argument("x") * zeros).op == "mul"
    assert (argument("x") + zeros).op == "add"
