"""Cabinets, chips and optics of a site as arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.compute.chip import ChipPower, leakage_power_w
from models.constants import DRY_AIR_HEAT_CAPACITY_J_KG_K
from models.cooling.coil import coil_ua_w_k
from models.cooling.exchange import crossflow_heat_w, crossflow_ua_w_k
from models.electrical.shelf import loss_points, shelf_loss_w
from models.fluids import Fluid, conductivity_w_mk, density_kg_m3, enthalpy_j_kg, viscosity_pa_s
from models.hydraulics.rack import fit_two_term
from models.hydraulics.valve import valve_quadratic_1_m4
from models.thermal.cold_plate import wall_resistance_for_fluid_k_w
from models.thermal.heat_sink import sink_resistance_k_w
from twin.config import PlacedCabinet, placed_cabinets
from twin.config.cabinets import Cabinet, CabinetLiquid, Part
from twin.config.chips import Chip
from twin.config.heat_rejection import CoolingDoor
from twin.config.loops import TcsLoop
from twin.config.optics import Optic
from twin.config.power import Shelf
from twin.config.supernodes import Supernode
from twin.plant.columns import floats, ints, stack, tile
from twin.plant.records import Blocks, Cabinets, Chips, Ints, Optics
from twin.plant.source import Source

AIR_DENSITY_KG_M3 = 1.2
"""Dry air near 20 degC, sea level."""
SECONDS_PER_HOUR = 3600.0
WATER_J_M3K = 4.18e6
"""Heat capacity of chilled water near 15 degC."""
DOOR_FILM_RATIO = 0.5
"""Air-side over water-side film conductance of a finned coil at its rating (Buildings, DryCooler)."""


@dataclass(frozen=True, slots=True)
class Indices:
    """Place of each hall and loop among those of its kind."""

    halls: Mapping[str, int]
    tcs: Mapping[str, int]
    fws: Mapping[str, int]
    chw: Mapping[str, int]


@dataclass(slots=True)
class Rows:
    """Rows of what is counted in groups."""

    optics: list[dict[str, Any]] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)


def compute_records(
    source: Source, indices: Indices, resolution: str
) -> tuple[Chips, Cabinets, Optics, Blocks]:
    """Return chips, cabinets, optics and outside blocks of a site.

    Parameters
    ----------
    source : Source
    indices : Indices
    resolution : {'chip', 'cabinet'}
        Every chip, or one mean chip per cabinet, chip type and series position.

    Returns
    -------
    tuple of Chips, Cabinets, Optics, Blocks
    """
    rows = Rows()
    placed = placed_cabinets(source.config)
    kinds: dict[Hashable, _CabinetType] = {}
    of_loop: dict[tuple[str, str | None], _CabinetType] = {}
    for cabinet in placed:
        if (cabinet.type, cabinet.loop) not in of_loop:
            loop = _tcs_loop(source, cabinet.loop)
            key = (cabinet.type, loop and (loop.fluid, loop.supply_temp, repr(loop.control)))
            of_loop[cabinet.type, cabinet.loop] = kinds.get(key) or kinds.setdefault(
                key, _CabinetType(source, cabinet.type, loop, len(kinds), resolution)
            )
    each = [of_loop[cabinet.type, cabinet.loop] for cabinet in placed]
    for place, (cabinet, kind) in enumerate(zip(placed, each, strict=True)):
        rows.optics += [
            row | {"names": f"{cabinet.name}.{name}", "cabinet_index": place} for name, row in kind.optics
        ]
    for supernode, placement in source.config.site.supernodes.items():
        hall = placement.spots()[0].hall
        _add_block(rows, source, supernode, hall, source.entry(Supernode, placement.type), indices)
    every = tuple(kinds.values())
    which = ints([kind.number for kind in each])
    return (
        _chips(every, which, placed),
        _cabinets(source, every, which, placed, indices),
        stack(Optics, rows.optics),
        stack(Blocks, rows.blocks),
    )


def _tcs_loop(source: Source, name: str | None) -> TcsLoop | None:
    loop = source.config.site.loops.get(name or "")
    return loop if isinstance(loop, TcsLoop) else None


class _CabinetType:
    """What all cabinets of one type on equal coolant have in common, worked out once."""

    def __init__(
        self, source: Source, type_name: str, loop: TcsLoop | None, number: int, resolution: str
    ) -> None:
        self.source = source
        self.type_name = type_name
        self.number = number
        self.entry: Cabinet = source.entry(Cabinet, type_name)
        self.liquid: CabinetLiquid | None = self.entry.liquid
        self.loop = loop if self.liquid is not None else None
        self.coolant: Fluid | None = source.fluid(self.loop.fluid) if self.loop else None
        self.parts = [(part, part.count * self.entry.nodes) for part in self.entry.node_parts]
        self.parts += [(part, part.count) for part in self.entry.cabinet_parts]
        self.chips = [
            _ChipType(source, part, count, self) for part, count in self.parts if part.chip is not None
        ]
        self.shelf = source.entry(Shelf, self.entry.shelf)
        self.row = self._row()
        self.optics = [
            (part.optic, _optic_row(source, part.optic, count, "", -1, -1, part.cooling == "liquid"))
            for part, count in self.parts
            if part.optic is not None
        ]
        self.chip_rows = self._chip_rows(resolution)

    def _row(self) -> dict[str, Any]:
        value, entry = self.source.value, self.entry
        powers = {
            f"{side}_{load}_w": self._part_power(side, load) for side in ("liquid", "air") for load in _LOADS
        }
        chips_w = sum(chip.sustained_w * chip.count for chip in self.chips)
        dc_w = chips_w + powers["liquid_sustained_w"] + powers["air_sustained_w"]
        shelf = self._shelf()
        loss_w = float(
            shelf_loss_w(dc_w, shelf["shelf_rating_w"], shelf["shelf_knots_frac"], shelf["shelf_loss_frac"])
        )
        total_w = dc_w + loss_w
        liquid_w = powers["liquid_sustained_w"] + (0.0 if self.liquid is None else chips_w)
        air_w = total_w - liquid_w
        self.airflow_m3_s = value(entry.air.flow_per_kw) * air_w
        airflow = self.airflow_m3_s * AIR_DENSITY_KG_M3
        activity = self.chips[0].sustained_activity if self.chips else 0.85
        return {
            **powers,
            **shelf,
            **self._hydraulics(liquid_w),
            **self._door(airflow),
            "type_names": self.type_name,
            "optic_count": sum(count for part, count in self.parts if part.optic is not None),
            "sustained_activity_frac": activity,
            "measured_liquid_frac": powers["liquid_sustained_w"] / total_w,
            "measured_air_frac": powers["air_sustained_w"] / total_w,
            "measured_loss_frac": loss_w / total_w,
            "nameplate_power_w": value(entry.nameplate_power),
            "feeder_limit_w": self.source.optional(entry.feeder_limit, np.inf),
            "feeds_voltage_v": value(entry.feeds_voltage),
            "airflow_kg_s": airflow,
            "mass_kg": value(entry.mass),
            "footprint_m2": value(entry.size.width) * value(entry.size.depth),
            "power_factor": value(entry.power_factor),
            "inlet_min_k": value(entry.air.inlet_min),
            "inlet_max_k": value(entry.air.inlet_max),
            "max_air_heat_w": value(entry.air.max_air_heat),
        }

    def total_sustained_w(self) -> float:
        """Return the sustained power of the cabinet at its alternating-current input."""
        chips_w = sum(chip.sustained_w * chip.count for chip in self.chips)
        return float(
            chips_w / max(1.0 - sum(self.row[f"measured_{k}_frac"] for k in ("liquid", "air", "loss")), 1e-9)
        )

    def _chip_rows(self, resolution: str) -> list[dict[str, Any]]:
        """Return the chips of one cabinet; a name is what follows that of the cabinet."""
        total_w = self.total_sustained_w()
        return [
            chip.row
            | cooler
            | {
                "names": f".{chip.part.name}-{spot['label']}",
                "has_upstream": spot["upstream"] >= 0,
                "series_position": spot["series_position"],
                "multiplicity": spot["multiplicity"],
                "power": chip.power,
                "flow_share_frac": spot["flow_share_frac"],
                "worst_share_frac": spot["worst_share_frac"],
                "measured_share_frac": chip.sustained_w / total_w,
            }
            for chip in self.chips
            for cooler in (chip.cooler_row(),)
            for spot in chip.places(resolution)
        ]

    def _part_power(self, side: str, load: str) -> float:
        total = 0.0
        for part, count in self.parts:
            if part.power is not None and part.liquid_share is not None:
                share = self.source.value(part.liquid_share)
                share = share if side == "liquid" else 1.0 - share
                total += share * count * self.source.value(getattr(part.power, load))
            elif part.optic is not None and part.cooling == side:
                total += count * self.source.value(self.source.entry(Optic, part.optic).power)
        return total

    def _shelf(self) -> dict[str, Any]:
        value, shelf = self.source.value, self.shelf
        points = shelf.efficiency.points
        knots, losses = loss_points(tuple(p[0] for p in points), tuple(p[1] for p in points))
        rating = value(shelf.rating)
        required = self.entry.shelf_required or self.entry.shelf_count
        return {
            "shelf_rating_w": rating * self.entry.shelf_count,
            "shelf_required_w": rating * required * shelf.psus_required / shelf.psus,
            "shelf_unit_w": self._spare_unit_w(rating, required),
            "shelf_knots_frac": _padded(knots),
            "shelf_loss_frac": _padded_losses(knots, losses),
        }

    def _spare_unit_w(self, rating_w: float, required: int) -> float:
        if required < self.entry.shelf_count:
            return rating_w
        return rating_w / self.shelf.psus if self.shelf.psus_required < self.shelf.psus else 0.0

    def _door(self, airflow_kg_s: float) -> dict[str, Any]:
        if self.entry.door is None:
            return {"door_effectiveness_frac": 0.0, "door_rating_w": 0.0, "door_water_kg_s": 0.0,
                    "door_supply_min_k": 0.0, "door_supply_max_k": np.inf, "has_door": False}  # fmt: skip
        door, value = self.source.entry(CoolingDoor, self.entry.door), self.source.value
        rated_w_k = value(door.airflow) * AIR_DENSITY_KG_M3 * DRY_AIR_HEAT_CAPACITY_J_KG_K
        air_w_k = max(airflow_kg_s * DRY_AIR_HEAT_CAPACITY_J_KG_K, 1e-9)
        water_w_k = value(door.water_flow) * WATER_J_M3K
        hot, cold = value(door.exhaust_temp), value(door.water_in)
        rated_ua = crossflow_ua_w_k(value(door.capacity), hot, cold, rated_w_k, water_w_k)
        ua = coil_ua_w_k(rated_ua, air_w_k / rated_w_k, 1.0, DOOR_FILM_RATIO)
        per_kelvin = crossflow_heat_w(hot, hot - 1.0, air_w_k, water_w_k, ua)
        return {
            "door_effectiveness_frac": float(per_kelvin / air_w_k),
            "door_rating_w": value(door.capacity),
            "door_water_kg_s": value(door.water_flow) * 1000.0,
            "door_supply_min_k": value(door.supply_min),
            "door_supply_max_k": value(door.supply_max),
            "has_door": True,
        }

    def _hydraulics(self, liquid_w: float) -> dict[str, Any]:
        if self.liquid is None or self.loop is None or self.coolant is None:
            return dict.fromkeys(_LIQUID_FIELDS, np.nan) | {"return_capacity_j_k": 1.0, "branch_open": 0.0}
        liquid, value, optional = self.liquid, self.source.value, self.source.optional
        supply = self.loop.supply_temp
        density = density_kg_m3(supply, self.coolant)
        linear, quadratic = self._pressure_law()
        if liquid.quick_disconnect is not None and not liquid.pressure_drop.rows:
            quadratic += float(valve_quadratic_1_m4(SECONDS_PER_HOUR * value(liquid.quick_disconnect.kv)))
        return {
            "loss_conductance_w_k": value(liquid.loss_conductance),
            "return_capacity_j_k": value(liquid.fluid_volume)
            * density
            * _heat_capacity(supply, self.coolant),
            "design_flow_m3_s": self._design_flow_m3_s(liquid_w),
            "rack_linear_1_m3": linear,
            "rack_quadratic_1_m4": quadratic,
            "branch_open": 1.0,
            "required_return_k": optional(liquid.required_flow.return_limit, np.nan),
            "required_specific_m3_s_w": optional(liquid.required_flow.specific_flow, np.nan),
            "max_pressure_drop_pa": optional(liquid.max_pressure_drop, np.inf),
            "max_flow_m3_s": optional(liquid.max_flow, np.inf),
            "static_pressure_max_pa": value(liquid.static_pressure_max),
            "bore_m": value(liquid.bore),
            "supply_min_k": value(liquid.supply_temp_min),
            "supply_max_k": value(liquid.supply_temp_max),
            "return_max_k": value(liquid.return_temp_max),
        }

    def required_flow_m3_s(self, liquid_w: float, supply_k: float) -> float:
        """Return the coolant the cabinet asks for at a heat and a supply temperature."""
        if self.liquid is None or self.coolant is None:
            return 0.0
        need = self.liquid.required_flow
        if need.basis == "specific-flow":
            return self.source.optional(need.specific_flow, 0.0) * liquid_w
        limit = self.source.optional(need.return_limit, np.nan)
        lift = enthalpy_j_kg(limit, self.coolant) - enthalpy_j_kg(supply_k, self.coolant)
        return float(liquid_w / max(lift, 1.0) / density_kg_m3(supply_k, self.coolant))

    def _design_flow_m3_s(self, liquid_w: float) -> float:
        assert self.loop is not None
        control = self.loop.control
        if control.specific_flow is not None:
            return control.specific_flow * liquid_w
        return self.required_flow_m3_s(liquid_w, self.loop.supply_temp)

    def _pressure_law(self) -> tuple[float, float]:
        assert self.liquid is not None
        drop, value = self.liquid.pressure_drop, self.source.value
        fluid = self.source.fluid(drop.fluid)
        if drop.rows:
            low, high = (row for row in drop.rows if row.use == "fit")
            arguments = []
            for row in (low, high):
                temp = value(row.temp)
                arguments += [
                    value(row.flow),
                    value(row.drop),
                    viscosity_pa_s(temp, fluid),
                    density_kg_m3(temp, fluid),
                ]
            linear, quadratic = fit_two_term(*arguments)
            return float(linear), float(quadratic)
        assert drop.flow is not None
        assert drop.temp is not None
        assert drop.linear is not None
        assert drop.quadratic is not None
        flow, temp = value(drop.flow), value(drop.temp)
        linear = value(drop.linear) / (viscosity_pa_s(temp, fluid) * flow)
        return float(linear), float(value(drop.quadratic) / (density_kg_m3(temp, fluid) * flow**2))


class _ChipType:
    """A chip of a cabinet type: power law, plate and share of the cabinet's flow."""

    def __init__(self, source: Source, part: Part, count: int, cabinet: _CabinetType) -> None:
        assert part.chip is not None
        self.part, self.count, self.cabinet = part, count, cabinet
        self.entry = source.entry(Chip, part.chip)
        self.sustained_w = source.value(self.entry.sustained_power)
        self.power = _power_law(source, self.entry)
        static = self.power.idle_w + self.power.leakage_w
        moving = self.power.dynamic_w + self.power.memory_w
        self.sustained_activity = float((self.sustained_w - static) / moving)
        self.row = self._row(source)

    def _row(self, source: Source) -> dict[str, Any]:
        value, chip = source.value, self.entry
        return {
            "part": self.part.name,
            "sustained_activity_frac": self.sustained_activity,
            "cap_power_w": source.optional(chip.cap_power, 1e9),
            "throttle_temp_k": value(chip.throttle_temp),
            "throttle_slope_1_k": value(chip.throttle_slope),
            "min_clock_frac": value(chip.min_clock),
            "junction_case_k_w": value(chip.junction_case_resistance),
            "die_capacity_j_k": value(chip.die_capacity),
            "case_capacity_j_k": value(chip.plate_capacity),
            "hbm_resistance_k_w": value(chip.hbm_resistance),
            "shutdown_temp_k": value(chip.shutdown_temp),
            "hbm_max_temp_k": source.optional(chip.hbm_max_temp, np.inf),
        }

    def cooler_row(self) -> dict[str, Any]:
        """Return what takes the chip's heat: its cold plate, or its heat sink at the cabinet's airflow."""
        source = self.cabinet.source
        if self.cabinet.liquid is None:
            return self._sink_row(source)
        value, plate = source.value, self.entry.plate
        assert plate is not None
        plate_fluid = source.fluid(plate.reference_fluid)
        coolant = self.cabinet.coolant or plate_fluid
        wall = wall_resistance_for_fluid_k_w(
            value(plate.wall_resistance),
            conductivity_w_mk(REFERENCE_PLATE_K, plate_fluid),
            conductivity_w_mk(REFERENCE_PLATE_K, coolant),
        )
        return {
            "wall_resistance_k_w": float(wall),
            "flow_term_k_m3_s_w": value(plate.flow_term),
            "min_plate_flow_m3_s": value(plate.min_flow),
            "plate_bore_m": value(plate.inlet_bore),
            "sink_airflow_m3_s": 0.0,
        }

    def _sink_row(self, source: Source) -> dict[str, Any]:
        value, sink = source.value, self.entry.sink
        assert sink is not None
        airflow = self.cabinet.airflow_m3_s
        resistance = sink_resistance_k_w(
            airflow * self._streams()[0],
            value(sink.airflow),
            value(sink.resistance),
            value(sink.exponent),
        )
        return {
            "wall_resistance_k_w": float(resistance),
            "flow_term_k_m3_s_w": 0.0,
            "min_plate_flow_m3_s": 0.0,
            "plate_bore_m": 1.0,
            "sink_airflow_m3_s": airflow,
        }

    def _streams(self) -> tuple[float, int, float]:
        """Return the share of the cabinet's flow in one branch, plates or sinks in it, and the spread of branches."""
        value, liquid, sinks = self.cabinet.source.value, self.cabinet.liquid, self.cabinet.entry.air.sinks
        total = sum(chip.count for chip in self.cabinet.chips)
        if liquid is not None:
            series = liquid.plates_in_series
            return value(liquid.plate_flow_share) / (total // series), series, value(liquid.branch_spread)
        assert sinks is not None
        share = value(sinks.flow_share) / (total // sinks.in_series)
        return share, sinks.in_series, value(sinks.branch_spread)

    def places(self, resolution: str) -> Iterator[dict[str, Any]]:
        """Yield the chips of one cabinet: place in the chain of plates, flow share and how many each stands for."""
        share, series, spread = self._streams()
        worst = share * (1.0 - spread)
        if resolution == "cabinet":
            for position in range(series):
                yield {"label": f"mean-{position + 1}", "series_position": position, "upstream": -1 if position == 0 else 1,
                       "multiplicity": self.count / series, "flow_share_frac": share, "worst_share_frac": worst}  # fmt: skip
            return
        nodes = max(self.cabinet.entry.nodes, 1)
        per_node = self.count // nodes
        for node in range(nodes):
            tilt = 0.0 if nodes == 1 else 1.0 - 2.0 * node / (nodes - 1)
            for number in range(per_node):
                position = number % series
                yield {"label": f"n{node + 1:02d}-{number + 1:02d}", "series_position": position,
                       "upstream": -1 if position == 0 else 1, "multiplicity": 1.0,
                       "flow_share_frac": share * (1.0 + spread * tilt), "worst_share_frac": worst}  # fmt: skip


REFERENCE_PLATE_K = 303.15
"""Temperature at which conductivities are compared when a plate runs on another coolant [K]."""


def _power_law(source: Source, chip: Chip) -> ChipPower:
    value = source.value
    leakage, beta = value(chip.leakage_power), value(chip.leakage_beta)
    reference, memory = value(chip.reference_junction), value(chip.memory_power)
    bare = ChipPower(0.0, 0.0, leakage, beta, reference, 0.0, value(chip.clock_exponent))
    idle = value(chip.idle_power) - float(leakage_power_w(value(chip.idle_junction), bare))
    dynamic = value(chip.max_power) - idle - leakage - memory
    return bare._replace(idle_w=idle, dynamic_w=dynamic, memory_w=memory)


def _cabinets(
    source: Source,
    kinds: Sequence[_CabinetType],
    which: Ints,
    placed: Sequence[PlacedCabinet],
    indices: Indices,
) -> Cabinets:
    doors = {name: hall.doors for name, hall in source.config.site.halls.items()}
    has_door = np.array([kind.row["has_door"] for kind in kinds], dtype=np.bool_)
    water = ints(
        [-1 if (door := doors[cabinet.hall]) is None else indices.chw[door.water] for cabinet in placed]
    )
    slots: Counter[str | None] = Counter()
    slot_index = []
    for cabinet in placed:
        slot_index.append(slots[cabinet.loop])
        slots[cabinet.loop] += 1
    return tile(
        Cabinets,
        [kind.row for kind in kinds],
        which,
        names=tuple([cabinet.name for cabinet in placed]),
        supernodes=tuple([cabinet.supernode for cabinet in placed]),
        hall_index=ints([indices.halls[cabinet.hall] for cabinet in placed]),
        loop_index=ints([-1 if cabinet.loop is None else indices.tcs[cabinet.loop] for cabinet in placed]),
        slot_index=ints(slot_index),
        door_water_index=np.where(has_door[which], water, -1),
    )


def _chips(kinds: Sequence[_CabinetType], which: Ints, placed: Sequence[PlacedCabinet]) -> Chips:
    """Return the chips of all cabinets: those of each type once, then copied cabinet by cabinet."""
    rows = [row for kind in kinds for row in kind.chip_rows]
    counts = ints([len(kind.chip_rows) for kind in kinds])
    first = np.cumsum(counts) - counts
    per_cabinet = counts[which]
    cabinet = np.repeat(np.arange(which.size), per_cabinet)
    here = np.arange(cabinet.size)
    row_of = first[which][cabinet] + here - (np.cumsum(per_cabinet) - per_cabinet)[cabinet]
    upstream = np.array([row["has_upstream"] for row in rows], dtype=np.bool_)[row_of]
    suffixes = [[row["names"] for row in kind.chip_rows] for kind in kinds]
    powers = [row["power"] for row in rows]
    return tile(
        Chips,
        rows,
        row_of,
        names=tuple(
            [
                f"{owner.name}{suffix}"
                for owner, kind in zip(placed, which.tolist(), strict=True)
                for suffix in suffixes[kind]
            ]
        ),
        cabinet_index=cabinet,
        upstream_index=np.where(upstream, here - 1, -1),
        power=ChipPower(
            *[floats([getattr(power, name) for power in powers])[row_of] for name in ChipPower._fields]
        ),
    )


def _add_block(
    rows: Rows, source: Source, supernode: str, hall: str, kind: Supernode, indices: Indices
) -> None:
    if kind.outside is None:
        return
    outside, block = kind.outside, len(rows.blocks)
    name = f"{supernode}.{outside.name}"
    optics_w = 0.0
    for group in outside.optics:
        optics_w += group.count * source.value(source.entry(Optic, group.optic).power)
        rows.optics.append(_optic_row(source, group.optic, group.count, name, -1, block, False))
    rows.blocks.append(
        {
            "names": name,
            "supernodes": supernode,
            "hall_index": indices.halls[hall],
            "sustained_w": source.value(outside.power) + optics_w,
            "nameplate_w": source.value(outside.nameplate_power) + optics_w,
        }
    )


def _optic_row(
    source: Source, name: str, count: int, owner: str, cabinet: int, block: int, on_liquid: bool
) -> dict[str, Any]:
    optic = source.entry(Optic, name)
    resistance = (
        optic.liquid_resistance if on_liquid and optic.liquid_resistance is not None else optic.air_resistance
    )
    return {
        "names": f"{owner}.{name}",
        "cabinet_index": cabinet,
        "block_index": block,
        "count": count,
        "power_w": source.value(optic.power),
        "on_liquid": float(on_liquid),
        "resistance_k_w": source.value(resistance),
        "case_max_k": source.value(optic.case_max),
    }


def _heat_capacity(temp_k: float, fluid: Fluid) -> float:
    from models.fluids import heat_capacity_j_kgk

    return float(heat_capacity_j_kgk(temp_k, fluid))


_LOADS = ("idle", "sustained", "nameplate")
_LIQUID_FIELDS = (
    "loss_conductance_w_k", "design_flow_m3_s", "rack_linear_1_m3", "rack_quadratic_1_m4", "required_return_k",
    "required_specific_m3_s_w", "max_pressure_drop_pa", "max_flow_m3_s", "static_pressure_max_pa", "bore_m",
    "supply_min_k", "supply_max_k", "return_max_k",
)  # fmt: skip
_KNOTS = 9


def _padded(knots: tuple[float, ...]) -> tuple[float, ...]:
    """Return load points filled up beyond the last one, so that all cabinets have equally many."""
    return (*knots, *[knots[-1] + 1.0 + i for i in range(_KNOTS - len(knots))])


def _padded_losses(knots: tuple[float, ...], losses: tuple[float, ...]) -> tuple[float, ...]:
    slope = (losses[-1] - losses[-2]) / (knots[-1] - knots[-2])
    beyond = _padded(knots)[len(knots) :]
    return (*losses, *[losses[-1] + slope * (knot - knots[-1]) for knot in beyond])
