"""Heat exchangers against their closed forms, a published CDU rating and the second law."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.thermal.heat_exchanger import (
    effectiveness_counterflow,
    effectiveness_crossflow_unmixed,
    exchanger_heat_w,
    fouled_ua_w_k,
    lmtd_k,
    ntu_from_effectiveness_counterflow,
    ua_from_rating_w_k,
    ua_off_design_w_k,
)

rates = st.one_of(st.just(0.0), st.floats(1e-6, 1e7))
conductances = st.one_of(st.just(0.0), st.floats(1e-3, 1e7))
temps = st.floats(270.0, 370.0)


def counterflow(ntu: float, ratio: float) -> float:
    decay = math.exp(-ntu * (1.0 - ratio))
    return (1.0 - decay) / (1.0 - ratio * decay)


@pytest.mark.parametrize("ntu", [0.01, 0.5, 2.888, 10.0, 60.0])
@pytest.mark.parametrize("ratio", [0.0, 0.3, 0.9, 0.999])
def test_counterflow_textbook_form(ntu: float, ratio: float) -> None:
    assert effectiveness_counterflow(ntu, ratio) == pytest.approx(counterflow(ntu, ratio), rel=1e-9)


@pytest.mark.parametrize("ntu", [0.0, 0.5, 1.0, 3.0])
def test_counterflow_equal_capacity_rates(ntu: float) -> None:
    assert effectiveness_counterflow(ntu, 1.0) == pytest.approx(ntu / (1.0 + ntu), rel=1e-11)
    assert effectiveness_counterflow(ntu, 1.0 - 1e-9) == pytest.approx(ntu / (1.0 + ntu), rel=1e-8)


def test_one_stream_that_condenses() -> None:
    assert effectiveness_counterflow(1.5, 0.0) == pytest.approx(1.0 - math.exp(-1.5), rel=1e-11)
    assert effectiveness_crossflow_unmixed(1.5, 0.0) == pytest.approx(1.0 - math.exp(-1.5), rel=1e-11)


@given(st.floats(0.0, 1e6), st.floats(0.0, 1.0))
def test_effectiveness_is_a_share(ntu: float, ratio: float) -> None:
    assert 0.0 <= effectiveness_counterflow(ntu, ratio) <= 1.0 + 1e-12
    assert 0.0 <= effectiveness_crossflow_unmixed(ntu, ratio) <= 1.0 + 1e-12


@given(st.floats(0.0, 7.0), st.floats(0.0, 1.0))
def test_counterflow_beats_crossflow(ntu: float, ratio: float) -> None:
    # 1 %: accuracy of the crossflow correlation itself.
    assert effectiveness_crossflow_unmixed(ntu, ratio) <= effectiveness_counterflow(ntu, ratio) + 0.01


def test_crossflow_of_a_dry_cooler() -> None:
    # LBNL Modelica Buildings DryCooler: C_air 2109.8, C_water 2092.0, UA 2412.1 W/K, effectiveness 0.50191.
    found = effectiveness_crossflow_unmixed(2412.1 / 2092.0, 2092.0 / 2109.8)
    assert found == pytest.approx(0.50191, abs=2e-5)


@pytest.mark.parametrize("ntu", [0.1, 1.0, 3.5])
@pytest.mark.parametrize("ratio", [0.2, 0.7, 1.0])
def test_crossflow_textbook_form(ntu: float, ratio: float) -> None:
    eta = ntu**-0.22
    expected = 1.0 - math.exp((math.exp(-ntu * ratio * eta) - 1.0) / (ratio * eta))
    assert effectiveness_crossflow_unmixed(ntu, ratio) == pytest.approx(expected, rel=1e-10)


@given(st.floats(0.01, 20.0), st.floats(0.0, 1.0))
def test_transfer_units_return_from_effectiveness(ntu: float, ratio: float) -> None:
    effectiveness = effectiveness_counterflow(ntu, ratio)
    gap = 1.0 - float(effectiveness)
    if gap > 1e-9:
        assert ntu_from_effectiveness_counterflow(effectiveness, ratio) == pytest.approx(
            ntu, rel=1e-8 + 1e-14 / gap
        )


# Google / OCP Project Deschutes CDU: 2 MW at 3 K approach, OCP CDU information (March 2026).

HEAT_W = 2.0e6
HOT_W_K = 31.48 * 3950.0
COLD_W_K = 32.30 * 4180.0
FACILITY_IN_K = 26.8 + 273.15
SUPPLY_K = FACILITY_IN_K + 3.0
RETURN_K = SUPPLY_K + HEAT_W / HOT_W_K
FACILITY_OUT_K = FACILITY_IN_K + HEAT_W / COLD_W_K


def test_deschutes_rating() -> None:
    assert SUPPLY_K - 273.15 == pytest.approx(29.8, abs=0.1)
    assert RETURN_K - 273.15 == pytest.approx(45.9, abs=0.1)
    assert FACILITY_OUT_K - 273.15 == pytest.approx(41.6, abs=0.1)
    assert lmtd_k(RETURN_K - FACILITY_OUT_K, SUPPLY_K - FACILITY_IN_K) == pytest.approx(3.60, rel=0.01)
    ua_w_k = ua_from_rating_w_k(HEAT_W, RETURN_K, SUPPLY_K, FACILITY_IN_K, FACILITY_OUT_K)
    assert ua_w_k == pytest.approx(556e3, rel=0.01)
    assert ua_w_k / HOT_W_K == pytest.approx(4.47, rel=0.01)
    ratio = HOT_W_K / COLD_W_K
    assert ratio == pytest.approx(0.921, rel=0.01)
    assert effectiveness_counterflow(ua_w_k / HOT_W_K, ratio) == pytest.approx(0.843, rel=0.01)


def test_an_exchanger_returns_its_own_rating() -> None:
    ua_w_k = ua_from_rating_w_k(HEAT_W, RETURN_K, SUPPLY_K, FACILITY_IN_K, FACILITY_OUT_K)
    found = exchanger_heat_w(HOT_W_K, COLD_W_K, ua_w_k, RETURN_K, FACILITY_IN_K)
    assert found == pytest.approx(HEAT_W, rel=1e-7)
    effectiveness = HEAT_W / (HOT_W_K * (RETURN_K - FACILITY_IN_K))
    units = ntu_from_effectiveness_counterflow(effectiveness, HOT_W_K / COLD_W_K)
    assert units * HOT_W_K == pytest.approx(ua_w_k, rel=1e-7)


def test_cdu_at_part_load() -> None:
    # LBNL Modelica Buildings CDU_epsNTU, end of run: nominal C1 = C2 = 1.2672 MW/K, UA 1.056 MW/K, ratio of
    # films 1.62, exponent 0.8; plant and rack flow, temperatures of rack return and plant supply as listed.
    plant_ratio, rack_ratio = 0.54579, 0.90615
    ua_w_k = ua_off_design_w_k(plant_ratio, rack_ratio, 1.056e6, 1.62, 0.8)
    plant_w_k, rack_w_k = 1.2672e6 * plant_ratio, 1.2672e6 * rack_ratio
    heat_w = exchanger_heat_w(rack_w_k, plant_w_k, ua_w_k, 318.448, 309.15)
    assert heat_w / (plant_w_k * (318.448 - 309.15)) == pytest.approx(0.602, abs=0.002)
    assert heat_w == pytest.approx(3.8713e6, rel=5e-3)


@given(rates, rates, conductances, temps, temps)
def test_heat_is_that_of_effectiveness(
    hot: float, cold: float, ua: float, hot_in: float, cold_in: float
) -> None:
    found = exchanger_heat_w(hot, cold, ua, hot_in, cold_in)
    smaller, larger = min(hot, cold), max(hot, cold)
    largest = smaller * abs(hot_in - cold_in)
    if smaller == 0.0:
        assert found == 0.0
    else:
        expected = smaller * effectiveness_counterflow(ua / smaller, smaller / larger) * (hot_in - cold_in)
        # A stream a billion times thinner than the other is where the guard of the product shows.
        share = min(1.0, 1e-8 * larger / smaller)
        assert found == pytest.approx(expected, rel=1e-8, abs=share * largest + 1e-12)


@given(rates, rates, conductances, temps, temps)
def test_no_outlet_passes_the_other_inlet(
    hot: float, cold: float, ua: float, hot_in: float, cold_in: float
) -> None:
    found = float(exchanger_heat_w(hot, cold, ua, hot_in, cold_in))
    assert math.isfinite(found)
    assert abs(found) <= min(hot, cold) * abs(hot_in - cold_in) * (1.0 + 1e-12)
    assert found * (hot_in - cold_in) >= 0.0


@given(rates, rates, conductances)
def test_heat_is_symmetric_in_the_streams(hot: float, cold: float, ua: float) -> None:
    one = exchanger_heat_w(hot, cold, ua, 330.0, 300.0)
    assert exchanger_heat_w(cold, hot, ua, 330.0, 300.0) == pytest.approx(one, rel=1e-12)
    assert exchanger_heat_w(hot, cold, ua, 300.0, 330.0) == -one
    assert exchanger_heat_w(-hot, cold, ua, 330.0, 300.0) == one


@given(st.floats(0.1, 10.0), st.floats(0.3, 1.0))
def test_nominal_flows_give_the_nominal_conductance(ratio: float, exponent: float) -> None:
    assert ua_off_design_w_k(1.0, 1.0, 5e5, ratio, exponent) == pytest.approx(5e5, rel=1e-6)


def test_conductance_is_two_films_in_series() -> None:
    side_1, side_2 = 0.6**0.8 * 2.0, 1.3**0.8  # film 1 is twice film 2 at nominal flow
    nominal = 1.0 / (1.0 / 2.0 + 1.0)
    expected = 1.0 / (1.0 / side_1 + 1.0 / side_2) / nominal
    assert ua_off_design_w_k(0.6, 1.3, 1.0, 2.0, 0.8) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("one", "other"), [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0)])
def test_no_flow_no_conductance(one: float, other: float) -> None:
    assert ua_off_design_w_k(one, other, 5e5, 1.5, 0.8) == 0.0


def test_conductance_rises_with_a_finite_slope_from_zero() -> None:
    slopes = [float(ua_off_design_w_k(x, 1.0, 1.0, 1.0, 0.8)) / x for x in (1e-9, 1e-7, 1e-5)]
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-3)
    assert slopes[0] < 10.0


def test_fouling_adds_its_resistance() -> None:
    assert 1.0 / fouled_ua_w_k(5e5, 1e-6) == pytest.approx(1.0 / 5e5 + 1e-6)
    assert fouled_ua_w_k(0.0, 1e-6) == 0.0


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_logarithmic_mean_lies_between_geometric_and_arithmetic(one: float, other: float) -> None:
    mean = lmtd_k(one, other)
    assert math.sqrt(one * other) * (1.0 - 1e-9) <= mean <= 0.5 * (one + other) * (1.0 + 1e-9)


def test_logarithmic_mean() -> None:
    assert lmtd_k(20.0, 10.0) == pytest.approx(10.0 / math.log(2.0), rel=1e-11)
    assert lmtd_k(7.0, 7.0) == pytest.approx(7.0, rel=1e-11)
    assert lmtd_k(7.0, 7.0 * (1.0 + 1e-9)) == pytest.approx(7.0, rel=1e-8)
    assert 0.0 <= lmtd_k(7.0, 0.0) < 0.3
    assert lmtd_k(0.0, 0.0) < 1e-9
