"""A part of a plant finds its states in those of the whole."""

from __future__ import annotations

import numpy as np

from tests.plants import plant
from twin.config import equal_islands, load_site
from twin.engine.layout import layout_of
from twin.engine.part import PlacesInWhole
from twin.plant import build_plant

TWO_HALLS = ("repeat.hall.count=2", "repeat.hall.repeat.row.count=2")


def test_islands_fill_the_state_of_the_whole_once() -> None:
    whole = plant("cloudmatrix384-x432", overrides=TWO_HALLS)
    finder, layout = PlacesInWhole(whole), layout_of(whole)
    (equal,) = equal_islands(load_site("cloudmatrix384-x432", TWO_HALLS))
    parts = [build_plant(island, "cabinet") for island in equal]
    places = [finder.of(part) for part in parts]
    accounts = layout.state_count - 2
    free = np.concatenate([place[place < accounts] for place in places])
    np.testing.assert_array_equal(np.sort(free), np.arange(accounts))


def test_members_are_found_by_name() -> None:
    whole = plant("cloudmatrix384-x432", overrides=TWO_HALLS)
    (equal,) = equal_islands(load_site("cloudmatrix384-x432", TWO_HALLS))
    part = build_plant(equal[1], "cabinet")
    places, here, there = PlacesInWhole(whole).of(part), layout_of(part), layout_of(whole)
    loop, cdu = part.tcs.names.index("tcs-2-1"), part.cdus.names.index("tcs-2-2.cdu-1")
    assert places[here.loop_return[loop]] == there.loop_return[whole.tcs.names.index("tcs-2-1")]
    assert places[here.valve[cdu]] == there.valve[whole.cdus.names.index("tcs-2-2.cdu-1")]
    assert places[here.heat_in[0]] == there.heat_in[0]
