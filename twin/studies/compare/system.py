"""One site of a comparison: what is stated about it, what the twin computes, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from twin.config import SiteConfig, Sourced
from twin.config.base import Conflict
from twin.config.chips import Chip
from twin.studies.check.types import CheckResult
from twin.studies.compare.cell import (
    SITE,
    Cell,
    exact,
    missing,
    quotient,
    said,
)
from twin.studies.compare.census import Census
from twin.studies.compare.quantities import FORMATS

Cells = dict[str, Cell]
"""Figures by the id of their quantity."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A checked site with its computed figures; ``label`` tells it from the others."""

    label: str
    config: SiteConfig
    check: CheckResult
    figures: Cells

    @cached_property
    def census(self) -> Census:
        """Counts of the site."""
        return Census(self.config)

    @cached_property
    def published(self) -> Cells:
        """What is stated about the site's supernodes, for the quantities that anyone states."""
        census, one = self.census, self.census.of_one
        power = census.published(lambda each: each.total_power, "total power")
        memory = census.published(lambda each: each.memory, "memory")
        optics = census.published(lambda each: each.optical_modules, "number of optical modules")
        liquid = census.published(lambda each: each.liquid_fraction, "liquid share")
        cells: Cells = {
            "site_it_power": power,
            "site_compute_bf16": self.stated_compute("bf16"),
            "site_memory": memory,
            "site_optics_count": optics,
            "it_power": one(power),
            "memory": one(memory),
            "memory_bandwidth": one(census.published(lambda each: each.memory_bandwidth, "memory bandwidth")),
            "optics_count": one(optics),
            "optics_power": one(census.published(lambda each: each.optics_power, "power of optics")),
            "cabinet_power": quotient(power, exact(sum(census.cabinets.values()))),
            "cabinet_nameplate": self._nameplate(),
            "liquid_share": missing(census.mixed) if census.mixed else one(liquid),
            "flow": one(census.published(lambda each: each.flow, "coolant flow")),
            "supply_temp": self._stated_supply(),
            "it_power_per_chip": self._per_chip(power),
            "memory_per_chip": self._per_chip(memory),
            "compute_per_chip_bf16": self._per_chip(self.stated_compute("bf16")),
            "compute_per_die_bf16": quotient(self.stated_compute("bf16"), census.dies()),
            "optics_per_chip": self._per_chip(optics),
        }
        for number_format in FORMATS:
            rate = self.stated_compute(number_format)
            cells[f"compute_{number_format}"] = one(rate)
            cells[f"power_per_compute_{number_format}"] = quotient(power, rate)
        return cells

    @cached_property
    def bottom_up(self) -> Cells:
        """What the site's parts and the solved plant add up to."""
        census, one, figures = self.census, self.census.of_one, self.figures
        chips, cabinets = exact(self.chip_count), exact(sum(census.cabinets.values()))
        modules = exact(int(self.check.plant.optics.count.sum()))
        memory = census.of_chips(lambda chip: chip.compute.memory, "memory")
        bf16 = self.counted_compute("bf16")
        cells: Cells = {
            "site_supernodes": exact(census.supernodes),
            "site_cabinets": cabinets,
            "site_chips": chips,
            "site_it_power": figures["it_power"],
            "site_compute_bf16": bf16,
            "site_memory": memory,
            "site_optics_count": modules,
            "facility_power": figures["facility_power"],
            "pue": figures["pue"],
            "binding_limit": self._binding_limit(),
            "binding_margin": self._binding_margin(),
            "chips": one(chips),
            "cabinets": one(cabinets),
            "it_power": one(figures["it_power"]),
            "memory": one(memory),
            "memory_bandwidth": one(
                census.of_chips(lambda chip: chip.compute.memory_bandwidth, "memory bandwidth")
            ),
            "optics_count": one(modules),
            "optics_power": one(figures["optics_power"]),
            "cabinet_power": quotient(figures["it_power"], cabinets),
            "cabinet_power_fullest": figures["cabinet_power_fullest"],
            "liquid_share": figures["liquid_share"],
            "door_share": figures["door_share"],
            "flow": one(figures["flow"]),
            "specific_flow": figures["specific_flow"],
            "supply_temp": self._supply(),
            "it_power_per_chip": self._per_chip(figures["it_power"]),
            "chip_power": self._per_chip(figures["chip_power"]),
            "memory_per_chip": self._per_chip(memory),
            "compute_per_chip_bf16": self._per_chip(bf16),
            "compute_per_die_bf16": quotient(bf16, census.dies()),
            "optics_per_chip": self._per_chip(modules),
        }
        for number_format in FORMATS:
            rate = self.counted_compute(number_format)
            cells[f"compute_{number_format}"] = one(rate)
            cells[f"power_per_compute_{number_format}"] = quotient(figures["it_power"], rate)
        return cells

    @property
    def chip_count(self) -> int:
        """Chips of the site."""
        return sum(self.census.chips.values())

    def _per_chip(self, cell: Cell) -> Cell:
        return quotient(cell, exact(self.chip_count))

    def stated_compute(self, number_format: str) -> Cell:
        """Return the stated rate of all supernodes in a number format."""

        def of_type(name: str) -> Cell:
            lacks = f"dense {FORMATS[number_format]} rate"
            published = self.config.supernodes[name].published
            if published is None or published.compute is None or published.compute_format == number_format:
                return said(None if published is None else published.compute, lacks, name)
            other = FORMATS.get(published.compute_format or "")
            stands = f"are {other}" if other else "come without a number format"
            return missing(f"no {lacks} is stated for {name}; its {published.compute.text} {stands}")

        return self.census.sum_of_types(of_type)

    def counted_compute(self, number_format: str) -> Cell:
        """Return the rates of all chips in a number format, added up."""

        def rate(chip: Chip) -> Sourced | None:
            found: Sourced | None = getattr(chip.compute, number_format)
            return found

        return self.census.of_chips(rate, f"dense {FORMATS[number_format]} rate")

    def workloads(self) -> Iterator[tuple[str, str]]:
        """Yield workload and phase of every stated token rate."""
        for name in self.census.types:
            published = self.config.supernodes[name].published
            for each in () if published is None else published.throughputs:
                yield each.workload, each.phase

    def token_rate(self, workload: str) -> Cell:
        """Return the stated token rate of one chip."""
        lacks = f"no token rate at this workload is stated for {self.label}"
        if self.census.mixed:
            return missing(lacks)
        (name,) = self.census.types
        entry = self.config.supernodes[name]
        found = () if entry.published is None else entry.published.throughputs
        for each in found:
            if each.workload == workload:
                rate = said(each.rate, "token rate at this workload", self.label)
                return rate if each.per == "chip" else quotient(rate, exact(entry.chips))
        return missing(lacks)

    def energy_per_token(self, workload: str, power_per_chip: Cell) -> Cell:
        """Return the energy of a token at a power of the system per chip."""
        return quotient(power_per_chip, self.token_rate(workload))

    def _nameplate(self) -> Cell:
        entries = {name: self.config.cabinets[name] for name in self.census.cabinets}
        largest = max(entries, key=lambda name: entries[name].nameplate_power.value)
        return said(entries[largest].nameplate_power, "nameplate", largest)

    def _stated_supply(self) -> Cell:
        (name, *others) = self.census.types
        published = self.config.supernodes[name].published
        if others:
            return missing(self.census.mixed)
        number = None if published is None else published.supply_temp
        return said(number, "supply temperature", name)

    def _supply(self) -> Cell:
        setpoints = self.check.plant.tcs.supply_setpoint_k
        if not setpoints.size:
            return missing("nothing here is cooled by cold plates")
        return exact(float(setpoints.max()), SITE)

    def _binding_limit(self) -> Cell:
        row = self.check.rows[0] if self.check.rows else None
        if row is None:
            return missing("no limit applies to this site")
        return Cell(
            value=f"{row.id} at {row.scope} ({row.case})",
            kind=self._kind_of(row.least_certain_input),
            rests_on=() if row.least_certain_input is None else (row.least_certain_input,),
        )

    def _binding_margin(self) -> Cell:
        row = self.check.rows[0] if self.check.rows else None
        if row is None or row.margin_fraction != row.margin_fraction:
            return missing("a case has no steady state, or no limit could be judged")
        share = row.margin_fraction
        # The spread is the whole width that all ranges give the margin; half of it lies on either side.
        half = 0.5 * abs(row.margin_spread * share / row.margin) if row.margin else float("nan")
        return Cell(
            value=share,
            low=share - half,
            high=share + half,
            kind=self._kind_of(row.least_certain_input),
            rests_on=() if row.least_certain_input is None else (row.least_certain_input,),
        )

    def _kind_of(self, path: str | None) -> str:
        from twin.engine.sensitivity import uncertain_numbers

        number = uncertain_numbers(self.config).get(path or "")
        return SITE if number is None else number.kind

    def conflicts(self) -> Iterator[tuple[str, Conflict]]:
        """Yield entry and conflict of everything the comparison of this site meets, the site's own first."""
        for conflict in self.config.site.conflicts:
            yield f"site {self.config.name}", conflict
        families = (self.config.supernodes, self.config.cabinets, self.config.chips, self.config.optics)
        for entries in families:
            for name, entry in sorted(entries.items()):
                for conflict in entry.conflicts:
                    yield f"{entry.family}/{name}", conflict
