"""Where each state of a plant stands in the state vector, and each flow in the vector of algebraic values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twin.plant.records import Floats, Ints, Names, Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Index arrays into the state vector ``y`` and, behind it, into the algebraic vector ``z``.

    ``y`` holds temperatures [K], controller integrals and positions [-], and two energy accounts [J]: heat
    put into the thermal system and heat taken out of it. ``z`` holds the direct-current power of each cabinet
    [W], the air at the cabinets of each hall [K], the flows of the hydraulic networks [kg/s] and the controlled
    pressure differences [Pa].
    """

    die: Ints
    case: Ints
    rack_return: Ints
    supply: Ints
    loop_return: Ints
    pump_integral: Ints
    pump_speed: Ints
    cdu_secondary: Ints
    cdu_primary: Ints
    valve_integral: Ints
    valve: Ints
    fws_supply: Ints
    fws_return: Ints
    fws_basin: Ints
    tower_air: Ints
    fws_pump_integral: Ints
    fws_pump_speed: Ints
    fan_integral: Ints
    fan_speed: Ints
    chw_supply: Ints
    chw_return: Ints
    hall_air: Ints
    heat_in: Ints
    heat_out: Ints
    state_count: int

    dc_power: Ints
    air_inlet: Ints
    rack_flow: Ints
    cdu_flow: Ints
    loop_flow: Ints
    loop_dp: Ints
    primary_flow: Ints
    fws_flow: Ints
    fws_dp: Ints
    bypass_flow: Ints
    total_count: int

    @property
    def positions(self) -> Ints:
        """Controller integrals and actuator positions, all between 0 and 1 once settled."""
        return np.concatenate([getattr(self, name) for name in POSITIONS])

    @property
    def chip_state_count(self) -> int:
        """Number of states of chips; they come first."""
        return int(self.die.size + self.case.size)

    def chips_of(self, values: Floats) -> tuple[Floats, Floats]:
        """Return die and case temperatures out of vectors that begin with the states: views, not copies."""
        count = self.die.size
        return values[..., :count], values[..., count : 2 * count]

    @property
    def algebraic_count(self) -> int:
        """Number of algebraic values behind the states."""
        return self.total_count - self.state_count


def without_chips(layout: Layout) -> Layout:
    """Return the layout of everything but chips: the same order, counted from the first state that is not a chip's.

    Chips come first, so that all other indices move down by as many.
    """
    shift = layout.chip_state_count
    moved = {
        field.name: getattr(layout, field.name) - shift
        for field in fields(layout)
        if field.name not in ("die", "case")
    }
    nothing = np.zeros(0, dtype=np.int64)
    return Layout(die=nothing, case=nothing, **moved)


def layout_of(plant: Plant) -> Layout:
    """Number the states and algebraic values of a plant.

    Parameters
    ----------
    plant : Plant

    Returns
    -------
    Layout
        Families in a fixed order, so that the same plant always has the same numbering.
    """
    counter = _Counter()
    states: dict[str, NDArray[np.int64]] = {
        field: counter.take(len(names))
        for family, names in members_with_states(plant).items()
        for field in STATES_OF[family]
    }
    states |= {account: counter.take(1) for account in ACCOUNTS}
    state_count = counter.total
    racks, halls, loops = states["rack_return"].size, len(plant.halls.names), len(plant.tcs.names)
    cdus, fws = len(plant.cdus.names), len(plant.fws.names)
    algebraic = {
        "dc_power": counter.take(len(plant.cabinets.names)),
        "air_inlet": counter.take(halls),
        "rack_flow": counter.take(racks),
        "cdu_flow": counter.take(cdus),
        "loop_flow": counter.take(loops),
        "loop_dp": counter.take(loops),
        "primary_flow": counter.take(cdus),
        "fws_flow": counter.take(fws),
        "fws_dp": counter.take(fws),
        "bypass_flow": counter.take(fws),
    }
    return Layout(**states, **algebraic, state_count=state_count, total_count=counter.total)


POSITIONS = (
    "pump_integral",
    "pump_speed",
    "valve_integral",
    "valve",
    "fws_pump_integral",
    "fws_pump_speed",
    "fan_integral",
    "fan_speed",
)
STATES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "chips": ("die", "case"),
    "racks": ("rack_return",),
    "tcs": ("supply", "loop_return", "pump_integral", "pump_speed"),
    "cdus": ("cdu_secondary", "cdu_primary", "valve_integral", "valve"),
    "fws": (
        "fws_supply",
        "fws_return",
        "fws_basin",
        "tower_air",
        "fws_pump_integral",
        "fws_pump_speed",
        "fan_integral",
        "fan_speed",
    ),
    "chw": ("chw_supply", "chw_return"),
    "halls": ("hall_air",),
}
"""Fields with one state for each member of a family, in the order of the state vector."""
ACCOUNTS: Final = ("heat_in", "heat_out")


def members_with_states(plant: Plant) -> dict[str, Names]:
    """Return the members of each family of `STATES_OF`; a rack is a cabinet with a liquid circuit."""
    cabinets = plant.cabinets
    on_liquid = zip(cabinets.names, (cabinets.loop_index >= 0).tolist(), strict=True)
    racks = tuple([name for name, wet in on_liquid if wet])
    return {family: racks if family == "racks" else getattr(plant, family).names for family in STATES_OF}


class _Counter:
    """Hands out consecutive indices."""

    def __init__(self) -> None:
        self.total = 0

    def take(self, count: int) -> NDArray[np.int64]:
        start, self.total = self.total, self.total + count
        return np.arange(start, self.total, dtype=np.int64)
