"""The plant behaves as a plant: what must follow when one thing is changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.plants import plant, site, solved, sustained, with_fields
from twin.config import load_site
from twin.engine.failure import Failure, without
from twin.engine.schedule import design_drive
from twin.engine.sensitivity import input_sensitivities
from twin.engine.snapshot import Snapshot
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.plant import Plant, build_plant
from twin.plant.source import nominal


def test_warmer_supply_raises_every_junction_by_more_than_itself() -> None:
    _, base = solved(plant(resolution="chip"))
    warm_plant = plant(resolution="chip", overrides=("loops.tcs-1.supply_temp=37 degC",))
    _, warm = solved(warm_plant)
    rise = warm.chips.junction_k - base.chips.junction_k
    assert rise.min() >= 5.0
    assert rise.max() < 6.0


def test_without_leakage_a_junction_follows_the_supply_less() -> None:
    def dry(of: Plant) -> Plant:
        bare = of.chips.power._replace(leakage_beta_1_k=np.zeros_like(of.chips.power.leakage_beta_1_k))
        return with_fields(of, "chips", power=bare)

    warm = plant(overrides=("loops.tcs-1.supply_temp=37 degC",))
    leaking = solved(warm)[1].chips.junction_k - solved(plant())[1].chips.junction_k
    bare = solved(dry(warm))[1].chips.junction_k - solved(dry(plant()))[1].chips.junction_k
    assert np.all(bare < leaking)


def test_more_glycol_cuts_flow_at_fixed_pump_speed() -> None:
    flows = []
    for fluid in ("pg25", "pg50"):
        of = plant(overrides=(f"loops.tcs-1.fluid={fluid}",))
        fixed = with_fields(of, "tcs", min_speed_frac=np.array([0.5]), set_flow_m3_s=np.array([1e-9]))
        _, view = solved(fixed)
        assert view.tcs.pump_speed_frac[0] == pytest.approx(0.5, abs=1e-6)
        flows.append(float(np.nansum(view.cabinets.flow_m3_s)))
    assert flows[1] < 0.97 * flows[0]


def test_a_shut_cabinet_leaves_its_flow_to_its_neighbours() -> None:
    of = plant()
    fixed = with_fields(of, "tcs", min_speed_frac=np.array([0.5]), set_flow_m3_s=np.array([1e-9]))
    _, base = solved(fixed)
    shut = of.cabinets.branch_open.copy()
    shut[0] = 0.0
    idle = design_drive(of, np.where(np.arange(shut.size) == 0, 0.0, of.cabinets.sustained_activity_frac))
    cool = with_fields(fixed, "cabinets", branch_open=shut)
    system = System(cool)
    state = solve_steady(system, idle).evaluation.joint
    flow = state[system.layout.rack_flow]
    neighbours = base.cabinets.flow_m3_s[1:6]
    assert flow[0] < 1e-3 * flow[1]
    density = 1014.0
    assert np.all(flow[1:6] / density > 1.01 * neighbours)


def _dead_cdu(check_valves: bool) -> tuple[Plant, Snapshot]:
    of = without(plant(), Failure(name="cdu-1", family="cdus", field="running", index=0))
    of = with_fields(of, "tcs", check_valves=np.array([check_valves]))
    return of, solved(of)[1]


def test_a_dead_cdu_short_circuits_the_header_without_its_check_valve() -> None:
    _, with_valve = _dead_cdu(True)
    _, without_valve = _dead_cdu(False)
    assert abs(with_valve.cdus.secondary_flow_kg_s[0]) < 1e-4
    assert without_valve.cdus.secondary_flow_kg_s[0] < -1.0
    assert without_valve.cdus.secondary_flow_kg_s[1] > 1.2 * with_valve.cdus.secondary_flow_kg_s[1]


def test_losing_a_cdu_equals_a_site_written_without_it(repository: Path, tmp_path: Path) -> None:
    text = (repository / "site_configs/sites/cloudmatrix384/site.yaml").read_text(encoding="utf-8")
    single = text.replace(
        "cdus: 2 x generic-cdu-600kw\n    redundancy: N+1", "cdus: 1 x generic-cdu-600kw\n    redundancy: N"
    )
    lines = [line for line in single.splitlines(keepends=True) if "tcs-1.cdu-2:" not in line]
    (tmp_path / "site.yaml").write_text("".join(lines), encoding="utf-8")
    _, absent = solved(build_plant(load_site(tmp_path), "cabinet"))
    _, failed = solved(without(plant(), Failure(name="cdu-2", family="cdus", field="running", index=1)))
    assert absent.cdus.duty_w.size == 1
    np.testing.assert_allclose(failed.chips.junction_k, absent.chips.junction_k, atol=1e-4)
    np.testing.assert_allclose(failed.cdus.duty_w[0], absent.cdus.duty_w[0], rtol=1e-5)
    np.testing.assert_allclose(failed.tcs.pump_speed_frac, absent.tcs.pump_speed_frac, rtol=1e-6)
    np.testing.assert_allclose(failed.cabinets.pressure_drop_pa, absent.cabinets.pressure_drop_pa, rtol=1e-6)
    assert failed.it_power_w == pytest.approx(absent.it_power_w, rel=1e-9)


def test_the_least_certain_input_sets_the_reported_spread() -> None:
    config = site("cloudmatrix384")

    def hottest(of: Plant, view: Snapshot) -> np.ndarray:
        return np.array([float(view.cabinets.max_junction_k[0])])

    def spread(of_config: object) -> tuple[str, float]:
        of = build_plant(of_config, "cabinet", nominal)  # type: ignore[arg-type]
        steady, _ = solved(of)
        result = input_sensitivities(of_config, steady, sustained, hottest)  # type: ignore[arg-type]
        return result.least_certain()[0], float(result.spread()[0])

    name, wide = spread(config)
    assert name == "chips.ascend-910c.junction_case_resistance"
    number = config.chips["ascend-910c"].junction_case_resistance
    low, high = (0.5 * (number.value + bound) for bound in (number.low, number.high))
    narrowed = site(
        "cloudmatrix384",
        (
            f"catalog.chips.ascend-910c.junction_case_resistance.low={low:.6f} K/W",
            f"catalog.chips.ascend-910c.junction_case_resistance.high={high:.6f} K/W",
        ),
    )
    assert spread(narrowed)[1] < 0.8 * wide


def test_a_linear_sensitivity_predicts_a_full_solve() -> None:
    config = site("cloudmatrix384")
    of = plant()
    steady, base = solved(of)
    result = input_sensitivities(config, steady, sustained, lambda _, view: view.chips.junction_k)
    row = result.names.index("chips.ascend-910c.plate.wall_resistance")
    plate = config.chips["ascend-910c"].plate
    assert plate is not None
    number = plate.wall_resistance
    moved = plant(
        overrides=(f"catalog.chips.ascend-910c.plate.wall_resistance={number.value * 1.01:.8f} K/W",)
    )
    predicted = result.swing[row] * 0.01 * number.value / (number.high - number.low)
    actual = solved(moved)[1].chips.junction_k - base.chips.junction_k
    np.testing.assert_allclose(predicted, actual, rtol=2e-3)
