"""Every formula of ``models/``: scalar = array, finite at nothing, as monotone as it says, no hidden corner.

Add a formula by adding a row to the ``examination_rows.py`` beside the tests of its family.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import models
from models.formula import FORMULAS, Array
from tests.examination import (
    Over,
    Row,
    as_arrays,
    corners,
    dual_results,
    parts,
    scalar_and_array_results,
    slope_errors,
    worst_step,
    wrong_names,
)
from twin.engine.dual import Dual

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def _import_all_models() -> None:
    for module in pkgutil.walk_packages(models.__path__, "models."):
        importlib.import_module(module.name)


def _collect_rows() -> list[Row]:
    rows: list[Row] = []
    for path in sorted(HERE.rglob("examination_rows.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        rows.extend(module.ROWS)
    return rows


_import_all_models()
ROWS = _collect_rows()
by_name = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name.removeprefix("models."))


# --- the examination itself has to be able to fail
# ---------------------------------------------------------------


def _smooth(x: Array, y: Array) -> Array:
    return x**3 + np.exp(y)


def _hidden_corner(x: Array, y: Array) -> Array:
    return x**3 + np.exp(y) + 0.1 * np.abs(x - 0.3137)


def _infinite_slope(x: Array, y: Array) -> Array:
    return np.abs(x) ** 0.8 + y


def _not_monotone(x: Array, y: Array) -> Array:
    return x**3 - 0.05 * x + y


def _wrong_slope(x: Array, y: Array) -> Array:
    return np.sign(x) * x**3 + y * np.round(np.asarray(y) * 0.0 + 1.0)


def _zero_over_zero(x: Array, y: Array) -> Array:
    return np.sqrt(x * x) / (x * x) + y


SPAN = {"x": Over(-1.0, 1.0, at=0.2), "y": Over(-1.0, 1.0)}


def test_examination_passes_a_good_formula() -> None:
    row = Row(_smooth, SPAN, rises=("x", "y"))
    assert wrong_names(row) == []
    assert corners(row, "x") == []
    assert worst_step(row, "x", 1.0) < 1e-9
    assert all(exact == pytest.approx(d, rel=1e-6, abs=1e-7) for _, exact, d, _ in slope_errors(row))


def test_examination_finds_a_hidden_corner() -> None:
    ((place, _), *_) = corners(Row(_hidden_corner, SPAN), "x")
    assert place == pytest.approx(0.3137, abs=1e-3)


def test_examination_finds_an_infinite_slope() -> None:
    assert any(abs(place) < 1e-3 for place, _ in corners(Row(_infinite_slope, SPAN), "x"))


def test_examination_finds_a_curve_that_turns() -> None:
    assert worst_step(Row(_not_monotone, SPAN), "x", 1.0) > 1e-4


def test_examination_finds_nothing_over_nothing() -> None:
    with pytest.raises((AssertionError, RuntimeWarning, ZeroDivisionError)):
        test_finite_at_nothing(Row(_zero_over_zero, SPAN, zeros=({"x": 0.0},)))


def test_examination_refuses_what_dual_numbers_cannot_do() -> None:
    with pytest.raises(TypeError):
        test_exact_slopes_are_those_of_the_formula(Row(_wrong_slope, SPAN))


def test_examination_refuses_wrong_names() -> None:
    assert wrong_names(Row(_smooth, {"x": Over(0.0, 1.0), "z": 1.0}, rises=("q",), zeros=({"w": 0.0},)))


# --- and here it is
# ----------------------------------------------------------------------------------------------


def test_every_formula_has_exactly_one_row() -> None:
    registered = {f"{f.__module__}.{f.__name__}" for f in FORMULAS if f.__module__.startswith("models.")}
    entered = [row.name for row in ROWS]
    assert sorted(registered - set(entered)) == []
    assert sorted(set(entered) - registered) == []
    assert len(entered) == len(set(entered))


@by_name
def test_row_names_arguments_of_its_formula(row: Row) -> None:
    assert wrong_names(row) == []


@by_name
def test_scalar_equals_array(row: Row) -> None:
    for one_by_one, at_once in scalar_and_array_results(row):
        assert np.all(np.isfinite(one_by_one))
        np.testing.assert_allclose(at_once, one_by_one, rtol=1e-12, atol=1e-300)


@by_name
def test_finite_at_nothing(row: Row) -> None:
    for zero in row.zeros:
        point = {**row.nominal(), **zero}
        for value in parts(row.formula(*point.values())):
            assert np.isfinite(value), (zero, value)
        for value in parts(row.formula(*[as_arrays(value, 2) for value in point.values()])):
            assert np.all(np.isfinite(value)), (zero, value)
        for result in dual_results(row, point)[1]:
            if isinstance(result, Dual):
                assert np.all(np.isfinite(result.value)), zero
                assert np.all(np.isfinite(result.partials)), (zero, result.partials)


@by_name
def test_monotone_as_declared(row: Row) -> None:
    for sign, names in ((1.0, row.rises), (-1.0, row.falls)):
        for name in names:
            assert worst_step(row, name, sign) < 1e-9, name


@by_name
def test_slope_jumps_only_where_declared(row: Row) -> None:
    for name, over in row.swept.items():
        near = 2e-3 * (over.high - over.low)
        found = corners(row, name)
        declared = row.kinks.get(name, ())
        hidden = [(place, jump) for place, jump in found if all(abs(place - k) > near for k in declared)]
        assert hidden == [], name
        stale = [k for k in declared if all(abs(place - k) > near for place, _ in found)]
        assert stale == [], name


@by_name
def test_exact_slopes_are_those_of_the_formula(row: Row) -> None:
    for name, exact, differences, nothing in slope_errors(row):
        assert exact == pytest.approx(differences, rel=2e-4, abs=nothing), name
