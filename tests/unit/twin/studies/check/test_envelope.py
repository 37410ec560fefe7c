from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from twin.config import load_site
from twin.limits import LimitTable
from twin.plant import build_plant
from twin.studies.check import operating_envelope
from twin.studies.check.envelope import EnvelopePoint, _Search, envelope_fields
from twin.studies.check.run import settle
from twin.studies.check.types import Case

CHIP_BOUND = [
    "catalog.chips.ascend-910c.throttle_temp=75 degC",
    "catalog.chips.ascend-910c.shutdown_temp=105 degC",
]


def search(*overrides: str) -> _Search:
    plant = build_plant(load_site("cloudmatrix384", overrides), "cabinet")
    table = LimitTable(plant)
    base: Any = settle(plant, table, Case(load="sustained"), None)
    return _Search(plant, table, base, int(np.argmax(base.snapshot.cabinets.liquid_w)))


@pytest.fixture(scope="module")
def warm() -> _Search:
    return search(*CHIP_BOUND)


def test_warmer_supply_allows_less_heat_where_chips_bind(warm: _Search) -> None:
    points = [warm.largest_heat(273.15 + degc) for degc in (34.0, 37.0)]
    assert [point.limit for point in points] == ["chip.throttle", "chip.throttle"]
    assert points[1].heat_w < points[0].heat_w
    assert [point.supply_k for point in points] == pytest.approx([307.15, 310.15])


def test_the_edge_of_the_envelope_is_where_the_binding_limit_is_reached(warm: _Search) -> None:
    point = warm.largest_heat(308.15)
    bound = warm.plant.chips.throttle_temp_k[0]
    load = point.activity_frac / warm.plant.cabinets.sustained_activity_frac[warm.leader]
    from twin.studies.check.envelope import _with_supply

    at_edge: Any = warm._nearest(_with_supply(warm.plant, 308.15), load, warm.base)
    assert at_edge.result.snapshot.chips.worst_junction_k.max() == pytest.approx(bound, abs=0.5)
    assert 0.0 <= at_edge.fraction < 0.02


def test_more_heat_needs_more_flow_and_never_less_than_the_cabinet_requires() -> None:
    plain = search()
    low, high = plain.smallest_flow(0.9), plain.smallest_flow(1.1)
    assert low.flow_m3_s < high.flow_m3_s
    assert low.limit == high.limit == "rack.flow"


def test_a_supply_beyond_the_cabinets_range_allows_nothing(warm: _Search) -> None:
    point = warm.largest_heat(273.15 + 45.0)
    assert np.isnan(point.heat_w)
    assert point.limit == "rack.supply-max"
    assert np.isnan(envelope_fields_of(point)["heat_kw"])


def envelope_fields_of(point: EnvelopePoint) -> Any:
    from twin.studies.check.envelope import Envelope

    curves = Envelope(cabinet="c", heat_against_supply=(point,), flow_against_heat=())
    return envelope_fields(curves)["heat_against_supply"][0]


@pytest.mark.long
def test_whole_envelope_of_a_site() -> None:
    curves = operating_envelope(load_site("cloudmatrix384"))
    assert curves is not None
    assert len(curves.heat_against_supply) == 7
    flows = np.array([point.flow_m3_s for point in curves.flow_against_heat])
    assert np.all(np.diff(flows) > -1e-6 * flows[0])
