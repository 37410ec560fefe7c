"""Lines, tables, plots and page of a comparison, from a small document written by hand."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from twin.reports import page
from twin.reports.compare_figures import compare_figures, energy_figure, range_figure, ratio_figure
from twin.reports.compare_lines import compare_lines
from twin.reports.compare_page import KINDS, compare_page
from twin.reports.compare_tables import binding_table
from twin.reports.compare_text import PAGE_WIDTH, compare_text
from twin.studies.compare.cell import STRONGEST_FIRST


@pytest.fixture(autouse=True)
def small_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_plotly_js", lambda: "/* plotly.js */")


def cell(value: float | str | None, kind: str | None = "derived") -> dict[str, Any]:
    number = isinstance(value, float)
    return {
        "value": value,
        "low": 0.9 * value if isinstance(value, float) else None,
        "high": 1.2 * value if isinstance(value, float) else None,
        "kind": None if value is None else kind,
        "rests_on": ["chips.a.max_power"] if number else [],
        "reason": "nobody states it" if value is None else "",
    }


def row(quantity: str, column: str, cells: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    values = [each["value"] for each in cells]
    ratios = [
        values[0] / value if isinstance(values[0], float) and isinstance(value, float) else None
        for value in values[1:]
    ]
    return {
        "quantity": quantity,
        "title": quantity.replace("_", " "),
        "section": "supernode",
        "column": column,
        "unit": "kW",
        "of": "one supernode",
        "workload": None,
        "values": values,
        "ratio": ratios[0],
        "ratios": ratios,
        "kind": "derived",
        "kinds": [each["kind"] for each in cells],
        "cells": cells,
        "note": "",
        "notes": [],
    } | more


def site(name: str) -> dict[str, Any]:
    return {
        "site": name,
        "title": f"hall of {name}",
        "supernodes": {name: 1},
        "weather": "shanghai",
        "dry_bulb_degc": 36.1,
        "wet_bulb_degc": 28.7,
        "outcome": "solved",
        "cause": "",
        "heat_kw": {"cold_plates": 300.0, "doors": 100.0, "air": 100.0},
        "power_kw": {
            "chips": 350.0,
            "optics": 30.0,
            "other_it": 120.0,
            "cooling": 60.0,
            "electrical_losses": 30.0,
        },
    }


@pytest.fixture
def document() -> dict[str, Any]:
    said = {"notes": ["“4.1 x” is also said: an early pair."]}
    work = {"section": "work", "workload": "decode", "unit": "J/token"}
    return {
        "schema_version": "1.0",
        "sites": [site("left"), site("right")],
        "rows": [
            row("site_chips", "bottom-up", [cell(384.0, "count"), cell(72.0, "count")], section="site"),
            row(
                "binding_limit",
                "bottom-up",
                [cell("rack.flow at a"), cell("chip.throttle at b")],
                section="site",
            ),
            row("binding_margin", "bottom-up", [cell(-3.0), cell(2.0)], section="site"),
            row("it_power", "published", [cell(559.0, "analyst"), cell(145.0, "analyst")], **said),
            row("it_power", "bottom-up", [cell(558.3), cell(118.0)]),
            row("optics_power", "published", [cell(35.0), cell(None)], notes=["right: nobody states it."]),
            row("energy_per_token", "published", [cell(0.75), cell(None)], **work),
        ],
        "conflicts": [
            {
                "entry": "supernodes/left",
                "about": ["it_power"],
                "against": "right",
                "claim": "4.1 x",
                "ratio": 4.1,
                "kind": "analyst",
                "explanation": "an early pair",
                "source": "a note",
            }
        ],
    }


def test_both_columns_of_a_quantity_stand_in_one_line(document: dict[str, Any]) -> None:
    (line,) = [each for each in compare_lines(document).lines if each.quantity == "it_power"]
    texts = [[figure.text for figure in figures] for figures in line.figures]
    assert texts == [["559.0", "558.3"], ["145.0", "118.0"]]
    assert [[figure.kind for figure in figures] for figures in line.figures] == [["analyst", "derived"]] * 2
    assert line.ratios == (("3.86", "4.73"),)


def test_a_missing_figure_is_a_dash_and_one_that_does_not_apply_is_empty(document: dict[str, Any]) -> None:
    lines = {each.quantity: each for each in compare_lines(document).lines}
    published, bottom_up = lines["optics_power"].figures[1]
    assert (published.text, published.kind) == ("–", "")
    assert not bottom_up.applies
    assert lines["optics_power"].ratios == (("–", ""),)
    assert lines["site_chips"].figures[0][1].text == "384"


def test_notes_are_numbered_once_and_named_at_their_line(document: dict[str, Any]) -> None:
    lines = compare_lines(document)
    assert lines.notes == ("“4.1 x” is also said: an early pair.", "right: nobody states it.")
    assert next(each.notes for each in lines.lines if each.quantity == "optics_power") == (2,)


def test_what_binds_stands_in_a_table_of_its_own(document: dict[str, Any]) -> None:
    binding = binding_table(document)
    assert binding.rows[0].cells[:3] == ("left", "rack.flow at a", "-3.00")
    assert [each.status for each in binding.rows] == ["violated", ""]


class TestText:
    def test_sections_stand_in_order_and_what_binds_behind_the_sites(self, document: dict[str, Any]) -> None:
        site, binding, supernode, work = compare_text(document, compare_lines(document))
        assert [each.title.split()[0] for each in (site, supernode, work)] == ["Whole", "One", "Work:"]
        assert site.lines[1:] == ("site chips [kW]", "  bottom-up  384 count  72 count   5.33")
        assert binding.title == "What binds first"
        assert binding.lines[0].startswith("left: rack.flow at a; margin -3.00 % of its scale")
        assert binding.violated == {0}

    def test_a_figure_stands_with_its_kind_below_its_quantity(self, document: dict[str, Any]) -> None:
        block = compare_text(document, compare_lines(document))[2]
        place = block.lines.index("it power [kW]  note [1]")
        published, bottom_up = block.lines[place + 1 : place + 3]
        assert published.split() == ["published", "559.0", "analyst", "145.0", "analyst", "3.86"]
        assert bottom_up.split() == ["bottom-up", "558.3", "derived", "118.0", "derived", "4.73"]

    def test_what_is_missing_is_a_dash(self, document: dict[str, Any]) -> None:
        block = compare_text(document, compare_lines(document))[2]
        place = block.lines.index("optics power [kW]  note [2]")
        assert block.lines[place + 1].split() == ["published", "35.0", "derived", "–", "–"]

    @pytest.mark.parametrize("count", [2, 3, 4, 9])
    def test_sites_without_room_follow_in_a_block_beside_the_first(self, count: int) -> None:
        names = [f"{place}-a-site-of-some-length" for place in range(count)]
        figures = [cell(1e3 + place, "relayed-weak") for place in range(count)]
        document = {
            "schema_version": "1.0",
            "sites": [site(name) for name in names],
            "rows": [row("site_it_power", "published", figures, section="site")],
            "conflicts": [],
        }
        blocks = [
            block
            for block in compare_text(document, compare_lines(document))
            if block.title.startswith("Whole site")
        ]
        assert max(len(line) for block in blocks for line in block.lines) <= PAGE_WIDTH
        assert all(names[0] in block.lines[0] for block in blocks)
        shown = [word for block in blocks for word in block.lines[0].split() if word in names[1:]]
        assert shown == names[1:]
        kinds = sum(line.count("relayed-weak") for block in blocks for line in block.lines)
        assert kinds == len(names) - 1 + len(blocks)


def test_the_ratio_that_is_said_elsewhere_is_drawn_beside_ours(document: dict[str, Any]) -> None:
    figure = ratio_figure(document)
    assert figure is not None
    drawn = {trace["name"]: trace["x"] for trace in figure.data}
    assert drawn["also said"] == [4.1]
    assert drawn["published"] == pytest.approx([559.0 / 145.0])
    assert drawn["bottom-up"] == pytest.approx([558.3 / 118.0])


def test_ranges_reach_from_low_to_high(document: dict[str, Any]) -> None:
    figure = range_figure(document, "it_power")
    assert figure is not None
    bars = figure.data[0]["error_y"]
    assert bars["array"] == pytest.approx([0.2 * 559.0, 0.2 * 145.0])
    assert bars["arrayminus"] == pytest.approx([0.1 * 559.0, 0.1 * 145.0])


def test_what_nobody_states_is_not_drawn(document: dict[str, Any]) -> None:
    figure = energy_figure(document)
    assert figure is not None
    assert [trace["name"] for trace in figure.data] == ["left, published power"]
    document["rows"] = document["rows"][:3]
    assert energy_figure(document) is None
    assert ratio_figure(document) is None


def test_a_site_without_a_steady_state_leaves_its_bars_out(document: dict[str, Any]) -> None:
    document["sites"][1] |= {"outcome": "unsolved", "cause": "too <hot>", "heat_kw": None, "power_kw": None}
    shares = [each for each in compare_figures(document) if each.title.startswith("Where")]
    assert all(trace["y"] == ["left"] for figure in shares for trace in figure.data)
    assert "too &lt;hot&gt;" in compare_page(document)


class Tags(HTMLParser):
    """Collects what a page would fetch, and whether its elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name in {"src", "srcset", "data"}]
        self.fetched += [v or "" for n, v in attrs if n == "href" and not (v or "").startswith("#")]
        if tag not in {"meta", "link", "br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_fetches_nothing_is_well_formed_and_holds_figures(document: dict[str, Any]) -> None:
    document["sites"][0]["title"] = "<script>alert(1)</script>"
    text = compare_page(document)
    tags = Tags()
    tags.feed(text)
    assert tags.fetched == []
    assert tags.open == []
    assert "<script>alert(1)" not in text
    assert len(re.findall(r'class="kind analyst">analyst', text)) == 3, "two figures and the list of kinds"
    figures = [json.loads(found) for found in re.findall(r'application/json">(.*?)</script>', text)]
    assert len(figures) == len(compare_figures(document))


def test_every_note_a_line_refers_to_is_on_the_page(document: dict[str, Any]) -> None:
    text = compare_page(document)
    assert set(re.findall(r'href="#(note-\d+)"', text)) == set(re.findall(r'id="(note-\d+)"', text))


def test_a_computed_ratio_does_not_stand_in_the_place_of_a_stated_one(document: dict[str, Any]) -> None:
    def head() -> str:
        found = re.search(r"<dt>IT power</dt><dd>(.*?)</dd>", compare_page(document), re.DOTALL)
        assert found is not None
        return found.group(1)

    assert head() == "3.86 × <small>4.73 ×</small>"
    published = next(each for each in document["rows"] if each["quantity"] == "it_power")
    published["ratios"], published["ratio"] = [None], None
    assert head() == "– <small>4.73 ×</small>"


def test_a_range_figure_has_the_sites_that_have_a_figure(document: dict[str, Any]) -> None:
    figure = range_figure(document, "optics_power")
    assert figure is not None
    assert figure.layout["xaxis"]["categoryarray"] == ["left"]
    assert figure.layout["xaxis"]["range"] == [-0.8, 0.7]


def test_page_explains_every_kind() -> None:
    assert set(KINDS) == set(STRONGEST_FIRST)
