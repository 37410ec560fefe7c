"""Islands: what nothing joins moves by itself, and the whole is the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest

from tests.plants import plant, site, solved
from tests.unit.twin.engine.runs import inputs_of
from twin.config import equal_islands
from twin.engine.fast import islands as module
from twin.engine.fast.assemble import Tables, assemble
from twin.engine.fast.islands import Island, islands_of
from twin.engine.fast.simulate import simulate
from twin.engine.fast.threads import VARIABLE, thread_count
from twin.engine.system import System
from twin.engine.trajectory import Trajectory
from twin.errors import InternalError, UsageError
from twin.inputs.signal import Signal
from twin.plant.records import Ints

SITES = {
    "cloudmatrix384": 1,
    "frontier": 1,
    "hanguang800-row": 1,
    "atlas960-superpod": 2,
    "superpod-15k": 5,
    "kunlun-p800-30k": 13,
}
SEVERAL = ("atlas960-superpod", "superpod-15k")


def tables_of(name: str) -> Tables:
    of = plant(name, "cabinet")
    return assemble(System(of), np.zeros(len(of.cabinets.names), dtype=bool))


@pytest.mark.parametrize(("name", "count"), SITES.items())
def test_halls_that_share_no_water_and_no_air_are_islands(name: str, count: int) -> None:
    """A common feed joins the islands of a site, but nothing that moves."""
    assert len(islands_of(tables_of(name))) == count
    assert count >= sum(map(len, equal_islands(site(name))))


def members(island: Island, stamp: int, width: int) -> int:
    """Return how many members of a stamp an island has, where a row of its groups is that wide."""
    laws = island.laws
    return int(laws.places[laws.first[stamp, 2] + width * laws.rows[stamp]])


@pytest.mark.parametrize("name", SITES)
def test_every_part_of_a_plant_is_in_one_island(name: str) -> None:
    tables = tables_of(name)
    islands, layout = islands_of(tables), tables.layout
    accounts = [*layout.heat_in, *layout.heat_out]
    rows = np.concatenate([np.setdiff1d(island.rows, accounts) for island in islands])
    assert sorted([*rows, *accounts]) == list(range(layout.total_count))
    for field, count in (
        ("blocks_of", tables.chips.chip.shape[0]),
        ("racks_of", tables.racks.size),
        ("networks_of", tables.nets.each.size),
        ("branches_of", tables.nets.flow.size),
        ("nodes_of", tables.nets.pressure.size),
    ):
        found = np.concatenate([getattr(island, field) for island in islands])
        assert sorted(found) == list(range(count)), field
    for number, of_plant in enumerate(tables.stamps):
        count, width = of_plant.groups[-1, 0], of_plant.groups.shape[1]
        assert sum(members(island, number, width) for island in islands) == count
    for island in islands:
        groups, racks, nets = island.groups, island.racks, island.nets
        places = [groups[name] for name in ("supply", "flow", "activity", "memory", "dc_power", "rack")]
        places += [racks[name] for name in ("state", "back", "flow")]
        places += [nets.drivers["place"], nets.result, island.plant.dc_power, nets.branches["valve"] + 1]
        places += [
            island.laws.places[: island.laws.first[len(tables.stamps), 0]]
        ]  # those of stamps stand first
        for place in places:
            assert (
                place.max(initial=0) < island.joint.size
            )  # without sign: what is below zero is beyond as well
        assert nets.branches["valve"].min(initial=0) >= -1


def test_a_cut_through_what_is_joined_is_found_at_once() -> None:
    tables = tables_of("cloudmatrix384")

    def torn(of: Tables) -> Ints:
        owner = module_owners(of)
        owner[of.layout.hall_air] = 1
        return owner

    module_owners = module._owners
    with patch.object(module, "_owners", torn), pytest.raises(InternalError, match="another one"):
        islands_of(tables)


@contextmanager
def as_one_island() -> Iterator[None]:
    """Let plants be one island whatever they are."""

    def together(tables: Tables) -> Ints:
        owner = np.zeros(tables.layout.total_count, dtype=np.int64)
        owner[[*tables.layout.heat_in, *tables.layout.heat_out]] = -1
        return owner

    with patch.object(module, "_owners", together):
        yield


def run(name: str, kind: str = "hold") -> Trajectory:
    of = plant(name, "cabinet")
    steady, _ = solved(of)
    random = np.random.default_rng(3)
    load = Signal(
        time_s=np.arange(0.0, 65.0, 5.0),
        values=random.uniform(0.1, 1.0, (13, len(of.cabinets.names))),
        kind=kind,  # type: ignore[arg-type]
    )
    return simulate(of, inputs_of(of, load), 60.0, sample_s=20.0, initial=steady.state)


@pytest.mark.parametrize("kind", ["hold", "linear"])
@pytest.mark.parametrize("name", SEVERAL)
def test_islands_move_as_they_do_together(name: str, kind: str) -> None:
    apart = run(name, kind)
    with as_one_island():
        together = run(name, kind)
    for family, quantities in together.series.items():
        for quantity, values in quantities.items():
            if quantity != "closure_frac":
                np.testing.assert_allclose(
                    apart.series[family][quantity],
                    values,
                    rtol=1e-9,
                    atol=1e-9,
                    err_msg=f"{family}.{quantity}",
                )
    assert apart.closure_frac < 1e-12


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "3")
    several = run("superpod-15k")
    monkeypatch.setenv(VARIABLE, "1")
    alone = run("superpod-15k")
    for family, quantities in alone.series.items():
        for quantity, values in quantities.items():
            np.testing.assert_array_equal(
                several.series[family][quantity], values, err_msg=f"{family}.{quantity}"
            )


@pytest.mark.parametrize("given", ["0", "-1", "two", "1.5", ""])
def test_a_wrong_number_of_threads_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, given)
    with pytest.raises(UsageError, match=VARIABLE):
        thread_count()


def test_the_threads_are_those_of_the_machine_or_as_many_as_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert thread_count() >= 1
    monkeypatch.setenv(VARIABLE, "7")
    assert thread_count() == 7
