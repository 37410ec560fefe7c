from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any, cast

import pytest

from twin.config import SiteConfig
from twin.reports import page
from twin.reports.check_page import check_page
from twin.reports.page import NO_BREAK, held_together

NO_CATALOGUE = cast("SiteConfig", SimpleNamespace(overrides=("loops.tcs-1.supply_temp=<40 degC>",)))


@pytest.fixture(autouse=True)
def small_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_plotly_js", lambda: "/* plotly.js */")


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


def test_page_fetches_nothing_and_is_well_formed(document: dict[str, Any]) -> None:
    tags = Tags()
    tags.feed(check_page(document, NO_CATALOGUE))
    assert tags.fetched == []
    assert tags.open == []


def test_page_holds_verdict_limits_and_figures(document: dict[str, Any]) -> None:
    text = check_page(document, NO_CATALOGUE)
    assert "LIMITS VIOLATED" in text
    assert "sn-1.compute-01..12" in text
    figures = [json.loads(found) for found in re.findall(r'application/json">(.*?)</script>', text)]
    assert len(figures) == 3
    assert {trace["name"] for trace in figures[0]["data"]} == {"violated", "near", "inside"}
    assert all("title" in figure["layout"].get("yaxis", {}) for figure in figures[1:])


def test_what_a_user_wrote_is_escaped(document: dict[str, Any]) -> None:
    document["title"] = "<script>alert(1)</script>"
    text = check_page(document, NO_CATALOGUE)
    assert "<script>alert" not in text
    assert "&lt;40 degC&gt;" in text


def test_envelope_points_are_coloured_by_the_limit_that_binds(document: dict[str, Any]) -> None:
    point: dict[str, Any] = {"supply_temp_degc": 30.0, "heat_kw": 50.0, "liquid_kw": 35.0, "flow_l_min": 40.0}
    point |= {"activity_percent": 90.0, "limit": "rack.flow", "scope": "c-1"}
    nothing = point | {"supply_temp_degc": 18.0, "heat_kw": None, "limit": "cdu.approach"}
    curve = [nothing, point, point | {"supply_temp_degc": 40.0, "limit": "chip.throttle"}]
    document["envelope"] = {"cabinet": "c-1", "heat_against_supply": curve, "flow_against_heat": [point]}
    text = check_page(document, NO_CATALOGUE)
    figures = [json.loads(found) for found in re.findall(r'application/json">(.*?)</script>', text)]
    (heat,) = [
        figure
        for figure in figures
        if figure["layout"]["xaxis"].get("title", {}).get("text", "").startswith("coolant supply")
    ]
    dots = {trace["name"]: trace for trace in heat["data"] if trace["mode"] == "markers"}
    assert set(dots) == {"cdu.approach: not possible", "rack.flow", "chip.throttle"}
    assert len({trace["marker"]["color"] for trace in dots.values()}) == 3


def test_a_site_without_a_steady_state_still_has_a_page(document: dict[str, Any]) -> None:
    empty: dict[str, Any] = {name: [] for name in ("cabinets", "cdus", "loops", "halls", "power", "controls")}
    nothing = {"it_power_kw": None, "liquid_fraction": None, "door_fraction": None, "energy_closure": None}
    assert "no steady state at the sustained load" in check_page(document | empty | nothing, NO_CATALOGUE)


def test_figure_and_unit_stay_on_one_line() -> None:
    assert held_together("11.9 kW (33 %) of 5 kittens") == f"11.9{NO_BREAK}kW (33{NO_BREAK}%) of 5 kittens"
