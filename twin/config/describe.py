"""A catalogue entry as rows: every number with its spread, its kind and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from twin.config.base import Entry
from twin.config.sourced import Sourced
from twin.units import format_quantity

__all__ = ["EntryRow", "describe"]

_HEAD = frozenset({"name", "title", "sources", "notes", "conflicts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One field; `low`, `high`, `kind` and `source` are empty for counts, names and choices."""

    field: str
    value: str
    low: str = ""
    high: str = ""
    kind: str = ""
    source: str = ""


def describe(entry: Entry) -> tuple[EntryRow, ...]:
    """Return the rows of `twin catalog NAME`, in the order of the schema."""
    return tuple(row for key, value in _fields(entry) if key not in _HEAD for row in _rows(key, value))


def _rows(path: str, value: object) -> Iterator[EntryRow]:
    if isinstance(value, Sourced):
        yield _sourced_row(path, value)
    elif isinstance(value, BaseModel | Mapping):
        items = (
            _fields(value)
            if isinstance(value, BaseModel)
            else ((str(key), item) for key, item in value.items())
        )
        for key, item in items:
            yield from _rows(f"{path}.{key}", item)
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        for place, item in enumerate(value):
            yield from _rows(f"{path}.{place}", item)
    elif value is not None and value != ():
        yield EntryRow(field=path, value=_plain(value))


def _sourced_row(path: str, number: Sourced) -> EntryRow:
    low, high = (_beside(number, bound) for bound in (number.low, number.high))
    return EntryRow(field=path, value=number.text, low=low, high=high, kind=number.kind, source=number.source)


def _beside(number: Sourced, bound: float) -> str:
    """Return a bound in the unit that the value is written in."""
    if bound == number.value:
        return number.text
    written, _, unit = number.text.partition(" ")
    if number.unit_kind == "temperature" or number.value == 0.0:
        return format_quantity(bound, number.unit_kind)
    if not unit and written.endswith("%"):
        written, unit = written[:-1], "%"
    return f"{bound / number.value * float(written):.6g} {unit}".strip()


def _fields(block: BaseModel) -> Iterator[tuple[str, object]]:
    for name, field in type(block).model_fields.items():
        yield field.alias or name, getattr(block, name)


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_plain, value))}]"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
