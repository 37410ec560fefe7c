"""Chips on heat sinks: the hand calculation, closed balances, and that no coolant is made up for them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from tests.plants import plant, solved
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.config import load_site
from twin.engine.fast.simulate import simulate as fast
from twin.engine.reference import simulate as reference
from twin.engine.trajectory import Trajectory
from twin.errors import ConfigError
from twin.inputs import Inputs
from twin.plant import Plant
from twin.studies.check.closure import energy_closure_frac

HALL = "bytedance-h200"


def on_air(of: Plant) -> np.ndarray:
    """Return the chips in cabinets without coolant."""
    return np.flatnonzero(of.cabinets.loop_index[of.chips.cabinet_index] < 0)


def test_junction_is_the_hand_calculation_on_the_air_that_the_cabinet_draws() -> None:
    of = plant(HALL, "chip")
    _, view = solved(of)
    chips = of.chips
    first = next(i for i in on_air(of) if chips.series_position[i] == 0)
    second = next(i for i in on_air(of) if chips.upstream_index[i] == first)
    # Air of a duct: 190 m3/h per kW of the cabinet, 0.7 of it over eight ducts. The fans are set for the catalogue
    # power, which the cool chips stay a percent below.
    kw = view.cabinets.air_w[chips.cabinet_index[first]] / 1e3
    duct_m3_h = 190.0 * kw * chips.flow_share_frac[first]
    resistance = 0.042 * (135.0 / (190.0 * kw * 0.7 / 8.0)) ** 0.7
    inlet = view.halls.inlet_k[0]
    power = view.chips.power_w
    rise = power[first] / (duct_m3_h / 3600.0 * 1.2 * DRY_AIR_HEAT_CAPACITY_J_KG_K)
    assert view.chips.junction_k[first] - inlet == pytest.approx(
        power[first] * (resistance + 0.022), rel=6e-3
    )
    assert view.chips.inlet_k[second] - inlet == pytest.approx(rise, rel=1e-2)
    # arXiv 2507.16781: 54-72 degC of an air-cooled H100 under load; the H200 shares its die.
    assert 54.0 < view.chips.junction_k[on_air(of)].max() - 273.15 < 75.0


@pytest.mark.parametrize("site", ["hanguang800-row", "ethx-mixed", HALL])
def test_balances_close_with_chips_on_air(site: str) -> None:
    of = plant(site)
    _, view = solved(of)
    assert energy_closure_frac(of, view) < 1e-8
    alone = of.cabinets.loop_index < 0
    assert (view.cabinets.liquid_w[alone] == 0.0).all()
    given = view.cabinets.air_w[alone] + view.cabinets.door_w[alone]
    assert given == pytest.approx(view.cabinets.power_w[alone], rel=1e-9)


def test_less_air_and_warmer_air_heat_the_chips() -> None:
    _, usual = solved(plant(HALL))
    slower = "catalog.cabinets.hgx-h200-16.air.flow_per_kw.value=150 m3/h/kW"
    _, slow = solved(plant(HALL, "cabinet", (slower,)))
    _, warm = solved(plant(HALL, "cabinet", ("halls.hall-a.air.supply_temp=26 degC",)))
    chips = on_air(plant(HALL))
    assert slow.chips.junction_k[chips].min() > usual.chips.junction_k[chips].min() + 1.0
    # Leakage adds to the four kelvin of the room.
    assert 4.0 < (warm.chips.junction_k - usual.chips.junction_k)[chips].min() < 5.0


def test_a_cooling_door_takes_the_heat_of_chips_on_air() -> None:
    of = plant(HALL, "cabinet", ("catalog.cabinets.hgx-h200-16.door=generic-door-20kw",))
    _, view = solved(of)
    alone = (of.cabinets.loop_index < 0) & (np.array(of.cabinets.type_names) == "hgx-h200-16")
    assert energy_closure_frac(of, view) < 1e-8
    # Water at 16 degC is rated for 20 kW of 37 degC exhaust; 17 kW at about 38 degC are nearly all it sees.
    assert (view.cabinets.door_w[alone] > 0.8 * view.cabinets.power_w[alone]).all()
    _, bare = solved(plant(HALL))
    assert view.halls.crah_heat_w.sum() < 0.3 * bare.halls.crah_heat_w.sum()


def test_a_site_without_any_coolant_has_no_loop() -> None:
    of = plant("hanguang800-row")
    assert of.tcs.names == of.fws.names == of.cdus.names == ()
    assert on_air(of).size == of.chips.cabinet_index.size


@pytest.mark.parametrize("site", ["hanguang800-row", "ethx-mixed"])
def test_both_engines_agree_on_a_step_of_the_load(site: str) -> None:
    of = plant(site)
    inputs = inputs_of(of, steps((0.0, 0.8), (60.0, 0.3), (180.0, 0.9)))
    slow, quick = (shown(of, inputs, engine) for engine in (reference, fast))
    assert np.ptp(slow[:, 0]) > 0.5
    assert np.abs(slow - quick).max() < 0.05


def shown(of: Plant, inputs: Inputs, engine: Callable[..., Trajectory]) -> np.ndarray:
    """Return the air of the halls and the hottest junction of each cabinet over a run [K]."""
    run = engine(of, inputs, 300.0, sample_s=30.0)
    assert run.closure_frac < 1e-9
    return np.hstack([run.series["halls"]["air_return_k"], run.series["cabinets"]["max_junction_k"]])


def test_heat_to_coolant_is_refused_in_a_cabinet_without() -> None:
    with pytest.raises(ConfigError, match="gives heat to coolant"):
        load_site("hanguang800-row", ["catalog.cabinets.hanguang-32.node_parts.1.liquid_share.high=0.2"])


def test_a_chip_without_sink_is_refused_in_air() -> None:
    with pytest.raises(ConfigError, match="without coolant"):
        load_site("hanguang800-row", ["catalog.cabinets.hanguang-32.node_parts.0.chip=ascend-970"])
