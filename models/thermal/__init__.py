"""Heat from the die to the coolant and from one coolant to another."""

from __future__ import annotations

from models.thermal import cold_plate, heat_exchanger, heat_sink, stack, volume

__all__ = ["cold_plate", "heat_exchanger", "heat_sink", "stack", "volume"]
