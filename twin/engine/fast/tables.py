"""What the kernels of the fast engine work on: tables of a plant, filled once and changed in place by a run."""

from __future__ import annotations

from typing import NamedTuple

from twin.plant.records import Floats, Ints

LANES = 8
"""Chips that stand side by side in a block, so that one instruction serves several of them."""

# Rows of a block of chips. The first two are states; the others say how a step of the present length moves them.
DIE, CASE = 0, 1
DIE_DIE, DIE_CASE, CASE_DIE, CASE_CASE = 2, 3, 4, 5
DIE_POWER, CASE_POWER = 6, 7
DIE_INLET_BEGIN, CASE_INLET_BEGIN, DIE_INLET_END, CASE_INLET_END = 8, 9, 10, 11
CENTRE, STATIC, SLOPE, CURVE = 12, 13, 14, 15
PER_ACTIVITY, PER_MEMORY = 16, 17
DIE_CAPACITY, CASE_CAPACITY = 18, 19
REACH = 20
MANY = 21
CONDUCTANCE_PER_FLOW = 22
EFFECTIVENESS, EFFECTIVENESS_PER_FLOW = 23, 24
OUTLET_BEGIN, OUTLET_END = 25, 26
ROWS = 27


class Groups(NamedTuple):
    """Chips of one cabinet, part and place in a chain of plates, in blocks of ``LANES``.

    ``blocks`` has shape (n_block, ROWS, LANES); group g owns the blocks from ``first[g]`` to ``first[g + 1]``.
    ``chip`` says which chip a lane is (a padding lane repeats one and counts 0 times). ``upstream`` is the group
    whose plates feed this one (-1: the cabinet's inlet); ``feeds`` says whether one follows. ``activity``,
    ``memory``, ``supply`` and ``flow`` are places in the joint vector. ``kind`` 0: power is linear in the drive
    inside the reach of each chip; 1: it holds for ``held`` activity and memory only (throttled or capped).
    """

    blocks: Floats
    chip: Ints
    first: Ints
    cabinet: Ints
    rack: Ints
    upstream: Ints
    feeds: Ints
    activity: Ints
    memory: Ints
    supply: Ints
    flow: Ints
    kind: Ints
    held: Floats
    most_activity: Floats
    reference_flow: Floats
    reference_supply: Floats
    static_w: Floats
    per_activity_w: Floats
    per_memory_w: Floats
    many: Floats
    stale: Ints


class ChipTable(NamedTuple):
    """Per chip: what the laws of power and plate read, and what a chip is made of."""

    power_numbers: Floats
    plate_numbers: Floats
    junction_case_k_w: Floats
    die_capacity_j_k: Floats
    case_capacity_j_k: Floats
    shutdown_temp_k: Floats


class Networks(NamedTuple):
    """Hydraulic networks, one behind the other: branches, free nodes, drivers and results of each.

    ``begin`` and ``end`` are free nodes of the network in banded order (-1: the reference). ``driver`` says which
    entries of the joint vector move a network: temperature, speed, then its valves; ``valve_branch`` which branch
    a valve driver acts on (-1 for the first two). A result is the flow of ``result_branch``, or the total of the
    sources (-1), or the pressure difference between ``node_high`` and ``node_low`` (-2). Around the last solution
    ``value`` at ``anchor``, results follow their drivers by ``slope``.
    """

    numbers: Floats
    first_branch: Ints
    first_node: Ints
    band: Ints
    begin: Ints
    end: Ints
    source: Ints
    valve: Ints
    first_driver: Ints
    driver: Ints
    valve_branch: Ints
    reach: Floats
    first_result: Ints
    result: Ints
    result_branch: Ints
    node_high: Ints
    node_low: Ints
    first_slope: Ints
    scale_pa: Floats
    scale_kg_s: Floats
    flow: Floats
    pressure: Floats
    value: Floats
    anchor: Floats
    slope: Floats
    trouble: Ints


class Racks(NamedTuple):
    """Racks: places in the joint vector of their coolant, flow and loop return, and what a deposit changes there."""

    state: Ints
    back: Ints
    flow: Ints
    capacity_j_k: Floats
    back_capacity_j_k: Floats
    heat_rate_j_kg_k: Floats
    heat_w: Floats
    last_heat_w: Floats
    predicted_w: Floats


class Cabinets(NamedTuple):
    """Cabinets: place of their direct-current power, and what their chips did so far."""

    dc_power: Ints
    chip_power_w: Floats
    peak_k: Floats
    peak_chip: Ints
    peak_time_s: Floats
    throttled_s: Floats
    lost_s: Floats
    wanted_s: Floats
    shutdown_time_s: Floats
    shutdown_chip: Ints


class Plant(NamedTuple):
    """States that are not chips: which rows move, by what capacity, and the two energy accounts."""

    rows: Ints
    capacity: Floats
    heat_in: int
    drive: int
