from __future__ import annotations

import json
import math

import pytest

from twin.cli.emit import emit_json


def test_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    emit_json({"name": "Ångström", "value": None})
    text = capsys.readouterr().out
    assert text.isascii()  # whatever the encoding of the terminal
    assert json.loads(text) == {"name": "Ångström", "value": None}


def test_no_nan_ever_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        emit_json({"value": math.nan})
    assert capsys.readouterr().out == ""
