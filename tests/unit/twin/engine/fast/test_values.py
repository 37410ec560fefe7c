"""Parts of laws that are computed by themselves: which are found, and that laws stay what they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.plants import plant
from tests.unit.twin.engine.fast.running import defined, in_lines
from twin.engine.fast.assemble import Tables, assemble
from twin.engine.fast.emit import family_function, table
from twin.engine.fast.tables.laws import Values, family_of
from twin.engine.fast.trace import Trace, gathered, inputs_of, traced
from twin.engine.fast.values import HELD_INPUTS, cost, hard_cost, parted
from twin.engine.system import System
from twin.plant.records import Floats, Ints

STATES = 8
FIRST = 10
"""Places 8 and 9 are inputs of the plant; values stand behind them."""


def is_state(index: Ints) -> bool:
    return bool((index < STATES).all())


def separated(*laws: list[Any]) -> tuple[str, list[list[Trace]], list[Values]]:
    recorded = [[traced(value) for value in law] for law in laws]
    text, rest, tables = parted(recorded, [2] * len(laws), FIRST, is_state)
    return text, [list(law) for law in rest], tables


def at(*places: int) -> Trace:
    return gathered(np.array(places))


def polynomial(x: Any, factor: Any = 2.0) -> Any:
    return ((factor * x + 2.0) * x + 3.0) * x + 4.0


def computed(text: str, tables: list[Values], law: list[Trace], joint: Floats) -> list[Floats]:
    """Return the results of a law of two members, after the values that it reads."""
    X = np.concatenate([joint, np.full(sum(family.place.size for family in tables), np.nan)])
    for number, family in enumerate(tables):
        defined(text, f"value_{number}")(X, *in_lines(family))
    stamp, body = family_function("stamp", law)
    out = np.zeros(2 * len(law))
    rows = np.arange(out.size).reshape(2, -1)
    places = np.concatenate([table(body.inputs, 2, np.int64), rows], axis=1)
    numbers = table(body.numbers, 2, np.float64)
    members = family_of(places, numbers, np.array([1, 1]), rows[:, :0])
    defined(stamp, "stamp")(X, *in_lines(members), out)
    return list(out.reshape(2, -1).T)


JOINT = np.linspace(1.0, 2.0, FIRST)


def test_what_several_laws_ask_of_one_state_is_computed_once() -> None:
    """Members of one law that read the same state count as well."""
    first = [polynomial(at(0, 0)) * at(1, 2)]
    second = [polynomial(at(3, 0)) - polynomial(at(4, 4))]
    text, laws, tables = separated(first, second)
    assert text.count("def ") == len(tables) == 1
    assert tables[0].inputs.ravel().tolist() == [0, 3, 4]
    assert tables[0].place.tolist() == [FIRST, FIRST + 1, FIRST + 2]
    assert tables[0].memory.shape == (3, 0)
    p = polynomial(JOINT)
    assert computed(text, tables, laws[0], JOINT)[0] == pytest.approx(p[0] * JOINT[[1, 2]], rel=1e-14)
    assert computed(text, tables, laws[1], JOINT)[0] == pytest.approx(p[[3, 0]] - p[4], rel=1e-14)


def test_numbers_of_members_tell_values_of_one_state_apart() -> None:
    factor: Any = np.array([1.0, 5.0])
    law = [polynomial(at(0, 0), factor) + polynomial(at(1, 1), factor) * at(2, 3)]
    text, laws, tables = separated(law)
    assert len(tables[0].place) == 4
    expected = polynomial(JOINT[0], factor) + polynomial(JOINT[1], factor) * JOINT[[2, 3]]
    assert computed(text, tables, laws[0], JOINT)[0] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    "law",
    (
        pytest.param([polynomial(at(0, 1)) * at(2, 3)], id="asked for once"),
        pytest.param([2.0 * at(0, 1) * at(1, 2) + 2.0 * at(2, 3) * at(3, 4)], id="quick"),
        pytest.param([polynomial(at(8, 8)) * at(0, 1), polynomial(at(9, 9)) * at(0, 1)], id="of inputs"),
    ),
)
def test_what_is_not_worth_it_stays_where_it_is(law: list[Any]) -> None:
    text, laws, tables = separated(law)
    assert (text, tables) == ("", [])
    assert laws == [law]


def costly(*inputs: Any) -> Any:
    total: Any = 1.0 + sum(each * each for each in inputs)
    return total**0.3 / (1.0 + inputs[0])


def test_what_is_costly_and_follows_few_inputs_is_held_without_what_is_cheap_around_it() -> None:
    law = [costly(at(0, 1), at(2, 3)) * (at(2, 3) - at(0, 1)) + at(4, 5)]
    text, laws, tables = separated(law)
    assert "value_0_anchor" in text
    assert tables[0].inputs.tolist() == [[0, 2], [1, 3]]
    assert np.isnan(tables[0].memory).all()
    assert {op.op for op in laws[0]} == {"add"}
    x, y, z = JOINT[[0, 1]], JOINT[[2, 3]], JOINT[[4, 5]]
    expected = costly(x, y) * (y - x) + z
    for _ in range(2):
        assert computed(text, tables, laws[0], JOINT)[0] == pytest.approx(expected, rel=1e-14)


def test_what_follows_many_inputs_is_not_held_as_a_whole() -> None:
    inputs = [at(place, place + 1) for place in range(HELD_INPUTS + 1)]
    assert separated([costly(*inputs)])[2] == []


def test_both_sides_of_an_exchange_read_the_same_held_value() -> None:
    """Energy closes whatever a held value is off by."""
    warm, cold = at(0, 1), at(2, 3)
    heat = costly(warm, cold) * (warm - cold)
    text, laws, tables = separated([-heat, heat + at(4, 4)])
    assert len(tables) == 1
    JOINT_MOVED = JOINT * 1.0005
    assert len(inputs_of(laws[0])) == 4
    gone, come = computed(text, tables, laws[0], JOINT_MOVED)
    np.testing.assert_array_equal(-gone + JOINT_MOVED[4], come)


def test_a_quotient_by_a_number_is_a_product() -> None:
    x, y = at(0, 1), at(2, 3)
    assert (cost(x / 3.0), hard_cost(x / 3.0)) == (1, 0)
    assert cost(x / y) == hard_cost(x / y) > 1
    assert (cost(x**3.0), hard_cost(x**3.0)) == (1, 0)
    assert hard_cost(x**0.3) > hard_cost(x / y)


def test_a_place_that_is_picked_twice_is_read_once() -> None:
    """Picking makes another array of the same places."""
    state, members = at(0, 3, 1), np.array([0, 1])
    warm, again = state[members], state[members]
    text, laws, tables = separated(
        [polynomial(warm) * again + again**3.0 * polynomial(warm, 3.0)], [polynomial(warm)]
    )
    assert all(family.inputs.shape[1] == 1 for family in tables)
    x = JOINT[[0, 3]]
    (found,) = computed(text, tables, laws[0], JOINT)
    np.testing.assert_allclose(found, polynomial(x) * x + x**3 * polynomial(x, 3.0))


def test_a_factor_whose_kink_undoes_another_is_held_with_it() -> None:
    """An effectiveness by the smaller of two flows times the smaller: smooth where both are equal."""
    one, other = at(0, 1), at(2, 3)
    least, most = np.minimum(one, other), np.maximum(one, other)
    effectiveness = 1.0 - np.exp(-((most / least) ** 0.4))
    _, laws, tables = separated([effectiveness * least])
    assert [family.memory.size > 0 for family in tables] == [True]
    assert len(inputs_of(laws[0])) == 1, "nothing is left outside"


def tables_of(name: str) -> Tables:
    of = plant(name, "cabinet")
    return assemble(System(of), np.zeros(len(of.cabinets.names), dtype=bool))


def test_enthalpies_of_a_plant_are_computed_once_per_node() -> None:
    tables = tables_of("atlas960-superpod")
    layout = tables.layout
    nodes = [
        layout.rack_return, layout.supply, layout.loop_return, layout.cdu_secondary, layout.cdu_primary,
        layout.fws_supply, layout.fws_return,
    ]  # fmt: skip
    shared = max(tables.values, key=lambda family: family.place.size)
    assert set(np.concatenate(nodes).tolist()) <= set(shared.inputs.ravel().tolist())
    assert len(np.unique(shared.inputs)) == shared.place.size
    held = [family for family in tables.values if family.memory.size]
    assert {layout.cdu_flow.size} <= {family.place.size for family in held}, "exchangers of CDUs"


def test_plants_of_a_kind_have_the_same_text() -> None:
    """Or each would be compiled for itself."""
    assert tables_of("cloudmatrix384").laws == tables_of("cloudmatrix384-x432").laws
