"""A load case differs from the design day of the engine in its activity and in what its cabinets claim, only."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from tests.plants import plant
from twin.engine.drive import Drive
from twin.engine.schedule import design_drive
from twin.studies.check.drives import drive_of


@pytest.mark.parametrize(("load", "activity"), [("sustained", None), ("nameplate", 1.0)])
def test_a_load_case_is_the_design_day_at_its_activity(load: str, activity: float | None) -> None:
    of = plant()
    count = len(of.cabinets.names)
    expected = design_drive(
        of,
        of.cabinets.sustained_activity_frac if activity is None else np.full(count, activity),
        nameplate=load == "nameplate",
    )
    drive = drive_of(of, load)
    for field in fields(Drive):
        np.testing.assert_array_equal(getattr(drive, field.name), getattr(expected, field.name))
