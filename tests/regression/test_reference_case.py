"""The reference engine still gives the stored run, each tag within its tolerance."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.regression.reference_case import STORED, TAGS, run, series
from twin.engine.trajectory import Trajectory


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    values: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    return values


@pytest.fixture(scope="module")
def now() -> Trajectory:
    return run()


def test_the_stored_run_has_the_tags_and_instants_of_the_case(
    stored: dict[str, Any], now: Trajectory
) -> None:
    assert set(stored["tags"]) == set(TAGS)
    assert stored["time_s"] == now.time_s.tolist()
    assert now.closure_frac < 1e-9


@pytest.mark.parametrize("tag", TAGS)
def test_the_run_is_the_stored_one(tag: str, stored: dict[str, Any], now: Trajectory) -> None:
    family, quantity, member, tolerance = TAGS[tag]
    assert tag.split(" ", maxsplit=1)[0] in {now.members[family][member], "site"}
    np.testing.assert_allclose(series(now, tag), stored["tags"][tag], rtol=0.0, atol=tolerance)
    assert np.ptp(stored["tags"][tag]) > 3.0 * tolerance, f"{quantity} moves in this run"
