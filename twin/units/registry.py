"""The unit library's only door: the SI size of a unit text, in one kind of quantity."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from twin.units.dimensions import DIMENSIONS, WATER_COLUMN_PA_M, Dimension
from twin.units.spelling import to_expression

if TYPE_CHECKING:
    import pint

__all__ = ["si_size"]

_OWN_UNITS = (
    "apparent_va = [apparent_power]",
    "databit = [information]",
    "databyte = 8 databit",
    "flop = [computation]",
    "token = [token]",
)
"""Kinds that the library would mix up: VA with W, bytes and tokens with pure numbers."""


def si_size(unit_text: str, dimension: Dimension) -> float | None:
    """Return how many SI units of `dimension` one `unit_text` is; None when it is another kind of quantity.

    Raises
    ------
    UnknownUnitError
        When the text is not made of known units.
    """
    expression = to_expression(unit_text)
    registry = _registry()
    # A pure number comes back as a float, hence the wrapping.
    quantity: pint.Quantity[float] = registry.Quantity(registry.parse_expression(expression))
    if quantity.is_compatible_with(dimension.si_unit):
        return float(quantity.to(dimension.si_unit).magnitude)
    if dimension is DIMENSIONS["head"] and quantity.is_compatible_with("meter"):
        return float(quantity.to("meter").magnitude) * WATER_COLUMN_PA_M
    return None


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[float]:
    import pint  # 0.3 s and more, so only where a unit was never seen before

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    for definition in _OWN_UNITS:
        registry.define(definition)
    return registry
