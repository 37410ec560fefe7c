"""Limits of the technology loops and of the cabinets' coolant circuits."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.fluids import density_kg_m3
from models.hydraulics.npsh import velocity_m_s
from twin.engine.heat import rack_cabinets
from twin.engine.snapshot import Snapshot
from twin.limits.limit import BOTH_LOADS, Direction, Limit, Measure, fixed, named
from twin.limits.unit import DEGREE_CELSIUS, KILOPASCAL, LITRE_PER_MINUTE, METRE_PER_SECOND
from twin.plant.records import Floats, Names, Plant

PIPE_VELOCITY_M_S: Final = 2.1
"""Erosion in piping: ASHRAE Handbook Fundamentals 2021, chapter 22."""
DEW_MARGIN_K: Final = 2.0
"""Smallest distance of a wet surface from the dew point of the room air [K]."""
TEMPERATURE_SCALE_K: Final = 10.0
"""Size of a temperature margin where nothing gives it one: a tenth of it per kelvin [K]."""
SETPOINT_BAND_K: Final = 0.5
"""A loop that keeps this distance from its set-point meets it [K]."""
FLOW_BAND_FRAC: Final = 0.01
"""The same for set-points of flow and pressure, as a share of the set-point."""


def setpoint_scale(margin: Floats, band: Floats | float, natural: Floats | float) -> Floats:
    """Return the scale of a set-point's margin: its band where it is met, the natural size where it is missed.

    A met set-point then has a fraction near one and binds nothing; a missed one compares with other limits.
    """
    return np.where(margin >= 0.0, band, natural)


def rack_names(plant: Plant) -> Names:
    """Return the cabinets that have a coolant circuit."""
    return tuple(plant.cabinets.names[rack] for rack in rack_cabinets(plant))


def door_names(plant: Plant) -> Names:
    """Return the cabinets that have a cooling door with water."""
    return tuple(plant.cabinets.names[cabinet] for cabinet in doors(plant))


def doors(plant: Plant) -> NDArray[np.int64]:
    """Return the places of the cabinets that have a cooling door with water."""
    return np.flatnonzero(plant.cabinets.door_water_index >= 0)


def _seen(field: str) -> Measure:
    return lambda plant, snap: getattr(snap.cabinets, field)[rack_cabinets(plant)]


def _allowed(field: str) -> Measure:
    return lambda plant, _: getattr(plant.cabinets, field)[rack_cabinets(plant)]


def _rack_velocity_m_s(plant: Plant, snapshot: Snapshot) -> Floats:
    racks = rack_cabinets(plant)
    return np.asarray(velocity_m_s(snapshot.cabinets.flow_m3_s[racks], plant.cabinets.bore_m[racks]))


def loop_flow_m3_s(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the volume flow of each technology loop."""
    return np.asarray(snapshot.tcs.flow_kg_s / density_kg_m3(snapshot.tcs.supply_k, plant.tcs.fluid))


def _header_velocity_m_s(plant: Plant, snapshot: Snapshot) -> Floats:
    return np.asarray(velocity_m_s(loop_flow_m3_s(plant, snapshot), plant.tcs.segment_diameter_m))


def _supply_range_k(plant: Plant, snapshot: Snapshot) -> Floats:
    del snapshot
    racks = rack_cabinets(plant)
    return plant.cabinets.supply_max_k[racks] - plant.cabinets.supply_min_k[racks]


def _return_rise_k(plant: Plant, snapshot: Snapshot) -> Floats:
    racks = rack_cabinets(plant)
    return np.maximum(plant.cabinets.return_max_k[racks] - snapshot.cabinets.supply_k[racks], 1.0)


def _dew_bound_k(plant: Plant, snapshot: Snapshot) -> Floats:
    return snapshot.drive.dew_point_k[plant.tcs.hall_index] + np.maximum(plant.tcs.dew_margin_k, DEW_MARGIN_K)


def _door_dew_bound_k(plant: Plant, snapshot: Snapshot) -> Floats:
    return snapshot.drive.dew_point_k[plant.cabinets.hall_index[doors(plant)]] + DEW_MARGIN_K


def _door_water_k(plant: Plant, snapshot: Snapshot) -> Floats:
    return snapshot.chw.supply_k[plant.cabinets.door_water_index[doors(plant)]]


def _door_allowed(field: str) -> Measure:
    return lambda plant, _: getattr(plant.cabinets, field)[doors(plant)]


