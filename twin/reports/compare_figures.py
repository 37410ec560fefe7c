"""Plots of a comparison: ratios, ranges, where power and heat go, energy of a token."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from twin.reports.compare_lines import COLUMNS, SECTIONS, Document, ratio_text, row_of
from twin.reports.figure import COLOURS, Figure, axis
from twin.reports.numbers import number, quantity, unit_sign

SHOWN_RATIOS: Final = (
    "chips",
    "it_power",
    "compute_bf16",
    "compute_fp8",
    "power_per_compute_bf16",
    "power_per_compute_fp8",
    "memory",
    "memory_bandwidth",
    "optics_count",
    "optics_power",
    "cabinet_power",
    "liquid_share",
    "flow",
    "specific_flow",
    "it_power_per_chip",
    "compute_per_chip_bf16",
    "pue",
)
RANGES: Final = ("it_power", "power_per_compute_bf16", "cabinet_power", "flow")
FAR_APART: Final = 20.0
"""Figures that differ by more are drawn on a logarithmic axis."""
SYMBOLS: Final = {"published": "circle-open", "bottom-up": "circle"}
PARTS: Final = (
    ("chips", "chips", 1),
    ("optics", "optical modules", 2),
    ("other_it", "other IT and conversion", 3),
    ("cooling", "cooling", 6),
    ("electrical_losses", "electrical losses", 8),
)
HEATS: Final = (("cold_plates", "cold plates", 1), ("doors", "cooling doors", 3), ("air", "room air", 2))
LEGEND: Final = {"orientation": "h", "y": 1.0, "yanchor": "bottom"}


def compare_figures(document: Document) -> tuple[Figure, ...]:
    """Return the plots of a comparison that have anything to show, the ratios first."""
    figures = [ratio_figure(document)]
    figures += [range_figure(document, name) for name in RANGES]
    figures += [
        share_figure(document, "power_kw", PARTS, "Where the facility's power goes"),
        share_figure(document, "heat_kw", HEATS, "Where the heat of the IT goes"),
        energy_figure(document),
    ]
    return tuple(figure for figure in figures if figure is not None)


def ratio_figure(document: Document) -> Figure | None:
    """Return the first site over the others, on a logarithmic axis, with the ratios that are said elsewhere."""
    labels = [site["site"] for site in document["sites"]]
    titles = {row["quantity"]: row["title"] for row in document["rows"]}
    order = [titles[name] for name in SHOWN_RATIOS if name in titles]
    traces = [
        trace
        for place, other in enumerate(labels[1:])
        for column in COLUMNS
        if (trace := _ratio_trace(document, place, other, column, only=len(labels) == 2))
    ]
    if not traces:
        return None
    claimed = _claimed(document, titles)
    traces += claimed
    drawn = {title for trace in traces for title in trace["y"]}
    order = [title for title in order if title in drawn]
    layout = {
        "xaxis": axis(
            f"{labels[0]} over {labels[1] if len(labels) == 2 else 'the others'}", type="log", dtick="D2"
        ),
        "yaxis": {"categoryorder": "array", "categoryarray": order[::-1], "automargin": True},
        "shapes": [
            {
                "type": "line",
                "x0": 1,
                "x1": 1,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": "var(--soft)", "width": 1},
            }
        ],
        "legend": LEGEND,
    }
    return Figure(
        title=f"{labels[0]} over {labels[1]}" if len(labels) == 2 else f"{labels[0]} over the others",
        data=traces,
        layout=layout,
        height=130 + 27 * len(order),
        caption="Right of one the first site has more."
        + (" Diamonds are ratios said elsewhere; the notes explain them." if claimed else ""),
    )


def _ratio_trace(
    document: Document, place: int, other: str, column: str, *, only: bool
) -> dict[str, Any] | None:
    rows = [row_of(document, name, column) for name in SHOWN_RATIOS]
    known = [row for row in rows if row is not None and row["ratios"][place]]
    if not known:
        return None
    colour = COLOURS[COLUMNS.index(column) if only else place % len(COLOURS)]
    return {
        "type": "scatter",
        "mode": "markers+text" if only else "markers",
        "name": column if only else f"{other}, {column}",
        "x": [row["ratios"][place] for row in known],
        "y": [row["title"] for row in known],
        "text": [ratio_text(row["ratios"][place]) for row in known],
        "textposition": [_side(document, row, place) for row in known],
        "textfont": {"color": colour, "size": 12},
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>%{x:.3g}<extra>" + column + "</extra>",
        "marker": {
            "size": 11,
            "symbol": SYMBOLS[column],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
    }


def _side(document: Document, row: Mapping[str, Any], place: int) -> str:
    """Return where the figure of a ratio stands: away from that of the other column."""
    other = row_of(document, row["quantity"], COLUMNS[1 - COLUMNS.index(row["column"])])
    theirs = None if other is None else other["ratios"][place]
    if other is None or theirs is None:
        return "middle right"
    own = (row["ratios"][place], COLUMNS.index(row["column"]))
    return "middle right" if own > (theirs, COLUMNS.index(other["column"])) else "middle left"


def _claimed(document: Document, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    points = [
        (conflict["ratio"], titles[name], conflict["claim"])
        for conflict in document["conflicts"]
        if conflict["ratio"] is not None and len(document["sites"]) == 2
        for name in conflict["about"]
        if name in titles and name in SHOWN_RATIOS
    ]
    if not points:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "also said",
            "x": [point[0] for point in points],
            "y": [point[1] for point in points],
            "text": [point[2] for point in points],
            "hovertemplate": "%{text}<extra>also said</extra>",
            "marker": {
                "size": 10,
                "symbol": "diamond-open",
                "color": "var(--series-7)",
                "line": {"width": 2},
            },
        }
    ]


def range_figure(document: Document, name: str) -> Figure | None:
    """Return the figures of a quantity with their ranges, site by site."""
    rows = [row for column in COLUMNS if (row := row_of(document, name, column)) is not None]
    labels = [site["site"] for site in document["sites"]]
    traces = []
    for row in rows:
        known = [
            (label, cell)
            for label, cell in zip(labels, row["cells"], strict=True)
            if cell["value"] is not None and cell["low"] is not None
        ]
        if known:
            traces.append(_ranges(row, known, COLOURS[COLUMNS.index(row["column"])]))
    values = [value for trace in traces for value in trace["y"] if value]
    if not values:
        return None
    drawn = [label for label in labels if any(label in trace["x"] for trace in traces)]
    kind = "log" if max(values) > FAR_APART * min(values) else "linear"
    layout = {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": drawn,
            "range": [-0.8, len(drawn) - 0.3],  # room for figures beside the outermost points
        },
        "yaxis": axis(f"[{unit_sign(rows[0]['unit'])}]", type=kind)
        | ({} if kind == "log" else {"rangemode": "tozero"}),
        "scattermode": "group",
        "scattergap": 0.6,
        "legend": LEGEND,
    }
    return Figure(
        title=f"{rows[0]['title'][:1].upper()}{rows[0]['title'][1:]}",
        data=traces,
        layout=layout,
        caption=f"{SECTIONS[rows[0]['section']]}. Bars are ranges.",
    )


def _ranges(
    row: Mapping[str, Any], known: Sequence[tuple[str, Mapping[str, Any]]], colour: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": row["column"],
        "x": [label for label, _ in known],
        "y": [cell["value"] for _, cell in known],
        "text": [f"  {number(cell['value'])}  " for _, cell in known],
        "textposition": "middle left" if row["column"] == COLUMNS[0] else "middle right",
        "textfont": {"color": colour, "size": 12},
        "cliponaxis": False,
        "hovertext": [
            f"{label}, {row['column']}<br>{quantity(cell['value'], row['unit'])} ({cell['kind']})<br>"
            f"{number(cell['low'])} to {number(cell['high'])}"
            for label, cell in known
        ],
        "hoverinfo": "text",
        "marker": {
            "size": 11,
            "symbol": SYMBOLS[row["column"]],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [cell["high"] - cell["value"] for _, cell in known],
            "arrayminus": [cell["value"] - cell["low"] for _, cell in known],
            "color": colour,
            "thickness": 1.6,
            "width": 7,
        },
    }


def share_figure(
    document: Document, field: str, parts: Sequence[tuple[str, str, int]], title: str
) -> Figure | None:
    """Return shares of a total as one bar per site."""
    sites = [site for site in document["sites"] if site[field] is not None]
    if not sites:
        return None
    totals = [sum(site[field].values()) for site in sites]
    traces = []
    for key, name, colour in parts:
        shares = [100.0 * site[field][key] / total for site, total in zip(sites, totals, strict=True)]
        if any(share > 0.05 for share in shares):
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": name,
                    "y": [site["site"] for site in sites],
                    "x": shares,
                    "text": [f"{share:.0f} %" if share >= 3.0 else "" for share in shares],
                    "textposition": "inside",
                    "insidetextanchor": "middle",
                    "textangle": 0,
                    "hovertext": [
                        f"{site['site']}: {quantity(site[field][key], 'kW')} to {name}" for site in sites
                    ],
                    "hoverinfo": "text",
                    "marker": {"color": f"var(--series-{colour})"},
                }
            )
    layout = {
        "barmode": "stack",
        "bargap": 0.45,
        "xaxis": axis("share [%]", range=[0, 100]),
        "yaxis": {"autorange": "reversed", "automargin": True},
        "legend": {**LEGEND, "traceorder": "normal"},
    }
    return Figure(
        title=title,
        data=traces,
        layout=layout,
        height=150 + 62 * len(sites),
        caption="Sustained load, design point, whole site.",
    )


def energy_figure(document: Document) -> Figure | None:
    """Return the energy of a token at each stated workload."""
    rows = [row for row in document["rows"] if row["quantity"] == "energy_per_token"]
    labels = [site["site"] for site in document["sites"]]
    traces = [trace for place, label in enumerate(labels) for trace in _energies(rows, place, label)]
    if not traces:
        return None
    workloads = list(dict.fromkeys(row["workload"] for row in rows))
    layout = {
        "barmode": "group",
        "xaxis": axis("IT energy of the system [J/token]", type="log", dtick="D2", range=_decades(traces)),
        "yaxis": {"categoryorder": "array", "categoryarray": workloads[::-1], "automargin": True},
        "legend": LEGEND,
    }
    return Figure(
        title="Energy of a token at stated rates",
        data=traces,
        layout=layout,
        height=140 + 34 * len(workloads) * max(1, len(traces) // 2),
        caption="Sustained IT power of the whole system over its tokens; different workloads are not comparable.",
        wide=True,  # names of workloads leave half a page too little room
    )


def _decades(traces: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return a logarithmic range with room for figures behind the bars."""
    values = [value for trace in traces for value in trace["x"]]
    return [math.log10(min(values)) - 0.5, math.log10(max(values)) + 0.4]


def _energies(rows: Sequence[Mapping[str, Any]], place: int, label: str) -> Iterator[dict[str, Any]]:
    for column in COLUMNS:
        known = [row for row in rows if row["column"] == column and row["values"][place] is not None]
        if known:
            colour = COLOURS[place % len(COLOURS)]
            yield {
                "type": "bar",
                "orientation": "h",
                "name": f"{label}, {column} power",
                "y": [row["workload"] for row in known],
                "x": [row["values"][place] for row in known],
                "text": [number(row["values"][place]) for row in known],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{y}<br>%{x:.3g} J/token<extra>" + f"{label}, {column}" + "</extra>",
                "marker": {"color": colour},
                "opacity": 0.55 if column == "published" else 1.0,  # of the trace: the legend shows it too
            }
