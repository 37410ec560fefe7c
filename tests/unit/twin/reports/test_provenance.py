from __future__ import annotations

from typing import Any

from twin.config import load_site
from twin.reports.provenance import provenance_table


def test_each_input_stands_once_with_range_kind_and_source(document: dict[str, Any]) -> None:
    config = load_site("cloudmatrix384")
    path = "chips.ascend-910c.junction_case_resistance"
    for row in document["limits"][:3]:
        row["least_certain_input"] = path
    document["limits"][3]["least_certain_input"] = "chips.ascend-910c.throttle_temp"
    first, second = provenance_table(document, config).rows
    number = config.chips["ascend-910c"].junction_case_resistance
    assert first.cells[:3] == (path, "3", number.text)
    assert first.cells[4:] == (number.kind, number.source)
    assert second.cells[:2] == ("chips.ascend-910c.throttle_temp", "1")


def test_a_path_that_is_no_entry_is_still_named(document: dict[str, Any]) -> None:
    document["limits"][0]["least_certain_input"] = "somewhere.else"
    (row,) = provenance_table(document, load_site("cloudmatrix384")).rows
    assert row.cells == ("somewhere.else", "1", "", "", "", "")
