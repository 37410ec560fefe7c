from __future__ import annotations

import json
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from twin.config import load_site
from twin.studies.check import CheckResult, check, check_document, reliefs
from twin.studies.check.document import plain
from twin.studies.check.envelope import Envelope, EnvelopePoint

LIMIT_FIELDS = [
    "id", "scope", "quantity", "case", "operating_point", "value", "bound", "unit", "margin", "margin_fraction",
    "status", "binding", "least_certain_input", "source", "margin_spread",
]  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    text = (files("site_configs") / "schemas" / "check.schema.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@pytest.fixture(scope="module")
def document(checked: CheckResult) -> dict[str, Any]:
    return check_document(checked)


def validate(document: dict[str, Any], schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_document_follows_its_schema_and_is_json_without_nan(
    document: dict[str, Any], schema: dict[str, Any]
) -> None:
    validate(document, schema)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@pytest.mark.parametrize("site", ["gb300-hall"])
def test_other_sites_follow_the_schema_too(site: str, schema: dict[str, Any]) -> None:
    validate(check_document(check(load_site(site), resolution="cabinet")), schema)


def test_a_missing_field_or_a_stranger_breaks_the_schema(
    document: dict[str, Any], schema: dict[str, Any]
) -> None:
    for broken in (
        {key: value for key, value in document.items() if key != "liquid_fraction"},
        document | {"extra": 1},
        document | {"limits": [document["limits"][0] | {"status": "fine"}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validate(broken, schema)


def test_site_figures_are_the_published_ones(document: dict[str, Any]) -> None:
    assert document["site"] == "cloudmatrix384"
    assert document["chips"] == 384
    assert document["optical_modules"] == 6912
    assert document["it_power_kw"] == pytest.approx(558.0, abs=5.0)
    assert document["liquid_fraction"] == pytest.approx(0.62, abs=0.03)
    assert document["energy_closure"] < 1e-9
    assert [cabinet["nameplate_kw"] for cabinet in document["cabinets"]].count(66.0) == 12
    assert max(cabinet["power_kw"] for cabinet in document["cabinets"]) < 50.0


def test_parts_add_up_to_the_whole(document: dict[str, Any]) -> None:
    cabinets = document["cabinets"]
    outside = document["it_power_kw"] - sum(cabinet["power_kw"] for cabinet in cabinets)
    assert 10.0 < outside < 25.0, "the scale-out block stands outside the cabinets"
    liquid = sum(cabinet["liquid_kw"] for cabinet in cabinets)
    assert document["liquid_fraction"] == pytest.approx(liquid / document["it_power_kw"])
    assert sum(cdu["duty_kw"] for cdu in document["cdus"]) == pytest.approx(
        next(loop["heat_kw"] for loop in document["loops"] if loop["kind"] == "tcs")
    )


def test_limit_rows_have_exactly_the_stated_fields_in_order(document: dict[str, Any]) -> None:
    assert all(list(row) == LIMIT_FIELDS for row in document["limits"])


def test_limits_are_sorted_with_the_binding_one_first(document: dict[str, Any]) -> None:
    fractions = [row["margin_fraction"] for row in document["limits"] if row["margin_fraction"] is not None]
    assert fractions == sorted(fractions)
    assert [row["binding"] for row in document["limits"]].count(True) == 1
    assert document["limits"][0]["binding"]
    places = [(row["id"], row["scope"]) for row in document["limits"]]
    assert len(set(places)) == len(places)


def test_margin_has_the_sign_of_the_status_and_the_unit_of_the_value(document: dict[str, Any]) -> None:
    for row in document["limits"]:
        if row["status"] in {"ok", "warn", "violated"}:
            assert abs(row["margin"]) == pytest.approx(abs(row["bound"] - row["value"]), abs=1e-9)
            assert (row["margin_fraction"] < -1e-6) == (row["status"] == "violated")


def test_every_case_of_a_limit_is_a_case_of_the_document(document: dict[str, Any]) -> None:
    cases = {case["name"] for case in document["cases"]}
    assert {row["case"] for row in document["limits"]} <= cases


def test_worst_margin_of_a_case_is_not_below_the_worst_of_all(document: dict[str, Any]) -> None:
    least = document["limits"][0]["margin_fraction"]
    assert min(case["worst_margin_fraction"] for case in document["cases"]) == pytest.approx(least, abs=1e-4)


def test_cabinets_without_coolant_have_nulls(document: dict[str, Any]) -> None:
    bus = next(cabinet for cabinet in document["cabinets"] if cabinet["type"] == "cm384-bus")
    assert bus["flow_l_min"] is None
    assert bus["max_junction_temp_degc"] is None
    assert bus["worst_chip"] is None
    assert bus["liquid_kw"] == 0.0


def test_controls_hold_their_setpoints(document: dict[str, Any]) -> None:
    valves = [control for control in document["controls"] if control["name"].endswith("primary valve")]
    assert len(valves) == 2
    for valve in valves:
        assert valve["value"] == pytest.approx(valve["setpoint"], abs=1e-6)
        assert not valve["saturated"]


def test_an_unsolved_base_case_leaves_components_empty(checked: CheckResult, schema: dict[str, Any]) -> None:
    nothing: Any = SimpleNamespace(
        outcome=SimpleNamespace(value="thermal runaway"), cause="too hot", drive=checked.base.steady.drive
    )
    from dataclasses import replace

    from twin.studies.check.worst import worst_rows

    dead = replace(checked.base, steady=nothing, snapshot=None, judgement=None)
    result = replace(checked, results=(dead,), rows=worst_rows(checked.table, [dead]))
    document = check_document(result)
    validate(document, schema)
    assert document["cabinets"] == []
    assert document["it_power_kw"] is None
    assert document["cases"][0]["outcome"] == "unsolved"
    assert document["limits"][0]["status"] == "violated"
    assert document["limits"][0]["value"] is None


def test_envelope_and_reliefs_are_part_of_the_document_when_asked_for(
    checked: CheckResult, schema: dict[str, Any]
) -> None:
    point = EnvelopePoint(
        supply_k=305.15,
        heat_w=float("nan"),
        liquid_w=1e3,
        flow_m3_s=1e-3,
        activity_frac=0.8,
        limit=None,
        scope=None,
    )
    curves = Envelope(cabinet="sn-1.compute-01", heat_against_supply=(point,), flow_against_heat=(point,))
    document = check_document(checked, envelope=curves, reliefs=reliefs(checked))
    validate(document, schema)
    assert document["envelope"]["heat_against_supply"][0]["heat_kw"] is None
    assert document["reliefs"]


def test_plain_knows_no_infinity() -> None:
    assert plain({"a": [float("inf"), 1, True, None, "x"]}) == {"a": [None, 1, True, None, "x"]}
