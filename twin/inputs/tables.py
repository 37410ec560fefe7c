"""Tables from CSV and Parquet files, checked before anything is used.

A CSV file is read line by line, so that every complaint names its line. Text becomes numbers only in the
columns that are asked for: a trace may carry columns the twin has no use for.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from twin.errors import DataFileError, Problem
from twin.inputs.signal import Floats

__all__ = ["Table", "existing_file", "read_table"]

_MOST_PROBLEMS: Final = 5
"""As many mistakes of a file are listed; the rest is a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Named columns of equal length, as they stand in the file.

    Attributes
    ----------
    path : Path
        The file, for messages.
    columns : dict of str to sequence
        Text from a CSV file, typed arrays from a Parquet file.
    row_lines : tuple of int or None
        Line of each row in a CSV file; a Parquet file has rows only.
    """

    path: Path
    columns: dict[str, Any]
    row_lines: tuple[int, ...] | None

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(self.columns)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def problem(
        self, row: int, column: str, message: str, *, given: object = "", remedy: str = ""
    ) -> Problem:
        """Return the problem of one cell; ``row`` counts from 0."""
        line = None if self.row_lines is None else self.row_lines[row]
        field = f"column {column}" if line is not None else f"row {row + 1}, column {column}"
        return Problem(
            file=str(self.path), line=line, field=field, given=str(given), message=message, remedy=remedy
        )

    def refuse(self, message: str, *, given: str = "", allowed: str = "", remedy: str = "") -> NoReturn:
        """Raise the error of the table as a whole.

        Raises
        ------
        DataFileError
            Always.
        """
        line = None if self.row_lines is None else 1
        raise DataFileError(
            Problem(
                file=str(self.path), line=line, given=given, message=message, allowed=allowed, remedy=remedy
            )
        )

    def refuse_rows(self, wrong: NDArray[np.bool_], column: str, message: str, *, remedy: str = "") -> None:
        """Raise the error of the marked rows, if any is marked.

        Raises
        ------
        DataFileError
            With the first marked rows and the number of the others.
        """
        rows = np.flatnonzero(wrong)
        if not len(rows):
            return
        cells = self.columns[column]
        problems = [
            self.problem(int(row), column, message, given=cells[row], remedy=remedy)
            for row in rows[:_MOST_PROBLEMS]
        ]
        more = len(rows) - _MOST_PROBLEMS
        if more > 0:
            problems.append(Problem(file=str(self.path), message=f"and {more} more rows like these"))
        raise DataFileError(*problems)

    def require(self, *names: str) -> None:
        """Check that the columns are there.

        Raises
        ------
        DataFileError
            With the columns the file has.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            self.refuse(
                f"has no column {' and '.join(missing)}",
                remedy=f"its columns are {', '.join(self.names)}",
            )

    def numbers(self, name: str) -> Floats:
        """Return a column as finite numbers, shape (n_row,).

        Raises
        ------
        DataFileError
            The column is absent, or a cell is empty, no number, NaN or infinite.
        """
        self.require(name)
        cells = self.columns[name]
        values = np.array([_number(cell) for cell in cells], dtype=np.float64)
        self.refuse_rows(
            ~np.isfinite(values), name, "is not a finite number", remedy="fill the gap or leave the rows out"
        )
        return values

    def numbers_within(self, name: str, low: float, high: float, meaning: str) -> Floats:
        """Return a column whose values lie between low and high; ``meaning`` says what they are.

        Raises
        ------
        DataFileError
            As `numbers`, or a value lies outside.
        """
        values = self.numbers(name)
        self.refuse_rows((values < low) | (values > high), name, f"is not {meaning}")
        return values

    def rising_seconds(self, name: str) -> Floats:
        """Return a time column as seconds after its first row, strictly rising, two rows at least.

        Raises
        ------
        DataFileError
            As `numbers`; or time stands still or falls; or there is one row only.
        """
        seconds = self.numbers(name)
        if len(seconds) < 2:
            self.refuse("has fewer than two rows", remedy="a series needs two rows at least")
        stuck = np.concatenate([[False], np.diff(seconds) <= 0.0])
        self.refuse_rows(stuck, name, "is not later than the row before", remedy="sort the rows by time")
        return np.asarray(seconds - seconds[0])

    def clock_seconds(self, name: str) -> Floats:
        """Return a column of dates with time as seconds after its first row; equal times are allowed.

        Raises
        ------
        DataFileError
            A cell is no ISO 8601 date, or lies before the row above.
        """
        self.require(name)
        cells = self.columns[name]
        seconds = np.array([_clock(cell) for cell in cells], dtype=np.float64)
        self.refuse_rows(
            ~np.isfinite(seconds), name, "is not a date with time", remedy="write 2023-11-16 18:15:46.68"
        )
        self.refuse_order(seconds, name)
        return np.asarray(seconds - seconds[0])

    def refuse_order(self, seconds: Floats, name: str) -> None:
        """Check that time never falls.

        Raises
        ------
        DataFileError
            A row lies before the row above.
        """
        falls = np.concatenate([[False], np.diff(seconds) < 0.0])
        self.refuse_rows(falls, name, "is earlier than the row before", remedy="sort the rows by time")


