from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from twin.config import catalogue_entry, list_catalogue, list_sites, load_site
from twin.studies.compare import Comparison, compare, compare_document
from twin.studies.compare.cell import STRONGEST_FIRST
from twin.studies.compare.figures import NAMES
from twin.studies.compare.quantities import SECTIONS, known_ids


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    text = (files("site_configs") / "schemas" / "compare.schema.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def validate(document: dict[str, Any], schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_document_follows_its_schema_and_is_json_without_nan(
    document: dict[str, Any], schema: dict[str, Any]
) -> None:
    validate(document, schema)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_a_missing_field_a_stranger_or_another_kind_breaks_the_schema(
    document: dict[str, Any], schema: dict[str, Any]
) -> None:
    first = document["rows"][0]
    for broken in (
        {key: value for key, value in document.items() if key != "conflicts"},
        document | {"extra": 1},
        document | {"rows": [first | {"kind": "known"}]},
        document | {"rows": [{key: value for key, value in first.items() if key != "of"}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validate(broken, schema)


def test_schema_lists_the_kinds_and_sections_of_the_code(schema: dict[str, Any]) -> None:
    properties = schema["$defs"]["row"]["properties"]
    assert properties["kind"]["enum"] == [*STRONGEST_FIRST, None]
    assert properties["section"]["enum"] == list(SECTIONS)


def test_a_figure_has_a_kind_and_a_missing_one_a_reason_and_never_zero(document: dict[str, Any]) -> None:
    assert any(cell["reason"] for row in document["rows"] for cell in row["cells"])
    for row in document["rows"]:
        assert row["quantity"] in known_ids()
        assert row["values"] == [cell["value"] for cell in row["cells"]]
        for cell in row["cells"]:
            if cell["value"] is None:
                assert cell["reason"]
                assert cell["reason"] in row["note"]
                assert cell["kind"] is None
            else:
                assert cell["kind"] in STRONGEST_FIRST
                assert not cell["reason"]
            if isinstance(cell["value"], float) and cell["low"] is not None:
                assert cell["low"] <= cell["value"] + 1e-9
                assert cell["value"] <= cell["high"] + 1e-9


def test_power_and_heat_of_a_site_add_up(document: dict[str, Any]) -> None:
    for place, site in enumerate(document["sites"]):
        found = {
            row["quantity"]: row["values"][place] for row in document["rows"] if row["column"] == "bottom-up"
        }
        assert sum(site["heat_kw"].values()) == pytest.approx(found["site_it_power"])
        assert sum(site["power_kw"].values()) == pytest.approx(found["facility_power"], rel=1e-6)
        assert found["pue"] == pytest.approx(found["facility_power"] / found["site_it_power"])


def test_what_a_computed_figure_rests_on_decides_its_kind(comparison: Comparison) -> None:
    for system in comparison.systems:
        for name in NAMES:
            cell = system.figures[name]
            kinds = [each.rpartition("(")[2].rstrip(")") for each in cell.rests_on]
            assert cell.kind == max(kinds, key=STRONGEST_FIRST.index, default="count"), name


def test_power_rests_first_on_the_power_of_the_chip(comparison: Comparison) -> None:
    power = comparison.systems[0].figures["it_power"]
    assert power.rests_on[0] == "chips.ascend-910c.sustained_power (derived)"
    assert power.number is not None
    assert power.low is not None
    assert 440e3 < power.low < power.number - 20e3


@pytest.mark.parametrize("family", ["supernodes", "chips", "optics", "cabinets"])
def test_a_conflict_is_about_quantities_and_systems_that_exist(family: str) -> None:
    names = list_catalogue()
    for name in names[family]:
        for conflict in catalogue_entry(f"{family}/{name}").conflicts:
            assert set(conflict.about) <= known_ids(), name
            assert conflict.against is None or conflict.against in names["supernodes"], name
            assert conflict.source
            assert conflict.explanation.strip()


@pytest.mark.parametrize("name", list_sites())
def test_a_conflict_about_a_site_is_about_quantities_that_exist(name: str) -> None:
    for conflict in load_site(name).site.conflicts:
        assert set(conflict.about) <= known_ids()
        assert conflict.source
        assert conflict.explanation.strip()


@pytest.fixture(scope="module")
def many() -> dict[str, Any]:
    names = ("atlas950-superpod", "gb300-hall", "gb300-hall")
    return compare_document(compare([load_site(name) for name in names], resolution="cabinet"))


class TestOtherSites:
    def test_more_than_two_follow_the_schema_and_keep_their_order(
        self, many: dict[str, Any], schema: dict[str, Any]
    ) -> None:
        validate(many, schema)
        assert [site["site"] for site in many["sites"]] == [
            "atlas950-superpod",
            "gb300-hall",
            "gb300-hall (2)",
        ]
        for row in many["rows"]:
            assert len(row["values"]) == 3
            assert row["ratios"][0] == row["ratio"] == row["ratios"][1]

    def test_figures_of_one_supernode_are_the_site_over_their_number(self, many: dict[str, Any]) -> None:
        found = {row["quantity"]: row for row in many["rows"] if row["column"] == "bottom-up"}
        assert found["site_supernodes"]["values"] == [1.0, 8.0, 8.0]
        for whole, one in (("site_it_power", "it_power"), ("site_chips", "chips")):
            assert found[whole]["values"][1] == pytest.approx(8.0 * found[one]["values"][1])

    def test_a_rate_in_another_number_format_is_not_taken_for_bf16(self, many: dict[str, Any]) -> None:
        rows = {(row["quantity"], row["column"]): row for row in many["rows"]}
        assert rows["compute_bf16", "published"]["values"][0] is None
        assert "its 8000 PFLOP/s are FP8" in rows["compute_bf16", "published"]["note"]
        fp8 = rows["compute_fp8", "published"]
        assert fp8["values"][0] == pytest.approx(8000.0)
        assert not math.isnan(rows["compute_fp8", "bottom-up"]["ratio"])

    def test_a_figure_that_its_entry_assumes_is_not_shown_as_stated(self, many: dict[str, Any]) -> None:
        rows = {(row["quantity"], row["column"]): row for row in many["rows"]}
        power = rows["it_power", "published"]
        assert power["values"] == [None, 135.0, 135.0]
        assert power["cells"][0]["reason"] == (
            "no total power is stated for atlas950-superpod; its entry assumes 10.2 MW"
        )
        assert ("power_per_compute_fp8", "published") not in rows, (
            "power and rate are stated for no one system"
        )
        assert rows["power_per_compute_fp8", "bottom-up"]["values"][0] is not None
        assert "assumes 100 kW" in rows["cabinet_nameplate", "published"]["cells"][0]["reason"]

    def test_a_rate_that_one_system_states_is_shown_beside_a_system_without_it(self) -> None:
        sites = [load_site("gb200-nvl72"), load_site("baige-tianchi512")]
        rows = {
            (row["quantity"], row["column"]): row["values"]
            for row in compare_document(compare(sites, resolution="cabinet"))["rows"]
        }
        assert rows["compute_bf16", "published"] == [pytest.approx(180.0), None]
        # The P800 has a rate in FP16 alone; a comparison in BF16 would show none of it.
        assert rows["compute_fp16", "bottom-up"] == [None, pytest.approx(512 * 0.345)]
        assert ("compute_fp16", "published") not in rows

    def test_a_rate_of_the_whole_supernode_is_divided_by_its_chips(self, many: dict[str, Any]) -> None:
        rates = [row["values"][0] for row in many["rows"] if row["quantity"] == "token_rate"]
        assert rates == pytest.approx([599.0, 2393.0], rel=1e-3)


RUNAWAY = (
    "catalog.chips.gb300-gpu.leakage_beta="
    "{value: 0.5 1/K, low: 0.01 1/K, high: 0.5 1/K, kind: assumed, source: more than cooling can follow}"
)


def test_a_site_without_a_steady_state_has_stated_figures_and_a_cause(schema: dict[str, Any]) -> None:
    hot = load_site("gb300-hall", [RUNAWAY])
    document = compare_document(compare([hot, load_site("gb300-hall")], resolution="cabinet"))
    validate(document, schema)
    assert document["sites"][0]["outcome"] == "unsolved"
    rows = {(row["quantity"], row["column"]): row for row in document["rows"]}
    assert rows["it_power", "published"]["values"][0] == pytest.approx(135.0)
    assert rows["it_power", "bottom-up"]["values"][0] is None
    assert "no steady state" in rows["it_power", "bottom-up"]["cells"][0]["reason"]
    assert "case.steady-state" in rows["binding_limit", "bottom-up"]["values"][0]


def test_a_mixed_hall_has_figures_of_the_site_and_says_why_there_are_none_of_one_supernode() -> None:
    mixed = load_site("gb300-hall", ["supernodes.rack-2.type=gb200-nvl72"])
    document = compare_document(compare([mixed, load_site("gb300-hall")], resolution="cabinet"))
    rows = {(row["quantity"], row["column"]): row for row in document["rows"]}
    assert document["sites"][0]["supernodes"] == {"gb300-nvl72": 7, "gb200-nvl72": 1}
    assert rows["site_it_power", "published"]["values"][0] == pytest.approx(7 * 135.0 + 145.0)
    assert rows["site_memory", "bottom-up"]["values"][0] == pytest.approx((7 * 288 + 192) * 72e-3)
    assert rows["it_power", "bottom-up"]["values"][0] is None
    assert "mixes 2 types" in rows["it_power", "bottom-up"]["cells"][0]["reason"]
    assert rows["power_per_compute_bf16", "bottom-up"]["values"][0] is None
    assert rows["it_power_per_chip", "bottom-up"]["values"][0] == pytest.approx(
        1e3 * rows["site_it_power", "bottom-up"]["values"][0] / 576
    )
