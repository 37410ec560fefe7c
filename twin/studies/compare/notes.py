"""What a reader must know beside a figure: its denominators, and the conflicts kept with the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twin.config.base import Conflict
from twin.config.supernodes import Published
from twin.studies.compare.quantities import ZERO_CELSIUS_K, Quantity
from twin.studies.compare.system import Compared


def notes_of(systems: Sequence[Compared], quantity: Quantity) -> tuple[str, ...]:
    """Return the sentences that belong to a quantity, each said once."""
    notes = [
        *_denominators(systems, quantity),
        *_surroundings(systems, quantity),
        *_phases(systems, quantity),
        *(sentence for _, _, sentence in met(systems, quantity.id, quantity.workload)),
    ]
    return tuple(dict.fromkeys(notes))


def met(
    systems: Sequence[Compared], id_of_quantity: str, workload: str = ""
) -> Iterator[tuple[str, Conflict, str]]:
    """Yield entry, conflict and sentence of what contradicts a quantity of these systems."""
    present = {name for system in systems for name in system.census.types}
    told: set[str] = set()
    for system in systems:
        for entry, conflict in system.conflicts():
            here = id_of_quantity in conflict.about
            fits = conflict.against is None or conflict.against in present
            fits = fits and _about_phase(system, conflict, workload)
            if here and fits and conflict.claim not in told:
                told.add(conflict.claim)
                yield entry, conflict, sentence_of(entry, conflict)


def _about_phase(system: Compared, conflict: Conflict, workload: str) -> bool:
    """Return whether a system states a rate at a workload, and a conflict is about that phase of work."""
    if not workload:
        return True
    phase = dict(system.workloads()).get(workload)
    return phase is not None and conflict.phase in {None, phase}


def sentence_of(entry: str, conflict: Conflict) -> str:
    """Return a conflict in one sentence."""
    kind = "" if conflict.ratio is None else f" ({conflict.ratio.kind})"
    return f"“{conflict.claim}”{kind} is also said: {conflict.explanation.strip()} [{entry}; {conflict.source.strip()}]."


def _denominators(systems: Sequence[Compared], quantity: Quantity) -> Iterator[str]:
    """Yield what each stated total counts, and the ratios that other stated totals would give."""
    if quantity.id != "it_power":
        return
    for place, system in enumerate(systems):
        published = _published(system)
        if published is None:
            continue
        if published.counts:
            yield f"{system.label}: the stated total counts {published.counts}."
        for other in published.other_totals:
            ratio = _ratio_with(systems, place, other.power.value)
            yield (
                f"{system.label}: {other.by} states {other.power.value / 1e3:,.4g} kW ({other.counts}; "
                f"{other.power.kind}){ratio}."
            )


def _ratio_with(systems: Sequence[Compared], place: int, power_w: float) -> str:
    """Return what a ratio of the first two systems would be with another total of one of them."""
    if len(systems) != 2:
        return ""
    other = systems[1 - place].published["it_power"].number
    if not other:
        return ""
    return f", a ratio of {power_w / other if place == 0 else other / power_w:.2f}"


def _surroundings(systems: Sequence[Compared], quantity: Quantity) -> Iterator[str]:
    """Yield the design day of each site."""
    if quantity.id != "pue":
        return
    for system in systems:
        plant = system.check.plant
        dry, wet = plant.dry_bulb_k - ZERO_CELSIUS_K, plant.wet_bulb_k - ZERO_CELSIUS_K
        yield (
            f"{system.label}: {system.config.site.weather}, {dry:.1f} °C dry bulb and {wet:.1f} °C wet bulb; a steady "
            "ratio at the design point, of this hall and not of the supernode, and no yearly PUE."
        )


def _phases(systems: Sequence[Compared], quantity: Quantity) -> Iterator[str]:
    """Yield by how much a phase draws less than the sustained load."""
    if quantity.id != "energy_per_token":
        return
    for system in systems:
        phase = dict(system.workloads()).get(quantity.workload)
        if phase not in {"prefill", "decode", "training"}:
            continue
        for chip in system.census.chips:
            share = getattr(system.config.chips[chip].phase_power, phase)
            yield (
                f"{system.label}: counted at the sustained load; in {phase} {chip} draws {100 * share.value:.0f} % "
                f"({100 * share.low:.0f} to {100 * share.high:.0f} %, {share.kind}) of its maximum."
            )


def _published(system: Compared) -> Published | None:
    if system.census.mixed:
        return None
    (name,) = system.census.types
    return system.config.supernodes[name].published
