"""Plots of a run: power, temperatures, speeds, PUE, chips, over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from twin.reports.figure import COLOURS, Figure, axis, plain_numbers, thinned

if TYPE_CHECKING:
    from twin.engine.trajectory import Trajectory

Floats = NDArray[np.float64]

MOST_LINES: Final = 6
"""Members drawn one by one; of more, the median and the range are shown."""
ZERO_CELSIUS_K: Final = 273.15
SHORT_RUN_S: Final = 2.5 * 3600.0


def simulate_figures(run: Trajectory) -> tuple[Figure, ...]:
    """Return the plots of a run, those of the whole site first."""
    return tuple(figure for figure in _figures(_Lines(run)) if figure.data)


class _Lines:
    """Turns series of a run into lines of a plot."""

    def __init__(self, run: Trajectory) -> None:
        self.run = run
        short = float(run.time_s[-1]) <= SHORT_RUN_S
        self._time = run.time_s / (60.0 if short else 3600.0)
        self.time_axis = axis("time [min]" if short else "time [h]")

    def site(self, quantity: str) -> Floats:
        """Return a series of the whole site."""
        return np.asarray(self.run.series["site"][quantity][:, 0])

    def total(self, family: str, quantity: str) -> Floats:
        """Return the sum over all members."""
        return np.asarray(self.run.series[family][quantity].sum(axis=1))

    def line(self, name: str, values: Floats, colour: int, **more: Any) -> list[dict[str, Any]]:
        """Return one line, thinned but with its peaks."""
        if not np.isfinite(values).any():
            return []
        kept = thinned(values)
        line = {"color": COLOURS[colour % len(COLOURS)], "width": 1.6} | more.pop("line", {})
        return [
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": plain_numbers(self._time[kept]),
                "y": plain_numbers(values[kept]),
                "line": line,
                **more,
            }
        ]

    def members(
        self, family: str, quantity: str, label: str, colour: int, *, scale: float = 1.0, offset: float = 0.0
    ) -> list[dict[str, Any]]:
        """Return a line for each member, or median and range where there are many."""
        values = self.run.series[family][quantity] * scale + offset
        names = self.run.members[family]
        known = np.flatnonzero(np.isfinite(values).any(axis=0))
        if not known.size:
            return []
        if known.size <= MOST_LINES:
            return [
                trace
                for place, member in enumerate(known.tolist())
                for trace in self.line(f"{names[member]} {label}".strip(), values[:, member], colour + place)
            ]
        among = values[:, known]
        edge = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
        return [
            *self.line("", np.nanmin(among, axis=1), colour, **edge),
            *self.line("", np.nanmax(among, axis=1), colour, fill="tonexty", opacity=0.3, **edge),
            *self.line(
                f"{label}, median and range of {known.size}".lstrip(", "), np.nanmedian(among, axis=1), colour
            ),
        ]

    def figure(
        self, title: str, traces: Sequence[Any], y_title: str, caption: str = "", **more: Any
    ) -> Figure:
        """Return a plot over time."""
        layout = {
            "xaxis": self.time_axis,
            "yaxis": axis(y_title, **more),
            "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom"},
            "hovermode": "x unified",
        }
        return Figure(title=title, data=list(traces), layout=layout, caption=caption)


def _figures(lines: _Lines) -> Iterator[Figure]:
    yield _power(lines)
    yield _pue(lines)
    yield _loop_temps(lines)
    yield _facility_temps(lines)
    yield _speeds(lines)
    yield _cooling_power(lines)
    yield _junctions(lines)
    yield from _throttling(lines)
    yield lines.figure(
        "Cabinet power",
        lines.members("cabinets", "power_w", "", 0, scale=1e-3),
        "power [kW]",
        rangemode="tozero",
    )
    yield _air(lines)


def _power(lines: _Lines) -> Figure:
    traces = [
        *lines.line("facility", lines.site("facility_power_w") / 1e3, 0),
        *lines.line("IT", lines.site("it_power_w") / 1e3, 1),
        *lines.line("cooling", lines.site("cooling_power_w") / 1e3, 2),
    ]
    caption = "IT at the cabinet input; facility with cooling and all losses up to the utility."
    return lines.figure("Power", traces, "power [kW]", caption, rangemode="tozero")


def _pue(lines: _Lines) -> Figure:
    it_power = lines.site("it_power_w")
    ratio = lines.site("facility_power_w") / np.where(it_power > 0.0, it_power, np.nan)
    return lines.figure("PUE", lines.line("facility over IT power", ratio, 0), "facility / IT power [-]")


def _loop_temps(lines: _Lines) -> Figure:
    traces = [
        *lines.members("tcs", "supply_k", "supply", 0, offset=-ZERO_CELSIUS_K),
        *lines.members("tcs", "return_k", "return", 1, offset=-ZERO_CELSIUS_K),
    ]
    return lines.figure("Coolant loops", traces, "temperature [°C]")


def _facility_temps(lines: _Lines) -> Figure:
    traces = [
        *lines.members("fws", "supply_k", "supply", 0, offset=-ZERO_CELSIUS_K),
        *lines.members("fws", "return_k", "return", 1, offset=-ZERO_CELSIUS_K),
        *lines.line("outdoor wet bulb", lines.site("wet_bulb_k") - ZERO_CELSIUS_K, 2),
        *lines.line("outdoor dry bulb", lines.site("dry_bulb_k") - ZERO_CELSIUS_K, 3),
    ]
    return lines.figure("Facility water and weather", traces, "temperature [°C]")


def _speeds(lines: _Lines) -> Figure:
    traces = [
        *lines.members("tcs", "pump_speed_frac", "CDU pumps", 0, scale=100.0),
        *lines.members("fws", "pump_speed_frac", "pumps", 1, scale=100.0),
        *lines.members("fws", "fan_speed_frac", "fans", 2, scale=100.0),
        *lines.members("cdus", "valve_frac", "primary valve", 3, scale=100.0),
    ]
    return lines.figure("Pumps, fans and valves", traces, "speed or opening [%]", range=[0, 105])


def _cooling_power(lines: _Lines) -> Figure:
    parts = (
        ("CDU pumps", "cdus", "pump_power_w"),
        ("facility pumps", "fws", "pump_power_w"),
        ("tower or cooler fans", "fws", "fan_power_w"),
        ("trim chillers", "fws", "trim_power_w"),
        ("room chillers", "chw", "chiller_power_w"),
        ("chilled-water pumps", "chw", "pump_power_w"),
        ("room fans", "halls", "fan_power_w"),
    )
    traces = [
        trace
        for place, (name, family, quantity) in enumerate(parts)
        if (power := lines.total(family, quantity) / 1e3).any()
        for trace in lines.line(name, power, place)
    ]
    return lines.figure("What cooling draws", traces, "power [kW]", rangemode="tozero")


def _junctions(lines: _Lines) -> Figure:
    traces = lines.members("cabinets", "max_junction_k", "", 0, offset=-ZERO_CELSIUS_K)
    return lines.figure("Hottest junction of each cabinet", traces, "temperature [°C]")


def _throttling(lines: _Lines) -> Iterator[Figure]:
    run = lines.run
    slow = np.flatnonzero(run.throttle_time_s > 0.0)
    if not slow.size:
        return
    trace = {
        "type": "bar",
        "x": [run.members["cabinets"][place] for place in slow],
        "y": plain_numbers(run.throttle_time_s[slow] / 60.0),
        "customdata": plain_numbers(100.0 * run.work_lost_frac[slow]),
        "hovertemplate": "%{x}<br>%{y:.1f} min, %{customdata:.2g} % of the work lost<extra></extra>",
        "marker": {"color": "var(--warn)"},
    }
    layout = {"yaxis": axis("time below full clock [min]"), "xaxis": {"automargin": True}}
    yield Figure(title="Throttling", data=[trace], layout=layout)


def _air(lines: _Lines) -> Figure:
    traces = [
        *lines.members("halls", "inlet_k", "cabinet inlet", 0, offset=-ZERO_CELSIUS_K),
        *lines.members("halls", "air_return_k", "return", 1, offset=-ZERO_CELSIUS_K),
    ]
    return lines.figure("Room air", traces, "temperature [°C]")
