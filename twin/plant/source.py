"""Reading a site while its plant is built: catalogue numbers through a rule that may move one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from models.fluids import Fluid
from twin.config import SiteConfig
from twin.config.base import Entry
from twin.config.fluids import Fluid as FluidEntry
from twin.config.sourced import Sourced

Choose = Callable[[Sourced], float]
Kind = TypeVar("Kind", bound=Entry)


def nominal(number: Sourced) -> float:
    """Return the catalogue value itself."""
    return number.value


@dataclass(frozen=True, slots=True)
class Source:
    """A site with the rule that turns each catalogue number into one value."""

    config: SiteConfig
    choose: Choose

    def value(self, number: Sourced) -> float:
        """Return the chosen SI value of a catalogue number."""
        return self.choose(number)

    def optional(self, number: Sourced | None, absent: float) -> float:
        """Return the chosen value, or what stands for a missing one."""
        return absent if number is None else self.choose(number)

    def entry(self, kind: type[Kind], name: str) -> Kind:
        """Return a catalogue entry the site refers to."""
        return self.config.of_type(kind, name)

    def fluid(self, name: str) -> Fluid:
        """Return the property coefficients of a catalogue fluid."""
        coefficients = self.entry(FluidEntry, name).coefficients
        return Fluid(
            coefficients.density,
            coefficients.heat_capacity,
            coefficients.conductivity,
            coefficients.log_viscosity,
        )
