"""YAML to plain data that remembers the line of every value."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import accumulate
from pathlib import Path as FilePath
from typing import Any, Final

import yaml

from twin.config.base import Path
from twin.errors import ConfigError, Problem

__all__ = ["Mark", "MarkedTree", "load_marked", "parse_value", "shown"]

_MERGE_TAG: Final = "tag:yaml.org,2002:merge"
_MOST_VALUES: Final = 200_000
"""Far beyond any site; aliases of aliases reach it before they fill the memory."""
_MOST_LEVELS: Final = 200
_BRACKET: Final = re.compile(r"[\[\]{}]")
_INDENT: Final = re.compile(r"^[ \t?:-]+", re.MULTILINE)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value was written; `line` is None for a `--set`."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class MarkedTree:
    """Plain data and the mark of each of its values, by path."""

    data: dict[str, Any]
    marks: dict[Path, Mark]

    def mark(self, path: Path) -> Mark:
        """Return the mark of a path, or of the nearest thing above it."""
        steps = (path[:length] for length in range(len(path), -1, -1))
        return next(self.marks[step] for step in steps if step in self.marks)


def load_marked(file: Traversable) -> MarkedTree:
    """Read a YAML file whose top is a mapping.

    Raises
    ------
    ConfigError
        When the file cannot be read, is not YAML, repeats a key, or is not a mapping.
    """
    name = shown(file)
    text = _text(file, name)
    marks: dict[Path, Mark] = {(): Mark(name, 1)}
    data = _plain(_composed(text, name), name, marks)
    if not isinstance(data, dict):
        raise _error(name, 1, "is not a mapping", "write `key: value` lines")
    return MarkedTree(data, marks)


def parse_value(text: str) -> Any:
    """Return the plain data of one YAML value, such as a `--set` gives it.

    Raises
    ------
    ConfigError
        When it is not YAML.
    """
    return _plain(_composed(text, "--set"), "--set", {})


def shown(file: Traversable) -> str:
    """Return a file's name as a user would type it: short below the working folder, else in full."""
    path = FilePath(str(file))
    try:
        return str(path.resolve().relative_to(FilePath.cwd()))
    except (ValueError, OSError):
        return str(path)


def _text(file: Traversable, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise _error(name, None, reason, "check the file and its permissions") from None


def _composed(text: str, name: str) -> tuple[Any, Any]:
    if _deepest(text) > _MOST_LEVELS:
        raise _error(name, None, "is nested too deeply", "write it flatter")
    try:
        loader = _Loader(text)
        return loader, loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        raise _error(
            name,
            line,
            f"is not YAML: {error.problem or 'it cannot be read'}",
            "check indentation, colons and quotes there",
        ) from None
    except yaml.YAMLError:
        raise _error(
            name, None, "is not YAML: it holds characters that are not allowed", "save it as UTF-8"
        ) from None


def _deepest(text: str) -> int:
    """Bound the nesting of a text from its brackets and indents: the C parser overruns its stack instead."""
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(text))
    brackets = max(accumulate(steps), default=0)
    return max(brackets, *(len(indent) for indent in _INDENT.findall(text)), 0)


def _plain(composed: tuple[Any, Any], name: str, marks: dict[Path, Mark]) -> Any:
    loader, top = composed
    return None if top is None else _Walk(loader, name, marks).value(top, (), ())


class _Walk:
    """One pass over the nodes of a file."""

    def __init__(self, loader: Any, name: str, marks: dict[Path, Mark]) -> None:
        self.loader, self.name, self.marks = loader, name, marks
        self.left = _MOST_VALUES

    def value(self, node: Any, path: Path, above: tuple[int, ...]) -> Any:
        if id(node) in above:
            raise _error(self.name, node.start_mark.line + 1, "an alias holds itself", "write the value out")
        self.left -= 1
        if self.left < 0:
            raise _error(self.name, None, f"holds more than {_MOST_VALUES} values", "remove repeated aliases")
        self.marks.setdefault(path, Mark(self.name, node.start_mark.line + 1))
        inside = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            return {key: self.value(child, (*path, key), inside) for key, child in self._items(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, place), inside) for place, child in enumerate(node.value)]
        return self._scalar(node)

    def _items(self, node: Any, path: Path) -> Iterator[tuple[Any, Any]]:
        first: dict[Hashable, int] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE_TAG:
                raise _error(self.name, line, "merges are not read", "write the keys out", "<<")
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise _error(
                    self.name, line, "a key is not a text", "write the key in quotes", str(key_node.value)
                )
            if key in first:
                raise _error(
                    self.name,
                    line,
                    f"is a key that line {first[key]} has already",
                    "remove one of the two",
                    key,
                )
            first[key] = line
            self.marks[(*path, key)] = Mark(self.name, line)
            yield key, child

    def _scalar(self, node: Any) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            line = node.start_mark.line + 1
            raise _error(self.name, line, "cannot be read", "write it in quotes", str(node.value)) from None


def _error(file: str, line: int | None, message: str, remedy: str, given: str = "") -> ConfigError:
    return ConfigError(Problem(file=file, line=line, message=message, remedy=remedy, given=given))
