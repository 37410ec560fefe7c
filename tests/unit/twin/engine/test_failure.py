"""A failure is the same plant with one unit less, and with everything that hung on it stopped."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from tests.plants import plant, solved, sustained, with_fields
from twin.engine.failure import Failure, without
from twin.engine.outcome import Outcome
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.plant import Plant


def changed(before: Any, after: Any) -> dict[str, Any]:
    """Return the columns of a record that differ, as after minus before."""
    columns = {field.name: getattr(after, field.name) for field in fields(before)}
    return {
        name: (value - getattr(before, name)).tolist()
        for name, value in columns.items()
        if isinstance(value, np.ndarray)
        and value.dtype != np.bool_
        and not np.array_equal(value, getattr(before, name), equal_nan=True)
    }


def element(of: Plant, name: str) -> Failure:
    return Failure(name=name, family="power", field="running", index=of.power.elements.names.index(name))


def fed_by(of: Plant, feeds: tuple[str, ...], backup: str = "") -> Plant:
    loads = of.power.loads
    only = replace(loads, feeds=(feeds,) * len(loads.names), backup=(backup,) * len(loads.names))
    return replace(of, power=replace(of.power, loads=only))


def test_one_unit_less_and_nothing_else() -> None:
    of = plant()
    failed = without(of, Failure(name="tower", family="fws", field="cells_running", index=0))
    assert changed(of.fws, failed.fws) == {"cells_running": [-1.0]}
    assert failed.cdus is of.cdus
    assert failed.power is of.power
    np.testing.assert_array_equal(plant().fws.cells_running, 2.0)


def test_no_more_units_fail_than_there_are() -> None:
    failure = Failure(name="doors", family="halls", field="crah_running", index=0, amount=9.0)
    np.testing.assert_array_equal(without(plant(), failure).halls.crah_running, 0.0)


def test_a_shut_primary_valve_takes_its_cdu_out() -> None:
    of = plant()
    failed = without(of, Failure(name="valve", family="cdus", field="valve_running", index=1))
    assert changed(of.cdus, failed.cdus) == {"valve_running": [0.0, -1.0], "running": [0.0, -1.0]}
    _, view = solved(failed)
    assert view.cdus.pump_power_w[1] == 0.0
    assert abs(view.cdus.duty_w[1]) < 1e-3 * view.cdus.duty_w[0]


def test_a_transfer_switch_keeps_every_consumer_running() -> None:
    of = plant()
    failed = without(of, element(of, "tx-a"))
    assert list(changed(of.power.elements, failed.power.elements)) == ["running"]
    for family in ("cdus", "fws", "chw", "halls", "cabinets"):
        assert not changed(getattr(of, family), getattr(failed, family))


@pytest.mark.parametrize("backup", ("", "generator-1"))
def test_a_consumer_that_nothing_feeds_stops_unless_it_has_a_generator(backup: str) -> None:
    of = fed_by(plant(), ("a",), backup)
    failed = without(of, element(of, "busway-a"))
    stopped = {} if backup else {"running": [-1.0, -1.0]}
    assert changed(of.cdus, failed.cdus) == stopped
    assert changed(of.fws, failed.fws) == ({} if backup else {"pumps_running": [-3.0]})
    assert changed(of.chw, failed.chw) == ({} if backup else {"chillers_running": [-2.0]})
    assert changed(of.halls, failed.halls) == ({} if backup else {"crah_running": [-5.0]})
    assert not changed(of.cabinets, failed.cabinets)


def test_only_the_unfed_unit_stops() -> None:
    base = plant()
    loads = base.power.loads
    alone = tuple(
        ("a",) if name == "tcs-1.cdu-1" else feeds
        for name, feeds in zip(loads.names, loads.feeds, strict=True)
    )
    bare = replace(loads, feeds=alone, backup=("",) * len(loads.names))
    of = replace(base, power=replace(base.power, loads=bare))
    failed = without(of, element(of, "ups-a"))
    assert changed(of.cdus, failed.cdus) == {"running": [-1.0, 0.0]}
    assert not changed(of.halls, failed.halls)
    _, view = solved(failed)
    assert view.cdus.pump_speed_frac[0] == 0.0
    assert view.cdus.duty_w[1] > 0.99 * view.cdus.duty_w.sum()


def test_a_hall_without_room_coolers_is_named() -> None:
    of = with_fields(plant(), "halls", crah_running=np.zeros(1))
    steady = solve_steady(System(of), sustained(of))
    assert steady.outcome is Outcome.HEAT_NOT_REJECTED
    assert "hall-a" in steady.cause
