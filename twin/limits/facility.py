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
from twin.engine.supply import MODE_BAND_K, rejected_heat_w
from twin.limits.cdus import FULL_AUTHORITY_FRAC
from twin.limits.limit import BOTH_LOADS, Direction, Limit, fixed, named
from twin.limits.liquid import FLOW_BAND_FRAC, SETPOINT_BAND_K
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


def _has_trim(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    del snapshot
    return plant.fws.trim_installed > 0


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
    return np.maximum(able, 0.0)


def trim_able_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat that the trim chillers may take in this weather [W]."""
    fws = plant.fws
    allowed = trim_allowed_frac(snapshot.drive.wet_bulb_k, fws.free_below_k, MODE_BAND_K)
    return np.asarray(allowed * fws.trim_running * fws.trim_capacity_w)


def _rejection_able_w(plant: Plant, snapshot: Snapshot) -> Floats:
    return towers_able_w(plant, snapshot) + trim_able_w(plant, snapshot)


def _npsh_m(plant: Plant, snapshot: Snapshot) -> Floats:
    suction_pa = plant.fws.static_pressure_pa + snapshot.drive.pressure_pa
    hot_k = snapshot.fws.return_k
    return np.asarray(
        npsh_available_m(suction_pa, saturation_pressure_pa(hot_k), density_kg_m3(hot_k, plant.fws.fluid), 0.0)
    )


LIMITS: Final = (
    Limit(
        id="fws.supply-setpoint",
        quantity="facility supply temperature against its set-point",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.fws.supply_k,
        bound=lambda plant, _: plant.fws.supply_setpoint_k + SETPOINT_BAND_K,
        scale=fixed(SETPOINT_BAND_K),
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
        scale=lambda plant, _: plant.fws.set_dp_pa * FLOW_BAND_FRAC,
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
        bound=_rejection_able_w,
        source="tower or dry cooler with full fans in the site's design weather, plus trim chillers",
    ),
    Limit(
        id="fws.trim",
        quantity="heat against the capacity of the trim chillers",
        members=named(_fws),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.fws.trim_w,
        bound=lambda plant, _: plant.fws.trim_running * plant.fws.trim_capacity_w,
        scale=lambda plant, _: plant.fws.trim_installed * plant.fws.trim_capacity_w,
        applies=_has_trim,
        source="capacity of the trim chiller's catalogue entry",
    ),
    Limit(
        id="chw.capacity",
        quantity="heat against the capacity of the chillers",
        members=named(_chw),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.chw.heat_w,
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
        scale=fixed(SETPOINT_BAND_K),
        source="set-point of the site's loop; met within 0.5 K (engineering choice)",
    ),
)
