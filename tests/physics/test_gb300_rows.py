"""A hall of GB300 NVL72 racks at three supply temperatures, against the vendor's published rows.

Rows: Lenovo Press LP2357, Table 27 (135 kW per rack, 90 % of it to liquid). The plant takes from them one return
temperature and, out of the first and the last row, the two terms of its pressure law. The middle row takes part in
neither.
"""

from __future__ import annotations

from functools import cache
from math import exp

import numpy as np
import pytest

from models.fluids import density_kg_m3, viscosity_pa_s
from models.hydraulics.rack import rack_drop_pa
from tests.plants import plant, site, solved, sustained
from twin.engine.sensitivity import input_sensitivities
from twin.engine.snapshot import Snapshot
from twin.plant import Plant

L_MIN = 60000.0
DEGC = 273.15
RACK_TDP_W = 135e3
TABLE_27 = {25: (59.0, 15.9e3), 35: (89.0, 33.8e3), 45: (177.0, 126.9e3)}
"""Supply [degC]: flow [L/min], pressure drop [Pa] (2.3, 4.9 and 18.4 psi)."""
GPU = "catalog.chips.gb300-gpu"


def overrides_at(supply_degc: int, *more: str) -> tuple[str, ...]:
    """Return the site at a supply temperature, with facility water and a design day as far below it as at 45 degC."""
    return (
        f"loops.tcs-1.supply_temp={supply_degc} degC",
        f"loops.fws-1.supply_temp={supply_degc - 6} degC",
        f"catalog.weather.leesburg.design_dry_bulb={supply_degc - 10} degC",
        *more,
    )


def hall_at(supply_degc: int, *more: str) -> Plant:
    return plant("gb300-hall", overrides=overrides_at(supply_degc, *more))


@cache
def settled(supply_degc: int) -> tuple[Plant, Snapshot]:
    of = hall_at(supply_degc)
    return of, solved(of)[1]


@cache
def settled_at_tdp(supply_degc: int) -> tuple[Plant, Snapshot]:
    """The rack's power held at its rating, as the rows state it: cooler chips then leak no less."""
    of = hall_at(supply_degc)
    power_w = np.full(len(of.cabinets.names), RACK_TDP_W)
    return of, solved(of, sustained(of, measured_power_w=power_w))[1]


def drop_at_required_flow_pa(of: Plant, view: Snapshot) -> float:
    temp_k, cabinets = view.cabinets.supply_k[0], of.cabinets
    return float(
        np.ravel(
            rack_drop_pa(
                view.cabinets.required_flow_m3_s[0],
                viscosity_pa_s(temp_k, of.tcs.fluid),
                density_kg_m3(temp_k, of.tcs.fluid),
                cabinets.rack_linear_1_m3[0],
                cabinets.rack_quadratic_1_m4[0],
            )
        )[0]
    )


@pytest.mark.parametrize("supply_degc", TABLE_27)
def test_required_flow_and_pressure_drop_of_the_sustained_hall(supply_degc: int) -> None:
    flow_l_min, drop_pa = TABLE_27[supply_degc]
    _, view = settled(supply_degc)
    assert view.cabinets.supply_k - DEGC == pytest.approx(supply_degc, abs=1e-6)
    assert view.cabinets.required_flow_m3_s * L_MIN == pytest.approx(flow_l_min, rel=0.02)
    assert view.cabinets.pressure_drop_pa == pytest.approx(drop_pa, rel=0.02)


@pytest.mark.parametrize("supply_degc", TABLE_27)
def test_pressure_drop_at_exactly_the_required_flow_at_rated_power(supply_degc: int) -> None:
    flow_l_min, drop_pa = TABLE_27[supply_degc]
    of, view = settled_at_tdp(supply_degc)
    assert view.cabinets.liquid_w == pytest.approx(0.9 * RACK_TDP_W, rel=1e-3)
    assert view.cabinets.required_flow_m3_s * L_MIN == pytest.approx(flow_l_min, rel=0.02)
    assert drop_at_required_flow_pa(of, view) == pytest.approx(drop_pa, rel=0.02)