LIMITS: Final = (
    Limit(
        id="rack.flow",
        quantity="coolant flow against what the cabinet requires",
        members=named(rack_names),
        direction=Direction.LOWER,
        unit=LITRE_PER_MINUTE,
        value=_seen("flow_m3_s"),
        bound=_seen("required_flow_m3_s"),
        source="required flow of the cabinet's catalogue entry, at its heat and supply temperature",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="rack.max-flow",
        quantity="coolant flow against the cabinet's maximum",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=LITRE_PER_MINUTE,
        value=_seen("flow_m3_s"),
        bound=_allowed("max_flow_m3_s"),
        source="largest flow of the cabinet's catalogue entry",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="rack.pressure-drop",
        quantity="pressure drop of the cabinet",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=KILOPASCAL,
        value=_seen("pressure_drop_pa"),
        bound=_allowed("max_pressure_drop_pa"),
        source="largest pressure drop of the cabinet's catalogue entry",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="rack.velocity",
        quantity="velocity in the cabinet's connection",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=METRE_PER_SECOND,
        value=_rack_velocity_m_s,
        bound=fixed(PIPE_VELOCITY_M_S),
        source="ASHRAE Handbook Fundamentals 2021, chapter 22: 2.1 m/s against erosion",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="rack.static-pressure",
        quantity="static pressure at the quick disconnects",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=KILOPASCAL,
        value=_seen("static_pressure_pa"),
        bound=_allowed("static_pressure_max_pa"),
        source="largest static pressure of the cabinet's catalogue entry",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="rack.supply-max",
        quantity="coolant supply temperature against its maximum",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_seen("supply_k"),
        bound=_allowed("supply_max_k"),
        scale=_supply_range_k,
        source="supply temperature range of the cabinet's catalogue entry",
    ),
    Limit(
        id="rack.supply-min",
        quantity="coolant supply temperature against its minimum",
        members=named(rack_names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=_seen("supply_k"),
        bound=_allowed("supply_min_k"),
        scale=_supply_range_k,
        source="supply temperature range of the cabinet's catalogue entry",
    ),
    Limit(
        id="rack.return-max",
        quantity="coolant return temperature",
        members=named(rack_names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_seen("return_k"),
        bound=_allowed("return_max_k"),
        scale=_return_rise_k,
        source="largest return temperature of the cabinet's catalogue entry",
    ),
    Limit(
        id="loop.header-velocity",
        quantity="velocity in the header",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.UPPER,
        unit=METRE_PER_SECOND,
        value=_header_velocity_m_s,
        bound=fixed(PIPE_VELOCITY_M_S),
        source="ASHRAE Handbook Fundamentals 2021, chapter 22: 2.1 m/s against erosion",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="loop.supply-setpoint",
        quantity="coolant supply temperature against its set-point",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.tcs.supply_k,
        bound=lambda _, snap: snap.tcs.setpoint_k + SETPOINT_BAND_K,
        scale=lambda _, snap: setpoint_scale(
            snap.tcs.setpoint_k + SETPOINT_BAND_K - snap.tcs.supply_k, SETPOINT_BAND_K, TEMPERATURE_SCALE_K
        ),
        source="set-point of the site's loop; met within 0.5 K (engineering choice)",
    ),
    Limit(
        id="loop.dew-point",
        quantity="coolant supply temperature over the dew point of the hall",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.tcs.supply_k,
        bound=_dew_bound_k,
        scale=fixed(TEMPERATURE_SCALE_K),
        source="dew point of the hall plus 2 K, or the site's own margin where it is larger",
    ),
    Limit(
        id="door.dew-point",
        quantity="water to the cooling door over the dew point of the hall",
        members=named(door_names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=_door_water_k,
        bound=_door_dew_bound_k,
        scale=fixed(TEMPERATURE_SCALE_K),
        source="dew point of the hall plus 2 K",
    ),
    Limit(
        id="door.supply-max",
        quantity="water to the cooling door against its maximum",
        members=named(door_names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_door_water_k,
        bound=_door_allowed("door_supply_max_k"),
        scale=fixed(TEMPERATURE_SCALE_K),
        source="water temperature range of the door's catalogue entry",
    ),
    Limit(
        id="door.supply-min",
        quantity="water to the cooling door against its minimum",
        members=named(door_names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=_door_water_k,
        bound=_door_allowed("door_supply_min_k"),
        scale=fixed(TEMPERATURE_SCALE_K),
        source="water temperature range of the door's catalogue entry",
    ),
)
