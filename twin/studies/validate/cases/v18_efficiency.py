"""V18: efficiencies of supplies, UPS and transformer, and that every loss is warm and lands in the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from models.electrical.shelf import loss_points, shelf_loss_w
from models.electrical.transformer import best_load_frac, transformer_loss_w
from models.electrical.ups import ups_loss_w
from twin.config import catalogue_entry
from twin.config.power import Converter
from twin.engine.heat import cabinet_air_heat_w
from twin.engine.load import conversion_loss_w, part_load
from twin.engine.schedule import design_drive
from twin.errors import InternalError
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.sites import plant_of
from twin.studies.validate.tables import Expected, check_rows, expected_rows

# Eaton 9395XR, fit of the double-conversion points: share of the rating at no load, linear, square.
UPS_VFI: Final = (0.0060, -0.0008, 0.0320)
# Transformer of 2.5 MVA, 3.5 kW no-load and 18 kW load loss, at power factor 0.95.
TRANSFORMER_VA: Final = 2.5e6
TRANSFORMER_LOSSES_W: Final = (3.5e3, 18e3)
POWER_FACTOR: Final = 0.95
RATING_W: Final = 1e6

Loss = Callable[[float], float]


def compute() -> list[Check]:
    """Compare efficiencies at the table points, then look for loads without loss."""
    return check_rows("v18.csv", _value)


def _value(row: Expected) -> float:
    device = row.inputs.text("device []")
    if row.quantity == "best load":
        return float(best_load_frac(*TRANSFORMER_LOSSES_W))
    if row.quantity.startswith("departure of the room's heat"):
        return _room_departure_w()
    loss = _losses()[device]
    if row.quantity == "efficiency":
        load = row.inputs["load [%]"] / 100.0
        return 100.0 * (1.0 - loss(load) / load if device == "transformer" else load / (load + loss(load)))
    return float(sum(loss(load) <= 0.0 for load in np.linspace(0.0, 1.0, 101)))


@cache
def _losses() -> dict[str, Loss]:
    """Return the loss of each device over its load, both as shares of the active rating."""
    return {
        "Ruby supply": _supply("Ruby supply"),
        "Titanium supply": _supply("Titanium supply"),
        "UPS, double conversion": _ups(UPS_VFI),
        "UPS, energy saver": _ups(_energy_saver()),
        "transformer": _transformer,
    }


def _supply(device: str) -> Loss:
    points = [
        (row.inputs["load [%]"] / 100.0, row.expected / 100.0)
        for row in expected_rows("v18.csv")
        if row.quantity == "efficiency" and row.inputs.text("device []") == device
    ]
    loads, efficiencies = zip(*points, strict=True)
    knots, losses = loss_points(loads, efficiencies)
    return lambda load: float(shelf_loss_w(load * RATING_W, RATING_W, knots, losses)) / RATING_W


def _ups(coefficients: tuple[float, float, float]) -> Loss:
    return lambda load: float(ups_loss_w(load * RATING_W, RATING_W, *coefficients)) / RATING_W


def _energy_saver() -> tuple[float, float, float]:
    """Return the coefficients of the catalogue: the case lists none for this mode."""
    entry = catalogue_entry("power/ups-1200kva")
    if not isinstance(entry, Converter):
        raise InternalError("catalogue entry ups-1200kva is no UPS")
    mode = entry.modes["eco"]
    return mode.c0.value, mode.c1.value, mode.c2.value


def _transformer(load: float) -> float:
    loss = transformer_loss_w(load * TRANSFORMER_VA, TRANSFORMER_VA, *TRANSFORMER_LOSSES_W)
    return float(loss) / (TRANSFORMER_VA * POWER_FACTOR)


def _room_departure_w() -> float:
    """Return how far the air heat of cabinets without load misses their parts plus their shelves' loss."""
    plant = plant_of("cloudmatrix384")
    cabinets = plant.cabinets
    idle = np.zeros(len(cabinets.names))
    drive = design_drive(plant, idle)
    loss = shelf_loss_w(idle, cabinets.shelf_rating_w, cabinets.shelf_knots_frac, cabinets.shelf_loss_frac)
    parts = part_load(cabinets, drive)
    departure = cabinet_air_heat_w(parts, conversion_loss_w(cabinets, drive, idle)) - parts.air_w - loss
    return float(np.abs(departure).max()) if np.all(np.asarray(loss) > 0.0) else float("nan")


CASE = Case(
    name="V18",
    title="PSU, UPS, transformer points",
    kind="rating",
    shows="Efficiencies at their published points, a loss at every load down to none, and its heat in the room.",
    compute=compute,
)
