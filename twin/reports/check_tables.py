"""The document of a check as tables, equal members folded into one line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from twin.reports.fold import Fields, compressed, figures_alike, folded, pattern
from twin.reports.numbers import number, percent, quantity, text, unit_sign
from twin.reports.table import Column, Row, Table, words
from twin.reports.verdict import UNSOLVED_ID, is_upper

FEWEST_ROWS: Final = 15
"""Lines of limits and cases shown although nothing is near."""
ALIKE_FRAC: Final = 0.02
"""Members whose margins differ by less than this share stand in one line."""

Document = Mapping[str, Any]
Shown = tuple[tuple[str, str, str], ...]
"""Field of the document, title, unit."""

_CABINETS: Final[Shown] = (
    ("power_kw", "power", "kW"),
    ("liquid_kw", "liquid", "kW"),
    ("door_kw", "door", "kW"),
    ("air_kw", "air", "kW"),
    ("flow_l_min", "flow", "L/min"),
    ("required_flow_l_min", "required", "L/min"),
    ("pressure_drop_kpa", "drop", "kPa"),
    ("supply_temp_degc", "supply", "°C"),
    ("return_temp_degc", "return", "°C"),
    ("air_inlet_temp_degc", "air inlet", "°C"),
    ("max_junction_temp_degc", "junction", "°C"),
    ("worst_chip", "hottest chip", ""),
)
_CDUS: Final[Shown] = (
    ("duty_kw", "duty", "kW"),
    ("ability_kw", "able", "kW"),
    ("rated_heat_kw", "rated", "kW"),
    ("approach_k", "approach", "K"),
    ("valve_percent", "valve", "%"),
    ("pump_speed_percent", "pump speed", "%"),
    ("pump_power_kw", "pumps", "kW"),
    ("flow_l_min", "flow", "L/min"),
    ("supply_temp_degc", "supply", "°C"),
    ("return_temp_degc", "return", "°C"),
    ("facility_flow_l_min", "facility flow", "L/min"),
    ("facility_supply_temp_degc", "facility supply", "°C"),
    ("facility_return_temp_degc", "facility return", "°C"),
)
_LOOPS: Final[Shown] = (
    ("kind", "kind", ""),
    ("fluid", "fluid", ""),
    ("setpoint_degc", "set-point", "°C"),
    ("supply_temp_degc", "supply", "°C"),
    ("return_temp_degc", "return", "°C"),
    ("flow_l_min", "flow", "L/min"),
    ("dp_kpa", "pressure", "kPa"),
    ("heat_kw", "heat", "kW"),
    ("rejected_kw", "rejected", "kW"),
    ("rejection_ability_kw", "able", "kW"),
    ("trim_kw", "trim", "kW"),
    ("pump_power_kw", "pumps", "kW"),
    ("fan_power_kw", "fans", "kW"),
    ("compressor_power_kw", "compressors", "kW"),
    ("make_up_l_h", "make-up", "L/h"),
)
_HALLS: Final[Shown] = (
    ("air_supply_temp_degc", "air supply", "°C"),
    ("air_inlet_temp_degc", "cabinet inlet", "°C"),
    ("air_return_temp_degc", "air return", "°C"),
    ("dew_point_degc", "dew point", "°C"),
    ("crah_heat_kw", "room coolers", "kW"),
    ("crah_running", "running", ""),
    ("fan_power_kw", "fans", "kW"),
    ("floor_load_kg_m2", "floor load", "kg/m²"),
    ("floor_rating_kg_m2", "floor rating", "kg/m²"),
)
_POWER: Final[Shown] = (
    ("kind", "kind", ""),
    ("type", "type", ""),
    ("paths", "paths", ""),
    ("load_kw", "load", "kW"),
    ("rating_kw", "rating", "kW"),
    ("load_percent", "load", "%"),
    ("loss_kw", "loss", "kW"),
    ("phase_current_a", "phase current", "A"),
    ("rated_current_a", "rated", "A"),
)
_CONTROLS: Final[Shown] = (
    ("setpoint", "set-point", ""),
    ("value", "value", ""),
    ("unit", "unit", ""),
    ("position_percent", "position", "%"),
    ("saturated", "saturated", ""),
)


def check_tables(document: Document, *, everything: bool = False) -> tuple[Table, ...]:
    """Return the tables of a check, most important first.

    Parameters
    ----------
    document : mapping
        As `check_document` returns it; `envelope` and `reliefs` may be there.
    everything : bool
        Every limit and case instead of the near ones and some more.
    """
    tables = (
        limit_table(document, everything=everything),
        relief_table(document),
        *envelope_tables(document),
        *component_tables(document),
        case_table(document, everything=everything),
    )
    return tuple(table for table in tables if table.rows)


def component_tables(document: Document) -> tuple[Table, ...]:
    """Return cabinets, CDUs, loops, halls, power chain and controls, as far as the site has them."""
    tables = (
        _members("Cabinets", document["cabinets"], _CABINETS, worst="max_junction_temp_degc"),
        _members("CDUs", document["cdus"], _CDUS, worst="duty_kw"),
        _members("Loops", document["loops"], _LOOPS, worst="heat_kw"),
        _members("Halls", document["halls"], _HALLS, worst="air_inlet_temp_degc"),
        _members("Power", document["power"], _POWER, worst="load_percent"),
        _members("Controls", document["controls"], _CONTROLS, worst="position_percent"),
    )
    return tuple(table for table in tables if table.rows)


def limit_groups(document: Document) -> list[list[Fields]]:
    """Return the limits with equal scopes together, worst first."""
    return folded(document["limits"], _limit_key, _limits_alike)


def limit_table(document: Document, *, everything: bool = True) -> Table:
    """Return the limits, worst first; what could not be judged stands last."""
    groups = limit_groups(document)
    shown = [
        group
        for place, group in enumerate(groups)
        if everything or place < FEWEST_ROWS or _concerns(group[0])
    ]
    hidden = len(groups) - len(shown)
    note = (
        f"{hidden} more lines, all inside their limits with more margin; --all shows them." if hidden else ""
    )
    columns = (
        *words("limit", "scope"),
        *(Column(title=title, right=True) for title in ("n", "value", "bound", "margin", "%", "spread")),
        *words("status", "worst case", "least certain input"),
    )
    return Table(
        title="Limits, worst first",
        optional=("spread", "n", "least certain input", "%"),
        columns=columns,
        rows=tuple(map(limit_row, shown)),
        note=note,
    )


def limit_row(group: Sequence[Fields]) -> Row:
    """Return a line of the limit table: the worst of a group of scopes."""
    worst = group[0]
    if worst["id"] == UNSOLVED_ID:
        figures_of = ("", "", "")
    else:
        side = "≤" if is_upper(worst) else "≥"
        difference = "K" if worst["unit"] == "degC" else worst["unit"]
        figures_of = (
            quantity(worst["value"], worst["unit"]),
            "not known" if worst["bound"] is None else f"{side} {quantity(worst['bound'], worst['unit'])}",
            quantity(worst["margin"], difference),
        )
    case = worst["case"]
    if worst["id"] == UNSOLVED_ID:
        case = f"{case} ({worst['quantity'].partition(': ')[2]})"
    cells = (
        worst["id"],
        compressed([row["scope"] for row in group]),
        str(len(group)) if len(group) > 1 else "",
        *figures_of,
        percent(worst["margin_fraction"]),
        _spread(worst),
        "VIOLATED" if worst["status"] == "violated" else worst["status"],
        case,
        worst["least_certain_input"] or "",
    )
    return Row(cells=cells, status=worst["status"])


def _spread(row: Fields) -> str:
    """Return how far the ranges of all catalogue numbers spread a margin; nothing where that is not known."""
    spread = row.get("margin_spread")
    difference = "K" if row["unit"] == "degC" else row["unit"]
    return "" if spread is None or row["margin"] is None else quantity(spread, difference)


def case_table(document: Document, *, everything: bool = True) -> Table:
    """Return the cases: those with everything in service, then by their smallest margin."""
    cases = sorted(document["cases"], key=_case_order)
    groups = folded(cases, _case_key, _cases_alike)
    shown = [
        group
        for place, group in enumerate(groups)
        if everything or place < FEWEST_ROWS or _case_rank(group[0]) < 0.0
    ]
    hidden = len(groups) - len(shown)
    return Table(
        title="Cases",
        columns=(
            *words("case"),
            Column(title="n", right=True),
            Column(title="IT power", unit="kW", right=True),
            *words("outcome", "worst limit", "at"),
            Column(title="margin", right=True),
            *words("with throttling on"),
        ),
        rows=tuple(map(_case_row, shown)),
        note=f"{hidden} more lines, all solved and inside their limits; --all shows them." if hidden else "",
        optional=("n", "IT power"),
    )


def relief_table(document: Document) -> Table:
    """Return what could be changed, each confirmed by a re-run."""
    return Table(
        title="What could be changed (each confirmed by a re-run of the worst case)",
        columns=(
            *words("limit", "at", "change"),
            *(Column(title=title, right=True) for title in ("margin before", "after")),
            *words("result"),
        ),
        rows=tuple(map(_relief_row, document.get("reliefs") or ())),
    )


def envelope_tables(document: Document) -> Iterator[Table]:
    """Yield the two curves of the operating envelope."""
    curves = document.get("envelope")
    if not curves:
        return
    heat = (("supply_temp_degc", "supply", "°C"), ("heat_kw", "largest cabinet power", "kW"))
    flow = (("heat_kw", "cabinet power", "kW"), ("flow_l_min", "smallest flow", "L/min"))
    both = (("liquid_kw", "to liquid", "kW"), ("activity_percent", "activity", "%"))
    last = (("limit", "binding limit", ""), ("scope", "at", ""))
    title = f"Envelope of {curves['cabinet']}, everything in service"
    yield _plain(
        f"{title}: largest heat against supply", curves["heat_against_supply"], (*heat, *both, *last)
    )
    yield _plain(f"{title}: smallest flow against heat", curves["flow_against_heat"], (*flow, *both, *last))


def _plain(title: str, rows: Sequence[Fields], shown: Shown) -> Table:
    return Table(title=title, columns=_columns(rows, shown), rows=tuple(_cells(row, shown) for row in rows))


def _members(title: str, rows: Sequence[Fields], shown: Shown, *, worst: str) -> Table:
    """Return components with their figures, equal ones folded, the worst of them standing for the others."""
    kept = tuple(each for each in shown if any(row[each[0]] is not None for row in rows))
    groups = folded(rows, lambda row: (pattern(row["name"]), row.get("type")), figures_alike)
    lines = []
    for group in groups:
        leader = max(group, key=lambda row: -math.inf if row[worst] is None else row[worst])
        name = compressed([row["name"] for row in group])
        cells = _cells({**leader, **_united(group)}, kept).cells
        many = str(len(group)) if len(group) > 1 else ""
        saturated = "warn" if leader.get("saturated") else ""
        lines.append(Row(cells=(name, many, *cells), status=saturated))
    folded_some = any(len(group) > 1 for group in groups)
    columns = (*words("name"), Column(title="n", right=True), *_columns(rows, kept))
    title = title if title != "Cabinets" else "Cabinets at the sustained load, everything in service"
    note = "Equal members stand in one line, with the figures of the worst." if folded_some else ""
    return Table(title=title, columns=columns, rows=tuple(lines), note=note)


def _united(group: Sequence[Fields]) -> dict[str, Any]:
    """Return the lists of a group as one, so that no member's paths are lost."""
    lists = [key for key, value in group[0].items() if isinstance(value, list)]
    united = {key: list(dict.fromkeys(each for row in group for each in row[key])) for key in lists}
    return {key: _shortened(names) for key, names in united.items()}


