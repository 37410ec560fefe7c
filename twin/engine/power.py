"""Power chain: from the loads, through the paths that are up, to the utility.

Loads are known when the cooling is settled; losses add from downstream to upstream. Nothing here acts back on
the cooling except the loss of supply, which is another plant (`twin.engine.failure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.electrical.feeder import three_phase_current_a
from models.electrical.ups import ups_loss_w
from twin.plant.records import Floats, Ints, Names, PowerChain


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
    utility_w: float
    unfed: Names


def power_state(chain: PowerChain, load_w: Floats) -> PowerState:
    """Distribute loads over paths and add losses up to the utility.

    Parameters
    ----------
    chain : PowerChain
    load_w : ndarray, shape (n_load,)
        Electrical power of each load [W].

    Returns
    -------
    PowerState
        Dual-corded loads share the feeds that are up; with a transfer switch the first feed that is up
        carries all of it; a load whose feeds are all down runs on its generator, if it has one.
    """
    elements = chain.elements
    running = elements.running > 0.0
    for path in chain.path_elements:  # nothing behind an element that is down is live
        running[list(path)] = np.logical_and.accumulate(running[list(path)])
    path_up = tuple(bool(running[list(path)].all()) for path in chain.path_elements)
    path_load, generator, unfed = _placed(chain, load_w, path_up)
    own = np.zeros(len(elements.names))
    for path, power in zip(chain.path_elements, path_load, strict=True):
        own[path[-1]] += power
    parent = _parents(chain)
    load = own.copy()
    loss = np.zeros_like(load)
    for element in reversed(range(load.size)):
        up = 1.0 if running[element] else 0.0
        loss[element] = up * float(
            ups_loss_w(
                load[element],
                elements.rating_w[element],
                elements.loss_0[element],
                elements.loss_1[element],
                elements.loss_2[element],
            )
        )
        if parent[element] >= 0:
            load[parent[element]] += load[element] + loss[element]
    roots = parent < 0
    current = np.where(
        elements.phases == 3.0,
        three_phase_current_a(load, elements.voltage_v, elements.power_factor),
        load / elements.voltage_v,
    )
    return PowerState(
        load_w=load,
        loss_w=loss,
        current_a=np.asarray(current),
        path_up=path_up,
        path_load_w=path_load,
        generator_w=generator,
        utility_w=float((load + loss)[roots].sum()),
        unfed=unfed,
    )


def _placed(chain: PowerChain, load_w: Floats, path_up: tuple[bool, ...]) -> tuple[Floats, Floats, Names]:
    place = {name: i for i, name in enumerate(chain.path_names)}
    generators = {name: i for i, name in enumerate(chain.generator_names)}
    path_load, generator = np.zeros(len(chain.path_names)), np.zeros(len(chain.generator_names))
    unfed: list[str] = []
    loads = chain.loads
    for name, feeds, transfer, backup, power in zip(
        loads.names, loads.feeds, loads.transfer, loads.backup, load_w, strict=True
    ):
        alive = [place[feed] for feed in feeds if path_up[place[feed]]]
        if alive:
            takers = alive[:1] if transfer else alive
            path_load[takers] += power / len(takers)
        elif backup:
            generator[generators[backup]] += power
        else:
            unfed.append(name)
    return path_load, generator, tuple(unfed)


def _parents(chain: PowerChain) -> Ints:
    """Return the element directly upstream of each; -1 at the utility."""
    parent = np.full(len(chain.elements.names), -1, dtype=np.int64)
    for path in chain.path_elements:
        for upper, lower in pairwise(path):
            parent[lower] = upper
    return parent
