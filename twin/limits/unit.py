"""Units in which limits are shown. No parsing, no unit library: a size and an origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A display unit: SI value = ``origin`` + ``size`` times the shown number."""

    label: str
    size: float = 1.0
    origin: float = 0.0

    def shown(self, value_si: float) -> float:
        """Return a value in this unit.

        >>> DEGREE_CELSIUS.shown(305.15)
        32.0
        """
        return (value_si - self.origin) / self.size

    def shown_difference(self, difference_si: float) -> float:
        """Return a difference of two values in this unit.

        >>> DEGREE_CELSIUS.shown_difference(2.0), KILOWATT.shown_difference(500.0)
        (2.0, 0.5)
        """
        return difference_si / self.size


DEGREE_CELSIUS: Final = Unit(label="degC", origin=273.15)
KELVIN: Final = Unit(label="K")
KILOWATT: Final = Unit(label="kW", size=1e3)
LITRE_PER_MINUTE: Final = Unit(label="L/min", size=1e-3 / 60.0)
KILOPASCAL: Final = Unit(label="kPa", size=1e3)
METRE_PER_SECOND: Final = Unit(label="m/s")
METRE: Final = Unit(label="m")
MINUTE: Final = Unit(label="min", size=60.0)
AMPERE: Final = Unit(label="A")
PERCENT: Final = Unit(label="%", size=0.01)
KILOGRAM_PER_SECOND: Final = Unit(label="kg/s")
KILOGRAM_PER_SQUARE_METRE: Final = Unit(label="kg/m2")
COUNT: Final = Unit(label="")
