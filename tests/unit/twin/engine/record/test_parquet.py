"""Families on disk: what was written comes back, and other readers understand it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from twin.engine.record.parquet import StoredFamily, blocks_of, part_name, stored_family, write_part
from twin.engine.record.rows import Table

NAMES = ("hall.a", 'odd "name"', "ß")


def table(begin: int, count: int, members: tuple[str, ...] = NAMES) -> Table:
    times = np.arange(begin, begin + count, dtype=float)
    values = times[:, np.newaxis] + 0.1 * np.arange(len(members))
    return Table(
        members=members,
        time_s=times,
        quantities={"power_w": values, "supply_k": np.full_like(values, np.nan)},
    )


def written(folder: Path, *tables: Table) -> StoredFamily:
    for place, each in enumerate(tables):
        write_part(each, folder, place)
    return stored_family(sorted(folder.iterdir()))


def test_parts_come_back_as_one_series(tmp_path: Path) -> None:
    found = written(tmp_path / "halls.parquet", table(0, 4), table(4, 1), table(5, 2))
    assert found.members == NAMES
    assert list(found) == ["power_w", "supply_k"]
    np.testing.assert_array_equal(found.time_s, np.arange(7.0))
    np.testing.assert_array_equal(found["power_w"], table(0, 7).quantities["power_w"])
    assert np.isnan(found["supply_k"]).all()
    assert [len(block) for block in blocks_of(found, "power_w")] == [4, 1, 2]
    with pytest.raises(KeyError):
        found["flow"]


def test_a_family_without_members_keeps_its_instants(tmp_path: Path) -> None:
    found = written(tmp_path / "chw.parquet", table(0, 3, ()))
    assert found["power_w"].shape == (3, 0)


def test_any_parquet_reader_takes_the_folder_for_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "halls.parquet"
    written(folder, table(0, 4), table(4, 3))
    (folder / f".{part_name(2)}").write_bytes(b"half a par")  # what a killed process leaves
    frame = pd.read_parquet(folder)
    np.testing.assert_array_equal(frame["time_s"], np.arange(7.0))
    np.testing.assert_array_equal(np.stack(frame["power_w"].to_list()), table(0, 7).quantities["power_w"])
    assert json.loads(pq.read_schema(folder / part_name(0)).metadata[b"members"]) == list(NAMES)


def test_what_changes_slowly_takes_less_room_than_its_numbers(tmp_path: Path) -> None:
    many = tuple(f"sn-1.compute-{place}" for place in range(500))
    slow = 340.0 + np.cumsum(np.full((200, 500), 1e-3), axis=0)
    write_part(Table(members=many, time_s=np.arange(200.0), quantities={"t_k": slow}), tmp_path, 0)
    assert (tmp_path / part_name(0)).stat().st_size < 0.8 * slow.nbytes
