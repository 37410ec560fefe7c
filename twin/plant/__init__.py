"""A site as arrays: what the engine computes with."""

from twin.plant.build import build_plant
from twin.plant.records import Plant

__all__ = ["Plant", "build_plant"]
