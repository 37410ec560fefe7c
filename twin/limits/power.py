"""Limits of the power chain, from the supplies in a cabinet up to the utility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.electrical.battery import autonomy_s
from twin.engine.power import routes_of
from twin.engine.snapshot import Snapshot
from twin.limits.limit import BOTH_LOADS, NAMEPLATE, Direction, Limit, Measure, Members, fixed, named
from twin.limits.unit import AMPERE, COUNT, KILOWATT, MINUTE
from twin.plant.records import Floats, Ints, Names, Plant

BATTERY_S: Final = 300.0
"""Time to start a generator with retries, or to write a checkpoint and stop (engineering choice) [s]."""
CONDUCTORS: Final = {
    "busway": "busway current against its continuous rating",
    "feeder": "feeder current against its continuous rating",
    "breaker": "breaker current against its continuous rating",
    "switchboard": "switchboard current against its continuous rating",
}
CONVERTERS: Final = ("ups", "hvdc")


def _cabinets(plant: Plant) -> Names:
    return plant.cabinets.names


def elements_of(plant: Plant, *kinds: str) -> Ints:
    """Return the places of the power elements of some kinds."""
    found = [place for place, kind in enumerate(plant.power.elements.kinds) if kind in kinds]
    return np.array(found, dtype=np.int64)


def _elements(*kinds: str) -> Callable[[Plant], Members]:
    return named(lambda plant: tuple(plant.power.elements.names[i] for i in elements_of(plant, *kinds)))


def _loaded(field: str, *kinds: str) -> Measure:
    return lambda plant, snap: getattr(snap.power, field)[elements_of(plant, *kinds)]


def _up(*kinds: str) -> Callable[[Plant, Snapshot], NDArray[np.bool_]]:
    return lambda plant, _: plant.power.elements.running[elements_of(plant, *kinds)] > 0.0


def _continuous_a(kind: str) -> Measure:
    def bound(plant: Plant, snapshot: Snapshot) -> Floats:
        del snapshot
        elements, place = plant.power.elements, elements_of(plant, kind)
        return elements.rating_current_a[place] * elements.continuous_factor[place]

    return bound


def _modules_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return what the modules in service of each converter can give [W]."""
    del snapshot
    elements, place = plant.power.elements, elements_of(plant, *CONVERTERS)
    return elements.rating_w[place] * elements.modules_running[place] / elements.modules_installed[place]


