"""The text of all laws, run in plain Python, against the stamps of the reference engine; and it moves with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.plants import plant, solved, sustained
from tests.unit.twin.engine.fast.running import defined
from twin.engine import control, heat, load, supply
from twin.engine.drive import Drive
from twin.engine.fast.assemble import KINDS, assemble
from twin.engine.fast.held import REACH
from twin.engine.fast.stepper import drive_row
from twin.engine.fast.tables.laws import laws_of
from twin.engine.heat import chip_stamps
from twin.engine.stamp import Assembler
from twin.engine.system import System
from twin.plant import Plant
from twin.plant.records import Floats

SITES = ("cloudmatrix384", "gb300-hall", "frontier")


def disturbed_drive(of: Plant, *, measured: bool) -> Drive:
    random = np.random.default_rng(3)
    cabinets = len(of.cabinets.names)
    power = np.where(np.arange(cabinets) % 2 == 0, 1.5e5, np.nan) if measured else np.full(cabinets, np.nan)
    return replace(
        sustained(of),
        activity_frac=random.uniform(0.0, 1.0, cabinets),
        memory_frac=random.uniform(0.0, 1.0, cabinets),
        measured_power_w=power,
        dry_bulb_k=299.0,
        wet_bulb_k=294.0,
        throttling=True,
        capping=True,
    )


def joint_of(of: Plant, drive: Drive) -> Floats:
    """Return states and algebraic values at which every term of every law counts."""
    random = np.random.default_rng(7)
    steady, _ = solved(of)
    state = steady.state + random.normal(0.0, 0.5, steady.state.size)
    layout = steady.system.layout
    state[layout.positions] = random.uniform(0.1, 0.9, layout.positions.size)
    joint: Floats = System(of).algebra(drive, state).joint
    joint[layout.state_count :] *= random.uniform(0.9, 1.1, layout.algebraic_count)
    return joint


def by_text(of: Plant, drive: Drive, joint: Floats) -> tuple[Floats, Floats]:
    """Return the balance of all stamps but those of chips, and the power of the other parts of each cabinet."""
    system = System(of)
    tables = assemble(system, np.isfinite(drive.measured_power_w))
    layout, chips = tables.layout, system.layout.chip_state_count
    X = np.zeros(tables.joint_size)
    X[: tables.places.end] = np.concatenate([joint[chips:], drive_row(drive)])
    out = np.zeros(layout.state_count)
    for name in ("fixed_rates", "moving_rates"):
        defined(tables.laws, name)(X, laws_of(tables.stamps, tables.values), out)
    parts = np.zeros(layout.total_count)
    defined(tables.laws, "load_rates")(X, laws_of(tables.stamps, tables.values), parts)
    return np.concatenate([np.zeros(chips), out]), parts[layout.dc_power]


def by_stamps(of: Plant, drive: Drive, joint: Floats) -> tuple[Floats, Floats]:
    system = System(of)
    layout = system.layout
    chips = Assembler(chip_stamps(of, layout, system.plates), layout.state_count, layout.total_count)
    balance = system._balance.residual(drive, joint) - chips.residual(drive, joint)
    share = load.part_load(of.cabinets, drive)
    return balance, np.asarray(share.liquid_w + share.air_w)


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("measured", (False, True))
def test_the_text_of_all_laws_gives_the_balance_of_the_reference_engine(name: str, measured: bool) -> None:
    of = plant(name)
    drive = disturbed_drive(of, measured=measured)
    joint = joint_of(of, drive)
    for found, expected in zip(by_text(of, drive, joint), by_stamps(of, drive, joint), strict=True):
        scale = np.abs(expected).max()
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12 * scale)


@pytest.mark.parametrize("name", SITES)
def test_rates_near_where_values_are_held_are_those_computed_anew(name: str) -> None:
    """Off the point where costly values were computed last, by most of their reach, all inputs together or one by one."""
    of = plant(name)
    tables = assemble(System(of), np.zeros(len(of.cabinets.names), dtype=bool))
    drive = disturbed_drive(of, measured=False)
    joint = joint_of(of, drive)
    held = [family for family in tables.values if family.memory.size]
    rates, laws = defined(tables.laws, "moving_rates"), laws_of(tables.stamps, tables.values)

    def found(X: Floats, *, fresh: bool) -> Floats:
        if fresh:
            laws.memory[:] = np.nan
        out = np.zeros(tables.layout.state_count)
        rates(X, laws, out)
        return out

    start = np.zeros(tables.joint_size)
    start[: tables.places.end] = np.concatenate(
        [joint[System(of).layout.chip_state_count :], drive_row(drive)]
    )
    places = [np.unique(np.concatenate([family.inputs.ravel() for family in held]))]
    places += [np.unique(column) for family in held for column in family.inputs.T]
    for moved in places:
        for way in (-1.0, 1.0):
            X = start.copy()
            scale = np.abs(found(X, fresh=True))
            X[moved] *= 1.0 + way * 0.9 * REACH
            near = found(X, fresh=False)
            anew = found(X, fresh=True)
            np.testing.assert_allclose(near, anew, rtol=1e-4, atol=1e-4 * (1.0 + scale.max() * 1e-3))


FORMULAS = [
    pytest.param(heat, "cdu_heat_w", id="exchanger of a CDU"),
    pytest.param(heat, "pump_electric_power_w", id="pump power"),
    pytest.param(heat, "crah_heat_w", id="room air"),
    pytest.param(load, "part_power_w", id="other parts of a cabinet"),
    pytest.param(load, "shelf_loss_w", id="power shelf"),
    pytest.param(control, "actuator_rate_1_s", id="actuator"),
    pytest.param(supply, "enthalpy_j_kg", id="enthalpy"),
]


@pytest.mark.parametrize(("module", "formula"), FORMULAS)
def test_an_edited_formula_moves_both_engines_by_the_same(
    module: Any, formula: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = plant()
    drive = disturbed_drive(of, measured=False)
    joint = joint_of(of, drive)
    before = by_text(of, drive, joint), by_stamps(of, drive, joint)
    own: Callable[..., Any] = getattr(module, formula)
    monkeypatch.setattr(module, formula, lambda *values: 1.05 * own(*values))
    after = by_text(of, drive, joint), by_stamps(of, drive, joint)
    moved = [np.concatenate(late) - np.concatenate(early) for early, late in zip(before, after, strict=True)]
    assert np.abs(moved[1]).max() > 0.0
    np.testing.assert_allclose(
        moved[0], moved[1], rtol=1e-6, atol=1e-9 * np.abs(np.concatenate(before[1])).max()
    )


@pytest.mark.parametrize("name", SITES)
def test_laws_that_read_no_state_are_computed_once_a_step(name: str) -> None:
    of = plant(name)
    tables = assemble(System(of), np.zeros(len(of.cabinets.names), dtype=bool))
    layout = tables.layout
    dc_power = set(layout.dc_power.tolist())
    calls = {kind: _called(tables.laws, kind) for kind in KINDS}
    assert sorted(n for numbers in calls.values() for n in numbers) == list(range(len(tables.stamps)))
    for number in calls["fixed_rates"]:
        read = set(tables.ties[number].reads.ravel().tolist())
        assert all(place in dc_power or place >= layout.total_count for place in read)
    for kind, numbers in calls.items():
        rows = [row for number in numbers for row in tables.ties[number].rows.ravel()]
        low, high = (
            (layout.state_count, layout.total_count)
            if kind in ("load_rates", "inlet_rates")
            else (0, layout.state_count)
        )
        assert all(low <= row < high for row in rows)


def _called(laws: str, kind: str) -> list[int]:
    body = laws.split(f"def {kind}(")[1].split("\ndef ", maxsplit=1)[0]
    return [int(part.split("(")[0]) for part in body.split("stamp_")[1:] if part.split("(")[0].isdigit()]


def test_everything_but_chips_moves_by_the_rule_of_kutta() -> None:
    of = plant(resolution="chip")
    system = System(of)
    tables = assemble(system, np.zeros(len(of.cabinets.names), dtype=bool))
    layout, own = system.layout, tables.layout
    assert own.state_count == layout.state_count - 2 * len(of.chips.names)
    per_capacity = tables.per_capacity
    np.testing.assert_array_equal(per_capacity[own.supply], 1.0 / system.capacity[layout.supply])
    np.testing.assert_array_equal(per_capacity[own.hall_air], 1.0 / system.capacity[layout.hall_air])
    assert per_capacity.size == own.state_count
