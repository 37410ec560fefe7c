"""The cabinets of a site as workloads see them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.config import PlacedCabinet, SiteConfig, cdu_names, placed_cabinets
from twin.config.chips import Chip
from twin.config.loops import TcsLoop
from twin.inputs.cabinet_load import CabinetLoad
from twin.inputs.signal import Floats
from twin.plant.records import Plant

__all__ = ["cabinet_loads"]


def cabinet_loads(config: SiteConfig, plant: Plant) -> tuple[CabinetLoad, ...]:
    """Return what workloads need to know of every cabinet, in the order of the plant.

    Parameters
    ----------
    config : SiteConfig
        Gives token rates, phase powers and where the coolant comes from. A cabinet has a CDU of its own name
        only where its loop has one CDU; CDUs in parallel feed all cabinets of their loop.
    plant : Plant
        Built from it, at any resolution; gives activities and idle powers.

    Notes
    -----
    A cabinet with chips of several types is described by the type that draws most.
    """
    idle_frac = _idle_power_frac(plant)
    return tuple(
        _load(config, plant, idle_frac, index, placed) for index, placed in enumerate(placed_cabinets(config))
    )


class _Main(NamedTuple):
    """The chips that draw most in a cabinet."""

    chip: Chip
    chip_count: int


def _load(
    config: SiteConfig, plant: Plant, idle_frac: Floats, index: int, placed: PlacedCabinet
) -> CabinetLoad:
    main = _main_chip(config, placed.type)
    tokens = main.chip.tokens if main else None
    phases = main.chip.phase_power if main else None
    return CabinetLoad(
        name=placed.name,
        chip_name=main.chip.name if main else "",
        chip_count=main.chip_count if main else 0,
        sustained_activity_frac=float(plant.cabinets.sustained_activity_frac[index]),
        prefill_tokens_s=tokens.prefill.value if tokens else None,
        decode_tokens_s=tokens.decode.value if tokens else None,
        prefill_power_frac=phases.prefill.value if phases else 1.0,
        decode_power_frac=phases.decode.value if phases else 1.0,
        training_power_frac=phases.training.value if phases else 1.0,
        collective_power_frac=phases.collective.value if phases else 1.0,
        idle_power_frac=float(idle_frac[index]),
        cdu=_only_cdu(config, placed.loop),
        loop=placed.loop,
    )


def _main_chip(config: SiteConfig, cabinet_type: str) -> _Main | None:
    cabinet = config.cabinets[cabinet_type]
    counted = [(part.chip, part.count * cabinet.nodes) for part in cabinet.node_parts]
    counted += [(part.chip, part.count) for part in cabinet.cabinet_parts]
    counts: dict[str, int] = {}
    for name, count in counted:
        if name is not None:
            counts[name] = counts.get(name, 0) + count
    mains = [_Main(config.chips[name], count) for name, count in counts.items()]
    return max(mains, key=lambda main: main.chip_count * main.chip.max_power.value, default=None)


def _idle_power_frac(plant: Plant) -> Floats:
    """Return idle over maximum power of the chips of each cabinet; 0 without chips."""
    chips, count = plant.chips, len(plant.cabinets.names)
    static_w = chips.power.idle_w + chips.power.leakage_w
    most_w = static_w + chips.power.dynamic_w + chips.power.memory_w
    idle = np.bincount(chips.cabinet_index, weights=chips.multiplicity * static_w, minlength=count)
    most = np.bincount(chips.cabinet_index, weights=chips.multiplicity * most_w, minlength=count)
    return np.asarray(idle / np.where(most > 0.0, most, 1.0))


def _only_cdu(config: SiteConfig, loop_name: str | None) -> str | None:
    loop = config.site.loops.get(loop_name) if loop_name else None
    if not isinstance(loop, TcsLoop):
        return None
    names = cdu_names(loop_name or "", loop)
    return names[0] if len(names) == 1 else None
