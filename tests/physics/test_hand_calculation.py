"""The hand calculation of docs/cloudmatrix384.md in plain arithmetic, against the engine.

Nothing here calls a formula of `models/`. Numbers are typed from the sources named beside them, so that the twin and
the paper beside it can disagree.
"""

from __future__ import annotations

from functools import cache
from math import exp

import numpy as np
import pytest

from tests.plants import plant, solved
from twin.engine.snapshot import Snapshot
from twin.plant import Plant

# arXiv:2506.12708 v2: 48 nodes of 8 NPUs, 4 CPUs, 7 on-board L1 switch chips; 112 L2 switch chips.
COMPUTE_CABINETS, NODES, BUS_CABINETS = 12, 4, 4
CHIPS_PER_NODE, CPUS_PER_NODE, L1_PER_NODE, L2_PER_BUS_CABINET = 8, 4, 7, 28
# QSFPTEK note on a forum talk of 2025-05-14: 64 modules per node, 672 per bus cabinet, 1,152 outside.
OPTICS_PER_NODE, OPTICS_PER_BUS_CABINET, OPTICS_OUTSIDE = 64, 672, 1152

# Node split calibrated to the 559 kW of SemiAnalysis (2025-04-16) [W].
CHIP_W, CPU_W, DDR5_W, L1_W, OPTIC_W, MISC_W, FANS_W = 880.0, 150.0, 160.0, 150.0, 5.0, 300.0, 300.0
GE_SWITCH_W, L2_W, BUS_FANS_W, SCALE_OUT_SWITCHES_W = 150.0, 250.0, 980.0, 10840.0
CPU_LIQUID_SHARE = 0.25  # makes 70 % of the cabinet's heat liquid, as relayed from Huawei

# Engineering choices of the chip's catalogue entry: leakage at 70 degC, its growth, resistance to the case.
LEAKAGE_W, BETA_1_K, LEAKAGE_DEGC, JUNCTION_CASE_K_W = 105.0, 0.015, 70.0, 0.0192
# OCP OAI System Liquid Cooling Guidelines (March 2023): 1 kW plate on PG25; 1.5 L/min/kW.
PLATE_K_W, PLATE_K_W_L_MIN, L_MIN_PER_KW, PLATE_SHARE = 0.01625, 0.00823, 1.5, 0.93

# Propylene glycol 25 % by mass, 32 degC: CoolProp 8.0, INCOMP::MPG[0.25].
DENSITY_KG_M3, HEAT_CAPACITY_J_KG_K = 1013.95, 3949.5
SUPPLY_DEGC, ROOM_AIR_DEGC, HOSES_W_K = 32.0, 25.1, 30.0


def shelf_input_w(output_w: float, units: int) -> float:
    """80 PLUS Titanium, 230 V redundant: 94, 96, 91 % at 20, 50, 100 %; loss linear between the points."""
    rating_w = units * 3000.0
    load = output_w / rating_w
    low, high = ((0.2, 0.94), (0.5, 0.96)) if load < 0.5 else ((0.5, 0.96), (1.0, 0.91))
    loss = [point * (1.0 / efficiency - 1.0) for point, efficiency in (low, high)]
    return output_w + rating_w * (loss[0] + (loss[1] - loss[0]) * (load - low[0]) / (high[0] - low[0]))


def rest_of_node_w() -> float:
    return CPUS_PER_NODE * CPU_W + DDR5_W + L1_PER_NODE * L1_W + OPTICS_PER_NODE * OPTIC_W + MISC_W + FANS_W


def cabinet_output_w(chip_w: float) -> float:
    return NODES * (CHIPS_PER_NODE * chip_w + rest_of_node_w()) + GE_SWITCH_W


def bus_input_w() -> float:
    return shelf_input_w(L2_PER_BUS_CABINET * L2_W + OPTICS_PER_BUS_CABINET * OPTIC_W + BUS_FANS_W, 12)


def total_w(chip_w: float) -> float:
    outside_w = SCALE_OUT_SWITCHES_W + OPTICS_OUTSIDE * OPTIC_W
    return (
        COMPUTE_CABINETS * shelf_input_w(cabinet_output_w(chip_w), 24)
        + BUS_CABINETS * bus_input_w()
        + outside_w
    )


def liquid_w(chip_w: float) -> float:
    return NODES * (CHIPS_PER_NODE * chip_w + CPU_LIQUID_SHARE * CPUS_PER_NODE * CPU_W)


def cabinet_flow_l_min() -> float:
    return L_MIN_PER_KW * liquid_w(CHIP_W) / 1000.0


def plate_flow_l_min() -> float:
    return PLATE_SHARE * cabinet_flow_l_min() / (NODES * CHIPS_PER_NODE)


def junction_degc(chip_w: float) -> float:
    plate_k_w = PLATE_K_W + PLATE_K_W_L_MIN / plate_flow_l_min()
    return SUPPLY_DEGC + chip_w * (JUNCTION_CASE_K_W + plate_k_w)


def settled_chip_w() -> float:
    """880 W hold at 70 degC; a cooler junction leaks less. The loop gain is 0.07, so that four rounds suffice."""
    chip_w = CHIP_W
    for _ in range(4):
        growth = exp(BETA_1_K * (junction_degc(chip_w) - LEAKAGE_DEGC)) - 1.0
        chip_w = CHIP_W + LEAKAGE_W * growth
    return chip_w


