from __future__ import annotations

import numpy as np

from tests.unit.twin.inputs.conftest import MakeCabinet
from twin.inputs.phases import activity_at_power


def test_activity_inverts_power(make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(1, idle_power_frac=0.2), make_cabinet(2, idle_power_frac=0.5)]
    activity = activity_at_power(0.6, site)
    np.testing.assert_allclose([0.2 + 0.8 * activity[0], 0.5 + 0.5 * activity[1]], 0.6)


def test_idle_and_full_power_are_the_ends(make_cabinet: MakeCabinet) -> None:
    site = [make_cabinet(1, idle_power_frac=0.2)]
    assert activity_at_power(1.0, site).tolist() == [1.0]
    assert activity_at_power(0.2, site).tolist() == [0.0]
    assert activity_at_power(0.1, site).tolist() == [0.0]
