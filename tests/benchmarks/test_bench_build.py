"""How long a site of 165,888 chips takes from its file to the arrays of its plant, and to a look at its state."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.conftest import Target
from tests.plants import sustained
from twin.config import load_site
from twin.engine.layout import layout_of
from twin.engine.snapshot import snapshot
from twin.engine.start import first_guess
from twin.engine.system import System
from twin.plant import Plant, build_plant

LARGEST = "cloudmatrix384-x432"
CHIPS = 165_888
LOAD_AND_BUILD_TARGET_S = 3.0
SYSTEM_TARGET_S = 3.0
SNAPSHOT_TARGET_S = 0.050


def built() -> Plant:
    of = build_plant(load_site(LARGEST), "chip")
    layout_of(of)
    return of


def test_from_the_file_to_the_plant(benchmark: Any, at_most_s: Target) -> None:
    of = benchmark.pedantic(built, rounds=3, warmup_rounds=1)
    assert len(of.chips.names) == CHIPS
    at_most_s(LOAD_AND_BUILD_TARGET_S)


def test_from_the_plant_to_its_equations(benchmark: Any, at_most_s: Target) -> None:
    of = built()
    system = benchmark.pedantic(lambda: System(of), rounds=3)
    assert system.layout.die.size == CHIPS
    at_most_s(SYSTEM_TARGET_S)


def test_a_look_at_its_state(benchmark: Any, at_most_s: Target) -> None:
    of = built()
    system, drive = System(of), sustained(of)
    state = first_guess(of, system.layout, drive)
    evaluation = system.evaluate(drive, state)
    view = benchmark.pedantic(lambda: snapshot(system, drive, state, evaluation), rounds=10, warmup_rounds=2)
    assert view.chips.power_w.size == CHIPS
    at_most_s(SNAPSHOT_TARGET_S)
