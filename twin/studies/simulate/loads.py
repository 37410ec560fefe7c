"""What a workload must know of the cabinets of a site."""

from __future__ import annotations

from twin.config import SiteConfig, placed_cabinets
from twin.config.chips import Chip
from twin.inputs import CabinetLoad
from twin.plant import Plant

NO_CHIP_FRAC = 0.0


def cabinet_loads(config: SiteConfig, plant: Plant) -> tuple[CabinetLoad, ...]:
    """Return the cabinets of a site as workloads see them, in the order of the plant."""
    counts = _chip_counts(plant)
    loads = []
    for number, placed in enumerate(placed_cabinets(config)):
        chip = _main_chip(config, placed.type)
        loop = plant.cabinets.loop_index[number]
        units = [name for name, owner in zip(plant.cdus.names, plant.cdus.loop_index, strict=True) if owner == loop]
        tokens = chip.tokens if chip else None
        phase = chip.phase_power if chip else None
        loads.append(
            CabinetLoad(
                name=placed.name,
                chip_name=chip.name if chip else "",
                chip_count=counts[number],
                sustained_activity_frac=float(plant.cabinets.sustained_activity_frac[number]),
                prefill_tokens_s=tokens.prefill.value if tokens else None,
                decode_tokens_s=tokens.decode.value if tokens else None,
                prefill_power_frac=phase.prefill.value if phase else NO_CHIP_FRAC,
                decode_power_frac=phase.decode.value if phase else NO_CHIP_FRAC,
                training_power_frac=phase.training.value if phase else NO_CHIP_FRAC,
                collective_power_frac=phase.collective.value if phase else NO_CHIP_FRAC,
                idle_power_frac=chip.idle_power.value / chip.max_power.value if chip else NO_CHIP_FRAC,
                cdu=units[0] if len(units) == 1 else None,
                loop=placed.loop,
            )
        )
    return tuple(loads)


def _chip_counts(plant: Plant) -> list[int]:
    counts = [0.0] * len(plant.cabinets.names)
    for cabinet, many in zip(plant.chips.cabinet_index, plant.chips.multiplicity, strict=True):
        counts[int(cabinet)] += float(many)
    return [round(count) for count in counts]


def _main_chip(config: SiteConfig, cabinet: str) -> Chip | None:
    """Return the chip a cabinet is named for: the one with token rates, else its first one."""
    entry = config.cabinets[cabinet]
    names = [part.chip for part in (*entry.node_parts, *entry.cabinet_parts) if part.chip is not None]
    chips = [config.chips[name] for name in names]
    with_tokens = [chip for chip in chips if chip.tokens is not None]
    return next(iter(with_tokens or chips), None)
