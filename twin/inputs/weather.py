"""Outdoor air for a run: a design point, a design day, a recorded trace; weather years are in `epw`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, NoReturn, TypeAlias

import numpy as np

from models.constants import KELVIN_OFFSET_K
from models.psychrometrics import dew_point_k, relative_humidity_from_wet_bulb
from twin.config.weather import Weather
from twin.errors import Problem, UsageError
from twin.inputs.series import laid_over
from twin.inputs.signal import Floats, Signal
from twin.inputs.tables import Table, read_table

__all__ = ["DayProfile", "DesignBasis", "OutdoorAir", "design_day", "design_point", "trace_weather"]

DesignBasis: TypeAlias = Literal["worst", "dry-bulb", "wet-bulb"]

SECONDS_PER_HOUR: Final = 3600.0
SECONDS_PER_DAY: Final = 86400.0

_COLDEST_C, _HOTTEST_C = -70.0, 70.0
"""Bounds of dry bulb: EnergyPlus Auxiliary Programs, EPW data dictionary, field 6."""

_LOWEST_PA, _HIGHEST_PA = 31000.0, 120000.0
"""Bounds of station pressure: as above, field 9."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdoorAir:
    """Outdoor air of a run; each signal has one column."""

    dry_bulb_k: Signal
    wet_bulb_k: Signal
    air_pressure_pa: Signal
    label: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProfile:
    """How far the design day cools down at night.

    Attributes
    ----------
    dry_bulb_range_k, wet_bulb_range_k : float
        Highest less lowest value of the day [K]. Assumed defaults: the mean daily dry-bulb range of the
        hottest month lies between 6.9 (Shanghai) and 11.5 K (Leesburg) in ASHRAE's 2021 design conditions,
        the range of the wet bulb near a third of it.
    """

    dry_bulb_range_k: float = 8.0
    wet_bulb_range_k: float = 3.0

    def __post_init__(self) -> None:
        """Refuse what is no daily range."""
        for name, value in (("dry", self.dry_bulb_range_k), ("wet", self.wet_bulb_range_k)):
            if not 0.0 <= value <= 40.0:
                _refuse(f"{value:g} K", f"is no daily range of the {name} bulb", "give 0 to 40 K")


def design_point(city: Weather, basis: DesignBasis = "worst") -> OutdoorAir:
    """Return the constant design air of a city.

    Parameters
    ----------
    city : Weather
        Catalogue entry.
    basis : 'worst', 'dry-bulb' or 'wet-bulb'
        ``worst``: the 0.4 % dry bulb and the 0.4 % wet bulb at once, which dry coolers and towers are each
        judged by; the others: one 0.4 % figure with the mean coincident value of the other.
    """
    dry_k, wet_k = _design_temps_k(city, basis)
    return OutdoorAir(
        dry_bulb_k=Signal.constant(dry_k),
        wet_bulb_k=Signal.constant(wet_k),
        air_pressure_pa=Signal.constant(city.pressure.value),
        label=f"design point of {city.city} ({basis})",
    )


def design_day(
    city: Weather,
    profile: DayProfile | None = None,
    *,
    duration_s: float,
    start: str | None = None,
    basis: DesignBasis = "worst",
) -> OutdoorAir:
    """Return a day that peaks at the design air of a city, repeated.

    Parameters
    ----------
    city : Weather
        Catalogue entry.
    profile : DayProfile or None
        Daily ranges; None: the assumed defaults, which a note names.
    duration_s : float
        Length of the run [s].
    start : str or None
        Time of day, ``HH:MM``. None: midnight for a day or more; shorter runs have the hottest hour at
        mid-run.
    basis : 'worst', 'dry-bulb' or 'wet-bulb'
        As in `design_point`.

    Raises
    ------
    UsageError
        ``start`` is no time of day.

    Notes
    -----
    Hourly shares of the daily range of ASHRAE Fundamentals 2021, chapter 14, table 6, straight between hours.
    The wet bulb is held to at most the dry bulb.
    """
    ranges = profile or DayProfile()
    dry_peak_k, wet_peak_k = _design_temps_k(city, basis)
    shares = _daily_shares()
    hours = np.arange(24.0)
    hottest_s = SECONDS_PER_HOUR * float(np.mean(hours[shares == 0.0]))
    start_s = day_start_s(duration_s, hottest_s) if start is None else _time_of_day_s(start)
    knots_s = np.arange(0.0, start_s + duration_s + 2.0 * SECONDS_PER_HOUR, SECONDS_PER_HOUR)
    share = shares[(knots_s / SECONDS_PER_HOUR).astype(np.int64) % 24]
    dry_k = dry_peak_k - ranges.dry_bulb_range_k * share
    wet_k = np.minimum(wet_peak_k - ranges.wet_bulb_range_k * share, dry_k)
    notes = [f"design day starts at {clock_text(start_s)}"]
    if profile is None:
        notes.append(
            f"daily ranges of dry bulb ({ranges.dry_bulb_range_k:g} K) and wet bulb "
            f"({ranges.wet_bulb_range_k:g} K) are assumed; an EPW file has the real ones"
        )
    time_s = knots_s - start_s
    return OutdoorAir(
        dry_bulb_k=_linear(time_s, dry_k),
        wet_bulb_k=_linear(time_s, wet_k),
        air_pressure_pa=Signal.constant(city.pressure.value),
        label=f"design day of {city.city} ({basis})",
        notes=tuple(notes),
    )


