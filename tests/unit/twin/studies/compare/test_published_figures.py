"""CloudMatrix 384 against GB200 NVL72: the figures that public texts give for the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from twin.config import catalogue_entry, list_catalogue
from twin.config.chips import Chip
from twin.config.supernodes import Supernode


def row(document: dict[str, Any], quantity: str, column: str, workload: str | None = None) -> dict[str, Any]:
    (found,) = [
        each
        for each in document["rows"]
        if (each["quantity"], each["column"]) == (quantity, column) and workload in (None, each["workload"])
    ]
    return dict(found)


@pytest.mark.parametrize(("quantity", "values", "ratio"), [
    ("it_power", [559.0, 145.0], 3.86), ("compute_bf16", [300.0, 180.0], 1.67),
    ("power_per_compute_bf16", [1863.0, 806.0], 2.31), ("memory", [49.152, 13.824], 3.56),
    ("cabinet_power", [34.9, 145.0], 0.241), ("cabinet_nameplate", [66.0, 132.0], 0.5),
])  # fmt: skip
def test_stated_figures(
    document: dict[str, Any], quantity: str, values: Sequence[float], ratio: float
) -> None:
    found = row(document, quantity, "published")
    assert found["values"] == pytest.approx(values, rel=2e-3)
    assert found["ratio"] == pytest.approx(ratio, rel=3e-3)
    assert found["ratios"] == [found["ratio"]]


def test_the_quoted_roundings_follow(document: dict[str, Any]) -> None:
    assert f"{row(document, 'it_power', 'published')['ratio']:.1f}" == "3.9"
    assert f"{row(document, 'power_per_compute_bf16', 'published')['ratio']:.1f}" == "2.3"


@pytest.mark.parametrize(("quantity", "claimed"), [("it_power", 4.1), ("power_per_compute_bf16", 2.5)])
def test_the_earlier_ratios_are_explained_where_they_appear(
    document: dict[str, Any], quantity: str, claimed: float
) -> None:
    (conflict,) = [each for each in document["conflicts"] if each["ratio"] == claimed]
    assert quantity in conflict["about"]
    assert conflict["kind"] == "analyst"
    note = row(document, quantity, "published")["note"]
    assert f"{claimed} x" in note
    assert conflict["explanation"] in note
    assert conflict["source"] in note


def test_the_two_vintages_agree_with_the_stated_rates(document: dict[str, Any]) -> None:
    claims = {each["ratio"] for each in document["conflicts"]} - {None}
    rates = row(document, "compute_bf16", "published")["ratio"]
    assert max(claims) / min(claims) == pytest.approx(rates, rel=0.03)


def test_every_denominator_that_is_stated_for_the_power_is_named(document: dict[str, Any]) -> None:
    note = row(document, "it_power", "published")["note"]
    for power, ratio in (("132 kW", "4.23"), ("120 kW", "4.66")):
        assert f"{power} " in note
        assert f"a ratio of {ratio}" in note
    assert "share of the network" in note


def test_the_modules_are_of_400g_and_it_says_why(document: dict[str, Any]) -> None:
    assert row(document, "optics_count", "bottom-up")["values"] == [6912.0, 72.0]
    assert "800G" in row(document, "optics_count", "published")["note"]
    power = row(document, "optics_power", "bottom-up")["values"]
    assert power[0] == pytest.approx(6912 * 5e-3)


@pytest.mark.parametrize(("workload", "joule"), [
    ("LLaMA 3 training (fits 405B only)", 11.0), ("Qwen and DeepSeek training", 2.2),
    ("DeepSeek-R1 INT8, decode under 50 ms per token", 0.75), ("DeepSeek-R1 INT8, prefill", 0.22),
])  # fmt: skip
def test_energy_of_a_token_at_the_stated_power(document: dict[str, Any], workload: str, joule: float) -> None:
    found = row(document, "energy_per_token", "published", workload)
    assert found["values"][0] == pytest.approx(joule, rel=0.03)
    assert found["values"][1] is None
    assert "no token rate" in found["cells"][1]["reason"]
    assert ("training rates" in found["note"]) == ("training" in workload)


def test_parts_add_up_near_the_stated_totals(document: dict[str, Any]) -> None:
    power = row(document, "it_power", "bottom-up")["cells"]
    assert power[0]["value"] == pytest.approx(559.0, rel=0.01)
    assert power[1]["value"] == pytest.approx(118.6, rel=0.01)
    assert row(document, "compute_bf16", "bottom-up")["values"] == pytest.approx([288.8, 180.0], rel=1e-3)
    assert row(document, "compute_per_die_bf16", "bottom-up")["values"] == pytest.approx([376.0, 1250.0])


def entry_of(name: str) -> Supernode:
    found = catalogue_entry(f"supernodes/{name}")
    assert isinstance(found, Supernode)
    return found


def test_two_names_of_one_hardware_have_the_same_statements() -> None:
    cloud, product = entry_of("cloudmatrix384"), entry_of("atlas900-a3")
    assert product.published == cloud.published
    assert product.conflicts == cloud.conflicts
    assert product.cabinets == cloud.cabinets


@pytest.mark.parametrize(("name", "number_format", "rate"), [
    ("atlas900-a3", "bf16", 300e15), ("cloudmatrix384", "bf16", 300e15), ("gb200-nvl72", "bf16", 180e15),
    ("atlas950-superpod", "fp8", 8e18), ("atlas960-superpod", "fp8", 30e18), ("ppu-32", "unstated", 1945e15 / 512),
])  # fmt: skip
def test_every_stated_rate_has_the_format_it_is_stated_in(name: str, number_format: str, rate: float) -> None:
    published = entry_of(name).published
    assert published is not None
    assert published.compute is not None
    assert published.compute_format == number_format
    assert published.compute.value == pytest.approx(rate, rel=1e-3)


def test_no_other_rate_is_stated() -> None:
    found = {
        name for name in list_catalogue()["supernodes"] if (of := entry_of(name).published) and of.compute
    }
    assert found == {
        "atlas900-a3", "cloudmatrix384", "gb200-nvl72", "atlas950-superpod", "atlas960-superpod", "ppu-32",
    }  # fmt: skip


@pytest.mark.parametrize(("phase", "a3", "ratio"), [("training", 752.0, 17.0), ("inference", 1963.0, 26.0)])
def test_the_rates_of_the_a3_are_those_its_successor_is_measured_by(
    phase: str, a3: float, ratio: float
) -> None:
    rates = []
    for name in ("atlas950-superpod", "atlas900-a3"):
        published = entry_of(name).published
        assert published is not None
        (rate,) = [each for each in published.throughputs if each.workload == f"{phase}, model not named"]
        rates.append(rate.rate.value)
    assert rates[1] == a3
    assert rates[0] / (384 * rates[1]) == pytest.approx(ratio, rel=2e-3)


def test_a_stated_rate_that_is_also_an_input_is_the_same_number() -> None:
    supernode, chip = catalogue_entry("supernodes/cloudmatrix384"), catalogue_entry("ascend-910c")
    assert isinstance(supernode, Supernode)
    assert isinstance(chip, Chip)
    assert supernode.published is not None
    assert chip.tokens is not None
    rates = {each.workload: each.rate.value for each in supernode.published.throughputs}
    assert rates["DeepSeek-R1 INT8, prefill"] == chip.tokens.prefill.value
    assert rates["DeepSeek-R1 INT8, decode under 50 ms per token"] == chip.tokens.decode.value
