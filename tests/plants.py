"""Solved plants for tests: sites of the package, changed in a few numbers, under a constant drive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from twin.config import SiteConfig, load_site
from twin.engine.drive import Drive
from twin.engine.schedule import design_drive
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import SteadyState, solve_steady
from twin.engine.system import System
from twin.plant import Plant, build_plant


@cache
def site(name: str, overrides: tuple[str, ...] = ()) -> SiteConfig:
    """Return a loaded site."""
    return load_site(name, overrides)


@cache
def plant(
    name: str = "cloudmatrix384", resolution: str = "cabinet", overrides: tuple[str, ...] = ()
) -> Plant:
    """Return the plant of a site."""
    return build_plant(site(name, overrides), resolution)


def sustained(of: Plant, **changes: Any) -> Drive:
    """Return the sustained design drive of a plant, protections off, with fields exchanged."""
    return replace(design_drive(of, of.cabinets.sustained_activity_frac), **changes)


def solved(of: Plant, drive: Drive | None = None) -> tuple[SteadyState, Snapshot]:
    """Return the steady state of a plant and what it shows; the plant must have one."""
    steady = solve_steady(System(of), drive or sustained(of))
    assert steady.solved, steady.cause
    return steady, snapshot(steady.system, steady.drive, steady.state, steady.evaluation)


def with_fields(of: Plant, family: str, **fields: Any) -> Plant:
    """Return a plant with columns of one record exchanged."""
    return replace(of, **{family: replace(getattr(of, family), **fields)})


def columns(record: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return some columns of a record."""
    return {name: getattr(record, name) for name in names}
