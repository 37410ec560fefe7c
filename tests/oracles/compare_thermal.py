"""Compare fluids, psychrometrics and heat exchangers with CoolProp, PsychroLib and ht.

Run in the environment of the independent codes, from the repository root; exits 1 on a miss::

    python -m tests.oracles.compare_thermal
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ht
import numpy as np
import psychrolib
from CoolProp.CoolProp import PropsSI

from models import fluids, psychrometrics
from models.fluids import Fluid
from models.thermal import heat_exchanger

CATALOGUE = Path(__file__).parents[2] / "site_configs" / "catalog" / "fluids"
COOLANTS = {
    "water": ("Water", 0.5, 95.0),
    "pg25": ("INCOMP::MPG[0.25]", -9.5, 95.0),
    "pg25-volume": ("INCOMP::MPG[0.2572]", -9.5, 95.0),
    "pg50": ("INCOMP::MPG[0.5]", -30.0, 95.0),
    "eg50": ("INCOMP::MEG[0.5]", -34.0, 95.0),
}
PRESSURE_PA = 3.0e5


@dataclass(frozen=True)
class Comparison:
    """Worst difference of one quantity, and what is allowed."""

    quantity: str
    worst: float
    allowed: float
    unit: str

    @property
    def missed(self) -> bool:
        """Whether the difference is too large, or no number at all."""
        return not self.worst <= self.allowed


def catalogue_fluid(name: str) -> Fluid:
    """Return the polynomials of a catalogue file; no YAML reader is among the independent codes."""
    text = (CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8")
    rows = {}
    for field in Fluid._fields:
        (row,) = re.findall(rf"^  {field}: \[(.*)\]$", text, re.MULTILINE)
        rows[field] = tuple(float(number) for number in row.split(","))
    return Fluid(**rows)


def coolants() -> Iterator[Comparison]:
    """Compare every coolant of the catalogue with CoolProp over its valid range."""
    laws = (
        ("density", "D", fluids.density_kg_m3, 1e-3),
        ("heat capacity", "C", fluids.heat_capacity_j_kgk, 1e-3),
        ("conductivity", "L", fluids.conductivity_w_mk, 1e-3),
        ("viscosity", "V", fluids.viscosity_pa_s, 5e-3),
    )
    for name, (coolprop, low_c, high_c) in COOLANTS.items():
        fluid = catalogue_fluid(name)
        temps_k = np.linspace(low_c, high_c, 211) + 273.15
        for quantity, key, law, allowed in laws:
            expected = np.array([PropsSI(key, "T", t, "P", PRESSURE_PA, coolprop) for t in temps_k])
            worst = float(np.max(np.abs(law(temps_k, fluid) / expected - 1.0)))
            yield Comparison(f"{name} {quantity}", 100.0 * worst, 100.0 * allowed, "%")
        enthalpy = np.array([PropsSI("H", "T", t, "P", PRESSURE_PA, coolprop) for t in temps_k])
        rise = np.asarray(fluids.enthalpy_j_kg(temps_k, fluid))
        error = (rise - rise[0]) - (enthalpy - enthalpy[0])
        worst = float(np.max(np.abs(error)) / (enthalpy[-1] - enthalpy[0]))
        yield Comparison(f"{name} enthalpy rise", 100.0 * worst, 0.1, "%")


def moist_air() -> Iterator[Comparison]:
    """Compare moist air with PsychroLib above freezing (below, it saturates over ice) and with IAPWS."""
    psychrolib.SetUnitSystem(psychrolib.SI)
    worst = dict.fromkeys(
        ("wet bulb", "dew point", "humidity ratio", "enthalpy", "humidity from wet bulb"), 0.0
    )
    for pressure_pa in (7.0e4, 8.5e4, 101325.0):
        for dry_c in np.arange(2.0, 60.0, 2.0):
            for humidity in (0.02, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0):
                dry_k = float(dry_c) + 273.15
                wet_c = psychrolib.GetTWetBulbFromRelHum(dry_c, humidity, pressure_pa)
                dew_c = psychrolib.GetTDewPointFromRelHum(dry_c, humidity)
                ratio = psychrolib.GetHumRatioFromRelHum(dry_c, humidity, pressure_pa)
                found = float(psychrometrics.humidity_ratio(dry_k, humidity, pressure_pa))
                _keep(worst, "humidity ratio", 100.0 * (found / ratio - 1.0))
                found = float(psychrometrics.moist_air_enthalpy_j_kg(dry_k, ratio))
                _keep(worst, "enthalpy", found - psychrolib.GetMoistAirEnthalpy(dry_c, ratio))
                if wet_c > 0.1:
                    found = float(psychrometrics.wet_bulb_k(dry_k, humidity, pressure_pa)) - 273.15
                    _keep(worst, "wet bulb", found - wet_c)
                    found = float(
                        psychrometrics.relative_humidity_from_wet_bulb(dry_k, wet_c + 273.15, pressure_pa)
                    )
                    expected = psychrolib.GetRelHumFromTWetBulb(dry_c, wet_c, pressure_pa)
                    _keep(worst, "humidity from wet bulb", 100.0 * (found - expected))
                if dew_c > 0.1:
                    found = float(psychrometrics.dew_point_k(dry_k, humidity)) - 273.15
                    _keep(worst, "dew point", found - dew_c)
    yield Comparison("wet bulb", worst["wet bulb"], 0.01, "K")
    yield Comparison("dew point", worst["dew point"], 0.01, "K")
    yield Comparison("humidity ratio", worst["humidity ratio"], 0.1, "%")
    yield Comparison("moist air enthalpy", worst["enthalpy"], 1.0, "J/kg")
    yield Comparison("relative humidity from wet bulb", worst["humidity from wet bulb"], 0.05, "points")
    temps_k = np.linspace(273.2, 333.15, 121)
    line = np.array([PropsSI("P", "T", t, "Q", 0, "Water") for t in temps_k])
    error = float(np.max(np.abs(psychrometrics.saturation_pressure_pa(temps_k) / line - 1.0)))
    yield Comparison("saturation pressure, 0 to 60 degC", 100.0 * error, 0.05, "%")


def _keep(worst: dict[str, float], key: str, error: float) -> None:
    worst[key] = max(worst[key], abs(error))


def exchangers() -> Iterator[Comparison]:
    """Compare effectiveness, transfer units and the logarithmic mean with ht."""
    counterflow = crossflow = inverse = mean = 0.0
    for ntu in (0.05, 0.3, 1.0, 2.0, 4.47, 8.0):
        for ratio in (0.01, 0.3, 0.7, 0.921, 0.999, 1.0):
            expected = ht.effectiveness_from_NTU(ntu, ratio, subtype="counterflow")
            found = float(heat_exchanger.effectiveness_counterflow(ntu, ratio))
            counterflow = max(counterflow, abs(found / expected - 1.0))
            expected = ht.effectiveness_from_NTU(ntu, ratio, subtype="crossflow approximate")
            found = float(heat_exchanger.effectiveness_crossflow_unmixed(ntu, ratio))
            crossflow = max(crossflow, abs(found / expected - 1.0))
    for effectiveness in (0.05, 0.3, 0.6, 0.843, 0.95):
        for ratio in (0.01, 0.5, 0.921, 0.999, 1.0):
            expected = ht.NTU_from_effectiveness(effectiveness, ratio, subtype="counterflow")
            found = float(heat_exchanger.ntu_from_effectiveness_counterflow(effectiveness, ratio))
            inverse = max(inverse, abs(found / expected - 1.0))
    for first in (0.5, 3.0, 12.0):
        for second in (0.4, 3.1, 20.0):
            expected = ht.LMTD(Thi=340.0, Tho=300.0 + second, Tci=300.0, Tco=340.0 - first)
            found = float(heat_exchanger.lmtd_k(first, second))
            mean = max(mean, abs(found / expected - 1.0))
    yield Comparison("effectiveness, counterflow", 100.0 * counterflow, 1e-6, "%")
    yield Comparison("effectiveness, crossflow unmixed", 100.0 * crossflow, 1e-6, "%")
    yield Comparison("transfer units, counterflow", 100.0 * inverse, 1e-5, "%")
    yield Comparison("logarithmic mean difference", 100.0 * mean, 1e-6, "%")


def main() -> int:
    """Print every comparison; return 1 when one is missed."""
    comparisons = [*coolants(), *moist_air(), *exchangers()]
    for item in comparisons:
        verdict = "MISS" if item.missed else "ok"
        numbers = f"{item.worst:.3g} {item.unit}, allowed {item.allowed:g} {item.unit}"
        sys.stdout.write(f"{verdict:4} {item.quantity:36} {numbers}\n")
    return 1 if any(item.missed for item in comparisons) else 0


if __name__ == "__main__":
    sys.exit(main())
