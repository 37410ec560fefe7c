"""`--set path=value`: one change of a file's tree before it is validated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from twin.config.base import Path
from twin.config.marks import Mark, MarkedTree, parse_value
from twin.config.nearest import did_you_mean
from twin.errors import InputError, OverrideError, Problem

__all__ = ["Override", "apply_override", "parse_override", "unmatched"]

CATALOGUE: Final = "catalog"


@dataclass(frozen=True, slots=True)
class Override:
    """A dotted path, where it starts, and the new value as plain data."""

    text: str
    steps: tuple[str, ...]
    value: Any

    @property
    def in_catalogue(self) -> bool:
        """Whether it changes a catalogue entry instead of the site."""
        return self.steps[0] == CATALOGUE

    def within_entry(self, family: str, name: str) -> tuple[str, ...] | None:
        """Return the steps inside one catalogue entry; None when it is about another one."""
        head = (CATALOGUE, family, *name.split("."))
        return self.steps[len(head) :] if self.steps[: len(head)] == head else None


def parse_override(text: str) -> Override:
    """Return the override of a `path=value` text.

    Raises
    ------
    OverrideError
        When there is no `=`, no path, or the value is not YAML.
    """
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not all(path.strip().split(".")):
        raise _error(
            text, "is not a path and a value", "write for example `--set loops.tcs-1.supply_temp='35 degC'`"
        )
    try:
        return Override(text, tuple(path.strip().split(".")), parse_value(value))
    except InputError:
        raise _error(
            text, "has a value that cannot be read", "write the value as in a file, in quotes"
        ) from None


def apply_override(tree: MarkedTree, steps: Sequence[str], override: Override) -> MarkedTree:
    """Return the tree with one value replaced; what lies on other paths is shared, not copied.

    A plain value put in the place of a sourced block replaces value, low and high together.

    Raises
    ------
    OverrideError
        When the path leads nowhere.
    """
    path = _path(tree.data, steps, override)
    data = _replaced(tree.data, path, override.value)
    here = Mark(f"--set {override.text}", None)
    marks = {key: mark for key, mark in tree.marks.items() if key[: len(path)] != path}
    return MarkedTree(data, {**marks, path: here})


def _path(data: Any, steps: Sequence[str], override: Override) -> Path:
    path: list[str | int] = []
    rest = list(steps)
    while rest:
        step, used = _step(data, rest, override)
        rest = rest[used:]
        path.append(step)
        if isinstance(data, dict) and step not in data:
            return tuple(path)
        data = data[step]
    if not path:
        raise _error(override.text, "names a whole file", "name the value to change")
    return tuple(path)


def _step(data: Any, rest: list[str], override: Override) -> tuple[str | int, int]:
    """Return the next key and how many parts of the path it uses: names such as `tcs-1.cdu-2` hold dots."""
    if isinstance(data, dict):
        for used in range(len(rest), 0, -1):
            if ".".join(rest[:used]) in data:
                return ".".join(rest[:used]), used
        if len(rest) == 1:
            return rest[0], 1  # an optional key the file leaves out; the schema decides whether it exists
        raise _error(
            override.text, f"matches nothing: there is no `{rest[0]}`", did_you_mean(rest[0], map(str, data))
        )
    if isinstance(data, list):
        if rest[0].isdecimal() and int(rest[0]) < len(data):
            return int(rest[0]), 1
        raise _error(
            override.text, f"matches nothing: the list has no place {rest[0]}", f"use 0 to {len(data) - 1}"
        )
    raise _error(
        override.text, f"matches nothing: there is nothing below `{data}`", f"leave out `.{'.'.join(rest)}`"
    )


def _replaced(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return _sourced(data, value)
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [_replaced(item, rest, value) if place == step else item for place, item in enumerate(data)]
    return {**data, step: _replaced(data.get(step), rest, value)}


def _sourced(old: Any, value: Any) -> Any:
    is_sourced = isinstance(old, dict) and {"value", "kind", "source"} <= old.keys()
    if not is_sourced or isinstance(value, dict) or value is None:
        return value
    return {
        "value": value,
        "low": value,
        "high": value,
        "kind": "assumed",
        "source": "set on the command line",
    }


def unmatched(overrides: Sequence[Override], used: set[str], entries: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for every catalogue override that no entry of the site took."""
    for override in overrides:
        if override.in_catalogue and override.text not in used:
            names = [f"catalog.{entry}" for entry in entries]
            yield _problem(
                override.text,
                "matches no catalogue entry that the site uses",
                did_you_mean(".".join(override.steps[:3]), names),
            )


def _problem(text: str, message: str, remedy: str) -> Problem:
    return Problem(file=f"--set {text}", field=text.partition("=")[0], message=message, remedy=remedy)


def _error(text: str, message: str, remedy: str) -> OverrideError:
    return OverrideError(_problem(text, message, remedy))
