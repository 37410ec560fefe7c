"""How long a check of 165,888 chips takes, and the search for what its margins are least certain of."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.conftest import Target
from twin.config import load_site
from twin.studies.check import check
from twin.studies.check.swings import worked_out

LARGEST = "cloudmatrix384-x432"
LIMITS = 159_841
CHECK_TARGET_S = 30.0
SWINGS_TARGET_S = 10.0


def test_every_case_with_every_chip(benchmark: Any, at_most_s: Target) -> None:
    config = load_site(LARGEST)
    checked = benchmark.pedantic(lambda: check(config), rounds=1)
    assert len(checked.rows) == LIMITS
    assert all(result.steady.iterations == 0 for result in checked.results), "settled by islands alone"
    at_most_s(CHECK_TARGET_S)


def test_least_certain_inputs(benchmark: Any, at_most_s: Target) -> None:
    config = load_site(LARGEST)
    found = benchmark.pedantic(lambda: worked_out(config, "sustained"), rounds=1)
    assert len(found.names) >= LIMITS, "limits that concern nobody at this load have a margin too"
    at_most_s(SWINGS_TARGET_S)
