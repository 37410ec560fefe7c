"""Records with fewer members, and with one number for what is the same throughout."""

from __future__ import annotations

import numpy as np

from tests.plants import plant, with_fields
from twin.plant.select import common

OF = plant(resolution="chip")


def test_one_number_stands_for_an_array_of_equal_ones_only() -> None:
    limit = OF.chips.throttle_temp_k.copy()
    limit[-1] += 1e-9
    chips = common(with_fields(OF, "chips", throttle_temp_k=limit).chips)
    np.testing.assert_array_equal(chips.throttle_temp_k, limit)
    assert np.ndim(chips.shutdown_temp_k) == np.ndim(chips.power.leakage_w) == 0
    assert chips.shutdown_temp_k == OF.chips.shutdown_temp_k[0]
    assert chips.power.leakage_w == np.asarray(OF.chips.power.leakage_w)[0]


def test_names_and_places_stay_what_they_are() -> None:
    chips = common(OF.chips)
    assert chips.names is OF.chips.names
    assert chips.series_position is OF.chips.series_position
    nobody = np.zeros(0)
    assert common(with_fields(OF, "chips", cap_power_w=nobody).chips).cap_power_w is nobody
