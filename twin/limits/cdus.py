"""Limits of coolant distribution units: what they can move, how near their valve and pumps are to the end."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.fluids import density_kg_m3
from models.hydraulics.npsh import npsh_available_m
from models.hydraulics.valve import equal_percentage_frac, valve_quadratic_1_m4
from models.psychrometrics import saturation_pressure_pa
from twin.engine.flow import VALVE_LEAK_FRAC
from twin.engine.heat import CduStates, cdu_fluids, cdu_heat
from twin.engine.snapshot import Snapshot
from twin.limits.limit import BOTH_LOADS, Direction, Limit, fixed, named
from twin.limits.liquid import FLOW_BAND_FRAC, TEMPERATURE_SCALE_K, loop_flow_m3_s, setpoint_scale
from twin.limits.unit import DEGREE_CELSIUS, KELVIN, KILOPASCAL, KILOWATT, LITRE_PER_MINUTE, METRE, PERCENT
from twin.plant.records import Floats, Names, Plant
from twin.plant.select import pick_fluid

FULL_AUTHORITY_FRAC: Final = 0.95
"""Beyond this a valve or a variable-speed pump has no reserve left to control with (engineering choice)."""
SMALLEST_APPROACH_K: Final = 1.0


def _names(plant: Plant) -> Names:
    return plant.cdus.names


def _runs(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    del snapshot
    return (plant.cdus.running > 0.0) & (plant.cdus.pumps_running > 0.0)


def _exchanges(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    return _runs(plant, snapshot) & (plant.cdus.valve_running > 0.0)


def ability_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat each CDU could take at its set-point with its valve fully open [W], shape (n_cdu,).

    At the facility water it gets and the coolant flow it has. The facility flow grows as the pressure
    difference across the unit allows; a return that is hot only because the set-point is not met does not
    count as ability.
    """
    cdus, seen = plant.cdus, snapshot.cdus
    position = equal_percentage_frac(seen.valve_frac, cdus.valve_rangeability, VALVE_LEAK_FRAC)
    now = cdus.primary_quadratic_1_m4 + valve_quadratic_1_m4(cdus.valve_kv_m3_h * position)
    opened = cdus.primary_quadratic_1_m4 + valve_quadratic_1_m4(cdus.valve_kv_m3_h)
    states = CduStates(
        seen.primary_in_k,
        seen.return_k - np.maximum(seen.supply_k - seen.setpoint_k, 0.0),
        seen.primary_flow_kg_s * np.sqrt(now / opened),
        seen.secondary_flow_kg_s,
        seen.pump_speed_frac,
    )
    return np.asarray(cdu_heat(cdus, cdu_fluids(plant), states).exchanged_w)