def existing_file(path: str | Path, what: str) -> Path:
    """Return the path of a file that is there.

    Raises
    ------
    DataFileError
        There is no such file.
    """
    found = Path(path)
    if not found.is_file():
        raise DataFileError(
            Problem(file=str(found), message=f"is no file to read {what} from", remedy="check the path")
        )
    return found


def read_table(path: str | Path) -> Table:
    """Read a table whole, or not at all.

    Parameters
    ----------
    path : str or Path
        ``.csv`` (UTF-8, comma, one header line) or ``.parquet``.

    Returns
    -------
    Table
        With one row at least.

    Raises
    ------
    DataFileError
        No such file, another suffix, unreadable, no rows, a row of another length, a column name twice.
    """
    found = existing_file(path, "a table")
    suffix = found.suffix.lower()
    if suffix == ".csv":
        table = _read_csv(found)
    elif suffix == ".parquet":
        table = _read_parquet(found)
    else:
        raise DataFileError(
            Problem(file=str(found), given=suffix, message="is no table format", allowed=".csv, .parquet")
        )
    if not len(table):
        table.refuse("has no rows")
    return table


def _read_csv(path: Path) -> Table:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(
            Problem(
                file=str(path), message=f"is not a CSV file in UTF-8: {error}", remedy="save it again as CSV"
            )
        ) from None
    if not lines:
        raise DataFileError(Problem(file=str(path), message="is empty"))
    header = [name.strip() for name in lines[0][1]]
    _refuse_twice(path, header)
    wrong = [(line, row) for line, row in lines[1:] if len(row) != len(header)]
    if wrong:
        line, row = wrong[0]
        raise DataFileError(
            Problem(
                file=str(path),
                line=line,
                message=f"has {len(row)} cells where the header has {len(header)}",
                remedy="the file may be cut off; write every row in full",
            )
        )
    columns = {name: [row[i].strip() for _, row in lines[1:]] for i, name in enumerate(header)}
    return Table(path=path, columns=columns, row_lines=tuple(line for line, _ in lines[1:]))


def _read_parquet(path: Path) -> Table:
    from pyarrow import ArrowException, parquet

    try:
        arrow = parquet.read_table(path)
    except (ArrowException, OSError) as error:
        raise DataFileError(
            Problem(file=str(path), message=f"cannot be read: {error}", remedy="the file may be cut off")
        ) from None
    _refuse_twice(path, arrow.column_names)
    columns = {name: arrow.column(name).to_numpy() for name in arrow.column_names}
    return Table(path=path, columns=columns, row_lines=None)


def _refuse_twice(path: Path, header: Sequence[str]) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataFileError(
            Problem(file=str(path), line=1, given=", ".join(twice), message="stands twice in the header")
        )


def _number(cell: object) -> float:
    try:
        return float(cell)  # type: ignore[arg-type]  # whatever is no number is refused by row
    except (TypeError, ValueError):
        return np.nan


def _clock(cell: object) -> float:
    if isinstance(cell, np.datetime64):
        return float((cell - np.datetime64("1970-01-01")) / np.timedelta64(1, "s"))
    try:
        moment = datetime.fromisoformat(str(cell))
    except ValueError:
        return np.nan
    # Traces without a time zone: differences are all that is used, and a summer-time change must not enter
    # them.
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
