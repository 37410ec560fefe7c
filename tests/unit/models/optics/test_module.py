from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.optics.module import module_case_temp_k, optics_power_w


@pytest.mark.parametrize(("module_w", "fleet_kw"), [(4.5, 31.1), (8.0, 55.3)])
def test_optics_of_a_cloudmatrix_384(module_w: float, fleet_kw: float) -> None:
    assert optics_power_w(6912.0, module_w) == pytest.approx(1e3 * fleet_kw, rel=1e-3)


def test_liquid_against_air() -> None:
    # 14 W module: 0.75 K/W to coolant at 32 degC against 2 K/W to air at 30 degC.
    assert module_case_temp_k(305.15, 14.0, 0.75) == pytest.approx(315.65)
    assert module_case_temp_k(303.15, 14.0, 2.0) == pytest.approx(331.15)


@given(st.floats(250.0, 350.0), st.floats(0.0, 3.0))
def test_a_module_without_power_sits_at_its_reference(reference_k: float, resistance_k_w: float) -> None:
    assert module_case_temp_k(reference_k, 0.0, resistance_k_w) == reference_k