def _attainable_approach_k(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return how near each CDU could bring its supply to the facility water at its present duty [K]."""
    seen = snapshot.cdus
    at_setpoint_k = seen.return_k - np.maximum(seen.supply_k - seen.setpoint_k, 0.0)
    conductance_w_k = ability_w(plant, snapshot) / np.maximum(at_setpoint_k - seen.primary_in_k, 1e-3)
    return seen.duty_w / np.maximum(conductance_w_k, 1e-3) - (seen.return_k - seen.supply_k)


def _available_approach_k(plant: Plant, snapshot: Snapshot) -> Floats:
    del plant
    return snapshot.cdus.setpoint_k - snapshot.cdus.primary_in_k


def _npsh_m(plant: Plant, snapshot: Snapshot) -> Floats:
    loop = plant.cdus.loop_index
    suction_pa = snapshot.tcs.lowest_pressure_pa[loop] + snapshot.drive.pressure_pa
    hot_k = snapshot.cdus.return_k
    # Water boils before glycol does: its vapour pressure is on the safe side.
    vapour_pa = saturation_pressure_pa(hot_k)
    return np.asarray(
        npsh_available_m(suction_pa, vapour_pa, density_kg_m3(hot_k, pick_fluid(plant.tcs.fluid, loop)), 0.0)
    )


def flow_scale(value: Floats, setpoint: Floats) -> Floats:
    """Return the scale of the margin of a flow or pressure set-point."""
    return setpoint_scale(value - setpoint * (1.0 - FLOW_BAND_FRAC), setpoint * FLOW_BAND_FRAC, setpoint)


def _on_flow(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    del snapshot
    return np.isfinite(plant.tcs.set_flow_m3_s)


def _on_pressure(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    return ~_on_flow(plant, snapshot)


LIMITS: Final = (
    Limit(
        id="cdu.duty",
        quantity="heat against what the unit can move with its valve open",
        members=named(_names),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.cdus.duty_w,
        bound=ability_w,
        applies=_exchanges,
        source="effectiveness-NTU at the actual flows, facility water and supply set-point",
    ),
    Limit(
        id="cdu.rated-heat",
        quantity="heat against the unit's rating",
        members=named(_names),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.cdus.duty_w,
        bound=lambda plant, _: plant.cdus.rated_heat_w,
        applies=_exchanges,
        source="rated heat of the CDU's catalogue entry",
    ),
    Limit(
        id="cdu.approach",
        quantity="attainable approach against the one available",
        members=named(_names),
        direction=Direction.UPPER,
        unit=KELVIN,
        value=_attainable_approach_k,
        bound=_available_approach_k,
        scale=lambda plant, snap: np.maximum(_available_approach_k(plant, snap), SMALLEST_APPROACH_K),
        applies=_exchanges,
        source="supply set-point less the facility water that reaches the unit",
    ),
    Limit(
        id="cdu.valve",
        quantity="opening of the primary valve",
        members=named(_names),
        direction=Direction.UPPER,
        unit=PERCENT,
        value=lambda _, snap: snap.cdus.valve_frac,
        bound=fixed(FULL_AUTHORITY_FRAC),
        applies=_exchanges,
        source="95 % (engineering choice): beyond it the valve controls nothing",
    ),
    Limit(
        id="cdu.pump-speed",
        quantity="pump speed",
        members=named(_names),
        direction=Direction.UPPER,
        unit=PERCENT,
        value=lambda _, snap: snap.cdus.pump_speed_frac,
        bound=fixed(FULL_AUTHORITY_FRAC),
        applies=_runs,
        loads=BOTH_LOADS,
        source="95 % (engineering choice): reserve for a clogging filter",
    ),
    Limit(
        id="cdu.npsh",
        quantity="net positive suction head",
        members=named(_names),
        direction=Direction.LOWER,
        unit=METRE,
        value=_npsh_m,
        bound=lambda plant, _: plant.cdus.npsh_required_m,
        applies=_runs,
        loads=BOTH_LOADS,
        source="NPSH required of the CDU's catalogue entry; ISO 17769-1:2012",
    ),
    Limit(
        id="cdu.pressure",
        quantity="highest pressure in the loop against the unit's working pressure",
        members=named(_names),
        direction=Direction.UPPER,
        unit=KILOPASCAL,
        value=lambda plant, snap: snap.tcs.highest_pressure_pa[plant.cdus.loop_index],
        bound=lambda plant, _: plant.cdus.max_pressure_pa,
        loads=BOTH_LOADS,
        source="largest working pressure of the CDU's catalogue entry, gauge",
    ),
    Limit(
        id="cdu.supply-max",
        quantity="supply temperature against the unit's maximum",
        members=named(_names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.cdus.supply_k,
        bound=lambda plant, _: plant.cdus.supply_max_k,
        scale=fixed(TEMPERATURE_SCALE_K),
        applies=_runs,
        source="supply temperature range of the CDU's catalogue entry",
    ),
    Limit(
        id="cdu.supply-min",
        quantity="supply temperature against the unit's minimum",
        members=named(_names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.cdus.supply_k,
        bound=lambda plant, _: plant.cdus.supply_min_k,
        scale=fixed(TEMPERATURE_SCALE_K),
        applies=_runs,
        source="supply temperature range of the CDU's catalogue entry",
    ),
    Limit(
        id="loop.flow-setpoint",
        quantity="flow of the loop against its set-point",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.LOWER,
        unit=LITRE_PER_MINUTE,
        value=loop_flow_m3_s,
        bound=lambda plant, _: plant.tcs.set_flow_m3_s * (1.0 - FLOW_BAND_FRAC),
        scale=lambda plant, snap: flow_scale(loop_flow_m3_s(plant, snap), plant.tcs.set_flow_m3_s),
        applies=_on_flow,
        loads=BOTH_LOADS,
        source="flow set-point of the site's loop; met within 1 % (engineering choice)",
    ),
    Limit(
        id="loop.dp-setpoint",
        quantity="differential pressure of the loop against its set-point",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.LOWER,
        unit=KILOPASCAL,
        value=lambda _, snap: snap.tcs.dp_pa,
        bound=lambda plant, _: plant.tcs.set_dp_pa * (1.0 - FLOW_BAND_FRAC),
        scale=lambda plant, snap: flow_scale(snap.tcs.dp_pa, plant.tcs.set_dp_pa),
        applies=_on_pressure,
        loads=BOTH_LOADS,
        source="pressure set-point of the site's loop; met within 1 % (engineering choice)",
    ),
)
