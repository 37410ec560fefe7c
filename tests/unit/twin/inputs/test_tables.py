from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.unit.twin.inputs.conftest import WriteTable
from twin.errors import DataFileError
from twin.inputs.tables import read_table


def test_csv_reads_numbers(write_table: WriteTable) -> None:
    table = read_table(write_table("a.csv", "time_s,p_W", [(5, "1e3"), (7, 2)]))
    assert table.names == ("time_s", "p_W")
    assert table.rising_seconds("time_s").tolist() == [0.0, 2.0]
    assert table.numbers("p_W").tolist() == [1000.0, 2.0]


def test_parquet_equals_csv(write_table: WriteTable, tmp_path: Path) -> None:
    import pandas as pd

    rows = [(0, 1.5), (15, 2.5)]
    csv = read_table(write_table("a.csv", "time_s,p_W", rows))
    pd.DataFrame(rows, columns=["time_s", "p_W"]).to_parquet(tmp_path / "a.parquet")
    parquet = read_table(tmp_path / "a.parquet")
    for name in csv.names:
        np.testing.assert_array_equal(csv.numbers(name), parquet.numbers(name))


@pytest.mark.parametrize(("cell", "given"), [("nan", "nan"), ("", ""), ("inf", "inf"), ("12 kW", "12 kW")])
def test_a_cell_that_is_no_number_names_line_and_column(
    write_table: WriteTable, cell: str, given: str
) -> None:
    path = write_table("a.csv", "time_s,p_W", [(0, 1), (15, cell), (30, 3)])
    with pytest.raises(DataFileError) as caught:
        read_table(path).numbers("p_W")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.field, problem.given) == (str(path), 3, "column p_W", given)
    assert problem.remedy


def test_nan_in_parquet_names_row_and_column(tmp_path: Path) -> None:
    import pandas as pd

    path = tmp_path / "a.parquet"
    pd.DataFrame({"time_s": [0.0, 15.0], "p_W": [1.0, np.nan]}).to_parquet(path)
    with pytest.raises(DataFileError, match=r"a\.parquet: row 2, column p_W: `nan` is not a finite number"):
        read_table(path).numbers("p_W")


def test_many_mistakes_are_listed_and_counted(write_table: WriteTable) -> None:
    path = write_table("a.csv", "time_s,p_W", [(row, "x") for row in range(20)])
    with pytest.raises(DataFileError) as caught:
        read_table(path).numbers("p_W")
    assert [problem.line for problem in caught.value.problems[:5]] == [2, 3, 4, 5, 6]
    assert "15 more" in str(caught.value)


@pytest.mark.parametrize(
    ("times", "line"), [pytest.param((0, 10, 10), 4, id="stands"), pytest.param((0, 10, 5), 4, id="falls")]
)
def test_time_must_rise(write_table: WriteTable, times: tuple[int, ...], line: int) -> None:
    table = read_table(write_table("a.csv", "time_s", [(time,) for time in times]))
    with pytest.raises(DataFileError) as caught:
        table.rising_seconds("time_s")
    assert caught.value.problems[0].line == line


def test_one_row_is_no_series(write_table: WriteTable) -> None:
    with pytest.raises(DataFileError, match="two rows"):
        read_table(write_table("a.csv", "time_s", [(0,)])).rising_seconds("time_s")


def test_a_row_cut_off_names_its_line(write_table: WriteTable) -> None:
    path = write_table("a.csv", "time_s,p_W", [(0, 1), (15,)])
    with pytest.raises(DataFileError, match=r"a\.csv:3: has 1 cells where the header has 2"):
        read_table(path)


def test_an_absent_column_lists_those_there(write_table: WriteTable) -> None:
    with pytest.raises(DataFileError, match="its columns are time, p_W"):
        read_table(write_table("a.csv", "time,p_W", [(0, 1)])).numbers("time_s")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"time_s,p\n", "has no rows"),
        ("a.csv", b"a,a\n1,2\n", "stands twice"),
        ("a.csv", b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        ("a.parquet", b"PAR1 but not really", "cannot be read"),
        ("a.xlsx", b"", "no table format"),
    ],
)
def test_unreadable_files_are_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=message) as caught:
        read_table(path)
    assert caught.value.problems[0].file == str(path)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.csv"):
        read_table(tmp_path / "nowhere.csv")


def test_byte_order_mark_and_crlf_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbftime_s,p\r\n0,1\r\n1,2\r\n")
    assert read_table(path).numbers("time_s").tolist() == [0.0, 1.0]


def test_clock_reads_seven_decimals(write_table: WriteTable) -> None:
    table = read_table(
        write_table("a.csv", "t", [("2023-11-16 18:15:46.6805900",), ("2023-11-16 18:15:50.9951690",)])
    )
    assert table.clock_seconds("t")[1] == pytest.approx(4.314579, abs=1e-6)
