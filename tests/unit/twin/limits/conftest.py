"""One settled site for all tests of limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from twin.config import load_site
from twin.engine.drive import Drive
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.limits import Judgement, LimitTable
from twin.plant import Plant, build_plant


@dataclass(frozen=True)
class Settled:
    plant: Plant
    seen: Snapshot
    table: LimitTable

    def judge(self, plant: Plant | None = None, seen: Snapshot | None = None) -> Judgement:
        return self.table.judge(plant or self.plant, seen or self.seen)

    def rows(self, limit_id: str) -> np.ndarray:
        place = [limit.id for limit in self.table.limits].index(limit_id)
        return np.flatnonzero(self.table.limit_index == place)


def _settle(resolution: str) -> Settled:
    plant = build_plant(load_site("cloudmatrix384"), resolution)
    activity = plant.cabinets.sustained_activity_frac
    drive = Drive(
        activity_frac=activity,
        memory_frac=activity,
        measured_power_w=np.full_like(activity, np.nan),
        dry_bulb_k=plant.dry_bulb_k,
        wet_bulb_k=plant.wet_bulb_k,
        pressure_pa=plant.pressure_pa,
        dew_point_k=plant.halls.dew_point_k,
        throttling=False,
        capping=False,
    )
    system = System(plant)
    steady = solve_steady(system, drive)
    assert steady.solved, steady.cause
    seen = snapshot(system, drive, steady.state, steady.evaluation)
    return Settled(plant, seen, LimitTable(plant))


@pytest.fixture(scope="session")
def settled() -> Settled:
    return _settle("cabinet")


@pytest.fixture(scope="session")
def settled_chips() -> Settled:
    return _settle("chip")
