"""YAML keeps its lines."""

from __future__ import annotations

from pathlib import Path

from twin.config.marks import load_marked, parse_value

TEXT = """\
# a comment
a: 1
b:
  c: [x, y]
  d:
    - e: 32 degC
    - f:
        g: null
"""


def test_every_value_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(TEXT)
    tree = load_marked(file)
    lines = {path: mark.line for path, mark in tree.marks.items()}
    assert tree.data == {"a": 1, "b": {"c": ["x", "y"], "d": [{"e": "32 degC"}, {"f": {"g": None}}]}}
    assert lines[("a",)] == 2
    assert lines[("b", "c", 1)] == 4
    assert lines[("b", "d", 0, "e")] == 6
    assert lines[("b", "d", 1, "f", "g")] == 8


def test_what_is_not_there_is_marked_by_what_would_hold_it(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(TEXT)
    tree = load_marked(file)
    assert tree.mark(("b", "missing", "deeper")).line == 3
    assert tree.mark(("missing",)).line == 1


def test_one_value_is_read_like_a_file() -> None:
    assert parse_value("35 degC") == "35 degC"
    assert parse_value("[a, 2]") == ["a", 2]
    assert parse_value("null") is None
    assert parse_value("") is None
