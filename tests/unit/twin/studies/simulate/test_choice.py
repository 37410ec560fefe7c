"""Which chips are recorded one by one, and what is said of names that are not there."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plants import plant
from twin.errors import UsageError
from twin.studies.simulate.choice import chosen_chips, parse_window

OF = plant("cloudmatrix384", "chip")
NAMES = OF.cabinets.names
WITH = NAMES[int(OF.chips.cabinet_index[0])]


def test_a_name_takes_all_chips_of_its_cabinet() -> None:
    chosen = chosen_chips(OF, [WITH], (0.0, 60.0))
    assert chosen is not None
    assert {NAMES[place] for place in OF.chips.cabinet_index[chosen.places]} == {WITH}
    assert chosen.places.size == (OF.chips.cabinet_index == NAMES.index(WITH)).sum()
    assert (chosen.begin_s, chosen.end_s) == (0.0, 60.0)


def test_patterns_are_joined_and_no_chip_is_taken_twice() -> None:
    chosen = chosen_chips(OF, [WITH, "*"], None)
    assert chosen is not None
    np.testing.assert_array_equal(chosen.places, np.arange(len(OF.chips.names)))


def test_no_pattern_is_no_choice() -> None:
    assert chosen_chips(OF, [], None) is None


@pytest.mark.parametrize(
    ("patterns", "window", "says"),
    [
        ([WITH[:-1] + "x"], None, f"names no cabinet; did you mean `{WITH[:-2]}"),
        (["hall-z.*"], None, "names no cabinet"),
        ([next(n for n in NAMES if "bus" in n)], None, "names no cabinet with chips"),
        ([], (0.0, 9.0), "needs chips to record"),
    ],
    ids=["misspelt", "no-match", "without-chips", "window-alone"],
)
def test_what_cannot_be_is_refused(
    patterns: list[str], window: tuple[float, float] | None, says: str
) -> None:
    with pytest.raises(UsageError, match=says.replace("*", r"\*")):
        chosen_chips(OF, patterns, window)


@pytest.mark.parametrize("text", ["", "60", "60:", "a:b", "60:60", "90:60", "-5:60", "nan:9"])
def test_a_window_has_two_ends_in_order(text: str) -> None:
    with pytest.raises(UsageError, match="is no stretch of time"):
        parse_window(text)