def test_the_row_held_out_of_the_pressure_law() -> None:
    """At the row's own flow: the law alone, without the energy balance."""
    of = hall_at(45)
    flow_l_min, drop_pa = TABLE_27[35]
    temp_k, cabinets = 35.0 + DEGC, of.cabinets
    viscosity, density = viscosity_pa_s(temp_k, of.tcs.fluid), density_kg_m3(temp_k, of.tcs.fluid)
    law = (cabinets.rack_linear_1_m3[0], cabinets.rack_quadratic_1_m4[0])
    assert rack_drop_pa(flow_l_min / L_MIN, viscosity, density, *law) == pytest.approx(drop_pa, rel=5e-3)


def test_a_fourth_temperature_lies_between() -> None:
    flows = [settled(t)[1].cabinets.required_flow_m3_s[0] for t in (25, 30, 35, 45)]
    drops = [settled(t)[1].cabinets.pressure_drop_pa[0] for t in (25, 30, 35, 45)]
    assert np.all(np.diff(flows) > 0.0)
    assert np.all(np.diff(drops) > 0.0)


def test_the_fourth_temperature_follows_the_balance_and_not_a_line_between_rows() -> None:
    """121.5 kW = rho cp V (54.87 degC - supply) with water; a straight line between the rows gives 74 L/min."""
    by_hand_l_min = 121.5e3 / (995.7 * 4178.0 * (54.87 - 30.0)) * L_MIN
    _, view = settled_at_tdp(30)
    assert view.cabinets.required_flow_m3_s * L_MIN == pytest.approx(by_hand_l_min, rel=2e-3)
    assert view.cabinets.required_flow_m3_s.max() * L_MIN < 0.97 * 74.0


def test_required_flow_follows_the_return_limit_and_the_heat() -> None:
    _, base = settled(45)
    tighter = hall_at(45, "catalog.cabinets.gb300-nvl72.liquid.required_flow.return_limit=53.0 degC")
    flow = solved(tighter)[1].cabinets.required_flow_m3_s
    share = (54.87 - 45.0) / (53.0 - 45.0)
    assert flow / base.cabinets.required_flow_m3_s == pytest.approx(share, rel=0.01)


def test_the_fit_rows_and_not_the_middle_one_make_the_law() -> None:
    row = "catalog.cabinets.gb300-nvl72.liquid.pressure_drop.rows.1.drop"
    moved = hall_at(45, f"{row}=40 kPa")
    np.testing.assert_array_equal(
        moved.cabinets.rack_quadratic_1_m4, hall_at(45).cabinets.rack_quadratic_1_m4
    )


def junction_by_hand_degc(junction_case_k_w: float) -> float:
    """Return the junction of the least-favoured branch, 5 % below the mean flow.

    OCP plate on water: wall term 0.01625 K/W times the conductivity of PG25 over that of water at 30 degC.
    """
    plate_l_min = 0.95 * 0.95 * 178.4 / 72
    resistance_k_w = junction_case_k_w + 0.01625 * 0.4769 / 0.6155 + 0.00823 / plate_l_min
    power_w = 1400.0
    for _ in range(6):
        junction_degc = 45.0 + power_w * resistance_k_w
        power_w = 1400.0 + 100.0 * (exp(0.015 * (junction_degc - 82.0)) - 1.0)
    return 45.0 + power_w * resistance_k_w


@pytest.mark.parametrize("junction_case_k_w", [0.008, 0.010, 0.014])
def test_junction_at_45_degc_over_the_resistance_range(junction_case_k_w: float) -> None:
    of = hall_at(45, f"{GPU}.junction_case_resistance={junction_case_k_w} K/W")
    hottest = solved(of)[1].cabinets.max_junction_k.max() - DEGC
    assert hottest == pytest.approx(junction_by_hand_degc(junction_case_k_w), abs=0.1)
    assert hottest < 90.0, "throttle point of the catalogue entry"


def test_the_junction_rests_on_its_resistance_more_than_on_any_other_number() -> None:
    config = site("gb300-hall")
    of = plant("gb300-hall")
    steady, _ = solved(of)
    hot = input_sensitivities(config, steady, sustained, lambda _, view: view.chips.worst_junction_k[:1])
    assert hot.least_certain() == ("chips.gb300-gpu.junction_case_resistance",)
