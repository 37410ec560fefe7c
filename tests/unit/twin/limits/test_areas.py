"""Numbers and rules of single limits that a flip at the bound does not show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.fluids import density_kg_m3
from twin.limits.air import crah_able_w
from twin.limits.building import hall_floor_load_kg_m2
from twin.limits.cdus import ability_w
from twin.limits.facility import towers_able_w
from twin.limits.liquid import setpoint_scale
from twin.limits.power import supplied_share


def bound_of(settled: Any, limit_id: str, plant: Any = None, seen: Any = None) -> Any:
    judged = settled.judge(plant, seen)
    return judged.bound[settled.rows(limit_id)]


def value_of(settled: Any, limit_id: str, plant: Any = None, seen: Any = None) -> Any:
    return settled.judge(plant, seen).value[settled.rows(limit_id)]


@pytest.mark.parametrize(
    ("limit_id", "bound"),
    [
        ("chip.plate-velocity", 1.5),
        ("rack.velocity", 2.1),
        ("loop.header-velocity", 2.1),
        ("cdu.valve", 0.95),
        ("power.battery", 300.0),
    ],
)
def test_stated_bounds(settled: Any, limit_id: str, bound: float) -> None:
    assert np.all(bound_of(settled, limit_id) == bound)


def test_rack_velocity_is_flow_over_bore(settled: Any) -> None:
    racks = settled.plant.cabinets.loop_index >= 0
    area = np.pi / 4.0 * settled.plant.cabinets.bore_m[racks] ** 2
    assert value_of(settled, "rack.velocity") == pytest.approx(settled.seen.cabinets.flow_m3_s[racks] / area)


def test_wet_surfaces_stay_two_kelvin_over_the_dew_point(settled: Any) -> None:
    dew = settled.seen.drive.dew_point_k
    assert bound_of(settled, "loop.dew-point") == pytest.approx(dew + 2.0)
    assert bound_of(settled, "door.dew-point") == pytest.approx(np.full(12, dew[0] + 2.0))
    careful = replace(settled.plant, tcs=replace(settled.plant.tcs, dew_margin_k=np.array([5.0])))
    assert bound_of(settled, "loop.dew-point", careful) == pytest.approx(dew + 5.0)


def test_nec_counts_four_fifths_of_a_busway(settled: Any) -> None:
    elements = settled.plant.power.elements
    nec = replace(elements, continuous_factor=np.full_like(elements.continuous_factor, 0.8))
    plant = replace(settled.plant, power=replace(settled.plant.power, elements=nec))
    assert bound_of(settled, "power.busway", plant) == pytest.approx(0.8 * 1600.0)


def test_a_closed_valve_does_not_lower_the_ability_of_a_cdu(settled: Any) -> None:
    """A valve that throttles more leaves more to open: ability at the same pressure difference is the same."""
    ability = ability_w(settled.plant, settled.seen)
    assert np.all(ability > settled.seen.cdus.duty_w)
    cdus = settled.seen.cdus
    open_already = replace(cdus, valve_frac=np.ones_like(cdus.valve_frac))
    assert np.all(ability_w(settled.plant, replace(settled.seen, cdus=open_already)) < ability)


def test_heat_above_the_setpoint_is_no_ability(settled: Any) -> None:
    """A loop that runs 5 K over its set-point has a hotter return; that must not make its CDUs look able."""
    cdus = settled.seen.cdus
    hot = replace(cdus, supply_k=cdus.supply_k + 5.0, return_k=cdus.return_k + 5.0)
    assert ability_w(settled.plant, replace(settled.seen, cdus=hot)) == pytest.approx(
        ability_w(settled.plant, settled.seen), rel=1e-9
    )


def test_duty_and_approach_agree_on_what_is_too_much(settled: Any) -> None:
    for ua_factor in (0.3, 0.6, 0.7, 0.8, 1.0):
        cdus = replace(settled.plant.cdus, ua_nominal_w_k=settled.plant.cdus.ua_nominal_w_k * ua_factor)
        judged = settled.judge(replace(settled.plant, cdus=cdus))
        duty, approach = (judged.margin[settled.rows(f"cdu.{name}")] for name in ("duty", "approach"))
        assert np.array_equal(np.sign(duty), np.sign(approach))


def test_a_cdu_out_of_service_has_no_limits_of_its_own(settled: Any) -> None:
    cdus = settled.plant.cdus
    plant = replace(settled.plant, cdus=replace(cdus, running=np.array([0.0, 1.0])))
    judged = settled.judge(plant)
    for name in ("duty", "valve", "pump-speed", "npsh", "approach"):
        assert judged.applies[settled.rows(f"cdu.{name}")].tolist() == [False, True]


def test_wetter_weather_takes_ability_from_towers(settled: Any) -> None:
    wetter = replace(
        settled.seen, drive=replace(settled.seen.drive, wet_bulb_k=settled.seen.drive.wet_bulb_k + 3.0)
    )
    assert np.all(towers_able_w(settled.plant, wetter) < towers_able_w(settled.plant, settled.seen))


def test_one_room_cooler_less_takes_about_its_share(settled: Any) -> None:
    halls = settled.plant.halls
    fewer = replace(settled.plant, halls=replace(halls, crah_running=halls.crah_running - 1.0))
    share = crah_able_w(fewer, settled.seen) / crah_able_w(settled.plant, settled.seen)
    # The rest sees warmer return air at the same heat, so it takes more than its share of before.
    assert np.all((share > 1.0 - 1.0 / halls.crah_running) & (share < 1.0))


def test_net_positive_suction_head_falls_with_heat_and_rises_with_pressure(settled: Any) -> None:
    npsh = value_of(settled, "cdu.npsh")
    loop = settled.seen.tcs
    warmer = replace(
        settled.seen, cdus=replace(settled.seen.cdus, return_k=settled.seen.cdus.return_k + 30.0)
    )
    assert np.all(value_of(settled, "cdu.npsh", seen=warmer) < npsh)
    higher = replace(settled.seen, tcs=replace(loop, lowest_pressure_pa=loop.lowest_pressure_pa + 1e5))
    density = density_kg_m3(settled.seen.cdus.return_k, settled.plant.tcs.fluid)
    metres = 1e5 / (density * 9.80665)
    assert value_of(settled, "cdu.npsh", seen=higher) - npsh == pytest.approx(metres)


def test_supplies_hang_evenly_on_the_feeds(settled: Any) -> None:
    assert np.all(supplied_share(settled.plant, settled.seen) == 1.0)
    paths = settled.plant.power.path_names
    up = tuple(name != "a" for name in paths)
    dark = replace(settled.seen, power=replace(settled.seen.power, path_up=up))
    assert np.all(supplied_share(settled.plant, dark) == 0.5)
    rows = settled.rows("cabinet.shelf-redundancy")
    assert not settled.judge(seen=dark).applies[rows].any()


def test_cabinet_resolution_judges_the_least_favoured_branch(settled: Any, settled_chips: Any) -> None:
    for name in ("throttle", "shutdown", "plate-flow", "plate-velocity"):
        mean = settled.judge().margin[settled.rows(f"chip.{name}")]
        every = settled_chips.judge().margin[settled_chips.rows(f"chip.{name}")]
        assert mean == pytest.approx(every, rel=0.02)


def test_floor_of_a_hall_is_cabinets_and_cdus_over_rows_and_aisles(settled: Any) -> None:
    plant = settled.plant
    mass = plant.cabinets.mass_kg.sum() + plant.cdus.mass_kg.sum()
    assert hall_floor_load_kg_m2(plant) == pytest.approx([mass / (2.0 * plant.cabinets.footprint_m2.sum())])


@pytest.mark.parametrize(
    ("kind", "exchanger_k", "outdoors"),
    [("wet-tower", 1.5, False), ("wet-tower", 0.0, True), ("dry-cooler", 0.0, True), ("none", 0.0, False)],
)
def test_water_in_the_open_meets_the_coldest_night(
    settled: Any, kind: str, exchanger_k: float, outdoors: bool
) -> None:
    fws = replace(settled.plant.fws, rejection_kind=(kind,), exchanger_approach_k=np.array([exchanger_k]))
    plant = replace(settled.plant, fws=fws)
    judged = settled.table.judge(plant, settled.seen)
    coldest = judged.value[settled.rows("freeze.facility")]
    assert coldest == pytest.approx([plant.extreme_min_k] if outdoors else settled.seen.fws.supply_k)


def test_a_met_setpoint_binds_nothing_and_a_missed_one_is_compared_by_its_size() -> None:
    assert setpoint_scale(np.array([0.3, -2.0]), 0.5, 10.0).tolist() == [0.5, 10.0]


def test_what_the_setpoint_asks_is_what_the_chillers_give_while_they_can(settled: Any) -> None:
    assert value_of(settled, "chw.capacity") == pytest.approx(settled.seen.chw.heat_w, rel=1e-9)
    assert value_of(settled, "fws.trim") == pytest.approx(settled.seen.fws.trim_w, rel=1e-9)
