"""A tower or dry cooler that cannot cool is bypassed: it never warms the water it is there to cool."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.plants import plant, solved, sustained, with_fields
from tests.unit.twin.engine.runs import inputs_of
from twin.engine.drive import Drive
from twin.engine.reference import simulate
from twin.engine.snapshot import FacilityView
from twin.inputs import Signal
from twin.plant import Plant
from twin.studies.check.closure import energy_closure_frac

SITES = ("cloudmatrix384", "gb300-hall")


def trimmed(name: str) -> Plant:
    """Return a plant whose trim chillers carry the facility loop alone, in any weather."""
    free = np.full(1, -np.inf)
    return with_fields(
        plant(name), "fws", trim_running=np.ones(1), trim_capacity_w=np.full(1, 5e6), free_below_k=free,
        trim_efficiency_frac=np.full(1, 0.5), trim_approach_k=np.full(1, 5.0),
    )  # fmt: skip


def air_at(of: Plant, sink_k: float) -> Drive:
    """Return the sustained drive in air to which the heat rejection could cool the water down."""
    return sustained(of, wet_bulb_k=sink_k - float(of.fws.exchanger_approach_k[0]), dry_bulb_k=sink_k)


def at_sink(of: Plant, sink_k: float) -> FacilityView:
    drive = air_at(of, sink_k)
    _, view = solved(of, drive)
    assert energy_closure_frac(of, view) < 1e-9
    return view.fws


def return_without_rejection_k(of: Plant) -> float:
    """Return the water coming back when the trim chillers carry everything."""
    return float(at_sink(of, 350.0).return_k[0])


@pytest.mark.parametrize("name", SITES)
def test_air_above_the_return_finds_the_rejection_bypassed_and_its_fans_at_rest(name: str) -> None:
    of = trimmed(name)
    return_k = return_without_rejection_k(of)
    for above_k in (0.01, 1.0, 15.0):
        fws = at_sink(of, return_k + above_k)
        assert fws.rejected_w[0] == 0.0
        assert not np.signbit(fws.rejected_w[0])
        assert fws.basin_k[0] == pytest.approx(float(fws.return_k[0]), abs=1e-6)
        assert fws.fan_speed_frac[0] == fws.fan_power_w[0] == fws.make_up_kg_s[0] == 0.0
        heat = fws.trim_w[0]
    cool = at_sink(of, return_k - 3.0)
    assert cool.rejected_w[0] > 0.0
    assert cool.fan_power_w[0] > 0.0
    assert cool.rejected_w[0] + cool.trim_w[0] == pytest.approx(heat, rel=1e-6)


@pytest.mark.parametrize("name", SITES)
def test_heat_rejected_falls_with_warmer_air_down_to_none(name: str) -> None:
    of = trimmed(name)
    return_k = return_without_rejection_k(of)
    rejected = np.array([at_sink(of, return_k + x).rejected_w[0] for x in np.linspace(-1.5, 1.0, 26)])
    assert np.all(rejected >= 0.0)
    assert rejected[0] > 0.0
    assert rejected[-1] == 0.0
    assert np.all(np.diff(rejected) <= 1e-6 * rejected[0])


def test_without_trim_the_water_warms_until_the_rejection_works_again() -> None:
    fws = at_sink(plant("gb300-hall"), 335.0)
    assert fws.rejected_w[0] > 0.0
    assert fws.return_k[0] > 335.0


@pytest.mark.parametrize("name", SITES)
def test_a_run_through_air_warmer_than_the_water_closes(name: str) -> None:
    of = trimmed(name)
    return_k = return_without_rejection_k(of)
    hump = Signal(
        time_s=np.array([0.0, 600.0, 1200.0]),
        values=return_k + np.array([[-8.0], [5.0], [-8.0]]),
        kind="linear",
    )
    weather: dict[str, Any] = {"wet_bulb_k": hump, "dry_bulb_k": hump}
    run = simulate(of, replace(inputs_of(of, 0.8), **weather), 1200.0, sample_s=20.0)
    rejected = run.series["fws"]["rejected_w"][:, 0]
    assert rejected.min() == 0.0
    assert rejected[0] > 0.0
    assert rejected[-1] > 0.0
    assert run.closure_frac < 1e-9
