"""Write the synthetic traces of this folder anew.

Run ``python -m site_configs.traces.generate``; the seed is fixed, so that nothing changes unless this file
does.

* ``requests-small.csv``: 600 requests in about 10 min in the form of the Azure LLM inference traces.
  Arrivals are a Poisson process whose rate swings by half around 1 request/s; prompt and output lengths are
  lognormal. ``cabinet-power-small.csv``: power of four cabinets over 1 h at 15 s, a ramp, a plateau with
  noise and a step down, with a wet bulb, in the form of a facility log.
* ``activity-small.csv``: an hour of activity in steps of 300 s.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

_SEED = 20240601
_FOLDER = Path(__file__).parent


def main() -> None:
    """Write the three files."""
    random = np.random.default_rng(_SEED)
    _write("requests-small.csv", ("timestamp", "context_tokens", "generated_tokens"), _requests(random))
    names = ("time_s", *(f"cabinet{number:02d}_power_W" for number in range(1, 5)), "wetbulb_C")
    _write("cabinet-power-small.csv", names, _power(random))
    _write("activity-small.csv", ("time_s", "activity"), _activity(random))


def _requests(random: np.random.Generator) -> Iterable[Sequence[object]]:
    start = datetime(2024, 6, 1, 12)  # noqa: DTZ001  # a made-up moment in no time zone
    second = 0.0
    for _ in range(600):
        rate_1_s = 1.0 + 0.5 * np.sin(2.0 * np.pi * second / 300.0)
        second += random.exponential(1.0 / rate_1_s)
        prompt = int(np.clip(random.lognormal(6.9, 0.8), 8, 16000))
        output = int(np.clip(random.lognormal(4.9, 0.9), 1, 2000))
        stamp = start + timedelta(seconds=round(second, 3))
        yield stamp.isoformat(sep=" ", timespec="milliseconds"), prompt, output


def _power(random: np.random.Generator) -> Iterable[Sequence[object]]:
    for step in range(241):
        second = 15 * step
        level = min(0.35 + second / 1200.0, 1.0) if second < 2700 else 0.5
        cabinets = (
            40000.0 * level * np.array([1.0, 0.98, 1.02, 0.95]) * (1.0 + 0.02 * random.standard_normal(4))
        )
        wet_bulb_c = 22.0 + 1.5 * np.sin(2.0 * np.pi * second / 86400.0)
        yield second, *(f"{power:.0f}" for power in cabinets), f"{wet_bulb_c:.3f}"


def _activity(random: np.random.Generator) -> Iterable[Sequence[object]]:
    for step in range(12):
        yield 300 * step, f"{random.uniform(0.3, 1.0):.2f}"


def _write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with (_FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
