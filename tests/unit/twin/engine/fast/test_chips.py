"""Chips in blocks: every chip in one lane, padding that counts for nothing, chains in their order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.plants import plant, solved
from tests.unit.twin.engine.fast.running import defined
from twin.engine.fast.chips import chip_laws, chip_tables
from twin.engine.fast.kernels.chips import WIDE_K, moved_centre
from twin.engine.fast.places import DrivePlaces
from twin.engine.fast.stepper import Stepper, drive_row
from twin.engine.fast.tables.chips import BLOCK, Chips
from twin.engine.fast.tables.records import LANES
from twin.engine.fast.tables.tally import new_tally
from twin.engine.heat import coolant_at, plate_state
from twin.engine.layout import layout_of
from twin.engine.load import chip_load
from twin.engine.schedule import design_drive
from twin.engine.system import System
from twin.plant import Plant
from twin.plant.records import Floats, Ints
from twin.plant.select import pick_fluid

IN_SERIES = "catalog.cabinets.cm384-compute.liquid.plates_in_series={}"
SITES = [
    pytest.param("cloudmatrix384", "chip", (), id="cloudmatrix384"),
    pytest.param("cloudmatrix384", "cabinet", (), id="cloudmatrix384-cabinet"),
    pytest.param("cloudmatrix384", "chip", (IN_SERIES.format(4),), id="cloudmatrix384-series"),
    pytest.param("gb300-hall", "chip", (), id="gb300-hall"),
    pytest.param("frontier", "chip", (), id="frontier"),
]


def grouped(of: Plant) -> tuple[Any, Chips, Ints]:
    places = places_of(of)
    return chip_tables(of, layout_of(of), places, *chip_laws(of, places)[1:])


def places_of(of: Plant, *, measured: bool = False) -> DrivePlaces:
    cabinets = len(of.cabinets.names)
    return DrivePlaces(layout_of(of).total_count, cabinets, len(of.halls.names), np.full(cabinets, measured))


@pytest.mark.parametrize(("name", "resolution", "overrides"), SITES)
def test_every_chip_has_one_lane_and_padding_counts_zero_times(
    name: str, resolution: str, overrides: tuple[str, ...]
) -> None:
    of = plant(name, resolution, overrides)
    _, table, place = grouped(of)
    chips = len(of.chips.names)
    lanes, many = table.chip.ravel(), table.blocks["many"].ravel()
    assert sorted(set(place.tolist())) == sorted(place.tolist()), "no lane is taken twice"
    np.testing.assert_array_equal(lanes[place], np.arange(chips))
    np.testing.assert_array_equal(many[place], of.chips.multiplicity)
    padding = np.setdiff1d(np.arange(lanes.size), place)
    assert not many[padding].any()
    assert many.sum() == of.chips.multiplicity.sum()
    np.testing.assert_array_equal(table.blocks["die_capacity"].ravel(), of.chips.die_capacity_j_k[lanes])
    np.testing.assert_array_equal(table.blocks["case_capacity"].ravel(), of.chips.case_capacity_j_k[lanes])


@pytest.mark.parametrize(("name", "resolution", "overrides"), SITES)
def test_a_group_is_of_one_cabinet_part_and_position(
    name: str, resolution: str, overrides: tuple[str, ...]
) -> None:
    of = plant(name, resolution, overrides)
    groups, table, _ = grouped(of)
    part = np.array(of.chips.part)
    keys = set()
    for g in range(groups.size):
        members = table.chip[groups["first"][g] : groups["last"][g]].ravel()
        (key,) = {
            (int(of.chips.cabinet_index[i]), int(of.chips.series_position[i]), str(part[i])) for i in members
        }
        assert key not in keys, "one group each"
        keys.add(key)
        assert groups["cabinet"][g] == key[0]
        assert groups["many"][g] == of.chips.multiplicity[np.unique(members)].sum()
        assert groups["shutdown_k"][g] == of.chips.shutdown_temp_k[members].min()


def test_several_kinds_of_chips_in_a_cabinet_stand_apart() -> None:
    base = plant(resolution="chip")
    parts = tuple("first" if i % 3 else "second" for i in range(len(base.chips.names)))
    from tests.plants import with_fields

    of = with_fields(base, "chips", part=parts)
    groups, table, place = grouped(of)
    assert groups.size == 2 * len(set(of.chips.cabinet_index.tolist()))
    np.testing.assert_array_equal(table.chip.ravel()[place], np.arange(len(parts)))


@pytest.mark.parametrize("series", (2, 4))
def test_chains_keep_their_upstream_lane(series: int) -> None:
    of = plant(resolution="chip", overrides=(IN_SERIES.format(series),))
    groups, table, place = grouped(of)
    fed = 0
    for g in range(groups.size):
        up = groups["upstream"][g]
        if up < 0:
            continue
        fed += 1
        assert groups["chained"][[g, up]].all()
        assert up < g, "the plate upstream moves first"
        shift = groups["shift"][g]
        assert groups["first"][up] == groups["first"][g] - shift
        members = table.chip[groups["first"][g] : groups["last"][g]]
        before = table.chip[groups["first"][g] - shift : groups["last"][g] - shift]
        counted = table.blocks["many"][groups["first"][g] : groups["last"][g]] > 0.0
        np.testing.assert_array_equal(of.chips.upstream_index[members[counted]], before[counted])
    assert fed == groups.size * (series - 1) // series
    assert place.size == len(of.chips.names)


@pytest.mark.parametrize(("name", "resolution", "overrides"), SITES)
def test_groups_of_a_cabinet_stand_together(name: str, resolution: str, overrides: tuple[str, ...]) -> None:
    groups, _, _ = grouped(plant(name, resolution, overrides))
    assert (np.diff(groups["cabinet"]) >= 0).all()
    assert (groups["cabinet"][groups["upstream"]] == groups["cabinet"])[groups["upstream"] >= 0].all()


@pytest.mark.parametrize(
    ("centre", "die", "curve", "expected"),
    [
        pytest.param(350.0, 352.0, 0.001, 350.0, id="stays"),
        pytest.param(350.0, 358.5, 0.001, 354.5, id="up"),
        pytest.param(350.0, 341.5, 0.001, 345.5, id="down"),
        pytest.param(350.0, 358.5, 0.020, 357.0, id="strong leakage"),
        pytest.param(350.0, 358.5, -0.020, 357.0, id="bent down"),
        pytest.param(0.0, 350.0, 0.0, 350.0, id="start"),
    ],
)
def test_the_middle_of_a_parabola_moves_no_further_than_needed(
    centre: float, die: float, curve: float, expected: float
) -> None:
    assert moved_centre(centre, die, curve) == expected
    assert abs(moved_centre(centre, die, curve) - die) <= 0.5 * WIDE_K


def test_blocks_begin_on_a_cache_line() -> None:
    _, table, _ = grouped(plant(resolution="chip"))
    assert table.blocks.ctypes.data % 64 == 0
    assert BLOCK.itemsize % 64 == 0
    assert BLOCK.itemsize == 8 * LANES * len(BLOCK.names or ())


@pytest.mark.parametrize(("name", "resolution", "overrides"), SITES)
@pytest.mark.parametrize("measured", (False, True))
def test_compiled_laws_are_those_of_the_engine(
    name: str, resolution: str, overrides: tuple[str, ...], measured: bool
) -> None:
    of = plant(name, resolution, overrides)
    text, power_numbers, plate_numbers = chip_laws(of, places_of(of, measured=measured))
    chip_law, plate_law = defined(text, "chip_law"), defined(text, "plate_law")
    layout, chips = layout_of(of), of.chips
    assert layout.die.size == len(chips.names)
    fluid = pick_fluid(of.tcs.fluid, of.cabinets.loop_index[chips.cabinet_index])
    for die_k, activity, memory, flow in (
        (330.0, 0.4, 0.3, 0.9),
        (372.0, 1.0, 1.0, 0.05),
        (420.0, 0.7, 0.0, 0.0),
    ):
        cabinets = np.ones(len(of.cabinets.names))
        drive = design_drive(of, activity * cabinets, protected=True)
        from dataclasses import replace

        drive = replace(drive, memory_frac=memory * cabinets)
        given = activity
        if measured:
            given = 2e5
            drive = replace(drive, measured_power_w=given * cabinets)
        load = chip_load(chips, drive, np.full(len(chips.names), die_k))
        plate = plate_state(chips, coolant_at(fluid, 305.0), flow)
        for i in (0, len(chips.names) // 2, len(chips.names) - 1):
            power_w, clock = chip_law(i, power_numbers, die_k, given, memory)
            assert power_w == np.float64(load.power_w[i]) or abs(power_w / load.power_w[i] - 1.0) < 1e-12
            assert abs(clock - load.clock_frac[i]) < 1e-12
            effectiveness, conductance = plate_law(i, plate_numbers, flow, 305.0)
            np.testing.assert_allclose(
                [effectiveness, conductance],
                [
                    np.broadcast_to(plate.effectiveness_frac, len(chips.names))[i],
                    np.broadcast_to(plate.conductance_w_k, len(chips.names))[i],
                ],
                rtol=1e-12,
                atol=1e-300,
            )


def test_power_at_rest_does_not_depend_on_where_the_parabola_has_its_middle() -> None:
    """A cabinet draws the same in the step in which its chips are asked anew, and in the next ones."""
    of = plant()
    steady, _ = solved(of)
    cabinets = len(of.cabinets.names)
    stepper = Stepper(System(of), np.zeros(cabinets, dtype=bool), new_tally(cabinets))
    stepper.start(steady.state, steady.drive)
    rows = np.stack([drive_row(steady.drive)] * 2)
    stepper.advance(0.0, 1.0, rows)
    (island,) = stepper.islands
    power = island.joint[island.plant.dc_power].copy()
    for shift_k in (3.0, -3.0):
        island.chips.blocks["centre"] = island.chips.blocks["die"] + shift_k
        island.groups["stale"] = 1
        stepper.advance(2.0, 1.0, rows[:1])
        assert np.abs(island.chips.blocks["centre"] - island.chips.blocks["die"]).max() > 1.0
        np.testing.assert_allclose(island.joint[island.plant.dc_power], power, rtol=1e-5)
        stepper.advance(3.0, 1.0, rows[:1])
        np.testing.assert_allclose(island.joint[island.plant.dc_power], power, rtol=1e-5)


def test_a_start_forgets_the_run_before() -> None:
    of = plant(resolution="chip")
    steady, _ = solved(of)
    cabinets = len(of.cabinets.names)
    row = drive_row(steady.drive)[np.newaxis]

    def started(used: bool) -> Floats:
        stepper = Stepper(System(of), np.zeros(cabinets, dtype=bool), new_tally(cabinets))
        if used:
            stepper.start(steady.state + 5.0, steady.drive)
            stepper.advance(0.0, 1.0, np.repeat(row, 5, axis=0))
        stepper.start(steady.state, steady.drive)
        stepper.advance(5.0, 1.0, row)
        return stepper.state()

    np.testing.assert_allclose(started(used=True), started(used=False), rtol=1e-11)
