from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.unit.twin.inputs.conftest import WriteTable
from twin.errors import DataFileError
from twin.inputs.requests import read_azure, read_mooncake

MOONCAKE = "timestamp_ms,input_length,output_length,n_blocks,n_prefix_blocks_seen"


def test_azure_form(write_table: WriteTable) -> None:
    rows = [
        ("2023-11-16 18:15:46.5", 100, 10),
        ("2023-11-16 18:15:48.5", 200, 20),
        ("2023-11-16 18:15:50.5", 0, 5),
    ]
    requests = read_azure(write_table("a.csv", "timestamp,context_tokens,generated_tokens", rows))
    assert requests.arrival_s.tolist() == [0.0, 2.0, 4.0]
    assert requests.prefill_tokens.tolist() == [100.0, 200.0, 0.0]
    assert requests.decode_tokens.tolist() == [10.0, 20.0, 5.0]
    assert requests.period_s == 6.0


def test_azure_original_names(write_table: WriteTable) -> None:
    rows = [("2023-11-16 18:15:46.6805900", 374, 44), ("2023-11-16 18:15:50.9951690", 396, 109)]
    requests = read_azure(write_table("a.csv", "TIMESTAMP,ContextTokens,GeneratedTokens", rows))
    assert requests.prefill_tokens.tolist() == [374.0, 396.0]


def test_mooncake_computes_only_what_no_earlier_request_held(write_table: WriteTable) -> None:
    rows = [(0, 6758, 500, 14, 0), (1000, 7322, 490, 15, 1), (2000, 1000, 3, 2, 2)]
    requests = read_mooncake(write_table("m.csv", MOONCAKE, rows))
    assert requests.prefill_tokens.tolist() == [6758.0, 7322.0 - 512.0, 0.0]
    assert requests.arrival_s.tolist() == [0.0, 1.0, 2.0]


def test_mooncake_steps_are_spread_inside_themselves(write_table: WriteTable) -> None:
    rows = [(3000 * (row // 10), 100, 1, 1, 0) for row in range(40)]
    path = write_table("m.csv", MOONCAKE, rows)
    arrival_s = read_mooncake(path, 1).arrival_s
    assert (np.diff(arrival_s) > 0.0).all()
    np.testing.assert_array_equal(arrival_s // 3.0, np.repeat(np.arange(4.0), 10))
    np.testing.assert_array_equal(arrival_s, read_mooncake(path, 1).arrival_s)
    assert not np.array_equal(arrival_s, read_mooncake(path, 2).arrival_s)


@pytest.mark.parametrize(
    ("rows", "told", "line"),
    [
        ([("2023-01-01 00:00:01", 1, 1), ("2023-01-01 00:00:00", 1, 1)], "earlier than the row before", 3),
        ([("2023-01-01 00:00:00", 1, 1), ("yesterday", 1, 1)], "not a date", 3),
        ([("2023-01-01 00:00:00", 1, -1), ("2023-01-01 00:00:01", 1, 1)], "number of tokens", 2),
        ([("2023-01-01 00:00:00", "nan", 1), ("2023-01-01 00:00:01", 1, 1)], "finite number", 2),
        ([("2023-01-01 00:00:00", 1, 1), ("2023-01-01 00:00:00", 1, 1)], "all requests at one time", 1),
        ([("2023-01-01 00:00:00", 0, 0), ("2023-01-01 00:00:01", 0, 0)], "no token", 1),
    ],
)
def test_wrong_traces_name_the_line(
    write_table: WriteTable, rows: list[tuple[object, ...]], told: str, line: int
) -> None:
    path = write_table("a.csv", "timestamp,context_tokens,generated_tokens", rows)
    with pytest.raises(DataFileError, match=told) as caught:
        read_azure(path)
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == (str(path), line)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count", "span_s", "prefill", "decode"),
    [("conv", 19366, 3501.7, 1155.0, 211.0), ("code", 8819, 3435.9, 2048.0, 27.9)],
)
def test_azure_2023_statistics(
    shared_data: Path, name: str, count: int, span_s: float, prefill: float, decode: float
) -> None:
    requests = read_azure(shared_data / f"llm_inference_azure_2023/azure_llm_inference_2023_{name}.parquet")
    assert len(requests) == count
    assert requests.arrival_s[-1] == pytest.approx(span_s, abs=0.05)
    assert requests.prefill_tokens.mean() == pytest.approx(prefill, abs=0.5)
    assert requests.decode_tokens.mean() == pytest.approx(decode, abs=0.5)


@pytest.mark.shared
def test_mooncake_statistics(shared_data: Path) -> None:
    requests = read_mooncake(shared_data / "llm_inference_mooncake/mooncake_conversation.parquet")
    assert len(requests) == 12031
    assert requests.decode_tokens.mean() == pytest.approx(343.0, abs=0.5)
    # 12,035 tokens of input, 8.8 blocks of 512 cached, on the mean
    assert requests.prefill_tokens.mean() == pytest.approx(12035.0 - 512.0 * 8.8, rel=0.01)
    assert (requests.prefill_tokens >= 0.0).all()
