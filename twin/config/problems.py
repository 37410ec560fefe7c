"""Validate a tree; a refusal becomes problems with file, line, field and remedy in our own words."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from twin.config.base import Block, Path
from twin.config.marks import MarkedTree
from twin.config.nearest import did_you_mean
from twin.errors import ConfigError, Problem, QuantityError

__all__ = ["problem_at", "validated"]

_B = TypeVar("_B", bound=Block)

_MISSING_REMEDY: Final[Mapping[str, str]] = {
    "static_pressure": "a loop needs a pressure reference: add `static_pressure: 1.5 bar gauge`",
    "feeds": "nothing would feed it: add `feeds: [path, ...]`",
    "sources": "add `sources: {key: full citation}`",
}
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "model_type": ("is not a block", "write `key: value` lines below it"),
    "model_attributes_type": ("is not a block", "write `key: value` lines below it"),
    "dict_type": ("is not a block", "write `name: {...}` lines below it"),
    "tuple_type": ("is not a list", "write `[a, b]`"),
    "string_type": ("is not a text", "write a text, in quotes if it looks like a number"),
    "int_type": ("is not a whole number", "write a whole number without unit"),
    "float_type": ("is not a number", "write a number without unit"),
    "finite_number": ("is not a finite number", "write a number"),
    "bool_type": ("is neither true nor false", "write `true` or `false`"),
}
_BOUNDS: Final[Mapping[str, str]] = {
    "greater_than_equal": "ge",
    "less_than_equal": "le",
    "too_short": "min_length",
    "too_long": "max_length",
}


def validated(schema: type[_B], tree: MarkedTree) -> _B:
    """Return the tree as the schema's frozen model.

    Raises
    ------
    ConfigError
        With every problem of the file, in the order of its lines.
    """
    sources = tree.data.get("sources")
    try:
        return schema.model_validate(tree.data, context={"sources": sources})
    except ValidationError as error:
        found = [_problem(schema, tree, details) for details in error.errors(include_url=False)]
    raise ConfigError(*sorted(found, key=lambda problem: (problem.file, problem.line or 0)))


def problem_at(tree: MarkedTree, path: Path, message: str, remedy: str, **more: str) -> Problem:
    """Return a problem placed at a path of the tree."""
    mark = tree.mark(path)
    field = ".".join(map(str, path))
    return Problem(file=mark.file, line=mark.line, field=field, message=message, remedy=remedy, **more)


def _problem(schema: type[Block], tree: MarkedTree, details: Any) -> Problem:
    path, owner = _resolved(schema, details["loc"], tree.data)
    context = details.get("ctx", {})
    own = context.get("error")
    if isinstance(own, QuantityError) and details["input"] is not None:
        full = (*path, *own.sub_field)
        mark = tree.mark(full)
        return own.at(file=mark.file, line=mark.line, field=".".join(map(str, full)))
    return problem_at(tree, path, **_wording(details, path, owner, context))


def _wording(details: Any, path: Path, owner: Any, context: Mapping[str, Any]) -> dict[str, str]:
    kind, given = details["type"], _given(details["input"])
    last = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return {"message": "is not a known key", "remedy": did_you_mean(last, _keys(owner))}
    if kind == "missing" or details["input"] is None:
        return {"message": "is missing", "remedy": _MISSING_REMEDY.get(last, f"add `{last}: ...`")}
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        allowed = str(context.get("expected") or context.get("expected_tags") or "").replace("'", "")
        word = _given(context.get("tag")) if kind == "union_tag_invalid" else given
        return {
            "message": "is not one of the choices",
            "given": word,
            "allowed": allowed,
            "remedy": "choose one of them",
        }
    if kind == "union_tag_not_found":
        return {"message": "does not say its kind", "remedy": "add `kind: tcs`, `kind: fws` or `kind: chw`"}
    if kind in _BOUNDS:
        return _bound_wording(kind, given, context)
    message, remedy = _SENTENCES.get(
        kind, ("is not a value that can stand here", "compare with a shipped file")
    )
    return {"message": message, "given": given, "remedy": remedy}


def _bound_wording(kind: str, given: str, context: Mapping[str, Any]) -> dict[str, str]:
    key = _BOUNDS[kind]
    bound = context[key]
    if key == "min_length":
        return {"message": f"has fewer than {bound} members", "remedy": f"give at least {bound}"}
    if key == "max_length":
        return {"message": f"has more than {bound} members", "remedy": f"give at most {bound}"}
    side = "at least" if key == "ge" else "at most"
    return {
        "message": "is out of range",
        "given": given,
        "allowed": f"{side} {bound}",
        "remedy": "correct the number",
    }


def _given(value: object) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _keys(owner: Any) -> Iterable[str]:
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        return [field.alias or name for name, field in owner.model_fields.items()]
    return []


def _resolved(schema: type[Block], location: tuple[Any, ...], data: Any) -> tuple[Path, Any]:
    """Return the path in the file (without the choices a union adds) and the block that owns its last key."""
    path: list[str | int] = []
    annotation: Any = schema
    owner: Any = schema
    for part in location:
        arm = _arm(annotation, part)
        if arm is not None:
            annotation = arm
            continue
        path.append(part)
        owner = _block_of(annotation)
        annotation = _member(annotation, part)
    return tuple(path), owner


def _arm(annotation: Any, tag: Any) -> Any:
    """Return the block of a tagged union that the tag chooses; None when this is no such union."""
    arms = [arg for arg in get_args(_bare(annotation)) if _is_block(arg) and "kind" in arg.model_fields]
    return next((arm for arm in arms if tag in get_args(arm.model_fields["kind"].annotation)), None)


def _member(annotation: Any, part: Any) -> Any:
    bare = _bare(annotation)
    block = _block_of(bare)
    if block is not None:
        fields: dict[str, FieldInfo] = block.model_fields
        found = next((f for name, f in fields.items() if part in (name, f.alias)), None)
        return None if found is None else found.annotation
    arguments = [argument for argument in get_args(bare) if argument is not Ellipsis]
    if get_origin(bare) in (Union, types.UnionType):
        return next((_member(a, part) for a in arguments if get_args(a) or _is_block(a)), None)
    return arguments[-1] if arguments else None


def _block_of(annotation: Any) -> Any:
    bare = _bare(annotation)
    if _is_block(bare):
        return bare
    blocks = [argument for argument in get_args(bare) if _is_block(argument)]
    return blocks[0] if len(blocks) == 1 and get_origin(bare) in (Union, types.UnionType) else None


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _is_block(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
