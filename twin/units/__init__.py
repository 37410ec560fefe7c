"""Text with units to SI floats and back; the only package that speaks pint, and only on a cold cache."""

from __future__ import annotations

from twin.units.cache import cache_folder, save_cache, write_whole
from twin.units.dimensions import DIMENSIONS, Dimension
from twin.units.display import format_quantity
from twin.units.parse import parse_quantity

__all__ = [
    "DIMENSIONS",
    "Dimension",
    "cache_folder",
    "format_quantity",
    "parse_quantity",
    "save_cache",
    "write_whole",
]
