from __future__ import annotations

import pytest

from models import constants

# Molar masses behind the two gas constants: ASHRAE Fundamentals 2017, chapter 1, section 1.
MOLAR_MASS_DRY_AIR_KG_MOL = 28.966e-3
MOLAR_MASS_WATER_KG_MOL = 18.015268e-3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (constants.DRY_AIR_GAS_CONSTANT_J_KG_K, constants.GAS_CONSTANT_J_MOL_K / MOLAR_MASS_DRY_AIR_KG_MOL),
        (constants.VAPOUR_GAS_CONSTANT_J_KG_K, constants.GAS_CONSTANT_J_MOL_K / MOLAR_MASS_WATER_KG_MOL),
    ],
    ids=["dry air", "vapour"],
)
def test_gas_constants_follow_from_the_molar_one(value: float, expected: float) -> None:
    assert value == pytest.approx(expected, rel=1e-5)


def test_dry_air_is_a_diatomic_gas() -> None:
    assert constants.DRY_AIR_HEAT_CAPACITY_J_KG_K == pytest.approx(
        3.5 * constants.DRY_AIR_GAS_CONSTANT_J_KG_K, rel=2e-3
    )


def test_standard_air_has_its_tabulated_density() -> None:
    # 1.225 kg/m3 at 15 degC: ISO 2533:1975, table 1.
    temp_k = 15.0 + constants.KELVIN_OFFSET_K
    density_kg_m3 = constants.STANDARD_PRESSURE_PA / (constants.DRY_AIR_GAS_CONSTANT_J_KG_K * temp_k)
    assert density_kg_m3 == pytest.approx(1.225, rel=1e-3)