def trace_weather(path: str | Path, city: Weather, *, duration_s: float) -> OutdoorAir:
    """Return the weather that a recording carries beside its load.

    Parameters
    ----------
    path : str or Path
        Table with ``time_s`` and ``wetbulb_C``; ``drybulb_C`` and ``pressure_Pa`` where known.
    city : Weather
        Where the recording has no dry bulb, this city's mean depression (dry less wet bulb) is added; where
        it has no pressure, this city's. Notes say so.
    duration_s : float
        Length of the run [s]; a shorter recording is repeated.

    Raises
    ------
    DataFileError
        From the file: no ``wetbulb_C``, gaps, NaN, values no weather has, a wet bulb above the dry bulb.
    """
    table = read_table(path)
    time_s = table.rising_seconds("time_s")
    wet_k = _temps_k(table, "wetbulb_C")
    notes: list[str] = []
    if "drybulb_C" in table.names:
        dry_k = _temps_k(table, "drybulb_C")
        table.refuse_rows(wet_k > dry_k, "wetbulb_C", "is above the dry bulb of its row")
    else:
        depression_k = city.mean_dry_bulb.value - city.mean_wet_bulb.value
        dry_k = wet_k + depression_k
        notes.append(
            f"the recording has no dry bulb: {depression_k:.1f} K above its wet bulb, the mean of {city.city}"
        )
    pressure_pa = np.full(len(time_s), city.pressure.value)
    if "pressure_Pa" in table.names:
        pressure_pa = table.numbers_within("pressure_Pa", _LOWEST_PA, _HIGHEST_PA, "a station pressure")
    values = np.column_stack([dry_k, wet_k, pressure_pa])
    signal, repeat_notes = laid_over(
        time_s, values, kind="linear", duration_s=duration_s, what="the weather recording"
    )
    dry, wet, pressure = (_linear(signal.time_s, signal.values[:, column]) for column in range(3))
    return OutdoorAir(
        dry_bulb_k=dry,
        wet_bulb_k=wet,
        air_pressure_pa=pressure,
        label=f"weather recorded in {table.path.name}",
        notes=(*notes, *repeat_notes),
    )


def outdoor_dew_point_k(air: OutdoorAir, time_s: float) -> float:
    """Return the dew point of the outdoor air at one instant [K]."""
    dry_k, wet_k = float(air.dry_bulb_k.at(time_s)[0]), float(air.wet_bulb_k.at(time_s)[0])
    pressure_pa = float(air.air_pressure_pa.at(time_s)[0])
    return float(dew_point_k(dry_k, relative_humidity_from_wet_bulb(dry_k, wet_k, pressure_pa)))


def day_start_s(duration_s: float, hottest_s: float) -> float:
    """Return where in a day a run starts [s]: midnight, or such that a short run has the peak at its middle.

    >>> day_start_s(86400.0, 52200.0), day_start_s(3600.0, 52200.0)
    (0.0, 50400.0)
    """
    if duration_s >= SECONDS_PER_DAY:
        return 0.0
    return max(hottest_s - 0.5 * duration_s, 0.0)


def clock_text(seconds: float) -> str:
    """Return seconds after midnight as ``HH:MM``.

    >>> clock_text(50400.0)
    '14:00'
    """
    minutes = int(seconds // 60.0)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _design_temps_k(city: Weather, basis: DesignBasis) -> tuple[float, float]:
    if basis == "dry-bulb":
        return city.design_dry_bulb.value, city.coincident_wet_bulb.value
    if basis == "wet-bulb":
        return city.mean_coincident_dry_bulb.value, city.design_wet_bulb.value
    return city.design_dry_bulb.value, city.design_wet_bulb.value


def _daily_shares() -> Floats:
    text = (files("site_configs") / "traces" / "design-day-profile.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return np.array([float(row["range_frac"]) for row in rows])


def _time_of_day_s(start: str) -> float:
    hour, _, minute = start.strip().partition(":")
    is_time = hour.isdigit() and (minute.isdigit() or not minute) and int(hour) < 24 and int(minute or 0) < 60
    if not is_time:
        _refuse(f"--start {start}", "is no time of day", "write HH:MM; month and day belong to an EPW file")
    return SECONDS_PER_HOUR * int(hour) + 60.0 * int(minute or 0)


def _temps_k(table: Table, name: str) -> Floats:
    return KELVIN_OFFSET_K + table.numbers_within(
        name, _COLDEST_C, _HOTTEST_C, "an air temperature from -70 to 70 degC"
    )


def _linear(time_s: Floats, values: Floats) -> Signal:
    return Signal(time_s=time_s, values=values[:, np.newaxis], kind="linear")


def _refuse(given: str, message: str, remedy: str) -> NoReturn:
    raise UsageError(Problem(field="--weather", given=given, message=message, remedy=remedy))
