"""A small check document, written by hand, and a run through time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from twin.engine.record import ChipSummary
from twin.engine.trajectory import Trajectory


def limit(name: str, scope: str, fraction: float | None, **more: Any) -> dict[str, Any]:
    """Return a limit row: an upper bound of 100 kW unless told otherwise."""
    status = (
        "unknown"
        if fraction is None
        else "violated"
        if fraction < 0.0
        else "warn"
        if fraction < 0.05
        else "ok"
    )
    point = {"load": "sustained", "out": None, "it_power_kw": 558.3, "dry_bulb_degc": 36.1}
    row = {
        "id": name,
        "scope": scope,
        "quantity": "duty",
        "case": "sustained",
        "operating_point": point | {"wet_bulb_degc": 28.7, "supply_temp_degc": 32.0},
        "value": None if fraction is None else 100.0 * (1.0 - fraction),
        "bound": 100.0,
        "unit": "kW",
        "margin": None if fraction is None else 100.0 * fraction,
        "margin_fraction": fraction,
        "status": status,
        "binding": False,
        "least_certain_input": None,
        "source": "rating",
    }
    return row | more


def case(name: str, margin: float | None, **more: Any) -> dict[str, Any]:
    """Return a case that is solved unless told otherwise."""
    load, _, out = name.partition(", ")
    return {
        "name": name,
        "load": load,
        "out": out or None,
        "equals": [],
        "outcome": "solved",
        "cause": "",
        "it_power_kw": 558.3,
        "worst_limit": "cdu.duty",
        "worst_scope": "tcs-1.cdu-1",
        "worst_margin_fraction": margin,
        "throttled": None,
    } | more


def cabinet(name: str, power_kw: float, **more: Any) -> dict[str, Any]:
    """Return a cabinet with cold plates."""
    return {
        "name": name,
        "type": "compute",
        "power_kw": power_kw,
        "liquid_kw": 0.7 * power_kw,
        "door_kw": 0.0,
        "air_kw": 0.3 * power_kw,
        "nameplate_kw": 66.0,
        "flow_l_min": 43.0,
        "required_flow_l_min": 36.0,
        "pressure_drop_kpa": 40.0,
        "supply_temp_degc": 32.0,
        "return_temp_degc": 42.0,
        "air_inlet_temp_degc": 22.0,
        "max_junction_temp_degc": 69.0,
        "worst_chip": f"{name}.npu-1",
    } | more


@pytest.fixture
def document() -> dict[str, Any]:
    """Return a check with a violated, a near, an unknown and twenty other limits."""
    return {
        "schema_version": "1.0",
        "site": "hall",
        "title": "A hall",
        "resolution": "chip",
        "it_power_kw": 558.3,
        "facility_power_kw": 700.0,
        "chips": 384,
        "optical_modules": 6912,
        "liquid_fraction": 0.617,
        "door_fraction": 0.268,
        "energy_closure": 1e-10,
        "operating_point": {},
        "cases": [case("sustained", 0.02), case("sustained, tcs-1.cdu-1 out", -0.1)],
        "cabinets": [*(cabinet(f"sn-1.compute-{n:02}", 41.0 + 0.01 * n) for n in range(1, 13))],
        "cdus": [],
        "loops": [],
        "halls": [],
        "power": [
            {
                "name": f"tx-{n}",
                "kind": "transformer",
                "type": "tx",
                "paths": [f"p{n}"],
                "load_kw": 400.0,
                "rating_kw": 1600.0,
                "load_percent": 25.0,
                "loss_kw": 3.0,
                "phase_current_a": 600.0,
                "rated_current_a": 2300.0,
            }
            for n in (1, 2)
        ],
        "controls": [],
        "limits": [
            limit("cdu.duty", "tcs-1.cdu-2", -0.1, case="sustained, tcs-1.cdu-1 out", binding=True),
            *(limit("rack.flow", f"sn-1.compute-{n:02}", 0.02 + 1e-4 * n) for n in range(1, 13)),
            *(limit(f"some.limit-{letter}", "hall-a", 0.3) for letter in "abcdefghijklmnopqrst"),
            limit("cabinet.feeder", "sn-1.compute-01", None, bound=None),
        ],
    }


@pytest.fixture
def run() -> Trajectory:
    """Return an hour of a site with sixteen cabinets, four of them without chips."""
    time_s = np.linspace(0.0, 3600.0, 5001)
    many, one = np.ones((time_s.size, 16)), np.ones((time_s.size, 1))
    wave = 1.0 + 0.2 * np.sin(time_s / 300.0)[:, np.newaxis]
    junction = 340.0 * many + wave
    junction[:, 12:] = np.nan
    names = (*(f"sn-1.compute-{n:02}" for n in range(1, 13)), *(f"sn-1.bus-{n:02}" for n in range(1, 5)))
    site = {"it_power_w": 5e5 * wave, "cooling_power_w": 1e5 * one, "facility_power_w": 5e5 * wave + 1.2e5}
    return Trajectory(
        time_s=time_s,
        junction_time_s=np.empty(0),
        members={
            "cabinets": names,
            "cdus": ("cdu-1",),
            "tcs": ("tcs-1",),
            "fws": ("fws-1",),
            "chw": ("chw-1",),
            "halls": ("hall-a",),
            "power": (),
            "site": ("hall",),
        },
        series={
            "cabinets": {"power_w": 4e4 * many * wave, "max_junction_k": junction},
            "cdus": {"pump_power_w": 1e3 * one, "valve_frac": 0.5 * one},
            "tcs": {"supply_k": 305.0 * one, "return_k": 314.0 * wave, "pump_speed_frac": 0.4 * one},
            "fws": {
                "supply_k": 300.0 * one,
                "return_k": 310.0 * one,
                "pump_speed_frac": 0.5 * one,
                "fan_speed_frac": one,
                "pump_power_w": 4e3 * one,
                "fan_power_w": 1e4 * one,
                "trim_power_w": 0.0 * one,
            },
            "chw": {"chiller_power_w": 5e4 * one, "pump_power_w": 1e3 * one},
            "halls": {"inlet_k": 295.0 * one, "air_return_k": 298.0 * one, "fan_power_w": 2e4 * one},
            "site": site | {"wet_bulb_k": 301.0 * one, "dry_bulb_k": 309.0 * one},
        },
        chips=ChipSummary(
            min_k=np.array([340.0]),
            max_k=np.array([343.0]),
            quantiles_k=np.full((4, 1), 341.0),
            above_throttle_s=np.zeros(1),
            above_shutdown_s=np.zeros(1),
        ),
        peak_junction_k=343.0,
        peak_chip="sn-1.compute-12.npu-1",
        peak_time_s=120.0,
        throttle_time_s=np.array([60.0, *np.zeros(15)]),
        work_lost_frac=np.array([0.01, *np.zeros(15)]),
        closure_frac=1e-14,
        last_state=np.zeros(1),
        interrupted=False,
        label="sustained",
        notes=(),
    )
