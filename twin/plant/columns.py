"""From rows of named values to a record of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from twin.plant.records import Floats, Ints

Record = TypeVar("Record")


def stack(kind: type[Record], rows: Sequence[Mapping[str, Any]], **given: Any) -> Record:
    """Return the record of a family from one mapping per component.

    A field typed as names becomes a tuple of text, an index or count becomes integers, a field of points becomes
    a tuple of columns, everything else floats. ``given`` fields are taken as they are.
    """
    columns: dict[str, Any] = dict(given)
    for field in fields(kind):  # type: ignore[arg-type]  # every record is a dataclass
        if field.name not in columns:
            columns[field.name] = _column(str(field.type), [row[field.name] for row in rows])
    return kind(**columns)


def tile(kind: type[Record], rows: Sequence[Mapping[str, Any]], which: Ints, **given: Any) -> Record:
    """Return the record of a family of many equal components: component i is a copy of row ``which[i]``.

    ``given`` fields, those in which equal components differ, are taken as they are.
    """
    columns: dict[str, Any] = dict(given)
    for field in fields(kind):  # type: ignore[arg-type]  # every record is a dataclass
        if field.name not in columns:
            column = _column(str(field.type), [row[field.name] for row in rows])
            columns[field.name] = _repeated(column, which)
    return kind(**columns)


def _repeated(column: Any, which: Ints) -> Any:
    if isinstance(column, np.ndarray):
        return column[which]
    if column and isinstance(column[0], np.ndarray):
        return tuple(points[which] for points in column)
    return tuple([column[place] for place in which.tolist()])


def _column(type_name: str, values: list[Any]) -> Any:
    if type_name == "Names":
        return tuple(values)
    if type_name == "Ints":
        return ints(values)
    if type_name.startswith("NDArray"):
        return np.array(values, dtype=np.bool_)
    if type_name.startswith("tuple"):
        return tuple(floats(list(points)) for points in zip(*values, strict=True))
    return floats(values)


def floats(values: Sequence[float]) -> Floats:
    """Return a column of numbers."""
    return np.array(values, dtype=np.float64)


def ints(values: Sequence[int]) -> Ints:
    """Return a column of whole numbers."""
    return np.array(values, dtype=np.int64)
