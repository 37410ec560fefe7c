from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from twin.studies.check import CheckResult
from twin.studies.check.closure import energy_closure_frac, energy_imbalances_w


def test_every_case_closes(checked: CheckResult) -> None:
    for result in checked.results:
        assert result.snapshot is not None
        assert energy_closure_frac(result.plant, result.snapshot) < 1e-9, result.case.name


@pytest.mark.parametrize(
    ("family", "field", "balance"),
    [
        ("cabinets", "return_k", "racks"),
        ("cabinets", "flow_m3_s", "racks"),
        ("cabinets", "power_w", "cabinets"),
        ("cdus", "supply_k", "cdus"),
        ("cdus", "primary_out_k", "cdus"),
        ("cdus", "duty_w", "loops"),
        ("fws", "return_k", "facility"),
        ("fws", "rejected_w", "site"),
        ("chw", "supply_k", "chilled"),
        ("halls", "crah_heat_w", "halls"),
        ("tcs", "return_k", "loops"),
    ],
)
def test_a_published_number_that_is_off_opens_its_balance(
    checked: CheckResult, family: str, field: str, balance: str
) -> None:
    """The closure is recomputed from what is published, so a wrong figure cannot hide behind the solver."""
    seen: Any = checked.base.snapshot
    record = getattr(seen, family)
    wrong = replace(seen, **{family: replace(record, **{field: getattr(record, field) * 1.001})})
    assert energy_imbalances_w(checked.plant, wrong)[balance] > 1.0
    assert energy_imbalances_w(checked.plant, seen)[balance] < 1e-3
