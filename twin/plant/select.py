"""Picking some components out of a record."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from models.fluids import Fluid
from twin.plant.records import Ints

Record = TypeVar("Record")


def pick(record: Record, members: Ints) -> Record:
    """Return the record of the named components only, in that order."""
    changes: dict[str, Any] = {
        field.name: _pick_value(getattr(record, field.name), members)
        for field in fields(record)  # type: ignore[arg-type]  # every record is a dataclass
    }
    return replace(record, **changes)  # type: ignore[type-var]  # as above


def _pick_value(value: Any, members: Ints) -> Any:
    if isinstance(value, np.ndarray):
        return value[members]
    if hasattr(value, "_fields"):
        return type(value)(*[_pick_value(part, members) for part in value])
    if value and isinstance(value[0], str):
        return tuple([value[i] for i in members.tolist()])
    return tuple(_pick_value(part, members) for part in value)


def common(record: Record) -> Record:
    """Return the record with one number in the place of every array that holds the same number throughout.

    It serves formulas alike, and a formula over many chips is bound by the arrays it reads.
    """
    changes = {field.name: _common_value(getattr(record, field.name)) for field in fields(record)}  # type: ignore[arg-type]  # every record is a dataclass
    return replace(record, **changes)  # type: ignore[type-var]  # as above


def _common_value(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        alike = value.dtype.kind == "f" and value.ndim == 1 and value.size > 0 and (value == value[0]).all()
        return value[0] if alike else value
    return type(value)(*map(_common_value, value)) if hasattr(value, "_fields") else value


def pick_fluid(fluid: Fluid, members: Ints) -> Fluid:
    """Return the property coefficients of each named loop's fluid."""
    return Fluid(*[tuple(np.asarray(c)[members] for c in coefficients) for coefficients in fluid])
