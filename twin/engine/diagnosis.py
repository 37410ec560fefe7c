"""Why a plant has no steady state, in words an engineer can act on."""

from __future__ import annotations

import numpy as np

from models.compute.chip import leakage_loop_gain
from twin.engine.drive import Drive
from twin.engine.heat import plate_heat, rack_cabinets
from twin.engine.outcome import Outcome
from twin.engine.supply import chiller_heat_w
from twin.engine.system import Evaluation, System
from twin.plant.records import Floats, Ints, Names, Plant

STILL_FLOW_FRAC = 1e-3
"""Below this share of its design flow a rack counts as without flow."""
HOTTEST_ROOM_K = 353.15
BOILING_K = 373.15
VALID_JUNCTION_K = 473.15
"""Above 200 degC the chip model says nothing: no accelerator runs there [K]."""


def diagnose(
    system: System, drive: Drive, state: Floats, evaluation: Evaluation, balanced: bool
) -> tuple[Outcome, str]:
    """Return how a steady solve ended and, if it failed, the cause.

    A balanced state is still no solution when a rack has no flow, or when a chip sits where its leakage
    grows faster than its plate can follow: such a state is not stable or not inside the model.
    """
    stopped = stopped_loops(system.plant)
    if stopped:
        return Outcome.NO_FLOW, f"no coolant flow in {_some(stopped)}: no pump runs"
    dry = _dry_racks(system, evaluation)
    if dry:
        return Outcome.NO_FLOW, f"no coolant flow through {_some(dry)}: no pump of its loop delivers"
    hot = _runaway(system, drive, state, evaluation)
    if hot:
        return Outcome.RUNAWAY, hot
    beyond = _beyond_air_or_water(system, state)
    if beyond:
        return Outcome.HEAT_NOT_REJECTED, beyond
    if balanced:
        return Outcome.SOLVED, ""
    short = _short_chillers(system, state)
    if short:
        return Outcome.HEAT_NOT_REJECTED, short
    worst = int(np.argmax(np.abs(evaluation.rates * system.capacity)[:-2]))
    return Outcome.NOT_CONVERGED, f"the balance of {row_name(system, worst)} does not close"


def stopped_loops(plant: Plant) -> list[str]:
    """Return the loops with racks or CDUs on them and not one running pump: nothing to solve there."""
    pumping = plant.cdus.running * plant.cdus.pumps_running > 0.0
    technology = _served(
        plant.tcs.names, plant.cabinets.loop_index, set(plant.cdus.loop_index[pumping].tolist())
    )
    turning = set(np.flatnonzero(plant.fws.pumps_running > 0.0).tolist())
    return technology + _served(plant.fws.names, plant.cdus.facility_index, turning)


def _served(names: Names, users: Ints, alive: set[int]) -> list[str]:
    """Return the loops that have users and are not alive."""
    return [name for loop, name in enumerate(names) if loop not in alive and bool(np.any(users == loop))]


def _dry_racks(system: System, evaluation: Evaluation) -> list[str]:
    plant = system.plant
    racks = rack_cabinets(plant)
    flow = evaluation.joint[system.layout.rack_flow]
    nominal = plant.cabinets.design_flow_m3_s[racks] * 1000.0
    still = (flow < STILL_FLOW_FRAC * nominal) & (plant.cabinets.branch_open[racks] > 0.5)
    return [plant.cabinets.names[rack] for rack in racks[still]]


def _runaway(system: System, drive: Drive, state: Floats, evaluation: Evaluation) -> str:
    plant, layout = system.plant, system.layout
    die = state[layout.die]
    hottest = int(np.argmax(die)) if die.size else -1
    if hottest < 0:
        return ""
    resistance = plant.chips.junction_case_k_w + plate_heat(plant, layout, evaluation.joint).resistance_k_w
    gain = np.asarray(leakage_loop_gain(die, resistance, plant.chips.power))
    modelled = ~np.isfinite(drive.measured_power_w[plant.chips.cabinet_index])
    unstable = np.flatnonzero((gain >= 1.0) & modelled)
    if unstable.size:
        names = [plant.chips.names[i] for i in unstable]
        return f"leakage of {_some(names)} grows faster than the cold plate removes it (loop gain {gain.max():.2f})"
    if die[hottest] > VALID_JUNCTION_K:
        return f"{plant.chips.names[hottest]} passes 200 degC, outside the chip model"
    return ""


def _beyond_air_or_water(system: System, state: Floats) -> str:
    """Say what is hotter than any room or open loop can be: a balance there is arithmetic, not a plant."""
    plant, layout = system.plant, system.layout
    hall, loop = state[layout.hall_air], state[layout.loop_return]
    rooms = [name for name, temp in zip(plant.halls.names, hall, strict=True) if temp > HOTTEST_ROOM_K]
    if rooms:
        short = _short_chillers(system, state)
        return short or f"the air of {_some(rooms)} passes 80 degC: its coolers cannot take the heat"
    boiling = [name for name, temp in zip(plant.tcs.names, loop, strict=True) if temp > BOILING_K]
    return f"the coolant of {_some(boiling)} passes 100 degC: its heat is not taken away" if boiling else ""


def _short_chillers(system: System, state: Floats) -> str:
    chw, layout = system.plant.chw, system.layout
    taken = np.asarray(chiller_heat_w(chw, system.chw_setpoint_j_kg, state[layout.chw_return]))
    full = taken >= chw.chillers_running * chw.chiller_capacity_w * (1.0 - 1e-9)
    names = [name for name, is_full in zip(chw.names, full, strict=True) if is_full]
    return f"chillers of {_some(names)} run at full capacity and the water keeps warming" if names else ""


def row_name(system: System, row: int) -> str:
    """Return what a row of the state vector is, for messages."""
    plant, layout = system.plant, system.layout
    for field, names, label in (
        ("die", plant.chips.names, "junction of"),
        ("case", plant.chips.names, "cold plate of"),
        ("rack_return", [plant.cabinets.names[i] for i in rack_cabinets(plant)], "coolant leaving"),
        ("supply", plant.tcs.names, "supply of"),
        ("loop_return", plant.tcs.names, "return of"),
        ("cdu_secondary", plant.cdus.names, "coolant leaving"),
        ("cdu_primary", plant.cdus.names, "facility water leaving"),
        ("fws_supply", plant.fws.names, "supply of"),
        ("fws_return", plant.fws.names, "return of"),
        ("fws_basin", plant.fws.names, "water leaving the heat rejection of"),
        ("tower_air", plant.fws.names, "air leaving the towers of"),
        ("chw_supply", plant.chw.names, "supply of"),
        ("chw_return", plant.chw.names, "return of"),
        ("hall_air", plant.halls.names, "air of"),
    ):
        place = np.flatnonzero(getattr(layout, field) == row)
        if place.size:
            return f"{label} {names[int(place[0])]}"
    return "a controller"


def _some(names: list[str]) -> str:
    if len(names) <= 3:
        return ", ".join(names)
    return f"{', '.join(names[:3])} and {len(names) - 3} more"
