"""Every kind of quantity that a file may hold: SI unit, range, an example, and how a report prints it.

Two kinds can share an SI unit (a temperature and a temperature difference): they are told apart here, once.
Conventions that a unit alone does not settle:

* `head` is kept in Pa; metres mean metres of water column (1000 kg/m3, 9.80665 m/s2), as pumps are tested.
* `pressure` is a difference; `pressure_gauge` is Pa above ambient and its text says `gauge`;
  `pressure_absolute` is Pa and its text says `absolute`.
* `flow_coefficient` is Kv: the flow [m3/s] of 1000 kg/m3 water at a pressure difference of 1 bar.
* `fraction` lies in 0..1, `ratio` is any finite pure number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["DIMENSIONS", "WATER_COLUMN_PA_M", "Dimension", "Scale"]

WATER_COLUMN_PA_M: Final = 9806.65
"""Pressure of one metre of water, 1000 kg/m3 times standard gravity 9.80665 m/s2 (ISO 80000-3)."""

Scale = tuple[tuple[float, str], ...]
"""Display units, largest first: (SI size of one unit, its label)."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A kind of quantity. `low` and `high` bound the SI value; `open_low` leaves `low` itself out."""

    words: str
    si_unit: str
    example: str
    low: float
    high: float
    display: Scale
    open_low: bool = False
    bare: bool = False


_INF = math.inf
_POWER: Scale = ((1e6, "MW"), (1e3, "kW"), (1.0, "W"))
_PRESSURE: Scale = ((1e3, "kPa"), (1.0, "Pa"))
_LENGTH: Scale = ((1.0, "m"), (1e-3, "mm"))
_FLOW: Scale = ((1e-3 / 60, "L/min"),)
_DATA: Scale = ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1.0, "B"))

