"""Every limit there is, area by area; the order fixes the order of margin vectors."""

from __future__ import annotations

from typing import Final

from twin.limits import air, building, cdus, chips, facility, liquid, power
from twin.limits.limit import Limit

LIMITS: Final[tuple[Limit, ...]] = (
    *chips.LIMITS,
    *liquid.LIMITS,
    *cdus.LIMITS,
    *facility.LIMITS,
    *air.LIMITS,
    *power.LIMITS,
    *building.LIMITS,
)
