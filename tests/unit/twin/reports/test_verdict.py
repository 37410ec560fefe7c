from __future__ import annotations

from typing import Any

from twin.reports.verdict import UNSOLVED_ID, verdict


def only(document: dict[str, Any], *statuses: str) -> dict[str, Any]:
    return document | {"limits": [row for row in document["limits"] if row["status"] in statuses]}


def test_sentence_names_limit_scope_bound_excess_and_case(document: dict[str, Any]) -> None:
    found = verdict(document)
    assert (found.word, found.status) == ("LIMITS VIOLATED", "violated")
    assert found.binding == (
        "cdu.duty binds first, at tcs-1.cdu-2: 110.0 kW where at most 100.0 kW is allowed, 10.0 kW (10 %) too "
        "much, in the case “sustained, tcs-1.cdu-1 out”."
    )
    assert "558.3 kW of IT power on 384 chips" in found.site
    assert "62 % of the heat to cold plates, 27 % to cooling doors" in found.site
    assert found.counts == "34 limits in 2 cases: 1 violated, 12 near, 1 not judged for want of an input."


def test_a_lower_bound_reads_as_one(document: dict[str, Any]) -> None:
    row = document["limits"][0] | {"value": 90.0, "bound": 100.0, "margin": -10.0}
    assert (
        "90.0 kW where at least 100.0 kW is allowed, 10.0 kW (10 %) too little"
        in verdict(document | {"limits": [row]}).binding
    )


def test_unknown_is_no_silent_pass(document: dict[str, Any]) -> None:
    found = verdict(only(document, "ok", "unknown"))
    assert found.word == "INSIDE ALL LIMITS THAT COULD BE JUDGED"
    assert found.status == "unknown"


def test_inside(document: dict[str, Any]) -> None:
    found = verdict(only(document, "ok"))
    assert (found.word, found.status) == ("INSIDE ALL LIMITS", "ok")
    assert "30.0 kW (30 %) left" in found.binding


def test_an_unsolved_case_is_named_with_its_cause(document: dict[str, Any]) -> None:
    row = document["limits"][0] | {
        "id": UNSOLVED_ID,
        "quantity": "steady state: thermal runaway: leakage outgrows cooling",
        "margin": None,
        "margin_fraction": None,
        "value": None,
        "bound": None,
    }
    found = verdict(document | {"limits": [row], "it_power_kw": None})
    assert found.binding == (
        "The case “sustained, tcs-1.cdu-1 out” has no steady state (thermal runaway: leakage outgrows cooling)."
    )
    assert "no steady state" in found.site


def test_a_temperature_margin_is_a_difference(document: dict[str, Any]) -> None:
    row = document["limits"][0] | {"unit": "degC"}
    assert (
        "110.0 °C where at most 100.0 °C is allowed, 10.0 K" in verdict(document | {"limits": [row]}).binding
    )
