"""Power from the utility to the shelf: losses, currents, voltages and how long a store lasts."""

from __future__ import annotations

from models.electrical import (
    ac,
    battery,
    busway,
    curve,
    dc,
    feeder,
    generator,
    short_circuit,
    transformer,
    ups,
)

__all__ = [
    "ac",
    "battery",
    "busway",
    "curve",
    "dc",
    "feeder",
    "generator",
    "short_circuit",
    "transformer",
    "ups",
]