DIMENSIONS: Final[dict[str, Dimension]] = {
    "temperature": Dimension("a temperature", "kelvin", "32 degC", 213.15, 473.15, ((1.0, "degC"),)),
    "temperature_difference": Dimension(
        "a temperature difference", "kelvin", "2 K", -200.0, 200.0, ((1.0, "K"),)
    ),
    "power": Dimension("a power", "watt", "66 kW", 0.0, 1e12, _POWER),
    "apparent_power": Dimension(
        "an apparent power", "apparent_va", "1600 kVA", 0.0, 1e12, ((1e6, "MVA"), (1e3, "kVA"), (1.0, "VA"))
    ),
    "power_per_area": Dimension(
        "a power per area", "watt/meter**2", "10 kW/m2", 0.0, 1e9, ((1e3, "kW/m2"), (1.0, "W/m2"))
    ),
    "energy": Dimension(
        "an energy", "joule", "50 kWh", 0.0, 1e15, ((3.6e9, "MWh"), (3.6e6, "kWh"), (1e3, "kJ"), (1.0, "J"))
    ),
    "time": Dimension("a time", "second", "5 s", 0.0, 1e10, ((3600.0, "h"), (60.0, "min"), (1.0, "s"))),
    "length": Dimension("a length", "meter", "1.2 m", 0.0, 1e6, _LENGTH),
    "bore": Dimension("a bore", "meter", "50 mm", 0.0, 10.0, ((1e-3, "mm"),), open_low=True),
    "elevation": Dimension("an elevation", "meter", "4 m", -500.0, 9000.0, ((1.0, "m"),)),
    "area": Dimension("an area", "meter**2", "0.7 m2", 0.0, 1e9, ((1.0, "m2"),)),
    "volume": Dimension("a volume", "meter**3", "400 L", 0.0, 1e6, ((1.0, "m3"), (1e-3, "L"))),
    "mass": Dimension("a mass", "kilogram", "1360 kg", 0.0, 1e9, ((1.0, "kg"),)),
    "floor_load": Dimension(
        "a floor load", "kilogram/meter**2", "1600 kg/m2", 0.0, 1e6, ((1.0, "kg/m2"),), open_low=True
    ),
    "volume_flow": Dimension("a volume flow", "meter**3/second", "130 L/min", 0.0, 1e4, _FLOW),
    "air_flow": Dimension("an air flow", "meter**3/second", "12000 m3/h", 0.0, 1e5, ((1 / 3600, "m3/h"),)),
    "mass_flow": Dimension("a mass flow", "kilogram/second", "31.5 kg/s", 0.0, 1e6, ((1.0, "kg/s"),)),
    "specific_flow": Dimension(
        "a flow per power", "meter**3/second/watt", "1.5 L/min/kW", 0.0, 1e-3, ((1e-6 / 60, "L/min/kW"),)
    ),
    "specific_air_flow": Dimension(
        "an air flow per power", "meter**3/second/watt", "160 m3/h/kW", 0.0, 1.0, ((1 / 3.6e6, "m3/h/kW"),)
    ),
    "flow_coefficient": Dimension(
        "a Kv value (flow at 1 bar)",
        "meter**3/second",
        "9 m3/h",
        0.0,
        1e2,
        ((1 / 3600, "m3/h"),),
        open_low=True,
    ),
    "velocity": Dimension("a velocity", "meter/second", "2.1 m/s", 0.0, 1e3, ((1.0, "m/s"),)),
    "pressure": Dimension("a pressure difference", "pascal", "120 kPa", 0.0, 1e9, _PRESSURE),
    "pressure_gauge": Dimension(
        "a gauge pressure", "pascal", "1.5 bar gauge", -1.1e5, 1e8, ((1e5, "bar gauge"),)
    ),
    "pressure_absolute": Dimension(
        "an absolute pressure",
        "pascal",
        "101.3 kPa absolute",
        0.0,
        1e8,
        ((1e3, "kPa absolute"),),
        open_low=True,
    ),
    "head": Dimension("a pump head", "pascal", "30 m", 0.0, 1e8, _PRESSURE, open_low=True),
    "thermal_resistance": Dimension(
        "a thermal resistance", "kelvin/watt", "0.02 K/W", 0.0, 1e3, ((1.0, "K/W"),)
    ),
    "thermal_conductance": Dimension(
        "a thermal conductance", "watt/kelvin", "80 W/K", 0.0, 1e9, ((1e3, "kW/K"), (1.0, "W/K"))
    ),
    "thermal_resistance_flow": Dimension(
        "a thermal resistance times flow",
        "kelvin*meter**3/second/watt",
        "0.00823 K/W*L/min",
        0.0,
        1.0,
        ((1e-3 / 60, "K/W*L/min"),),
    ),
    "heat_capacity": Dimension(
        "a heat capacity", "joule/kelvin", "500 J/K", 0.0, 1e12, ((1.0, "J/K"),), open_low=True
    ),
    "per_kelvin": Dimension("a rate per kelvin", "1/kelvin", "0.015 1/K", -10.0, 10.0, ((1.0, "1/K"),)),
    "voltage": Dimension("a voltage", "volt", "400 V", 0.0, 1e6, ((1e3, "kV"), (1.0, "V")), open_low=True),
    "current": Dimension("a current", "ampere", "1600 A", 0.0, 1e6, ((1.0, "A"),), open_low=True),
    "resistance": Dimension(
        "an electrical resistance", "ohm", "1.2 mohm", 0.0, 1e6, ((1.0, "ohm"), (1e-3, "mohm"))
    ),
    "fraction": Dimension("a fraction", "dimensionless", "70 %", 0.0, 1.0, ((1e-2, "%"),), bare=True),
    "ratio": Dimension("a pure number", "dimensionless", "1.85", -_INF, _INF, ((1.0, ""),), bare=True),
    "bandwidth": Dimension(
        "a bandwidth", "databyte/second", "400 Gb/s", 0.0, 1e21, tuple((s, f"{u}/s") for s, u in _DATA)
    ),
    "data_size": Dimension("an amount of memory", "databyte", "128 GB", 0.0, 1e21, _DATA),
    "compute_rate": Dimension(
        "a compute rate",
        "flop/second",
        "752 TFLOP/s",
        0.0,
        1e24,
        ((1e15, "PFLOP/s"), (1e12, "TFLOP/s"), (1.0, "FLOP/s")),
    ),
    "token_rate": Dimension("a token rate", "token/second", "1943 token/s", 0.0, 1e15, ((1.0, "token/s"),)),
}
