"""Fit the coolant polynomials of the catalogue to CoolProp and write the catalogue files.

Run in the environment of the independent codes, from the repository root::

    python -m tests.oracles.fit_fluids --check    # compare the files with a new fit
    python -m tests.oracles.fit_fluids            # write them

Least squares of the relative error over the fit range at 3 bar, five coefficients each. CoolProp's
incompressible mixtures are polynomials of degree three in temperature, so their refit is exact; water is not.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from CoolProp.CoolProp import PropsSI
from numpy.polynomial import polynomial
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[2] / "site_configs" / "catalog" / "fluids"
REFERENCE_C = 40.0
PRESSURE_PA = 3.0e5
TERMS = 5
PROPERTIES = {"density": "D", "heat_capacity": "C", "conductivity": "L", "log_viscosity": "V"}
ERROR_LIMITS = {"density": 1e-3, "heat_capacity": 1e-3, "conductivity": 1e-3, "log_viscosity": 5e-3}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coolant:
    """A coolant of the catalogue as CoolProp knows it, and the words around its numbers."""

    name: str
    title: str
    coolprop: str
    low_c: float
    high_c: float
    glycol: str
    freeze: str
    sources: str
    notes: str


COOLPROP = """  coolprop: >-
    CoolProp 8.0.0, {fluid}, 3 bar: Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498;
    {data}
"""
MELINDER = "data of Melinder, Properties of Secondary Working Fluids (IIR, 2010)"
DOWFROST = """  dowfrost: >-
    Dow DOWFROST LC 25 data sheet, form 176-01641-01 (06/2023): freezing point -10 degC, density 1022.5 kg/m3,
    3.92 kJ/kg/K, 0.476 W/m/K and 1.58 mPa s at 40 degC; edition 02/2022 gives 1.39 mPa s
"""
VISCOSITY_NOTE = """  - >-
    Viscosity of products sold as PG25 at 40 degC: CoolProp 1.35, DOWFROST LC 25 edition 02/2022 1.39, edition
    06/2023 1.58 mPa s, a spread of 17 % that goes straight into pressure drop
"""

COOLANTS = (
    Coolant(
        name="water",
        title="Water",
        coolprop="Water",
        low_c=0.5,
        high_c=95.0,
        glycol="glycol: null\n",
        freeze="{value: 0 degC, kind: published, source: iapws}",
        sources=COOLPROP.format(fluid="Water", data="IAPWS-95 and the IAPWS transport releases")
        + '  iapws: "IAPWS R14-08(2011): melting pressure of ordinary ice, 0.00 degC at 1 to 6 bar"\n',
        notes="",
    ),
    Coolant(
        name="pg25",
        title="Propylene glycol 25 % by mass in water",
        coolprop="INCOMP::MPG[0.25]",
        low_c=-9.5,
        high_c=95.0,
        glycol="""glycol:
  fraction: {value: 0.25, low: 0.24, high: 0.26, kind: derived, source: "name of the mixture, within 1 %"}
  basis: mass
""",
        freeze="{value: -9.8 degC, low: -10.4 degC, high: -9.2 degC, kind: derived, source: coolprop}",
        sources=COOLPROP.format(fluid="INCOMP::MPG[0.25]", data=MELINDER) + DOWFROST,
        notes="""  - >-
    25 % by mass, not by volume: 25 % by volume is 25.7 % by mass and stands apart as pg25-volume
"""
        + VISCOSITY_NOTE,
    ),
    Coolant(
        name="pg25-volume",
        title="Propylene glycol 25 % by volume in water",
        coolprop="INCOMP::MPG[0.2572]",
        low_c=-9.5,
        high_c=95.0,
        glycol="""glycol:
  fraction:
    value: 0.25
    low: 0.24
    high: 0.27
    kind: derived
    source: "name of the mixture; makers ask for 24-27 % by volume (Dow DOWFROST LC 25)"
  basis: volume
""",
        freeze="{value: -10.2 degC, low: -11.4 degC, high: -9.6 degC, kind: derived, source: coolprop}",
        sources=COOLPROP.format(fluid="INCOMP::MPG[0.2572]", data=MELINDER) + DOWFROST,
        notes="""  - >-
    25 % by volume is 25.7 % by mass: 0.25 x 1,036 kg/m3 over 0.25 x 1,036 + 0.75 x 998 kg/m3 at 20 degC;
    taking one for the other misses heat capacity by 0.2 % and viscosity by 2 %
"""
        + VISCOSITY_NOTE,
    ),
    Coolant(
        name="pg50",
        title="Propylene glycol 50 % by mass in water",
        coolprop="INCOMP::MPG[0.5]",
        low_c=-30.0,
        high_c=95.0,
        glycol="""glycol:
  fraction: {value: 0.50, low: 0.49, high: 0.51, kind: derived, source: "name of the mixture, within 1 %"}
  basis: mass
""",
        freeze="{value: -32.2 degC, low: -33.7 degC, high: -30.8 degC, kind: derived, source: coolprop}",
        sources=COOLPROP.format(fluid="INCOMP::MPG[0.5]", data=MELINDER),
        notes="",
    ),
    Coolant(
        name="eg50",
        title="Ethylene glycol 50 % by mass in water",
        coolprop="INCOMP::MEG[0.5]",
        low_c=-34.0,
        high_c=95.0,
        glycol="""glycol:
  fraction: {value: 0.50, low: 0.49, high: 0.51, kind: derived, source: "name of the mixture, within 1 %"}
  basis: mass
