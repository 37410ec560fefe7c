"""Cost of one recorded instant of 432 supernodes, 165,888 chips: all accounts of the chips, and a row of cabinets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tests.benchmarks.conftest import Target
from tests.plants import plant, solved
from twin.engine.record.chips import ChipStatistics
from twin.engine.record.clock import ClockAccount
from twin.engine.record.peak import Peak
from twin.engine.record.rows import Chunk, members_of, row_of
from twin.plant import Plant

SUPERNODES = 432
INSTANT_TARGET_S = 0.005


def test_one_recorded_instant(benchmark: Any, at_most_s: Target) -> None:
    one = plant(resolution="chip")
    _, view = solved(one)
    of = repeated(one)
    junctions = np.tile(view.chips.worst_junction_k, SUPERNODES)
    junctions += np.random.default_rng(1).normal(scale=3.0, size=junctions.size)
    cabinets = {name: np.tile(getattr(view.cabinets, name), SUPERNODES) for name in row_of(view)["cabinets"]}
    large = replace(
        view,
        drive=replace(view.drive, activity_frac=np.tile(view.drive.activity_frac, SUPERNODES)[np.newaxis]),
        chips=replace(
            view.chips,
            worst_junction_k=junctions[np.newaxis],
            clock_frac=np.full((1, junctions.size), 0.99),
        ),
        cabinets=replace(view.cabinets, **cabinets),
    )
    accounts = (ClockAccount(of), Peak(of.chips), ChipStatistics(of.chips))
    chunk = Chunk({**members_of(one), "cabinets": of.cabinets.names})
    time_s, span_s = np.zeros(1), np.ones(1)

    def record() -> None:
        for account in accounts:
            account.add(large, time_s, span_s)
        chunk.add(time_s, row_of(large))

    benchmark.pedantic(record, rounds=30, warmup_rounds=3)
    assert junctions.size == 165_888
    assert chunk.byte_count > 30 * 6_900 * 16 * 8
    at_most_s(INSTANT_TARGET_S)


def repeated(of: Plant) -> Plant:
    """Return a plant with what the accounts look at as often as there are supernodes."""
    count = len(of.cabinets.names)
    owner = (of.chips.cabinet_index + count * np.arange(SUPERNODES)[:, np.newaxis]).ravel()
    repeat: dict[str, Any] = {name: np.tile(getattr(of.chips, name), SUPERNODES) for name in
              ("multiplicity", "throttle_temp_k", "shutdown_temp_k")}  # fmt: skip
    chips = replace(of.chips, names=of.chips.names * SUPERNODES, cabinet_index=owner, **repeat)
    cabinets = replace(of.cabinets, names=of.cabinets.names * SUPERNODES)
    return replace(of, chips=chips, cabinets=cabinets)
