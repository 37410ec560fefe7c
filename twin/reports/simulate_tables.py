"""The summary of a run as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twin.reports.fold import compressed, pattern
from twin.reports.numbers import number, percent
from twin.reports.table import Row, Table, words

Summary = Mapping[str, Any]


def simulate_tables(summary: Summary) -> tuple[Table, ...]:
    """Return what a reader of a run wants first, then facts of the load and notes."""
    facts = tuple(Row(cells=(name, f"{value:,.6g}")) for name, value in summary["facts"].items())
    notes = tuple(Row(cells=(note,)) for note in summary["notes"])
    tables = (
        Table(title="Run", columns=words("quantity", "value"), rows=tuple(_rows(summary))),
        Table(title="Load", columns=words("fact", "value"), rows=facts),
        Table(title="Notes", columns=words("what was assumed or mended"), rows=notes),
    )
    return tuple(table for table in tables if table.rows)


def _rows(summary: Summary) -> list[Row]:
    length = f"{number(summary['hours'])} h, {summary['resolution']} resolution"
    low, mean, high = map(number, summary["it_power_kw_min_mean_max"])
    throttled = summary["throttle_time_s"] > 0.0
    rows = [
        ("load", summary["load"], ""),
        (
            "length",
            length if summary["complete"] else f"{length}, INTERRUPTED",
            "" if summary["complete"] else "warn",
        ),
        ("IT power", f"{low} to {high} kW, mean {mean} kW", ""),
        ("IT energy", f"{number(summary['it_energy_kwh'])} kWh", ""),
        ("cooling energy", f"{number(summary['cooling_energy_kwh'])} kWh", ""),
        ("facility energy", f"{number(summary['facility_energy_kwh'])} kWh", ""),
        ("PUE", f"{_pue(summary['pue'])} ({summary['pue_boundary']})", ""),
        ("make-up water", f"{number(summary['water_l'])} L", ""),
        ("coolant supply", _range(summary["supply_temp_degc_min_max"]), ""),
        ("facility water supply", _range(summary["facility_supply_temp_degc_min_max"]), ""),
        ("peak junction", _peak(summary), ""),
        ("throttling", _throttling(summary), "warn" if throttled else ""),
        ("work lost", percent(summary["work_lost_frac"]), "warn" if throttled else ""),
        ("energy closure", f"{summary['energy_closure']:.1e} of the heat put in", ""),
    ]
    if "wall_s" in summary:
        speed = summary["hours"] * 3600.0 / max(summary["wall_s"], 1e-3)
        rows.append(("computed in", f"{number(summary['wall_s'])} s, {speed:,.0f} times real time", ""))
    return [Row(cells=(name, value), status=status) for name, value, status in rows]


def _pue(value: float | None) -> str:
    return "no IT energy" if value is None else f"{value:.3f}"


def _range(values: Sequence[float] | None) -> str:
    return "no such loop" if values is None else f"{number(values[0])} to {number(values[1])} °C"


def _peak(summary: Summary) -> str:
    if summary["peak_junction_temp_degc"] is None:
        return "no chips"
    minute = summary["peak_junction_time_s"] / 60.0
    return (
        f"{number(summary['peak_junction_temp_degc'])} °C, {summary['peak_junction_chip']}, "
        f"after {number(minute)} min"
    )


def _throttling(summary: Summary) -> str:
    names = summary["throttled_cabinets"]
    if not names:
        return "none"
    patterns = dict.fromkeys(map(pattern, names))
    shown = ", ".join(compressed([name for name in names if pattern(name) == each]) for each in patterns)
    return f"up to {number(summary['throttle_time_s'])} s per cabinet: {shown}"
