"""A catalogue number with its spread and its provenance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NoReturn, cast, get_args

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from twin.config.nearest import did_you_mean
from twin.errors import Problem, QuantityError
from twin.units import parse_quantity

__all__ = ["KINDS", "Kind", "Sourced", "SourcedField", "resolved_source"]

Kind = Literal["published", "relayed", "relayed-weak", "measured", "analyst", "derived", "seed", "assumed"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)
_SPREAD_FREE: Final = frozenset({"published", "measured"})
"""Only a number read from its owner or from an instrument may come without low and high."""
_KEY_LIKE: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_KEYS: Final = ("value", "low", "high", "kind", "source")
_FORM: Final = "{value: 880 W, low: 740 W, high: 1000 W, kind: derived, source: ...}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A value in SI with its low and high, where it comes from, and the text it was written as."""

    value: float
    low: float
    high: float
    kind: Kind
    source: str
    text: str
    unit_kind: str


@dataclass(frozen=True, slots=True)
class SourcedField:
    """Annotation that turns a `{value, low, high, kind, source}` block into a `Sourced` of one dimension."""

    unit_kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with one plain function: cheap to build, no library wording in the errors."""
        return core_schema.with_info_plain_validator_function(self._validate)

    def _validate(self, given: object, info: ValidationInfo) -> Sourced:
        if isinstance(given, Sourced):
            return given
        block = _checked_block(given)
        kind = _checked_kind(block)
        value, low, high = (self._bound(block, key) for key in ("value", "low", "high"))
        if not low <= value <= high:
            _refuse(
                "low",
                str(block.get("low")),
                "low, value and high are not in rising order",
                "give low <= value <= high; to replace all three write the value alone as a whole",
            )
        return Sourced(
            value=value,
            low=low,
            high=high,
            kind=kind,
            source=resolved_source(block["source"], info.context),
            text=str(block["value"]).strip(),
            unit_kind=self.unit_kind,
        )

    def _bound(self, block: Mapping[str, Any], key: str) -> float:
        written = key if block.get(key) is not None else "value"
        try:
            return parse_quantity(block[written], self.unit_kind)
        except QuantityError as error:
            raise error.within(written) from None


def _checked_block(given: object) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        _refuse(None, str(given), "comes without provenance", f"write {_FORM}")
    for key in given:
        if key not in _KEYS:
            _refuse(str(key), "", "is not a key of a sourced value", did_you_mean(str(key), _KEYS))
    for key in ("value", "kind", "source"):
        if given.get(key) is None:
            _refuse(None, "", f"has no `{key}`", f"write {_FORM}")
    return given


def _checked_kind(block: Mapping[str, Any]) -> Kind:
    kind = block["kind"]
    if kind not in KINDS:
        _refuse("kind", str(kind), "is not a kind of provenance", f"use one of {', '.join(KINDS)}")
    missing = [key for key in ("low", "high") if block.get(key) is None]
    if missing and kind not in _SPREAD_FREE:
        _refuse(
            None,
            "",
            f"is {kind} and has no {' and '.join(missing)}",
            "give low and high; only published and measured values may leave them out",
        )
    return cast("Kind", kind)


def resolved_source(source: object, context: object) -> str:
    """Return the full citation: `source` itself, or what the entry's `sources` say about it.

    Raises
    ------
    QuantityError
        When a word that looks like a key is not one of `sources`: a citation is longer than that.
    """
    known = context.get("sources") if isinstance(context, Mapping) else None
    sources = known if isinstance(known, Mapping) else {}
    if not isinstance(source, str) or not source.strip():
        _refuse("source", str(source), "is not a citation", "write a text or a key of the entry's `sources`")
    if source in sources:
        return str(sources[source])
    if _KEY_LIKE.fullmatch(source):
        _refuse(
            "source", source, "is not a key of the entry's `sources`", did_you_mean(source, map(str, sources))
        )
    return source


def _refuse(key: str | None, given: str, message: str, remedy: str) -> NoReturn:
    where = () if key is None else (key,)
    raise QuantityError(Problem(message=message, given=given, remedy=remedy), sub_field=where)
