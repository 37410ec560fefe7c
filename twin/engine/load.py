"""Load pass: from activity and junction temperature to electrical power and heat inside a cabinet.

Chips, then the other parts, then conversion: the direct-current power of a cabinet is the sum of its parts, and
the shelves' loss follows from that sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from models.compute.cabinet import part_power_w
from models.compute.chip import capped_clock_frac, chip_power_w, leakage_power_w, throttle_clock_frac
from models.electrical.shelf import shelf_loss_w
from twin.engine.drive import Drive
from twin.engine.layout import Layout
from twin.engine.runs import Owners
from twin.engine.stamp import Stamp
from twin.plant.records import Cabinets, Chips, Floats, Plant


class ChipLoad(NamedTuple):
    """Power of each chip and the clock it runs at."""

    power_w: Any
    clock_frac: Any


class PartLoad(NamedTuple):
    """Direct-current power of the other parts of each cabinet, by where the heat goes."""

    liquid_w: Any
    air_w: Any


def chip_load(
    chips: Chips, drive: Drive, die_temp_k: Any, spread: Callable[[Any], Any] | None = None
) -> ChipLoad:
    """Return chip powers under the drive, shape (n_chip,).

    A cabinet with a measured power gives each of its chips the same measured share; the clock is then 1. ``spread``
    gives chips the value of their cabinet; without it they are looked up one by one.
    """
    of_chips = spread or (lambda values: values[chips.cabinet_index])
    activity = of_chips(drive.activity_frac)
    memory = activity if drive.memory_frac is drive.activity_frac else of_chips(drive.memory_frac)
    clock: Any = 1.0
    if drive.throttling:
        clock = throttle_clock_frac(
            die_temp_k, chips.throttle_temp_k, chips.throttle_slope_1_k, chips.min_clock_frac
        )
    if drive.capping:
        static_w = (
            chips.power.idle_w + leakage_power_w(die_temp_k, chips.power) + chips.power.memory_w * memory
        )
        ceiling = capped_clock_frac(
            chips.cap_power_w, static_w, chips.power.dynamic_w * activity, chips.power.clock_exponent
        )
        clock = np.minimum(clock, np.maximum(ceiling, chips.min_clock_frac))
    modelled_w = chip_power_w(activity, memory, clock, die_temp_k, chips.power)
    measured = np.isfinite(drive.measured_power_w)
    if not measured.any():
        return ChipLoad(modelled_w, clock)
    is_measured = of_chips(measured)
    weight = is_measured.astype(float)
    measured_w = of_chips(drive.measured_power_w) * chips.measured_share_frac
    return ChipLoad(
        modelled_w * (1.0 - weight) + np.where(is_measured, measured_w, 0.0),
        clock * (1.0 - weight) + weight,
    )


def protected_load(chips: Chips, owners: Owners, drive: Drive, die_temp_k: Floats) -> ChipLoad:
    """Return `chip_load`; where no chip is at a limit of its own, the protections are not computed.

    Up to the throttle point, and at a power up to the cap, a clock is exactly 1.
    """
    free = chip_load(chips, drive.unprotected(), die_temp_k, owners.spread)
    throttled = drive.throttling and bool((die_temp_k > chips.throttle_temp_k).any())
    capped = drive.capping and bool((free.power_w > chips.cap_power_w).any())
    if throttled or capped:
        return chip_load(chips, drive, die_temp_k, owners.spread)
    return ChipLoad(free.power_w, np.broadcast_to(1.0, die_temp_k.shape))


def part_load(cabinets: Cabinets, drive: Drive) -> PartLoad:
    """Return the power of all parts that are not chips, shape (n_cabinet,)."""
    share = cabinets.sustained_activity_frac
    liquid_w = part_power_w(
        drive.activity_frac,
        cabinets.liquid_idle_w,
        cabinets.liquid_sustained_w,
        cabinets.liquid_nameplate_w,
        share,
    )
    air_w = part_power_w(
        drive.activity_frac,
        cabinets.air_idle_w,
        cabinets.air_sustained_w,
        cabinets.air_nameplate_w,
        share,
    )
    measured = np.isfinite(drive.measured_power_w)
    if not measured.any():
        return PartLoad(liquid_w, air_w)
    return PartLoad(
        np.where(measured, drive.measured_power_w * cabinets.measured_liquid_frac, liquid_w),
        np.where(measured, drive.measured_power_w * cabinets.measured_air_frac, air_w),
    )


def conversion_loss_w(cabinets: Cabinets, drive: Drive, dc_power_w: Any) -> Any:
    """Return the loss of each cabinet's power shelves, shape (n_cabinet,); part of a measured power."""
    loss_w = shelf_loss_w(
        dc_power_w, cabinets.shelf_rating_w, cabinets.shelf_knots_frac, cabinets.shelf_loss_frac
    )
    measured = np.isfinite(drive.measured_power_w)
    if not measured.any():
        return loss_w
    return loss_w * np.where(measured, 0.0, 1.0) + np.where(
        measured, drive.measured_power_w * cabinets.measured_loss_frac, 0.0
    )


def block_power_w(plant: Plant, drive: Drive) -> Floats:
    """Return the power of the blocks outside the cabinets, shape (n_block,)."""
    return plant.blocks.nameplate_w if drive.nameplate else plant.blocks.sustained_w


def dc_power_w(chips: Chips, owners: Owners, load: ChipLoad, parts: PartLoad) -> Floats:
    """Return the direct-current power of each cabinet, shape (n_cabinet,): its chips and its other parts."""
    own = owners.total(chips.multiplicity * np.asarray(load.power_w))
    return np.asarray(own + (parts.liquid_w + parts.air_w))


def dc_power_stamps(plant: Plant, layout: Layout) -> list[Stamp]:
    """Return the stamps that sum the direct-current power of each cabinet (rows: algebraic values)."""
    chips, cabinets = plant.chips, plant.cabinets
    rows = layout.dc_power - layout.state_count

    def chip_sum(drive: Drive, die_temp_k: Any) -> tuple[Any, ...]:
        return (chips.multiplicity * chip_load(chips, drive, die_temp_k).power_w,)

    def part_sum(drive: Drive) -> tuple[Any, ...]:
        load = part_load(cabinets, drive)
        return (load.liquid_w + load.air_w,)

    return [
        Stamp(
            name="direct-current power of chips",
            law=chip_sum,
            inputs=(layout.die,),
            rows=(rows[chips.cabinet_index],),
        ),
        Stamp(name="direct-current power of parts", law=part_sum, inputs=(), rows=(rows,)),
    ]
