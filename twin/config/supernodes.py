"""Supernodes: which cabinets belong together, and what stands outside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self

from pydantic import model_validator

from twin.config.base import Block, Entry, Reference
from twin.config.fail import refuse
from twin.config.quantities import (
    Count,
    CountFromZero,
    SourcedBandwidth,
    SourcedComputeRate,
    SourcedDataSize,
    SourcedFraction,
    SourcedPower,
    SourcedRatio,
    SourcedTemperature,
    SourcedTokenRate,
    SourcedVolumeFlow,
)

__all__ = [
    "CabinetGroup",
    "NumberFormat",
    "OpticGroup",
    "OutsideBlock",
    "Published",
    "Supernode",
    "Throughput",
    "Total",
]

NumberFormat = Literal["bf16", "fp16", "fp8", "fp4", "int8"]
UNSTATED: Final = "unstated"
"""Stands for the number format of a rate that is stated without one."""


class CabinetGroup(Block):
    """Equal cabinets; `role` becomes part of their names (`sn-1.compute-03`)."""

    type: str
    count: Count
    role: str


class OpticGroup(Block):
    """Equal optical modules of an outside block."""

    optic: str
    count: Count


class OutsideBlock(Block):
    """Equipment of the supernode that stands outside its cabinets, placed in the supernode's hall.

    `power` is without the optics, which are listed; all heat not taken by liquid goes to the hall's air.
    """

    name: str
    power: SourcedPower
    idle_power: SourcedPower
    nameplate_power: SourcedPower
    liquid_share: SourcedFraction
    optics: tuple[OpticGroup, ...] = ()
    placed: Literal["hall"] = "hall"


class Throughput(Block):
    """A stated token rate; equal `workload` texts are the same work on different systems.

    `per` says whether `rate` is that of one chip or of the whole supernode.
    """

    workload: str
    phase: Literal["prefill", "decode", "training", "inference"]
    per: Literal["chip", "supernode"] = "chip"
    rate: SourcedTokenRate


class Total(Block):
    """Another total power that is stated: by whom, and what it counts."""

    by: str
    counts: str
    power: SourcedPower


class Published(Block):
    """Figures stated for the whole supernode; for comparison only, never an input.

    `counts` says what `total_power` includes; `other_totals` are the powers that are stated beside it. A `compute` is
    dense and comparable only in its `compute_format`. A figure of the kind `assumed` is one that nobody states: it
    bounds what the parts may add up to, and a comparison does not show it as stated.
    """

    total_power: SourcedPower | None = None
    counts: str | None = None
    other_totals: tuple[Total, ...] = ()
    liquid_fraction: SourcedFraction | None = None
    compute: SourcedComputeRate | None = None
    compute_format: NumberFormat | Literal["unstated"] | None = None
    memory: SourcedDataSize | None = None
    memory_bandwidth: SourcedBandwidth | None = None
    optical_modules: SourcedRatio | None = None
    optics_power: SourcedPower | None = None
    flow: SourcedVolumeFlow | None = None
    supply_temp: SourcedTemperature | None = None
    throughputs: tuple[Throughput, ...] = ()

    @model_validator(mode="after")
    def _rate_names_its_format(self) -> Self:
        if self.compute is not None and self.compute_format is None:
            refuse(
                "lacks the number format of `compute`",
                f"add `compute_format`; `{UNSTATED}` where the rate is stated without one",
                "compute",
            )
        if self.compute is None and self.compute_format is not None:
            refuse("is the number format of no rate", "add `compute`", "compute_format")
        return self


class Supernode(Entry):
    """A supernode; `chips` and `optical_modules` are checked against what its parts add up to."""

    family: ClassVar[str] = "supernodes"

    cabinets: tuple[CabinetGroup, ...]
    outside: OutsideBlock | None
    chips: CountFromZero
    optical_modules: CountFromZero
    published: Published | None = None

    def references(self) -> Iterator[Reference]:
        """Yield cabinets and outside optics."""
        for place, group in enumerate(self.cabinets):
            yield Reference(("cabinets", place, "type"), "cabinets", group.type)
        if self.outside is not None:
            for place, optics in enumerate(self.outside.optics):
                yield Reference(("outside", "optics", place, "optic"), "optics", optics.optic)
