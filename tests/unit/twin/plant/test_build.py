"""Building a plant: where a catalogue number ends up, and picking components."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from tests.plants import plant, site
from twin.config.sourced import Sourced
from twin.plant import build_plant
from twin.plant.select import pick


def test_a_chosen_value_reaches_its_column_and_no_other() -> None:
    config = site("cloudmatrix384")
    number = config.chips["ascend-910c"].die_capacity

    def choose(candidate: Sourced) -> float:
        return candidate.high if candidate is number else candidate.value

    moved, base = build_plant(config, "cabinet", choose), plant()
    np.testing.assert_array_equal(moved.chips.die_capacity_j_k, number.high)
    np.testing.assert_array_equal(moved.chips.case_capacity_j_k, base.chips.case_capacity_j_k)
    np.testing.assert_array_equal(moved.chips.power.dynamic_w, base.chips.power.dynamic_w)
    np.testing.assert_array_equal(moved.cdus.ua_nominal_w_k, base.cdus.ua_nominal_w_k)


def test_both_resolutions_share_everything_outside_the_cabinet() -> None:
    coarse, fine = plant(), plant(resolution="chip")
    for family in ("cdus", "tcs", "fws", "chw", "halls"):
        one, other = getattr(coarse, family), getattr(fine, family)
        for name in one.__dataclass_fields__:
            value = getattr(one, name)
            if isinstance(value, np.ndarray):
                np.testing.assert_array_equal(value, getattr(other, name), err_msg=f"{family}.{name}")


def test_a_plant_takes_its_design_day_from_its_weather() -> None:
    of, weather = plant("gb300-hall"), site("gb300-hall").weather["leesburg"]
    assert of.dry_bulb_k == weather.design_dry_bulb.value == pytest.approx(308.15)
    assert of.wet_bulb_k == weather.design_wet_bulb.value
    assert of.pressure_pa == weather.pressure.value == pytest.approx(99.9e3)


def test_picked_components_keep_order_and_nested_columns() -> None:
    chips, cabinets = plant(resolution="chip").chips, plant().cabinets
    members = np.array([40, 3, 17])
    some = pick(chips, members)
    assert some.names == tuple(chips.names[i] for i in members)
    np.testing.assert_array_equal(some.flow_share_frac, chips.flow_share_frac[members])
    np.testing.assert_array_equal(some.power.leakage_w, np.asarray(chips.power.leakage_w)[members])
    assert len(set(some.flow_share_frac)) == 3, "chips that differ"
    bus_and_compute = np.array([7, 0])
    knots = cabinets.shelf_rating_w[bus_and_compute], cabinets.shelf_loss_frac[1][bus_and_compute]
    picked = pick(cabinets, bus_and_compute)
    np.testing.assert_array_equal((picked.shelf_rating_w, picked.shelf_loss_frac[1]), knots)
    assert picked.type_names == ("cm384-bus", "cm384-compute")


def test_a_supernode_of_a_cluster_is_that_of_its_own_site() -> None:
    alone = plant(resolution="chip")
    cluster = build_plant(site("cloudmatrix384-x432", ("repeat.hall.count=1",)), "chip")
    for family, count in (("chips", 384), ("cabinets", 16)):
        for each in fields(getattr(alone, family)):
            own, copied = (getattr(getattr(of, family), each.name) for of in (alone, cluster))
            if isinstance(own, np.ndarray):
                np.testing.assert_array_equal(copied[:count], own)
    last = cluster.chips.cabinet_index == len(cluster.cabinets.names) - 1
    np.testing.assert_array_equal(np.diff(np.flatnonzero(last)), 1)
    assert cluster.chips.names[int(np.flatnonzero(last)[0])] == "sn-1-8.compute-12.npu-n01-01"
