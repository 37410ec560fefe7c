"""Heat from the coolant to the outdoor air: CDU, tower, dry cooler, chiller, room air, controls."""

from __future__ import annotations

from models.cooling import (
    buffer,
    cdu,
    chiller,
    coil,
    controls,
    dry_cooler,
    exchange,
    fans,
    metrics,
    room_air,
    tower,
    water,
    york,
)

__all__ = [
    "buffer",
    "cdu",
    "chiller",
    "coil",
    "controls",
    "dry_cooler",
    "exchange",
    "fans",
    "metrics",
    "room_air",
    "tower",
    "water",
    "york",
]
