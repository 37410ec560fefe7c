"""Sites and catalogue: YAML with units in the text, turned into frozen SI models with provenance."""

from __future__ import annotations

from twin.config.catalogue import catalogue_entry, list_catalogue
from twin.config.describe import EntryRow, describe
from twin.config.expand import (
    PlacedCabinet,
    cdu_names,
    load_of,
    loads_required,
    member_names,
    placed_cabinets,
)
from twin.config.folders import searched_first
from twin.config.islands import equal_islands
from twin.config.load import list_sites, load_site
from twin.config.outline import Branch, outline
from twin.config.site_config import SiteConfig
from twin.config.sourced import Sourced

__all__ = [
    "Branch",
    "EntryRow",
    "PlacedCabinet",
    "SiteConfig",
    "Sourced",
    "catalogue_entry",
    "cdu_names",
    "describe",
    "equal_islands",
    "list_catalogue",
    "list_sites",
    "load_of",
    "load_site",
    "loads_required",
    "member_names",
    "outline",
    "placed_cabinets",
    "searched_first",
]
