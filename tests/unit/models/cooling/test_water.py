"""Water of a wet tower: evaporation, salt and mass balance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cooling.water import blowdown_kg_s, drift_kg_s, evaporation_kg_s, make_up_kg_s


def test_evaporation_per_kilowatt_hour() -> None:
    assert 3.6e6 * evaporation_kg_s(1.0, 1.0) == pytest.approx(1.48, abs=0.005)


def test_warmed_water_evaporates_nothing() -> None:
    assert evaporation_kg_s(-5e3, 0.9) == 0.0
    assert evaporation_kg_s(0.0, 0.9) == 0.0


@given(evaporation=st.floats(0.0, 10.0), cycles=st.floats(1.5, 10.0))
def test_salt_that_enters_leaves(evaporation: float, cycles: float) -> None:
    blowdown = blowdown_kg_s(evaporation, cycles)
    make_up = make_up_kg_s(evaporation, blowdown, 0.0)
    assert make_up == pytest.approx(cycles * blowdown, rel=1e-12)


@given(evaporation=st.floats(0.0, 10.0), blowdown=st.floats(0.0, 5.0), drift=st.floats(0.0, 1.0))
def test_make_up_replaces_every_loss_once(evaporation: float, blowdown: float, drift: float) -> None:
    make_up = make_up_kg_s(evaporation, blowdown, drift)
    assert make_up == pytest.approx(evaporation + max(blowdown, drift), rel=1e-12)


@pytest.mark.parametrize(("share", "expected"), [(1e-5, 1e-3), (5e-5, 5e-3)])
def test_drift(share: float, expected: float) -> None:
    assert drift_kg_s(100.0, share) == pytest.approx(expected)
    assert drift_kg_s(-100.0, share) == pytest.approx(expected)
    assert drift_kg_s(0.0, share) == 0.0


def test_wet_tower_takes_the_water_that_operators_report() -> None:
    """0.00124 m3/h per kW is quoted for wet-tower evaporation: a latent share of about 0.84."""
    assert 3600.0 * evaporation_kg_s(1e3, 0.84) == pytest.approx(1.24, rel=0.01)


def test_arrays() -> None:
    assert np.shape(evaporation_kg_s(np.array([0.0, 1e6]), 0.8)) == (2,)
