"""Power chain: from the loads, through the paths that are up, to the utility.

Loads are known when the cooling is settled; losses add from downstream to upstream. Nothing here acts back on
the cooling except the loss of supply, which is another plant (`twin.engine.failure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.electrical.feeder import three_phase_current_a
from models.electrical.ups import ups_loss_w
from twin.engine.runs import Owners
from twin.plant.records import Floats, Ints, Names, Plant, PowerChain

LOAD_FAMILIES: Final = ("cabinet", "block", "cdu", "fws", "chw", "hall")
"""What draws power, family by family."""


def load_places(plant: Plant) -> Ints:
    """Return where each load of the power chain stands in the powers of all families, put one after another."""
    families = (plant.cabinets, plant.blocks, plant.cdus, plant.fws, plant.chw, plant.halls)
    sizes = [len(family.names) for family in families]
    starts = (np.cumsum(sizes) - sizes).tolist()
    first = dict(zip(LOAD_FAMILIES, starts, strict=True))
    loads = plant.power.loads
    return np.array([first[family] for family in loads.family], dtype=np.int64) + loads.index


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerState:
    """Loading of the power chain.

    ``load_w`` is what each element delivers, ``loss_w`` what it turns into heat, ``current_a`` its phase
    current; ``generator_w`` the load of each generator; ``unfed`` the loads that no path, feed or generator
    supplies.
    """

    load_w: Floats
    loss_w: Floats
    current_a: Floats
    path_up: tuple[bool, ...]
    path_load_w: Floats
    generator_w: Floats
    utility_w: Any
    unfed: Names


def power_state(chain: PowerChain, load_w: Floats, feeding: Feeding | None = None) -> PowerState:
    """Distribute loads over paths and add losses up to the utility.

    Parameters
    ----------
    chain : PowerChain
    load_w : ndarray, shape (..., n_load)
        Electrical power of each load [W].
    feeding : Feeding, optional
        Of this chain; saves finding it.

    Returns
    -------
    PowerState
        Dual-corded loads share the feeds that are up; with a transfer switch the first feed that is up
        carries all of it; a load whose feeds are all down runs on its generator, if it has one.
    """
    feeding = feeding or feeding_of(chain)
    elements = chain.elements
    path_load = feeding.path.total(load_w.take(feeding.load, axis=-1) / feeding.sharers)
    load = feeding.path_end.total(path_load)
    loss = np.zeros(load.shape)
    for level in feeding.levels:
        loss[..., level.running] = ups_loss_w(load.take(level.running, axis=-1), *level.losses)
        load += level.parent.total(load.take(level.below, axis=-1) + loss.take(level.below, axis=-1))
    current = np.where(
        elements.phases == 3.0,
        three_phase_current_a(load, elements.voltage_v, elements.power_factor),
        load / elements.voltage_v,
    )
    return PowerState(
        load_w=load,
        loss_w=loss,
        current_a=np.asarray(current),
        path_up=feeding.path_up,
        path_load_w=path_load,
        generator_w=feeding.generator.total(load_w.take(feeding.standby, axis=-1)),
        utility_w=(load + loss)[..., feeding.roots].sum(axis=-1),
        unfed=feeding.unfed,
    )


class Level(NamedTuple):
    """Elements equally far from the utility.

    Those that run with their rating and coefficients of loss, and all that have an element above, ``parent``.
    """

    running: Ints
    losses: tuple[Floats, ...]
    below: Ints
    parent: Owners


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeding:
    """Who carries what, as long as no element fails or returns.

    ``load`` and ``path`` pair each load with each path that carries a part of it, one of ``sharers`` equal ones;
    ``standby`` are the loads that run on their ``generator``. ``levels`` begin with the one farthest from the utility.
    """

    path_up: tuple[bool, ...]
    load: Ints
    path: Owners
    sharers: Ints
    standby: Ints
    generator: Owners
    unfed: Names
    path_end: Owners
    levels: tuple[Level, ...]
    roots: NDArray[np.bool_]


def feeding_of(chain: PowerChain) -> Feeding:
    """Return who carries what in a chain as it stands, failures included."""
    routes, running = routes_of(chain), _live(chain)
    path_up = np.logical_and.reduceat(running[routes.along], routes.path_start)
    alive = routes.has_feed & path_up[routes.feed]
    takes = alive & (~routes.is_switched[:, None] | (np.cumsum(alive, axis=1) == 1))
    takers = takes.sum(axis=1)
    fed, load = takers > 0, np.nonzero(takes)[0]
    standby = np.flatnonzero(~fed & (routes.backup >= 0))
    unfed = np.flatnonzero(~fed & (routes.backup < 0)).tolist()
    return Feeding(
        path_up=tuple(path_up.tolist()),
        load=load,
        path=Owners(routes.feed[takes], len(chain.path_names)),
        sharers=takers[load],
        standby=standby,
        generator=Owners(routes.backup[standby], len(chain.generator_names)),
        unfed=tuple(chain.loads.names[place] for place in unfed),
        path_end=Owners(routes.path_end, len(chain.elements.names)),
        levels=tuple(_level(chain, running, routes.parent, members) for members in routes.levels),
        roots=routes.parent < 0,
    )


def _live(chain: PowerChain) -> NDArray[np.bool_]:
    """Return which elements run: nothing behind an element that is down is live."""
    running = chain.elements.running > 0.0
    if not running.all():
        for path in chain.path_elements:
            running[list(path)] = np.logical_and.accumulate(running[list(path)])
    return running


def _level(chain: PowerChain, running: NDArray[np.bool_], parent: Ints, members: Ints) -> Level:
    elements, on, below = chain.elements, members[running[members]], members[parent[members] >= 0]
    losses = (elements.rating_w, elements.loss_0, elements.loss_1, elements.loss_2)
    return Level(on, tuple(values[on] for values in losses), below, Owners(parent[below], parent.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Names and places of a power chain as index arrays.

    ``feed`` holds the paths of each load, shape (n_load, most feeds), valid where ``has_feed``; ``backup`` its
    generator, -1 without. ``along`` lists the elements path by path, each beginning at ``path_start``. ``parent``
    is the element directly upstream, -1 at the utility; ``levels`` are the elements from the last to the first,
    each level behind the next.
    """

    feed: Ints
    has_feed: NDArray[np.bool_]
    is_switched: NDArray[np.bool_]
    backup: Ints
    along: Ints
    path_start: Ints
    path_end: Ints
    parent: Ints
    levels: tuple[Ints, ...]


