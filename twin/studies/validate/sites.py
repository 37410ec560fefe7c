"""Sites of the package as plants, for the cases that run on them."""

from __future__ import annotations

from functools import cache

from twin.config import load_site
from twin.plant.build import build_plant
from twin.plant.records import Plant


@cache
def plant_of(site: str, *overrides: str) -> Plant:
    """Return the plant of a site at cabinet resolution, with some of its settings replaced."""
    return build_plant(load_site(site, overrides), resolution="cabinet")
