"""Plots of a check: margins, envelope, heat of the cabinets, load of the power chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from twin.reports.check_tables import limit_groups
from twin.reports.figure import COLOURS, Figure, axis
from twin.reports.fold import compressed
from twin.reports.numbers import number, percent, quantity

MOST_BARS: Final = 30
SHOWN_PERCENT: Final = (-60.0, 100.0)
"""Margins beyond are drawn to the edge, with their figure."""
WORDS: Final = {"violated": "violated", "warn": "near", "ok": "inside"}

Document = Mapping[str, Any]


def margin_figure(document: Document) -> Figure | None:
    """Return the margins of the nearest limits as bars, the binding one on top."""
    groups = [group for group in limit_groups(document) if group[0]["margin_fraction"] is not None][
        :MOST_BARS
    ]
    if not groups:
        return None
    names = [f"{group[0]['id']}  {compressed([row['scope'] for row in group])}" for group in groups]
    traces = []
    for status, word in WORDS.items():
        chosen = [place for place, group in enumerate(groups) if group[0]["status"] == status]
        if chosen:
            rows = [groups[place][0] for place in chosen]
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": word,
                    "y": [names[place] for place in chosen],
                    "x": [_within(100.0 * row["margin_fraction"]) for row in rows],
                    "text": [percent(row["margin_fraction"]) for row in rows],
                    "hovertext": [_hover(row) for row in rows],
                    "hoverinfo": "text",
                    "textposition": "outside",
                    "cliponaxis": False,
                    "marker": {"color": f"var(--{status})"},
                }
            )
    lowest = min(_within(100.0 * group[0]["margin_fraction"]) for group in groups)
    highest = max(_within(100.0 * group[0]["margin_fraction"]) for group in groups)
    layout = {
        "xaxis": axis(
            "margin [% of the limit's scale]",
            range=[min(1.25 * lowest, -3.0), max(1.15 * highest, 5.0)],
            zeroline=True,
        ),
        "yaxis": {
            "autorange": "reversed",
            "categoryorder": "array",
            "categoryarray": names,
            "automargin": True,
        },
        "bargap": 0.35,
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom"},
    }
    return Figure(
        title="Margins, the binding limit on top",
        data=traces,
        layout=layout,
        height=120 + 22 * len(groups),
        caption="Below zero a limit is violated in its worst case. Equal members share a bar.",
    )


def envelope_figures(document: Document) -> Iterator[Figure]:
    """Yield both curves of the operating envelope, each point coloured by the limit that binds there."""
    curves = document.get("envelope")
    if not curves:
        return
    where = f"cabinet {curves['cabinet']}, everything in service"
    yield _curve(
        "Largest cabinet heat against supply temperature",
        curves["heat_against_supply"],
        ("supply_temp_degc", "coolant supply [°C]"),
        ("heat_kw", "largest cabinet heat [kW]"),
        f"All cabinets move together; {where}. A cross: no load is possible at that supply.",
    )
    yield _curve(
        "Smallest flow against cabinet heat",
        curves["flow_against_heat"],
        ("heat_kw", "cabinet heat [kW]"),
        ("flow_l_min", "smallest flow [L/min]"),
        f"All loops' flow moves together; {where}.",
    )


def cabinet_figure(document: Document) -> Figure | None:
    """Return where the heat of each cabinet goes."""
    cabinets = document["cabinets"]
    if not cabinets:
        return None
    parts = (("liquid_kw", "cold plates", 1), ("door_kw", "cooling door", 3), ("air_kw", "room air", 2))
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": [cabinet["name"] for cabinet in cabinets],
            "y": [cabinet[key] for cabinet in cabinets],
            "marker": {"color": f"var(--series-{colour})"},
            "hovertemplate": "%{x}<br>%{y:.1f} kW to " + name + "<extra></extra>",
        }
        for key, name, colour in parts
        if any(cabinet[key] for cabinet in cabinets)
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"automargin": True, "tickangle": -45},
        "yaxis": axis("heat [kW]"),
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom"},
    }
    return Figure(title="Heat of the cabinets at the sustained load", data=traces, layout=layout, height=380)


def power_figure(document: Document) -> Figure | None:
    """Return the load of each element of the power chain."""
    elements = [element for element in document["power"] if element["load_percent"] is not None]
    if not elements:
        return None
    trace = {
        "type": "bar",
        "x": [element["name"] for element in elements],
        "y": [element["load_percent"] for element in elements],
        "text": [f"{number(element['load_kw'])} kW" for element in elements],
        "hovertext": [
            f"{element['name']} ({element['type']})<br>{quantity(element['load_kw'], 'kW')} of "
            f"{quantity(element['rating_kw'], 'kW')}, loss {quantity(element['loss_kw'], 'kW')}"
            for element in elements
        ],
        "hoverinfo": "text",
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": "var(--series-1)"},
    }
    most = max(element["load_percent"] for element in elements)
    layout = {
        "yaxis": axis("load [% of rating]", range=[0, max(1.15 * most, 10.0)]),
        "xaxis": {"automargin": True},
    }
    return Figure(
        title="Power chain at the sustained load, everything in service",
        data=[trace],
        layout=layout,
        caption="A redundant pair is safe while one member can carry both; the limits judge that case by case.",
    )


def _within(value: float) -> float:
    return min(max(value, SHOWN_PERCENT[0]), SHOWN_PERCENT[1])


def _hover(row: Mapping[str, Any]) -> str:
    return (
        f"<b>{row['id']}</b> {row['scope']}<br>{quantity(row['value'], row['unit'])} against "
        f"{quantity(row['bound'], row['unit'])}<br>{row['case']}"
    )


def _curve(
    title: str, points: Sequence[Mapping[str, Any]], x: tuple[str, str], y: tuple[str, str], caption: str
) -> Figure:
    possible = [point for point in points if point[x[0]] is not None and point[y[0]] is not None]
    impossible = [point for point in points if point[x[0]] is not None and point[y[0]] is None]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point[x[0]] for point in possible],
            "y": [point[y[0]] for point in possible],
            "line": {"color": "var(--faint)", "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    names = list(dict.fromkeys(_binds(point) for point in points))
    for place, name in enumerate(names):
        colour = COLOURS[place % len(COLOURS)]
        traces += _dots(name, [p for p in possible if _binds(p) == name], x[0], y[0], colour, "circle")
        traces += _dots(name, [p for p in impossible if _binds(p) == name], x[0], y[0], colour, "x-thin-open")
    layout = {
        "xaxis": axis(x[1]),
        "yaxis": axis(y[1], rangemode="tozero"),
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom"},
    }
    return Figure(title=title, data=traces, layout=layout, caption=caption)


def _binds(point: Mapping[str, Any]) -> str:
    return point["limit"] or "none inside the range searched"


def _dots(
    name: str, points: Sequence[Mapping[str, Any]], x: str, y: str, colour: str, symbol: str
) -> list[dict[str, Any]]:
    if not points:
        return []
    crossed = symbol != "circle"
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": f"{name}: not possible" if crossed else name,
            "x": [point[x] for point in points],
            "y": [0.0 if point[y] is None else point[y] for point in points],
            "text": [f"{name} at {point['scope']}" if point["scope"] else name for point in points],
            "cliponaxis": False,
            "hovertemplate": "%{x:.1f}, %{y:.1f}<br>%{text}<extra></extra>",
            "marker": {"color": colour, "size": 11, "symbol": symbol, "line": {"width": 2, "color": colour}},
        }
    ]
