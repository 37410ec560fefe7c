"""What the kernels of the fast engine work on: tables of a plant, filled once and changed in place by a run."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.plant.records import Floats, Ints

Places = NDArray[Any]
"""Places in a vector. Islands have them without sign, of half the size: an index that may be negative is tested at each use."""

LANES = 8
"""Chips that stand side by side in a block, so that one instruction serves several of them."""

WINDOW = 16
"""Most steps that a plant moves through with mean chips before its chips follow."""

FIELDS = (
    # Temperature of the die [K]; power around `centre`: static_w + slope (T - centre) + curve (T - centre)^2 [W].
    "die", "centre", "slope", "static_w",
    # Temperature of the case [K].
    "case", "curve",
    # Where a step takes both, die and case turn about: from die and case [K/K];
    "die_die", "case_die", "die_case", "case_case",
    # what activity and memory add to the power [W], and the change of conductance per change of flow;
    "per_activity", "conductance_per_flow", "per_memory",
    # from power [K/W], and from the inlet at begin and end [K/K].
    "die_power", "case_power", "die_begin", "case_begin",
    # How many chips the lane stands for.
    "many", "die_end", "case_end",
    # Heat capacities [J/K].
    "die_capacity", "case_capacity",
)  # fmt: skip
"""What a step reads of each chip, in the order in which compiled code does: memory comes in one stream, twice as fast as in
another order where it does not fit the cache."""
LINK_FIELDS = ("effectiveness", "effectiveness_per_flow", "outlet_begin", "outlet_end")
"""What a plate hands to the next one in a chain."""
RAMP_FIELDS = ("die_ramp", "case_ramp")
"""Answer to a drive that rises by one watt over the step, from half below its middle to half above [K/W]."""


def _lanes(names: tuple[str, ...]) -> np.dtype[np.void]:
    return np.dtype([(name, np.float64, (LANES,)) for name in names])


BLOCK, LINK, RAMP = _lanes(FIELDS), _lanes(LINK_FIELDS), _lanes(RAMP_FIELDS)
"""Records of ``LANES`` chips: one cache line per field."""


class Groups(NamedTuple):
    """Chips of one cabinet, part and place in a chain of plates, in blocks of ``LANES``.

    ``blocks`` has shape (n_block,) of ``BLOCK``, ``links`` and ``ramps`` the same of theirs; group g owns those from
    ``first[g]`` to ``first[g + 1]``.
    ``chip`` says which chip a lane is (a padding lane repeats one and counts 0 times). ``upstream`` is the group
    whose plates feed this one (-1: the cabinet's inlet); ``feeds`` says whether one follows. ``activity``,
    ``memory``, ``supply``, ``flow`` and ``dc_power`` are places in the joint vector, ``cabinet`` counts in the plant.
    ``kind`` 0: power is linear in the drive inside the reach of each chip; 1: it holds for ``held`` activity and memory
    only (throttled or capped). ``static_w`` is the power of its chips that follows no drive, at their present temperatures, ``rising_w`` by how much
    it rose over the last step, ``started_w`` what it was when the window began. ``shutdown_k`` is the lowest shutdown limit
    of its chips. ``stale`` groups have to be asked anew (2: only those of their chips that left their
    reach), ``renewed`` ones were since their mean chip was written. ``fields``
    and ``link_fields`` are the blocks and links as plain numbers, shape (n_block, n_field, ``LANES``). Groups of a cabinet
    stand together.
    """

    blocks: Any
    links: Any
    ramps: Any
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
    dc_power: Ints
    kind: Ints
    held: Floats
    reach: Floats
    most_activity: Floats
    reference_flow: Floats
    reference_supply: Floats
    static_w: Floats
    rising_w: Floats
    per_activity_w: Floats
    per_memory_w: Floats
    many: Floats
    shutdown_k: Floats
    stale: Ints
    renewed: Ints
    started_w: Floats
    fields: Floats
    link_fields: Floats


class Means(NamedTuple):
    """One mean chip per group: it stands for its chips while the plant moves through a window of steps.

    A mean chip is a lane of a block, as a chip is; ``group`` says whose, shape (n_block, ``LANES``), -1 for padding, ``place``
    which lane a group has. Chips downstream in a chain of plates stand in later blocks. ``begin`` and ``end`` are the coolant
    at both ends of a step; ``heat_w`` goes into the coolant, ``rising_w`` is by how much static power rose.
    """

    blocks: Any
    links: Any
    fields: Floats
    link_fields: Floats
    group: Ints
    place: Ints
    begin: Floats
    end: Floats
    drift: Floats
    activity: Floats
    memory: Floats
    heat_w: Floats
    rising_w: Floats


def new_means(upstream: Ints) -> Means:
    """Return mean chips of groups; ``upstream`` is the group whose plates feed each (-1: the cabinet's inlet)."""
    depth = _depth(upstream)
    sizes = np.bincount(depth) if depth.size else np.zeros(0, dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(-(-sizes // LANES))])
    place = np.zeros(upstream.size, dtype=np.int64)
    for level in range(sizes.size):
        place[depth == level] = first[level] * LANES + np.arange(sizes[level])
    count = int(first[-1])
    group = np.full(count * LANES, -1, dtype=np.int64)
    group[place] = np.arange(upstream.size)
    blocks, links = aligned(BLOCK, count), aligned(LINK, count)
    room = {name: np.zeros((count, LANES)) for name in Means._fields[Means._fields.index("begin") :]}
    return Means(
        blocks=blocks,
        links=links,
        fields=plain(blocks),
        link_fields=plain(links),
        group=group.reshape(count, LANES),
        place=place,
        **room,
    )


def _depth(upstream: Ints) -> Ints:
    """Return how many groups stand upstream of each."""
    depth, above = np.zeros(upstream.size, dtype=np.int64), upstream
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, upstream[above], -1)
    return depth


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
    ``value`` at ``anchor``, results follow their drivers by ``slope``, which stands driver by driver. ``matrix`` to ``sums`` are
    room for the largest of them.
    """

    numbers: Floats
    slope_numbers: Floats
    first_branch: Ints
    first_node: Ints
    band: Ints
    begin: Ints
    end: Ints
    source: Ints
    valve: Ints
    first_driver: Ints
    driver: Places
    valve_branch: Ints
    reach: Floats
    first_result: Ints
    result: Places
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
    matrix: Floats
    side: Floats
    conductance: Floats
    pull: Floats
    change: Floats
    partial: Floats
    sums: Floats
    trouble: Ints


def room_of_networks(nodes: int, band: int, branches: int, results: int) -> dict[str, Floats]:
    """Return room for networks of at most that size."""
    return {
        "matrix": np.zeros((nodes, band + 1)),
        "side": np.zeros(nodes),
        "conductance": np.zeros(branches),
        "pull": np.zeros(branches),
        "change": np.zeros(branches),
        "partial": np.zeros((branches, 3)),
        "sums": np.zeros(results),
    }


class Racks(NamedTuple):
    """Racks: places in the joint vector of their coolant, flow and loop return, and what a deposit changes there.

    Behind them every hall, as the rack of its chips on air: their heat goes to its air and stays there.
    ``turns_per_kg`` is how often a kilogram of flow replaces the coolant of a rack. ``given_w`` is the heat of mean chips
    that the plant was given in a window, summed over its steps, ``beyond_mean_w`` by how much chips give more than those.
    """

    state: Places
    back: Places
    flow: Places
    per_capacity_k_j: Floats
    back_per_capacity_k_j: Floats
    turns_per_kg: Floats
    heat_w: Floats
    last_heat_w: Floats
    predicted_w: Floats
    given_w: Floats
    beyond_mean_w: Floats


class Cabinets(NamedTuple):
    """Cabinets: place of their direct-current power and of the air before them."""

    dc_power: Ints
    air_inlet: Ints


class Family(NamedTuple):
    """Members of a stamp: `stamp_0` and so on.

    ``places`` are those in the joint vector that each reads and then those of the rows that its own results are added to,
    shape (n, n_input + n_own); where members of a group stand in a row, those of the first alone. Group ``k`` has the same ``numbers[k]`` and adds its other results to the same rows: the
    first column of ``groups`` says where each group begins, and with one more row where the last one ends; the others
    are those rows.
    """

    places: Places
    numbers: Floats
    groups: Places

    @property
    def common(self) -> Places:
        """Rows that the members of each group add to, shape (n_group, n_common)."""
        return self.groups[:-1, 1:]


def family_of(places: Places, numbers: Floats, sizes: Ints, common: Places) -> Family:
    """Return members of a stamp in groups of those sizes, whose other results go to the rows ``common``."""
    groups = np.zeros((sizes.size + 1, 1 + common.shape[1]), dtype=places.dtype)
    groups[1:, 0] = np.cumsum(sizes)
    groups[:-1, 1:] = common
    return Family(places, numbers, groups)


class Values(NamedTuple):
    """Parts of laws that are computed by themselves, one family of them: `value_0` and so on.

    ``places`` are those in the joint vector that each reads, the one behind the drive where it stands, and a count: of what is
    not held, that many have the same ``numbers`` and stand one behind the other, as does what they read; shape
    (n, n_input + 2). ``memory`` holds what a value that is followed in a straight line knows, shape (n, 1 + 2 n_input):
    itself, its inputs and its slopes where it was computed last; nothing for others.
    """

    places: Places
    numbers: Floats
    memory: Floats

    @property
    def inputs(self) -> Places:
        """Places that each reads, shape (n, n_input)."""
        return self.places[:, :-2]

    @property
    def place(self) -> Places:
        """Place where each stands, shape (n,)."""
        return self.places[:, -2]


class Tally(NamedTuple):
    """What the chips of each cabinet did so far, counted at every step: it outlives a change of the plant."""

    peak_k: Floats
    peak_chip: Ints
    peak_time_s: Floats
    throttled_s: Floats
    lost_s: Floats
    wanted_s: Floats
    shutdown_time_s: Floats
    shutdown_chip: Ints


def new_tally(cabinet_count: int) -> Tally:
    """Return a tally that has seen nothing."""
    count = cabinet_count
    return Tally(
        peak_k=np.zeros(count),
        peak_chip=np.full(count, -1, dtype=np.int64),
        peak_time_s=np.zeros(count),
        throttled_s=np.zeros(count),
        lost_s=np.zeros(count),
        wanted_s=np.zeros(count),
        shutdown_time_s=np.full(count, np.nan),
        shutdown_chip=np.full(count, -1, dtype=np.int64),
    )


class Plant(NamedTuple):
    """States that are not chips: one over what their rates are divided by, the account of heat put in, where the drive begins.

    A product takes a quarter of the time of a quotient, and each stage asks for one per state. ``columns`` are the inputs
    of the drive in a row of those of the whole plant.
    """

    per_capacity: Floats
    heat_in: int
    drive: int
    columns: Places


class Work(NamedTuple):
    """Room of a window: the joint vector where each step begins and where the last ends, mean flows, and rates of states.

    ``slowed`` is the last cabinet that was counted as throttled in each step.
    """

    path: Floats
    flow: Floats
    slowed: Ints
    total: Floats
    out: Floats
    fixed: Floats


def new_work(joint_size: int, state_count: int) -> Work:
    """Return room for the steps of a joint vector."""
    return Work(
        path=np.zeros((WINDOW + 1, joint_size)),
        flow=np.zeros((WINDOW, joint_size)),
        slowed=np.full(WINDOW, -1, dtype=np.int64),
        total=np.zeros(state_count),
        out=np.zeros(state_count),
        fixed=np.zeros(state_count),
    )


def plain(records: Any) -> Floats:
    """Return blocks of records as plain numbers in the same memory, shape (n_block, n_field, ``LANES``)."""
    numbers: Floats = records.view(np.float64).reshape(records.size, len(records.dtype.names), LANES)
    return numbers


def aligned(kind: np.dtype[np.void], count: int) -> Any:
    """Return empty records that begin on a cache line."""
    line = 64
    raw = np.zeros(count * kind.itemsize + line, dtype=np.uint8)
    start = -raw.ctypes.data % line
    return raw[start : start + count * kind.itemsize].view(kind)
