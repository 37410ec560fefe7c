"""The triad does what its name says, over as much memory as it is told."""

from __future__ import annotations

import numpy as np

from twin.studies.bench.bandwidth import triad, triad_bytes_s


def test_the_triad_adds_a_multiple() -> None:
    a, b, c = np.zeros(4), np.arange(4.0), np.ones(4)
    triad(a, b, c, 2)
    np.testing.assert_array_equal(a, b + 4.0 * c)


def test_a_machine_moves_more_than_a_disk_and_less_than_ten_terabytes_a_second() -> None:
    assert 5e8 < triad_bytes_s(100_000) < 1e13
