"""Limits of chips, their memory, their cold plates and the optical modules.

A row stands for all chips of one kind in one cabinet and shows the worst of them: at chip resolution the chip
itself, at cabinet resolution the mean chip moved to the least-favoured branch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from models.hydraulics.npsh import velocity_m_s
from twin.engine.heat import on_air
from twin.engine.snapshot import Snapshot
from twin.limits.limit import BOTH_LOADS, Direction, Limit, Members, fixed, named
from twin.limits.unit import DEGREE_CELSIUS, LITRE_PER_MINUTE, METRE_PER_SECOND
from twin.plant.records import Floats, Ints, Plant

SMALLEST_RISE_K: Final = 1.0
"""A bound nearer to its reference than this gives no fraction to speak of [K]."""
PLATE_VELOCITY_M_S: Final = 1.5
"""Erosion at the inlet of a cold plate: OCP OAI System Liquid Cooling Guidelines, March 2023."""


def kinds_of_chip(plant: Plant) -> Members:
    """Return one row per cabinet and kind of chip, in plant order."""
    return _kinds(plant, range(len(plant.chips.names)))


def kinds_on_plates(plant: Plant) -> Members:
    """Return the rows of chips that have a cold plate."""
    return _kinds(plant, _on_plates(plant).tolist())


def _on_plates(plant: Plant) -> Ints:
    return np.flatnonzero(~on_air(plant))


def _kinds(plant: Plant, members: Iterable[int]) -> Members:
    chips = plant.chips
    place: dict[tuple[int, str], int] = {}
    cabinet_of = chips.cabinet_index.tolist()
    group = [place.setdefault((cabinet_of[i], chips.part[i]), len(place)) for i in members]
    names = tuple(f"{plant.cabinets.names[cabinet]}.{part}" for cabinet, part in place)
    return Members(names=names, group=np.array(group, dtype=np.int64))


def _junction_k(plant: Plant, snapshot: Snapshot) -> Floats:
    del plant
    return snapshot.chips.worst_junction_k


def _hbm_k(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the memory beside the worst junction: both ride on the same case."""
    del plant
    return snapshot.chips.hbm_k + snapshot.chips.worst_junction_k - snapshot.chips.junction_k


def _rise_over_coolant_k(bound_k: Floats, plant: Plant, snapshot: Snapshot) -> Floats:
    owner = plant.chips.cabinet_index
    supply_k = np.where(
        on_air(plant), snapshot.cabinets.air_inlet_k[owner], snapshot.cabinets.supply_k[owner]
    )
    return np.maximum(bound_k - supply_k, SMALLEST_RISE_K)


def _branch_extremes(plant: Plant, snapshot: Snapshot) -> tuple[Floats, Floats]:
    """Return the smallest and largest flow through a plate that each chip with one stands for [m3/s]."""
    members = _on_plates(plant)
    flow = snapshot.chips.plate_flow_m3_s[members]
    if plant.resolution == "chip":
        return flow, flow
    worst = plant.chips.worst_share_frac[members] / plant.chips.flow_share_frac[members]
    return flow * worst, flow * (2.0 - worst)


def _plate_velocity_m_s(plant: Plant, snapshot: Snapshot) -> Floats:
    return np.asarray(
        velocity_m_s(_branch_extremes(plant, snapshot)[1], plant.chips.plate_bore_m[_on_plates(plant)])
    )


def _optic_reference_k(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the air at the inlet of the hall or cabinet in which each group of modules stands."""
    optics = plant.optics
    hall = _hall_of_optic(plant)
    return np.maximum(optics.case_max_k - snapshot.halls.inlet_k[hall], SMALLEST_RISE_K)


def _hall_of_optic(plant: Plant) -> Ints:
    hall = np.zeros(len(plant.optics.names), dtype=np.int64)
    inside = np.flatnonzero(plant.optics.cabinet_index >= 0)
    outside = np.flatnonzero(plant.optics.cabinet_index < 0)
    hall[inside] = plant.cabinets.hall_index[plant.optics.cabinet_index[inside]]
    hall[outside] = plant.blocks.hall_index[plant.optics.block_index[outside]]
    return hall


LIMITS: Final = (
    Limit(
        id="chip.throttle",
        quantity="junction temperature against the throttle point",
        members=kinds_of_chip,
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_junction_k,
        bound=lambda plant, _: plant.chips.throttle_temp_k,
        scale=lambda plant, snap: _rise_over_coolant_k(plant.chips.throttle_temp_k, plant, snap),
        warn_frac=0.1,
        source="throttle temperature of the chip's catalogue entry",
    ),
    Limit(
        id="chip.shutdown",
        quantity="junction temperature against the shutdown point",
        members=kinds_of_chip,
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_junction_k,
        bound=lambda plant, _: plant.chips.shutdown_temp_k,
        scale=lambda plant, snap: _rise_over_coolant_k(plant.chips.shutdown_temp_k, plant, snap),
        warn_frac=0.1,
        source="shutdown temperature of the chip's catalogue entry",
    ),
    Limit(
        id="chip.hbm",
        quantity="memory temperature",
        members=kinds_of_chip,
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=_hbm_k,
        bound=lambda plant, _: plant.chips.hbm_max_temp_k,
        scale=lambda plant, snap: _rise_over_coolant_k(plant.chips.hbm_max_temp_k, plant, snap),
        warn_frac=0.1,
        source="memory temperature limit of the chip's catalogue entry",
    ),
    Limit(
        id="chip.plate-flow",
        quantity="coolant through the least-favoured cold plate",
        members=kinds_on_plates,
        direction=Direction.LOWER,
        unit=LITRE_PER_MINUTE,
        value=lambda plant, snap: _branch_extremes(plant, snap)[0],
        bound=lambda plant, _: plant.chips.min_plate_flow_m3_s[_on_plates(plant)],
        source="smallest flow at which the plate's catalogue law holds",
    ),
    Limit(
        id="chip.plate-velocity",
        quantity="velocity at the inlet of the most-favoured cold plate",
        members=kinds_on_plates,
        direction=Direction.UPPER,
        unit=METRE_PER_SECOND,
        value=_plate_velocity_m_s,
        bound=fixed(PLATE_VELOCITY_M_S),
        source="OCP OAI System Liquid Cooling Guidelines, March 2023: 1.5 m/s at the cold-plate inlet",
        loads=BOTH_LOADS,
    ),
    Limit(
        id="optic.case",
        quantity="case temperature of optical modules",
        members=named(lambda plant: plant.optics.names),
        direction=Direction.UPPER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.optic_case_k,
        bound=lambda plant, _: plant.optics.case_max_k,
        scale=_optic_reference_k,
        warn_frac=0.1,
        source="case temperature limit of the module's catalogue entry",
    ),
)
