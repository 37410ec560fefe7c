"""`repeat`: a part of a site written once and built several times, with its number in the names.

A pattern holds the same sections as the site itself. `<hall>` in a name or a reference stands for the number of
the pattern called `hall`; numbers run from 1 and have as many digits as the count (`01` to `54`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final

from pydantic import Field

from twin.config.base import Block, Path
from twin.config.marks import Mark, MarkedTree
from twin.config.nearest import did_you_mean
from twin.config.problems import problem_at, validated
from twin.errors import ConfigError, Problem

__all__ = ["Pattern", "distinct", "expanded", "filled", "numerals", "pattern_steps"]

_MOST_MEMBERS: Final = 200_000
"""Far beyond any site; a mistyped count reaches it before it fills the memory."""
_SECTIONS: Final[tuple[Path, ...]] = (
    ("halls",),
    ("loops",),
    ("power", "elements"),
    ("power", "paths"),
    ("power", "loads"),
    ("power", "generators"),
    ("supernodes",),
)
_PLACEHOLDER: Final = re.compile(r"<([^<>]*)>")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
_DIGITS: Final = re.compile(r"\d+")

Numbers = Mapping[str, str]
"""Placeholder to the numeral that stands for it."""


class PatternPower(Block):
    """The part of the power chain that is built with a pattern."""

    elements: dict[str, Any] = Field(default_factory=dict)
    paths: dict[str, Any] = Field(default_factory=dict)
    loads: dict[str, Any] = Field(default_factory=dict)
    generators: dict[str, Any] = Field(default_factory=dict)


class Pattern(Block):
    """What is built `count` times; members are checked once they stand in the site."""

    count: Annotated[int, Field(strict=True, ge=1)]
    halls: dict[str, Any] = Field(default_factory=dict)
    loops: dict[str, Any] = Field(default_factory=dict)
    power: PatternPower = Field(default_factory=PatternPower)
    supernodes: dict[str, Any] = Field(default_factory=dict)
    repeat: dict[str, Pattern] = Field(default_factory=dict)


class _Patterned(Block):
    repeat: dict[str, Pattern]


def numerals(count: int) -> tuple[str, ...]:
    """Return the numbers from one to a count, all of the same width.

    >>> numerals(3), numerals(10)[:2]
    (('1', '2', '3'), ('01', '02'))
    """
    width = len(str(count))
    return tuple(f"{number:0{width}d}" for number in range(1, count + 1))


def filled(value: Any, numbers: Numbers) -> Any:
    """Return plain data with numbers in the place of their placeholders; data without any is the same object.

    >>> filled({"source": "fws-<hall>", "feeds": ["a-<hall>"]}, {"hall": "07"})
    {'source': 'fws-07', 'feeds': ['a-07']}
    """
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda hit: numbers.get(hit[1], hit[0]), value) if "<" in value else value
    if isinstance(value, dict):
        return (
            {key: filled(item, numbers) for key, item in value.items()} if _has_placeholder(value) else value
        )
    if isinstance(value, (list, tuple)):
        return type(value)(filled(item, numbers) for item in value) if _has_placeholder(value) else value
    return value


def _has_placeholder(value: Any) -> bool:
    return any(True for _ in _placeholders(value))


def _placeholders(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _PLACEHOLDER.findall(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _placeholders(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _placeholders(item)


def expanded(tree: MarkedTree) -> MarkedTree:
    """Return the site with every pattern built out, and every member marked with the line of its pattern.

    A member that the file writes out by itself stands in the place of the repeated one of that name.

    Raises
    ------
    ConfigError
        When a pattern is not well formed: each mistake once, at its line.
    """
    if "repeat" not in tree.data:
        return tree
    patterns = validated(_Patterned, MarkedTree({"repeat": tree.data["repeat"]}, tree.marks)).repeat
    problems = list(_mistakes(tree, patterns, ("repeat",), {}))
    if problems:
        raise ConfigError(*sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    _refuse_too_many(tree, patterns)
    building = _Building(tree)
    building.add(patterns, ("repeat",), {})
    return building.result()


def _mistakes(
    tree: MarkedTree, patterns: Mapping[str, Pattern], at: Path, around: Mapping[str, int]
) -> Iterator[Problem]:
    for name, pattern in patterns.items():
        here = (*at, name)
        if not _NAME.fullmatch(name):
            yield problem_at(
                tree, here, "is no name for a pattern", "use small letters, digits, - and _", given=name
            )
        if name in around:
            yield problem_at(tree, here, "stands inside a pattern of the same name", "give it another name")
        known = {**around, name: pattern.count}
        for section, member, value in _members(pattern):
            yield from _mistakes_of_member(tree, (*here, *section, member), value, known)
        yield from _mistakes(tree, pattern.repeat, (*here, "repeat"), known)


def _mistakes_of_member(
    tree: MarkedTree, path: Path, value: Any, known: Mapping[str, int]
) -> Iterator[Problem]:
    member = str(path[-1])
    for name, count in known.items():
        if f"<{name}>" not in member:
            yield problem_at(
                tree,
                path,
                f"would have the same name {count} times",
                f"put `<{name}>` into the name, for example `{member}-<{name}>`",
                given=member,
            )
    spread = value.get("spread") if isinstance(value, dict) else None
    own = spread if isinstance(spread, dict) else {}
    for place, text in [(path, member), *_texts(path, value)]:
        for name in _PLACEHOLDER.findall(text):
            if name not in known and name not in own:
                remedy = did_you_mean(name, [*known, *own])
                yield problem_at(tree, place, f"`<{name}>` is no pattern around this", remedy, given=text)


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _texts((*path, key), item)


def _members(pattern: Pattern) -> Iterator[tuple[Path, str, Any]]:
    for section in _SECTIONS:
        block: Any = pattern
        for step in section:
            block = getattr(block, str(step))
        for member, value in block.items():
            yield section, member, value


def _refuse_too_many(tree: MarkedTree, patterns: Mapping[str, Pattern]) -> None:
    count = sum(_size(pattern) for pattern in patterns.values())
    if count > _MOST_MEMBERS:
        raise ConfigError(
            problem_at(
                tree, ("repeat",), f"makes {count:,} members, more than {_MOST_MEMBERS:,}", "lower a `count`"
            )
        )


def _size(pattern: Pattern) -> int:
    inside = sum(1 for _ in _members(pattern)) + sum(_size(inner) for inner in pattern.repeat.values())
    return pattern.count * inside


@dataclass(slots=True)
class _Building:
    """Sections of a site while patterns are built into them."""

    tree: MarkedTree
    members: dict[Path, dict[str, Any]] = field(default_factory=dict)
    marks: dict[Path, Mark] = field(default_factory=dict)
    first: dict[Path, Path] = field(default_factory=dict)
    below: dict[Path, list[tuple[Path, Mark]]] = field(default_factory=dict)

    def add(self, patterns: Mapping[str, Pattern], at: Path, around: Numbers) -> None:
        for name, pattern in patterns.items():
            here = (*at, name)
            for number in numerals(pattern.count):
                numbers = {**around, name: number}
                for section, member, value in _members(pattern):
                    self._put(section, member, value, numbers, (*here, *section, member))
                self.add(pattern.repeat, (*here, "repeat"), numbers)

    def _put(self, section: Path, member: str, value: Any, numbers: Numbers, origin: Path) -> None:
        name = filled(member, numbers)
        path = (*section, name)
        if path in self.first:
            raise ConfigError(
                problem_at(
                    self.tree,
                    origin,
                    f"makes {name} a second time",
                    f"line {self.tree.mark(self.first[path]).line} makes it already: use another name",
                    given=member,
                )
            )
        self.first[path] = origin
        written = _section(self.tree.data, section)
        if name in written:
            self.members.setdefault(section, {})[name] = written[name]
            return
        self.members.setdefault(section, {})[name] = filled(value, numbers)
        for rest, mark in self._below(origin):
            self.marks[(*path, *rest)] = mark

    def _below(self, origin: Path) -> list[tuple[Path, Mark]]:
        if origin not in self.below:
            depth = len(origin)
            self.below[origin] = [
                (path[depth:], mark) for path, mark in self.tree.marks.items() if path[:depth] == origin
            ]
        return self.below[origin]

    def result(self) -> MarkedTree:
        data = {key: value for key, value in self.tree.data.items() if key != "repeat"}
        for section, made in self.members.items():
            written = {name: value for name, value in _section(data, section).items() if name not in made}
            data = _with_section(data, section, written | made)
        data.setdefault("loops", {})
        return MarkedTree(data, {**self.marks, **self.tree.marks})


def _section(data: Mapping[str, Any], section: Path) -> dict[str, Any]:
    block: Any = data
    for step in section:
        block = block.get(step) if isinstance(block, dict) else None
    return block if isinstance(block, dict) else {}


def _with_section(data: dict[str, Any], section: Path, members: dict[str, Any]) -> dict[str, Any]:
    step = str(section[0])
    if len(section) == 1:
        return {**data, step: members}
    block = data.get(step)
    return {**data, step: _with_section(block if isinstance(block, dict) else {}, section[1:], members)}


def pattern_steps(data: Mapping[str, Any], steps: Sequence[str]) -> tuple[str, ...]:
    """Return where a `--set` path with placeholders stands: `loops.tcs-<row>.…` below its pattern.

    >>> site = {"repeat": {"row": {"count": 2, "loops": {"tcs-<row>": {"volume": "1 L"}}}}}
    >>> pattern_steps(site, ("loops", "tcs-<row>", "volume"))
    ('repeat', 'row', 'loops', 'tcs-<row>', 'volume')
    """
    if not any("<" in step for step in steps) or steps[0] == "repeat":
        return tuple(steps)
    return next((tuple(found) for found in _holding(data, steps)), tuple(steps))


def _holding(data: Any, steps: Sequence[str]) -> Iterator[list[str]]:
    patterns = data.get("repeat") if isinstance(data, dict) else None
    for name, pattern in patterns.items() if isinstance(patterns, dict) else ():
        for section in _SECTIONS:
            depth = len(section)
            if tuple(steps[:depth]) == section and any(
                ".".join(steps[depth : depth + used]) in _section(pattern, section)
                for used in range(1, len(steps) - depth + 1)
            ):
                yield ["repeat", name, *steps]
        yield from (["repeat", name, *inner] for inner in _holding(pattern, steps))


def distinct(problems: Sequence[Problem], tree: MarkedTree) -> list[Problem]:
    """Return the problems of a site with patterns, each mistake once: equal but for their numbers count as one."""
    if ("repeat",) not in tree.marks:
        return list(problems)
    alike: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in problems:
        text = _DIGITS.sub("#", f"{problem.field} {problem.message} {problem.given}")
        alike.setdefault((problem.file, problem.line, text), []).append(problem)
    return [
        first if not others else replace(first, message=f"{first.message} ({len(others)} more like it)")
        for first, *others in alike.values()
    ]
