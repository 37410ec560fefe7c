"""A site: halls, loops, power and the supernodes placed in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from twin.config.base import Block, Conflict, Reference, under
from twin.config.fail import refuse
from twin.config.halls import Hall
from twin.config.loops import Loop
from twin.config.quantities import Count
from twin.config.repeat import filled, numerals
from twin.config.supply import Supply

__all__ = ["Expectation", "Placement", "Site", "Spot"]


class Spot(NamedTuple):
    """Where cabinets stand and what they hang on."""

    hall: str
    loop: str | None
    feeds: tuple[str, ...]
    backup: str | None


class Placement(Block):
    """A supernode in its hall, on its loop and feeds; several feeds share the load.

    `spread` divides its cabinets: with `{row: 16}` every group of them stands in 16 equal parts, and `<row>` in
    `hall`, `loop`, `feeds` and `backup` is the number of the part.
    """

    type: str
    hall: str
    loop: str | None = None
    feeds: tuple[str, ...]
    backup: str | None = None
    spread: dict[str, Count] = Field(default_factory=dict)

    def spots(self) -> tuple[Spot, ...]:
        """Return the place of each part, the last word of `spread` counting fastest; one without `spread`."""
        whole = Spot(self.hall, self.loop, self.feeds, self.backup)
        if not self.spread:
            return (whole,)
        numbers = product(*(numerals(count) for count in self.spread.values()))
        return tuple(
            Spot(*(filled(value, dict(zip(self.spread, part, strict=True))) for value in whole))
            for part in numbers
        )

    def references(self) -> Iterator[Reference]:
        """Yield the supernode."""
        yield Reference(("type",), "supernodes", self.type)


class Expectation(Block):
    """What `twin check` is known to say of a site: an exit code other than 0 needs its reason."""

    exit_code: Literal[0, 1] = 0
    because: str = ""

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.exit_code and not self.because.strip():
            refuse("expects a violation without a reason", "add `because`, naming limit and case", "because")
        return self


class Site(Block):
    """The content of a `site.yaml`; `conflicts` are statements about the site itself, shown by `twin compare`."""

    site: str
    title: str
    weather: str
    electrical_code: Literal["iec", "nec"]
    halls: dict[str, Hall] = Field(min_length=1)
    loops: dict[str, Loop]
    power: Supply
    supernodes: dict[str, Placement] = Field(min_length=1)
    notes: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    expect: Expectation = Field(default_factory=Expectation)

    def references(self) -> Iterator[Reference]:
        """Yield every catalogue entry the file names."""
        yield Reference(("weather",), "weather", self.weather)
        for key in ("halls", "loops", "supernodes"):
            for name, block in getattr(self, key).items():
                yield from under((key, name), block)
        yield from under(("power",), self.power)
