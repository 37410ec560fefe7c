"""IEC 60909: transformer fault and its peak."""

from __future__ import annotations

import numpy as np
import pytest

from models.electrical.short_circuit import (
    initial_current_a,
    peak_current_a,
    peak_factor,
    transformer_impedance_ohm,
)


def test_transformer_only() -> None:
    impedance_ohm = transformer_impedance_ohm(400.0, 2.5e6, 0.06)
    assert impedance_ohm == pytest.approx(3.840e-3, rel=1e-4)
    current_a = initial_current_a(400.0, impedance_ohm, 1.05)
    assert current_a == pytest.approx(63.148e3, rel=1e-4)
    assert peak_factor(0.1) == pytest.approx(1.74600, rel=1e-4)
    assert peak_current_a(current_a, 0.1) == pytest.approx(155.93e3, rel=1e-4)


def test_peak_factor_lies_between_its_limits() -> None:
    factor = np.asarray(peak_factor(np.linspace(0.0, 5.0, 100)))
    assert factor[0] == pytest.approx(2.0)
    assert factor[-1] == pytest.approx(1.02, abs=1e-6)
    assert np.all(np.diff(factor) < 0.0)
