from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from twin.errors import DataFileError, UsageError
from twin.inputs import epw_weather, read_epw

HEADER = ["LOCATION,Testville,TV,TST,SRC,000000,30.0,120.0,8.0,12.5", *(f"HEADER {n}" for n in range(2, 9))]


def epw_lines(*, leap: bool = False, minute: int = 0) -> list[str]:
    """A year whose dry bulb is 10 degC, 25 degC on 15 July at 15 h; saturated air, so wet bulb = dry bulb."""
    start = datetime(2024 if leap else 2023, 1, 1)  # noqa: DTZ001
    lines = []
    for hour in range(8784 if leap else 8760):
        day = start + timedelta(days=hour // 24)
        hot = (day.month, day.day, hour % 24 + 1) == (7, 15, 15)
        stamp = f"{day.year},{day.month},{day.day},{hour % 24 + 1},{minute}"
        lines.append(f"{stamp},?9,{25.0 if hot else 10.0},9.0,100,101325" + ",0" * 25)
    return lines


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_lines(rows: list[str], header: list[str] = HEADER, end: str = "\n") -> Path:
        path = tmp_path / "year.epw"
        path.write_bytes((end.join([*header, *rows]) + end).encode())
        return path

    return write_lines


def problem(path: Path) -> tuple[int | None, str]:
    with pytest.raises(DataFileError) as caught:
        read_epw(path)
    assert caught.value.problems[0].file == str(path)
    return caught.value.problems[0].line, str(caught.value)


@pytest.mark.parametrize(("leap", "hours"), [(False, 8760), (True, 8784)])
def test_a_whole_year_is_read(write: Write, leap: bool, hours: int) -> None:
    year = read_epw(write(epw_lines(leap=leap)))
    assert year.hour_count == hours
    assert year.place == "Testville, TST"
    assert year.elevation_m == 12.5
    np.testing.assert_allclose(year.wet_bulb_k, year.dry_bulb_k, atol=1e-6)
    assert year.hottest_wet_bulb_day == (196 if leap else 195)


def test_line_ends_and_minutes_do_not_matter(write: Write) -> None:
    first = read_epw(write(epw_lines()))
    second = read_epw(write(epw_lines(minute=30), end="\r\n"))
    np.testing.assert_array_equal(first.dry_bulb_k, second.dry_bulb_k)


def test_hour_15_holds_at_15_o_clock(write: Write) -> None:
    air = epw_weather(write(epw_lines()), duration_s=86400.0, start="07-15 00:00")
    assert air.dry_bulb_k.at(15 * 3600.0)[0] == pytest.approx(298.15)
    assert air.dry_bulb_k.at(14.5 * 3600.0)[0] == pytest.approx(290.65)
    assert air.label.endswith("from 07-15 00:00")


def test_the_default_is_the_hottest_wet_bulb_day(write: Write) -> None:
    path = write(epw_lines())
    day = epw_weather(path, duration_s=86400.0)
    assert day.label.endswith("from 07-15 00:00")
    hour = epw_weather(path, duration_s=3600.0)
    assert hour.label.endswith("from 07-15 14:30")
    assert hour.wet_bulb_k.at(1800.0)[0] == pytest.approx(298.15, abs=1e-6)


def test_the_year_begins_again(write: Write) -> None:
    air = epw_weather(write(epw_lines()), duration_s=3 * 86400.0, start="12-31")
    assert air.dry_bulb_k.at(2.5 * 86400.0)[0] == pytest.approx(283.15)
    assert air.dry_bulb_k.time_s[-1] >= 3 * 86400.0


@pytest.mark.parametrize("start", ["02-29", "13-01", "07-15 24:00", "15 July", "2023-07-15", "00-10"])
def test_a_start_that_is_no_day_is_refused(write: Write, start: str) -> None:
    with pytest.raises(UsageError, match="MM-DD"):
        epw_weather(write(epw_lines()), duration_s=3600.0, start=start)


def test_29_february_exists_in_a_leap_year(write: Write) -> None:
    air = epw_weather(write(epw_lines(leap=True)), duration_s=3600.0, start="02-29 12:00")
    assert air.label.endswith("from 02-29 12:00")


def test_a_file_cut_between_rows(write: Write) -> None:
    line, text = problem(write(epw_lines()[:5000]))
    assert line == 5008
    assert "is the last of 5000 weather rows" in text
    assert "cut off" in text


def test_a_file_cut_inside_a_row(write: Write) -> None:
    rows = epw_lines()[:5000]
    rows[-1] = rows[-1][:30]
    line, text = problem(write(rows))
    assert line == 5008
    assert "where an EPW row has 35" in text


def test_a_file_cut_after_its_header(write: Write) -> None:
    assert "no weather rows" in problem(write([]))[1]


def test_an_hour_left_out(write: Write) -> None:
    rows = epw_lines()
    del rows[100]
    line, text = problem(write(rows))
    assert line == 109
    assert "month 1, day 5, hour 5 is due" in text


def test_rows_after_the_year(write: Write) -> None:
    rows = epw_lines()
    assert "remove the rows" in problem(write([*rows, rows[0]]))[1]


@pytest.mark.parametrize(
    ("position", "cell", "told"),
    [
        (6, "99.9", "code for a missing dry bulb"),
        (6, "nan", "no dry bulb"),
        (6, "", "no dry bulb"),
        (6, "300", "no dry bulb"),
        (8, "999", "code for a missing relative humidity"),
        (8, "-1", "no relative humidity"),
        (9, "999999", "code for a missing station pressure"),
        (9, "1013", "no station pressure"),
    ],
)
def test_missing_and_impossible_values_name_their_line(
    write: Write, position: int, cell: str, told: str
) -> None:
    rows = epw_lines()
    cells = rows[41].split(",")
    cells[position] = cell
    rows[41] = ",".join(cells)
    line, text = problem(write(rows))
    assert line == 50
    assert told in text


def test_another_file_is_no_weather_year(write: Write) -> None:
    assert problem(write([], header=["time_s,p_W", "0,1"]))[0] == 1


def test_an_empty_file_is_no_weather_year(tmp_path: Path) -> None:
    path = tmp_path / "year.epw"
    path.touch()
    assert "no EPW file" in problem(path)[1]


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.epw"):
        read_epw(tmp_path / "nowhere.epw")


CITIES = {
    "CHN_SH_Shanghai-Hongqiao.Intl.AP.583670_TMYx": (17.0, -3.0, 38.0, 35.4, 14.1, 28.4, 30.8, 5306),
    "USA_AZ_Phoenix-Sky.Harbor.Intl.AP.722780_TMYx.2007-2021": (
        24.7, 0.4, 45.6, 42.8, 13.1, 27.3, 33.0, 6624,
    ),
    "USA_IL_Chicago-OHare.Intl.AP.725300_TMY3": (10.0, -22.8, 35.0, 32.2, 7.1, 25.4, 26.9, 7230),
    "USA_VA_Leesburg.Exec.AP-Godfrey.Field.724055_TMYx.2007-2021": (
        13.8, -12.0, 37.0, 35.0, 10.4, 25.9, 29.1, 6243,
    ),
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", CITIES, ids=lambda name: name.split("-")[0])
def test_statistics_of_public_years(shared_data: Path, name: str) -> None:
    year = read_epw(shared_data / "weather_epw" / f"{name}.epw")
    dry_c, wet_c = year.dry_bulb_k - 273.15, year.wet_bulb_k - 273.15
    found = [dry_c.mean(), dry_c.min(), dry_c.max(), np.percentile(dry_c, 99.6)]
    found += [np.percentile(wet_c, 99.6), wet_c.max()]
    *dry, wet_mean, wet_high, wet_max, mild_hours = CITIES[name]
    # One decimal is published.
    assert found == pytest.approx([*dry, wet_high, wet_max], abs=0.0501)
    # The published mean takes ice below freezing, ours liquid water: up to 0.0132 K more in these years.
    assert wet_c.mean() == pytest.approx(wet_mean, abs=0.0501 + 0.0132)
    assert int((wet_c < 18.0).sum()) == mild_hours
