"""Limits of the building and its climate: the floor, and frost."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twin.engine.snapshot import Snapshot
from twin.limits.limit import BOTH_LOADS, Direction, Limit, fixed, named
from twin.limits.liquid import TEMPERATURE_SCALE_K
from twin.limits.unit import DEGREE_CELSIUS, KILOGRAM_PER_SQUARE_METRE
from twin.plant.records import Floats, Plant

FROST_MARGIN_K: Final = 3.0
"""Distance that freeze points and evaporators keep from the coldest water or air (engineering choice) [K]."""
AISLE_SHARE: Final = 2.0
"""Floor that carries a row of cabinets, over their footprint: each has half of the aisles beside it."""


def _footprint_load_kg_m2(plant: Plant, snapshot: Snapshot) -> Floats:
    del snapshot
    return plant.cabinets.mass_kg / plant.cabinets.footprint_m2


def _cabinet_floor_kg_m2(plant: Plant, snapshot: Snapshot) -> Floats:
    del snapshot
    return plant.halls.floor_rating_kg_m2[plant.cabinets.hall_index]


def hall_floor_load_kg_m2(plant: Plant) -> Floats:
    """Return the load of cabinets and CDUs spread over the rows and half of their aisles, shape (n_hall,)."""
    count = len(plant.halls.names)
    cabinets, cdus = plant.cabinets, plant.cdus
    hall_of_cdu = plant.tcs.hall_index[cdus.loop_index]
    mass = np.bincount(cabinets.hall_index, weights=cabinets.mass_kg, minlength=count)
    mass = mass + np.bincount(hall_of_cdu, weights=cdus.mass_kg, minlength=count)
    area = AISLE_SHARE * np.bincount(cabinets.hall_index, weights=cabinets.footprint_m2, minlength=count)
    return np.asarray(mass / np.maximum(area, 1e-9))


def _outdoors(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    """Return which facility loops have their own water in the open: a plate exchanger keeps it inside."""
    del snapshot
    kinds = np.array(plant.fws.rejection_kind, dtype=object)
    return np.asarray((kinds != "none") & (plant.fws.exchanger_approach_k <= 0.0), dtype=np.bool_)


def _coldest_k(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the coldest that the coolant of each facility loop gets, standing or flowing."""
    return np.where(_outdoors(plant, snapshot), plant.extreme_min_k, snapshot.fws.supply_k)


LIMITS: Final = (
    Limit(
        id="floor.cabinet",
        quantity="weight of the cabinet over its footprint",
        members=named(lambda plant: plant.cabinets.names),
        direction=Direction.UPPER,
        unit=KILOGRAM_PER_SQUARE_METRE,
        value=_footprint_load_kg_m2,
        bound=_cabinet_floor_kg_m2,
        loads=BOTH_LOADS,
        source="floor rating of the hall",
    ),
    Limit(
        id="floor.hall",
        quantity="weight of cabinets and CDUs over rows and aisles",
        members=named(lambda plant: plant.halls.names),
        direction=Direction.UPPER,
        unit=KILOGRAM_PER_SQUARE_METRE,
        value=lambda plant, _: hall_floor_load_kg_m2(plant),
        bound=lambda plant, _: plant.halls.floor_rating_kg_m2,
        loads=BOTH_LOADS,
        source="floor rating of the hall",
    ),
    Limit(
        id="freeze.technology",
        quantity="coolant supply over its freeze point",
        members=named(lambda plant: plant.tcs.names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.tcs.supply_k,
        bound=lambda plant, _: plant.tcs.freeze_k + FROST_MARGIN_K,
        scale=fixed(TEMPERATURE_SCALE_K),
        source="freeze point of the fluid's catalogue entry plus 3 K",
    ),
    Limit(
        id="freeze.facility",
        quantity="coldest facility water, outdoors at the site's extreme minimum, over its freeze point",
        members=named(lambda plant: plant.fws.names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=_coldest_k,
        bound=lambda plant, _: plant.fws.freeze_k + FROST_MARGIN_K,
        scale=fixed(TEMPERATURE_SCALE_K),
        source="freeze point of the fluid's catalogue entry plus 3 K; extreme minimum of the site's weather",
    ),
    Limit(
        id="freeze.chilled",
        quantity="chilled water over its freeze point",
        members=named(lambda plant: plant.chw.names),
        direction=Direction.LOWER,
        unit=DEGREE_CELSIUS,
        value=lambda _, snap: snap.chw.supply_k,
        bound=lambda plant, _: plant.chw.freeze_k + FROST_MARGIN_K,
        scale=fixed(TEMPERATURE_SCALE_K),
        source="freeze point of the fluid's catalogue entry plus 3 K",
    ),
)
