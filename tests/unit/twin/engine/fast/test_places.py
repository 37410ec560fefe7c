"""Where inputs stand behind the joint vector: each in a place of its own, as the stepper writes them."""

from __future__ import annotations

import numpy as np

from tests.plants import plant, sustained
from twin.engine.fast.places import DrivePlaces
from twin.engine.fast.stepper import drive_row
from twin.engine.fast.trace import Trace

MEASURED = np.array([True, False, True])
PLACES = DrivePlaces(100, 3, 2, MEASURED)


def test_every_place_is_taken_once() -> None:
    taken = np.concatenate(
        [PLACES.activity, PLACES.memory, PLACES.measured_power, PLACES.air, PLACES.dew_point]
    )
    assert sorted(taken.tolist()) == list(range(100, PLACES.end))
    assert PLACES.width == PLACES.end - PLACES.start == 14


def test_a_drive_is_written_where_its_laws_read_it() -> None:
    of = plant("gb300-hall")
    cabinets, halls = len(of.cabinets.names), len(of.halls.names)
    places = DrivePlaces(7, cabinets, halls, np.ones(cabinets, dtype=bool))
    drive = sustained(
        of,
        activity_frac=0.1 + np.arange(cabinets),
        memory_frac=0.2 + np.arange(cabinets),
        measured_power_w=1e5 + np.arange(cabinets),
        dew_point_k=280.0 + np.arange(halls),
        dry_bulb_k=301.0,
        wet_bulb_k=302.0,
        pressure_pa=1e5,
    )
    joint = np.concatenate([np.full(7, np.nan), drive_row(drive)])
    seen = places.traced_drive()
    for name in ("activity_frac", "memory_frac", "measured_power_w", "dry_bulb_k", "wet_bulb_k",
                 "pressure_pa", "dew_point_k"):  # fmt: skip
        trace = getattr(seen, name)
        assert isinstance(trace, Trace)
        assert trace.index is not None
        np.testing.assert_array_equal(joint[trace.index], getattr(drive, name), err_msg=name)
    assert joint.size == places.end


def test_chips_protect_themselves_in_a_run() -> None:
    drive = PLACES.traced_drive()
    assert drive.throttling
    assert drive.capping
    assert not drive.nameplate


def test_measured_cabinets_are_known_while_laws_are_recorded() -> None:
    assert np.isfinite(PLACES.traced_drive().measured_power_w).tolist() == MEASURED.tolist()
    none = DrivePlaces(100, 3, 2, np.zeros(3, dtype=bool)).traced_drive()
    assert np.isnan(none.measured_power_w).all()


def test_a_power_that_is_not_measured_is_written_as_zero() -> None:
    of = plant()
    row = drive_row(sustained(of))
    assert np.isfinite(row).all()
