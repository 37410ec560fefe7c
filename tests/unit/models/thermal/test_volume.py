"""The well-mixed volume against the transient of a 132 kW cabinet and against closed forms."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from models.fluids import Fluid, enthalpy_j_kg
from models.thermal.volume import volume_rate_k_s

# LBNL Modelica Buildings library, example ColdPlateR_P, Dymola reference of July 2026 (commit 1c1094d6ac).
HEAT_CAPACITY_J_KGK = 3944.64
FROZEN = Fluid((1014.90,), (HEAT_CAPACITY_J_KGK,), (0.4769,), (-6.333,))
NOMINAL_KG_S = 132e3 / 7.0 / HEAT_CAPACITY_J_KGK
INLET_K = 303.15
OUTLET_ROWS_C = (
    *((0.6, 31.6324), (1.8, 34.1171), (3.0, 34.5577), (6.0, 35.3128), (7.2, 36.1392), (10.2, 34.7414)),
    *((16.8, 36.0744), (24.0, 35.1235), (30.0, 34.8155), (31.8, 36.4396), (34.8, 36.8416), (37.2, 39.8705)),
    *((42.0, 41.0684), (47.4, 41.4709), (52.2, 41.7250), (57.0, 41.6273), (59.4, 40.4545), (60.0, 40.2073)),
)
OUTLET_TABLE_C = dict(OUTLET_ROWS_C)


def _power_w(time_s: float) -> float:
    return 132e3 * (0.62 + 0.4 * (((time_s - 0.2) % 5.0) < 2.0))


def _flow_kg_s(time_s: float) -> float:
    return NOMINAL_KG_S * (1.0 - 0.5 * min(max((time_s - 30.0) / 5.0, 0.0), 1.0))


def _outlets_c() -> dict[float, float]:
    """Integrate piece by piece between the edges of the power pulses and of the flow ramp."""
    pulses = [0.2 + 5.0 * k + offset for k in range(13) for offset in (0.0, 2.0)]
    edges = sorted({0.0, *[t for t in pulses if t < 60.0], 30.0, 35.0, 60.0})
    inlet_j_kg = enthalpy_j_kg(INLET_K, FROZEN)
    temp_k, found = INLET_K, {}
    for start, end in pairwise(edges):
        power_w = _power_w(0.5 * (start + end))

        def rate(time_s: float, y: Any, power_w: float = power_w) -> Any:
            own = enthalpy_j_kg(y[0], FROZEN)
            capacity = 2.0 * NOMINAL_KG_S * HEAT_CAPACITY_J_KGK
            return [volume_rate_k_s(_flow_kg_s(time_s), inlet_j_kg, own, power_w, capacity)]

        solution = solve_ivp(rate, (start, end), [temp_k], rtol=1e-10, atol=1e-10, dense_output=True)
        course: Any = solution.sol
        found.update({t: float(course(t)[0]) - 273.15 for t in OUTLET_TABLE_C if start < t <= end})
        temp_k = float(solution.y[0, -1])
    return found


def test_outlet_of_a_132_kw_cabinet() -> None:
    found = _outlets_c()
    assert set(found) == set(OUTLET_TABLE_C)
    errors = {t: found[t] - expected for t, expected in OUTLET_TABLE_C.items()}
    assert max(map(abs, errors.values())) < 0.02, errors
    assert np.sqrt(np.mean(np.square(list(errors.values())))) < 0.002


# Loop without facility water, rho cp 4.0 kJ/(L K): heat W, volume L, rise K/s.
@pytest.mark.parametrize(
    ("heat_w", "volume_l", "rise_k_s"),
    [(1e6, 500.0, 0.50), (1e6, 1500.0, 0.1667), (120e3, 40.0, 0.75), (2e6, 1500.0, 0.3333)],
)
def test_loop_that_lost_its_facility_water(heat_w: float, volume_l: float, rise_k_s: float) -> None:
    assert volume_rate_k_s(0.0, 0.0, 0.0, heat_w, volume_l * 4000.0) == pytest.approx(rise_k_s, rel=1e-3)


@given(st.floats(0.01, 10.0), st.floats(-1e5, 1e5))
def test_steady_volume_leaves_with_inlet_enthalpy_plus_heat(flow_kg_s: float, heat_w: float) -> None:
    own = 2.0e4 + heat_w / flow_kg_s
    assert volume_rate_k_s(flow_kg_s, 2.0e4, own, heat_w, 1e4) == pytest.approx(0.0, abs=1e-9)
