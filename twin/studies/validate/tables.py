"""Reading the data files of the cases: every row says where its numbers come from.

A file of expected values has the columns ``quantity``, ``expected``, ``tolerance``, ``unit``, ``source``; every
other column is an input of the row, named with its unit: ``supply [degC]``. A tolerance is a share (``0.1 %``)
or a number in the unit of the row. Files without ``expected`` are inputs: pipes, demands, curves.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from twin.errors import InternalError
from twin.studies.validate.result import Check

FIXED_COLUMNS: Final = ("quantity", "expected", "tolerance", "unit", "source")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Inputs of a row by column name."""

    texts: Mapping[str, str]

    def __getitem__(self, column: str) -> float:
        return float(self.texts[column])

    def text(self, column: str) -> str:
        """Return a cell that is not a number."""
        return self.texts[column]

    def __str__(self) -> str:
        """Return the inputs as they are read.

        >>> print(Inputs({"supply [degC]": "25", "speed [-]": "0.5", "name []": "K1"}))
        supply 25 degC, speed 0.5, name K1
        """
        parts = []
        for column, text in self.texts.items():
            name, _, unit = column.rstrip("]").partition(" [")
            if text:
                parts.append(f"{name} {text}" + (f" {unit}" if unit not in {"", "-"} else ""))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expected number with its inputs, tolerance and source."""

    quantity: str
    inputs: Inputs
    expected: float
    tolerance: float
    relative: bool
    unit: str
    source: str

    def check(self, got: float) -> Check:
        """Return the check of a number against this row."""
        given = str(self.inputs)
        return Check(
            quantity=f"{self.quantity} at {given}" if given else self.quantity,
            expected=self.expected,
            got=float(got),
            tolerance=self.tolerance,
            relative=self.relative,
            unit=self.unit,
            source=self.source,
        )


def tolerance_of(text: str) -> tuple[float, bool]:
    """Return a tolerance and whether it is a share of the expected value.

    >>> tolerance_of("0.5 %"), tolerance_of("0.02")
    ((0.005, True), (0.02, False))
    """
    number, percent, _ = text.partition("%")
    return (float(number) / 100.0, True) if percent else (float(number), False)


@cache
def input_rows(file: str) -> tuple[Inputs, ...]:
    """Return the rows of a file of inputs, shipped beside this module under ``data/``."""
    text = (files("twin.studies.validate") / "data" / file).read_text(encoding="utf-8")
    return tuple(Inputs(row) for row in csv.DictReader(text.splitlines()))


@cache
def expected_rows(file: str) -> tuple[Expected, ...]:
    """Return the rows of a file of expected values."""
    return tuple(_expected(row.texts) for row in input_rows(file))


def _expected(texts: Mapping[str, str]) -> Expected:
    tolerance, relative = tolerance_of(texts["tolerance"])
    return Expected(
        quantity=texts["quantity"],
        inputs=Inputs({name: text for name, text in texts.items() if name not in FIXED_COLUMNS}),
        expected=float(texts["expected"]),
        tolerance=tolerance,
        relative=relative,
        unit=texts["unit"],
        source=texts["source"],
    )


def check_rows(file: str, got: Callable[[Expected], float]) -> list[Check]:
    """Return one check per row, the number coming from a function of the row."""
    return [row.check(got(row)) for row in expected_rows(file)]


def check_named(file: str, got: Mapping[str, float]) -> list[Check]:
    """Return one check per row, the number chosen by the row's quantity.

    Raises
    ------
    InternalError
        When file and numbers do not name the same quantities: nothing may go unchecked.
    """
    rows = expected_rows(file)
    odd = {row.quantity for row in rows} ^ set(got)
    if odd:
        raise InternalError(f"{file} and its case disagree about {', '.join(sorted(odd))}")
    return [row.check(got[row.quantity]) for row in rows]
