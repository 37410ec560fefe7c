"""Constants of nature, of standards and of moist air, each with its source line."""

from __future__ import annotations

from typing import Final

# Standard acceleration of gravity, exact by definition: CGPM 3 (1901); NIST SP 330 (2019).
GRAVITY_M_S2: Final = 9.80665

# Offset between the Celsius and the kelvin scale, exact by definition: NIST SP 330 (2019), section 2.3.1.
KELVIN_OFFSET_K: Final = 273.15

# Standard atmosphere at sea level, exact by definition: CGPM 10 (1954); ISO 2533:1975.
STANDARD_PRESSURE_PA: Final = 101325.0

# Molar gas constant, exact since the 2019 revision of the SI: CODATA 2018.
GAS_CONSTANT_J_MOL_K: Final = 8.314462618

# Gas constant of dry air: ASHRAE Fundamentals 2017, chapter 1, equation 1.
DRY_AIR_GAS_CONSTANT_J_KG_K: Final = 287.042

# Gas constant of water vapour: ASHRAE Fundamentals 2017, chapter 1, equation 2.
VAPOUR_GAS_CONSTANT_J_KG_K: Final = 461.524

# Heat capacity of dry air at constant pressure: ASHRAE Fundamentals 2017, chapter 1, equation 28.
DRY_AIR_HEAT_CAPACITY_J_KG_K: Final = 1006.0

# Heat capacity of water vapour at constant pressure: ASHRAE Fundamentals 2017, chapter 1, equation 29.
VAPOUR_HEAT_CAPACITY_J_KG_K: Final = 1860.0

# Heat of evaporation of water at 0 degC: ASHRAE Fundamentals 2017, chapter 1, equation 29.
LATENT_HEAT_J_KG: Final = 2.501e6
