from __future__ import annotations

import pytest

from twin.config import catalogue_entry, describe, list_catalogue
from twin.reports.catalog_tables import entry_tables, family_tables, site_table


@pytest.mark.parametrize(
    "name", ["chips/ascend-910c", "cdus/google-deschutes", "weather/shanghai", "fluids/pg25"]
)
def test_every_number_is_listed_with_a_source_that_is_printed(name: str) -> None:
    entry = catalogue_entry(name)
    rows = describe(entry)
    tables, sources = entry_tables(entry, rows)
    listed = [row.cells for table in tables for row in table.rows]
    assert len(listed) == len(rows)
    assert {cells[0] for cells in listed} == {row.field for row in rows}
    by_field = {row.field: row for row in rows}
    for cells in tables[0].rows:
        field, value, _, kind, label = cells.cells
        assert (value, kind) == (by_field[field].value, by_field[field].kind)
        assert sources[label.strip("[]")] == by_field[field].source


def test_all_families_are_listed() -> None:
    names = list_catalogue()
    (table,) = family_tables(names)
    assert [row.cells for row in table.rows] == [(family, name) for family in names for name in names[family]]


def test_sites() -> None:
    assert site_table({"hall": "A hall"}).rows[0].cells == ("hall", "A hall")
