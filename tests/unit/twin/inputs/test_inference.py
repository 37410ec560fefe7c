from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.unit.twin.inputs.conftest import MakeCabinet, WriteTable
from twin.errors import UsageError
from twin.inputs import CabinetLoad, Load, build_activity, parse_workload
from twin.inputs.requests import READERS, read_azure

SMALL = "azure:requests-small"


def one_trace_s() -> float:
    path = Path(__file__).resolve().parents[4] / "site_configs" / "traces" / "requests-small.csv"
    return read_azure(path).period_s


def assert_conserves(load: Load) -> None:
    facts = load.facts
    for phase in ("prefill", "decode"):
        total = facts[f"{phase}_tokens_served"] + facts[f"{phase}_tokens_waiting_at_end"]
        assert facts[f"{phase}_tokens_offered"] == pytest.approx(total, rel=1e-9)


@pytest.mark.parametrize("target", [0.05, 0.3, 0.7, 0.95])
@pytest.mark.parametrize("pools", ["shared", "split"])
def test_target_utilisation_is_reached_over_the_trace(
    cabinets: Sequence[CabinetLoad], target: float, pools: str
) -> None:
    load = build_activity(parse_workload(f"{SMALL},pools={pools}", target), cabinets, one_trace_s())
    assert load.facts["mean_busy_fraction"] == pytest.approx(target, abs=1e-6)
    assert_conserves(load)


def test_a_site_twice_as_large_takes_twice_the_requests(
    cabinets: Sequence[CabinetLoad], make_cabinet: MakeCabinet
) -> None:
    double = [make_cabinet(number, chip_count=64) for number in range(1, 4)]
    spec = parse_workload(SMALL, 0.6)
    one = build_activity(spec, cabinets, 1200.0).facts["request_rate_scale"]
    two = build_activity(spec, double, 1200.0).facts["request_rate_scale"]
    assert two == pytest.approx(2.0 * one, rel=1e-9)


def test_recorded_rate_without_a_target(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload(SMALL), cabinets, one_trace_s())
    assert load.facts["request_rate_scale"] == 1.0
    assert load.facts["requests_per_s"] == pytest.approx(1.0, rel=0.1)
    assert any("--target-utilisation" in note for note in load.notes)


def test_power_is_that_of_the_phases(write_table: WriteTable, make_cabinet: MakeCabinet) -> None:
    # Prompt only, half of what one chip can: half the time at 1.0, half idle at 0.2 of maximum power.
    rows = [(f"2024-01-01 00:{second // 60:02d}:{second % 60:02d}", 2500, 0) for second in range(120)]
    path = write_table("a.csv", "timestamp,context_tokens,generated_tokens", rows)
    load = build_activity(parse_workload(f"azure:{path}"), [make_cabinet(1, chip_count=1)], 120.0)
    np.testing.assert_allclose(load.activity.values, 0.5, rtol=1e-9)
    assert load.facts["mean_busy_fraction"] == pytest.approx(0.5)


def test_decode_draws_its_own_power(write_table: WriteTable, make_cabinet: MakeCabinet) -> None:
    # Output only, more than the chip can: always decoding at 0.6, so activity (0.6 - 0.2) / 0.8.
    rows = [(f"2024-01-01 00:{second // 60:02d}:{second % 60:02d}", 0, 9000) for second in range(120)]
    path = write_table("a.csv", "timestamp,context_tokens,generated_tokens", rows)
    load = build_activity(parse_workload(f"azure:{path},tpot=0.001"), [make_cabinet(1, chip_count=1)], 120.0)
    np.testing.assert_allclose(load.activity.values, 0.5, rtol=1e-9)
    assert load.facts["decode_tokens_waiting_at_end"] > 0.0
    assert any("demand exceeds capacity" in note for note in load.notes)
    assert_conserves(load)


def test_switch_cabinets_follow_the_chips(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload(f"{SMALL},pools=split", 0.5), cabinets, 600.0)
    np.testing.assert_allclose(load.activity.values[:, 3], load.activity.values[:, :3].mean(axis=1))


def test_activity_never_jumps_and_keeps_its_integral(cabinets: Sequence[CabinetLoad]) -> None:
    spec = parse_workload(SMALL, 0.7)
    signal = build_activity(spec, cabinets, 600.0).activity
    assert signal.jump_times(0.0, 600.0).size == 0
    times = np.union1d(signal.time_s, [0.0, 600.0])
    values = np.array([signal.at(time)[0] for time in times])
    assert np.trapezoid(values, times) == pytest.approx(10.0 * signal.values[:, 0].sum(), rel=1e-12)


def test_a_short_trace_repeats_and_says_so(cabinets: Sequence[CabinetLoad]) -> None:
    load = build_activity(parse_workload(SMALL, 0.5), cabinets, 3600.0)
    assert any("repeats 6.26 times" in note for note in load.notes)


def test_a_chip_without_token_rates_names_its_entry(make_cabinet: MakeCabinet) -> None:
    with pytest.raises(UsageError, match="catalogue entry chips/round-chip"):
        build_activity(parse_workload(SMALL), [make_cabinet(1, decode_tokens_s=None)], 60.0)


def test_a_site_without_chips_is_refused(make_cabinet: MakeCabinet) -> None:
    with pytest.raises(UsageError, match="needs chips"):
        build_activity(parse_workload(SMALL), [make_cabinet(1, chip_count=0)], 60.0)


def test_one_cabinet_cannot_be_split(make_cabinet: MakeCabinet) -> None:
    with pytest.raises(UsageError, match="two cabinets"):
        build_activity(parse_workload(f"{SMALL},pools=split"), [make_cabinet(1)], 60.0)


@pytest.mark.shared
@pytest.mark.parametrize(
    "trace",
    [
        "azure:llm_inference_azure_2023/azure_llm_inference_2023_conv.parquet",
        "azure:llm_inference_azure_2023/azure_llm_inference_2023_code.parquet",
        "mooncake:llm_inference_mooncake/mooncake_conversation.parquet",
        "mooncake:llm_inference_mooncake/mooncake_synthetic.parquet",
    ],
)
def test_public_traces_conserve_tokens(
    shared_data: Path, cabinets: Sequence[CabinetLoad], trace: str
) -> None:
    kind, _, file = trace.partition(":")
    spec = parse_workload(f"{kind}:{shared_data / file}", 0.7)
    period_s = READERS[kind](shared_data / file, 3).period_s
    load = build_activity(spec, cabinets, period_s, seed=3)
    assert_conserves(load)
    assert_conserves(build_activity(spec, cabinets, 3600.0, seed=3))
    assert load.facts["mean_busy_fraction"] == pytest.approx(0.7, abs=1e-6)
    assert 0.0 <= load.activity.values.min() <= load.activity.values.max() <= 1.0
