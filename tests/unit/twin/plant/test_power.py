"""The power chain as arrays: losses of the catalogue, order of the elements, feeds of the loads."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from models.electrical.ups import ups_loss_w
from tests.plants import plant, site
from twin.plant.power import _upstream_first
from twin.plant.records import PowerChain

SITES = ("cloudmatrix384", "gb300-hall", "frontier")


def loss_w(chain: PowerChain, element: str, load_frac: float) -> float:
    row, e = chain.elements.names.index(element), chain.elements
    rating = e.rating_w[row]
    return float(ups_loss_w(load_frac * rating, rating, e.loss_0[row], e.loss_1[row], e.loss_2[row]))


def test_a_busway_loses_three_conductors_of_its_rated_current() -> None:
    chain = plant().power
    assert loss_w(chain, "busway-a", 1.0) == pytest.approx(3.0 * 1600.0**2 * 1.2e-3, rel=1e-12)
    assert loss_w(chain, "busway-a", 0.5) == pytest.approx(0.25 * 3.0 * 1600.0**2 * 1.2e-3, rel=1e-12)
    assert loss_w(chain, "busway-a", 0.0) == 0.0


def test_a_transformer_keeps_its_core_loss_and_adds_its_windings() -> None:
    chain = plant().power
    row = chain.elements.names.index("tx-a")
    assert chain.elements.rating_w[row] == pytest.approx(1600e3 * 0.97, rel=1e-12)
    assert loss_w(chain, "tx-a", 0.0) == pytest.approx(1980.0, rel=1e-12)
    assert loss_w(chain, "tx-a", 1.0) == pytest.approx(1980.0 + 13.0e3, rel=1e-12)
    assert chain.elements.rating_current_a[row] == pytest.approx(1600e3 / (np.sqrt(3.0) * 400.0), rel=1e-12)


def test_a_ups_follows_its_loss_curve() -> None:
    chain = plant().power
    for load in (0.0, 0.5, 1.0):
        expected = 1200e3 * (0.0060 - 0.0008 * load + 0.0320 * load**2)
        assert loss_w(chain, "ups-a", load) == pytest.approx(expected, rel=1e-12)
    row = chain.elements.names.index("ups-a")
    assert chain.elements.battery_energy_j[row] == pytest.approx(1200e3 * 300.0)


def test_a_direct_current_plant_carries_power_over_voltage() -> None:
    elements = plant(overrides=("power.elements.ups-a=hvdc-336v-600kw",)).power.elements
    row = elements.names.index("ups-a")
    assert elements.phases[row] == 1.0
    assert elements.rating_current_a[row] == pytest.approx(600e3 / 336.0, rel=1e-12)


def test_a_cable_without_resistance_loses_nothing() -> None:
    assert loss_w(plant().power, "feeder-ma", 1.0) == 0.0


def test_the_electrical_code_sets_what_flows_for_hours() -> None:
    for name, factor in (("cloudmatrix384", 1.0), ("gb300-hall", 0.8)):
        elements = plant(name).power.elements
        assert elements.continuous_factor[elements.names.index("busway-a")] == factor
        assert elements.continuous_factor[elements.names.index("tx-a")] == 1.0


@pytest.mark.parametrize("name", SITES)
def test_every_element_comes_after_what_feeds_it(name: str) -> None:
    chain = plant(name).power
    for path, elements in site(name).site.power.paths.items():
        place = chain.path_elements[chain.path_names.index(path)]
        assert tuple(chain.elements.names[i] for i in place) == elements
        assert all(upper < lower for upper, lower in pairwise(place))


def test_the_order_of_a_site_file_does_not_matter() -> None:
    backwards: list[tuple[str, ...]] = [("switch", "ups"), ("ups", "busway"), ("transformer", "switch")]
    order = _upstream_first(backwards, ["busway", "ups", "switch", "transformer"])
    assert order == ["transformer", "switch", "ups", "busway"]


def test_loads_carry_the_feeds_of_the_site() -> None:
    of = plant()
    loads = of.power.loads
    assert len(loads.names) == len(set(loads.names)) == 16 + 1 + 2 + 1 + 1 + 1
    assert loads.family.count("cabinet") == len(of.cabinets.names)
    for family, count in (("cabinet", 16), ("block", 1), ("cdu", 2), ("fws", 1), ("chw", 1), ("hall", 1)):
        members = [i for i, each in enumerate(loads.family) if each == family]
        assert loads.index[members].tolist() == list(range(count))
    row = {name: i for i, name in enumerate(loads.names)}
    cabinet, cdu = row[of.cabinets.names[3]], row["tcs-1.cdu-2"]
    assert (loads.feeds[cabinet], loads.transfer[cabinet]) == (("a", "b"), "")
    assert (loads.feeds[cdu], loads.transfer[cdu]) == (("b", "a"), "ats")
    assert loads.backup[cabinet] == loads.backup[cdu] == "generator-1"


def test_a_load_without_a_generator_says_so() -> None:
    assert set(plant("frontier").power.loads.backup) == {""}
