"""Inputs at one instant become the drive of the plant."""

from __future__ import annotations

import numpy as np

from tests.plants import plant
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine.schedule import design_drive, drive_at
from twin.inputs import Signal


def test_a_run_lets_chips_protect_themselves_and_a_check_does_not() -> None:
    of = plant()
    run = drive_at(of, inputs_of(of, 0.4), 0.0)
    check = design_drive(of, of.cabinets.sustained_activity_frac)
    assert (run.throttling, run.capping, run.nameplate) == (True, True, False)
    assert (check.throttling, check.capping, check.nameplate) == (False, False, False)
    protected = design_drive(of, of.cabinets.sustained_activity_frac, protected=True)
    assert (protected.throttling, protected.capping) == (True, True)


def test_each_input_is_read_at_its_instant() -> None:
    of = plant()
    ramp = Signal(time_s=np.array([0.0, 100.0]), values=np.array([[280.0], [290.0]]), kind="linear")
    inputs = inputs_of(of, steps((0.0, 0.2), (50.0, 0.8)), wet_bulb_k=ramp)
    before, at, after = (drive_at(of, inputs, time_s) for time_s in (49.9, 50.0, 75.0))
    np.testing.assert_array_equal(before.activity_frac, 0.2)
    np.testing.assert_array_equal(at.activity_frac, 0.8)
    np.testing.assert_array_equal(at.memory_frac, 0.8)
    assert (at.wet_bulb_k, after.wet_bulb_k) == (285.0, 287.5)
    assert at.dry_bulb_k == of.dry_bulb_k
    assert at.pressure_pa == of.pressure_pa


def test_what_is_not_given_is_left_to_model_and_site() -> None:
    of = plant()
    bare = drive_at(of, inputs_of(of, 0.4), 0.0)
    assert np.isnan(bare.measured_power_w).all()
    np.testing.assert_array_equal(bare.dew_point_k, of.halls.dew_point_k)
    measured = Signal.constant(np.arange(16.0) * 1e3)
    given = inputs_of(of, 0.4, measured_power_w=measured, indoor_dew_point_k=Signal.constant(290.0))
    drive = drive_at(of, given, 0.0)
    np.testing.assert_array_equal(drive.measured_power_w, np.arange(16.0) * 1e3)
    np.testing.assert_array_equal(drive.dew_point_k, [290.0])


def test_the_design_day_is_that_of_the_site() -> None:
    of = plant("gb300-hall")
    drive = design_drive(of, np.full(8, 0.5), nameplate=True)
    assert (drive.dry_bulb_k, drive.wet_bulb_k, drive.pressure_pa) == (
        of.dry_bulb_k,
        of.wet_bulb_k,
        of.pressure_pa,
    )
    np.testing.assert_array_equal(drive.activity_frac, drive.memory_frac)
    assert drive.nameplate


def test_a_drive_of_some_cabinets_keeps_their_order() -> None:
    of = plant()
    some = design_drive(of, np.arange(16.0) / 16.0).for_cabinets(np.array([5, 2]))
    np.testing.assert_array_equal(some.activity_frac, [5.0 / 16.0, 2.0 / 16.0])
    assert some.measured_power_w.shape == (2,)
