"""From plant records to hydraulic networks: which branch is which pump, rack, exchanger or pipe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from models.fluids import density_kg_m3, viscosity_pa_s
from models.hydraulics.branch import BranchParams, branch_params
from models.hydraulics.template import LoopTemplate, loop_template
from twin.engine.layout import Layout
from twin.plant.records import Floats, Ints, Plant
from twin.plant.select import pick_fluid

if TYPE_CHECKING:
    from twin.engine.flow import LoopBatch


class _Branches:
    """Branch parameters of a batch of equal loops, filled branch group by branch group."""

    def __init__(self, template: LoopTemplate, loops: int) -> None:
        self.template = template
        self.shape = (loops, template.topology.branch_count)
        self.fields: dict[str, Floats] = {}

    def put(self, name: str, branches: Ints, values: Floats) -> None:
        array = self.fields.setdefault(name, np.zeros(self.shape))
        array[:, branches] = values

    def full(self, name: str, value: float) -> None:
        self.fields.setdefault(name, np.full(self.shape, value))


def technology_networks(plant: Plant, layout: Layout) -> list[LoopBatch]:
    """Return the batches of TCS loops: CDUs as sources, racks as consumers."""
    tcs = plant.tcs
    cdus = _members(plant.cdus.loop_index, len(tcs.names))
    racks = _racks_by_slot(plant)
    keys = [(cdus[i].size, racks[i].size, bool(tcs.reverse_return[i])) for i in range(len(tcs.names))]
    return [
        _technology_batch(
            plant, layout, loops, np.stack([cdus[i] for i in loops]), np.stack([racks[i] for i in loops])
        )
        for loops in _groups(keys)
    ]


def _technology_batch(plant: Plant, layout: Layout, loops: Ints, cdus: Ints, racks: Ints) -> LoopBatch:
    from twin.engine.flow import LoopBatch

    tcs, units, cabinets = plant.tcs, plant.cdus, plant.cabinets
    reverse = bool(tcs.reverse_return[loops[0]])
    template = loop_template(cdus.shape[1], racks.shape[1], return_kind="reverse" if reverse else "direct")
    members = np.flatnonzero(cabinets.loop_index >= 0)[racks]
    fluid = pick_fluid(tcs.fluid, loops[:, None])
    density = density_kg_m3(tcs.supply_setpoint_k[loops][:, None], fluid)
    branches = _Branches(template, loops.size)
    sources, consumers = template.source_branches, template.consumer_branches
    on = units.pumps_running[cdus] * units.running[cdus]
    branches.put("quadratic_1_m4", sources, units.secondary_quadratic_1_m4[cdus])
    branches.put("power_coefficient", sources, units.filter_coefficient[cdus])
    branches.full("power_exponent", 2.0)
    branches.put("power_exponent", sources, units.filter_exponent[cdus])
    branches.put("pump_head_shutoff_pa", sources, units.pump_head_shutoff_pa[cdus] * (on > 0.0))
    branches.put("pump_head_quadratic", sources, units.pump_head_quadratic[cdus] / np.maximum(on, 1.0) ** 2)
    branches.put(
        "check_valve", sources, np.broadcast_to(tcs.check_valves[loops][:, None], cdus.shape).astype(float)
    )
    branches.put("nominal_flow_kg_s", sources, units.secondary_nominal_kg_s[cdus])
    branches.put("linear_1_m3", consumers, cabinets.rack_linear_1_m3[members])
    branches.put("quadratic_1_m4", consumers, cabinets.rack_quadratic_1_m4[members])
    branches.put("nominal_flow_kg_s", consumers, cabinets.design_flow_m3_s[members] * density)
    branches.full("open", 1.0)
    branches.put("open", consumers, cabinets.branch_open[members])
    total = (cabinets.design_flow_m3_s[members] * density).sum(axis=1, keepdims=True)
    _put_segments(
        branches,
        total,
        tcs.segment_length_m[loops],
        tcs.segment_diameter_m[loops],
        tcs.segment_roughness_m[loops],
    )
    targets = np.full(branches.shape, -1, dtype=np.int64)
    targets[:, sources] = layout.cdu_flow[cdus]
    targets[:, consumers] = layout.rack_flow[racks]
    none = np.full(branches.shape, -1, dtype=np.int64)
    return LoopBatch(
        template=template,
        params=_params(branches, fluid, tcs.supply_setpoint_k[loops][:, None]),
        fluid=fluid,
        temperature=layout.supply[loops],
        speed=layout.pump_speed[loops],
        source_branches=sources,
        valve=none,
        valve_kv_m3_h=np.ones(branches.shape),
        valve_rangeability=np.full(branches.shape, 50.0),
        static_pressure_pa=tcs.static_pressure_pa[loops],
        flow_targets=targets,
        total_target=layout.loop_flow[loops],
        dp_target=layout.loop_dp[loops],
        dp_nodes=(int(template.supply_nodes[-1]), int(template.return_nodes[-1])),
    )


def facility_networks(plant: Plant, layout: Layout) -> list[LoopBatch]:
    """Return the batches of facility loops: one pump group as source, CDU primaries and a bypass as consumers."""
    cdus = _members(plant.cdus.facility_index, len(plant.fws.names))
    keys = [cdus[i].size for i in range(len(plant.fws.names))]
    return [
        _facility_batch(plant, layout, loops, np.stack([cdus[i] for i in loops])) for loops in _groups(keys)
    ]


def _facility_batch(plant: Plant, layout: Layout, loops: Ints, cdus: Ints) -> LoopBatch:
    from twin.engine.flow import LoopBatch

    fws, units = plant.fws, plant.cdus
    template = loop_template(1, cdus.shape[1] + 1)
    sources = template.source_branches
    consumers, bypass = template.consumer_branches[:-1], template.consumer_branches[-1:]
    branches = _Branches(template, loops.size)
    pumps = fws.pumps_running[loops][:, None]
    cells = np.maximum(fws.cells_running[loops][:, None], 1.0)
    total = units.primary_nominal_kg_s[cdus].sum(axis=1, keepdims=True)
    branches.put("quadratic_1_m4", sources, fws.common_quadratic_1_m4[loops][:, None] / cells**2)
    branches.put("pump_head_shutoff_pa", sources, fws.pump_head_shutoff_pa[loops][:, None] * (pumps > 0.0))
    branches.put(
        "pump_head_quadratic", sources, fws.pump_head_quadratic[loops][:, None] / np.maximum(pumps, 1.0) ** 2
    )
    branches.put("check_valve", sources, np.ones_like(pumps))
    branches.put("nominal_flow_kg_s", sources, total)
    branches.put("quadratic_1_m4", consumers, units.primary_quadratic_1_m4[cdus])
    branches.put("nominal_flow_kg_s", consumers, units.primary_nominal_kg_s[cdus])
    branches.put("quadratic_1_m4", bypass, fws.bypass_quadratic_1_m4[loops][:, None])
    branches.put("nominal_flow_kg_s", bypass, 0.02 * total)
    branches.full("open", 1.0)
    branches.put("open", consumers, units.running[cdus] * units.valve_running[cdus])
    _put_segments(
        branches,
        total,
        fws.segment_length_m[loops],
        fws.segment_diameter_m[loops],
        fws.segment_roughness_m[loops],
    )
    targets = np.full(branches.shape, -1, dtype=np.int64)
    targets[:, consumers] = layout.primary_flow[cdus]
    targets[:, bypass] = layout.bypass_flow[loops][:, None]
    valve = np.full(branches.shape, -1, dtype=np.int64)
    valve[:, consumers] = layout.valve[cdus]
    kv, rangeability = np.ones(branches.shape), np.full(branches.shape, 50.0)
    kv[:, consumers], rangeability[:, consumers] = units.valve_kv_m3_h[cdus], units.valve_rangeability[cdus]
    fluid = pick_fluid(fws.fluid, loops[:, None])
    return LoopBatch(
        template=template,
        params=_params(branches, fluid, fws.supply_setpoint_k[loops][:, None]),
        fluid=fluid,
        temperature=layout.fws_supply[loops],
        speed=layout.fws_pump_speed[loops],
        source_branches=sources,
        valve=valve,
        valve_kv_m3_h=kv,
        valve_rangeability=rangeability,
        static_pressure_pa=fws.static_pressure_pa[loops],
        flow_targets=targets,
        total_target=layout.fws_flow[loops],
        dp_target=layout.fws_dp[loops],
        dp_nodes=(int(template.supply_nodes[-1]), int(template.return_nodes[-1])),
    )


def _put_segments(
    branches: _Branches, total_kg_s: Floats, length_m: Floats, diameter_m: Floats, roughness_m: Floats
) -> None:
    segments = np.concatenate([branches.template.supply_segments, branches.template.return_segments])
    branches.full("pipe_diameter_m", 1.0)
    branches.put("pipe_length_m", segments, length_m[:, None])
    branches.put("pipe_diameter_m", segments, diameter_m[:, None])
    branches.put("pipe_roughness_m", segments, roughness_m[:, None])
    branches.put("nominal_flow_kg_s", segments, total_kg_s)


def _params(branches: _Branches, fluid: object, temperature: Floats) -> BranchParams:
    return branch_params(
        density_kg_m3=density_kg_m3(temperature, fluid),  # type: ignore[arg-type]
        viscosity_pa_s=viscosity_pa_s(temperature, fluid),  # type: ignore[arg-type]
        **branches.fields,
    )


def _groups(keys: Sequence[Hashable]) -> list[Ints]:
    """Return the loops of each distinct shape, in order of first appearance."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for loop, key in enumerate(keys):
        groups[key].append(loop)
    return [np.array(loops) for loops in groups.values()]


def _members(owner: Ints, count: int) -> list[Ints]:
    """Return what belongs to each owner, in order."""
    order = np.argsort(owner, kind="stable")
    return np.split(order, np.searchsorted(owner[order], np.arange(count + 1)))[1:-1]


def _racks_by_slot(plant: Plant) -> list[Ints]:
    """Return the racks of each loop, in their order along the header."""
    racks = np.flatnonzero(plant.cabinets.loop_index >= 0)
    loop, slot = plant.cabinets.loop_index[racks], plant.cabinets.slot_index[racks]
    order = np.lexsort((slot, loop))
    return [order[members] for members in _members(loop[order], len(plant.tcs.names))]