def return_degc() -> float:
    stream_w_k = cabinet_flow_l_min() / 60000.0 * DENSITY_KG_M3 * HEAT_CAPACITY_J_KG_K
    lost = HOSES_W_K * (SUPPLY_DEGC - ROOM_AIR_DEGC)
    return SUPPLY_DEGC + (liquid_w(settled_chip_w()) - lost) / (stream_w_k + HOSES_W_K)


def air_w() -> float:
    output_w = cabinet_output_w(settled_chip_w())
    return shelf_input_w(output_w, 24) - liquid_w(settled_chip_w())


@cache
def twin() -> tuple[Plant, Snapshot]:
    of = plant("cloudmatrix384", resolution="chip")
    return of, solved(of)[1]


def mean_of_compute(values: object) -> float:
    of, _ = twin()
    return float(np.asarray(values)[of.cabinets.loop_index >= 0].mean())


def test_power_of_a_compute_cabinet_and_of_the_whole() -> None:
    _, view = twin()
    chip_w = settled_chip_w()
    assert mean_of_compute(view.cabinets.power_w) == pytest.approx(
        shelf_input_w(cabinet_output_w(chip_w), 24), rel=5e-3
    )
    assert view.it_power_w == pytest.approx(total_w(chip_w), rel=5e-3)


def test_both_are_inside_what_was_asked_for() -> None:
    assert total_w(settled_chip_w()) == pytest.approx(558e3, abs=5e3)
    assert twin()[1].it_power_w == pytest.approx(558e3, abs=5e3)


def test_flow_of_the_cabinet_and_of_a_cold_plate() -> None:
    _, view = twin()
    assert mean_of_compute(view.cabinets.flow_m3_s) * 60000.0 == pytest.approx(cabinet_flow_l_min(), rel=0.01)
    assert float(view.chips.plate_flow_m3_s.mean()) * 60000.0 == pytest.approx(plate_flow_l_min(), rel=0.01)


def test_junction_of_the_mean_chip_is_about_69_degc() -> None:
    _, view = twin()
    by_hand = junction_degc(settled_chip_w())
    assert by_hand == pytest.approx(69.0, abs=0.5)
    assert float(view.chips.junction_k.mean()) - 273.15 == pytest.approx(by_hand, abs=0.5)


def test_return_temperature() -> None:
    assert mean_of_compute(twin()[1].cabinets.return_k) - 273.15 == pytest.approx(return_degc(), abs=0.1)


def test_liquid_fraction() -> None:
    _, view = twin()
    by_hand = COMPUTE_CABINETS * liquid_w(settled_chip_w()) / total_w(settled_chip_w())
    assert by_hand == pytest.approx(0.62, abs=0.03)
    assert float(view.cabinets.liquid_w.sum()) / view.it_power_w == pytest.approx(by_hand, rel=5e-3)


def test_air_heat_of_a_compute_cabinet_before_its_door() -> None:
    _, view = twin()
    own = view.cabinets.air_w + view.cabinets.door_w - np.nan_to_num(view.cabinets.loss_to_room_w)
    assert mean_of_compute(own) == pytest.approx(air_w(), rel=0.03)


def test_heat_that_the_room_coolers_take() -> None:
    """Bus cabinets, scale-out block, warm hoses, and the coolers' own 5 x 4 kW of fans; doors take the rest."""
    _, view = twin()
    hoses_w = COMPUTE_CABINETS * HOSES_W_K * (return_degc() - ROOM_AIR_DEGC)
    outside_w = SCALE_OUT_SWITCHES_W + OPTICS_OUTSIDE * OPTIC_W
    by_hand = BUS_CABINETS * bus_input_w() + outside_w + hoses_w + 20e3
    assert float(view.halls.crah_heat_w.sum()) == pytest.approx(by_hand, rel=0.03)


def test_optical_modules() -> None:
    of, _ = twin()
    inside, bus = COMPUTE_CABINETS * NODES * OPTICS_PER_NODE, BUS_CABINETS * OPTICS_PER_BUS_CABINET
    assert (inside, bus, OPTICS_OUTSIDE) == (3072, 2688, 1152)
    is_compute = of.cabinets.loop_index[of.optics.cabinet_index] >= 0
    in_cabinet = of.optics.cabinet_index >= 0
    assert int(of.optics.count[in_cabinet & is_compute].sum()) == inside
    assert int(of.optics.count[in_cabinet & ~is_compute].sum()) == bus
    assert int(of.optics.count.sum()) == inside + bus + OPTICS_OUTSIDE == 6912


def test_66_kw_is_the_nameplate_and_enters_no_sustained_power() -> None:
    of, view = twin()
    compute = of.cabinets.loop_index >= 0
    np.testing.assert_array_equal(of.cabinets.nameplate_power_w[compute], 66e3)
    doubled = plant("cloudmatrix384", overrides=("catalog.cabinets.cm384-compute.nameplate_power=80 kW",))
    assert solved(doubled)[1].it_power_w == pytest.approx(view.it_power_w, rel=1e-4)
