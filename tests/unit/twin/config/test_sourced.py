"""Numbers with provenance."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from twin.config.base import Block
from twin.config.quantities import SourcedPower
from twin.config.sourced import KINDS
from twin.errors import QuantityError


class Holder(Block):
    power: SourcedPower


def read(block: Any, **sources: str) -> Holder:
    return Holder.model_validate({"power": block}, context={"sources": sources})


def refusal(block: Any, **sources: str) -> QuantityError:
    with pytest.raises(ValidationError) as caught:
        read(block, **sources)
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, QuantityError)
    return error


FULL = {"value": "2 kW", "low": "1500 W", "high": "3 kW", "kind": "derived", "source": "a b"}


def test_all_three_become_si() -> None:
    power = read(FULL).power
    assert (power.low, power.value, power.high, power.text) == (1500.0, 2000.0, 3000.0, "2 kW")


def test_a_key_becomes_the_full_citation() -> None:
    assert read({**FULL, "source": "doc"}, doc="Author, title, 2026").power.source == "Author, title, 2026"


@pytest.mark.parametrize("source", ["arXiv:2506.12708", "Latif et al. 2025", "IEC-60364 table"])
def test_a_citation_may_be_written_in_place(source: str) -> None:
    assert read({**FULL, "source": source}).power.source == source


@pytest.mark.parametrize("kind", KINDS)
def test_only_published_and_measured_may_leave_the_spread_out(kind: str) -> None:
    bare = {"value": "2 kW", "kind": kind, "source": "a b"}
    if kind in ("published", "measured"):
        assert read(bare).power.low == 2000.0
    else:
        assert "no low and high" in str(refusal(bare))


@pytest.mark.parametrize(
    ("change", "sub_field"),
    [
        ({"low": "3 K"}, ("low",)),
        ({"value": "9 kW"}, ("low",)),
        ({"kind": "guess"}, ("kind",)),
        ({"source": ""}, ("source",)),
        ({"source": 5}, ("source",)),
        ({"source": "doc"}, ("source",)),
        ({"extra": 1}, ("extra",)),
        ({"value": None}, ()),
        ({"kind": None}, ()),
    ],
)
def test_the_part_at_fault_is_named(change: dict[str, Any], sub_field: tuple[str, ...]) -> None:
    error = refusal({**FULL, **change})
    assert error.sub_field == sub_field
    assert error.remedy
