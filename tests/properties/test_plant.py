"""Whatever load and weather come: a plant is solved within the second law, or it says why it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cooling.water import WATER_HEAT_CAPACITY_J_KG_K
from models.fluids import Fluid, enthalpy_j_kg, heat_capacity_j_kgk
from tests.plants import plant, sustained, with_fields
from twin.engine.drive import Drive
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import SteadyState, solve_steady
from twin.engine.system import System
from twin.plant import Plant
from twin.plant.records import Floats
from twin.plant.select import pick_fluid
from twin.studies.check.closure import energy_closure_frac

SITES = ("cloudmatrix384", "gb300-hall")
MOST_CABINETS = 16
ROUNDING_K = 1e-6
HOTTEST_CHIP_K = 473.15


@dataclass(frozen=True)
class Case:
    """A site with any supply set-point, load and weather."""

    site: str
    supply_degc: float
    wet_bulb_degc: float
    depression_k: float
    activity_frac: list[float]

    def plant_and_drive(self) -> tuple[Plant, Drive]:
        base = plant(self.site)
        count = len(base.cabinets.names)
        setpoint_k = np.full(len(base.tcs.names), 273.15 + self.supply_degc)
        activity = np.array(self.activity_frac[:count])
        wet_bulb_k = 273.15 + self.wet_bulb_degc
        of = with_fields(base, "tcs", supply_setpoint_k=setpoint_k)
        return of, sustained(
            of,
            activity_frac=activity,
            memory_frac=activity,
            wet_bulb_k=wet_bulb_k,
            dry_bulb_k=wet_bulb_k + self.depression_k,
        )


CASES = st.builds(
    Case,
    site=st.sampled_from(SITES),
    supply_degc=st.floats(25.0, 45.0),
    wet_bulb_degc=st.floats(0.0, 30.0),
    depression_k=st.floats(0.0, 12.0),
    activity_frac=st.lists(st.floats(0.0, 1.0), min_size=MOST_CABINETS, max_size=MOST_CABINETS),
)


@settings(max_examples=15, deadline=None)
@given(case=CASES)
def test_any_site_is_solved_within_the_second_law_or_says_why(case: Case) -> None:
    of, drive = case.plant_and_drive()
    steady = solve_steady(System(of), drive)
    assert np.isfinite(steady.state).all()
    if not steady.solved:
        assert steady.cause
        return
    assert steady.cause == ""
    view = snapshot(steady.system, steady.drive, steady.state, steady.evaluation)
    _closes(of, steady, view)
    _heat_leaves_chips(of, view)
    _heat_falls_in_cdus(of, view)
    _heat_falls_in_rejection(of, drive, view)
    _heat_falls_in_halls(of, view)


def _closes(of: Plant, steady: SteadyState, view: Snapshot) -> None:
    rates, layout = steady.evaluation.rates, steady.system.layout
    heat_in, heat_out = float(rates[layout.heat_in][0]), float(rates[layout.heat_out][0])
    assert abs(heat_in - heat_out) < 1e-9 * heat_in
    assert energy_closure_frac(of, view) < 1e-9


def _heat_leaves_chips(of: Plant, view: Snapshot) -> None:
    chips = view.chips
    supply_k = view.cabinets.supply_k[of.chips.cabinet_index]
    assert np.all(chips.inlet_k >= supply_k - ROUNDING_K)
    assert np.all(chips.case_k > chips.inlet_k)
    assert np.all(chips.junction_k > chips.case_k)
    assert np.all(chips.worst_junction_k >= chips.junction_k)
    assert np.all(chips.worst_junction_k < HOTTEST_CHIP_K)


def _passing_k(cp_j_kgk: Floats, own_k: Floats, other_k: Floats, fluid: Fluid) -> Floats:
    """Return how far a stream may pass the temperature that it exchanges heat with.

    Exchangers count a stream with one specific heat, networks carry its enthalpy. What the one is above the mean over
    the span, under two per cent for strong glycol over 30 K, may carry the outlet past the other inlet.
    """
    lift = np.abs(enthalpy_j_kg(other_k, fluid) - enthalpy_j_kg(own_k, fluid))
    passing = np.maximum(cp_j_kgk * np.abs(other_k - own_k) - lift, 0.0) / cp_j_kgk
    assert np.all(passing <= 0.02 * np.abs(other_k - own_k))
    return np.asarray(1.01 * passing + ROUNDING_K)


def _heat_falls_in_cdus(of: Plant, view: Snapshot) -> None:
    cdus, water = view.cdus, pick_fluid(of.fws.fluid, of.cdus.facility_index)
    assert np.all(cdus.duty_w * (cdus.return_k - cdus.primary_in_k) >= 0.0)
    assert np.all(cdus.approach_k > -ROUNDING_K)
    own = np.asarray(heat_capacity_j_kgk(0.5 * (cdus.primary_in_k + cdus.return_k), water))
    allowed_k = _passing_k(own, cdus.primary_in_k, cdus.return_k, water)
    assert np.all(cdus.primary_out_k <= cdus.return_k + allowed_k)


def _heat_falls_in_rejection(of: Plant, drive: Drive, view: Snapshot) -> None:
    wet = np.array([kind == "wet-tower" for kind in of.fws.rejection_kind])
    ambient_k = np.where(wet, drive.wet_bulb_k + of.fws.exchanger_approach_k, drive.dry_bulb_k)
    fws = view.fws
    assert np.all(fws.rejected_w >= 0.0)
    assert np.all(fws.rejected_w[fws.return_k <= ambient_k] == 0.0)
    own = np.where(wet, WATER_HEAT_CAPACITY_J_KG_K, heat_capacity_j_kgk(fws.return_k, of.fws.fluid))
    allowed_k = _passing_k(own, fws.return_k, ambient_k, of.fws.fluid)
    assert np.all(fws.basin_k >= np.minimum(ambient_k, fws.return_k) - allowed_k)
    assert np.all(fws.basin_k <= fws.return_k + ROUNDING_K)
    assert np.all(fws.trim_w >= 0.0)


def _heat_falls_in_halls(of: Plant, view: Snapshot) -> None:
    halls, water_k = view.halls, view.chw.supply_k[of.halls.water_index]
    assert np.all(halls.crah_heat_w >= 0.0)
    assert np.all(halls.air_supply_k >= water_k - ROUNDING_K)
    assert np.all(halls.air_supply_k <= halls.inlet_k + ROUNDING_K)
    assert np.all(halls.inlet_k <= halls.air_return_k + ROUNDING_K)
    assert np.all(view.chw.return_k >= view.chw.supply_k - ROUNDING_K)
    doors = of.cabinets.door_water_index >= 0
    assert np.all(
        view.cabinets.door_w[doors] <= (view.cabinets.power_w - view.cabinets.liquid_w)[doors] + 1e-6
    )
