"""What drives a plant at one instant: load, weather, and which protections act."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twin.plant.records import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """Inputs at one instant.

    ``activity_frac`` and ``memory_frac`` have one value per cabinet (1: maximum power of its chips);
    ``measured_power_w`` prescribes the electrical power of a cabinet, NaN where the model computes it.
    ``nameplate`` claims the nameplates of cabinets and blocks from the power chain. ``throttling`` and ``capping`` switch the chips' own protections: limit studies run with both off, because
    a throttled chip hides the violation that throttles it.
    """

    activity_frac: Floats
    memory_frac: Floats
    measured_power_w: Floats
    dry_bulb_k: float
    wet_bulb_k: float
    pressure_pa: float
    dew_point_k: Floats
    throttling: bool
    capping: bool
    nameplate: bool = False

    def unprotected(self) -> Drive:
        """Return the same drive of chips that neither throttle nor cap."""
        return replace(self, throttling=False, capping=False)

    def for_cabinets(self, members: Ints) -> Drive:
        """Return the drive of the named cabinets only."""
        return replace(
            self,
            activity_frac=self.activity_frac[members],
            memory_frac=self.memory_frac[members],
            measured_power_w=self.measured_power_w[members],
        )