def _autonomy_s(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return how long each battery carries its load; the usable energy is counted at the output."""
    place = elements_of(plant, *CONVERTERS)
    return np.asarray(
        autonomy_s(plant.power.elements.battery_energy_j[place], snapshot.power.load_w[place], 1.0)
    )


def supplied_share(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the share of each cabinet's supplies that has a feed, shape (n_cabinet,).

    Supplies hang evenly on the cabinet's feeds; with a transfer switch or a generator all of them have one.
    """
    loads, routes = plant.power.loads, routes_of(plant.power)
    up = np.array(snapshot.power.path_up, dtype=np.bool_)
    alive = (routes.has_feed & up[routes.feed]).sum(axis=1)
    switched = (routes.is_switched & (alive > 0)) | ((routes.backup >= 0) & (alive == 0))
    of_load = np.where(switched, 1.0, alive / np.maximum(routes.has_feed.sum(axis=1), 1))
    cabinets = np.array([family == "cabinet" for family in loads.family], dtype=np.bool_)
    share = np.ones(len(plant.cabinets.names))
    share[loads.index[cabinets]] = of_load[cabinets]
    return share


def _shelves_w(plant: Plant, snapshot: Snapshot) -> Floats:
    return plant.cabinets.shelf_rating_w * supplied_share(plant, snapshot)


def _fully_supplied(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    return supplied_share(plant, snapshot) >= 1.0


def _standby_w(plant: Plant, snapshot: Snapshot) -> Floats:
    """Return the load each generator takes over when the utility is lost [W]."""
    backup = routes_of(plant.power).backup
    order = np.argsort(backup, kind="stable")
    generators = np.arange(len(plant.power.generator_names))
    each = np.split(
        snapshot.load_w[order], np.searchsorted(backup[order], np.append(generators, generators.size))
    )
    return np.array([load_w.sum() for load_w in each[1:-1]])


def _unfed(plant: Plant, snapshot: Snapshot) -> NDArray[np.bool_]:
    unfed = set(snapshot.power.unfed)
    return np.array([name in unfed for name in plant.power.loads.names], dtype=np.bool_)


def _conductor(kind: str, quantity: str) -> Limit:
    return Limit(
        id=f"power.{kind}",
        quantity=quantity,
        members=_elements(kind),
        direction=Direction.UPPER,
        unit=AMPERE,
        value=_loaded("current_a", kind),
        bound=_continuous_a(kind),
        applies=_up(kind),
        loads=BOTH_LOADS,
        source="rated current times the continuous share of the site's code: NEC 210.20(A), 215.3 80 %; "
        "IEC 60947-2 100 % at reference ambient",
    )


LIMITS: Final = (
    Limit(
        id="cabinet.feeder",
        quantity="nameplate power on one feed against the cabinet's feeder",
        members=named(_cabinets),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda plant, _: plant.cabinets.nameplate_power_w,
        bound=lambda plant, _: plant.cabinets.feeder_limit_w,
        loads=(NAMEPLATE,),
        source="feeder of the cabinet's catalogue entry",
    ),
    Limit(
        id="cabinet.shelf-redundancy",
        quantity="direct-current power against the supplies that must suffice",
        members=named(_cabinets),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.cabinets.dc_power_w,
        bound=lambda plant, _: plant.cabinets.shelf_required_w,
        applies=_fully_supplied,
        loads=BOTH_LOADS,
        source="required supplies of the cabinet's catalogue entry times their rating",
    ),
    Limit(
        id="cabinet.shelf-capacity",
        quantity="direct-current power against the supplies that have a feed",
        members=named(_cabinets),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: snap.cabinets.dc_power_w,
        bound=_shelves_w,
        loads=BOTH_LOADS,
        source="rating of the supplies in service; they hang evenly on the cabinet's feeds",
    ),
    *[_conductor(kind, quantity) for kind, quantity in CONDUCTORS.items()],
    Limit(
        id="power.converter",
        quantity="load against the UPS or HVDC modules in service",
        members=_elements(*CONVERTERS),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_loaded("load_w", *CONVERTERS),
        bound=_modules_w,
        applies=_up(*CONVERTERS),
        loads=BOTH_LOADS,
        source="rating of the converter's catalogue entry, share of its modules in service",
    ),
    Limit(
        id="power.battery",
        quantity="battery autonomy at the present load",
        members=_elements(*CONVERTERS),
        direction=Direction.LOWER,
        unit=MINUTE,
        value=_autonomy_s,
        bound=fixed(BATTERY_S),
        applies=_up(*CONVERTERS),
        loads=BOTH_LOADS,
        source="5 min (engineering choice): generator start with retries, or a checkpoint and an orderly stop",
    ),
    Limit(
        id="power.transformer",
        quantity="load against the transformer's rating",
        members=_elements("transformer"),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_loaded("load_w", "transformer"),
        bound=lambda plant, _: plant.power.elements.rating_w[elements_of(plant, "transformer")],
        applies=_up("transformer"),
        loads=BOTH_LOADS,
        source="rating of the transformer's catalogue entry at its power factor",
    ),
    Limit(
        id="power.generator",
        quantity="load to take over against the generator's rating",
        members=named(lambda plant: plant.power.generator_names),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=_standby_w,
        bound=lambda plant, _: plant.power.generator_rating_w,
        loads=BOTH_LOADS,
        source="rating of the generator's catalogue entry; all loads that name it",
    ),
    Limit(
        id="power.contract",
        quantity="power drawn from the utility",
        members=named(lambda _: ("utility",)),
        direction=Direction.UPPER,
        unit=KILOWATT,
        value=lambda _, snap: np.array([snap.power.utility_w]),
        bound=lambda plant, _: np.array([plant.power.contract_w]),
        loads=BOTH_LOADS,
        source="utility contract of the site",
    ),
    Limit(
        id="power.supply",
        quantity="feeds that are up",
        members=named(lambda plant: plant.power.loads.names),
        direction=Direction.LOWER,
        unit=COUNT,
        value=fixed(0.0),
        bound=fixed(1.0),
        applies=_unfed,
        loads=BOTH_LOADS,
        source="every consumer needs one feed or its generator",
    ),
)