def routes_of(chain: PowerChain) -> Routes:
    """Return the index arrays of a chain; worked out once for all failures of a plant."""
    loads = chain.loads
    return _routes(
        len(chain.elements.names),
        chain.path_names,
        chain.path_elements,
        chain.generator_names,
        loads.feeds,
        loads.transfer,
        loads.backup,
    )


@lru_cache(maxsize=16)
def _routes(
    elements: int,
    path_names: Names,
    path_elements: tuple[tuple[int, ...], ...],
    generator_names: Names,
    feeds: tuple[Names, ...],
    transfer: Names,
    backup: Names,
) -> Routes:
    place = {name: i for i, name in enumerate(path_names)}
    generators = {name: i for i, name in enumerate(generator_names)} | {"": -1}
    most = max(map(len, feeds), default=0)
    feed = np.array(
        [[place[name] for name in names] + [-1] * (most - len(names)) for names in feeds], dtype=np.int64
    ).reshape(len(feeds), most)
    sizes = np.array([len(path) for path in path_elements], dtype=np.int64)
    parent = _parents(path_elements, elements)
    return Routes(
        feed=np.maximum(feed, 0),
        has_feed=feed >= 0,
        is_switched=np.array([bool(switch) for switch in transfer], dtype=np.bool_),
        backup=np.array([generators[name] for name in backup], dtype=np.int64),
        along=np.array([element for path in path_elements for element in path], dtype=np.int64),
        path_start=np.cumsum(sizes) - sizes,
        path_end=np.array([path[-1] for path in path_elements], dtype=np.int64),
        parent=parent,
        levels=_levels(parent),
    )


def _parents(path_elements: tuple[tuple[int, ...], ...], elements: int) -> Ints:
    """Return the element directly upstream of each; -1 at the utility."""
    parent = np.full(elements, -1, dtype=np.int64)
    for path in path_elements:
        for upper, lower in pairwise(path):
            parent[lower] = upper
    return parent


def _levels(parent: Ints) -> tuple[Ints, ...]:
    """Return the elements by their distance from the utility, the farthest first."""
    depth = np.zeros(parent.size, dtype=np.int64)
    above = parent.copy()
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    return tuple(np.flatnonzero(depth == level)[::-1] for level in range(int(depth.max(initial=-1)), -1, -1))
