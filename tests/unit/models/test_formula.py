from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable

import pytest

import models
from models.formula import FORMULAS, Array, formula

for _module in pkgutil.walk_packages(models.__path__, prefix="models."):
    importlib.import_module(_module.name)


def test_mark_returns_the_same_object_and_collects_it() -> None:
    def double(value: Array) -> Array:
        return 2.0 * value

    before = len(FORMULAS)
    try:
        assert formula(double) is double
        assert FORMULAS[before:] == [double]
    finally:
        del FORMULAS[before:]


@pytest.mark.parametrize("each", FORMULAS, ids=lambda each: f"{each.__module__}.{each.__qualname__}")
def test_formula_takes_plain_positional_arguments(each: Callable[..., object]) -> None:
    kinds = {parameter.kind for parameter in inspect.signature(each).parameters.values()}
    assert kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY}


@pytest.mark.parametrize("each", FORMULAS, ids=lambda each: f"{each.__module__}.{each.__qualname__}")
def test_formula_is_a_plain_function_with_a_data_sheet(each: Callable[..., object]) -> None:
    assert inspect.isfunction(each)
    sheet = inspect.getdoc(each) or ""
    missing = [part for part in ("Parameters", "Returns", "Source") if part not in sheet]
    assert missing == []