def _shortened(names: list[str]) -> list[str]:
    patterns = list(dict.fromkeys(map(pattern, names)))
    return [compressed([name for name in names if pattern(name) == each]) for each in patterns]


def _columns(rows: Sequence[Fields], shown: Shown) -> tuple[Column, ...]:
    right = {key: all(isinstance(row[key], int | float | None) for row in rows) for key, _, _ in shown}
    return tuple(Column(title=title, unit=unit, right=right[key]) for key, title, unit in shown)


def _cells(row: Fields, shown: Shown) -> Row:
    return Row(cells=tuple(unit_sign(text(row[key])) for key, _, _ in shown))


def _concerns(row: Fields) -> bool:
    return bool(row["status"] != "ok")


def _limit_key(row: Fields) -> object:
    case = row["case"] if row["id"] == UNSOLVED_ID else ""
    return row["id"], row["status"], is_upper(row), pattern(row["scope"]), case


def _limits_alike(one: Fields, other: Fields) -> bool:
    return _margins_alike(one["margin_fraction"], other["margin_fraction"])


def _margins_alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ALIKE_FRAC


def _case_order(case: Fields) -> tuple[bool, float]:
    return case["out"] is not None, _case_rank(case)


def _case_rank(case: Fields) -> float:
    """Return the margin of a case: unsolved ones first, what could not be judged between violated and kept."""
    if case["outcome"] != "solved":
        return -math.inf
    margin = case["worst_margin_fraction"]
    return 0.0 if margin is None else float(margin)


