"""How a chip moves in one step, against the exponential of its matrix with a linear inlet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from twin.engine.fast.kernels import propagators, racks
from twin.engine.fast.tables.chips import BLOCK, RAMP
from twin.engine.fast.tables.records import LANES, aligned
from twin.plant.records import Floats

LANE = 3


def by_kernel(dt: float, slope: float, conductance: float, resistance: float, cd: float, cc: float) -> Floats:
    """Return the propagator as a matrix: rows die and case; columns die, case, power, inlet at begin and at end."""
    block, ramp = (aligned(kind, 1).view(np.recarray)[0] for kind in (BLOCK, RAMP))
    propagators.set_propagator(block, ramp, LANE, dt, slope, conductance, resistance, cd, cc)
    names = (("die_die", "die_case", "die_power", "die_begin", "die_end"),
             ("case_die", "case_case", "case_power", "case_begin", "case_end"))  # fmt: skip
    return np.array([[block[name][LANE] for name in row] for row in names])


def by_expm(dt: float, slope: float, conductance: float, resistance: float, cd: float, cc: float) -> Floats:
    """Return the same: inlet and its rise are states of an augmented system."""
    matrix = np.zeros((5, 5))
    matrix[0] = [(slope - 1.0 / resistance) / cd, 1.0 / (resistance * cd), 1.0 / cd, 0.0, 0.0]
    matrix[1] = [
        1.0 / (resistance * cc),
        -(1.0 / resistance + conductance) / cc,
        0.0,
        conductance / cc,
        0.0,
    ]
    matrix[3, 4] = 1.0  # inlet rises
    full = expm(matrix * dt)[:2]
    begin, rise = full[:, 3], full[:, 4] / dt
    return np.column_stack([full[:, :3], begin - rise, rise])


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((1.0, 2.0, 40.0, 0.02, 20.0, 300.0), id="a chip"),
        pytest.param((1.0, 0.0, 40.0, 0.02, 20.0, 300.0), id="no leakage"),
        pytest.param((1.0, 2.0, 0.0, 0.02, 20.0, 300.0), id="no flow"),
        pytest.param((1.0, 60.0, 40.0, 0.02, 20.0, 300.0), id="runaway"),
        pytest.param((1.0, -300.0, 40.0, 0.02, 20.0, 300.0), id="throttling"),
        pytest.param((1e-6, 2.0, 40.0, 0.02, 20.0, 300.0), id="tiny step"),
        pytest.param((0.5e-3, 2.0, 40.0, 0.02, 20.0, 300.0), id="small step"),
        pytest.param((600.0, 2.0, 40.0, 0.02, 20.0, 300.0), id="long step"),
        pytest.param((1.0, 2.0, 40.0, 0.02, 1e-3, 300.0), id="light die"),
        pytest.param((1.0, 2.0, 40.0, 1e-4, 20.0, 20.0), id="one body"),
        pytest.param((1.0, 2.0, 1e5, 0.02, 20.0, 300.0), id="stiff plate"),
    ],
)
def test_a_step_is_the_exponential_of_its_matrix(
    numbers: tuple[float, float, float, float, float, float],
) -> None:
    np.testing.assert_allclose(by_kernel(*numbers), by_expm(*numbers), rtol=2e-9, atol=1e-14)


@settings(max_examples=100, deadline=None)
@given(
    dt=st.floats(1e-3, 30.0),
    slope=st.floats(-50.0, 20.0),
    conductance=st.floats(0.0, 200.0),
    resistance=st.floats(0.005, 0.2),
    cd=st.floats(2.0, 200.0),
    cc=st.floats(20.0, 2000.0),
)
def test_any_chip(
    dt: float, slope: float, conductance: float, resistance: float, cd: float, cc: float
) -> None:
    numbers = (dt, slope, conductance, resistance, cd, cc)
    expected = by_expm(*numbers)
    np.testing.assert_allclose(by_kernel(*numbers), expected, rtol=1e-8, atol=1e-9 * np.abs(expected).max())


def test_a_chip_at_rest_stays_at_rest() -> None:
    numbers = (1.0, 0.0, 40.0, 0.02, 20.0, 300.0)
    found = by_kernel(*numbers)
    np.testing.assert_allclose(found[:, [0, 1, 3, 4]].sum(axis=1), 1.0, rtol=1e-12)


def test_only_its_own_lane_is_written() -> None:
    block, ramp = (aligned(kind, 1).view(np.recarray)[0] for kind in (BLOCK, RAMP))
    propagators.set_propagator(block, ramp, LANE, 1.0, 2.0, 40.0, 0.02, 20.0, 300.0)
    others = np.delete(np.arange(LANES), LANE)
    assert all(not block[name][others].any() for name in block.dtype.names)


@given(st.floats(-700.0, 20.0))
def test_phi_functions_are_smooth_where_their_series_end(z: float) -> None:
    first, second, third = propagators.phi(z)
    assert first == pytest.approx(np.exp(z), rel=1e-12)
    if abs(z) > 1e-6:
        assert second == pytest.approx(np.expm1(z) / z, rel=1e-12)
    if abs(z) > 1e-2:
        assert third == pytest.approx((np.expm1(z) / z - 1.0) / z, rel=1e-9)
    series = sum(z**k / float(np.prod(np.arange(1.0, k + 3.0))) for k in range(20))
    if abs(z) < 1.0:
        assert third == pytest.approx(series, rel=1e-11)


@pytest.mark.parametrize("turns", [0.0, 0.01, 0.3, 1.0, 2.0, racks.MOST_TURNS, 2.6, 30.0])
def test_what_stays_in_a_rack_of_a_heat_that_grows_from_nothing(turns: float) -> None:
    exact = 2.0 * propagators.phi(-turns)[2]
    assert racks.share_that_stays(turns) == pytest.approx(exact, rel=2e-3)
