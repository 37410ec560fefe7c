"""Of many names that differ by numbers the one with the given numbers is offered, and a search costs little."""

from __future__ import annotations

from time import perf_counter

import pytest

from twin.config import load_site
from twin.config.nearest import did_you_mean
from twin.errors import ConfigError

NAMES = [
    f"{word}-{hall:02d}-{row}"
    for word in ("tcs", "sn", "busway-a", "busway-b")
    for hall in range(1, 55)
    for row in range(1, 9)
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("tsc-17-2", "did you mean `tcs-17-2`?"),
        ("bus-17-2", "did you mean `sn-17-2` or `busway-b-17-2` or `busway-a-17-2`?"),
        ("tcs-99-2", "did you mean `tcs-49-2`?"),
        ("tcs-1-2", "did you mean `tcs-51-2`?"),
        ("nothing-like-it", f"use one of {', '.join(NAMES[:12])} and {len(NAMES) - 12} more"),
    ],
)
def test_the_nearest_of_many(given: str, expected: str) -> None:
    assert did_you_mean(given, NAMES) == expected


def test_a_mistake_in_a_pattern_is_told_quickly() -> None:
    began = perf_counter()
    with pytest.raises(ConfigError) as caught:
        load_site("cloudmatrix384-x432", ["power.paths.a-<hall>-<row>=[txq-<hall>-<row>]"])
    assert perf_counter() - began < 3.0, "0.6 s on a quiet machine; it was 7 s"
    told = caught.value.problems[0]
    assert told.given == "txq-01-1"
    assert told.remedy == "did you mean `tx-b-01-1` or `tx-a-01-1`?"
