from __future__ import annotations

import subprocess
import sys

import pytest

import twin
from twin.cli import main

COMMANDS = ["check", "compare", "simulate", "validate", "bench", "catalog", "sites"]
HEAVY = ["jinja2", "numpy", "pandas", "pint", "plotly", "pyarrow", "pydantic", "rich", "scipy"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"supernode-twin {twin.__version__}\n"


def test_help_lists_every_command_with_a_whole_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    listed = text.split("Commands:")[1].splitlines()[1:]
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_help_with_examples(
    command: str, flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, flag]) == 0
    text = capsys.readouterr().out
    assert f"\n    twin {command}" in text.split("Examples:")[1] or "TWIN_SITE_PATH" in text
    assert "\b" not in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["check"],
        ["check", "a", "b"],
        ["check", "cloudmatrix384", "--resolution", "atom"],
        ["simulate", "cloudmatrix384", "--hours", "many"],
        ["check", "cloudmatrix384", "--jsn"],
    ],
)
def test_wrong_use_exits_with_2_and_says_why(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Error: " in err
    assert "Traceback" not in err


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from twin.cli import main; main(['--help']); "
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stderr.strip() == "[]"
