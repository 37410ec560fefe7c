"""Parts of laws that are computed by themselves, before the laws: what several ask of one state, and what is costly.

The enthalpy of a node is asked for by every rack and unit that its coolant reaches: it is computed once. What is costly
and follows a few inputs, such as the conductance of an exchanger, is held (`held.py`). Both are found in the record by
what they read and what they cost, whatever formula they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from twin.engine.fast.emit import Body, is_whole_power, table, value_function
from twin.engine.fast.held import held_function, memory_width
from twin.engine.fast.tables.laws import Values
from twin.engine.fast.trace import Trace, gathered, inputs_of, nodes_of, replaced
from twin.plant.records import Floats, Ints

COST = {
    "number": 0, "input": 0, "argument": 0,
    "div": 4, "sqrt": 5, "exp": 10, "log": 10, "tanh": 15, "pow": 20,
}  # fmt: skip
"""What an operation takes, in products; 1 for those not named."""
SHARED_FROM = 6
"""Least cost of a value of one state that is computed once for all: below it, reading it takes as long."""
HELD_FROM = 12
"""Least cost of what a value is held for: its operations that take several products."""
HELD_INPUTS = 4
"""Most inputs of a value that is held: each is watched."""

KINKS = frozenset({"minimum", "maximum", "abs", "select", "sign"})
"""Operations whose slope jumps."""

Law = Sequence[Trace]
"""Results of a stamp, recorded."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the law of ``count`` members that is computed by itself; ``text`` is the same for all alike."""

    value: Trace
    count: int
    held: bool
    text: str
    inputs: Ints
    numbers: Floats


def parted(
    laws: Sequence[Law], counts: Sequence[int], first: int, is_state: Callable[[Ints], bool]
) -> tuple[str, list[Law], list[Values]]:
    """Return the text of values that are computed by themselves, laws that read them, and their tables.

    Parameters
    ----------
    laws : sequence of sequences of Trace
        Results of each stamp.
    counts : sequence of int
        Members of each stamp.
    first : int
        Place of the first value in the joint vector; the others follow.
    is_state : callable
        Whether places of the joint vector are states or algebraic values, and no inputs of the plant.
    """
    held = [_parts_of(law, n, True, is_state) for law, n in zip(laws, counts, strict=True)]
    placed = _Placed(first)
    laws = placed.put(laws, held)
    shared = [_parts_of(law, n, False, is_state) for law, n in zip(laws, counts, strict=True)]
    laws = placed.put(laws, shared)
    return "\n\n\n".join(placed.texts), laws, placed.tables


class _Placed:
    """Families of values, one behind the other."""

    def __init__(self, first: int) -> None:
        self.texts: list[str] = []
        self.tables: list[Values] = []
        self._end = first

    def put(self, laws: Sequence[Law], parts_of: Sequence[Sequence[_Part]]) -> list[Law]:
        """Give each part a place, the same for all that are the same; return laws that read them there."""
        families: dict[str, list[tuple[int, _Part]]] = {}
        for law, parts in enumerate(parts_of):
            for part in parts:
                families.setdefault(part.text, []).append((law, part))
        read: list[dict[int, Trace]] = [{} for _ in laws]
        for family in families.values():
            if len(family) > 1 or family[0][1].held:  # what is asked for once is as quick where it is
                self._add(family, read)
        return [[replaced(value, by) for value in law] for law, by in zip(laws, read, strict=True)]

    def _add(self, family: Sequence[tuple[int, _Part]], read: Sequence[dict[int, Trace]]) -> None:
        part = family[0][1]
        width = part.inputs.shape[1]
        columns = [np.concatenate([each.inputs, each.numbers], axis=1) for _, each in family]
        members, which = np.unique(np.concatenate(columns), axis=0, return_inverse=True)
        place = self._end + np.arange(len(members))
        self.texts.append(_written(f"value_{len(self.tables)}", part.value, part.held)[0])
        self.tables.append(
            Values(
                places=np.column_stack([members[:, :width].astype(np.int64), place, np.ones_like(place)]),
                numbers=np.ascontiguousarray(members[:, width:]),
                memory=np.full((len(members), memory_width(width) if part.held else 0), np.nan),
            )
        )
        self._end += len(members)
        begin = 0
        for law, each in family:
            end = begin + each.count
            read[law][id(each.value)] = gathered(place[which.ravel()[begin:end]])
            begin = end


