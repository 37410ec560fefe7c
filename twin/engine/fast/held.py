"""Values that are followed in straight lines: what is costly and smooth is computed where its inputs have moved.

The conductance of an exchanger takes two powers, a hyperbolic tangent and a dozen divisions, and hardly changes from
one step to the next. Around the point where it was computed last it follows its inputs by their slopes.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.engine.fast.emit import Body, scalar_function
from twin.engine.fast.trace import Trace, argument, derivative, inputs_of, nodes_of, place_of, replaced

REACH = 0.0005
"""How far an input may move, as a part of itself: 0.15 K of a temperature, nothing at zero flow. The error is of second
order: 3e-7 of a value that bends like its input, 5e-5 of the heat capacity of saturated air, which grows by 6 % a kelvin."""


def held_function(name: str, value: Trace) -> tuple[str, Body, list[Trace]]:
    """Return the text of a value that is held, the body whose numbers it reads, and its inputs.

    ``name`` writes the value of each member to its place in the joint vector. The memory ``M`` of a member holds the
    value, its inputs and its slopes where it was computed last; where it is no number, or where slopes are none, the
    value is computed each time.
    """
    inputs = inputs_of([value])
    count = len(inputs)
    law, body = _anchor(f"{name}_anchor", value, inputs)
    each = range(count)
    near = " and ".join(f"abs(d{k}) <= {REACH!r} * abs(M[m + {1 + k}])" for k in each)
    line = " + ".join(["M[m]", *[f"M[m + {1 + count + k}] * d{k}" for k in each]])
    names, slopes = ", ".join(f"x{k}" for k in each), ", ".join(f"s{k}" for k in each)
    text = [
        f"def {name}(X, n, L, P, M):",
        "    for i in range(n):",
        f"        l, m = {count + 2} * i, {memory_width(count)} * i",
        *[f"        x{k} = X[L[l + {k}]]" for k in each],
        *[f"        d{k} = x{k} - M[m + {1 + k}]" for k in each],
        f"        if {near}:",
        f"            X[L[l + {count}]] = {line}",
        "        else:",
        f"            value, {slopes} = {name}_anchor({len(body.numbers)} * i, P, {names})",
        f"            X[L[l + {count}]] = M[m] = value",
        *[f"            M[m + {1 + k}] = x{k}" for k in each],
        *[f"            M[m + {1 + count + k}] = s{k}" for k in each],
        f"            if not abs({' + '.join(f's{k}' for k in each)}) < inf:",
        "                M[m + 1] = nan",
    ]
    return f"{law}\n\n\n" + "\n".join(text), body, inputs


def memory_width(input_count: int) -> int:
    """Return how many numbers the memory of a member has."""
    return 1 + 2 * input_count


def _anchor(name: str, value: Trace, inputs: Sequence[Trace]) -> tuple[str, Body]:
    """Return the text of a function of a value's inputs that returns the value and its slopes; ``i`` is its first number."""
    names = [f"x{k}" for k in range(len(inputs))]
    law = _of_arguments(value, inputs, names)
    return scalar_function(name, names, [law, *[derivative(law, each) for each in names]], "P[i + {}]")


def _of_arguments(value: Trace, inputs: Sequence[Trace], names: Sequence[str]) -> Trace:
    named = {place_of(each): argument(name) for each, name in zip(inputs, names, strict=True)}
    read = [node for node in nodes_of([value]) if node.op == "input"]
    return replaced(value, {id(node): named[place_of(node)] for node in read})
