"""Power of chips at and around the limits at which they protect themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.plants import plant
from twin.engine.drive import Drive
from twin.engine.load import chip_load, protected_load
from twin.engine.runs import Owners
from twin.engine.schedule import design_drive

PLANT = plant(resolution="chip")
CHIPS, OWNERS = PLANT.chips, Owners(PLANT.chips.cabinet_index, len(PLANT.cabinets.names))
DRIVE = design_drive(PLANT, np.linspace(0.2, 1.0, len(PLANT.cabinets.names)), protected=True)
MEASURED = replace(DRIVE, measured_power_w=np.full_like(DRIVE.measured_power_w, 40e3))


@pytest.mark.parametrize(
    "drive", [DRIVE, MEASURED, DRIVE.unprotected()], ids=["modelled", "measured", "free"]
)
@pytest.mark.parametrize("above_k", [-20.0, 0.0, 1e-6, 3.0, 40.0])
@pytest.mark.parametrize("cap_w", [300.0, 600.0, np.inf])
def test_leaving_out_protections_that_do_not_act_changes_nothing(
    drive: Drive, above_k: float, cap_w: float
) -> None:
    chips = replace(CHIPS, cap_power_w=np.full_like(CHIPS.cap_power_w, cap_w))
    die = chips.throttle_temp_k - 30.0
    die[7] = chips.throttle_temp_k[7] + above_k
    quick, full = protected_load(chips, OWNERS, drive, die), chip_load(chips, drive, die)
    np.testing.assert_allclose(quick.power_w, full.power_w, rtol=1e-14)
    np.testing.assert_allclose(quick.clock_frac, full.clock_frac, rtol=1e-14)
    assert quick.clock_frac.shape == die.shape


def test_one_chip_at_its_limit_is_enough_to_be_seen() -> None:
    die = CHIPS.throttle_temp_k - 30.0
    die[7] += 40.0
    clock = protected_load(CHIPS, OWNERS, DRIVE, die).clock_frac
    assert clock[7] < 1.0
    assert (np.delete(clock, 7) == 1.0).all()