def _case_key(case: Fields) -> object:
    return pattern(case["name"]), case["outcome"], case["cause"], case["worst_limit"], bool(case["throttled"])


def _cases_alike(one: Fields, other: Fields) -> bool:
    return _margins_alike(one["worst_margin_fraction"], other["worst_margin_fraction"])


def _case_row(group: Sequence[Fields]) -> Row:
    case = group[0]
    margin = case["worst_margin_fraction"]
    unsolved = case["outcome"] != "solved"
    many = sum(max(len(each["equals"]), 1) for each in group)
    cells = (
        compressed([each["name"] for each in group]),
        str(many) if many > 1 else "",
        number(case["it_power_kw"]),
        f"UNSOLVED: {case['cause']}" if unsolved else case["outcome"],
        case["worst_limit"] or "",
        case["worst_scope"] or "",
        "" if unsolved else "unknown" if margin is None else percent(margin),
        _throttled(case["throttled"]),
    )
    return Row(cells=cells, status="violated" if unsolved or (margin or 0.0) < -1e-6 else "")


def _throttled(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return ""
    if found["outcome"] != "solved":
        return f"unsolved: {found['cause']}"
    return (
        f"{number(found['max_junction_temp_degc'])} °C, clock down to {number(found['lowest_clock_percent'])} %, "
        f"{number(found['work_lost_percent'])} % of the work lost"
    )


def _relieved(relief: Fields) -> tuple[str, str]:
    if relief["relieved"]:
        return "relieved", "ok"
    inside = relief["after"] is not None and relief["after"] >= 0.0
    return ("inside, still near", "warn") if inside else ("not enough", "warn")


def _relief_row(relief: Fields) -> Row:
    difference = "K" if relief["unit"] == "degC" else relief["unit"]
    broken = relief["new_violations"]
    if relief["outcome"] != "solved":
        result, status = "no steady state", "violated"
    elif broken:
        result, status = f"breaks {', '.join(broken)}", "violated"
    else:
        result, status = _relieved(relief)
    cells = (
        relief["limit"],
        relief["scope"],
        relief["change"],
        quantity(relief["before"], difference),
        quantity(relief["after"], difference),
        result,
    )
    return Row(cells=cells, status=status)
