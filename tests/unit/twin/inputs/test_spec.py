from __future__ import annotations

from pathlib import Path

import pytest

from twin.errors import UsageError, exit_code
from twin.inputs import parse_workload, shipped_traces, trace_path
from twin.inputs.tables import read_table


@pytest.mark.parametrize(
    ("text", "kind", "path", "numbers", "words"),
    [
        ("training", "training", None, {}, {}),
        ("training:period=8,duty=0.9", "training", None, {"period": 8.0, "duty": 0.9}, {}),
        ("azure:a.csv", "azure", Path("a.csv"), {}, {}),
        ("azure:a,b.csv,bin=30,pools=split", "azure", Path("a,b.csv"), {"bin": 30.0}, {"pools": "split"}),
        ("azure:/x=1/a.csv", "azure", Path("/x=1/a.csv"), {}, {}),
        ("table:t.csv,between=linear", "table", Path("t.csv"), {}, {"between": "linear"}),
    ],
)
def test_text_is_read(
    text: str, kind: str, path: Path | None, numbers: dict[str, float], words: dict[str, str]
) -> None:
    spec = parse_workload(text)
    assert (spec.kind, spec.path, spec.numbers, spec.words) == (kind, path, numbers, words)


def test_constant_has_a_level_or_the_catalogue_s() -> None:
    assert parse_workload("constant:0.9").level == 0.9
    assert parse_workload("constant").level is None


@pytest.mark.parametrize(
    ("text", "target", "told"),
    [
        ("trainig", None, "did you mean `training`"),
        ("constant:1.2", None, "from 0 to 1"),
        ("constant:nan", None, "from 0 to 1"),
        ("training:perid=5", None, "did you mean `period`"),
        ("training:period=fast", None, "from 0.1 to 3600"),
        ("training:5", None, "OPTION=VALUE"),
        ("azure", None, "azure:FILE"),
        ("azure:a.csv,pools=both", None, "shared, split"),
        ("constant:0.5", 0.7, "use it with azure"),
        ("azure:a.csv", 1.0, "below 1"),
        ("azure:a.csv", 0.0, "above 0"),
    ],
)
def test_mistakes_tell_what_to_write(text: str, target: float | None, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        parse_workload(text, target)
    assert exit_code(caught.value) == 2


def test_a_bare_name_finds_a_shipped_trace() -> None:
    assert trace_path(parse_workload("azure:requests-small")).is_file()
    assert trace_path(parse_workload("azure:requests-small.csv")).is_file()


def test_a_file_of_the_user_comes_before_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("requests-small.csv").touch()
    assert trace_path(parse_workload("azure:requests-small.csv")) == Path("requests-small.csv")


def test_shipped_traces_are_small_and_readable() -> None:
    traces = shipped_traces()
    assert set(traces) == {"requests-small", "cabinet-power-small", "activity-small"}
    for path in traces.values():
        assert path.stat().st_size < 30_000
        assert len(read_table(path)) >= 12


def test_shipped_traces_are_what_their_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from site_configs.traces import generate

    monkeypatch.setattr(generate, "_FOLDER", tmp_path)
    generate.main()
    for path in shipped_traces().values():
        assert (tmp_path / path.name).read_text() == path.read_text()