def _written(name: str, value: Trace, held: bool) -> tuple[str, Body, list[Trace]]:
    if held:
        return held_function(name, value)
    return *value_function(name, value), inputs_of([value])


def _parts_of(law: Law, count: int, held: bool, is_state: Callable[[Ints], bool]) -> list[_Part]:
    """Return the largest parts of a law that are worth it."""
    found: dict[int, _Part] = {}
    seen = set[int]()
    waiting = list(law)
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        chosen = _held(value, is_state) if held else _shared(value, is_state)
        if chosen is None:
            waiting += value.parts
        elif id(chosen) not in found:
            found[id(chosen)] = _part(chosen, count, held)
    return list(found.values())


def _part(value: Trace, count: int, held: bool) -> _Part:
    text, body, inputs = _written("value", value, held)
    return _Part(
        value=value,
        count=count,
        held=held,
        text=text,
        inputs=table([each.index for each in inputs if each.index is not None], count, np.int64),
        numbers=table(body.numbers, count, np.float64),
    )


def _shared(value: Trace, is_state: Callable[[Ints], bool]) -> Trace | None:
    """Return the core of a value that follows one state alone and is worth a place of its own."""
    inputs = inputs_of([value])
    worth = len(inputs) == 1 and cost(value) >= SHARED_FROM
    return _core(value, cost, SHARED_FROM) if worth and _are_states(inputs, is_state) else None


def _held(value: Trace, is_state: Callable[[Ints], bool]) -> Trace | None:
    """Return the core of a value that is costly and follows a few inputs: what is cheap around it stays exact."""
    if not 2 <= len(inputs_of([value])) <= HELD_INPUTS or hard_cost(value) < HELD_FROM:
        return None
    value = _core(value, hard_cost, HELD_FROM)
    inputs = inputs_of([value])
    return value if len(inputs) > 1 and any(_are_states([each], is_state) for each in inputs) else None


def _core(value: Trace, cost_of: Callable[[Trace], int], least: int) -> Trace:
    """Return what is left of a value when quick operations around its only part that takes much are taken off.

    A factor with a kink stays with it: the kink of one part may undo that of the other, as in an effectiveness times the
    smaller of two heat capacities, and only both together follow a straight line.
    """
    while COST.get(value.op, 1) <= 1:
        much = [part for part in value.parts if cost_of(part) >= least]
        rest = [part for part in value.parts if cost_of(part) < least]
        if len(much) != 1 or any(node.op in KINKS for node in nodes_of(rest)):
            break
        value = much[0]
    return value


def _are_states(inputs: Sequence[Trace], is_state: Callable[[Ints], bool]) -> bool:
    return all(each.index is not None and is_state(each.index) for each in inputs)


def cost(value: Trace) -> int:
    """Return what a value takes, in products; what it asks for twice counts once."""
    return sum(map(_cost, nodes_of([value])))


def hard_cost(value: Trace) -> int:
    """Return what those operations of a value take that take several products."""
    return sum(each for each in map(_cost, nodes_of([value])) if each > 1)


def _cost(node: Trace) -> int:
    by_number = node.op in ("div", "pow") and node.parts[1].op == "number" and _is_quick(node)
    return 1 if by_number else COST.get(node.op, 1)


def _is_quick(node: Trace) -> bool:
    """Whether a quotient or a power of a number is written as products."""
    return node.op == "div" or is_whole_power(node)
