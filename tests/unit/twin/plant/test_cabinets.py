"""Chips and cabinets as arrays: catalogue numbers come back out of the laws they were turned into."""

from __future__ import annotations

import numpy as np
import pytest

from models.compute.chip import chip_power_w
from models.fluids import density_kg_m3, heat_capacity_j_kgk, viscosity_pa_s
from tests.plants import plant, site, solved
from twin.plant import Plant
from twin.plant.select import pick_fluid
from twin.studies.check.closure import energy_imbalances_w

SITES = ("cloudmatrix384", "gb300-hall", "frontier")
IN_SERIES = "catalog.cabinets.cm384-compute.liquid.plates_in_series={}"
CASES = [
    pytest.param(name, resolution, overrides, id=f"{name}-{resolution}{'-series' if overrides else ''}")
    for name, overrides in [*((each, ()) for each in SITES), (SITES[0], (IN_SERIES.format(2),))]
    for resolution in ("chip", "cabinet")
]


def first_plates(of: Plant, cabinet: int) -> np.ndarray:
    """Return the chips of a cabinet whose plates take coolant straight from its manifold."""
    return np.flatnonzero((of.chips.cabinet_index == cabinet) & (of.chips.series_position == 0))


@pytest.mark.parametrize(("name", "resolution", "overrides"), CASES)
def test_plates_share_exactly_the_flow_of_the_catalogue(
    name: str, resolution: str, overrides: tuple[str, ...]
) -> None:
    config, of = site(name, overrides), plant(name, resolution, overrides)
    seen = set()
    for cabinet, type_name in enumerate(of.cabinets.type_names):
        liquid = config.cabinets[type_name].liquid
        first = first_plates(of, cabinet)
        if liquid is None or not first.size:
            continue
        seen.add(type_name)
        through = float((of.chips.multiplicity * of.chips.flow_share_frac)[first].sum())
        assert through == pytest.approx(liquid.plate_flow_share.value, rel=1e-12)
    assert seen


@pytest.mark.parametrize(("name", "resolution", "overrides"), CASES)
def test_the_worst_branch_is_short_by_the_spread_of_the_catalogue(
    name: str, resolution: str, overrides: tuple[str, ...]
) -> None:
    config, of = site(name, overrides), plant(name, resolution, overrides)
    first = first_plates(of, 0)
    liquid = config.cabinets[of.cabinets.type_names[0]].liquid
    assert liquid is not None
    mean = of.chips.flow_share_frac[first].mean()
    short = of.chips.worst_share_frac[first] / mean
    np.testing.assert_allclose(short, 1.0 - liquid.branch_spread.value, rtol=1e-12)
    if resolution == "chip":
        assert of.chips.flow_share_frac[first].min() == pytest.approx(of.chips.worst_share_frac[0], rel=1e-12)


@pytest.mark.parametrize(
    ("name", "count"),
    (
        ("cloudmatrix384", 384),
        ("gb300-hall", 8 * 72),
        ("frontier", 74 * 128 * 4),
        ("atlas950-superpod", 128 * 64),
        ("atlas960-superpod", 176 * 88),
    ),
)
def test_mean_chips_stand_for_every_chip_of_the_site(name: str, count: int) -> None:
    coarse, fine = plant(name), plant(name, "chip")
    assert len(fine.chips.names) == len(set(fine.chips.names)) == count
    assert coarse.chips.multiplicity.sum() == count
    cabinets = len(coarse.cabinets.names)
    np.testing.assert_array_equal(
        np.bincount(coarse.chips.cabinet_index, coarse.chips.multiplicity, minlength=cabinets),
        np.bincount(fine.chips.cabinet_index, minlength=cabinets),
    )


@pytest.mark.parametrize("name", SITES)
def test_the_power_law_returns_idle_sustained_and_maximum_power(name: str) -> None:
    of = plant(name)
    entry = next(iter(site(name).chips.values()))
    law, activity = of.chips.power, of.chips.sustained_activity_frac
    idle_k, hot_k = entry.idle_junction.value, entry.reference_junction.value
    for expected, level, junction_k in (
        (entry.idle_power.value, 0.0, idle_k),
        (entry.sustained_power.value, activity, hot_k),
        (entry.max_power.value, 1.0, hot_k),
    ):
        np.testing.assert_allclose(chip_power_w(level, level, 1.0, junction_k, law), expected, rtol=1e-12)
    assert np.all((activity > 0.3) & (activity <= 1.0))


