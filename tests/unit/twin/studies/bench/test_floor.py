"""The floor under a step: bytes as counted by hand, and time as bytes over bandwidth."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from tests.plants import plant
from twin.engine.fast.chips import chip_laws, chip_tables
from twin.engine.fast.kernels import chips
from twin.engine.fast.places import DrivePlaces
from twin.engine.fast.tables.chips import FIELDS, LINK_FIELDS
from twin.engine.fast.tables.records import LANES
from twin.engine.layout import layout_of
from twin.studies.bench.floor import BLOCKS, CHAINED, PLAIN, Traffic, fields_of, traffic


def groups_of(name: str, resolution: str = "chip") -> tuple[Any, int]:
    of = plant(name, resolution)
    layout, cabinets = layout_of(of), len(of.cabinets.names)
    places = DrivePlaces(layout.total_count, cabinets, len(of.halls.names), np.zeros(cabinets, dtype=bool))
    return chip_tables(of, layout, places, *chip_laws(of, places)[1:])[0], len(of.chips.names)


def lanes_of(groups: Any) -> int:
    return int(LANES * (groups["last"] - groups["first"]).sum())


def test_a_plate_at_the_inlet_writes_its_two_states_only() -> None:
    assert PLAIN.written == {"die", "case"}
    assert not {name for name in PLAIN.touched if name.startswith(("effectiveness", "outlet"))}


def test_a_plate_in_a_chain_reads_how_it_warms_the_coolant_and_writes_its_outlet() -> None:
    assert PLAIN.touched - CHAINED.touched == set()
    assert CHAINED.touched - PLAIN.touched == {
        "die_capacity",
        "case_capacity",
        "effectiveness",
        "effectiveness_per_flow",
        "outlet_begin",
        "outlet_end",
    }
    assert CHAINED.written == {"die", "case", "outlet_begin", "outlet_end"}


def test_every_field_of_a_block_is_touched_by_somebody() -> None:
    ramps = fields_of(chips.ramp_blocks)
    assert CHAINED.touched | ramps.touched == {*FIELDS, *LINK_FIELDS}


def test_bytes_are_eight_per_field_that_comes_and_per_field_that_goes_back() -> None:
    assert PLAIN.moved_bytes == 8 * (len(PLAIN.touched) + 2)
    assert CHAINED.moved_bytes == 8 * (len(CHAINED.touched) + 4)


def test_the_kernel_calls_its_blocks_by_the_names_that_are_counted() -> None:
    text = inspect.getsource(chips.step_blocks) + inspect.getsource(chips.step_chained)
    lines = [line.split(" = ")[0] for line in text.splitlines() if "= blocks[" in line]
    assert {name.strip() for line in lines for name in line.split(",")} == set(BLOCKS)


def test_a_sum_of_a_group_is_no_field_of_a_block() -> None:
    def some(block: Any, groups: Any, lane: int) -> None:
        groups.static_w[0] = block.die[lane]
        block.case[lane] = 1.0

    found = fields_of(some)
    assert found.read == {"die"}
    assert found.written == {"case"}


@pytest.mark.parametrize("name", ["cloudmatrix384", "atlas960-superpod"])
def test_full_blocks_of_plates_at_the_inlet_cost_the_plain_bytes(name: str) -> None:
    groups, chips = groups_of(name)
    found = traffic(groups, chips)
    assert lanes_of(groups) == chips  # no padding in these
    assert found.bytes_per_chip_step == PLAIN.moved_bytes
    assert found.working_set_bytes == chips * 8 * len(PLAIN.touched)


def test_plates_in_a_chain_cost_the_bytes_of_a_chain() -> None:
    groups, chips = groups_of("frontier")
    found = traffic(groups, chips)
    assert lanes_of(groups) == chips
    assert found.bytes_per_chip_step == CHAINED.moved_bytes
    assert found.working_set_bytes == chips * 8 * len(CHAINED.touched)


def test_a_mean_chip_alone_in_its_block_pays_for_the_whole_block() -> None:
    groups, chips = groups_of("frontier", "cabinet")
    assert lanes_of(groups) == 8 * chips
    assert traffic(groups, chips).bytes_per_chip_step == 8 * CHAINED.moved_bytes


def test_the_floor_of_a_day_is_its_bytes_over_the_bandwidth() -> None:
    one = Traffic(bytes_per_step=2e6, chips=10_000, working_set_bytes=1)
    assert one.bytes_per_chip_step == 200.0
    # 86,400 steps of 2 MB at 20 GB/s: 172.8 GB in 8.64 s.
    assert one.floor_s(20e9, 1.0) == pytest.approx(8.64)
    assert one.floor_s(20e9, 15.0) == pytest.approx(8.64 / 15.0)
