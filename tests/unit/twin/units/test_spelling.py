"""The closed list of spellings."""

from __future__ import annotations

import pytest

from twin.units.spelling import SPELLINGS, UnknownUnitError, nearest_spellings, to_expression


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_spelling_is_one_the_library_understands(spelling: str) -> None:
    from twin.units.registry import _registry

    quantity = _registry().parse_expression(to_expression(spelling))
    assert _registry().Quantity(quantity).to_base_units().magnitude > 0.0


@pytest.mark.parametrize("text", ["kw", "W W", "Rm", "W^-1", "degC", "2 W", "W + W", "µµ", "m4"])
def test_what_is_not_listed_is_unknown(text: str) -> None:
    with pytest.raises(UnknownUnitError):
        to_expression(text)


def test_wrong_case_is_offered_in_the_right_case() -> None:
    assert nearest_spellings("kpa") == ["kPa"]
    assert set(nearest_spellings("mw")) == {"mW", "MW"}
