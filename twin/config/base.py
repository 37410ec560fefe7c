"""What every block of a file and every catalogue entry has in common.

One naming rule for the whole configuration: the YAML key is the attribute name, and the value is in the SI
unit of its kind (`twin.units.DIMENSIONS`). A catalogue number is a `Sourced` (`chip.sustained_power.value` in
W, `.low`, `.high`); a site's own decision is a float (`loop.supply_temp` in K). The plant adds unit suffixes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from twin.config.quantities import Citation, SourcedRatio

__all__ = ["Block", "Conflict", "Entry", "Path", "Reference", "under"]

Path = tuple[str | int, ...]
"""Keys and list places from the top of a file down to one value."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in one file that stands for a catalogue entry in another; `types` limits what it may be."""

    path: Path
    family: str
    name: str
    types: tuple[str, ...] = ()


class Block(BaseModel):
    """A mapping of a file: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    def references(self) -> Iterator[Reference]:
        """Yield the catalogue entries this block names; paths are relative to the block."""
        yield from ()


class Conflict(Block):
    """A statement that contradicts the entry: what is said elsewhere, what is kept here, and why.

    `about` names the quantities of `twin compare` at which a reader meets it, `against` the supernode the statement
    is about, where it compares two, and `phase` the phase of work; `ratio` is the figure that it gives for the two.
    """

    about: tuple[str, ...] = Field(min_length=1)
    claim: str
    explanation: str
    source: Citation
    against: str | None = None
    phase: str | None = None
    ratio: SourcedRatio | None = None


class Entry(Block):
    """A catalogue entry; `name` equals the file's name without `.yaml`."""

    family: ClassVar[str]

    name: str
    title: str
    sources: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def under(path: Path, block: Block) -> Iterator[Reference]:
    """Yield the references of a block inside another one."""
    for reference in block.references():
        yield replace(reference, path=(*path, *reference.path))