def test_a_measured_cabinet_power_is_shared_out_without_rest() -> None:
    for name in SITES:
        of = plant(name)
        cabinets, chips = of.cabinets, of.chips
        to_chips = np.bincount(
            chips.cabinet_index,
            chips.multiplicity * chips.measured_share_frac,
            minlength=len(cabinets.names),
        )
        rest = cabinets.measured_liquid_frac + cabinets.measured_air_frac + cabinets.measured_loss_frac
        np.testing.assert_allclose(to_chips + rest, 1.0, rtol=1e-12)


def test_the_two_term_law_passes_the_pressure_drop_of_the_catalogue() -> None:
    of, fluid = plant(), pick_fluid(plant().tcs.fluid, np.array([0]))
    flow, temp_k = 43.1 / 60e3, 305.15
    linear_pa = of.cabinets.rack_linear_1_m3[0] * viscosity_pa_s(temp_k, fluid) * flow
    quadratic_pa = of.cabinets.rack_quadratic_1_m4[0] * density_kg_m3(temp_k, fluid) * flow**2
    assert linear_pa.item() == pytest.approx(2.8e3, rel=1e-12)
    assert quadratic_pa.item() == pytest.approx(37e3, rel=1e-12)


@pytest.mark.parametrize("resolution", ("chip", "cabinet"))
@pytest.mark.parametrize("series", (2, 4))
def test_plates_in_series_hand_their_coolant_on(resolution: str, series: int) -> None:
    of = plant(resolution=resolution, overrides=(IN_SERIES.format(series),))
    chips = of.chips
    assert set(chips.series_position.tolist()) == set(range(series))
    _, view = solved(of)
    later = np.flatnonzero(chips.series_position > 0)
    before = chips.upstream_index[later]
    np.testing.assert_array_equal(chips.series_position[before], chips.series_position[later] - 1)
    np.testing.assert_array_equal(chips.cabinet_index[before], chips.cabinet_index[later])
    supply_k = view.cabinets.supply_k[chips.cabinet_index[before]]
    fluid = pick_fluid(of.tcs.fluid, of.cabinets.loop_index[chips.cabinet_index[before]])
    capacity_w_k = view.chips.plate_flow_m3_s[before] * (
        density_kg_m3(supply_k, fluid) * heat_capacity_j_kgk(supply_k, fluid)
    )
    warmer = view.chips.inlet_k[later] - view.chips.inlet_k[before]
    np.testing.assert_allclose(warmer * capacity_w_k, view.chips.heat_w[before], rtol=1e-9)
    assert np.all(view.chips.junction_k[later] > view.chips.junction_k[before])


@pytest.mark.parametrize("resolution", ("chip", "cabinet"))
def test_plates_in_series_conserve_the_heat_of_their_chips(resolution: str) -> None:
    of = plant(resolution=resolution, overrides=(IN_SERIES.format(2),))
    _, view = solved(of)
    np.testing.assert_allclose(view.chips.heat_w, view.chips.power_w, rtol=1e-8)
    imbalance = energy_imbalances_w(of, view)
    assert max(imbalance.values()) < 1e-9 * view.it_power_w


def test_the_mean_chip_finds_the_hottest_end_of_a_chain() -> None:
    def hottest_k(resolution: str, series: int) -> np.ndarray:
        _, view = solved(plant(resolution=resolution, overrides=(IN_SERIES.format(series),)))
        return view.cabinets.max_junction_k[np.isfinite(view.cabinets.max_junction_k)]

    coarse = hottest_k("cabinet", 2)
    np.testing.assert_allclose(coarse, hottest_k("chip", 2), atol=0.1)
    assert coarse.size == 12
    assert np.all(coarse > hottest_k("cabinet", 1))
