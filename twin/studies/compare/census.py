"""What a site is made of, counted from its entries: supernodes, cabinets, chips and what they compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from twin.config import SiteConfig, Sourced
from twin.config.cabinets import Cabinet
from twin.config.chips import Chip
from twin.config.supernodes import Published
from twin.studies.compare.cell import Cell, exact, missing, said, scaled, stated, total


class Census:
    """Counts of one site; figures of the whole site are divided by `supernodes` where one supernode is meant."""

    def __init__(self, config: SiteConfig) -> None:
        """Count once."""
        self.config = config
        self.types = Counter(placement.type for placement in config.site.supernodes.values())
        self.cabinets: Counter[str] = Counter()
        for name, count in self.types.items():
            for group in config.supernodes[name].cabinets:
                self.cabinets[group.type] += count * group.count
        self.chips: Counter[str] = Counter()
        for name, count in self.cabinets.items():
            for chip, per_cabinet in chips_of(config.cabinets[name]).items():
                self.chips[chip] += count * per_cabinet

    @property
    def supernodes(self) -> int:
        """Number of supernodes on the site."""
        return sum(self.types.values())

    @property
    def mixed(self) -> str:
        """Why figures of one supernode mean nothing here; empty where all are of one type."""
        if len(self.types) == 1:
            return ""
        return f"the site mixes {len(self.types)} types of supernode; the whole site is compared above"

    def of_one(self, cell: Cell) -> Cell:
        """Return a figure of the whole site for one of its supernodes."""
        return missing(self.mixed) if self.mixed else scaled(cell, 1.0 / self.supernodes)

    def of_chips(self, figure: Callable[[Chip], Sourced | None], lacks: str) -> Cell:
        """Return a catalogue number of the chips, added up over all chips of the site."""
        chips = self.config.chips
        return total(
            [
                scaled(stated(figure(chips[name]), f"the entry of {name} gives no {lacks}"), count)
                for name, count in self.chips.items()
            ]
        )

    def dies(self) -> Cell:
        """Return the compute dies of all chips."""
        found = [(name, count, self.config.chips[name].compute.dies) for name, count in self.chips.items()]
        unknown = [name for name, _, dies in found if dies is None]
        if unknown:
            return missing(f"the entry of {unknown[0]} does not say how many dies it holds")
        return exact(sum(count * dies for _, count, dies in found if dies is not None))

    def published(self, figure: Callable[[Published], Sourced | None], lacks: str) -> Cell:
        """Return a stated figure of the supernodes, added up over the site."""

        def of_type(name: str) -> Cell:
            published = self.config.supernodes[name].published
            return said(None if published is None else figure(published), lacks, name)

        return self.sum_of_types(of_type)

    def sum_of_types(self, figure: Callable[[str], Cell]) -> Cell:
        """Return a figure of the supernodes by the name of their entry, added up over the site."""
        return total([scaled(figure(name), count) for name, count in self.types.items()])


def chips_of(cabinet: Cabinet) -> Counter[str]:
    """Return how many chips of each kind a cabinet holds."""
    found: Counter[str] = Counter()
    for part in cabinet.node_parts:
        if part.chip is not None:
            found[part.chip] += cabinet.nodes * part.count
    for part in cabinet.cabinet_parts:
        if part.chip is not None:
            found[part.chip] += part.count
    return found