""",
        freeze="{value: -36.0 degC, low: -37.4 degC, high: -34.6 degC, kind: derived, source: coolprop}",
        sources=COOLPROP.format(fluid="INCOMP::MEG[0.5]", data=MELINDER),
        notes="  - Toxic; for outdoor loops with dry coolers, not for coolant that people touch at a rack\n",
    ),
)


def oracle(coolant: Coolant, key: str, temp_c: Floats) -> Floats:
    """Return a property by CoolProp at each temperature."""
    kelvin = np.asarray(temp_c) + 273.15
    values = [PropsSI(PROPERTIES[key], "T", t, "P", PRESSURE_PA, coolant.coolprop) for t in kelvin]
    return np.asarray(values, dtype=np.float64)


def evaluate(coefficients: Floats, key: str, temp_c: Floats) -> Floats:
    """Return a property by its polynomial."""
    value = polynomial.polyval(np.asarray(temp_c) - REFERENCE_C, coefficients)
    return np.exp(value) if key == "log_viscosity" else np.asarray(value)


def fitted(coolant: Coolant, key: str) -> Floats:
    """Return the coefficients, ten digits each."""
    temp_c = np.linspace(coolant.low_c, coolant.high_c, 400)
    target = oracle(coolant, key, temp_c)
    scale = 50.0  # near one: keeps the normal equations well conditioned
    x = (temp_c - REFERENCE_C) / scale
    if key == "log_viscosity":
        scaled = polynomial.polyfit(x, np.log(target), TERMS - 1)
    else:
        scaled = polynomial.polyfit(x, target, TERMS - 1, w=1.0 / target)
    # What moves the property by less than 1e-10 of itself is rounding, not physics.
    kept = np.where(np.abs(scaled) > 1e-10 * np.abs(scaled[0]), scaled, 0.0)
    return np.array([float(f"{c / scale**n:.9e}") for n, c in enumerate(kept)])


def worst_error(coolant: Coolant, key: str, coefficients: Floats) -> float:
    """Return the largest relative error over the fit range, on points that the fit did not use."""
    temp_c = np.linspace(coolant.low_c, coolant.high_c, 333)
    target = oracle(coolant, key, temp_c)
    return float(np.max(np.abs(evaluate(coefficients, key, temp_c) / target - 1.0)))


def _spoken(key: str) -> str:
    return key.removeprefix("log_").replace("_", " ")


def entry_text(coolant: Coolant) -> str:
    """Return the catalogue file."""
    fits = {key: fitted(coolant, key) for key in PROPERTIES}
    errors = {key: worst_error(coolant, key, fits[key]) for key in PROPERTIES}
    rows = "\n".join(f"  {key}: [{', '.join(f'{c:.9e}' for c in fits[key])}]" for key in PROPERTIES)
    said = ", ".join(f"{_spoken(key)} {max(100 * errors[key], 0.001):.3f} %" for key in PROPERTIES)
    return (
        f"name: {coolant.name}\ntitle: {coolant.title}\nsources:\n{coolant.sources}notes:\n"
        f"  - >-\n    Error of the polynomials against CoolProp, at most, from {coolant.low_c:g} to "
        f"{coolant.high_c:g} degC:\n    {said}\n{coolant.notes}"
        "# Powers of (T - 40 degC), constant first: kg/m3, J/kg/K, W/m/K, ln(Pa s).\n"
        "# Written by tests/oracles/fit_fluids.py.\n"
        f"coefficients:\n{rows}\n  kind: derived\n  source: coolprop\n{coolant.glycol}"
        f"freeze_temp: {coolant.freeze}\n"
        f"valid_min: {coolant.low_c:g} degC\nvalid_max: {coolant.high_c:g} degC\n"
    )


def _written(text: str, key: str) -> Floats:
    """Return coefficients out of a catalogue file; no YAML reader is among the independent codes."""
    (row,) = re.findall(rf"^  {key}: \[(.*)\]$", text, re.MULTILINE)
    return np.array([float(number) for number in row.split(",")])


def missed(coolant: Coolant) -> list[str]:
    """Return what of a catalogue file does not agree with CoolProp."""
    text = (FOLDER / f"{coolant.name}.yaml").read_text(encoding="utf-8")
    found = []
    for key, limit in ERROR_LIMITS.items():
        error = worst_error(coolant, key, _written(text, key))
        sys.stdout.write(f"{coolant.name:12} {key:14} worst {100 * error:.4f} %, allowed {100 * limit:g} %\n")
        if error > limit:
            found.append(f"{coolant.name} {key}: {100 * error:.4f} %")
    if coolant.coolprop.startswith("INCOMP"):
        freeze_c = PropsSI("T_freeze", "T", 300.0, "P", PRESSURE_PA, coolant.coolprop) - 273.15
        written_c = float(re.findall(r"^freeze_temp: {value: (\S+) degC", text, re.MULTILINE)[0])
        sys.stdout.write(f"{coolant.name:12} freezes at {freeze_c:.2f} degC, written {written_c:g}\n")
        if abs(freeze_c - written_c) > 0.1:
            found.append(f"{coolant.name} freeze_temp: {written_c:g}, CoolProp {freeze_c:.2f}")
    return found


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a miss")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not check:
        for coolant in COOLANTS:
            (FOLDER / f"{coolant.name}.yaml").write_text(entry_text(coolant), encoding="utf-8")
    misses = [miss for coolant in COOLANTS for miss in missed(coolant)]
    for miss in misses:
        sys.stdout.write(f"MISS {miss}\n")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
