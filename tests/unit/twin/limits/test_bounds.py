"""Every limit flips at its bound, driven through the very field that it judges or is judged by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from twin.limits import LIMITS, LimitTable
from twin.limits.evaluate import AT_THE_BOUND_FRAC

STEP = 1e-3

# Limit, then the field that moves it: of the plant, or of what the plant shows.
FIELDS = [
    ("chip.throttle", "plant", "chips.throttle_temp_k"),
    ("chip.throttle", "seen", "chips.worst_junction_k"),
    ("chip.shutdown", "plant", "chips.shutdown_temp_k"),
    ("chip.hbm", "plant", "chips.hbm_max_temp_k"),
    ("chip.hbm", "seen", "chips.hbm_k"),
    ("chip.plate-flow", "plant", "chips.min_plate_flow_m3_s"),
    ("chip.plate-flow", "seen", "chips.plate_flow_m3_s"),
    ("chip.plate-velocity", "seen", "chips.plate_flow_m3_s"),
    ("chip.plate-velocity", "plant", "chips.plate_bore_m"),
    ("optic.case", "plant", "optics.case_max_k"),
    ("optic.case", "seen", "optic_case_k"),
    ("rack.flow", "seen", "cabinets.flow_m3_s"),
    ("rack.flow", "seen", "cabinets.required_flow_m3_s"),
    ("rack.max-flow", "plant", "cabinets.max_flow_m3_s"),
    ("rack.pressure-drop", "plant", "cabinets.max_pressure_drop_pa"),
    ("rack.pressure-drop", "seen", "cabinets.pressure_drop_pa"),
    ("rack.velocity", "seen", "cabinets.flow_m3_s"),
    ("rack.velocity", "plant", "cabinets.bore_m"),
    ("rack.static-pressure", "plant", "cabinets.static_pressure_max_pa"),
    ("rack.supply-max", "plant", "cabinets.supply_max_k"),
    ("rack.supply-min", "plant", "cabinets.supply_min_k"),
    ("rack.return-max", "plant", "cabinets.return_max_k"),
    ("loop.header-velocity", "seen", "tcs.flow_kg_s"),
    ("loop.header-velocity", "plant", "tcs.segment_diameter_m"),
    ("loop.supply-setpoint", "seen", "tcs.supply_k"),
    ("loop.dew-point", "seen", "drive.dew_point_k"),
    ("loop.flow-setpoint", "seen", "tcs.flow_kg_s"),
    ("door.dew-point", "seen", "drive.dew_point_k"),
    ("door.dew-point", "seen", "chw.supply_k"),
    ("door.supply-max", "plant", "cabinets.door_supply_max_k"),
    ("door.supply-min", "plant", "cabinets.door_supply_min_k"),
    ("door.capacity", "plant", "cabinets.door_rating_w"),
    ("door.capacity", "seen", "cabinets.door_w"),
    ("cdu.duty", "seen", "cdus.duty_w"),
    ("cdu.duty", "plant", "cdus.ua_nominal_w_k"),
    ("cdu.rated-heat", "plant", "cdus.rated_heat_w"),
    ("cdu.approach", "plant", "cdus.ua_nominal_w_k"),
    ("cdu.valve", "seen", "cdus.valve_frac"),
    ("cdu.pump-speed", "seen", "cdus.pump_speed_frac"),
    ("cdu.npsh", "plant", "cdus.npsh_required_m"),
    ("cdu.pressure", "plant", "cdus.max_pressure_pa"),
    ("cdu.pressure", "seen", "tcs.highest_pressure_pa"),
    ("cdu.supply-max", "plant", "cdus.supply_max_k"),
    ("cdu.supply-min", "plant", "cdus.supply_min_k"),
    ("fws.supply-setpoint", "seen", "fws.supply_k"),
    ("fws.flow", "seen", "fws.dp_pa"),
    ("fws.pump-speed", "seen", "fws.pump_speed_frac"),
    ("fws.npsh", "plant", "fws.pump_npsh_required_m"),
    ("fws.heat-rejection", "seen", "fws.rejected_w"),
    ("fws.trim", "plant", "fws.trim_capacity_w"),
    ("fws.trim", "seen", "fws.basin_k"),
    ("chw.capacity", "plant", "chw.chiller_capacity_w"),
    ("chw.capacity", "seen", "chw.return_k"),
    ("chw.supply-setpoint", "seen", "chw.supply_k"),
    ("cabinet.air-inlet-max", "plant", "cabinets.inlet_max_k"),
    ("cabinet.air-inlet-max", "seen", "cabinets.air_inlet_k"),
    ("cabinet.air-inlet-min", "plant", "cabinets.inlet_min_k"),
    ("cabinet.air-heat", "plant", "cabinets.max_air_heat_w"),
    ("cabinet.air-heat", "seen", "cabinets.door_w"),
    ("hall.crah-capacity", "seen", "halls.crah_heat_w"),
    ("hall.crah-capacity", "plant", "halls.crah_ua_w_k"),
    ("hall.airflow", "plant", "halls.demand_airflow_kg_s"),
    ("cabinet.feeder", "plant", "cabinets.feeder_limit_w"),
    ("cabinet.feeder", "plant", "cabinets.nameplate_power_w"),
    ("cabinet.shelf-redundancy", "plant", "cabinets.shelf_required_w"),
    ("cabinet.shelf-redundancy", "seen", "cabinets.dc_power_w"),
    ("cabinet.shelf-capacity", "plant", "cabinets.shelf_rating_w"),
    ("power.converter", "seen", "power.load_w"),
    ("power.converter", "plant", "power.elements.rating_w"),
    ("power.converter", "plant", "power.elements.modules_running"),
    ("power.battery", "plant", "power.elements.battery_energy_j"),
    ("power.battery", "seen", "power.load_w"),
    ("power.transformer", "seen", "power.load_w"),
    ("power.generator", "plant", "power.generator_rating_w"),
    ("power.generator", "seen", "load_w"),
    ("power.contract", "plant", "power.contract_w"),
    ("power.contract", "seen", "power.utility_w"),
    ("floor.cabinet", "plant", "cabinets.mass_kg"),
    ("floor.cabinet", "plant", "halls.floor_rating_kg_m2"),
    ("floor.hall", "plant", "cabinets.footprint_m2"),
    ("freeze.technology", "plant", "tcs.freeze_k"),
    ("freeze.facility", "plant", "fws.freeze_k"),
    ("freeze.chilled", "plant", "chw.freeze_k"),
]
ELSEWHERE = {
    "loop.dp-setpoint",
    "power.busway",
    "power.feeder",
    "power.breaker",
    "power.switchboard",
    "power.supply",
}


def scaled(record: Any, path: str, factor: float) -> Any:
    """Return the record with one field, however deep, multiplied."""
    name, _, rest = path.partition(".")
    value = getattr(record, name)
    return replace(record, **{name: scaled(value, rest, factor) if rest else value * factor})


def flips_at(limit_id: str, plant: Any, seen: Any, which: str, path: str) -> None:
    """Find where the worst margin is nought, and see the verdict change there."""
    table = LimitTable(plant, [limit for limit in LIMITS if limit.id == limit_id])

    def fraction(factor: float) -> float:
        moved_plant = scaled(plant, path, factor) if which == "plant" else plant
        moved_seen = scaled(seen, path, factor) if which == "seen" else seen
        judged = table.judge(moved_plant, moved_seen)
        return float(judged.fraction[judged.applies].min())

    factors = [1.0, *[f for step in np.geomspace(1.001, 1e3, 120) for f in (step, 1.0 / step)]]
    first = fraction(1.0)
    beyond = next(factor for factor in factors if fraction(factor) * first < 0.0)
    edge = brentq(fraction, min(1.0, beyond), max(1.0, beyond), xtol=1e-13, rtol=1e-13)
    verdicts = {table.status(0, fraction(edge * (1.0 + step))).value for step in (-STEP, STEP)}
    assert "violated" in verdicts
    assert verdicts & {"ok", "warn"}
    assert fraction(edge) == pytest.approx(0.0, abs=10.0 * AT_THE_BOUND_FRAC)


@pytest.mark.parametrize(("limit_id", "which", "path"), FIELDS, ids=[f"{i}-{p}" for i, _, p in FIELDS])
def test_flips_at_its_bound(settled: Any, limit_id: str, which: str, path: str) -> None:
    flips_at(limit_id, settled.plant, settled.seen, which, path)


@pytest.mark.parametrize("kind", ["busway", "feeder", "breaker", "switchboard"])
@pytest.mark.parametrize(
    ("which", "path"), [("seen", "power.current_a"), ("plant", "power.elements.rating_current_a")]
)
def test_conductors_flip_at_their_continuous_rating(settled: Any, kind: str, which: str, path: str) -> None:
    elements = settled.plant.power.elements
    same = replace(elements, kinds=(kind,) * len(elements.names))
    plant = replace(settled.plant, power=replace(settled.plant.power, elements=same))
    flips_at(f"power.{kind}", plant, settled.seen, which, path)


def test_a_loop_on_differential_pressure_flips_at_its_setpoint(settled: Any) -> None:
    tcs = settled.plant.tcs
    on_dp = replace(
        tcs, set_flow_m3_s=np.full_like(tcs.set_flow_m3_s, np.nan), set_dp_pa=settled.seen.tcs.dp_pa
    )
    plant = replace(settled.plant, tcs=on_dp)
    flips_at("loop.dp-setpoint", plant, settled.seen, "seen", "tcs.dp_pa")
    assert not settled.judge(plant).applies[settled.rows("loop.flow-setpoint")].any()


def test_a_load_without_feed_is_a_violation_and_one_with_feed_is_no_row(settled: Any) -> None:
    rows = settled.rows("power.supply")
    assert not settled.judge().applies[rows].any()
    name = settled.plant.power.loads.names[0]
    dark = replace(settled.seen, power=replace(settled.seen.power, unfed=(name,)))
    judged = settled.judge(seen=dark)
    assert judged.applies[rows].tolist() == [each == name for each in settled.plant.power.loads.names]
    assert settled.table.status(int(rows[0]), float(judged.fraction[rows[0]])).value == "violated"


def test_every_limit_is_examined_here() -> None:
    assert {limit.id for limit in LIMITS} == {limit_id for limit_id, *_ in FIELDS} | ELSEWHERE
