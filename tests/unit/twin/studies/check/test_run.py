from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from twin.config import SiteConfig, load_site
from twin.engine.snapshot import snapshot
from twin.engine.system import System
from twin.limits import LimitTable
from twin.plant.select import pick
from twin.studies.check import CheckResult, check
from twin.studies.check.drives import drive_of
from twin.studies.check.run import settle
from twin.studies.check.types import Case


def by_name(checked: CheckResult) -> dict[str, Any]:
    return {result.case.name: result for result in checked.results}


def test_base_cases_come_first_and_every_case_is_settled(checked: CheckResult) -> None:
    assert [result.case.name for result in checked.results[:2]] == ["sustained", "nameplate"]
    assert all(result.solved for result in checked.results)
    assert checked.base is checked.results[0]


def test_nameplate_is_full_activity_and_combined_with_failures_of_the_power_chain_only(
    checked: CheckResult,
) -> None:
    nameplate = [result for result in checked.results if result.case.load == "nameplate"]
    assert all(np.all(result.steady.drive.activity_frac == 1.0) for result in nameplate)
    assert {result.case.failure.family for result in nameplate if result.case.failure} == {"power"}


@pytest.mark.parametrize("load", ["sustained", "nameplate"])
def test_protections_are_off_in_limit_cases(checked: CheckResult, load: str) -> None:
    drive = drive_of(checked.plant, load)
    assert not drive.throttling
    assert not drive.capping


def test_a_dead_cdu_hands_its_heat_to_its_neighbour(checked: CheckResult) -> None:
    base, out = (
        by_name(checked)["sustained"].snapshot.cdus,
        by_name(checked)["sustained, tcs-1.cdu-1 out"].snapshot.cdus,
    )
    assert out.duty_w[0] == pytest.approx(0.0, abs=1.0)
    assert out.duty_w[1] == pytest.approx(base.duty_w.sum(), rel=2e-3)
    assert out.valve_frac[1] > base.valve_frac[1]


def test_a_dead_cdu_equals_a_plant_without_it(checked: CheckResult) -> None:
    """The failed unit's check valve and primary valve shut: what is left is the plant that never had it."""
    plant = checked.plant
    only = np.array([1])
    loads = plant.power.loads
    kept = [i for i, name in enumerate(loads.names) if name != "tcs-1.cdu-1"]
    index = np.where(np.array(loads.family) == "cdu", 0, loads.index)
    fewer = replace(
        loads,
        names=tuple(loads.names[i] for i in kept),
        family=tuple(loads.family[i] for i in kept),
        index=index[kept],
        feeds=tuple(loads.feeds[i] for i in kept),
        transfer=tuple(loads.transfer[i] for i in kept),
        backup=tuple(loads.backup[i] for i in kept),
    )
    without = replace(plant, cdus=pick(plant.cdus, only), power=replace(plant.power, loads=fewer))
    absent = settle(without, LimitTable(without), Case(load="sustained"), None)
    failed = by_name(checked)["sustained, tcs-1.cdu-1 out"]
    for family, field in (
        ("cabinets", "max_junction_k"),
        ("cabinets", "return_k"),
        ("tcs", "supply_k"),
        ("tcs", "flow_kg_s"),
    ):
        got, expected = (getattr(getattr(each.snapshot, family), field) for each in (failed, absent))
        assert got == pytest.approx(expected, rel=1e-5, nan_ok=True)


def test_a_failure_in_the_power_chain_shows_what_a_full_solve_would(checked: CheckResult) -> None:
    quick = by_name(checked)["sustained, ups-a out"]
    system = System(quick.plant)
    steady = quick.steady
    full = snapshot(system, steady.drive, steady.state, system.evaluate(steady.drive, steady.state))
    assert quick.snapshot.facility_power_w == pytest.approx(full.facility_power_w, rel=1e-9)
    assert quick.snapshot.power.load_w == pytest.approx(full.power.load_w, rel=1e-9)
    assert quick.snapshot.power.path_up == full.power.path_up


def test_the_other_busway_carries_all_after_a_failure(checked: CheckResult) -> None:
    base = by_name(checked)["sustained"].snapshot.power
    out = by_name(checked)["sustained, busway-a out"].snapshot.power
    names = checked.plant.power.elements.names
    a, b = names.index("busway-a"), names.index("busway-b")
    assert out.load_w[a] == 0.0
    assert out.load_w[b] == pytest.approx(base.load_w[a] + base.load_w[b], rel=1e-9)


def test_a_chip_too_hot_is_violated_and_the_throttled_result_stands_beside_it() -> None:
    hot = load_site("cloudmatrix384", ["catalog.chips.ascend-910c.throttle_temp=67 degC",
                                      "catalog.chips.ascend-910c.shutdown_temp=105 degC"])  # fmt: skip
    result = check(hot, resolution="cabinet")
    base: Any = result.base
    assert base.throttled is not None
    throttle = [row for row in result.rows if row.id == "chip.throttle"]
    assert throttle
    assert all(row.status == "violated" for row in throttle)
    assert base.throttled.lowest_clock_frac < 1.0
    assert 0.0 < base.throttled.work_lost_frac < 1.0
    assert base.throttled.max_junction_k < base.snapshot.chips.worst_junction_k.max()
    assert base.throttled.it_power_w < base.snapshot.it_power_w
    assert result.violated


def test_without_a_hot_chip_nothing_is_throttled(checked: CheckResult) -> None:
    assert all(result.throttled is None for result in checked.results)


def test_a_case_without_steady_state_is_unsolved_with_its_cause(checked: CheckResult) -> None:
    """No pump of the only loop runs: there is no flow, so there is no number either."""
    dead = replace(checked.plant, cdus=replace(checked.plant.cdus, running=np.zeros(2)))
    result = settle(dead, checked.table, Case(load="sustained"), checked.base)
    assert not result.solved
    assert result.snapshot is None
    assert result.judgement is None
    assert "no coolant flow" in result.cause


def test_a_chiller_too_small_is_violated_and_not_a_pass(checked: CheckResult) -> None:
    chw = checked.plant.chw
    small = replace(checked.plant, chw=replace(chw, chiller_capacity_w=chw.chiller_capacity_w * 0.3))
    result: Any = settle(small, checked.table, Case(load="sustained"), checked.base)
    if not result.solved:
        assert "chw-1" in result.cause
        return
    ids = [limit.id for limit in checked.table.limits]
    for limit_id in ("chw.capacity", "chw.supply-setpoint"):
        row = np.flatnonzero(checked.table.limit_index == ids.index(limit_id))[0]
        assert result.judgement.margin[row] < 0.0


def test_progress_is_told_case_by_case(config: SiteConfig) -> None:
    told: list[tuple[int, int, str]] = []
    result = check(config, resolution="cabinet", progress=lambda *step: told.append(step))
    assert [step[0] for step in told] == list(range(len(result.results)))
    assert {step[2] for step in told} == {each.case.name for each in result.results}
