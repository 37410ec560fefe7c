"""What a plant shows: derived values against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K, GRAVITY_M_S2
from models.fluids import density_kg_m3, enthalpy_j_kg
from tests.plants import plant, solved
from twin.engine.schedule import design_drive
from twin.plant.select import pick_fluid
from twin.studies.check.closure import energy_closure_frac

SITES = ("cloudmatrix384", "gb300-hall", "frontier")


@pytest.mark.parametrize("name", SITES)
def test_every_published_balance_closes(name: str) -> None:
    of = plant(name)
    assert energy_closure_frac(of, solved(of)[1]) < 1e-9


def test_the_required_flow_follows_the_heat_where_it_is_specific() -> None:
    _, view = solved(plant())
    compute = np.isfinite(view.cabinets.flow_m3_s)
    l_min_kw = view.cabinets.required_flow_m3_s * 60e3 / (view.cabinets.liquid_w / 1e3)
    np.testing.assert_allclose(l_min_kw[compute], 1.25, rtol=1e-12)
    assert np.isnan(view.cabinets.required_flow_m3_s[~compute]).all()
    assert compute.sum() == 12


def test_the_required_flow_just_keeps_the_return_limit() -> None:
    of = plant("gb300-hall")
    _, view = solved(of)
    fluid = pick_fluid(of.tcs.fluid, of.cabinets.loop_index)
    seen = view.cabinets
    rise = seen.liquid_w / (seen.required_flow_m3_s * density_kg_m3(seen.supply_k, fluid))
    reached = enthalpy_j_kg(seen.supply_k, fluid) + rise
    np.testing.assert_allclose(reached, enthalpy_j_kg(of.cabinets.required_return_k, fluid), rtol=1e-12)


def test_static_pressure_falls_with_the_height_of_the_racks() -> None:
    _, low = solved(plant())
    _, high = solved(plant(overrides=("loops.tcs-1.elevation=10 m",)))
    fluid = pick_fluid(plant().tcs.fluid, np.array([0]))
    column = GRAVITY_M_S2 * float(np.squeeze(density_kg_m3(305.15, fluid))) * 10.0
    assert column == pytest.approx(99.6e3, rel=0.02), "ten metres of PG25"
    wet = np.isfinite(low.cabinets.flow_m3_s)
    lost = (low.cabinets.static_pressure_pa - high.cabinets.static_pressure_pa)[wet]
    np.testing.assert_allclose(lost, column, rtol=1e-4)
    np.testing.assert_allclose(
        high.cabinets.pressure_drop_pa[wet], low.cabinets.pressure_drop_pa[wet], rtol=1e-6
    )


def test_a_nameplate_reserves_feeders_and_makes_no_heat() -> None:
    of = plant()
    full = np.ones(len(of.cabinets.names))
    plain, view = solved(of, design_drive(of, full))
    claimed, plate = solved(of, design_drive(of, full, nameplate=True))
    gap = np.maximum(of.cabinets.nameplate_power_w - plate.cabinets.power_w, 0.0)
    assert view.reserved_w == 0.0
    assert plate.reserved_w == pytest.approx(gap.sum(), rel=1e-12)
    assert plate.reserved_w > 100e3
    cabinets = [i for i, family in enumerate(of.power.loads.family) if family == "cabinet"]
    np.testing.assert_array_equal(plate.load_w[cabinets], of.cabinets.nameplate_power_w)
    heat = [float(each.evaluation.rates[each.system.layout.heat_in][0]) for each in (plain, claimed)]
    blocks = plate.block_power_w.sum() - view.block_power_w.sum()
    assert heat[1] - heat[0] == pytest.approx(blocks, abs=0.01 * blocks + 200.0)
    np.testing.assert_allclose(plate.chips.junction_k, view.chips.junction_k, atol=0.05)
    assert plate.it_power_w == pytest.approx(plate.cabinets.power_w.sum() + plate.block_power_w.sum())


def test_cooling_power_is_what_is_neither_computing_nor_reserved() -> None:
    of = plant()
    for nameplate in (False, True):
        _, view = solved(of, design_drive(of, np.ones(len(of.cabinets.names)), nameplate=nameplate))
        cooling = view.cdus.pump_power_w.sum() + view.halls.fan_power_w.sum()
        cooling += (view.fws.pump_power_w + view.fws.fan_power_w + view.fws.trim_power_w).sum()
        cooling += (view.chw.pump_power_w + view.chw.chiller_power_w).sum()
        assert view.cooling_power_w == pytest.approx(cooling, rel=1e-9)


def test_exhaust_is_the_inlet_warmed_by_the_cabinet() -> None:
    of = plant()
    _, view = solved(of)
    seen = view.cabinets
    own_w = seen.power_w - seen.liquid_w
    airflow_w_k = of.cabinets.airflow_kg_s * DRY_AIR_HEAT_CAPACITY_J_KG_K
    np.testing.assert_allclose(seen.exhaust_k, seen.air_inlet_k + own_w / airflow_w_k, rtol=1e-12)


def test_the_hottest_chip_of_each_cabinet_is_its_own() -> None:
    of = plant(resolution="chip")
    _, view = solved(of)
    for cabinet in np.flatnonzero(view.cabinets.worst_chip >= 0.0):
        chip = int(view.cabinets.worst_chip[cabinet])
        own = view.chips.worst_junction_k[of.chips.cabinet_index == cabinet]
        assert of.chips.cabinet_index[chip] == cabinet
        assert view.cabinets.max_junction_k[cabinet] == view.chips.worst_junction_k[chip] == own.max()
    without = view.cabinets.worst_chip < 0.0
    assert np.isnan(view.cabinets.max_junction_k[without]).all()
    assert without.sum() == 4, "the bus cabinets have no chips"
