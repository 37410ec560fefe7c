"""Limits of the room air: what reaches the cabinets, what they give to it, what takes it away."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from twin.engine.heat import air_side
from twin.engine.snapshot import Snapshot
from twin.limits.limit import Direction, Limit, Measure, named
from twin.limits.liquid import door_names, doors
from twin.limits.unit import DEGREE_CELSIUS, KILOGRAM_PER_SECOND, KILOWATT
from twin.plant.records import Floats, Names, Plant


def _cabinets(plant: Plant) -> Names:
    return plant.cabinets.names


def _halls(plant: Plant) -> Names:
    return plant.halls.names


def _inlet_range_k(plant: Plant, snapshot: Snapshot) -> Floats:
    del snapshot
    return plant.cabinets.inlet_max_k - plant.cabinets.inlet_min_k


def _own_air_heat_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return what each cabinet gives to air, before its door takes a part back."""
    del plant
    return snapshot.cabinets.air_w + snapshot.cabinets.door_w


def crah_able_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the heat the room coolers could take while they still deliver air at their set-point [W].

    The return air that belongs to a met set-point is the set-point plus the rise by the present heat; a
    return that is hot only because the units do not manage does not count as ability.
    """
    halls = plant.halls
    airflow_w_k = halls.crah_airflow_kg_s * halls.crah_running * DRY_AIR_HEAT_CAPACITY_J_KG_K
    back_k = halls.supply_setpoint_k + snapshot.halls.crah_heat_w / np.maximum(airflow_w_k, 1.0)
    unlimited = replace(halls, supply_setpoint_k=np.zeros_like(halls.supply_setpoint_k))
    return np.asarray(air_side(unlimited, back_k, snapshot.chw.supply_k[halls.water_index]).crah_heat_w)


def _at_doors(field: str) -> Measure:
    return lambda plant, snap: getattr(snap.cabinets, field)[doors(plant)]


LIMITS: Final = (
    Limit(
        id="cabinet.air-inlet-max",
        quantity="air at the cabinet's inlet against its maximum",
        members=named(_cabinets),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.cabinets.air_inlet_k,
        bound=lambda plant, _: plant.cabinets.inlet_max_k,
        scale=_inlet_range_k,
        source="inlet air range of the cabinet's catalogue entry",
    ),
    Limit(
        id="cabinet.air-inlet-min",
        quantity="air at the cabinet's inlet against its minimum",
        members=named(_cabinets),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.cabinets.air_inlet_k,
        bound=lambda plant, _: plant.cabinets.inlet_min_k,
        scale=_inlet_range_k,
        source="inlet air range of the cabinet's catalogue entry",
    ),
    Limit(
        id="cabinet.air-heat",
        quantity="heat the cabinet gives to air",
        members=named(_cabinets),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_own_air_heat_w,
        bound=lambda plant, _: plant.cabinets.max_air_heat_w,
        source="largest air heat of the cabinet's catalogue entry",
    ),
    Limit(
        id="door.capacity",
        quantity="heat taken by the cooling door",
        members=named(door_names),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_at_doors("door_w"),
        bound=lambda plant, _: plant.cabinets.door_rating_w[doors(plant)],
        source="capacity of the door's catalogue entry",
    ),
    Limit(
        id="hall.crah-capacity",
        quantity="heat against what the room coolers take at their set-point",
        members=named(_halls),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.halls.crah_heat_w,
        bound=crah_able_w,
        source="coil of the room cooler's catalogue entry at the actual water and air",
    ),
    Limit(
        id="hall.airflow",
        quantity="air delivered against what the cabinets draw",
        members=named(_halls),
        direction=Direction.LOWER,
        unit=KILOGRAM_PER_SECOND,
        value=lambda plant, _: plant.halls.crah_airflow_kg_s * plant.halls.crah_running,
        bound=lambda plant, _: plant.halls.demand_airflow_kg_s,
        source="airflow of the cabinets' catalogue entries; less air makes exhaust recirculate",
    ),
)
