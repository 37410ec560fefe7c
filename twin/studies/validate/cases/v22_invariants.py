"""V22: invariants of the package's own sites, and a payload that must not be believed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from models.compute.chip import leakage_loop_gain
from models.cooling.metrics import pue_ratio
from models.cooling.plausibility import carried_heat_w, implausible_reading
from models.fluids import density_kg_m3
from twin.engine.heat import plate_heat
from twin.engine.outcome import Outcome
from twin.engine.reference import simulate
from twin.engine.schedule import design_drive
from twin.engine.steady import SteadyState, solve_steady
from twin.engine.system import System
from twin.inputs.signal import Inputs, Signal
from twin.plant.records import Plant
from twin.plant.select import pick_fluid
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import M3_S_PER_L_MIN
from twin.studies.validate.invariants import Balances
from twin.studies.validate.result import Check
from twin.studies.validate.sites import plant_of
from twin.studies.validate.tables import Expected, check_rows

# Gain of the leakage loop, at the temperatures of a healthy site, that the refused one is given: past 1, where no
# temperature settles.
RUNAWAY_GAIN: Final = 1.5
# Redfish rule of thumb, kW per L/min and kelvin.
REDFISH_KW: Final = {"water": 0.069, "pg25": 0.0668}
# OCP CDU baseline profile, example payload; its return pressure lies above its supply, by an amount not used here.
PAYLOAD_L_MIN: Final = 41.0
PAYLOAD_K: Final = 14.0
PAYLOAD_HEAT_W: Final = 21.03e3
HIGHER_PA: Final = 2.0e5
LOWER_PA: Final = 1.9e5
WATER_J_M3K: Final = REDFISH_KW["water"] * 1e3 / M3_S_PER_L_MIN
TRANSIENT_SITE: Final = "gb300-hall"
STEP_S: Final = 10.0
ACTIVITIES: Final = (0.4, 0.9, 0.2)


def compute() -> list[Check]:
    """Solve every site of the package, its extremes and a short run, then judge a payload."""
    return check_rows("v22.csv", _value)


def _value(row: Expected) -> float:
    site = row.inputs.text("site []")
    if not site:
        return payload()[row.quantity]
    solved = _solved(site)
    if row.quantity.startswith("heat imbalance over each"):
        return transient_share(solved.system.plant)
    if "not finite" in row.quantity or "standing" in row.quantity:
        return _zeros(site)[row.quantity]
    if "gain passes 1" in row.quantity:
        return float(not _hot(solved).solved)
    return _settled_values(site)[row.quantity]


@cache
def _solved(site: str) -> SteadyState:
    """Return a site at its design day under sustained load."""
    plant = plant_of(site)
    return solve_steady(System(plant), design_drive(plant, plant.cabinets.sustained_activity_frac))


@cache
def _settled_values(site: str) -> dict[str, float]:
    solved = _solved(site)
    return {**_balances(solved), **_usage(Balances(solved)), **_rates(solved)}


def _balances(steady: SteadyState) -> dict[str, float]:
    found = Balances(steady)
    return {
        "largest heat imbalance of a component over heat put in": steady.residual_frac
        if steady.solved
        else np.nan,
        "largest heat imbalance of a rack, from published flows and temperatures": found.rack_share,
        "largest heat imbalance of a CDU, from published flows and temperatures": found.cdu_share,
        "largest heat imbalance of a facility loop, from published flows and temperatures": found.facility_share,
        "heat in less heat out of the facility, from published powers": found.site_share,
        "electrical power into the site less loads and losses": found.power_share,
        "node imbalance after the hydraulic solve": found.node_imbalance_kg_s,
        "temperature by which an exchanger's streams cross": found.crossing_k,
        "exchangers without a positive log-mean difference": float(found.flat_exchangers),
    }


def _usage(balances: Balances) -> dict[str, float]:
    """Return PUE and what the boundary of the IT power does to it: with the CDU pumps outside and inside."""
    view = balances.view
    bare = view.it_power_w
    with_pumps = bare + float(view.cdus.pump_power_w.sum())
    outside = float(pue_ratio(view.facility_power_w, bare))
    inside = float(pue_ratio(view.facility_power_w, with_pumps))
    return {
        "amount by which PUE falls short of 1": max(1.0 - inside, 0.0),
        "PUE falls when CDU pumps are counted as IT": float(inside < outside),
        "PUE times IT power that moves with that boundary": inside * with_pumps - outside * bare,
    }


@cache
def _zeros(site: str) -> dict[str, float]:
    """Return what is not finite without power and without flow."""
    plant, drive = plant_of(site), _solved(site).drive
    dark = replace(drive, measured_power_w=np.zeros(len(plant.cabinets.names)))
    still = replace(
        plant,
        cdus=replace(plant.cdus, pumps_running=np.zeros_like(plant.cdus.pumps_running)),
        fws=replace(plant.fws, pumps_running=np.zeros_like(plant.fws.pumps_running)),
    )
    unpowered, unmoved = solve_steady(System(plant), dark), solve_steady(System(still), drive)
    return {
        "numbers that are not finite at zero power": _not_finite(unpowered),
        "numbers that are not finite with every pump standing": _not_finite(unmoved),
        "refused with every pump standing": float(unmoved.outcome is Outcome.NO_FLOW),
    }


def _not_finite(steady: SteadyState) -> float:
    evaluation = steady.evaluation
    return float((~np.isfinite(np.concatenate([evaluation.joint, evaluation.rates]))).sum())


def _hot(steady: SteadyState) -> SteadyState:
    """Return the attempt to solve the same site with so much leakage that it runs away."""
    plant = steady.system.plant
    power = plant.chips.power
    leaky = power._replace(leakage_w=RUNAWAY_GAIN / _loop_gain(steady) * power.leakage_w)
    return solve_steady(System(replace(plant, chips=replace(plant.chips, power=leaky))), steady.drive)


def _rates(steady: SteadyState) -> dict[str, float]:
    return {
        "largest gain of the leakage loop below 1 at the solution": float(
            steady.solved and _loop_gain(steady) < 1.0
        ),
        "heat removed over 0.0668 (PG25) or 0.069 (water) kW per L/min and K": _redfish_ratio(
            Balances(steady)
        ),
    }


def _loop_gain(steady: SteadyState) -> float:
    system = steady.system
    chips = system.plant.chips
    plates = plate_heat(system.plant, system.layout, steady.evaluation.joint)
    resistance = chips.junction_case_k_w + plates.resistance_k_w
    return float(np.max(leakage_loop_gain(steady.state[system.layout.die], resistance, chips.power)))


def _redfish_ratio(balances: Balances) -> float:
    """Return the CDU duty over the rule of thumb on its own flow and temperatures, the one furthest from 1."""
    plant, view = balances.plant, balances.view.cdus
    loop = plant.cdus.loop_index
    fluid = pick_fluid(plant.tcs.fluid, loop)
    rule = np.array([REDFISH_KW[plant.tcs.fluid_names[index]] for index in loop]) * 1e3 / M3_S_PER_L_MIN
    flow_m3_s = view.secondary_flow_kg_s / density_kg_m3(view.return_k, fluid)
    ratio = view.duty_w / carried_heat_w(flow_m3_s, view.return_k - balances.exchanger_outlet_k, rule)
    return float(ratio[np.argmax(np.abs(ratio - 1.0))])


def transient_share(plant: Plant) -> float:
    """Return the largest imbalance of any step of a run whose load jumps: heat in, out and stored."""
    state, worst = None, 0.0
    for activity in ACTIVITIES:
        run = simulate(plant, _held(plant, activity), STEP_S, sample_s=STEP_S, initial=state)
        state, worst = run.last_state, max(worst, run.closure_frac)
    return worst


@cache
def _constant(value: float, count: int) -> Signal:
    return Signal.constant(np.full(count, value))


def _held(plant: Plant, activity: float) -> Inputs:
    cabinets = len(plant.cabinets.names)
    return Inputs(
        activity=_constant(activity, cabinets),
        memory=_constant(activity, cabinets),
        measured_power_w=None,
        dry_bulb_k=_constant(plant.dry_bulb_k, 1),
        wet_bulb_k=_constant(plant.wet_bulb_k, 1),
        air_pressure_pa=_constant(plant.pressure_pa, 1),
        indoor_dew_point_k=None,
        label="load steps",
    )


def payload() -> dict[str, float]:
    """Return what is found about the example payload of the OCP profile."""
    flow = PAYLOAD_L_MIN * M3_S_PER_L_MIN
    carried = float(carried_heat_w(flow, PAYLOAD_K, WATER_J_M3K))
    heat, pressure = implausible_reading(PAYLOAD_HEAT_W, flow, PAYLOAD_K, WATER_J_M3K, LOWER_PA, HIGHER_PA)
    mended = implausible_reading(carried, flow, PAYLOAD_K, WATER_J_M3K, HIGHER_PA, LOWER_PA)
    return {
        "heat of 41 L/min of water over 14 K": carried / 1e3,
        "example payload flagged for its heat of 21.03 kW": float(heat),
        "example payload flagged for its return pressure above supply": float(pressure),
        "mended payload flagged": float(max(mended)),
    }


CASE = Case(
    name="V22",
    title="invariants and a negative telemetry test",
    kind="property",
    shows=(
        "Energy, mass and the second law on the three sites of the package, at rest, without flow and in a run with "
        "load steps; a runaway and a false CDU payload are refused."
    ),
    compute=compute,
)
