"""Plots of a run: power, temperatures, speeds, PUE, chips, over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from twin.reports.figure import COLOURS, Figure, axis, plain_numbers, thinned
from twin.reports.fold import compressed, pattern

if TYPE_CHECKING:
    from twin.engine.trajectory import Trajectory

Floats = NDArray[np.float64]
Trace = dict[str, Any]

MOST_LINES: Final = 6
"""Members drawn one by one; of more, the median and the range are shown."""
ZERO_CELSIUS_K: Final = 273.15
STEADY_FRAC: Final = 0.05
"""A change below this share of the value is drawn as what it is: next to nothing."""
SHORT_RUN_S: Final = 2.5 * 3600.0


def simulate_figures(run: Trajectory) -> tuple[Figure, ...]:
    """Return the plots of a run, those of the whole site first."""
    return tuple(figure for figure in _figures(_Lines(run)) if figure.data)


class _Lines:
    """Turns series of a run into lines of a plot."""

    def __init__(self, run: Trajectory) -> None:
        self.run = run
        short = float(run.time_s[-1]) <= SHORT_RUN_S
        unit_s = 60.0 if short else 3600.0
        self._time, self._chosen_time = run.time_s / unit_s, run.junction_time_s / unit_s
        self.time_axis = axis("time [min]" if short else "time [h]")

    def site(self, quantity: str) -> Floats:
        """Return a series of the whole site."""
        return np.asarray(self.run.series["site"][quantity][:, 0])

    def total(self, family: str, quantity: str) -> Floats:
        """Return the sum over all members."""
        return np.asarray(self.run.reduced(family, quantity, lambda block: block.sum(axis=1)))

    def line(self, name: str, values: Floats, time: Floats | None = None, **more: Any) -> list[Trace]:
        """Return one line, thinned but with its peaks; the figure gives it a colour."""
        if not np.isfinite(values).any():
            return []
        kept = thinned(values)
        times = self._time if time is None else time
        points = {"x": plain_numbers(times[kept]), "y": plain_numbers(values[kept])}
        return [{"type": "scatter", "mode": "lines", "name": name, **points, "line": {"width": 1.6}, **more}]

    def members(
        self, family: str, quantity: str, label: str, *, scale: float = 1.0, offset: float = 0.0
    ) -> list[Trace]:
        """Return a line for each member, or median and range of each kind where there are many."""
        names = self.run.members[family]
        groups = self._groups(family, quantity)
        time = self._chosen_time if family == "junctions" else self._time

        def drawn(block: Floats) -> Floats:
            return np.column_stack(
                [np.empty((len(block), 0)), *(_drawn(block[:, group]) for group in groups)]
            )

        columns = iter((self.run.reduced(family, quantity, drawn) * scale + offset).T)
        return [
            trace
            for group in groups
            for trace in self._member_lines(
                f"{compressed([names[place] for place in group])} {label}".strip(), group, columns, time
            )
        ]

    def _groups(self, family: str, quantity: str) -> list[list[int]]:
        """Return which members share a line: those with any value, alone where they are few, else by kind."""
        names = self.run.members[family]
        known = self.run.reduced(
            family, quantity, lambda block: np.isfinite(block).any(axis=0, keepdims=True)
        ).any(axis=0)
        places = np.flatnonzero(known).tolist()
        if len(places) <= MOST_LINES:
            return [[place] for place in places]
        kinds: dict[str, list[int]] = {}
        for place in places:
            kinds.setdefault(pattern(names[place]), []).append(place)
        return list(kinds.values())

    def _member_lines(
        self, name: str, group: list[int], columns: Iterator[Floats], time: Floats
    ) -> list[Trace]:
        if len(group) == 1:
            return self.line(name, next(columns), time)
        lowest, middle, highest = next(columns), next(columns), next(columns)
        together = {"legendgroup": name}
        edge = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False, **together}
        return [
            *self.line("", lowest, time, **edge),
            *self.line("", highest, time, fill="tonexty", opacity=0.3, **edge),
            *self.line(f"{name}, median and range", middle, time, **together),
        ]

    def figure(
        self, title: str, traces: Sequence[Trace], y_title: str, caption: str = "", **more: Any
    ) -> Figure:
        """Return a plot over time, each line or band in a colour of its own."""
        layout = {
            "xaxis": self.time_axis,
            "yaxis": axis(y_title, **(more or _steady_range(traces))),
            "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom"},
            "hovermode": "x unified",
        }
        groups = list(dict.fromkeys(_group(place, trace) for place, trace in enumerate(traces)))
        data = [
            trace
            | {"line": {**trace["line"], "color": COLOURS[groups.index(_group(place, trace)) % len(COLOURS)]}}
            for place, trace in enumerate(traces)
        ]
        return Figure(title=title, data=data, layout=layout, caption=caption)


def _drawn(values: Floats) -> Floats:
    """Return what is drawn of some members: one as it is, of more the lowest, middle and highest."""
    if values.shape[1] == 1:
        return values
    edges = (np.nanmin(values, axis=1), np.nanmedian(values, axis=1), np.nanmax(values, axis=1))
    return np.column_stack(edges)


def _steady_range(traces: Sequence[Trace]) -> dict[str, Any]:
    """Return a range for lines that hardly move, so that rounding does not look like an event."""
    values = [value for trace in traces for value in trace["y"] if value is not None]
    if not values:
        return {}
    low, high = min(values), max(values)
    least = STEADY_FRAC * max(abs(low), abs(high), 1e-9)
    middle = 0.5 * (low + high)
    return {} if high - low >= least else {"range": [middle - least, middle + least]}


def _group(place: int, trace: Trace) -> str:
    return str(trace.get("legendgroup", place))


def _figures(lines: _Lines) -> Iterator[Figure]:
    yield _power(lines)
    yield _pue(lines)
    yield _loop_temps(lines)
    yield _facility_temps(lines)
    yield _speeds(lines)
    yield _cooling_power(lines)
    yield _junctions(lines)
    if "junctions" in lines.run.series:
        yield _chosen(lines)
    yield from _throttling(lines)
    yield lines.figure(
        "Cabinet power",
        lines.members("cabinets", "power_w", "", scale=1e-3),
        "power [kW]",
        rangemode="tozero",
    )
    yield _air(lines)


def _power(lines: _Lines) -> Figure:
    traces = [
        *lines.line("facility", lines.site("facility_power_w") / 1e3),
        *lines.line("IT", lines.site("it_power_w") / 1e3),
        *lines.line("cooling", lines.site("cooling_power_w") / 1e3),
    ]
    caption = "IT at the cabinet input; facility with cooling and all losses up to the utility."
    return lines.figure("Power", traces, "power [kW]", caption, rangemode="tozero")


def _pue(lines: _Lines) -> Figure:
    it_power = lines.site("it_power_w")
    ratio = lines.site("facility_power_w") / np.where(it_power > 0.0, it_power, np.nan)
    return lines.figure("PUE", lines.line("facility over IT power", ratio), "facility / IT power [-]")


def _loop_temps(lines: _Lines) -> Figure:
    traces = [
        *lines.members("tcs", "supply_k", "supply", offset=-ZERO_CELSIUS_K),
        *lines.members("tcs", "return_k", "return", offset=-ZERO_CELSIUS_K),
    ]
    return lines.figure("Coolant loops", traces, "temperature [°C]")


def _facility_temps(lines: _Lines) -> Figure:
    traces = [
        *lines.members("fws", "supply_k", "supply", offset=-ZERO_CELSIUS_K),
        *lines.members("fws", "return_k", "return", offset=-ZERO_CELSIUS_K),
        *lines.line("outdoor wet bulb", lines.site("wet_bulb_k") - ZERO_CELSIUS_K),
        *lines.line("outdoor dry bulb", lines.site("dry_bulb_k") - ZERO_CELSIUS_K),
    ]
    return lines.figure("Facility water and weather", traces, "temperature [°C]")


def _speeds(lines: _Lines) -> Figure:
    traces = [
        *lines.members("tcs", "pump_speed_frac", "CDU pumps", scale=100.0),
        *lines.members("fws", "pump_speed_frac", "pumps", scale=100.0),
        *lines.members("fws", "fan_speed_frac", "fans", scale=100.0),
        *lines.members("cdus", "valve_frac", "primary valve", scale=100.0),
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
        for name, family, quantity in parts
        if (power := lines.total(family, quantity) / 1e3).any()
        for trace in lines.line(name, power)
    ]
    return lines.figure("What cooling draws", traces, "power [kW]", rangemode="tozero")


def _junctions(lines: _Lines) -> Figure:
    traces = lines.members("cabinets", "max_junction_k", "", offset=-ZERO_CELSIUS_K)
    return lines.figure("Hottest junction of each cabinet", traces, "temperature [°C]")


def _chosen(lines: _Lines) -> Figure:
    traces = lines.members("junctions", "junction_k", "", offset=-ZERO_CELSIUS_K)
    return lines.figure("Junctions of chosen chips", traces, "temperature [°C]")


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
        *lines.members("halls", "inlet_k", "cabinet inlet", offset=-ZERO_CELSIUS_K),
        *lines.members("halls", "air_return_k", "return", offset=-ZERO_CELSIUS_K),
    ]
    return lines.figure("Room air", traces, "temperature [°C]")
