"""What no single block can know: whether the parts of a site fit together. One rule, one function."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from math import gcd
from typing import Final

from twin.config.base import Path
from twin.config.cabinets import Cabinet, Part
from twin.config.counted import Redundancy
from twin.config.expand import cdu_names, load_of, loads_required, placed_cabinets
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.config.nearest import did_you_mean, listed
from twin.config.problems import problem_at
from twin.config.site_config import SiteConfig
from twin.errors import Problem

__all__ = ["RULES", "check_site"]

Problems = Iterator[Problem]


def check_site(config: SiteConfig) -> Problems:
    """Yield every problem that every rule finds."""
    for rule in RULES:
        yield from rule(config)


def names_stand_for_something(config: SiteConfig) -> Problems:
    """Halls, loops, feeds, generators and path elements must exist where they are named."""
    site = config.site
    tcs = {key: loop for key, loop in site.loops.items() if isinstance(loop, TcsLoop)}
    for name, placement in site.supernodes.items():
        at: Path = ("supernodes", name)
        for spot in placement.spots():
            yield from _known(config, (*at, "hall"), spot.hall, site.halls, "hall")
            if spot.loop is not None:
                yield from _known(config, (*at, "loop"), spot.loop, tcs, "tcs loop")
            yield from _known_feeds(config, at, spot.feeds, spot.backup)
    for name, load in site.power.loads.items():
        yield from _known_feeds(config, ("power", "loads", name), load.feeds, load.backup)
    not_elements = {*site.power.paths, *site.power.generators, *site.power.loads}
    for name, path in site.power.paths.items():
        for place, element in enumerate(path):
            if element not in not_elements:
                yield from _known(
                    config, ("power", "paths", name, place), element, site.power.elements, "power element"
                )


def loops_have_a_source(config: SiteConfig) -> Problems:
    """A tcs loop, room coolers and doors need a loop of the right kind; a facility loop needs a sink."""
    loops = config.site.loops
    fws = {name: loop for name, loop in loops.items() if isinstance(loop, FwsLoop)}
    chw = {name: loop for name, loop in loops.items() if isinstance(loop, ChwLoop)}
    water = chw | fws
    for name, loop in loops.items():
        if isinstance(loop, FwsLoop):
            if loop.rejection is None and loop.trim is None:
                yield _at(
                    config, ("loops", name), "has nothing that takes its heat", "add `rejection` or `trim`"
                )
        elif loop.source is not None:
            yield from _known(config, ("loops", name, "source"), loop.source, fws, "fws loop")
    for name, hall in config.site.halls.items():
        if hall.air is not None:
            yield from _known(
                config,
                ("halls", name, "air", "chilled_water"),
                hall.air.chilled_water,
                water,
                "chw or fws loop",
            )
        if hall.doors is not None:
            yield from _known(
                config, ("halls", name, "doors", "water"), hall.doors.water, water, "chw or fws loop"
            )


def water_cooled_chillers_have_condenser_water(config: SiteConfig) -> Problems:
    """A water-cooled chiller on a chilled-water loop needs a facility loop to reject to."""
    for name, loop in config.site.loops.items():
        if isinstance(loop, ChwLoop):
            water = getattr(config.heat_rejection[loop.chillers.name], "condenser", "air") == "water"
            if water and loop.source is None:
                yield _at(
                    config,
                    ("loops", name),
                    "has water-cooled chillers and no source of condenser water",
                    "add `source: <fws loop>` or name an air-cooled chiller",
                )


def loops_serve_someone(config: SiteConfig) -> Problems:
    """A loop that nobody draws from has no flow to solve for."""
    site = config.site
    drawn = {spot.loop for placement in site.supernodes.values() for spot in placement.spots()}
    drawn |= {loop.source for loop in site.loops.values() if not isinstance(loop, FwsLoop)}
    drawn |= {hall.air.chilled_water for hall in site.halls.values() if hall.air is not None}
    drawn |= {hall.doors.water for hall in site.halls.values() if hall.doors is not None}
    for name in site.loops:
        if name not in drawn:
            yield _at(
                config,
                ("loops", name),
                "serves nobody",
                "name it as a `loop`, `source` or water, or remove it",
            )


def liquid_cabinets_have_a_loop(config: SiteConfig) -> Problems:
    """A cabinet with cold plates needs coolant."""
    for name, placement in config.site.supernodes.items():
        groups = config.supernodes[placement.type].cabinets
        liquid = [group.type for group in groups if config.cabinets[group.type].liquid is not None]
        if liquid and placement.loop is None:
            yield _at(
                config,
                ("supernodes", name),
                f"has liquid-cooled cabinets ({liquid[0]}) and no loop",
                "add `loop: <tcs loop>`",
            )


def spread_divides_the_cabinets(config: SiteConfig) -> Problems:
    """Every group of a supernode that is spread must fall into equal parts."""
    for name, placement in config.site.supernodes.items():
        parts = len(placement.spots())
        for group in config.supernodes[placement.type].cabinets:
            if group.count % parts:
                yield _at(
                    config,
                    ("supernodes", name, "spread"),
                    f"makes {parts} parts, which do not divide the {group.count} cabinets {group.role}",
                    "spread over a number that divides every group",
                )


def air_heat_has_somewhere_to_go(config: SiteConfig) -> Problems:
    """A hall in which a cabinet gives heat to the air needs room coolers, or doors on all such cabinets."""
    halls = config.site.halls
    told: set[str] = set()
    for cabinet in placed_cabinets(config):
        hall, entry = halls.get(cabinet.hall), config.cabinets[cabinet.type]
        if hall is None or hall.air is not None or cabinet.hall in told or not _heats_air(entry):
            continue
        if hall.doors is None or entry.door is None:
            told.add(cabinet.hall)
            yield _at(
                config,
                ("halls", cabinet.hall),
                f"has no air cooling, and {cabinet.name} gives heat to its air",
                "add `air: {crah: ..., redundancy: ..., supply_temp: ..., chilled_water: ...}`",
            )


def everything_is_fed(config: SiteConfig) -> Problems:
    """Cabinets, CDUs, facility loops and room coolers must hang on at least one path."""
    for name, placement in config.site.supernodes.items():
        if not placement.feeds:
            yield _at(
                config,
                ("supernodes", name, "feeds"),
                "is empty: its cabinets are fed by nothing",
                _feeds_remedy(config),
            )
    for consumer in loads_required(config):
        load = load_of(config, consumer)
        if load is None:
            yield _at(
                config,
                ("power", "loads"),
                f"has no line for {consumer}: it is fed by nothing",
                f"add `{consumer}: {{feeds: [...]}}`; {_feeds_remedy(config)}",
            )
        elif not load.feeds:
            key = consumer if consumer in config.site.power.loads else consumer.rpartition(".")[0]
            yield _at(
                config,
                ("power", "loads", key, "feeds"),
                f"is empty: {consumer} is fed by nothing",
                _feeds_remedy(config),
            )


def loads_are_consumers(config: SiteConfig) -> Problems:
    """A line of `power.loads` must belong to a consumer of the site."""
    consumers = set(loads_required(config))
    owners = {consumer.rpartition(".")[0] for consumer in consumers} - {""}
    for name in config.site.power.loads:
        if name not in consumers | owners:
            yield _at(
                config,
                ("power", "loads", name),
                "is no consumer of this site",
                did_you_mean(name, sorted(consumers | owners)),
            )


def paths_run_downstream(config: SiteConfig) -> Problems:
    """A path holds elements only, each once; a path, load or generator in it would feed itself."""
    power = config.site.power
    for name, path in power.paths.items():
        at: Path = ("power", "paths", name)
        if not path:
            yield _at(config, at, "is empty", "list its elements from the utility downstream")
        for place, element in enumerate(path):
            if element in path[:place]:
                yield _at(
                    config,
                    (*at, place),
                    "stands twice in its path: circular feed",
                    "list every element once",
                    element,
                )
            elif element not in power.elements and element in {*power.paths, *power.generators, *power.loads}:
                yield _at(
                    config,
                    (*at, place),
                    "is not a power element: circular feed",
                    "list elements only; loads name their paths, not the other way round",
                    element,
                )


def paths_agree_on_the_order(config: SiteConfig) -> Problems:
    """Following all paths downstream must never lead back to the same element."""
    paths = config.site.power.paths
    after: dict[str, set[str]] = {}
    for name, path in paths.items():
        for place in range(1, len(path)):
            above, below = path[place - 1], path[place]
            if above != below and above in _reachable(after, below):
                yield _at(
                    config,
                    ("power", "paths", name, place),
                    f"stands below {above} here and above it on another path: circular feed",
                    "list shared elements in the same order on every path",
                    below,
                )
            after.setdefault(above, set()).add(below)


def groups_are_large_enough(config: SiteConfig) -> Problems:
    """`N+1` of one unit, or `2N` of an odd number, is a promise that cannot be kept."""
    for path, count, redundancy in _groups(config):
        if not redundancy.fits(count):
            yield _at(
                config,
                path,
                f"cannot be kept by a group of {count}",
                "install more units or lower the redundancy",
                redundancy.value,
            )


def supernodes_add_up(config: SiteConfig) -> Problems:
    """The chips and modules a supernode states must be those of its cabinets and outside block."""
    for name, supernode in config.supernodes.items():
        cabinets = [(group.count, config.cabinets[group.type]) for group in supernode.cabinets]
        chips = sum(count * _parts(cabinet, "chip", config) for count, cabinet in cabinets)
        modules = sum(count * _parts(cabinet, "optic", config) for count, cabinet in cabinets)
        modules += (
            sum(group.count for group in supernode.outside.optics) if supernode.outside is not None else 0
        )
        for field, stated, counted in (
            ("chips", supernode.chips, chips),
            ("optical_modules", supernode.optical_modules, modules),
        ):
            if stated != counted:
                message = f"is not what its parts add up to: {counted}"
                tree = config.entry_trees["supernodes", name]
                yield problem_at(tree, (field,), message, f"correct {field} or the parts", given=str(stated))


def cabinet_chips_fill_the_nodes(config: SiteConfig) -> Problems:
    """Chips counted per cabinet are shared out over its nodes: a remainder would belong to none."""
    for name, cabinet in config.cabinets.items():
        for place, part in enumerate(cabinet.cabinet_parts):
            if part.chip is not None and cabinet.nodes > 0 and part.count % cabinet.nodes:
                yield problem_at(
                    config.entry_trees["cabinets", name],
                    ("cabinet_parts", place, "count"),
                    f"does not share out over {cabinet.nodes} nodes",
                    "correct the count, or list the chip in `node_parts`",
                    given=str(part.count),
                    allowed=f"multiples of {cabinet.nodes}",
                )


def chips_have_what_cools_them(config: SiteConfig) -> Problems:
    """A chip needs a cold plate in a cabinet with coolant and a heat sink in one without."""
    for name, cabinet in config.cabinets.items():
        need = "sink" if cabinet.liquid is None else "plate"
        tree = config.entry_trees["cabinets", name]
        parts = [("node_parts", *each) for each in enumerate(cabinet.node_parts)]
        parts += [("cabinet_parts", *each) for each in enumerate(cabinet.cabinet_parts)]
        chips = [(key, place, part.chip) for key, place, part in parts if part.chip is not None]
        for key, place, chip in chips:
            if getattr(config.chips[chip], need) is None:
                yield problem_at(
                    tree,
                    (key, place, "chip"),
                    f"has no `{need}` and stands in a cabinet {'without' if need == 'sink' else 'with'} coolant",
                    f"add `{need}` to the chip, or name a chip that has one",
                    given=chip,
                )
        for key, place, part in parts:
            share = part.liquid_share
            if cabinet.liquid is None and (
                part.cooling == "liquid" or (share is not None and share.high > 0.0)
            ):
                yield problem_at(
                    tree,
                    (key, place),
                    "gives heat to coolant and stands in a cabinet without",
                    "write `cooling: air`, or a liquid_share of 0 whose high is 0 too",
                    given=part.name,
                )
        if chips and cabinet.liquid is None and cabinet.air.sinks is None:
            yield problem_at(
                tree,
                ("air", "sinks"),
                "is missing: chips stand here in air",
                "add `sinks: {flow_share: …, in_series: …, branch_spread: …}`",
            )


def plates_in_series_divide_a_node(config: SiteConfig) -> Problems:
    """A chain of plates or sinks lies in one node and cools chips of one part: none may be left unfinished."""
    for name, cabinet in config.cabinets.items():
        chips = gcd(*_chips_per_node(cabinet))
        path, series = _chain(cabinet)
        if chips % series == 0:
            continue
        yield problem_at(
            config.entry_trees["cabinets", name],
            path,
            f"does not divide the chips of a node ({', '.join(map(str, _chips_per_node(cabinet)))})",
            "give the number of plates or sinks that one stream passes in a node",
            given=str(series),
            allowed=", ".join(str(n) for n in range(1, chips + 1) if chips % n == 0),
        )


def _chain(cabinet: Cabinet) -> tuple[Path, int]:
    if cabinet.liquid is not None:
        return ("liquid", "plates_in_series"), cabinet.liquid.plates_in_series
    return ("air", "sinks", "in_series"), 1 if cabinet.air.sinks is None else cabinet.air.sinks.in_series


RULES: Final[tuple[Callable[[SiteConfig], Problems], ...]] = (
    names_stand_for_something,
    loops_have_a_source,
    water_cooled_chillers_have_condenser_water,
    loops_serve_someone,
    liquid_cabinets_have_a_loop,
    spread_divides_the_cabinets,
    air_heat_has_somewhere_to_go,
    everything_is_fed,
    loads_are_consumers,
    paths_run_downstream,
    paths_agree_on_the_order,
    groups_are_large_enough,
    supernodes_add_up,
    cabinet_chips_fill_the_nodes,
    chips_have_what_cools_them,
    plates_in_series_divide_a_node,
)


def _at(config: SiteConfig, path: Path, message: str, remedy: str, given: str = "") -> Problem:
    return problem_at(config.tree, path, message, remedy, given=given)


def _known(config: SiteConfig, path: Path, name: str, allowed: Collection[str], what: str) -> Problems:
    if name not in allowed:
        yield _at(config, path, f"is no {what} of this site", did_you_mean(name, allowed), name)


def _known_feeds(config: SiteConfig, at: Path, feeds: tuple[str, ...], backup: str | None) -> Problems:
    power = config.site.power
    for place, feed in enumerate(feeds):
        yield from _known(config, (*at, "feeds", place), feed, power.paths, "power path")
    if backup is not None:
        yield from _known(config, (*at, "backup"), backup, power.generators, "generator")


def _feeds_remedy(config: SiteConfig) -> str:
    return f"name one or two of the paths {listed(config.site.power.paths)}"


def _reachable(after: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for below in after.get(waiting.pop(), set()) - found:
            found.add(below)
            waiting.append(below)
    return found


def _heats_air(cabinet: Cabinet) -> bool:
    parts = (*cabinet.node_parts, *cabinet.cabinet_parts)
    return cabinet.liquid is None or any(_part_heats_air(part) for part in parts)


def _part_heats_air(part: Part) -> bool:
    return part.cooling == "air" or (part.liquid_share is not None and part.liquid_share.value < 1.0)


def _chips_per_node(cabinet: Cabinet) -> list[int]:
    """Return how many chips a node holds, part by part."""
    per_node = [part.count for part in cabinet.node_parts if part.chip is not None and cabinet.nodes > 0]
    shared = [part.count // max(cabinet.nodes, 1) for part in cabinet.cabinet_parts if part.chip is not None]
    return per_node + shared


def _parts(cabinet: Cabinet, kind: str, config: SiteConfig) -> int:
    """Count the parts of a cabinet that name a catalogue chip, or an optic."""
    per_node = sum(part.count for part in cabinet.node_parts if getattr(part, kind) is not None)
    per_cabinet = sum(part.count for part in cabinet.cabinet_parts if getattr(part, kind) is not None)
    return cabinet.nodes * per_node + per_cabinet


def _groups(config: SiteConfig) -> Iterator[tuple[Path, int, Redundancy]]:
    for name, loop in config.site.loops.items():
        at: Path = ("loops", name)
        if isinstance(loop, TcsLoop):
            yield (*at, "redundancy"), len(cdu_names(name, loop)), loop.redundancy
            continue
        if isinstance(loop, ChwLoop):
            yield (*at, "redundancy"), loop.chillers.count, loop.redundancy
            yield (*at, "pump_redundancy"), loop.pumps.count, loop.pump_redundancy
            continue
        yield (*at, "redundancy"), loop.pumps.count, loop.redundancy
        if loop.rejection is not None and loop.rejection_redundancy is not None:
            yield (*at, "rejection_redundancy"), loop.rejection.count, loop.rejection_redundancy
        if loop.trim is not None and loop.trim_redundancy is not None:
            yield (*at, "trim_redundancy"), loop.trim.count, loop.trim_redundancy
    for name, hall in config.site.halls.items():
        if hall.air is not None:
            yield ("halls", name, "air", "redundancy"), hall.air.crah.count, hall.air.redundancy
