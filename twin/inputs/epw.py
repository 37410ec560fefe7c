"""Hourly weather years in EnergyPlus Weather format (EPW)."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.psychrometrics import wet_bulb_k
from twin.errors import DataFileError, Problem, UsageError
from twin.inputs.signal import Floats, Signal
from twin.inputs.tables import existing_file
from twin.inputs.weather import SECONDS_PER_HOUR, OutdoorAir, clock_text, day_start_s

__all__ = ["WeatherYear", "epw_weather", "read_epw"]

_HEADER_LINES: Final = 8
_HOURS: Final = (8760, 8784)

# Position, meaning, lowest and highest value, unit: EnergyPlus Auxiliary Programs, EPW data dictionary.
# Missing codes (99.9 degC, 999 %, 999999 Pa) lie outside, except that 99.9 % of humidity is a value.
_DRY_BULB: Final = (6, "dry bulb", -70.0, 70.0, "degC")
_HUMIDITY: Final = (8, "relative humidity", 0.0, 110.0, "%")
_PRESSURE: Final = (9, "station pressure", 31000.0, 120000.0, "Pa")
_FIELDS: Final = (_DRY_BULB, _HUMIDITY, _PRESSURE)
_MISSING: Final = {6: 99.9, 8: 999.0, 9: 999999.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherYear:
    """A year of hourly weather; value i holds ``i + 1`` hours after 1 January began, local standard time.

    Attributes
    ----------
    place : str
        From the first header line.
    elevation_m : float
        Of the station [m].
    dry_bulb_k, wet_bulb_k, relative_humidity_frac, pressure_pa : ndarray, shape (8760,) or (8784,)
        The wet bulb follows from the other three.
    """

    place: str
    elevation_m: float
    dry_bulb_k: Floats
    wet_bulb_k: Floats
    relative_humidity_frac: Floats
    pressure_pa: Floats

    @property
    def hour_count(self) -> int:
        """Hours of the year."""
        return len(self.dry_bulb_k)

    @property
    def hottest_wet_bulb_hour(self) -> int:
        """Index of the hour with the highest wet bulb."""
        return int(np.argmax(self.wet_bulb_k))

    @property
    def hottest_wet_bulb_day(self) -> int:
        """Day of the year, from 0, that holds the hour with the highest wet bulb."""
        return self.hottest_wet_bulb_hour // 24


def read_epw(path: str | Path) -> WeatherYear:
    """Read a weather year whole, or not at all.

    Parameters
    ----------
    path : str or Path
        EPW: 8 header lines, then 8,760 or 8,784 rows. Line ends and the minute field do not matter.

    Raises
    ------
    DataFileError
        With file and line: no EPW header, a short row, an hour that is absent or twice, a missing code, NaN,
        a value no weather has, a file that ends early.

    Notes
    -----
    Source of the format: EnergyPlus Auxiliary Programs, EnergyPlus Weather File (EPW) Data Dictionary.
    Humidity is used and not the dew point column, which disagrees with it in single hours of published files.
    """
    found = existing_file(path, "a weather year")
    lines = _lines(found)
    place, elevation_m = _location(found, lines)
    rows = lines[_HEADER_LINES:]
    _check_rows(found, rows)
    dry_c, humidity_percent, pressure_pa = (_column(found, rows, *field) for field in _FIELDS)
    dry_k = dry_c + KELVIN_OFFSET_K
    humidity = np.minimum(0.01 * humidity_percent, 1.0)
    return WeatherYear(
        place=place,
        elevation_m=elevation_m,
        dry_bulb_k=dry_k,
        wet_bulb_k=np.asarray(wet_bulb_k(dry_k, humidity, pressure_pa)),
        relative_humidity_frac=humidity,
        pressure_pa=pressure_pa,
    )


def epw_weather(path: str | Path, *, duration_s: float, start: str | None = None) -> OutdoorAir:
    """Return the weather of a run from a weather year.

    Parameters
    ----------
    path : str or Path
        EPW file.
    duration_s : float
        Length of the run [s]; the year begins again at its end.
    start : str or None
        ``MM-DD`` or ``MM-DD HH:MM``, local standard time. None: the day with the highest wet bulb, from
        midnight; runs shorter than a day have the hottest hour at mid-run.

    Raises
    ------
    DataFileError
        From the file.
    UsageError
        ``start`` is no day of the year.
    """
    year = read_epw(path)
    start_s = _chosen_start_s(year, duration_s) if start is None else _start_s(start, year.hour_count)
    first = int(start_s // SECONDS_PER_HOUR)
    last = int(np.ceil((start_s + duration_s) / SECONDS_PER_HOUR))
    instants = np.arange(first, max(last, first + 1) + 1)
    rows = (instants - 1) % year.hour_count
    time_s = np.asarray(SECONDS_PER_HOUR * instants - start_s, dtype=np.float64)

    def series(values: Floats) -> Signal:
        return Signal(time_s=time_s, values=values[rows][:, np.newaxis], kind="linear")

    notes = [f"weather of {year.place} from {_day_text(start_s, year.hour_count)}"]
    if start is None:
        notes.append("that is the day with the highest wet bulb of the file; --start chooses another")
    if duration_s > year.hour_count * SECONDS_PER_HOUR:
        notes.append("the weather year repeats")
    return OutdoorAir(
        dry_bulb_k=series(year.dry_bulb_k),
        wet_bulb_k=series(year.wet_bulb_k),
        air_pressure_pa=series(year.pressure_pa),
        label=f"{year.place}, from {_day_text(start_s, year.hour_count)}",
        notes=tuple(notes),
    )


def _lines(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8", errors="replace") as file:
            return list(csv.reader(file))
    except csv.Error as error:
        _refuse(path, None, f"is not a weather file: {error}")


def _location(path: Path, lines: list[list[str]]) -> tuple[str, float]:
    if not lines or not lines[0] or lines[0][0].strip().upper() != "LOCATION":
        _refuse(path, 1, "does not begin with LOCATION: no EPW file")
    header = [cell.strip() for cell in lines[0]]
    if len(header) < 10:
        _refuse(path, 1, f"has {len(header)} of the 10 fields of LOCATION")
    if len(lines) <= _HEADER_LINES:
        _refuse(path, len(lines), "has no weather rows after its header", "the file is cut off; get it whole")
    return ", ".join(cell for cell in (header[1], header[3]) if cell), _cell(header[9])


def _check_rows(path: Path, rows: list[list[str]]) -> None:
    width = len(rows[0])
    leap = len(rows) > _HOURS[0] and rows[59 * 24][1:3] == ["2", "29"]
    hours = _HOURS[1] if leap else _HOURS[0]
    for index, row in enumerate(rows[:hours]):
        line = index + _HEADER_LINES + 1
        if len(row) != width or width <= _PRESSURE[0]:
            _refuse(path, line, f"has {len(row)} fields where an EPW row has {max(width, 35)}",
                    "the file is cut off or damaged; get it whole")  # fmt: skip
        stamp = tuple(_cell(cell) for cell in row[1:4])
        expected = _stamp(index, leap=leap)
        if stamp != expected:
            due = "month {}, day {}, hour {}".format(*expected)
            _refuse(path, line, f"stands where {due} is due", "an hour is absent or stands twice",
                    given=",".join(row[1:4]))  # fmt: skip
    if len(rows) != hours:
        _refuse(
            path,
            len(rows) + _HEADER_LINES,
            f"is the last of {len(rows)} weather rows; a year has {_HOURS[0]} or {_HOURS[1]}",
            "the file is cut off; get it whole" if len(rows) < hours else "remove the rows after the year",
        )


def _stamp(index: int, *, leap: bool) -> tuple[int, int, int]:
    day, hour = divmod(index, 24)
    for month in range(1, 13):
        length = monthrange(2024 if leap else 2023, month)[1]
        if day < length:
            return month, day + 1, hour + 1
        day -= length
    return 12, 31, 24


def _column(
    path: Path, rows: list[list[str]], position: int, meaning: str, low: float, high: float, unit: str
) -> Floats:
    values = np.array([_cell(row[position]) for row in rows])
    wrong = np.flatnonzero(~((values >= low) & (values <= high)))
    if len(wrong):
        index = int(wrong[0])
        missing = values[index] == _MISSING[position]
        _refuse(
            path,
            index + _HEADER_LINES + 1,
            f"is {'the code for a missing' if missing else 'no'} {meaning} ({low:g} to {high:g} {unit}); "
            f"{len(wrong)} such rows",
            "fill the gap or use another file",
            given=rows[index][position].strip(),
        )
    return values


def _cell(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan


def _chosen_start_s(year: WeatherYear, duration_s: float) -> float:
    midnight_s = 24.0 * SECONDS_PER_HOUR * year.hottest_wet_bulb_day
    hottest_s = SECONDS_PER_HOUR * (year.hottest_wet_bulb_hour + 1) - midnight_s
    return midnight_s + day_start_s(duration_s, hottest_s)


def _start_s(start: str, hour_count: int) -> float:
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?", start.strip())
    if match:
        month, day, hour, minute = (int(part or 0) for part in match.groups())
        reference = 2024 if hour_count == _HOURS[1] else 2023
        if 1 <= month <= 12 and 1 <= day <= monthrange(reference, month)[1] and hour < 24 and minute < 60:
            days = sum(monthrange(reference, earlier)[1] for earlier in range(1, month)) + day - 1
            return SECONDS_PER_HOUR * (24 * days + hour) + 60.0 * minute
    raise UsageError(
        Problem(
            field="--start",
            given=start,
            message="is no day of the file's year",
            remedy='write "MM-DD" or "MM-DD HH:MM", as in "07-15 00:00"',
        )
    )


def _day_text(start_s: float, hour_count: int) -> str:
    index = int(start_s // SECONDS_PER_HOUR) % hour_count
    month, day, _ = _stamp(index, leap=hour_count == _HOURS[1])
    return f"{month:02d}-{day:02d} {clock_text(start_s % (24.0 * SECONDS_PER_HOUR))}"


def _refuse(path: Path, line: int | None, message: str, remedy: str = "", given: str = "") -> NoReturn:
    raise DataFileError(Problem(file=str(path), line=line, message=message, remedy=remedy, given=given))
