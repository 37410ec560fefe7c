from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from twin.engine.failure import Failure
from twin.engine.outcome import Outcome
from twin.limits import Direction, Judgement, Limit, LimitTable
from twin.limits.limit import BOTH_LOADS, Members
from twin.limits.unit import KILOWATT
from twin.studies.check.types import Case, CaseResult, MarginUncertainty
from twin.studies.check.worst import UNSOLVED_ID, worst_rows

NAN = float("nan")


def table(*loads: tuple[str, ...]) -> LimitTable:
    limits = [
        Limit(
            id=f"limit-{number}",
            quantity="load",
            members=lambda _: Members(names=("x", "y")),
            direction=Direction.UPPER,
            unit=KILOWATT,
            value=lambda *_: np.zeros(2),
            bound=lambda *_: np.ones(2),
            source="test",
            loads=each,
        )
        for number, each in enumerate(loads)
    ]
    nothing: Any = None
    return LimitTable(nothing, limits)


def case(load: str, fractions: list[float] | None, out: str | None = None) -> CaseResult:
    failure = None if out is None else Failure(name=out, family="cdus", field="running", index=0)
    drive: Any = SimpleNamespace(dry_bulb_k=300.0, wet_bulb_k=295.0)
    seen: Any = SimpleNamespace(it_power_w=1e5, tcs=SimpleNamespace(supply_k=np.array([305.0])))
    outcome = Outcome.SOLVED if fractions is not None else Outcome.RUNAWAY
    steady: Any = SimpleNamespace(
        drive=drive, outcome=outcome, cause="" if fractions is not None else "too hot"
    )
    site: Any = SimpleNamespace(name="site")
    judgement = None
    if fractions is not None:
        fraction = np.array(fractions)
        judgement = Judgement(
            value=1e3 * (1.0 - fraction),
            bound=np.full(fraction.size, 1e3),
            margin=1e3 * fraction,
            fraction=fraction,
            applies=np.isfinite(fraction) | np.isnan(fraction),
        )
    return CaseResult(
        case=Case(load=load, failure=failure),
        plant=site,
        steady=steady,
        snapshot=seen if fractions is not None else None,
        judgement=judgement,
    )


def test_each_limit_and_scope_shows_its_worst_case_and_rows_are_sorted() -> None:
    rows = worst_rows(
        table(("sustained",), ("sustained",)),
        [case("sustained", [0.5, 0.6, 0.7, 0.2]), case("sustained", [0.4, 0.9, -0.1, 0.3], out="cdu-1")],
    )
    assert [(row.id, row.scope, row.case) for row in rows] == [
        ("limit-1", "x", "sustained, cdu-1 out"),
        ("limit-1", "y", "sustained"),
        ("limit-0", "x", "sustained, cdu-1 out"),
        ("limit-0", "y", "sustained"),
    ]
    assert [row.margin_fraction for row in rows] == pytest.approx([-0.1, 0.2, 0.4, 0.6])
    assert [row.status for row in rows] == ["violated", "ok", "ok", "ok"]
    assert [row.binding for row in rows] == [True, False, False, False]
    assert rows[0].value == pytest.approx(1.1)
    assert rows[0].unit == "kW"
    assert rows[0].operating_point.out == "cdu-1"


def test_a_load_case_counts_only_for_the_limits_that_name_it() -> None:
    rows = worst_rows(
        table(("sustained",), BOTH_LOADS),
        [case("sustained", [0.5, 0.5, 0.5, 0.5]), case("nameplate", [-0.9, -0.9, 0.1, 0.6])],
    )
    by_place = {(row.id, row.scope): row for row in rows}
    assert by_place["limit-0", "x"].case == "sustained"
    assert by_place["limit-1", "x"].case == "nameplate"
    assert by_place["limit-1", "y"].case == "sustained"


def test_unknown_beats_ok_and_loses_to_violated() -> None:
    rows = worst_rows(
        table(("sustained",)), [case("sustained", [0.5, -0.5]), case("sustained", [NAN, NAN], out="pump")]
    )
    assert {row.scope: row.status for row in rows} == {"x": "unknown", "y": "violated"}
    assert [row.scope for row in rows] == ["y", "x"], "what could not be judged stands last"


def test_an_unsolved_case_is_violated_first_and_binding() -> None:
    rows = worst_rows(
        table(("sustained",)), [case("sustained", [0.5, -0.5]), case("sustained", None, out="pump")]
    )
    assert rows[0].id == UNSOLVED_ID
    assert rows[0].status == "violated"
    assert rows[0].binding
    assert "too hot" in rows[0].quantity
    assert rows[0].case == "sustained, pump out"
    assert np.isnan(rows[0].value)


def test_noise_does_not_blame_a_failure() -> None:
    rows = worst_rows(
        table(("sustained",)),
        [case("sustained", [0.5, 0.5]), case("sustained", [0.5 - 1e-7, 0.4], out="pump")],
    )
    assert {row.scope: row.case for row in rows} == {"x": "sustained", "y": "sustained, pump out"}


def test_a_row_carries_the_uncertainty_of_its_load_case_and_place() -> None:
    asked = []

    def uncertainty(load: str) -> MarginUncertainty:
        asked.append(load)
        return MarginUncertainty(names=("input 0", ""), spread=np.array([0.2, 0.1]))

    rows = worst_rows(
        table(("sustained",)),
        [case("sustained", [0.5, 0.4]), case("sustained", [0.6, 0.3], out="pump")],
        uncertainty,
    )
    assert {row.scope: row.least_certain_input for row in rows} == {"x": "input 0", "y": None}
    assert {row.scope: row.margin_spread for row in rows} == {"x": 0.2e-3, "y": 0.1e-3}, "shown in kW"
    assert set(asked) == {"sustained"}
    assert [row.position for row in rows] == [1, 0]
