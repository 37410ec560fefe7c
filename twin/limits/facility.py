"""Limits of facility water, heat rejection and chilled water."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.cooling.controls import trim_allowed_frac
from models.fluids import density_kg_m3
from models.hydraulics.npsh import npsh_available_m
from models.psychrometrics import saturation_pressure_pa
from twin.engine.snapshot import Snapshot
from twin.engine.supply import MODE_BAND_K, heat_to_setpoint_w, rejected_heat_w, setpoint_j_kg, trim_ability_w
from twin.limits.cdus import FULL_AUTHORITY_FRAC, flow_scale
from twin.limits.limit import BOTH_LOADS, Direction, Limit, fixed, named
from twin.limits.liquid import FLOW_BAND_FRAC, SETPOINT_BAND_K, TEMPERATURE_SCALE_K, setpoint_scale
from twin.limits.unit import DEGREE_CELSIUS, KILOPASCAL, KILOWATT, METRE, PERCENT
from twin.plant.records import Floats, Names, Plant
from twin.plant.select import pick


def _fws(plant: Plant) -> Names:
    return plant.fws.names


def _chw(plant: Plant) -> Names:
    return plant.chw.names


def _pumps_run(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    del snapshot
    return plant.fws.pumps_running > 0.0


def _trims(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    """Return which loops trim in this weather."""
    allowed = trim_allowed_frac(snapshot.drive.wet_bulb_k, plant.fws.free_below_k, MODE_BAND_K)
    return np.asarray((plant.fws.trim_installed > 0) & (allowed > 0.0), dtype=np.bool_)


def towers_able_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat that towers or dry coolers could reject at the loop's set-point with full fans [W]."""
    fws, seen = plant.fws, snapshot.fws
    back_k = seen.return_k - np.maximum(seen.supply_k - fws.supply_setpoint_k, 0.0)
    able = np.zeros(len(fws.names))
    for kind in sorted(set(fws.rejection_kind) - {"none"}):
        place = np.flatnonzero([k == kind for k in fws.rejection_kind])
        able[place] = rejected_heat_w(
            pick(fws, place), snapshot.drive, back_k[place], seen.flow_kg_s[place], np.ones(place.size)
        )
    return able


def rejection_able_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat that rejection and trim together could take at the loop's set-point [W]."""
    return np.asarray(towers_able_w(plant, snapshot) + trim_ability_w(plant.fws, snapshot.drive))


def _trim_asked_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat that trimming to the set-point asks for [W]: it grows where the chillers give no more."""
    fws, seen = plant.fws, snapshot.fws
    return np.asarray(heat_to_setpoint_w(fws.fluid, setpoint_j_kg(fws), seen.basin_k, seen.flow_kg_s))


def _chillers_asked_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat that cooling the return to the set-point asks for [W]."""
    chw = plant.chw
    return np.asarray(heat_to_setpoint_w(chw.fluid, setpoint_j_kg(chw), snapshot.chw.return_k, chw.flow_kg_s))


def _npsh_m(plant: Plant, snapshot: Snapshot) -> Floats:
    suction_pa = plant.fws.static_pressure_pa + snapshot.drive.pressure_pa
    hot_k = snapshot.fws.return_k
    return np.asarray(
        npsh_available_m(
            suction_pa, saturation_pressure_pa(hot_k), density_kg_m3(hot_k, plant.fws.fluid), 0.0
        )
    )


def _supply_scale(supply_k: Floats, setpoint_k: Floats) -> Floats:
    return setpoint_scale(setpoint_k + SETPOINT_BAND_K - supply_k, SETPOINT_BAND_K, TEMPERATURE_SCALE_K)


LIMITS: Final = (
    Limit(
        id="fws.supply-setpoint",
        quantity="facility supply temperature against its set-point",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.fws.supply_k,
        bound=lambda plant, _: plant.fws.supply_setpoint_k + SETPOINT_BAND_K,
        scale=lambda plant, snap: _supply_scale(snap.fws.supply_k, plant.fws.supply_setpoint_k),
        source="set-point of the site's loop; met within 0.5 K (engineering choice)",
    ),
    Limit(
        id="fws.flow",
        quantity="differential pressure that drives the facility flow, against its set-point",
        members=named(_fws),
        direction=Direction.LOWER,
        unit=KILOPASCAL,
        value=lambda _, snap: snap.fws.dp_pa,
        bound=lambda plant, _: plant.fws.set_dp_pa * (1.0 - FLOW_BAND_FRAC),
        scale=lambda plant, snap: flow_scale(snap.fws.dp_pa, plant.fws.set_dp_pa),
        source="pressure set-point of the site's loop; met within 1 % (engineering choice)",
    ),
    Limit(
        id="fws.pump-speed",
        quantity="facility pump speed",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=PERCENT,
        value=lambda _, snap: snap.fws.pump_speed_frac,
        bound=fixed(FULL_AUTHORITY_FRAC),
        applies=_pumps_run,
        source="95 % (engineering choice): reserve to control with",
    ),
    Limit(
        id="fws.npsh",
        quantity="net positive suction head of the facility pumps",
        members=named(_fws),
        direction=Direction.LOWER,
        unit=METRE,
        value=_npsh_m,
        bound=lambda plant, _: plant.fws.pump_npsh_required_m,
        applies=_pumps_run,
        loads=BOTH_LOADS,
        source="NPSH required of the pump's catalogue entry; ISO 17769-1:2012",
    ),
    Limit(
        id="fws.heat-rejection",
        quantity="heat against what rejection and trim can take at the set-point",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.fws.rejected_w + snap.fws.trim_w,
        bound=rejection_able_w,
        source="tower or dry cooler with full fans in the site's design weather, plus trim chillers",
    ),
    Limit(
        id="fws.trim",
        quantity="heat that the set-point asks of the trim chillers, against their capacity",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_trim_asked_w,
        bound=lambda plant, _: plant.fws.trim_running * plant.fws.trim_capacity_w,
        scale=lambda plant, _: plant.fws.trim_installed * plant.fws.trim_capacity_w,
        applies=_trims,
        source="capacity of the trim chiller's catalogue entry",
    ),
    Limit(
        id="chw.capacity",
        quantity="heat that the set-point asks of the chillers, against their capacity",
        members=named(_chw),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_chillers_asked_w,
        bound=lambda plant, _: plant.chw.chillers_running * plant.chw.chiller_capacity_w,
        scale=lambda plant, _: plant.chw.chillers_installed * plant.chw.chiller_capacity_w,
        source="capacity of the chiller's catalogue entry",
    ),
    Limit(
        id="chw.supply-setpoint",
        quantity="chilled-water supply temperature against its set-point",
        members=named(_chw),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.chw.supply_k,
        bound=lambda plant, _: plant.chw.supply_setpoint_k + SETPOINT_BAND_K,
        scale=lambda plant, snap: _supply_scale(snap.chw.supply_k, plant.chw.supply_setpoint_k),
        source="set-point of the site's loop; met within 0.5 K (engineering choice)",
    ),
)
