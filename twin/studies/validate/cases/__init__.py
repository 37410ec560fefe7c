"""One module per case; each sets only the parameters that its case lists."""

from __future__ import annotations

from twin.studies.validate.case import Case
from twin.studies.validate.cases import (
    v01_coolant,
    v02_cold_plate,
    v03_cabinet_outlet,
    v04_case_temperature,
    v05_cdu,
    v06_rack_rating,
    v07_deschutes,
    v08_york,
    v09_merkel,
    v10_dry_cooler,
    v11_frontier,
    v12_meshed_net,
    v13_strand_net,
    v14_net1,
    v15_closed_forms,
    v17_electrical,
    v18_efficiency,
    v21_inference,
    v22_invariants,
)

CASES: tuple[Case, ...] = (
    v01_coolant.CASE,
    v02_cold_plate.CASE,
    v03_cabinet_outlet.CASE,
    v04_case_temperature.CASE,
    v05_cdu.CASE,
    v06_rack_rating.CASE,
    v07_deschutes.CASE,
    v08_york.CASE,
    v09_merkel.CASE,
    v10_dry_cooler.CASE,
    v11_frontier.CASE,
    v12_meshed_net.CASE,
    v13_strand_net.CASE,
    v14_net1.CASE,
    v15_closed_forms.CASE,
    v17_electrical.CASE,
    v18_efficiency.CASE,
    v21_inference.CASE,
    v22_invariants.CASE,
)

__all__ = ["CASES"]
