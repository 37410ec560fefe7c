"""Cooling as arrays: every rating that was inverted into parameters comes back out of the laws."""

from __future__ import annotations

import numpy as np
import pytest

from models.cooling.cdu import cdu_heat_w
from models.cooling.chiller import carnot_cop
from models.cooling.room_air import crah_heat_w
from models.fluids import density_kg_m3, enthalpy_j_kg, heat_capacity_j_kgk
from models.hydraulics.pump import pump_head_pa
from tests.plants import plant, site, sustained
from twin.config import SiteConfig
from twin.config.cdus import Cdu
from twin.config.heat_rejection import Chiller, Crah, DryCooler, WetTower
from twin.config.loops import ChwLoop, FwsLoop
from twin.config.pumps import Pump
from twin.engine.supply import rejected_heat_w
from twin.plant.source import Source, nominal

SITES = ("cloudmatrix384", "gb300-hall", "frontier")


def cdu_type(config: SiteConfig) -> Cdu:
    return next(iter(config.cdus.values()))


def facility_loop(config: SiteConfig) -> FwsLoop:
    loop = config.site.loops["fws-1"]
    assert isinstance(loop, FwsLoop)
    return loop


@pytest.mark.parametrize("name", SITES)
def test_the_pump_curve_of_a_cdu_passes_its_rating(name: str) -> None:
    config, cdus = site(name), plant(name).cdus
    entry = cdu_type(config)
    flow = entry.secondary_flow.value / entry.pumps_required
    curve = (cdus.pump_head_shutoff_pa, 0.0, cdus.pump_head_quadratic)
    head = entry.secondary_external_head.value + entry.hx_secondary_dp.value + entry.filter_dp.value
    np.testing.assert_allclose(pump_head_pa(flow, 1.0, *curve), head, rtol=1e-9)
    np.testing.assert_allclose(pump_head_pa(0.0, 1.0, *curve), entry.pump.shutoff_head.value, rtol=1e-9)


@pytest.mark.parametrize("name", SITES)
def test_the_pump_curve_of_a_facility_loop_passes_its_rating(name: str) -> None:
    config, fws = site(name), plant(name).fws
    entry = config.of_type(Pump, facility_loop(config).pumps.name)
    curve = (fws.pump_head_shutoff_pa, 0.0, fws.pump_head_quadratic)
    rated = pump_head_pa(entry.rated_flow.value, 1.0, *curve)
    np.testing.assert_allclose(rated, entry.rated_head.value, rtol=1e-9)
    np.testing.assert_allclose(pump_head_pa(0.0, 1.0, *curve), entry.shutoff_head.value, rtol=1e-9)


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall"))
def test_the_conductance_of_a_cdu_returns_its_rated_approach(name: str) -> None:
    config, cdus = site(name), plant(name).cdus
    entry, source = cdu_type(config), Source(config, nominal)
    assert entry.ua is None, "this unit is known by its rating"
    cold_k, approach_k = entry.rated_primary_supply.value, entry.rated_approach.value
    supply_k = cold_k + approach_k
    cp = {
        side: heat_capacity_j_kgk(supply_k, source.fluid(getattr(entry, f"{side}_fluid")))
        for side in ("primary", "secondary")
    }
    coolant_w_k = cdus.secondary_nominal_kg_s[0] * cp["secondary"]
    return_k = supply_k + entry.rated_heat.value / coolant_w_k
    heat = cdu_heat_w(
        cdus.primary_nominal_kg_s,
        cdus.secondary_nominal_kg_s,
        cold_k,
        return_k,
        cp["primary"],
        cp["secondary"],
        cdus.ua_nominal_w_k,
        cdus.primary_nominal_kg_s,
        cdus.secondary_nominal_kg_s,
        cdus.conductance_ratio,
        cdus.conductance_exponent,
        cdus.fouling_k_w,
    )
    np.testing.assert_allclose(return_k - heat / coolant_w_k - cold_k, approach_k, atol=1e-6)


def test_a_stated_conductance_is_taken_as_it_is() -> None:
    np.testing.assert_array_equal(plant("frontier").cdus.ua_nominal_w_k, 230e3)


@pytest.mark.parametrize("name", SITES)
def test_heat_rejection_returns_its_rated_water(name: str) -> None:
    config, of = site(name), plant(name)
    loop, fws = facility_loop(config), of.fws
    assert loop.rejection is not None
    entry = config.heat_rejection[loop.rejection.name]
    assert isinstance(entry, WetTower | DryCooler)
    air_k = entry.design_wet_bulb.value if isinstance(entry, WetTower) else entry.air_in.value
    drive = sustained(of, wet_bulb_k=air_k, dry_bulb_k=air_k)
    hot_k, cold_k = entry.water_in.value, entry.water_out.value
    flow = fws.cells_running * fws.cell_water_kg_s
    heat = rejected_heat_w(fws, drive, np.array([hot_k]), flow, np.array([1.0]))
    stream = enthalpy_j_kg(hot_k, fws.fluid) - enthalpy_j_kg(cold_k, fws.fluid)
    np.testing.assert_allclose(heat / (flow * stream), 1.0, atol=5e-3)
    half = rejected_heat_w(fws, drive, np.array([hot_k]), flow, np.array([0.5]))
    assert half < 0.8 * heat


@pytest.mark.parametrize("name", SITES)
def test_the_coil_of_a_room_cooler_returns_its_capacity(name: str) -> None:
    config, halls = site(name), plant(name).halls
    air = config.site.halls["hall-a"].air
    assert air is not None
    entry = config.of_type(Crah, air.crah.name)
    heat = crah_heat_w(
        entry.return_air.value,
        0.0,
        halls.crah_airflow_kg_s,
        entry.water_in.value,
        halls.crah_water_kg_s,
        halls.crah_ua_w_k,
    )
    np.testing.assert_allclose(heat, entry.capacity.value, rtol=5e-3)


def test_a_chiller_without_an_efficiency_takes_it_from_its_rated_cop() -> None:
    config, chw = site("frontier"), plant("frontier").chw
    loop = config.site.loops["chw-1"]
    assert isinstance(loop, ChwLoop)
    entry = config.of_type(Chiller, loop.chillers.name)
    assert entry.curves.efficiency is None
    condensing_k = entry.condenser_entering.value + entry.condenser_approach.value
    cop = carnot_cop(entry.evaporator_leaving.value, condensing_k, chw.chiller_efficiency_frac)
    np.testing.assert_allclose(cop, entry.cop.value, rtol=1e-12)


@pytest.mark.parametrize("name", SITES)
def test_the_bypass_passes_two_per_cent_at_the_controlled_pressure(name: str) -> None:
    of = plant(name)
    fws = of.fws
    density = density_kg_m3(fws.supply_setpoint_k, fws.fluid)
    flow = np.sqrt(fws.set_dp_pa * density / fws.bypass_quadratic_1_m4)
    np.testing.assert_allclose(flow, 0.02 * of.cdus.primary_nominal_kg_s.sum(), rtol=1e-9)
