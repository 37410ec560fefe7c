from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from twin.limits import LIMITS, Direction, Limit, LimitTable, Status, margins
from twin.limits.evaluate import status_of
from twin.limits.limit import Members, fixed
from twin.limits.unit import DEGREE_CELSIUS, KELVIN


def limit_of(
    value: Any,
    bound: float,
    *,
    direction: Direction = Direction.UPPER,
    group: Any = None,
    names: Any = ("a", "b"),
    **more: Any,
) -> Limit:
    return Limit(
        id="test",
        quantity="something",
        members=lambda _: Members(names=names, group=group),
        direction=direction,
        unit=KELVIN,
        value=lambda *_: np.asarray(value),
        bound=lambda *_: np.asarray(bound),
        source="this test",
        **more,
    )


def judge(limit: Limit) -> Any:
    nothing: Any = None
    table = LimitTable(nothing, [limit])
    return table, table.judge(nothing, nothing)


@pytest.mark.parametrize(
    ("fraction", "expected"),
    [
        (0.5, Status.OK),
        (0.05, Status.OK),
        (0.0499, Status.WARN),
        (0.0, Status.WARN),
        (-1e-7, Status.WARN),
        (-1e-5, Status.VIOLATED),
        (np.nan, Status.UNKNOWN),
    ],
)
def test_status_follows_the_margin(fraction: float, expected: Status) -> None:
    assert status_of(fraction, 0.05) is expected


def test_margin_is_positive_inside_in_both_directions() -> None:
    _, upper = judge(limit_of([8.0, 12.0], 10.0))
    _, lower = judge(limit_of([8.0, 12.0], 10.0, direction=Direction.LOWER))
    assert upper.margin.tolist() == [2.0, -2.0]
    assert lower.margin.tolist() == [-2.0, 2.0]
    assert upper.fraction.tolist() == [0.2, -0.2]


def test_a_scale_replaces_the_bound() -> None:
    _, judged = judge(limit_of([300.0, 300.0], 310.0, scale=fixed(20.0)))
    assert judged.fraction.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("missing", [np.nan, np.inf])
@pytest.mark.parametrize("side", ["value", "bound"])
def test_a_missing_input_is_unknown_and_never_a_pass(missing: float, side: str) -> None:
    sides: dict[str, Any] = (
        {"value": [missing, 1.0], "bound": [2.0, 2.0]}
        if side == "value"
        else {"value": [1.0, 1.0], "bound": [missing, 2.0]}
    )
    table, judged = judge(limit_of(**sides))
    assert table.status(0, judged.fraction[0]) is Status.UNKNOWN
    assert table.status(1, judged.fraction[1]) is Status.OK
    assert np.isnan(judged.margin[0])


def test_a_group_shows_its_worst_and_unknown_beats_ok_but_not_violated() -> None:
    group = np.array([0, 0, 1, 1])
    _, plain = judge(limit_of([1.0, 3.0, 5.0, 2.0], 10.0, group=group))
    assert plain.value.tolist() == [3.0, 5.0]
    _, unknown = judge(limit_of([1.0, np.nan, 11.0, np.nan], 10.0, group=group))
    assert np.isnan(unknown.margin[0])
    assert unknown.margin[1] == -1.0


def test_what_does_not_apply_ranks_last() -> None:
    _, judged = judge(limit_of([20.0, 5.0], 10.0, applies=lambda *_: np.array([False, True])))
    assert judged.rank.tolist() == [np.inf, 0.5]


def test_margins_are_one_vector_in_a_fixed_order(settled: Any) -> None:
    vector = margins(settled.plant, settled.seen)
    judged = settled.judge()
    assert np.array_equal(vector, judged.margin, equal_nan=True)
    assert vector.shape == (len(settled.table.scopes),) == settled.table.limit_index.shape
    assert np.all(np.diff(settled.table.limit_index) >= 0)


def test_ids_are_unique_and_every_limit_says_where_its_bound_is_from() -> None:
    assert len({limit.id for limit in LIMITS}) == len(LIMITS)
    assert all(limit.source and limit.quantity for limit in LIMITS)


def test_a_missing_memory_limit_is_unknown_in_the_site(settled: Any) -> None:
    chips = replace(
        settled.plant.chips, hbm_max_temp_k=np.full_like(settled.plant.chips.hbm_max_temp_k, np.inf)
    )
    judged = settled.judge(replace(settled.plant, chips=chips))
    rows = settled.rows("chip.hbm")
    assert {settled.table.status(int(row), float(judged.fraction[row])) for row in rows} == {Status.UNKNOWN}


def test_temperature_unit_has_an_origin_and_differences_none() -> None:
    assert DEGREE_CELSIUS.shown(318.15) == pytest.approx(45.0)
    assert DEGREE_CELSIUS.shown_difference(3.0) == 3.0
