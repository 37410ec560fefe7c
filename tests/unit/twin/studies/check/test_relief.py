from __future__ import annotations

from typing import Any

import pytest

from twin.config import load_site
from twin.limits import LIMITS, Limit
from twin.studies.check import CheckResult, check, reliefs
from twin.studies.check.changes import _REMEDIES, changes_for
from twin.studies.check.relief import relief_fields
from twin.studies.check.worst import UNSOLVED_ID

HOT = [
    "catalog.chips.ascend-910c.throttle_temp=68.5 degC",
    "catalog.chips.ascend-910c.shutdown_temp=105 degC",
]


@pytest.fixture(scope="module")
def hot() -> Any:
    return check(load_site("cloudmatrix384", HOT), resolution="cabinet")


def test_a_cooler_supply_relieves_a_hot_chip_and_the_rerun_says_by_how_much(hot: CheckResult) -> None:
    found = {relief.change: relief for relief in reliefs(hot) if relief.limit == "chip.throttle"}
    cooler = found["coolant supply set-point 2 K lower"]
    assert cooler.before < 0.0 < cooler.after
    assert cooler.relieved
    # Leakage adds to the two kelvins.
    assert 2.0 <= cooler.after - cooler.before < 2.5
    assert found["coolant flow 10 % higher"].after > found["coolant flow 10 % higher"].before


def test_only_limits_in_trouble_are_relieved_and_each_once(hot: CheckResult) -> None:
    near = {row.id for row in hot.rows if row.status in {"violated", "warn"}}
    relieved = [(relief.limit, relief.change) for relief in reliefs(hot)]
    assert {limit for limit, _ in relieved} <= near
    assert len(set(relieved)) == len(relieved)


def test_one_more_cdu_takes_its_share() -> None:
    tight = check(
        load_site("cloudmatrix384", ["catalog.cdus.generic-cdu-600kw.rated_heat=330 kW"]),
        resolution="cabinet",
    )
    found = [relief for relief in reliefs(tight) if relief.limit == "cdu.rated-heat"]
    more = next(relief for relief in found if "one more CDU" in relief.change)
    assert more.relieved
    assert more.before < 0.0 < more.after


def test_a_relief_is_a_row_of_a_document(hot: CheckResult) -> None:
    row = relief_fields(reliefs(hot)[0])
    assert row["outcome"] == "solved"
    assert isinstance(row["new_violations"], list)


def test_remedies_name_limits_that_exist(hot: CheckResult) -> None:
    known = {limit.id for limit in LIMITS} | {UNSOLVED_ID}
    for prefixes, _ in _REMEDIES:
        for prefix in prefixes:
            assert any(limit_id.startswith(prefix) for limit_id in known), prefix


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.id)
def test_every_change_gives_a_plant(hot: CheckResult, limit: Limit) -> None:
    rows = [
        scope
        for scope, place in zip(hot.table.scopes, hot.table.limit_index, strict=True)
        if hot.table.limits[place] is limit
    ]
    for change in changes_for(limit.id, hot.plant, rows[0] if rows else ""):
        changed = change.apply(hot.plant)
        assert changed is not hot.plant or change.load != 1.0
        assert change.text
