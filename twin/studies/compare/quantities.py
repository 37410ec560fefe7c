"""The quantities of a comparison: name, unit, what they are divided by, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

SECTIONS: Final = {
    "site": "Whole site, at its design point",
    "supernode": "One supernode",
    "chip": "One chip and one die",
    "work": "Work, from stated token rates",
}
ZERO_CELSIUS_K: Final = 273.15
FORMATS: Final = {"bf16": "BF16", "fp16": "FP16", "fp8": "FP8", "fp4": "FP4", "int8": "INT8"}
PETA: Final = 1e15


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity as a document names it; ``scale`` is SI per shown unit.

    ``of`` says what a figure counts or is divided by; a ratio of two temperatures would mean nothing.
    """

    id: str
    title: str
    unit: str
    section: str
    of: str = ""
    scale: float = 1.0
    offset: float = 0.0
    has_ratio: bool = True
    workload: str = ""

    def shown(self, value: float | None) -> float | None:
        """Return an SI figure in the shown unit."""
        return None if value is None else value / self.scale - self.offset


def _site(id: str, title: str, unit: str = "", **more: Any) -> Quantity:  # noqa: A002
    return Quantity(id=id, title=title, unit=unit, section="site", **more)


def _supernode(id: str, title: str, unit: str = "", **more: Any) -> Quantity:  # noqa: A002
    return Quantity(id=id, title=title, unit=unit, section="supernode", **more)


def _chip(id: str, title: str, unit: str = "", **more: Any) -> Quantity:  # noqa: A002
    return Quantity(id=id, title=title, unit=unit, section="chip", **more)


FIXED: Final = {
    each.id: each
    for each in (
        _site("site_supernodes", "supernodes", of="the whole site"),
        _site("site_cabinets", "cabinets", of="the whole site"),
        _site("site_chips", "chips", of="the whole site"),
        _site("site_it_power", "IT power", "kW", of="the whole site, sustained load", scale=1e3),
        _site("site_compute_bf16", "compute, dense BF16", "PFLOP/s", of="all chips of the site", scale=PETA),
        _site("site_memory", "memory", "TB", of="all chips of the site", scale=1e12),
        _site("site_optics_count", "optical modules", of="the whole site"),
        _site("facility_power", "facility power", "kW", of="the whole site, at the utility", scale=1e3),
        _site("pue", "PUE on the design day", of="facility power over IT power at the cabinet input"),
        _site("binding_limit", "binding limit", of="the worst of all cases of `twin check`", has_ratio=False),
        _site("binding_margin", "its margin", "%", of="the scale of that limit", scale=1e-2, has_ratio=False),
        _supernode("chips", "chips", of="one supernode"),
        _supernode("cabinets", "cabinets", of="one supernode"),
        _supernode("it_power", "IT power", "kW", of="one supernode, sustained load", scale=1e3),
        _supernode("memory", "memory", "TB", of="all chips of the supernode", scale=1e12),
        _supernode(
            "memory_bandwidth", "memory bandwidth", "TB/s", of="all chips of the supernode", scale=1e12
        ),
        _supernode("optics_count", "optical modules", of="one supernode, scale-out included"),
        _supernode("optics_power", "power of optical modules", "kW", of="one supernode", scale=1e3),
        _supernode(
            "cabinet_power", "IT power per cabinet, mean", "kW", of="all cabinets of the supernode", scale=1e3
        ),
        _supernode(
            "cabinet_power_fullest",
            "power of the fullest cabinet",
            "kW",
            of="one cabinet, sustained load",
            scale=1e3,
        ),
        _supernode(
            "cabinet_nameplate", "nameplate of the largest cabinet", "kW", of="one cabinet", scale=1e3
        ),
        _supernode("liquid_share", "heat to cold plates", "%", of="IT power", scale=1e-2),
        _supernode("door_share", "heat to cooling doors", "%", of="IT power", scale=1e-2),
        _supernode("flow", "coolant flow", "L/min", of="one supernode", scale=1e-3 / 60.0),
        _supernode(
            "specific_flow", "coolant flow per heat", "L/min/kW", of="heat to cold plates", scale=1e-6 / 60.0
        ),
        _supernode(
            "supply_temp",
            "design supply temperature",
            "degC",
            of="warmest coolant loop",
            offset=ZERO_CELSIUS_K,
            has_ratio=False,
        ),
        _chip("it_power_per_chip", "IT power per chip", "W", of="all chips of the site"),
        _chip("chip_power", "power of the chip itself", "W", of="one chip, sustained load"),
        _chip("memory_per_chip", "memory per chip", "GB", of="one chip", scale=1e9),
        _chip("compute_per_chip_bf16", "compute per chip, dense BF16", "TFLOP/s", of="one chip", scale=1e12),
        _chip("compute_per_die_bf16", "compute per die, dense BF16", "TFLOP/s", of="one die", scale=1e12),
        _chip("optics_per_chip", "optical modules per chip", of="all chips of the supernode"),
    )
}
"""Quantities that every comparison has, by id."""

BY_FORMAT: Final = ("compute", "power_per_compute")
"""Quantities there is one of for each number format: `compute_bf16` and so on."""
BY_WORKLOAD: Final = ("token_rate", "energy_per_token")
"""Quantities there is one of for each stated workload; they share the id and differ in `workload`."""


def compute(number_format: str) -> Quantity:
    """Return the compute rate of a supernode in a number format."""
    return _supernode(
        f"compute_{number_format}",
        f"compute, dense {FORMATS[number_format]}",
        "PFLOP/s",
        of="all chips of the supernode",
        scale=PETA,
    )


def power_per_compute(number_format: str) -> Quantity:
    """Return the power per compute rate of a supernode."""
    return _supernode(
        f"power_per_compute_{number_format}",
        f"IT power per compute, dense {FORMATS[number_format]}",
        "W per PFLOP/s",
        of=f"dense {FORMATS[number_format]} of the whole supernode",
        scale=1.0 / PETA,
    )


def token_rate(workload: str) -> Quantity:
    """Return the stated token rate of a chip at a workload."""
    return Quantity(
        id="token_rate", title=workload, unit="token/s", section="work", of="one chip", workload=workload
    )


def energy_per_token(workload: str) -> Quantity:
    """Return the energy of a token at a workload."""
    return Quantity(
        id="energy_per_token",
        title=f"{workload}: energy",
        unit="J/token",
        section="work",
        of="IT power of the system at the sustained load over its tokens",
        workload=workload,
    )


def known_ids() -> frozenset[str]:
    """Return every id that a row may have; conflicts of the catalogue name them."""
    by_format = (f"{name}_{number_format}" for name in BY_FORMAT for number_format in FORMATS)
    return frozenset((*FIXED, *by_format, *BY_WORKLOAD))
