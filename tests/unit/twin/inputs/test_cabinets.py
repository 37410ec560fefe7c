from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.compute.chip import chip_power_w
from twin.config import load_site
from twin.inputs import build_activity, cabinet_loads, parse_workload
from twin.inputs.phases import activity_at_power
from twin.plant.build import build_plant


def test_cabinets_stand_in_the_order_of_the_plant() -> None:
    config = load_site("cloudmatrix384")
    plant = build_plant(config, "cabinet")
    loads = cabinet_loads(config, plant)
    assert tuple(load.name for load in loads) == plant.cabinets.names
    assert sum(load.chip_count for load in loads) == 384
    assert {load.chip_count for load in loads} == {0, 32}


@pytest.mark.parametrize("resolution", ["chip", "cabinet"])
def test_a_phase_draws_its_share_of_maximum_power(resolution: str) -> None:
    config = load_site("cloudmatrix384")
    plant = build_plant(config, resolution)
    loads = cabinet_loads(config, plant)
    activity = activity_at_power([load.decode_power_frac for load in loads], loads)
    chips = plant.chips
    level = activity[chips.cabinet_index]
    power_w = chip_power_w(level, level, 1.0, chips.power.leakage_reference_k, chips.power)
    most_w = chip_power_w(1.0, 1.0, 1.0, chips.power.leakage_reference_k, chips.power)
    expected = np.array([load.decode_power_frac for load in loads])[chips.cabinet_index]
    np.testing.assert_allclose(power_w / most_w, expected, rtol=1e-12)


def test_a_chip_without_token_rates_has_none() -> None:
    config = load_site("gb300-hall")
    loads = cabinet_loads(config, build_plant(config, "cabinet"))
    assert {load.prefill_tokens_s for load in loads} == {None}


@pytest.mark.shared
def test_frontier_columns_find_their_racks_by_name(shared_data: Path) -> None:
    config = load_site("frontier")
    plant = build_plant(config, "cabinet")
    path = shared_data / "frontier_cdu_power/frontier_25cdu_power_2024-04-07_15s.parquet"
    load = build_activity(parse_workload(f"replay:{path}"), cabinet_loads(config, plant), 86400.0)
    assert load.notes == ()
    assert load.measured_power_w is not None
    assert load.measured_power_w.width == 74
    # CDU 14 draws 0.64 of the mean of the others: two racks instead of three.
    racks = np.bincount(plant.cabinets.loop_index)
    assert racks[13] == 2
    assert (np.delete(racks, 13) == 3).all()
    rack_w = load.measured_power_w.values.mean(axis=0)
    of_14 = rack_w[plant.cabinets.loop_index == 13].sum()
    others = rack_w[plant.cabinets.loop_index != 13].sum() / 24.0
    assert of_14 / others == pytest.approx(0.64, abs=0.005)
