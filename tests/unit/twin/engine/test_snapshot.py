"""What a plant shows: derived values against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K, GRAVITY_M_S2
from models.fluids import density_kg_m3, enthalpy_j_kg
from tests.plants import columns, plant, solved, sustained
from twin.engine.drive import drives_together
from twin.engine.flow import flows_together
from twin.engine.record.rows import row_of
from twin.engine.schedule import design_drive
from twin.engine.snapshot import snapshot
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


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("resolution", ["chip", "cabinet"])
def test_several_instants_at_once_show_what_each_shows_alone(name: str, resolution: str) -> None:
    of = plant(name, resolution)
    steady, _ = solved(of)
    system, layout = steady.system, steady.system.layout
    count = len(of.cabinets.names)
    metered_w = np.where(np.arange(count) % 3 == 0, 40e3, np.nan)
    drives = [
        sustained(of, throttling=True, capping=True),
        sustained(
            of, activity_frac=np.linspace(0.1, 1.0, count), dry_bulb_k=280.0, throttling=True, capping=True
        ),
        sustained(of, measured_power_w=metered_w, wet_bulb_k=275.0, throttling=True, capping=True),
    ]
    states = np.array([steady.state] * 3)
    states[1, layout.die] += np.linspace(0.0, 60.0, layout.die.size)
    states[2, layout.case] += 1.0
    alone = [
        snapshot(system, drive, state, system.algebra(drive, state))
        for drive, state in zip(drives, states, strict=True)
    ]
    drive, flow = drives_together(drives), flows_together([system.flows(state) for state in states])
    view = snapshot(system, drive, states, system.algebra(drive, states, flow))
    assert alone[0].chips.clock_frac.min() == 1.0 > alone[1].chips.clock_frac.min()
    together = row_of(view) | {
        "chips": columns(view.chips, ("power_w", "hbm_k", "plate_flow_m3_s", "inlet_k"))
    }
    for place, each in enumerate(alone):
        expected = row_of(each) | {"chips": columns(each.chips, tuple(together["chips"]))}
        for family, quantities in expected.items():
            for quantity, values in quantities.items():
                found = np.broadcast_to(together[family][quantity], (3, values.size))[place]
                np.testing.assert_allclose(
                    found, values, rtol=1e-12, atol=1e-9, err_msg=f"{family}.{quantity}"
                )
